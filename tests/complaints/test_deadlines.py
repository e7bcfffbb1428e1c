"""Until when what has to be done, worked by hand for the days that are difficult, and for all others by property."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from complaints import deadlines
from complaints.deadlines import Days, Deadline, Done, Duty
from complaints.stages import Act, Kind
from ground import statute

LOCAL = ZoneInfo("Europe/London")
MOMENTS = st.integers(1_735_700_000, 2_366_800_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
"""From 2025 to the end of 2044."""
MONTHLY = sorted(kind for kind, rule in deadlines._ANSWERED_BY.items() if rule.unit == "months")


def at(day: str, hour: int = 10) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(hour), LOCAL)


def clock(kind: Kind, duty: Duty, *done: Done, days: Days = Days.CALENDAR) -> Deadline:
    (found,) = [one for one in deadlines.deadlines(kind, done, days=days) if one.duty is duty]
    return found


def due(kind: Kind, duty: Duty, *done: Done, days: Days = Days.CALENDAR) -> str:
    return timezone.localdate(clock(kind, duty, *done, days=days).due).isoformat()


@pytest.mark.parametrize(
    ("came_in", "answered"),
    [
        ("2026-09-03", "2026-10-05"),  # the 3rd is a Saturday
        ("2026-01-31", "2026-03-02"),  # no 31 February; the 28th is a Saturday
        ("2028-01-31", "2028-02-29"),  # a leap year
        ("2027-01-29", "2027-03-01"),  # no 29 February, and the 28th is a Sunday
        ("2026-11-25", "2026-12-29"),  # Christmas, Boxing Day on a Saturday, a Sunday, and the day in lieu
        ("2026-03-03", "2026-04-07"),  # Good Friday to Easter Monday
        ("2026-08-31", "2026-09-30"),  # it may come in on a bank holiday
        ("2026-12-01", "2027-01-04"),  # New Year's Day, then a weekend
    ],
)
def test_a_month_is_counted_as_the_commissioner_counts(came_in: str, answered: str) -> None:
    assert due(Kind.ACCESS, Duty.ANSWER, Done(Act.CAME_IN, at(came_in))) == answered


def test_a_complaint_has_twenty_days_and_word_on_the_tenth() -> None:
    came_in = Done(Act.CAME_IN, at("2026-11-05", 23))
    assert due(Kind.COMPLAINT, Duty.ANSWER, came_in) == "2026-11-25"
    assert due(Kind.COMPLAINT, Duty.TELL, came_in) == "2026-11-15"
    assert due(Kind.COMPLAINT, Duty.ACKNOWLEDGE, came_in) == "2026-11-09"
    assert due(Kind.COMPLAINT, Duty.ACKNOWLEDGE_BY_LAW, came_in) == "2026-12-05"
    assert due(Kind.COMPLAINT, Duty.ANSWER, came_in, days=Days.WORKING) == "2026-12-03"


def test_a_worry_is_looked_at_within_four_hours_at_any_hour() -> None:
    came_in = Done(Act.CAME_IN, at("2026-10-24", 23))  # the night in which the clocks go back
    assert clock(Kind.WORRY, Duty.LOOK_AT, came_in).due - came_in.at == timedelta(hours=4)
    assert due(Kind.WORRY, Duty.DECIDE, came_in) == "2026-10-27"


def test_it_takes_two_months_longer_only_where_that_was_said() -> None:
    came_in, said = Done(Act.CAME_IN, at("2026-09-14")), Done(Act.EXTENDED, at("2026-10-13"))
    assert due(Kind.ACCESS, Duty.ANSWER, came_in) == "2026-10-14"
    assert due(Kind.ACCESS, Duty.ANSWER, came_in, said) == "2026-12-14"
    assert due(Kind.COMPLAINT, Duty.ANSWER, came_in, said) == "2026-10-04"
    assert deadlines.may_still_extend([came_in], at("2026-10-14", 23))
    assert not deadlines.may_still_extend([came_in], at("2026-10-15", 0))
    assert not deadlines.may_still_extend([came_in, said], at("2026-10-14"))


def test_clock_stands_while_we_wait_to_know_who_asks_and_another_runs() -> None:
    came_in = Done(Act.CAME_IN, at("2026-09-14"))
    asked, known = Done(Act.IDENTITY_ASKED, at("2026-09-16")), Done(Act.IDENTITY_KNOWN, at("2026-09-21"))
    stopped = clock(Kind.ACCESS, Duty.ANSWER, came_in, asked)
    assert stopped.is_stopped
    assert not stopped.is_overdue(at("2030-01-01"))
    assert due(Kind.ACCESS, Duty.ASK_AGAIN_WHO, came_in, asked) == "2026-09-30"
    assert due(Kind.ACCESS, Duty.ANSWER, came_in, asked, known) == "2026-10-19"
    reminded = Done(Act.TOLD, at("2026-09-30"))
    assert due(Kind.ACCESS, Duty.ASK_AGAIN_WHO, came_in, asked, reminded) == "2026-10-14"


def test_second_stage_has_a_clock_of_its_own() -> None:
    done = (
        Done(Act.CAME_IN, at("2026-09-14")),
        Done(Act.ANSWERED, at("2026-09-20")),
        Done(Act.ASKED_AGAIN, at("2026-09-25")),
    )
    assert due(Kind.COMPLAINT, Duty.ANSWER_AGAIN, *done) == "2026-10-15"
    assert clock(Kind.COMPLAINT, Duty.ANSWER, *done).met == at("2026-09-20")


@given(st.sampled_from(list(Kind)), MOMENTS)
def test_every_case_has_a_clock_from_the_first_moment(kind: Kind, moment: datetime) -> None:
    came_in = [Done(Act.CAME_IN, moment)]
    next_due = deadlines.next_due(kind, came_in)
    assert next_due is not None
    assert next_due > moment
    for one in deadlines.deadlines(kind, came_in):
        if one.rule.unit != "hours":
            assert timezone.localtime(one.due).time() == time.max, "it is due until a local day ends"


@given(st.sampled_from(MONTHLY), MOMENTS)
def test_an_answer_is_due_on_a_working_day_a_month_on(kind: Kind, moment: datetime) -> None:
    last = timezone.localdate(clock(kind, Duty.ANSWER, Done(Act.CAME_IN, moment)).due)
    earliest = timezone.localdate(moment) + relativedelta(months=1)
    assert deadlines.is_working_day(last)
    assert earliest <= last <= earliest + timedelta(days=5)
    assert not any(
        deadlines.is_working_day(earliest + timedelta(days=n)) for n in range((last - earliest).days)
    )


@given(MOMENTS, st.integers(0, 40))
def test_working_days_are_counted_one_by_one(moment: datetime, count: int) -> None:
    day = timezone.localdate(moment)
    end = deadlines.working_days_after(day, count)
    between = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(deadlines.is_working_day(one) for one in between) == count


@given(st.sampled_from(MONTHLY), MOMENTS, st.integers(0, 20), st.integers(0, 60))
def test_clock_that_stood_gives_back_the_days_and_no_more(
    kind: Kind, moment: datetime, before: int, waited: int
) -> None:
    came_in = Done(Act.CAME_IN, moment)
    asked = Done(Act.IDENTITY_ASKED, moment + timedelta(days=before))
    known = Done(Act.IDENTITY_KNOWN, asked.at + timedelta(days=waited))
    without, with_wait = (
        timezone.localdate(clock(kind, Duty.ANSWER, *done).due)
        for done in ((came_in,), (came_in, asked, known))
    )
    stood = (timezone.localdate(known.at) - timezone.localdate(asked.at)).days
    assert timedelta(days=stood) <= with_wait - without <= timedelta(days=stood + 5)


def test_a_unit_that_no_clock_knows_is_a_fault() -> None:
    with pytest.raises(ValueError, match="fortnights"):
        deadlines._period(statute.Rule(1, "fortnights", "", ""), date(2026, 1, 1), Days.CALENDAR)
