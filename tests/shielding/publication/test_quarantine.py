"""The quarantine: what may concern a shielded child waits for the officer of its authority, unseen."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from access import policy
from access.models import Authority
from audit import trail
from audit.verbs import Verb
from registry import intake, records
from registry.models import Address, Child, Involvement, Link, Responsibility, Statement
from shielding import shields
from shielding.models import Concern, SensitiveInvolvement, Tier
from shielding.publication import concerns, publication, quarantine
from shielding.publication.quarantine import Decision
from tests import cast, steps

pytestmark = pytest.mark.usefixtures("county")

NEW = cast.ROBIN | {"record_id": "new", "as_at": "2026-10-01", "address_line_1": "1 Hiding Place"}


@pytest.fixture
def robin(county: None) -> str:
    reference = steps.known(cast.ROBIN)
    steps.shield(reference)
    return reference


def waiting(username: str = "olive") -> list[quarantine.SetAside]:
    return list(quarantine.waiting(by=cast.searcher(username), now=cast.NOW))


def decide(reference: str, decision: Decision, username: str = "olive", statement: str = "") -> None:
    quarantine.decide(
        statement or Statement.objects.order_by("-pk")[0].reference,
        child=reference,
        decision=decision,
        by=cast.searcher(username),
        now=cast.NOW,
    )


def test_the_officer_reads_what_came_and_whom_it_may_concern(robin: str) -> None:
    cast.send(cast.CENSUS, NEW)
    (item,) = waiting()
    assert (item.child, item.name, item.birth.first.isoformat(), item.source) == (
        robin,
        "Robin Madeup",
        "2014-05-06",
        "School census",
    )
    assert item.cause == "May concern a shielded child"
    event = steps.events(Verb.WORK_LISTED)[0]
    assert (event.subject, event.shown) == ("quarantine", [robin])


def test_a_lookalike_reaches_the_officer_too(robin: str) -> None:
    cast.send(cast.CENSUS, NEW | {"given_name": "Robyn"})
    assert [(item.child, item.name) for item in waiting()] == [(robin, "Robyn Madeup")]


def test_reading_an_empty_list_is_in_the_trail_as_well(robin: str) -> None:
    assert waiting() == []
    assert len(steps.events(Verb.WORK_LISTED)) == 1


def test_what_waits_for_others_is_not_in_the_list(robin: str) -> None:
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY, cast.SANA_WORKS_WITH_KELLY)
    assert Statement.objects.filter(outcome="quarantined").count() == 2
    assert waiting() == []


def test_applying_links_it_and_keeps_the_shield(robin: str) -> None:
    cast.send(cast.CENSUS, NEW)
    before = repr(steps.see("jane", robin))
    decide(robin, Decision.APPLY)
    assert Address.objects.get().line_1 == "1 Hiding Place"
    assert repr(steps.see("jane", robin)) == before
    link = Link.objects.get(record__key="new")
    assert (link.rule, link.made_by) == ("officer", cast.account("olive").reference)
    assert shields.tier_of(link.child_id) == Tier.SHIELDED
    assert waiting() == []
    (event,) = steps.events(Verb.QUARANTINE_DECIDED)
    assert (event.reference, event.outcome) == (robin, "apply")


def test_after_it_was_applied_the_next_line_of_the_record_goes_through(robin: str) -> None:
    cast.send(cast.CENSUS, NEW)
    decide(robin, Decision.APPLY)
    assert cast.send(cast.CENSUS, NEW | {"as_at": "2026-10-09", "town": "Eastmarch"}).applied == 1
    assert Address.objects.get().town == "Eastmarch"


def test_applying_a_change_of_name_changes_the_name(robin: str) -> None:
    cast.send(cast.CENSUS, cast.ROBIN | {"as_at": "2026-10-01", "given_name": "Robbie"})
    decide(robin, Decision.APPLY)
    assert steps.see("jane", robin).name == "Robbie Madeup"
    assert steps.cards(steps.find(**steps.robin(given="Robbie"))) == ["Robbie Madeup"]


def test_dismissing_leaves_no_trace_but_in_the_trail(robin: str) -> None:
    before = steps.what_shows()
    cast.send(cast.CENSUS, NEW)
    decide(robin, Decision.DISMISS)
    steps.publish()
    assert steps.what_shows() == before
    assert steps.outcomes()[-1] == ("superseded", "")
    assert [link.rule for link in Link.objects.filter(ended_at=None)] == ["newcomer"]
    assert waiting() == []
    assert steps.events(Verb.QUARANTINE_DECIDED)[0].outcome == "dismiss"


def test_the_balance_holds_after_every_decision(robin: str) -> None:
    for given, decision in zip(("Robyn", "Robbin", "Roben"), Decision, strict=True):
        delivery = steps.receive(cast.CENSUS, NEW | {"record_id": given, "given_name": given})
        steps.publish()
        assert intake.balance(delivery).quarantined == 1
        decide(robin, decision)
        steps.publish()
        assert intake.balance(delivery).holds


def test_a_decision_is_made_once(robin: str) -> None:
    cast.send(cast.CENSUS, NEW)
    decide(robin, Decision.APPLY)
    for decision in Decision:
        with pytest.raises(quarantine.NoSuchStatement):
            decide(robin, decision)


def test_of_two_that_wait_the_older_is_overtaken_when_the_newer_is_applied(robin: str) -> None:
    for day, town in (("2026-10-01", "Older"), ("2026-10-05", "Newer")):
        cast.send(cast.CENSUS, NEW | {"as_at": day, "town": town})
    older, newer = Statement.objects.filter(record__key="new").order_by("pk")
    decide(robin, Decision.APPLY, statement=newer.reference)
    with pytest.raises(quarantine.NoSuchStatement):
        decide(robin, Decision.APPLY, statement=older.reference)
    assert Address.objects.get().town == "Newer"
    assert waiting() == []


def test_of_two_that_wait_the_older_may_be_applied_first(robin: str) -> None:
    for day, town in (("2026-10-01", "Older"), ("2026-10-05", "Newer")):
        cast.send(cast.CENSUS, NEW | {"as_at": day, "town": town})
    for statement in Statement.objects.filter(record__key="new").order_by("pk"):
        decide(robin, Decision.APPLY, statement=statement.reference)
    assert Address.objects.get().town == "Newer"


def test_an_involvement_that_is_applied_stays_beneath_the_shield(robin: str) -> None:
    line = cast.TIM_WORKS_WITH_KELLY | {
        name: cast.ROBIN[name] for name in ("given_name", "family_name", "birth_date", "postcode")
    }
    cast.send(cast.SERVICES, line)
    decide(robin, Decision.APPLY)
    assert Involvement.objects.count() == 1
    assert not steps.see("jane", robin).involvements
    assert steps.see("olive", robin).working_now


def test_a_sensitive_line_that_is_applied_stands_with_consent_alone(robin: str) -> None:
    about = {name: cast.ROBIN[name] for name in ("given_name", "family_name", "birth_date", "postcode")}
    none = dict.fromkeys(("consent_given_by", "consent_on", "consent_method"), "")
    cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY | about)
    decide(robin, Decision.APPLY)
    assert SensitiveInvolvement.objects.count() == 1
    cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY | about | none | {"record_id": "case-8"})
    decide(robin, Decision.APPLY)
    assert SensitiveInvolvement.objects.count() == 1
    assert steps.outcomes()[-1] == ("quarantined", "no-consent")


LOOKS_ALIKE = NEW | {"given_name": "Robyn"}


def test_of_another_child_a_record_is_made_and_the_shielded_one_stays_as_it_is(robin: str) -> None:
    before = repr(steps.see("jane", robin))
    delivery = steps.receive(cast.CENSUS, LOOKS_ALIKE)
    steps.publish()
    decide(robin, Decision.ANOTHER)
    assert waiting() == []
    steps.publish()
    assert intake.balance(delivery).applied == 1
    robyn = cast.reference_of("Robyn")
    assert robyn != robin
    assert steps.see("jane", robyn).address
    assert repr(steps.see("jane", robin)) == before
    (event,) = steps.events(Verb.QUARANTINE_DECIDED)
    assert (event.reference, event.outcome) == (robin, "another")


def test_whoever_was_told_apart_is_not_asked_about_again(robin: str) -> None:
    cast.send(cast.CENSUS, LOOKS_ALIKE)
    decide(robin, Decision.ANOTHER)
    steps.publish()
    assert (
        cast.send(cast.CENSUS, LOOKS_ALIKE | {"as_at": "2026-10-20", "town": "Westmarch Quay"}).applied == 1
    )
    link = Link.objects.get(record__key="new", rule="told-apart")
    assert (link.made_by, link.ended_by) == (cast.account("olive").reference,) * 2


def test_of_two_shielded_lookalikes_each_is_told_apart(county: None) -> None:
    alike = cast.ROBIN | {"record_id": "r2", "given_name": "Roben", "postcode": "ZZ8 8ZZ"}
    both = [steps.known(cast.ROBIN), steps.known(alike)]
    for reference in both:
        steps.shield(reference)
    cast.send(cast.CENSUS, LOOKS_ALIKE)
    asked = []
    while item := next(iter(waiting()), None):
        asked.append(item.child)
        decide(item.child, Decision.ANOTHER)
        steps.publish()
    assert asked == both
    assert steps.outcomes()[-1] == ("applied", "")


def test_a_certain_match_is_no_other_child(robin: str) -> None:
    cast.send(cast.CENSUS, NEW | {"postcode": "ZZ9 9ZZ"})
    with pytest.raises(publication.MatchIsCertain):
        decide(robin, Decision.ANOTHER)
    cast.send(cast.CENSUS, cast.ROBIN | {"as_at": "2026-10-01", "given_name": "Robbie"})
    with pytest.raises(publication.MatchIsCertain):
        decide(robin, Decision.ANOTHER)
    assert len(waiting()) == 2
    assert Child.objects.count() == 1


def test_an_involvement_with_another_child_waits_until_that_child_is_known(robin: str) -> None:
    line = cast.TIM_WORKS_WITH_KELLY | {
        name: LOOKS_ALIKE[name] for name in ("given_name", "family_name", "birth_date")
    }
    line["given_name"] = "Robin"
    cast.send(cast.SERVICES, line)
    decide(robin, Decision.ANOTHER)
    steps.publish()
    assert steps.outcomes()[-1] == ("quarantined", "no-match")
    assert Child.objects.count() == 1


# --- one of them ------------------------------------------------------------------------------------------------


def read(statement: str, username: str = "olive") -> quarantine.Opened:
    return quarantine.read(statement, by=cast.searcher(username), now=cast.NOW)


def two_that_wait() -> list[str]:
    for given in ("Robyn", "Roben"):
        cast.send(cast.CENSUS, NEW | {"record_id": given, "given_name": given})
    return [item.statement for item in waiting()]


def test_one_update_is_read_and_written_down_alone(robin: str) -> None:
    first, second = two_that_wait()
    listed = waiting()
    before = len(steps.events(Verb.WORK_LISTED))
    with CaptureQueriesContext(connection) as asked:
        opened = read(second)
    assert (opened.item.statement, opened.item.name) == (listed[1].statement, listed[1].name)
    words = [query["sql"].split()[0] for query in asked if not query["sql"].startswith(("SAVE", "RELEASE"))]
    # one question for whom it may concern, then the event, and only then what else is shown beside it
    written = words.index("INSERT")
    assert (words.count("INSERT"), words[written - 1]) == (1, "SELECT")
    assert "shielding_concern" in " ".join(query["sql"] for query in asked.captured_queries[: written + 2])
    (event,) = steps.events(Verb.QUARANTINE_OPENED)
    assert (event.subject, event.reference, event.shown, event.outcome) == (second, robin, [robin], "shown")
    assert len(steps.events(Verb.WORK_LISTED)) == before
    assert first != second


def test_update_of_another_authority_is_read_as_one_that_does_not_exist(robin: str) -> None:
    statement, _ = two_that_wait()
    for one in (statement, "0" * 32):
        with pytest.raises(quarantine.NoSuchStatement):
            read(one, "otto")
    told = [(e.subject, e.reference, e.outcome) for e in steps.events(Verb.QUARANTINE_OPENED)]
    assert told == [(statement, "", "not found"), ("0" * 32, "", "not found")]


def test_list_asks_the_database_the_same_however_much_waits(robin: str) -> None:
    cast.searcher("olive")

    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            waiting()
        return [query["sql"].split("WHERE")[0] for query in queries if query["sql"].startswith("SELECT")]

    none = asked()
    two_that_wait()
    assert asked() == none


# --- whom it concerns -------------------------------------------------------------------------------------------


def concerned() -> list[tuple[str, str]]:
    """Each statement that waits, by the key of its record, and whom it may concern."""
    rows = Concern.objects.order_by("statement", "child")
    return list(rows.values_list("statement__record__key", "child__reference"))


@pytest.mark.parametrize("decision", Decision)
def test_nothing_is_kept_of_whom_it_concerned_once_it_is_decided(robin: str, decision: Decision) -> None:
    cast.send(cast.CENSUS, LOOKS_ALIKE)
    assert concerned() == [("new", robin)]
    decide(robin, decision)
    assert concerned() == []
    steps.publish()
    assert concerned() == []


def test_what_is_overtaken_concerns_nobody(robin: str) -> None:
    cast.send(cast.CENSUS, cast.ROBIN | {"as_at": "2026-10-01", "given_name": "Robbie"})
    assert concerned() == [("pupil-2", robin)]
    cast.send(cast.CENSUS, cast.ROBIN | {"as_at": "2026-10-05", "town": "Eastmarch"})
    assert concerned() == []


def test_sensitive_line_without_consent_waits_for_no_officer_once_it_is_applied(robin: str) -> None:
    about = {name: cast.ROBIN[name] for name in ("given_name", "family_name", "birth_date", "postcode")}
    none = dict.fromkeys(("consent_given_by", "consent_on", "consent_method"), "")
    cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY | about | none)
    decide(robin, Decision.APPLY)
    assert steps.outcomes()[-1] == ("quarantined", "no-consent")
    assert concerned() == []


def test_open_child_elsewhere_who_looks_less_alike_is_not_concerned(robin: str) -> None:
    """An open child next door who looks alike must not tell the officer there that somebody is shielded here."""
    cast.send(cast.EAST_CENSUS, LOOKS_ALIKE | {"authority": cast.EASTMARCH})
    decide(robin, Decision.ANOTHER)
    steps.publish()
    cast.send(cast.CENSUS, LOOKS_ALIKE | {"record_id": "n2", "given_name": "Robin", "postcode": "ZZ7 7ZZ"})
    assert concerned() == [("n2", robin)]
    assert waiting("otto") == []


def test_near_match_that_appears_later_is_asked_about_when_the_first_is_told_apart(robin: str) -> None:
    cast.send(cast.EAST_CENSUS, LOOKS_ALIKE | {"authority": cast.EASTMARCH})
    decide(robin, Decision.ANOTHER)
    steps.publish()
    robyn = cast.reference_of("Robyn")
    cast.send(cast.CENSUS, NEW | {"record_id": "n2", "given_name": "Robbyn", "postcode": "ZZ7 7ZZ"})
    steps.shield(robyn, by="otto")
    assert concerned() == [("n2", robin)]
    decide(robin, Decision.ANOTHER)
    steps.publish()
    assert concerned() == [("n2", robyn)]
    assert (waiting(), [item.child for item in waiting("otto")]) == ([], [robyn])


def test_certain_match_with_somebody_else_who_appears_later_is_applied_to_them(robin: str) -> None:
    numbered = NEW | {"postcode": "ZZ7 7ZZ", "upn": "V998417209001"}
    cast.send(cast.CENSUS, numbered)
    decide(robin, Decision.ANOTHER)
    steps.publish()
    other = Link.objects.get(record__key="new", ended_at=None).child
    cast.send(cast.CENSUS, numbered | {"record_id": "n2", "postcode": "ZZ8 8ZZ"})
    assert concerned() == [("n2", robin)]
    decide(robin, Decision.ANOTHER)
    steps.publish()
    assert concerned() == []
    assert Link.objects.get(record__key="n2", ended_at=None).child == other


def test_retried_batch_keeps_each_concern_once(robin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    note, failures = concerns.note, iter((DatabaseError, DatabaseError))

    def fail_twice(meant: Mapping[int, Iterable[int]]) -> None:
        note(meant)
        if failure := next(failures, None):
            raise failure

    monkeypatch.setattr(concerns, "note", fail_twice)
    for given in ("Robyn", "Roben"):
        steps.receive(cast.CENSUS, NEW | {"record_id": given, "given_name": given})
    steps.publish()
    assert concerned() == [("Robyn", robin), ("Roben", robin)]


INVOLVEMENT = cast.TIM_WORKS_WITH_KELLY | {"record_id": "case-9"}
AS_ROBIN = {name: cast.ROBIN[name] for name in ("given_name", "family_name", "birth_date", "postcode")}


def test_what_waits_of_a_record_is_about_its_child_alone_once_that_is_known_and_open(robin: str) -> None:
    cast.send(cast.SERVICES, INVOLVEMENT)
    cast.send(cast.SERVICES, INVOLVEMENT | AS_ROBIN | {"as_at": "2026-10-01", "job_title": "Manager"})
    assert concerned() == [("case-9", robin)]
    cast.send(cast.CENSUS, cast.KELLY)
    publication.try_again()
    steps.publish()
    assert concerned() == [("case-9", cast.reference_of("Kelly"))]
    assert Link.objects.get(record__key="case-9").child.reference == cast.reference_of("Kelly")
    assert_the_second_speaks_of_somebody_else()


def test_the_same_holds_where_all_of_it_comes_in_one_batch(robin: str) -> None:
    cast.send(cast.SERVICES, INVOLVEMENT)
    cast.send(cast.CENSUS, cast.KELLY)
    steps.receive(cast.SERVICES, INVOLVEMENT | AS_ROBIN | {"as_at": "2026-10-01", "job_title": "Manager"})
    publication.try_again()
    steps.publish()
    assert concerned() == [("case-9", cast.reference_of("Kelly"))]
    assert_the_second_speaks_of_somebody_else()


def assert_the_second_speaks_of_somebody_else() -> None:
    """The record is Kelly's now, and what it said as if it were Robin's is not applied to her."""
    assert Involvement.objects.get().job_title == "Housing officer"
    newest = Statement.objects.filter(record__key="case-9").order_by("-pk")[0]
    assert newest.quarantine == Statement.Quarantine.ANOTHER_PERSON


def test_of_two_that_wait_of_one_record_the_other_concerns_whom_the_first_was_about(
    county: None, request: pytest.FixtureRequest
) -> None:
    alike = cast.ROBIN | {"record_id": "r2", "given_name": "Roben", "postcode": "ZZ8 8ZZ"}
    both = [steps.known(cast.ROBIN), steps.known(alike)]
    for reference in both:
        steps.shield(reference)
    for day in ("2026-10-01", "2026-10-05"):
        cast.send(cast.CENSUS, LOOKS_ALIKE | {"as_at": day})
    older, newer = Statement.objects.filter(record__key="new").order_by("pk")
    assert concerned() == [("new", reference) for reference in both * 2]
    cast.searcher("olive")
    request.getfixturevalue("as_web_role")
    decide(both[1], Decision.APPLY, statement=older.reference)
    assert concerned() == [("new", both[1])]
    with pytest.raises(quarantine.NoSuchStatement):
        decide(both[0], Decision.APPLY, statement=newer.reference)
    decide(both[1], Decision.APPLY, statement=newer.reference)
    assert concerned() == []


# --- scope ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("username", ["jane", "sana", "ada", "lou"])
def test_only_shielding_officers_read_or_decide(robin: str, username: str) -> None:
    cast.send(cast.CENSUS, NEW)
    with pytest.raises(policy.NotPermitted):
        waiting(username)
    with pytest.raises(policy.NotPermitted):
        read(Statement.objects.latest("pk").reference, username)
    with pytest.raises(policy.NotPermitted):
        decide(robin, Decision.APPLY, username)


def test_another_authoritys_officer_sees_and_decides_nothing(robin: str) -> None:
    cast.send(cast.CENSUS, NEW)
    assert waiting("otto") == []
    answers = []
    for reference, statement in ((robin, 0), ("0" * 32, 0), (robin, 999_999)):
        with pytest.raises(quarantine.NoSuchStatement) as refusal:
            decide(reference, Decision.APPLY, "otto", statement)
        answers.append(str(refusal.value))
    assert len(set(answers)) == 1
    Responsibility.objects.update(authority=Authority.objects.get(code=cast.EASTMARCH))
    (item,) = waiting("otto")
    assert read(item.statement, "otto").item.statement == item.statement
    assert waiting("olive") == []
    with pytest.raises(quarantine.NoSuchStatement):
        read(item.statement)
    with pytest.raises(quarantine.NoSuchStatement):
        decide(robin, Decision.APPLY)
    decide(robin, Decision.APPLY, "otto")


def test_a_statement_is_not_applied_to_a_child_whom_it_does_not_concern(robin: str) -> None:
    kelly = steps.known(cast.KELLY)
    cast.send(cast.CENSUS, NEW)
    with pytest.raises(quarantine.NoSuchStatement):
        decide(kelly, Decision.APPLY)
    assert Link.objects.filter(record__key="new").count() == 0


def test_a_decision_that_cannot_be_written_down_is_not_made(
    robin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.send(cast.CENSUS, NEW)

    def fail(*_: object, **__: object) -> None:
        raise trail.TrailUnavailable

    cast.searcher("olive")
    with monkeypatch.context() as patch:
        patch.setattr(trail, "record", fail)
        with pytest.raises(trail.TrailUnavailable):
            decide(robin, Decision.APPLY)
        with pytest.raises(trail.TrailUnavailable):
            waiting()
    assert Link.objects.count() == 1
    assert Child.objects.count() == 1
    assert len(waiting()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_decide_once() -> None:
    robin = steps.known(cast.ROBIN)
    steps.shield(robin)
    cast.searcher("oscar")
    cast.send(cast.CENSUS, NEW)

    def one(username: str) -> str:
        try:
            decide(robin, Decision.APPLY, username)
        except quarantine.NoSuchStatement:
            return "gone"
        return "decided"

    assert sorted(map(str, steps.at_once(lambda: one("olive"), lambda: one("oscar")))) == ["decided", "gone"]


# --- open children ----------------------------------------------------------------------------------------------

KATE = cast.TIM_WORKS_WITH_KELLY | {"record_id": "kate", "given_name": "Kelli", "family_name": "Exampel"}
NEXT_DAY = cast.NOW + timedelta(days=1)


@pytest.fixture
def kelly(county: None) -> str:
    return steps.known(cast.KELLY)


def shielded_next_door() -> str:
    """A child of almost the same name and the same birth date, whom another authority shields."""
    line = cast.KELLY | {"record_id": "e1", "given_name": "Kelli", "authority": cast.EASTMARCH}
    reference = steps.known(line | {"postcode": "ZZ5 5AA"}, source=cast.EAST_CENSUS)
    steps.shield(reference, by="otto")
    return reference


def carry_out() -> int:
    return quarantine.carry_out(now=NEXT_DAY)


def test_near_match_with_an_open_child_waits_for_its_officer(kelly: str) -> None:
    cast.send(cast.SERVICES, KATE)
    (item,) = waiting()
    assert (item.child, item.name) == (kelly, "Kelli Exampel")
    assert item.cause == "May concern a child who is known already"
    assert waiting("otto") == []


def test_what_an_officer_says_of_an_open_child_is_carried_out_by_night(kelly: str) -> None:
    cast.send(cast.SERVICES, KATE)
    decide(kelly, Decision.APPLY)
    assert waiting() == []
    assert not Involvement.objects.exists()
    assert quarantine.carry_out(now=cast.NOW) == 0
    assert carry_out() == 1
    assert Involvement.objects.get().practitioner == "Tim Imaginary"
    (event,) = steps.events(Verb.QUARANTINE_CARRIED_OUT)
    assert (event.reference, event.outcome) == (kelly, "apply")
    assert carry_out() == 0


def test_what_waits_for_the_night_is_taken_back_and_nobody_saw_it(kelly: str) -> None:
    cast.send(cast.SERVICES, KATE)
    decide(kelly, Decision.APPLY)
    (made,) = decided()
    assert (made.choice, made.is_for_tonight, made.is_mine) == ("It is about this child", True, True)
    assert take_back(made.reference).seen_by == ()
    assert [item.child for item in waiting()] == [kelly]
    assert carry_out() == 0


def test_nothing_is_applied_to_an_open_child_while_a_shielded_one_is_meant(kelly: str) -> None:
    """Kelly of Westmarch is open; her namesake next door is shielded. Westmarch may not know, so it cannot decide."""
    namesake = shielded_next_door()
    cast.send(
        cast.CENSUS, cast.KELLY | {"record_id": "k2", "postcode": "ZZ6 6AA", "address_line_1": "Hiding"}
    )
    assert set(concerned()) == {("k2", kelly), ("k2", namesake)}
    (item,) = waiting()
    assert [one.child for one in item.candidates] == [kelly]
    assert item.cause == "May concern a child who is known already"
    decide(kelly, Decision.APPLY)
    assert carry_out() == 0
    assert "Hiding" not in repr(steps.see("jane", kelly))
    (theirs,) = waiting("otto")
    assert (theirs.child, theirs.cause) == (namesake, "May concern a shielded child")
    decide(namesake, Decision.ANOTHER, "otto")
    assert carry_out() == 1
    assert "Hiding" in repr(steps.see("jane", kelly))


def test_a_dismissal_here_leaves_the_shielded_child_elsewhere_to_its_officers(kelly: str) -> None:
    namesake = shielded_next_door()
    cast.send(cast.CENSUS, cast.KELLY | {"record_id": "k2", "postcode": "ZZ6 6AA"})
    decide(kelly, Decision.DISMISS)
    assert concerned() == [("k2", namesake)]
    assert (waiting(), len(waiting("otto"))) == ([], 1)
    decide(namesake, Decision.DISMISS, "otto")
    steps.publish()
    assert steps.outcomes()[-1] == ("superseded", "")


def test_what_was_dismissed_here_is_published_where_others_say_that_it_is_another_child(kelly: str) -> None:
    namesake = shielded_next_door()
    cast.send(cast.CENSUS, cast.KELLY | {"record_id": "k2", "postcode": "ZZ6 6AA"})
    decide(kelly, Decision.DISMISS)
    steps.publish()
    assert steps.outcomes()[-1] == ("quarantined", "shielded")
    decide(namesake, Decision.ANOTHER, "otto")
    steps.publish()
    assert steps.outcomes()[-1] == ("applied", "")


def test_what_comes_after_a_dismissal_is_looked_at_again(robin: str) -> None:
    cast.send(cast.CENSUS, LOOKS_ALIKE)
    decide(robin, Decision.DISMISS)
    cast.send(cast.CENSUS, LOOKS_ALIKE | {"as_at": "2026-10-20"})
    assert concerned() == [("new", robin)]


def test_the_trail_of_an_open_child_does_not_say_that_somebody_else_is_shielded(kelly: str) -> None:
    namesake = shielded_next_door()
    cast.send(cast.CENSUS, cast.KELLY | {"record_id": "k2", "postcode": "ZZ6 6AA"})
    told = {event.reference: event.outcome for event in steps.events(Verb.QUARANTINED)}
    assert told == {kelly: "potential", namesake: "shielded"}


# --- what was sent ----------------------------------------------------------------------------------------------


def test_all_that_was_sent_is_read(robin: str) -> None:
    cast.send(cast.CENSUS, NEW | {"upn": "V998417209001"})
    opened = read(waiting()[0].statement)
    assert opened.is_whole
    sent = opened.sent
    assert (sent.name, sent.gender) == ("Robin Madeup", "Male")
    assert sent.address == ("1 Hiding Place", "Westmarch", "ZZ9 9ZZ")
    assert (sent.carers, sent.school, sent.practice) == (
        ("Maria Madeup",),
        ("Hill School",),
        (),
    )
    assert opened.item.candidates[0].numbers == (
        ("NHS number", "Neither sent nor held"),
        ("Unique pupil number", "Not held yet"),
    )


def test_numbers_are_compared_and_never_shown(county: None) -> None:
    robin = steps.known(cast.ROBIN | {"upn": "V998417209001"})
    steps.shield(robin)
    line = NEW | {"given_name": "Robyn"}
    for number, words in (("V998417209001", "The same"), ("J998417209002", "Different"), ("", "Not sent")):
        cast.send(cast.CENSUS, line | {"record_id": f"n{number}", "upn": number})
        opened = read(waiting()[-1].statement)
        assert opened.item.candidates[0].numbers[1] == ("Unique pupil number", words)
        assert "9984172" not in repr(opened)


def test_line_of_another_authority_is_not_shown_whole_beside_an_open_child(kelly: str) -> None:
    line = cast.KELLY | {"record_id": "e1", "postcode": "ZZ5 5AA", "authority": cast.EASTMARCH}
    cast.send(cast.EAST_CENSUS, line)
    opened = read(waiting()[0].statement)
    assert not opened.is_whole
    steps.shield(kelly)
    assert read(waiting()[0].statement).is_whole


def test_which_sensitive_service_it_is_is_read_where_consent_was_given(robin: str) -> None:
    about = {name: cast.ROBIN[name] for name in ("given_name", "family_name", "birth_date", "postcode")}
    none = dict.fromkeys(("consent_given_by", "consent_on", "consent_method"), "")
    cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY | about)
    cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY | about | none | {"record_id": "case-8"})
    with_consent, without = (read(item.statement).sent.work for item in waiting())
    assert "Young people's drug and alcohol service" in with_consent[0]
    assert without == ("One or more specialist and targeted services have been recorded",)


# --- taking back ------------------------------------------------------------------------------------------------


def decided(username: str = "olive") -> list[quarantine.Made]:
    return list(quarantine.decided_today(by=cast.searcher(username), now=cast.NOW))


def take_back(reference: str, username: str = "olive", now: datetime = cast.NOW) -> quarantine.TakenBack:
    return quarantine.take_back(reference, by=cast.searcher(username), now=now)


def test_record_made_of_another_child_is_hidden_at_once_and_it_is_told_who_saw_it(robin: str) -> None:
    before = steps.what_shows()
    cast.send(cast.CENSUS, LOOKS_ALIKE)
    decide(robin, Decision.ANOTHER)
    steps.publish()
    robyn = cast.reference_of("Robyn")
    steps.find(**steps.robin(given="Robyn", postcode="ZZ9 9ZZ"))
    assert steps.see("jane", robyn).address
    taken = take_back(decided()[0].reference)
    assert [(seen.name, seen.what) for seen in taken.seen_by] == [
        ("Jane Imaginary", "That there is such a child"),
        ("Jane Imaginary", "The record"),
    ]
    with pytest.raises(records.NoSuchChild):
        steps.see("jane", robyn)
    assert steps.cards(steps.find(**steps.robin(given="Robyn"))) == ["Robin Madeup"]
    steps.publish()
    assert [(item.child, item.name) for item in waiting()] == [(robin, "Robyn Madeup")]
    after = {key: seen for key, seen in steps.what_shows().items() if robyn not in key}
    assert after == before
    (event,) = steps.events(Verb.DECISION_TAKEN_BACK)
    assert (event.reference, event.outcome) == (robin, "another")


@pytest.mark.parametrize("decision", Decision)
def test_each_decision_is_taken_back_as_if_it_had_not_been_made(robin: str, decision: Decision) -> None:
    cast.send(cast.CENSUS, LOOKS_ALIKE)
    before = steps.what_shows()
    decide(robin, decision)
    take_back(decided()[0].reference)
    assert decided() == []
    steps.publish()
    assert steps.what_shows() == before
    assert concerned() == [("new", robin)]
    decide(robin, decision)


def test_change_of_name_is_taken_back_and_the_old_one_counts_again(robin: str) -> None:
    before = steps.what_shows()
    cast.send(cast.CENSUS, cast.ROBIN | {"as_at": "2026-10-01", "given_name": "Robbie"})
    decide(robin, Decision.APPLY)
    assert steps.see("jane", robin).name == "Robbie Madeup"
    take_back(decided()[0].reference)
    assert steps.what_shows() == before
    steps.publish()
    assert [item.name for item in waiting()] == ["Robbie Madeup"]


def test_involvement_that_was_applied_is_taken_back(robin: str) -> None:
    about = {name: cast.ROBIN[name] for name in ("given_name", "family_name", "birth_date", "postcode")}
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY | about, cast.SANA_WORKS_WITH_KELLY | about)
    for _ in range(2):
        item = waiting()[0]
        decide(robin, Decision.APPLY, statement=item.statement)
    assert (Involvement.objects.count(), SensitiveInvolvement.objects.count()) == (1, 1)
    for made in decided():
        take_back(made.reference)
    assert (Involvement.objects.count(), SensitiveInvolvement.objects.count()) == (0, 0)
    steps.publish()
    assert len(waiting()) == 2


def test_decision_is_taken_back_once_by_an_officer_of_that_authority_until_midnight(robin: str) -> None:
    cast.send(cast.CENSUS, LOOKS_ALIKE)
    decide(robin, Decision.DISMISS)
    (listed,) = decided()
    assert decided("otto") == []
    for reference in (listed.reference, "0" * 32):
        with pytest.raises(quarantine.NoSuchDecision):
            take_back(reference, "otto")
    with pytest.raises(quarantine.TooLateToTakeBack):
        take_back(listed.reference, now=datetime(2026, 11, 3, 0, 0, tzinfo=UTC))
    take_back(listed.reference, "oscar", now=datetime(2026, 11, 2, 23, 59, tzinfo=UTC))
    with pytest.raises(quarantine.TakenBackAlready):
        take_back(listed.reference)


def test_web_process_may_decide_and_take_back(robin: str, request: pytest.FixtureRequest) -> None:
    for given in ("Robyn", "Robbin", "Roben"):
        cast.send(cast.CENSUS, NEW | {"record_id": given, "given_name": given})
    items = waiting()
    request.getfixturevalue("as_web_role")
    for item, decision in zip(items, Decision, strict=True):
        decide(robin, decision, statement=item.statement)
    for made in decided():
        take_back(made.reference)
