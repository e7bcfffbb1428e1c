"""The trail: one event for each act, written with it, never changed, and telling of every change."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from audit import trail
from audit.models import Event
from audit.verbs import Verb
from ground import crypto
from tests import cast

pytestmark = pytest.mark.django_db
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
JANE = trail.Actor(
    account="a" * 32,
    name="Jane Imaginary",
    roles=("practitioner", "account-administrator"),
    organisation="Brook School",
    authority="X01",
    session="s" * 64,
)


def write(**changes: Any) -> Event:
    facts: dict[str, Any] = {
        "actor": JANE,
        "at": cast.NOW,
        "reference": "b" * 32,
        "shown": ["c" * 32],
        "subject": "somebody",
        "purpose": "protect",
        "reason": "Two words at least",
        "fields": ("names", "birth"),
        "outcome": "shown",
        "terms": {"given": "Kelly"},
    }
    verb = changes.pop("verb", Verb.DISCLOSED)
    with transaction.atomic():
        return trail.record(verb, **(facts | changes))


def stored() -> Event:
    return Event.objects.order_by("-pk")[0]


# --- what an event holds ----------------------------------------------------------------------------------------


def test_an_event_is_text_at_the_time_of_the_act() -> None:
    write()
    event = stored()
    assert (event.account, event.name, event.organisation, event.authority) == (
        "a" * 32,
        "Jane Imaginary",
        "Brook School",
        "X01",
    )
    assert event.roles == ["account-administrator", "practitioner"]
    assert event.fields == ["birth", "names"]
    assert not any(field.is_relation for field in Event._meta.get_fields())


def test_every_event_has_a_name_of_its_own_and_they_stand_in_order() -> None:
    written = [write().uid for _ in range(20)]
    assert len(set(written)) == 20
    assert list(Event.objects.order_by("pk").values_list("uid", flat=True)) == written


def test_somebody_who_has_not_signed_in_is_nobody() -> None:
    write(actor=trail.Actor.nobody(), verb=Verb.SIGN_IN_FAILED)
    assert (stored().account, stored().name, stored().roles) == ("", "", [])
    write(actor=trail.Actor.system("nightly"))
    assert stored().name == "system: nightly"


def test_one_moment_is_one_moment_in_every_time_zone() -> None:
    write(at=datetime(2026, 7, 1, 12, 0, tzinfo=timezone(timedelta(hours=1))))
    assert stored().at == datetime(2026, 7, 1, 11, 0, tzinfo=UTC)
    assert trail.is_intact(stored())


@pytest.mark.parametrize("verb", Verb)
def test_every_verb_can_be_stored(verb: Verb) -> None:
    write(verb=verb)
    assert stored().verb == verb


def test_another_verb_cannot_be_stored() -> None:
    with pytest.raises(trail.TrailUnavailable), transaction.atomic():
        write(verb="looked-around")
    with pytest.raises(IntegrityError, match="event_verb_is_of_the_closed_vocabulary"), transaction.atomic():
        Event.objects.create(uid="x", at=cast.NOW, verb="looked-around", leaf=b"x")


def test_two_events_never_share_a_name() -> None:
    uid = write().uid
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(uid=uid, at=cast.NOW, verb=Verb.SEARCHED, leaf=b"x")


# --- written with the act ---------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_an_event_is_never_written_outside_the_transaction_of_its_act() -> None:
    with pytest.raises(trail.TrailOutsideTransaction):
        trail.record(Verb.SEARCHED, actor=JANE, at=cast.NOW)
    assert Event.objects.count() == 0
    with transaction.atomic():
        trail.record(Verb.SEARCHED, actor=JANE, at=cast.NOW)
    assert Event.objects.count() == 1


def test_an_act_that_fails_leaves_no_event() -> None:
    def act() -> None:
        with transaction.atomic():
            write()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert Event.objects.count() == 0


@pytest.mark.parametrize("what", ["event", "terms"])
def test_an_error_of_the_database_is_an_unavailable_trail(what: str) -> None:
    table = {"event": "audit_event", "terms": "audit_searchterms"}[what]
    with connection.execute_wrapper(refuse_writing_to(table)), pytest.raises(trail.TrailUnavailable):
        write()
    assert Event.objects.count() == 0


def refuse_writing_to(table: str) -> Any:
    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT") and table in sql:
            raise DatabaseError("no space left on device")
        return execute(sql, params, many, context)

    return refuse


# --- append-only ------------------------------------------------------------------------------------------------

CHANGES = {
    "an update": "UPDATE audit_event SET outcome = 'nothing'",
    "an update of nothing": "UPDATE audit_event SET outcome = outcome",
    "a deletion": "DELETE FROM audit_event",
    "emptying it": "TRUNCATE audit_event",
    "emptying all": "TRUNCATE audit_event CASCADE",
    "an update of the terms": "UPDATE audit_searchterms SET sealed = ''",
}


@pytest.mark.parametrize("role", ["contactpoint_web", None])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_no_process_of_ours_changes_the_trail(change: str, role: str | None) -> None:
    write()
    with connection.cursor() as cursor:
        if role:
            cursor.execute(f"SET LOCAL ROLE {role}")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(change)
    assert stored().outcome == "shown"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_not_even_the_owner_of_the_tables_changes_the_trail(change: str) -> None:
    from tests import steps

    write()
    with pytest.raises(Exception, match="append-only"):
        steps.as_owner(change)
    assert trail.is_intact(stored())


def test_the_code_refuses_before_the_database_does() -> None:
    from audit.models import AppendOnly

    event = write()
    event.outcome = "nothing"
    with pytest.raises(AppendOnly):
        event.save()
    with pytest.raises(AppendOnly):
        stored().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.update(outcome="nothing")


# --- the leaf ---------------------------------------------------------------------------------------------------


def test_what_was_written_verifies_when_it_is_read_again() -> None:
    write()
    write(terms=None, reference=None, shown=(), fields=())
    assert all(trail.is_intact(event) for event in Event.objects.all())


OTHER: dict[str, Any] = {
    "uid": "d" * 32,
    "at": cast.NOW + timedelta(microseconds=1),
    "verb": Verb.REFUSED,
    "account": "e" * 32,
    "name": "Somebody Else",
    "roles": ["practitioner"],
    "organisation": "Hill School",
    "authority": "X02",
    "session": "t" * 64,
    "reference": "f" * 32,
    "shown": [],
    "subject": "nobody",
    "purpose": "find-others",
    "reason": "Another reason",
    "fields": ["names"],
    "outcome": "not found",
    "terms_hash": "0" * 64,
}


@pytest.mark.parametrize("column", OTHER)
def test_a_change_of_any_column_shows(column: str) -> None:
    write()
    event = stored()
    setattr(event, column, OTHER[column])
    assert not trail.is_intact(event)


def test_every_column_is_in_the_leaf_but_the_rows_number_and_the_leaf() -> None:
    assert {f.name for f in Event._meta.concrete_fields} == set(OTHER) | {"id", "leaf"}


def test_moving_a_word_from_one_column_to_the_next_shows() -> None:
    write(outcome="ab", purpose="c")
    event = stored()
    event.outcome, event.purpose = "a", "bc"
    assert not trail.is_intact(event)


@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=50),
    st.integers(0, 3_000_000_000_000_000).map(lambda micros: EPOCH + timedelta(microseconds=micros)),
)
def test_any_reason_at_any_moment_verifies_from_the_database(reason: str, at: datetime) -> None:
    write(reason=reason, at=at)
    assert trail.is_intact(stored())


# --- search terms -----------------------------------------------------------------------------------------------


def test_terms_lie_sealed_for_their_event_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed: dict[str, bytes] = {}
    real = crypto.seal

    def keep(text: str, *, context: str) -> bytes:
        return sealed.setdefault(context, real(text, context=context))

    monkeypatch.setattr(crypto, "seal", keep)
    uid = write(terms={"given": "Zoë", "family": "Example"}).uid
    assert list(sealed) == [f"search-terms:{uid}"]
    assert crypto.unseal(sealed[f"search-terms:{uid}"], context=f"search-terms:{uid}") == (
        '{"family": "Example", "given": "Zo\\u00eb"}'
    )


def test_the_hash_of_the_terms_is_keyed_and_independent_of_their_order() -> None:
    one = write(terms={"given": "Kelly", "family": "Example"}).terms_hash
    same = write(terms={"family": "Example", "given": "Kelly"}).terms_hash
    other = write(terms={"given": "Kelly", "family": "Exampla"}).terms_hash
    assert one == same != other
    assert write(terms=None).terms_hash == ""
    assert write(terms={}).terms_hash not in ("", one)


def test_the_terms_stand_in_no_column_of_the_event() -> None:
    write(terms={"given": "Sesame"})
    assert "Sesame" not in repr(stored().__dict__)


# --- to whom something was shown since --------------------------------------------------------------------------


def test_it_is_told_to_whom_a_record_was_shown_since_an_act_on_another() -> None:
    made, other = "d" * 32, "b" * 32
    write(reference=made)
    write(verb=Verb.QUARANTINE_DECIDED, reference=other)
    write(verb=Verb.SEARCHED, reference="", shown=["c" * 32, made])
    write(verb=Verb.DISCLOSED, reference=made, at=cast.NOW + timedelta(minutes=1))
    write(verb=Verb.REFUSED, reference=made)
    write(verb=Verb.DISCLOSED, reference=other, shown=[])
    seen = trail.shown_since([made], act=Verb.QUARANTINE_DECIDED, on=other, since=cast.NOW)
    assert [(one.name, one.organisation, one.what) for one in seen] == [
        ("Jane Imaginary", "Brook School", "That there is such a child"),
        ("Jane Imaginary", "Brook School", "The record"),
    ]
    assert trail.shown_since([], act=Verb.QUARANTINE_DECIDED, on=other, since=cast.NOW) == ()
