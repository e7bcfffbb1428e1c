"""Sensitive services: consent first, one neutral line, and nothing else for ordinary readers."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from access import policy
from access.models import Account, Service
from audit.models import Event
from audit.verbs import Verb
from registry import records
from registry.involvements import NoService
from registry.models import Child, Involvement, Statement
from shielding.disclosure.disclosure import WITHHELD
from shielding.models import ConsentReceipt, SensitiveInvolvement, Tier
from shielding.sensitive import involvements as sensitive
from shielding.sensitive.involvements import Consent
from tests import cast, steps

pytestmark = pytest.mark.usefixtures("county")
Basis, Method = ConsentReceipt.Basis, ConsentReceipt.Method
SPOKEN = Consent(Basis.CHILD, Method.SPOKEN, cast.TODAY)


@pytest.fixture
def kelly(county: None) -> str:
    return steps.known(cast.KELLY)


def start(reference: str, consent: Consent = SPOKEN, username: str = "sana") -> bool:
    return sensitive.start(by=cast.viewer(username, reference), consent=consent, now=cast.NOW)


def test_sensitive_work_ended_in_error_is_taken_back_on_the_same_day(kelly: str) -> None:
    start(kelly)
    by = cast.viewer("sana", kelly)
    sensitive.finish(by=by, now=cast.NOW)
    assert steps.see("sana", kelly).i_have_finished_today
    assert sensitive.resume(by=by, now=cast.NOW)
    assert not sensitive.resume(by=by, now=cast.NOW)
    assert steps.see("sana", kelly).i_am_involved
    assert SensitiveInvolvement.objects.get().ended_on is None
    assert len(steps.events(Verb.SENSITIVE_INVOLVEMENT_RESUMED)) == 1


def test_a_sensitive_service_that_was_never_involved_shows_nothing_and_the_row_is_kept(kelly: str) -> None:
    start(kelly)
    by = cast.viewer("sana", kelly)
    assert steps.see("jane", kelly).notice
    assert [one.service for one in sensitive.own(by=by)]
    assert sensitive.retract(by=by, now=cast.NOW)
    assert not sensitive.retract(by=by, now=cast.NOW)
    assert not steps.see("jane", kelly).notice
    assert steps.see("olive", kelly).sensitive_involvements == ()
    assert SensitiveInvolvement.objects.get().retracted_on == cast.TODAY
    assert ConsentReceipt.objects.get().withdrawn_on is None
    assert len(steps.events(Verb.SENSITIVE_INVOLVEMENT_RETRACTED)) == 1


# --- the gate ---------------------------------------------------------------------------------------------------

FULL = {"consent_given_by": "child", "consent_on": "2026-06-01", "consent_method": "spoken"}


@pytest.mark.parametrize(
    ("consent", "stands"),
    [
        (FULL, True),
        (FULL | {"consent_given_by": "parent", "consent_method": "written"}, True),
        ({"significant_harm": "Y"}, True),
        ({"significant_harm": "N"}, False),
        ({}, False),
        (FULL | {"significant_harm": "N"}, True),
        (FULL | {"consent_withdrawn_on": "2026-09-01"}, False),
    ],
)
def test_a_feeds_line_passes_the_gate_with_consent_or_significant_harm_alone(
    kelly: str, consent: dict[str, str], stands: bool
) -> None:
    nothing = dict.fromkeys(FULL, "")
    balance = cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY | nothing | consent)
    assert balance.holds
    assert (balance.applied, balance.quarantined) == (int(stands), int(not stands))
    assert steps.see("jane", kelly).notice == (sensitive.NOTICE if stands else "")


@pytest.mark.parametrize("missing", FULL)
def test_consent_in_part_is_refused_at_the_door(kelly: str, missing: str) -> None:
    balance = cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY | {missing: ""})
    assert balance.rejected == 1
    assert SensitiveInvolvement.objects.count() == 0


@pytest.mark.parametrize("missing", FULL)
def test_consent_in_part_is_none(missing: str) -> None:
    assert Consent.read(FULL | {missing: "", "start_date": "2026-06-01"}) is None


def test_taking_over_a_line_without_consent_is_refused(kelly: str) -> None:
    with pytest.raises(sensitive.ConsentMissing):
        sensitive.receive(Child.objects.get().pk, 1, {"start_date": "2026-06-01"}, service=1)


def test_a_receipt_holds_who_how_and_when_and_no_more(kelly: str) -> None:
    start(kelly, Consent(Basis.PARENT, Method.WRITTEN, cast.TODAY - timedelta(days=3)))
    receipt = ConsentReceipt.objects.get()
    assert (receipt.basis, receipt.method, receipt.given_on) == (
        "parent",
        "written",
        cast.TODAY - timedelta(days=3),
    )
    columns = {f.name for f in ConsentReceipt._meta.fields}
    assert columns == {"id", "involvement", "basis", "method", "given_on", "withdrawn_on"}


@pytest.mark.parametrize("columns", [{"method": ""}, {"basis": "significant-harm"}])
def test_the_database_too_holds_how_consent_was_given(kelly: str, columns: dict[str, str]) -> None:
    start(kelly)
    with pytest.raises(IntegrityError, match="consent_has_a_method"), transaction.atomic():
        ConsentReceipt.objects.update(**columns)


def test_consent_lies_in_no_future(kelly: str) -> None:
    tomorrow = cast.TODAY + timedelta(days=1)
    with pytest.raises(sensitive.ConsentMissing):
        start(kelly, Consent(Basis.CHILD, Method.SPOKEN, tomorrow))
    assert SensitiveInvolvement.objects.count() == 0


@pytest.mark.parametrize(
    "consent",
    [
        Consent(Basis.CHILD, Method.NONE, cast.TODAY),
        Consent(Basis.PARENT, Method.NONE, cast.TODAY),
        Consent(Basis.SIGNIFICANT_HARM, Method.SPOKEN, cast.TODAY),
    ],
)
def test_a_practitioner_says_how_consent_was_given_unless_harm_is_suspected(
    kelly: str, consent: Consent
) -> None:
    with pytest.raises(sensitive.ConsentMissing):
        start(kelly, consent)
    assert SensitiveInvolvement.objects.count() == 0


def test_suspected_harm_needs_no_consent(kelly: str) -> None:
    assert start(kelly, Consent(Basis.SIGNIFICANT_HARM, Method.NONE, cast.TODAY))


# --- what shows -------------------------------------------------------------------------------------------------


def test_one_neutral_line_stands_for_any_number_of_services(kelly: str) -> None:
    start(kelly)
    one = steps.see("jane", kelly)
    for number in range(3):
        cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY | {"record_id": f"s{number}"})
    assert repr(steps.see("jane", kelly)) == repr(one)
    assert one.notice == "One or more specialist and targeted services have been recorded"
    assert one.sensitive_involvements is WITHHELD


def test_the_line_names_no_service_no_person_and_no_kind_of_help(kelly: str) -> None:
    start(kelly)
    told = repr(steps.see("jane", kelly)).lower()
    for secret in ("sana", "harbour", "drug", "alcohol", "sensitive_involvements=withheld!"):
        assert secret not in told


def test_the_officer_of_the_authority_reads_who_it_is(kelly: str) -> None:
    start(kelly)
    (held,) = steps.see("olive", kelly).sensitive_involvements or ()
    assert (held.practitioner, held.service) == ("Sana Imaginary", "Young people's drug and alcohol service")


def test_a_person_of_the_same_service_reads_no_more_than_others(kelly: str) -> None:
    start(kelly)
    assert steps.see("sana", kelly).sensitive_involvements is WITHHELD
    assert steps.see("sana", kelly).i_am_involved


@pytest.mark.parametrize("tier", [Tier.ASK_FIRST, Tier.RAISED, Tier.SHIELDED])
def test_beneath_a_shield_not_even_the_line_stands(kelly: str, tier: Tier) -> None:
    start(kelly)
    steps.shield(kelly, tier)
    assert steps.see("jane", kelly).notice is WITHHELD


@pytest.mark.parametrize("days", [365, 30])
def test_what_ended_is_shown_for_the_period_of_its_service(kelly: str, days: int) -> None:
    start(kelly)
    Service.objects.filter(code="DRUGS").update(shown_after_end_days=days)
    for ago, stands in ((0, True), (days, True), (days + 1, False)):
        SensitiveInvolvement.objects.update(
            started_on=date(2020, 1, 1), ended_on=cast.TODAY - timedelta(days=ago)
        )
        assert bool(steps.see("jane", kelly).notice) == stands, ago
        assert bool(steps.see("olive", kelly).sensitive_involvements) == stands


def test_nothing_of_it_stands_in_the_registry_or_the_search_keys(kelly: str) -> None:
    before = list(steps.SearchKey.objects.values_list("given", "postcode", "school", "carers"))
    start(kelly)
    assert Involvement.objects.count() == 0
    assert Statement.objects.count() == 1
    assert list(steps.SearchKey.objects.values_list("given", "postcode", "school", "carers")) == before


# --- the practitioner's own -------------------------------------------------------------------------------------


def test_it_is_recorded_once_and_ended_once(kelly: str) -> None:
    assert start(kelly)
    assert not start(kelly)
    by = cast.viewer("sana", kelly)
    assert sensitive.finish(by=by, now=cast.NOW)
    assert not sensitive.finish(by=by, now=cast.NOW)
    verbs = list(
        Event.objects.filter(verb__contains="sensitive").order_by("pk").values_list("verb", flat=True)
    )
    assert verbs == [Verb.SENSITIVE_INVOLVEMENT_STARTED, Verb.SENSITIVE_INVOLVEMENT_FINISHED]


@pytest.mark.parametrize("username", ["jane", "olive", "ada", "lou"])
def test_only_people_of_sensitive_services_record_it(kelly: str, username: str) -> None:
    with pytest.raises(policy.NotPermitted):
        start(kelly, username=username)


def test_an_ordinary_service_does_not_come_in_by_this_door(kelly: str) -> None:
    cast.account("sana")
    Account.objects.update(service=Service.objects.get(code="HOUSING"))
    with pytest.raises(sensitive.ServiceIsNotSensitive):
        start(kelly)


def test_an_account_without_a_service_has_nothing_to_record(kelly: str) -> None:
    cast.account("sana")
    Account.objects.update(service=None)
    with pytest.raises(NoService):
        start(kelly)


@pytest.mark.parametrize("state", [Child.State.RETIRED, Child.State.PROVISIONAL])
def test_a_record_that_is_not_live_is_no_record(kelly: str, state: Any) -> None:
    Child.objects.update(state=state, proposed_by="somebody")
    for reference in (kelly, "0" * 32):
        with pytest.raises(records.NoSuchChild):
            start(reference)


def test_a_feed_does_not_touch_what_a_practitioner_recorded(kelly: str) -> None:
    start(kelly)
    cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY)
    cast.send(
        cast.SERVICES,
        cast.SANA_WORKS_WITH_KELLY | {"as_at": "2026-10-05", "consent_withdrawn_on": "2026-10-05"},
    )
    assert SensitiveInvolvement.objects.get(record=None).account == cast.account("sana")
    assert steps.see("jane", kelly).notice


# --- consent that is taken back ---------------------------------------------------------------------------------


def withdraw(reference: str, username: str = "sana") -> bool:
    return sensitive.withdraw(by=cast.viewer(username, reference), now=cast.NOW)


def test_consent_is_taken_back_at_once_and_the_receipt_tells_when(kelly: str) -> None:
    start(kelly)
    assert steps.see("sana", kelly).i_have_consent
    assert not steps.see("jane", kelly).i_have_consent
    assert withdraw(kelly)
    assert not withdraw(kelly)
    assert not steps.see("sana", kelly).i_have_consent
    assert steps.see("jane", kelly).notice == ""
    assert steps.see("olive", kelly).sensitive_involvements == ()
    assert not steps.see("sana", kelly).i_am_involved
    assert ConsentReceipt.objects.get().withdrawn_on == cast.TODAY
    (event,) = steps.events(Verb.CONSENT_WITHDRAWN)
    assert (event.reference, event.name) == (kelly, "Sana Imaginary")


def test_of_work_that_has_ended_consent_is_taken_back_too(kelly: str) -> None:
    start(kelly)
    sensitive.finish(by=cast.viewer("sana", kelly), now=cast.NOW)
    assert steps.see("jane", kelly).notice
    assert withdraw(kelly)
    assert steps.see("jane", kelly).notice == ""


def test_what_rests_on_suspected_harm_does_not_rest_on_consent(kelly: str) -> None:
    start(kelly, Consent(Basis.SIGNIFICANT_HARM, Method.NONE, cast.TODAY))
    assert not steps.see("sana", kelly).i_have_consent
    assert not withdraw(kelly)
    assert steps.see("jane", kelly).notice
    assert steps.events(Verb.CONSENT_WITHDRAWN) == []


def test_consent_can_be_given_again(kelly: str) -> None:
    start(kelly)
    withdraw(kelly)
    assert start(kelly)
    assert steps.see("jane", kelly).notice
    assert ConsentReceipt.objects.count() == 2


def test_nobody_takes_back_the_consent_to_another_services_work(kelly: str) -> None:
    cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY | {"email": "somebody@harbour.example"})
    assert not withdraw(kelly)
    assert steps.see("jane", kelly).notice


def test_consent_taken_back_here_outlives_the_line_that_has_not_heard_of_it(kelly: str) -> None:
    line = cast.SANA_WORKS_WITH_KELLY | {"email": "sana@westmarch.example"}
    cast.send(cast.SERVICES, line)
    assert steps.see("sana", kelly).i_am_involved
    assert not start(kelly)
    assert withdraw(kelly)
    cast.send(cast.SERVICES, line | {"as_at": "2026-11-01"})
    assert steps.see("jane", kelly).notice == ""
    later = cast.NOW + timedelta(days=1)
    given_anew = {"as_at": later.date().isoformat(), "consent_on": later.date().isoformat()}
    cast.send(cast.SERVICES, line | given_anew, now=later)
    assert steps.see("jane", kelly, now=later).notice
    assert ConsentReceipt.objects.get().withdrawn_on is None


def test_a_line_that_merely_forgot_the_consent_is_no_withdrawal(kelly: str) -> None:
    cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY)
    cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY | dict.fromkeys(FULL, "") | {"as_at": "2026-10-01"})
    assert steps.see("jane", kelly).notice == ""
    cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY | {"as_at": "2026-10-08"})
    assert steps.see("jane", kelly).notice


def test_a_line_that_says_nothing_of_consent_does_not_undo_that_it_was_taken_back(kelly: str) -> None:
    line = cast.SANA_WORKS_WITH_KELLY | {"email": "sana@westmarch.example"}
    cast.send(cast.SERVICES, line)
    withdraw(kelly)
    cast.send(cast.SERVICES, line | dict.fromkeys(FULL, "") | {"as_at": "2026-10-01"})
    cast.send(cast.SERVICES, line | {"as_at": "2026-10-08"})
    assert steps.see("jane", kelly).notice == ""
    assert ConsentReceipt.objects.get().withdrawn_on == cast.TODAY


@pytest.mark.parametrize("username", ["jane", "olive", "ada", "lou"])
def test_only_people_of_sensitive_services_take_consent_back(kelly: str, username: str) -> None:
    start(kelly)
    with pytest.raises(policy.NotPermitted):
        withdraw(kelly, username)


def test_whoever_a_feed_tells_of_ends_their_sensitive_work_themselves(kelly: str) -> None:
    cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY | {"email": "sana@westmarch.example"})
    assert sensitive.finish(by=cast.viewer("sana", kelly), now=cast.NOW)
    assert not steps.see("sana", kelly).i_am_involved
    assert steps.see("jane", kelly).notice
