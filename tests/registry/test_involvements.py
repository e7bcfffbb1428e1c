"""Involvements that practitioners record themselves: one click to say it, one to end it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from access import policy
from access.models import Account, RoleGrant, Service
from access.roles import Role
from audit.verbs import Verb
from registry import involvements, records
from registry.models import Child, Involvement
from tests import cast, steps

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture
def kelly(county: None) -> str:
    return steps.known(cast.KELLY)


def start(username: str, reference: str) -> bool:
    return involvements.start(by=cast.viewer(username, reference), now=cast.NOW)


def test_an_involvement_has_the_practitioners_own_details(kelly: str) -> None:
    assert start("jane", kelly)
    (mine,) = steps.see("tim", kelly).working_now
    assert (mine.practitioner, mine.job_title, mine.service, mine.organisation) == (
        "Jane Imaginary",
        "Learning mentor",
        "Learning mentors",
        "Brook School",
    )
    assert (mine.started_on, mine.ended_on) == (cast.TODAY, None)
    event = steps.events(Verb.INVOLVEMENT_STARTED)[0]
    assert (event.reference, event.reason) == (kelly, "Falling behind at school")


def test_a_second_click_changes_nothing_and_leaves_no_second_event(kelly: str) -> None:
    assert start("jane", kelly)
    assert not start("jane", kelly)
    assert Involvement.objects.count() == len(steps.events(Verb.INVOLVEMENT_STARTED)) == 1


def test_ending_it_keeps_it_listed(kelly: str) -> None:
    start("jane", kelly)
    assert involvements.finish(by=cast.viewer("jane", kelly), now=cast.NOW)
    assert [i.ended_on for i in steps.see("tim", kelly).worked_before] == [cast.TODAY]
    assert len(steps.events(Verb.INVOLVEMENT_FINISHED)) == 1


def test_ending_what_is_not_open_changes_nothing(kelly: str) -> None:
    assert not involvements.finish(by=cast.viewer("jane", kelly), now=cast.NOW)
    assert steps.events(Verb.INVOLVEMENT_FINISHED) == []


def test_nobody_ends_somebody_elses_involvement(kelly: str) -> None:
    start("jane", kelly)
    assert not involvements.finish(by=cast.viewer("tim", kelly), now=cast.NOW)
    assert len(steps.see("tim", kelly).working_now) == 1


LATER = cast.NOW + timedelta(days=10)


def started_long_ago(kelly: str) -> date:
    first = cast.TODAY - timedelta(days=300)
    start("jane", kelly)
    Involvement.objects.update(started_on=first)
    return first


def test_started_again_on_the_same_day_it_has_never_ended(kelly: str) -> None:
    first = started_long_ago(kelly)
    involvements.finish(by=cast.viewer("jane", kelly), now=cast.NOW)
    assert start("jane", kelly)
    (jane,) = steps.see("tim", kelly).working_now
    assert (jane.started_on, jane.ended_on) == (first, None)
    assert Involvement.objects.count() == 1
    assert len(steps.events(Verb.INVOLVEMENT_RESUMED)) == len(steps.events(Verb.INVOLVEMENT_STARTED)) == 1


def test_started_again_later_the_first_time_stays_listed(kelly: str) -> None:
    first = started_long_ago(kelly)
    involvements.finish(by=cast.viewer("jane", kelly), now=cast.NOW)
    assert involvements.start(by=cast.viewer("jane", kelly, now=LATER), now=LATER)
    shown = steps.see("tim", kelly, now=LATER)
    assert [i.started_on for i in shown.working_now] == [LATER.date()]
    assert [(i.started_on, i.ended_on) for i in shown.worked_before] == [(first, cast.TODAY)]


def test_what_was_ended_in_error_is_taken_back_on_the_same_day(kelly: str) -> None:
    first = started_long_ago(kelly)
    by = cast.viewer("jane", kelly)
    assert not involvements.resume(by=by, now=cast.NOW)
    involvements.finish(by=by, now=cast.NOW)
    assert steps.see("jane", kelly).i_have_finished_today
    assert not steps.see("tim", kelly).i_have_finished_today
    assert involvements.resume(by=by, now=cast.NOW)
    assert not involvements.resume(by=by, now=cast.NOW)
    (jane,) = steps.see("jane", kelly).working_now
    assert (jane.started_on, jane.ended_on) == (first, None)
    assert len(steps.events(Verb.INVOLVEMENT_RESUMED)) == 1


def test_on_the_next_day_it_has_ended(kelly: str) -> None:
    start("jane", kelly)
    involvements.finish(by=cast.viewer("jane", kelly), now=cast.NOW)
    tomorrow = cast.NOW + timedelta(days=1)
    assert not steps.see("jane", kelly, now=tomorrow).i_have_finished_today
    assert not involvements.resume(by=cast.viewer("jane", kelly, now=tomorrow), now=tomorrow)


def test_who_was_never_involved_is_shown_to_nobody_and_the_row_is_kept(kelly: str) -> None:
    start("jane", kelly)
    assert involvements.own(by=cast.viewer("jane", kelly))
    assert not involvements.retract(by=cast.viewer("tim", kelly), now=cast.NOW)
    assert involvements.retract(by=cast.viewer("jane", kelly), now=cast.NOW)
    assert not involvements.retract(by=cast.viewer("jane", kelly), now=cast.NOW)
    for username in ("jane", "tim", "olive"):
        shown = steps.see(username, kelly)
        assert (shown.working_now, shown.worked_before, shown.i_am_involved) == ((), (), False)
    row = Involvement.objects.get()
    assert (row.retracted_on, row.practitioner) == (cast.TODAY, "Jane Imaginary")
    (event,) = steps.events(Verb.INVOLVEMENT_RETRACTED)
    assert (event.reference, event.name) == (kelly, "Jane Imaginary")
    assert not involvements.own(by=cast.viewer("jane", kelly))


def test_what_a_service_told_in_error_is_kept_though_it_tells_of_it_no_more(kelly: str) -> None:
    cast.send(cast.SERVICES, TIMS_LINE)
    assert involvements.retract(by=cast.viewer("tim", kelly), now=cast.NOW)
    cast.send(cast.CENSUS, cast.KELLY | {"as_at": "2026-10-30"})
    assert steps.see("jane", kelly).working_now == steps.see("jane", kelly).worked_before == ()
    assert Involvement.objects.get().retracted_on == cast.TODAY


def test_ones_own_name_comes_last(kelly: str) -> None:
    cast.send(cast.SERVICES, TIMS_LINE)
    start("jane", kelly)
    for username, last in (("jane", "Jane Imaginary"), ("tim", "Tim Imaginary")):
        shown = steps.see(username, kelly).working_now
        assert (len(shown), shown[-1].practitioner) == (2, last)


def test_a_person_of_a_sensitive_service_does_not_come_in_by_this_door(kelly: str) -> None:
    with pytest.raises(policy.NotPermitted):
        start("sana", kelly)


def test_a_service_that_has_become_sensitive_is_not_written_on_the_record(kelly: str) -> None:
    cast.account("jane")
    Service.objects.filter(code="MENTORS").update(sensitive=True)
    with pytest.raises(involvements.ServiceIsSensitive):
        start("jane", kelly)
    assert Involvement.objects.count() == 0


def test_an_account_without_a_service_has_nothing_to_record(kelly: str) -> None:
    cast.account("jane")
    Account.objects.update(service=None)
    with pytest.raises(involvements.NoService):
        start("jane", kelly)


@pytest.mark.parametrize("username", ["olive", "ada", "lou"])
def test_who_does_not_work_with_children_records_nothing(kelly: str, username: str) -> None:
    with pytest.raises(policy.NotPermitted):
        start(username, kelly)


def test_a_record_that_does_not_exist_is_answered_as_one_that_is_retired(kelly: str) -> None:
    with pytest.raises(records.NoSuchChild):
        start("jane", "0" * 32)
    Child.objects.update(state=Child.State.RETIRED)
    with pytest.raises(records.NoSuchChild):
        start("jane", kelly)


def test_only_its_proposer_works_with_a_record_that_is_being_checked(kelly: str) -> None:
    Child.objects.update(state=Child.State.PROVISIONAL, proposed_by=cast.account("jane").reference)
    assert start("jane", kelly)
    with pytest.raises(records.NoSuchChild):
        start("tim", kelly)


def test_somebody_with_two_services_in_turn_has_two_involvements(kelly: str) -> None:
    start("jane", kelly)
    Account.objects.update(service=Service.objects.get(code="SOCIAL"))
    assert start("jane", kelly)
    assert Involvement.objects.count() == 2
    assert involvements.finish(by=cast.viewer("jane", kelly), now=cast.NOW)
    jane = cast.account("jane").reference
    assert not involvements.ongoing(Child.objects.get().pk, account=jane).exists()


def test_one_person_has_one_open_involvement_in_a_service_whoever_writes(kelly: str) -> None:
    start("jane", kelly)
    row = Involvement.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError, match="one_open_involvement"), transaction.atomic():
        row.save(force_insert=True)


def test_an_involvement_does_not_end_before_it_begins(kelly: str) -> None:
    start("jane", kelly)
    with pytest.raises(IntegrityError, match="begins_before_it_ends"), transaction.atomic():
        Involvement.objects.update(ended_on=cast.TODAY - timedelta(days=1))


def test_a_feed_does_not_touch_what_a_practitioner_recorded(kelly: str) -> None:
    start("jane", kelly)
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY)
    cast.send(cast.CENSUS, cast.KELLY | {"as_at": "2026-10-30"})
    working = {i.practitioner for i in steps.see("tim", kelly).working_now}
    assert working == {"Jane Imaginary", "Tim Imaginary"}


def test_a_role_that_ended_permits_nothing_more(kelly: str) -> None:
    cast.account("jane")
    RoleGrant.objects.filter(role=Role.PRACTITIONER).update(ended_at=cast.NOW, ended_by="ada")
    with pytest.raises(policy.NotPermitted):
        start("jane", kelly)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_involvement() -> None:
    kelly = steps.known(cast.KELLY)
    by = cast.viewer("jane", kelly)
    done = steps.at_once(*[lambda: involvements.start(by=by, now=cast.NOW)] * 3)
    assert sorted(map(bool, done)) == [False, False, True]


# --- what a service's own system says of the same person ---------------------------------------------------------

TIMS_LINE = cast.TIM_WORKS_WITH_KELLY


@pytest.mark.parametrize(
    "line",
    [
        {},
        {"email": "TIM@Westmarch.example", "practitioner_name": "T. Imaginary"},
        {"email": "", "practitioner_name": "tim imaginary"},
    ],
)
def test_whoever_a_feed_tells_of_stands_once_and_ends_it_themselves(kelly: str, line: dict[str, str]) -> None:
    cast.send(cast.SERVICES, TIMS_LINE | line)
    assert steps.see("tim", kelly).i_am_involved
    assert not start("tim", kelly)
    assert steps.events(Verb.INVOLVEMENT_STARTED) == []
    assert len(steps.see("jane", kelly).working_now) == 1
    assert involvements.finish(by=cast.viewer("tim", kelly), now=cast.NOW)
    (ended,) = steps.see("jane", kelly).worked_before
    assert ended.ended_on == cast.TODAY
    assert not steps.see("tim", kelly).i_am_involved
    assert len(steps.events(Verb.INVOLVEMENT_FINISHED)) == 1


@pytest.mark.parametrize(
    "line",
    [
        {"email": "another.tim@westmarch.example"},
        {"service_code": "SOCIAL"},
        {"email": "", "practitioner_name": "Tom Imaginary"},
        {"email": "", "practitioner_name": "Duty team"},
    ],
)
def test_a_line_about_somebody_else_is_not_theirs(kelly: str, line: dict[str, str]) -> None:
    cast.send(cast.SERVICES, TIMS_LINE | line)
    assert not steps.see("tim", kelly).i_am_involved
    assert not involvements.finish(by=cast.viewer("tim", kelly), now=cast.NOW)
    assert start("tim", kelly)
    assert len(steps.see("jane", kelly).working_now) == 2


def test_whoever_has_no_e_mail_address_is_not_everybody_who_has_none(kelly: str) -> None:
    Account.objects.filter(pk=cast.account("tim").pk).update(email="")
    cast.send(cast.SERVICES, TIMS_LINE | {"email": "", "practitioner_name": "Duty team"})
    assert not steps.see("tim", kelly).i_am_involved


def test_a_line_that_comes_after_the_click_makes_no_second_entry(kelly: str) -> None:
    start("tim", kelly)
    cast.send(cast.SERVICES, TIMS_LINE)
    cast.send(cast.SERVICES, TIMS_LINE | {"record_id": "case-2", "job_title": "Senior housing officer"})
    (tim,) = steps.see("jane", kelly).working_now
    assert (tim.job_title, tim.started_on) == ("Housing officer", cast.TODAY)
    involvements.finish(by=cast.viewer("tim", kelly), now=cast.NOW)
    assert steps.see("jane", kelly).working_now == ()


def test_what_a_person_ended_stays_ended_until_their_service_knows_better_of_a_later_day(kelly: str) -> None:
    cast.send(cast.SERVICES, TIMS_LINE)
    involvements.finish(by=cast.viewer("tim", kelly), now=cast.NOW)
    again = TIMS_LINE | {"as_at": cast.TODAY.isoformat(), "job_title": "Housing manager"}
    cast.send(cast.SERVICES, again)
    cast.send(cast.CENSUS, cast.KELLY | {"as_at": "2026-10-30"})
    assert steps.see("jane", kelly).working_now == ()
    tomorrow = cast.NOW + timedelta(days=1)
    cast.send(cast.SERVICES, again | {"as_at": tomorrow.date().isoformat()}, now=tomorrow)
    (tim,) = steps.see("jane", kelly, now=tomorrow).working_now
    assert tim.job_title == "Housing manager"


def test_whoever_starts_again_stands_among_those_who_work_with_the_child_now(kelly: str) -> None:
    cast.send(cast.SERVICES, TIMS_LINE)
    involvements.finish(by=cast.viewer("tim", kelly), now=cast.NOW)
    assert start("tim", kelly)
    shown = steps.see("jane", kelly)
    assert (len(shown.working_now), len(shown.worked_before)) == (1, 0)
    later = cast.NOW + timedelta(days=2)
    cast.send(cast.SERVICES, TIMS_LINE | {"as_at": later.date().isoformat()}, now=later)
    assert steps.outcomes()[-1] == ("applied", "")
    assert len(steps.see("jane", kelly, now=later).working_now) == 1


def test_two_people_of_one_name_in_one_service_both_stand(kelly: str) -> None:
    cast.send(
        cast.SERVICES,
        TIMS_LINE,
        TIMS_LINE | {"record_id": "case-2", "email": "tim.the.other@westmarch.example"},
    )
    assert len(steps.see("jane", kelly).working_now) == 2
