"""The one place: what each pair of eyes is shown in each tier, and that nothing is shown without its event."""

import copy
import itertools
from dataclasses import fields
from datetime import timedelta
from typing import Any

import django.db
import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from access import policy
from access.eyes import VIEW_MINUTES
from access.models import Authority, RoleGrant, Service
from access.roles import Role
from audit import trail
from audit.models import Event
from audit.verbs import Verb
from registry import involvements, records
from registry.classes import METADATA, NOTICE, OFFICERS, OPEN, PERSONAL, SENSITIVE, WHEREABOUTS, FieldClass
from registry.models import Child, Death, Involvement, Responsibility, Source
from shielding import shields
from shielding.disclosure import disclosure, search
from shielding.disclosure.disclosure import GRANTS, WITHHELD, Eyes
from shielding.disclosure.query import Query
from shielding.models import Tier
from shielding.publication import proposals
from shielding.sensitive import involvements as sensitive
from tests import cast, steps

pytestmark = pytest.mark.usefixtures("county")

NOWHERE = "0" * 32
ALWAYS = {
    "reference",
    "number",
    "names",
    "birth",
    "gender",
    "is_provisional",
    "is_open",
    "i_am_involved",
    "i_have_finished_today",
    "i_have_consent",
    "my_work",
}
PARTS = {
    PERSONAL: {"death", "carers"},
    WHEREABOUTS: {"address", "education", "practice", "involvements"},
    NOTICE: {"notice"},
    SENSITIVE: {"sensitive_involvements"},
    OFFICERS: {"shield"},
}
READERS = {OPEN, PERSONAL, WHEREABOUTS, METADATA, NOTICE}
EVERYTHING = READERS | {SENSITIVE, OFFICERS}
PROMISED: dict[tuple[Tier, Eyes], set[FieldClass]] = {
    (Tier.OPEN, Eyes.READER): READERS,
    (Tier.ASK_FIRST, Eyes.READER): {OPEN},
    (Tier.RAISED, Eyes.READER): {OPEN},
    (Tier.SHIELDED, Eyes.READER): {OPEN},
    (Tier.UNLISTED, Eyes.READER): set(),
    (Tier.OPEN, Eyes.OFFICER): EVERYTHING,
    (Tier.ASK_FIRST, Eyes.OFFICER): EVERYTHING,
    (Tier.RAISED, Eyes.OFFICER): EVERYTHING,
    (Tier.SHIELDED, Eyes.OFFICER): EVERYTHING,
    (Tier.UNLISTED, Eyes.OFFICER): EVERYTHING,
    (Tier.OPEN, Eyes.PROPOSER): {OPEN, PERSONAL, WHEREABOUTS, METADATA},
    (Tier.ASK_FIRST, Eyes.PROPOSER): set(),
    (Tier.RAISED, Eyes.PROPOSER): set(),
    (Tier.SHIELDED, Eyes.PROPOSER): set(),
    (Tier.UNLISTED, Eyes.PROPOSER): set(),
}


@pytest.fixture
def kelly(county: None) -> str:
    """Kelly's record with something in every part."""
    reference = steps.known(cast.KELLY | {"former_family_name": "Before"})
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY, cast.SANA_WORKS_WITH_KELLY)
    Death.objects.create(
        child=Child.objects.get(),
        source=Source.objects.get(code=cast.CENSUS),
        as_at=cast.TODAY,
        received_at=cast.NOW,
        died_on=cast.TODAY,
    )
    return reference


# --- the table --------------------------------------------------------------------------------------------------


def test_the_table_has_every_pair_of_tier_and_eyes() -> None:
    assert set(GRANTS) == set(itertools.product(Tier, Eyes))


@pytest.mark.parametrize(("tier", "eyes"), list(itertools.product(Tier, Eyes)))
def test_the_table_grants_what_was_promised(tier: Tier, eyes: Eyes) -> None:
    assert set(GRANTS[tier, eyes]) == PROMISED[tier, eyes]


def test_another_bodys_number_and_what_is_internal_are_granted_to_nobody() -> None:
    granted = set().union(*GRANTS.values())
    assert FieldClass.BODY_NUMBER not in granted
    assert FieldClass.INTERNAL not in granted


def test_every_part_of_a_disclosure_is_either_always_shown_or_of_one_class() -> None:
    parts = [name for names in PARTS.values() for name in names]
    assert sorted([*ALWAYS, *parts]) == sorted(f.name for f in fields(disclosure.Disclosure))


@pytest.mark.parametrize("tier", Tier)
@pytest.mark.parametrize(
    ("username", "eyes"), [("jane", Eyes.READER), ("nia", Eyes.READER), ("olive", Eyes.OFFICER)]
)
def test_every_part_that_is_not_granted_is_withheld(
    kelly: str, tier: Tier, username: str, eyes: Eyes
) -> None:
    if tier != Tier.OPEN:
        steps.shield(kelly, tier)
    granted = PROMISED[tier, eyes]
    if not granted:
        with pytest.raises(records.NoSuchChild):
            steps.see(username, kelly)
        return
    shown = steps.see(username, kelly)
    hidden = set().union(*(parts for cls, parts in PARTS.items() if cls not in granted))
    assert steps.withheld(shown) == hidden
    assert set(cast.last_event().fields) == {"number", "names", "birth", "gender"} | (
        set().union(*PARTS.values()) - hidden
    )
    assert bool(shown.former_names) == (PERSONAL in granted)
    assert (shown.names[0].provenance is not None) == (METADATA in granted)


def test_what_is_withheld_is_false_and_says_one_thing() -> None:
    assert not WITHHELD
    assert str(WITHHELD) == "Withheld"
    assert copy.deepcopy(WITHHELD) is WITHHELD
    assert copy.copy(WITHHELD) is WITHHELD


@pytest.mark.parametrize("tier", [Tier.ASK_FIRST, Tier.RAISED, Tier.SHIELDED])
def test_a_shielded_record_shows_nothing_from_which_the_place_can_be_told(kelly: str, tier: Tier) -> None:
    steps.shield(kelly, tier)
    told = repr(steps.see("jane", kelly)) + repr(steps.find(**steps.kelly()))
    for secret in (
        "Invented Row",
        "ZZ1",
        "Brook",
        "Mill",
        "Westmarch",
        "Maria",
        "Tim",
        "Sana",
        "Harbour",
        "census",
        "specialist",
        "Before",
        "X01",
        "harm",
    ):
        assert secret not in told, secret


def test_what_is_withheld_is_not_even_asked_for(kelly: str) -> None:
    steps.shield(kelly)
    to = cast.viewer("jane", kelly)
    with CaptureQueriesContext(connection) as asked:
        disclosure.disclose(kelly, to=to, now=cast.NOW)
    sql = " ".join(query["sql"] for query in asked)
    for table in (
        "address",
        "education",
        "practice",
        "carer",
        "death",
        "responsibility",
        "sensitive",
        "source",
    ):
        assert table not in sql, table


# --- who is nobody here -----------------------------------------------------------------------------------------


def hidden_ways(reference: str, way: str) -> None:
    if way == "unlisted":
        steps.shield(reference, Tier.UNLISTED)
    elif way == "provisional":
        Child.objects.update(state=Child.State.PROVISIONAL, proposed_by="somebody else")
    elif way == "retired":
        Child.objects.update(state=Child.State.RETIRED)


def asked_for(reference: str, username: str) -> tuple[list[str], Event]:
    to = cast.viewer(username, reference)
    with CaptureQueriesContext(connection) as asked, pytest.raises(records.NoSuchChild):
        disclosure.disclose(reference, to=to, now=cast.NOW)
    told = [query["sql"].split("WHERE")[0] for query in asked]
    return [sql for sql in told if "audit_" not in sql and "SAVEPOINT" not in sql], cast.last_event()


@pytest.mark.parametrize("way", ["unlisted", "provisional", "retired"])
@pytest.mark.parametrize("username", ["jane", "nia"])
def test_who_may_not_see_a_record_is_answered_as_if_there_were_none(
    kelly: str, way: str, username: str
) -> None:
    hidden_ways(kelly, way)
    sql, event = asked_for(kelly, username)
    sql_of_nothing, event_of_nothing = asked_for(NOWHERE, username)
    assert sql == sql_of_nothing
    for column in ("verb", "outcome", "fields", "shown", "subject", "purpose", "reason"):
        assert getattr(event, column) == getattr(event_of_nothing, column)
    assert (event.verb, event.outcome, event.reference) == (Verb.REFUSED, "not found", kelly)


def test_an_officer_of_another_authority_finds_nothing(kelly: str) -> None:
    sql, _ = asked_for(kelly, "otto")
    assert sql == asked_for(NOWHERE, "otto")[0]
    Responsibility.objects.update(authority=Authority.objects.get(code=cast.EASTMARCH))
    assert steps.see("otto", kelly).shield is None
    with pytest.raises(records.NoSuchChild):
        steps.see("olive", kelly)


def test_a_record_of_no_authority_belongs_to_no_officer(kelly: str) -> None:
    Responsibility.objects.all().delete()
    for officer in ("olive", "otto"):
        with pytest.raises(records.NoSuchChild):
            steps.see(officer, kelly)


@pytest.mark.parametrize("username", ["ada", "lou"])
def test_who_looks_after_accounts_or_the_trail_opens_no_record(kelly: str, username: str) -> None:
    with pytest.raises(policy.NotPermitted):
        steps.see(username, kelly)
    assert steps.events(Verb.DISCLOSED) == steps.events(Verb.REFUSED) == []


def test_a_proposed_record_is_seen_by_its_proposer_and_its_officers_alone() -> None:
    payload = {name: text for name, text in cast.KELLY.items() if name not in ("record_id", "as_at")}
    reference = proposals.propose(payload, by=cast.searcher("jane"), now=cast.NOW)
    assert steps.see("jane", reference).is_provisional
    assert steps.see("olive", reference).is_provisional
    for stranger in ("tim", "nia", "otto"):
        with pytest.raises(records.NoSuchChild):
            steps.see(stranger, reference)
    steps.shield(reference)
    with pytest.raises(records.NoSuchChild):
        steps.see("jane", reference)


def test_whoever_may_propose_no_longer_does_not_see_their_proposal_as_an_officer_elsewhere() -> None:
    payload = {name: text for name, text in cast.KELLY.items() if name not in ("record_id", "as_at")}
    reference = proposals.propose(payload, by=cast.searcher("nia"), now=cast.NOW)
    Responsibility.objects.update(authority=Authority.objects.get(code=cast.WESTMARCH))
    assert steps.see("nia", reference).is_provisional
    RoleGrant.objects.filter(account=cast.account("nia")).update(role=Role.SHIELDING_OFFICER)
    with pytest.raises(records.NoSuchChild):
        steps.see("nia", reference)


# --- the event --------------------------------------------------------------------------------------------------


def test_one_event_says_who_saw_what_and_why(kelly: str) -> None:
    steps.see("jane", kelly)
    (event,) = steps.events(Verb.DISCLOSED)
    assert (event.name, event.organisation, event.roles) == (
        "Jane Imaginary",
        "Brook School",
        ["practitioner"],
    )
    assert (event.reference, event.purpose, event.reason) == (
        kelly,
        "find-others",
        "Falling behind at school",
    )
    assert (event.at, event.outcome) == (cast.NOW, "shown")
    assert set(event.fields) == {
        "number",
        "names",
        "birth",
        "gender",
        "death",
        "carers",
        "address",
        "education",
        "practice",
        "involvements",
        "notice",
    }
    assert "Kelly" not in repr(event.__dict__)


@pytest.mark.django_db(transaction=True)
def test_a_disclosure_is_refused_where_its_event_could_be_taken_back() -> None:
    kelly = steps.known(cast.KELLY)
    to = cast.viewer("jane", kelly)
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        disclosure.disclose(kelly, to=to, now=cast.NOW)
    assert steps.events(Verb.DISCLOSED) == []
    disclosure.disclose(kelly, to=to, now=cast.NOW)
    assert steps.at_once(lambda: len(steps.events(Verb.DISCLOSED))) == [1]


OWNER_BREAKS = {
    "renamed": "ALTER TABLE audit_event RENAME TO audit_elsewhere",
    "full": """CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END $$;
        CREATE TRIGGER refuse BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION refuse()""",
    "at commit": """CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END $$;
        CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON audit_event DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION refuse()""",
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", OWNER_BREAKS)
def test_where_the_trail_is_broken_nothing_is_returned(how: str) -> None:
    kelly = steps.known(cast.KELLY)
    to = cast.viewer("jane", kelly)
    steps.as_owner(OWNER_BREAKS[how])
    for ask in (lambda: disclosure.disclose(kelly, to=to, now=cast.NOW), lambda: steps.find(**steps.kelly())):
        with pytest.raises((trail.TrailUnavailable, OperationalError)):
            ask()
    assert not connection.in_atomic_block


@pytest.mark.parametrize("fault", ["DataError", "OperationalError", "InterfaceError", "ProgrammingError"])
def test_where_the_event_cannot_be_written_nothing_is_returned(kelly: str, fault: str) -> None:
    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        if "INSERT INTO" in sql:
            raise getattr(django.db, fault)
        return execute(sql, *rest)

    to, by = cast.viewer("jane", kelly), cast.searcher("jane")
    with connection.execute_wrapper(refuse), pytest.raises(trail.TrailUnavailable):
        disclosure.disclose(kelly, to=to, now=cast.NOW)
    with connection.execute_wrapper(refuse), pytest.raises(trail.TrailUnavailable):
        steps.search.find(Query(**steps.kelly()), by=by, now=cast.NOW)


# --- time -------------------------------------------------------------------------------------------------------


def test_a_view_ends_after_fifteen_minutes(kelly: str) -> None:
    to = cast.viewer("jane", kelly)
    assert VIEW_MINUTES == 15
    last = cast.NOW + timedelta(minutes=15)
    assert disclosure.disclose(kelly, to=to, now=last - timedelta(microseconds=1))
    with pytest.raises(disclosure.ViewEnded):
        disclosure.disclose(kelly, to=to, now=last)
    assert len(steps.events(Verb.DISCLOSED)) == 1


def test_a_view_is_of_one_record_and_no_other(kelly: str) -> None:
    robin = steps.known(cast.ROBIN)
    with pytest.raises(disclosure.ViewEnded):
        disclosure.disclose(robin, to=cast.viewer("jane", kelly), now=cast.NOW)


@pytest.mark.parametrize("days", [1, 30, 365])
def test_an_ended_involvement_is_listed_for_the_period_of_its_service(kelly: str, days: int) -> None:
    Service.objects.filter(code="HOUSING").update(shown_after_end_days=days)
    for ago, is_listed in ((0, True), (days, True), (days + 1, False)):
        Involvement.objects.update(ended_on=cast.TODAY - timedelta(days=ago), started_on="2020-01-01")
        assert bool(steps.see("jane", kelly).worked_before) == is_listed, ago


def test_the_period_is_one_year_unless_a_service_says_otherwise() -> None:
    assert Service.objects.get(code="HOUSING").shown_after_end_days == 365


def test_an_open_involvement_is_listed_however_old_it_is(kelly: str) -> None:
    Involvement.objects.update(started_on="2011-03-14")
    assert len(steps.see("jane", kelly).working_now) == 1


# --- one's own work ---------------------------------------------------------------------------------------------


def test_who_works_with_the_child_is_told_so_even_beneath_a_shield(kelly: str) -> None:
    involvements.start(by=cast.viewer("jane", kelly), now=cast.NOW)
    for username, is_involved in (("jane", True), ("tim", True), ("uma", False)):
        assert steps.see(username, kelly).i_am_involved == is_involved
    steps.shield(kelly)
    for username, is_involved in (("jane", True), ("tim", True), ("uma", False)):
        assert steps.see(username, kelly).i_am_involved == is_involved


# --- a shield that comes in between -----------------------------------------------------------------------------


def impose_while_reading(
    monkeypatch: pytest.MonkeyPatch, reference: str, tier: Tier, module: Any, function: str
) -> None:
    """Impose a shield after the tier was read by this function, and before what it grants is read."""
    real: Any = getattr(module, function)
    imposed: list[bool] = []

    def read(*args: Any, **kwargs: Any) -> Any:
        found = real(*args, **kwargs)
        if not imposed:
            imposed.append(True)
            steps.shield(reference, tier)
        return found

    cast.searcher("olive")
    monkeypatch.setattr(module, function, read)


@pytest.mark.parametrize("tier", [Tier.SHIELDED, Tier.UNLISTED])
def test_a_shield_that_comes_in_while_a_record_is_read_hides_at_once(
    kelly: str, tier: Tier, monkeypatch: pytest.MonkeyPatch
) -> None:
    impose_while_reading(monkeypatch, kelly, tier, disclosure, "_find")
    if tier == Tier.UNLISTED:
        with pytest.raises(records.NoSuchChild):
            steps.see("jane", kelly)
    else:
        shown = steps.see("jane", kelly)
        assert shown.address is WITHHELD
        assert shown.former_names == ()
    assert "address" not in Event.objects.order_by("-pk")[0].fields


@pytest.mark.parametrize(
    ("module", "function", "by_number"),
    [(search, "candidates", False), (disclosure, "_find", True)],
)
def test_a_shield_that_comes_in_while_a_card_is_made_hides_at_once(
    kelly: str, module: Any, function: str, by_number: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    impose_while_reading(monkeypatch, kelly, Tier.SHIELDED, module, function)
    outcome = steps.find(number=Child.objects.get().number) if by_number else steps.find(**steps.kelly())
    assert isinstance(outcome, steps.search.Found)
    (card,) = outcome.cards
    assert card.district is WITHHELD
    assert card.known_before_as == ()


@pytest.mark.parametrize("by_number", [True, False])
def test_a_child_who_is_unlisted_while_a_card_is_made_is_not_found(
    kelly: str, by_number: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, function = (disclosure, "_find") if by_number else (search, "candidates")
    impose_while_reading(monkeypatch, kelly, Tier.UNLISTED, module, function)
    typed = {"number": Child.objects.get().number} if by_number else steps.kelly()
    assert steps.find(**typed) == steps.search.NotFound()


def test_a_shield_that_comes_in_during_a_search_by_postcode_hides_the_child(
    kelly: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    impose_while_reading(monkeypatch, kelly, Tier.SHIELDED, search, "candidates")
    assert steps.find(**steps.kelly(postcode="ZZ1 1AA")) == steps.search.NotFound()


def test_the_tier_is_of_the_same_instant_as_what_is_read(kelly: str) -> None:
    to = cast.viewer("jane", kelly)
    with CaptureQueriesContext(connection) as asked:
        disclosure.disclose(kelly, to=to, now=cast.NOW)
        steps.find(**steps.kelly())
    reading = [query["sql"] for query in asked if "registry_name" in query["sql"]]
    assert len(reading) == 2
    assert all("shielding_shield" in sql for sql in reading)


# --- project is pure --------------------------------------------------------------------------------------------


def test_turning_what_was_read_into_what_is_shown_asks_nothing(kelly: str) -> None:
    held = disclosure._hold(kelly, to=cast.searcher("jane"), now=cast.NOW)
    assert held is not None
    with CaptureQueriesContext(connection) as asked:
        disclosure.project(held, today=cast.TODAY)
    assert len(asked) == 0


def test_a_disclosure_cannot_be_changed(kelly: str) -> None:
    shown = steps.see("jane", kelly)
    with pytest.raises(AttributeError):
        shown.number = "other"  # type: ignore[misc]


def test_the_officer_reads_the_sensitive_services_and_the_shield(kelly: str) -> None:
    steps.shield(kelly)
    shown = steps.see("olive", kelly)
    assert [i.practitioner for i in shown.sensitive_involvements or ()] == ["Sana Imaginary"]
    assert shown.shield
    assert (shown.shield.tier, shown.shield.lift_asked) == ("Shielded", False)
    assert shown.notice == sensitive.NOTICE
    assert shields.in_force(Child.objects.get().pk) is not None
