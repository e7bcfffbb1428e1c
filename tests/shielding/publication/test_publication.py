"""Publication: the one way from a statement to anything that can be seen, with the shields in view."""

import pytest
from django.db import DataError, connection, transaction

from audit import trail
from audit.verbs import Verb
from ground import crypto
from registry import intake, linking
from registry.models import (
    Address,
    Child,
    Involvement,
    Link,
    Name,
    OutboxEntry,
    Source,
    SourceRecord,
    Statement,
)
from shielding import shields
from shielding.models import SearchKey, SensitiveInvolvement, Shield, Tier
from shielding.publication import proposals, publication, quarantine
from tests import cast, steps

pytestmark = pytest.mark.usefixtures("county")

MOVED = cast.ROBIN | {"as_at": "2026-10-01", "address_line_1": "1 Hiding Place", "postcode": "ZZ4 4DD"}
TIM_WORKS_WITH_ROBIN = cast.TIM_WORKS_WITH_KELLY | {
    "record_id": "case-9",
    "given_name": "Robin",
    "family_name": "Madeup",
    "birth_date": "2014-05-06",
    "postcode": "ZZ9 9ZZ",
}
WITHDRAWN = cast.SANA_WORKS_WITH_KELLY | {"as_at": "2026-10-05", "consent_withdrawn_on": "2026-10-05"}


@pytest.fixture
def robin(county: None) -> str:
    """Robin, who is shielded."""
    reference = steps.known(cast.ROBIN, cast.KELLY)
    steps.shield(reference)
    return reference


def statement_of(key: str) -> Statement:
    return Statement.objects.filter(record__key=key).order_by("-pk")[0]


# --- a shielded child -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        cast.ROBIN | {"record_id": "new"},
        MOVED | {"record_id": "new"},
        MOVED | {"record_id": "new", "given_name": "Robyn"},
        MOVED | {"record_id": "new", "given_name": "Rob"},
        MOVED | {"record_id": "new", "given_name": "Madeup", "family_name": "Robin"},
        MOVED | {"record_id": "new", "family_name": "Invented-Madeup"},
        MOVED | {"record_id": "new", "birth_date": "2014-06-05"},
        MOVED | {"record_id": "new", "birth_date": "2013-12-01", "birth_date_to": "2015-01-31"},
        MOVED | {"record_id": "new", "family_name": "Newname", "former_family_name": "Madeup"},
    ],
    ids=[
        "equal",
        "moved",
        "by ear",
        "nickname",
        "swapped",
        "double",
        "day and month",
        "estimated",
        "former name",
    ],
)
@pytest.mark.parametrize("tier", [tier for tier in Tier if tier != Tier.OPEN])
def test_a_line_that_may_concern_a_shielded_child_changes_nothing_that_shows(
    line: dict[str, str], tier: Tier
) -> None:
    robin = steps.known(cast.ROBIN)
    steps.shield(robin, tier)
    before = steps.what_shows()
    assert cast.send(cast.CENSUS, line).quarantined == 1
    assert steps.what_shows() == before
    assert Child.objects.count() == 1
    assert statement_of("new").quarantine == Statement.Quarantine.SHIELDED
    (event,) = steps.events(Verb.QUARANTINED)
    assert (event.reference, event.outcome) == (robin, "shielded")


def test_a_service_that_speaks_of_a_shielded_child_waits_for_the_officer(robin: str) -> None:
    before = steps.what_shows()
    assert cast.send(cast.SERVICES, TIM_WORKS_WITH_ROBIN).quarantined == 1
    assert steps.what_shows() == before


def test_a_move_of_a_shielded_child_is_taken_over_unseen(robin: str) -> None:
    before = steps.what_shows()
    assert cast.send(cast.CENSUS, MOVED).applied == 1
    after = steps.what_shows()
    assert Address.objects.get(child__reference=robin).line_1 == "1 Hiding Place"
    officer = f"olive {robin}"
    assert after.pop(officer) != before.pop(officer)
    assert after == before


@pytest.mark.parametrize(
    "change",
    [
        {"given_name": "Robbie"},
        {"family_name": "Newname"},
        {"former_family_name": "Before"},
        {"birth_date": "2014-05-07"},
        {"birth_date_to": "2014-12-31"},
        {"gender": "F"},
    ],
)
def test_a_change_of_what_a_shielded_record_shows_goes_to_the_officer_first(
    robin: str, change: dict[str, str]
) -> None:
    before = steps.what_shows()
    assert cast.send(cast.CENSUS, MOVED | change).quarantined == 1
    assert statement_of("pupil-2").quarantine == Statement.Quarantine.OPEN_FIELD
    assert steps.what_shows() == before


def test_a_second_source_does_not_rename_a_shielded_child(robin: str) -> None:
    Source.objects.create(code="other-schools", name="Another census", kind="school-census")
    cast.send("other-schools", cast.ROBIN | {"record_id": "other", "as_at": "2026-09-11"})
    officer = cast.searcher("olive")
    quarantine.decide(
        statement_of("other").reference,
        child=robin,
        decision=quarantine.Decision.APPLY,
        by=officer,
        now=cast.NOW,
    )
    renamed = cast.ROBIN | {"record_id": "other", "as_at": "2026-10-20", "given_name": "Robbie"}
    assert cast.send("other-schools", renamed).quarantined == 1
    assert steps.see("jane", robin).name == "Robin Madeup"


def test_the_shield_stays_whatever_a_feed_sends(robin: str) -> None:
    child = Child.objects.get(reference=robin).pk
    shield = shields.in_force(child)
    cast.send(cast.CENSUS, MOVED)
    cast.send(cast.CENSUS, MOVED | {"as_at": "2026-10-10", "given_name": "Robbie"}, cast.KELLY)
    assert shields.in_force(child) == shield
    assert SearchKey.objects.get(child=child).withheld


# --- order ------------------------------------------------------------------------------------------------------


def test_several_lines_of_one_record_in_one_batch_end_with_the_newest() -> None:
    lines = [cast.KELLY | {"as_at": f"2026-09-1{n}", "town": f"Town {n}"} for n in range(5)]
    assert cast.send(cast.CENSUS, *lines).applied == 5
    assert Address.objects.get().town == "Town 4"
    assert Statement.objects.filter(current=True).count() == Child.objects.count() == 1


def test_the_same_child_in_two_files_of_one_batch_is_one_child() -> None:
    Source.objects.create(code="other-schools", name="Another census", kind="school-census")
    steps.receive(cast.CENSUS, cast.KELLY)
    steps.receive("other-schools", cast.KELLY | {"record_id": "other", "as_at": "2026-09-12"})
    steps.publish()
    assert Child.objects.count() == 1
    assert Link.objects.count() == 2


def test_an_involvement_in_the_batch_of_its_child_finds_it() -> None:
    steps.receive(cast.CENSUS, cast.KELLY)
    steps.receive(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY)
    steps.publish()
    assert Involvement.objects.get().child == Child.objects.get()


def test_a_correction_in_the_batch_of_its_newcomer_waits_for_the_record() -> None:
    cast.send(cast.CENSUS, cast.KELLY, cast.KELLY | {"as_at": "2026-09-12", "given_name": "Kellie"})
    assert list(Name.objects.values_list("given", flat=True)) == ["Kellie"]
    assert Child.objects.count() == 1


def test_a_line_that_waited_is_overtaken_by_a_newer_one_that_was_applied(robin: str) -> None:
    cast.send(cast.CENSUS, MOVED | {"given_name": "Robbie"})
    waiting = statement_of("pupil-2")
    cast.send(cast.CENSUS, MOVED | {"as_at": "2026-10-09"})
    waiting.refresh_from_db()
    assert (waiting.outcome, waiting.quarantine) == ("superseded", "")
    with pytest.raises(quarantine.NoSuchStatement):
        quarantine.decide(
            waiting.reference,
            child=robin,
            decision=quarantine.Decision.APPLY,
            by=cast.searcher("olive"),
            now=cast.NOW,
        )


def test_a_line_true_on_the_same_day_but_received_before_does_not_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps.receive(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY | {"job_title": "First"})
    steps.publish()
    assert steps.outcomes() == [("quarantined", "no-match")]
    cast.send(cast.CENSUS, cast.KELLY)
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY | {"job_title": "Second"})
    publication.try_again()
    steps.publish()
    assert Involvement.objects.get().job_title == "Second"
    assert [outcome for outcome, _ in steps.outcomes()] == ["superseded", "applied", "applied"]


def test_several_lines_that_waited_for_their_child_are_applied_in_order() -> None:
    for title in ("First", "Second", "Third"):
        cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY | {"job_title": title})
    cast.send(cast.CENSUS, cast.KELLY)
    assert publication.try_again() == 3
    steps.publish()
    assert Involvement.objects.get().job_title == "Third"


def test_a_batch_of_one_ends_as_a_batch_of_many_does() -> None:
    lines = [cast.KELLY, cast.ROBIN, cast.KELLY | {"as_at": "2026-09-12", "town": "Eastmarch"}]
    for size in (1, 2, 400):
        with transaction.atomic():
            steps.receive(cast.CENSUS, *lines)
            steps.receive(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY)
            assert publication.publish_waiting(now=cast.NOW, batch=size) == 4
            assert {n.given: n.as_at.isoformat() for n in Name.objects.all()} == {
                "Kelly": "2026-09-12",
                "Robin": "2026-09-10",
            }
            assert Involvement.objects.count() == 1
            transaction.set_rollback(True)


# --- an involvement waits for its child -------------------------------------------------------------------------


def test_an_involvement_waits_for_its_child_and_is_applied_by_night() -> None:
    assert cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY).quarantined == 1
    assert Child.objects.count() == 0
    publication.try_again()
    steps.publish()
    assert steps.outcomes() == [("quarantined", "no-match")]
    kelly = steps.known(cast.KELLY)
    from shielding.publication import tasks

    tasks.nightly()
    assert [i.practitioner for i in steps.see("jane", kelly).working_now] == ["Tim Imaginary"]


def test_the_nightly_match_does_not_disturb_what_a_person_has_to_decide(robin: str) -> None:
    cast.send(cast.SERVICES, TIM_WORKS_WITH_ROBIN)
    assert publication.try_again() == 0
    assert statement_of("case-9").quarantine == "shielded"


# --- sensitive services -----------------------------------------------------------------------------------------


def notice(reference: str) -> object:
    return steps.see("jane", reference).notice


def test_withdrawn_consent_takes_the_entry_away_at_once() -> None:
    kelly = steps.known(cast.KELLY)
    cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY)
    assert notice(kelly)
    assert cast.send(cast.SERVICES, WITHDRAWN).quarantined == 1
    assert notice(kelly) == ""
    assert SensitiveInvolvement.objects.get().receipt.withdrawn_on == cast.born("2026-10-05")


def test_consent_given_and_withdrawn_in_one_file_leaves_nothing() -> None:
    kelly = steps.known(cast.KELLY)
    assert cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY, WITHDRAWN).holds
    assert notice(kelly) == ""
    assert SensitiveInvolvement.objects.count() == 0


def test_consent_given_again_shows_the_entry_again() -> None:
    kelly = steps.known(cast.KELLY)
    cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY, WITHDRAWN)
    cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY | {"as_at": "2026-10-09", "consent_on": "2026-10-09"})
    assert notice(kelly)


def test_an_older_line_with_consent_does_not_undo_a_withdrawal() -> None:
    kelly = steps.known(cast.KELLY)
    cast.send(cast.SERVICES, WITHDRAWN)
    assert cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY).superseded == 1
    assert notice(kelly) == ""


def test_a_line_without_consent_shows_nothing_and_stays_sealed() -> None:
    kelly = steps.known(cast.KELLY)
    line = cast.SANA_WORKS_WITH_KELLY | {"consent_given_by": "", "consent_on": "", "consent_method": ""}
    assert cast.send(cast.SERVICES, line).quarantined == 1
    assert notice(kelly) == ""
    assert statement_of("case-2").quarantine == "no-consent"
    assert statement_of("case-2").payload == {}


def test_a_record_that_turns_to_a_sensitive_service_leaves_the_list() -> None:
    kelly = steps.known(cast.KELLY)
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY)
    cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY | {"record_id": "case-1", "as_at": "2026-10-01"})
    shown = steps.see("jane", kelly)
    assert shown.involvements == ()
    assert shown.notice
    assert Involvement.objects.count() == 0


def test_a_record_that_turns_to_a_sensitive_service_without_consent_leaves_the_list_too() -> None:
    kelly = steps.known(cast.KELLY)
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY)
    line = cast.TIM_WORKS_WITH_KELLY | {"service_code": "DRUGS", "as_at": "2026-10-01"}
    assert cast.send(cast.SERVICES, line).quarantined == 1
    assert steps.see("jane", kelly).involvements == ()
    assert notice(kelly) == ""


def test_a_record_that_turns_to_an_ordinary_service_loses_the_neutral_line() -> None:
    kelly = steps.known(cast.KELLY)
    cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY)
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY | {"record_id": "case-2", "as_at": "2026-10-01"})
    shown = steps.see("jane", kelly)
    assert shown.notice == ""
    assert [i.practitioner for i in shown.working_now] == ["Tim Imaginary"]


def test_a_sensitive_line_about_a_shielded_child_waits_sealed(robin: str) -> None:
    line = cast.SANA_WORKS_WITH_KELLY | {
        name: TIM_WORKS_WITH_ROBIN[name] for name in ("given_name", "family_name", "birth_date", "postcode")
    }
    before = steps.what_shows()
    assert cast.send(cast.SERVICES, line).quarantined == 1
    assert statement_of("case-2").payload == {}
    assert steps.what_shows() == before


# --- proposed records -------------------------------------------------------------------------------------------

PAYLOAD = {name: text for name, text in cast.KELLY.items() if name not in ("record_id", "as_at")}


def test_a_proposed_record_becomes_live_when_a_census_confirms_it() -> None:
    reference = proposals.propose(PAYLOAD, by=cast.searcher("jane"), now=cast.NOW)
    assert not steps.cards(steps.find("tim", **steps.kelly()))
    cast.send(cast.CENSUS, cast.KELLY)
    assert Child.objects.get().state == Child.State.LIVE
    assert Child.objects.get().reference == reference
    assert steps.cards(steps.find("tim", **steps.kelly())) == ["Kelly Example"]


def test_an_involvement_does_not_confirm_a_proposed_record() -> None:
    proposals.propose(PAYLOAD, by=cast.searcher("jane"), now=cast.NOW)
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY)
    assert Child.objects.get().state == Child.State.PROVISIONAL


def test_an_officer_who_applies_a_census_line_confirms_a_shielded_proposal() -> None:
    reference = proposals.propose(PAYLOAD, by=cast.searcher("jane"), now=cast.NOW)
    steps.shield(reference)
    cast.send(cast.CENSUS, cast.KELLY)
    assert Child.objects.get().state == Child.State.PROVISIONAL
    quarantine.decide(
        statement_of("pupil-1").reference,
        child=reference,
        decision=quarantine.Decision.APPLY,
        by=cast.searcher("olive"),
        now=cast.NOW,
    )
    assert Child.objects.get().state == Child.State.LIVE
    assert SearchKey.objects.get().withheld


# --- the kill switch --------------------------------------------------------------------------------------------


def test_statements_of_a_stopped_source_wait_and_others_go_on() -> None:
    steps.receive(cast.CENSUS, cast.KELLY)
    Source.objects.create(code="other-schools", name="Another census", kind="school-census")
    steps.receive("other-schools", cast.ROBIN)
    Source.objects.filter(code=cast.CENSUS).update(live=False)
    assert steps.publish() == 1
    assert list(Name.objects.values_list("given", flat=True)) == ["Robin"]
    Source.objects.filter(code=cast.CENSUS).update(live=True)
    assert steps.publish() == 1
    assert Child.objects.count() == 2


def test_the_nightly_match_leaves_a_stopped_source_alone() -> None:
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY)
    cast.send(cast.CENSUS, cast.KELLY)
    Source.objects.filter(code=cast.SERVICES).update(live=False)
    publication.try_again()
    assert steps.publish() == 0
    assert Involvement.objects.count() == 0


# --- faults -----------------------------------------------------------------------------------------------------


def spoil(key: str, **columns: object) -> None:
    Statement.objects.filter(record__key=key).update(**columns)


@pytest.mark.parametrize(
    "fault",
    [
        {"payload": {}},
        {"payload": {**cast.KELLY, "birth_date": "2011-99-99"}},
        {"payload": {**cast.KELLY, "school_code": "GONE"}},
        {"payload": {**cast.KELLY, "given_name": "K" * 500}},
        {"payload": {**cast.KELLY, "given_name": None}},
        {"payload": [], "sealed": None},
        {"sealed": b"broken"},
    ],
    ids=["nothing", "date", "school", "too long", "null", "list", "seal"],
)
def test_a_statement_that_cannot_be_applied_holds_up_nobody_else(fault: dict[str, object]) -> None:
    kelly = steps.receive(cast.CENSUS, cast.KELLY)
    spoil("pupil-1", **fault)
    robin = steps.receive(cast.CENSUS, cast.ROBIN)
    steps.publish()
    assert steps.outcomes() == [("quarantined", "fault"), ("applied", "")]
    assert intake.balance(kelly).holds
    assert intake.balance(robin).holds
    assert list(Name.objects.values_list("given", flat=True)) == ["Robin"]
    assert OutboxEntry.objects.count() == 0


def test_a_fault_is_set_aside_after_three_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    steps.receive(cast.CENSUS, cast.KELLY)
    attempts = []

    def fail(*_: object) -> None:
        attempts.append(OutboxEntry.objects.get().attempts)
        raise DataError

    monkeypatch.setattr(publication, "_decide", fail)
    steps.publish()
    # each round tries the batch and then the statement alone
    assert attempts == [0, 0, 1, 1, 2, 2]
    assert steps.outcomes() == [("quarantined", "fault")]


def test_a_fault_is_named_in_the_log_by_reference_alone(caplog: pytest.LogCaptureFixture) -> None:
    steps.receive(cast.CENSUS, cast.KELLY)
    spoil("pupil-1", payload={**cast.KELLY, "school_code": "GONE"})
    steps.publish()
    (line,) = caplog.messages
    assert (
        line
        == f"Statement {statement_of('pupil-1').reference} could not be applied and is set aside: KeyError"
    )


def test_what_was_at_fault_is_tried_again_at_night() -> None:
    delivery = steps.receive(cast.CENSUS, cast.KELLY)
    spoil("pupil-1", payload={**cast.KELLY, "school_code": "GONE"})
    steps.publish()
    spoil("pupil-1", payload=cast.KELLY)
    assert publication.try_again() == 1
    steps.publish()
    assert steps.outcomes() == [("applied", "")]
    assert intake.balance(delivery).holds


def test_a_fault_that_passes_leaves_nothing_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    steps.receive(cast.CENSUS, cast.KELLY, cast.ROBIN)
    real, failing = publication._apply, iter([True, True, True])

    def sometimes(*args: object) -> None:
        if next(failing, False):
            raise DataError
        real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(publication, "_apply", sometimes)
    steps.publish()
    assert steps.outcomes() == [("applied", ""), ("applied", "")]


def test_without_a_trail_nothing_about_a_shielded_child_is_set_aside_or_applied(
    robin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps.receive(cast.SERVICES, TIM_WORKS_WITH_ROBIN)

    def fail(*_: object, **__: object) -> None:
        raise trail.TrailUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(trail, "record", fail)
        with pytest.raises(trail.TrailUnavailable):
            steps.publish()
    assert statement_of("case-9").outcome == "pending"
    assert OutboxEntry.objects.count() == 1
    steps.publish()
    assert statement_of("case-9").quarantine == "shielded"


def test_a_name_that_grows_when_it_is_normalised_still_gets_its_keys() -> None:
    cast.send(cast.CENSUS, cast.KELLY | {"given_name": "ﷺ" * 60, "carer_1_given_name": "ﷺ" * 60})
    assert steps.outcomes() in ([("applied", "")], [])
    assert all(len(key.given) <= 200 and len(key.carers) <= 400 for key in SearchKey.objects.all())


def test_two_carers_with_the_longest_names_still_get_their_keys() -> None:
    carers = {
        f"carer_{n}_{part}": text
        for n in (1, 2)
        for part, text in (
            ("given_name", "M" * 100),
            ("family_name", "E" * 100),
            ("responsibility", "care"),
        )
    }
    assert cast.send(cast.CENSUS, cast.KELLY | carers).applied == 1


# --- at once ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_publishers_at_once_make_one_record_of_one_child() -> None:
    for number in range(6):
        Source.objects.create(code=f"s{number}", name="Another census", kind="school-census")
        steps.receive(
            f"s{number}", cast.KELLY | {"record_id": f"p{number}"}, cast.ROBIN | {"record_id": f"r{number}"}
        )
    steps.at_once(*[lambda: publication.publish_waiting(now=cast.NOW, batch=1)] * 3)
    assert Child.objects.count() == 2
    assert set(Statement.objects.values_list("outcome", flat=True)) == {"applied"}
    assert Link.objects.count() == 12


@pytest.mark.django_db(transaction=True)
def test_a_shield_and_a_publication_at_once_end_with_the_shield_in_view() -> None:
    robin = steps.known(cast.ROBIN)
    cast.searcher("olive")
    steps.receive(cast.CENSUS, *[MOVED | {"as_at": f"2026-10-1{n}", "town": f"Town {n}"} for n in range(8)])
    steps.at_once(lambda: publication.publish_waiting(now=cast.NOW, batch=1), lambda: steps.shield(robin))
    key = SearchKey.objects.get()
    assert key.withheld
    assert key.postcode == key.school == key.carers == ""
    assert Address.objects.get().town == "Town 7"


@pytest.mark.django_db(transaction=True)
def test_publication_waits_for_a_shield_that_is_being_imposed() -> None:
    robin = steps.known(cast.ROBIN)
    by = cast.searcher("olive")
    steps.receive(cast.CENSUS, MOVED | {"given_name": "Robbie"})
    with transaction.atomic():
        shields.impose(
            robin,
            tier=Tier.SHIELDED,
            grounds=Shield.Grounds.PLACEMENT,
            justification=steps.WHY,
            by=by,
            now=cast.NOW,
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            imposing = cursor.fetchone()[0]

        def publish_within_a_second() -> str:
            with connection.cursor() as other:
                other.execute("SET lock_timeout = '300ms'")
                other.execute("SELECT pg_backend_pid() <> %s", [imposing])
            try:
                publication._publish_batch(10, now=cast.NOW)
            except publication.DatabaseError:
                return "waited"
            return "went ahead"

        assert steps.at_once(publish_within_a_second) == ["waited"]
    steps.publish()
    assert statement_of("pupil-2").quarantine == "open-field"


def test_crypto_is_asked_for_a_seal_of_its_own_place() -> None:
    cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY)
    statement = Statement.objects.get()
    with pytest.raises(crypto.SealBroken):
        crypto.unseal(statement.sealed, context="statement:0:0")
    assert SourceRecord.objects.get().key == "case-2"
    assert linking.children_of([statement.record_id]) == {}
