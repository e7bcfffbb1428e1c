"""The clocks of a case: what has to be done by when, worked out from what has happened. Pure.

Days are days of the local calendar. A month ends on the same date of the next month, or on its last day where it has no
such date, and then on the next working day (ICO, "How long do we have to comply?"); so does every number of days. A
clock stops only while we really wait to know who is asking: the days from the question to the answer are added, and
another clock runs meanwhile, so that nobody forgets to ask again.
Withdrawing a case ends its clocks, and asking for it after all lets them run on as if it had never been taken back.
"""

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

import holidays
from dateutil.relativedelta import relativedelta
from django.utils import timezone

from complaints.stages import Act, Kind
from ground import statute
from ground.statute import Rule


class Duty(StrEnum):
    """What is due."""

    ACKNOWLEDGE = "acknowledge"
    ACKNOWLEDGE_BY_LAW = "acknowledge-by-law"
    LOOK_AT = "look-at"
    DECIDE = "decide"
    TELL = "tell"
    ASK_AGAIN_WHO = "ask-again-who"
    ANSWER = "answer"
    ANSWER_AGAIN = "answer-again"

    @property
    def words(self) -> str:
        """What an officer has to do."""
        return _WORDS[self]

    @property
    def told(self) -> str:
        """What the person who asked is told of it, before the day; empty where it is no matter of theirs."""
        return _TOLD.get(self, "")


_WORDS = {
    Duty.ACKNOWLEDGE: "Say who looks after it",
    Duty.ACKNOWLEDGE_BY_LAW: "Acknowledge it, as the law says",
    Duty.LOOK_AT: "Look at it",
    Duty.DECIDE: "Decide whether a shield is needed",
    Duty.TELL: "Say how it is going",
    Duty.ASK_AGAIN_WHO: "Ask again who is asking",
    Duty.ANSWER: "Answer",
    Duty.ANSWER_AGAIN: "Answer again, by somebody else",
}

_TOLD = {
    Duty.ACKNOWLEDGE: "Somebody who looks after it tells you so by",
    Duty.LOOK_AT: "A person looks at it by",
    Duty.DECIDE: "An officer decides by",
    Duty.TELL: "We tell you how it is going by",
    Duty.ANSWER: "We answer by",
    Duty.ANSWER_AGAIN: "Somebody else answers by",
}


@dataclass(frozen=True, slots=True)
class Done:
    """Something that happened to a case, and when."""

    act: Act
    at: datetime


@dataclass(frozen=True, slots=True)
class Deadline:
    """What is due, until which moment, by which rule, and when it was done. It is due until the end of that moment."""

    duty: Duty
    due: datetime
    rule: Rule
    met: datetime | None = None
    is_stopped: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the clock runs."""
        return self.met is None and not self.is_stopped

    def is_overdue(self, now: datetime) -> bool:
        """Whether it was not done in time, done since or not."""
        return (self.is_open or self.met is not None) and (self.met or now) > self.due


class Days(StrEnum):
    """Which days the 20 days of a complaint are. The promise does not say; the stricter reading is the default."""

    CALENDAR = "calendar"
    WORKING = "working"


_ANSWERED_BY: dict[Kind, Rule] = {
    Kind.ACCESS: statute.SUBJECT_ACCESS_ANSWERED,
    Kind.LOOKED: statute.SUBJECT_ACCESS_ANSWERED,
    Kind.CORRECTION: statute.CORRECTION_ANSWERED,
    Kind.OBJECTION: statute.OBJECTION_ANSWERED,
    Kind.ASK_FIRST: statute.OBJECTION_ANSWERED,
    Kind.COMPLAINT: statute.COMPLAINT_ANSWERED,
    Kind.WORRY: statute.WORRY_DECIDED,
}


def deadlines(kind: Kind, done: Sequence[Done], *, days: Days = Days.CALENDAR) -> tuple[Deadline, ...]:
    """Every clock of a case, those that have been met too, the earliest first. ``done`` begins with how it came in."""
    came_in = done[0].at
    answered = Duty.DECIDE if kind is Kind.WORRY else Duty.ANSWER
    rule = _ANSWERED_BY[kind]
    found = [
        _deadline(Duty.ACKNOWLEDGE, statute.COMPLAINT_ACKNOWLEDGED, came_in, met=_first(done, Act.TAKEN)),
        _deadline(answered, rule, came_in, met=_first(done, Act.ANSWERED), done=done, days=days),
    ]
    if kind is Kind.WORRY:
        due = came_in + timedelta(hours=statute.WORRY_LOOKED_AT.value)
        found.append(Deadline(Duty.LOOK_AT, due, statute.WORRY_LOOKED_AT, _first(done, Act.TAKEN)))
    if kind is Kind.COMPLAINT:
        taken, told = _first(done, Act.TAKEN), _first(done, Act.TOLD, Act.ANSWERED)
        found.append(
            _deadline(Duty.ACKNOWLEDGE_BY_LAW, statute.COMPLAINT_ACKNOWLEDGED_BY_LAW, came_in, met=taken)
        )
        found.append(_deadline(Duty.TELL, statute.COMPLAINT_TOLD_MEANWHILE, came_in, met=told))
    if is_stopped(done):
        asked = _last(done, Act.IDENTITY_ASKED, Act.TOLD) or came_in
        found.append(_deadline(Duty.ASK_AGAIN_WHO, statute.IDENTITY_ASKED_AGAIN, asked, met=None))
    if (again := _last(done, Act.ASKED_AGAIN)) is not None:
        settled = _first(done, Act.SETTLED)
        found.append(
            _deadline(Duty.ANSWER_AGAIN, statute.SECOND_STAGE_ANSWERED, again, met=settled, days=days)
        )
    return tuple(sorted(found, key=lambda one: one.due))


def next_due(kind: Kind, done: Sequence[Done], *, days: Days = Days.CALENDAR) -> datetime | None:
    """Until when the next thing has to be done; ``None`` where nothing is due any more."""
    if done[-1].act is Act.WITHDRAWN:
        return None
    return min((one.due for one in deadlines(kind, done, days=days) if one.is_open), default=None)


def may_still_extend(done: Sequence[Done], now: datetime) -> bool:
    """Whether somebody can still be told that it takes longer: once, and within the first month."""
    first_month = _period(statute.SUBJECT_ACCESS_ANSWERED, _day(done[0].at), Days.CALENDAR)
    return _first(done, Act.EXTENDED) is None and _day(now) <= first_month + timedelta(days=_days_stood(done))


def is_stopped(done: Sequence[Done]) -> bool:
    """Whether the clock stands, because we wait to know who is asking."""
    return _last_of(done, *_STOP) is Act.IDENTITY_ASKED


_STOP = (Act.IDENTITY_ASKED, Act.IDENTITY_KNOWN, Act.WITHDRAWN)


def _deadline(
    duty: Duty,
    rule: Rule,
    since: datetime,
    *,
    met: datetime | None,
    done: Sequence[Done] = (),
    days: Days = Days.CALENDAR,
) -> Deadline:
    if rule.unit == "months" and _first(done, Act.EXTENDED) is not None:
        last = _adjusted(_day(since) + relativedelta(months=rule.value + statute.ANSWER_EXTENDED.value))
    else:
        last = _period(rule, _day(since), days)
    if stood := _days_stood(done):
        last += timedelta(days=stood)
        last = _adjusted(last) if rule.unit == "months" else last
    return Deadline(duty, _end(last), rule, met, is_stopped=is_stopped(done))


def _period(rule: Rule, since: date, days: Days) -> date:
    """The last day of this rule's period."""
    match rule.unit:
        case "months":
            return _adjusted(since + relativedelta(months=rule.value))
        case "working days":
            return working_days_after(since, rule.value)
        case "calendar days" if days is Days.CALENDAR:
            return since + timedelta(days=rule.value)
        case "calendar days":
            return working_days_after(since, rule.value)
        case other:
            raise ValueError(f"No clock runs in {other}.")


def _days_stood(done: Iterable[Done]) -> int:
    """On how many days the clock stood; the day on which we knew who was asking counts again."""
    stood, since = 0, None
    for one in done:
        if one.act is Act.IDENTITY_ASKED:
            since = _day(one.at)
        elif since is not None and one.act in _STOP:
            stood, since = stood + (_day(one.at) - since).days, None
    return stood


# --- days -----------------------------------------------------------------------------------------------------------


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no bank holiday of England."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def working_days_after(day: date, count: int) -> date:
    """The working day that so many working days lead to; the day itself does not count."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def _adjusted(day: date) -> date:
    """The day, or the next working day."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


@functools.lru_cache(maxsize=32)
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)


def _end(day: date) -> datetime:
    """The last moment of a local day."""
    return timezone.make_aware(datetime.combine(day, time.max))


def _first(done: Iterable[Done], *acts: Act) -> datetime | None:
    return next((one.at for one in done if one.act in acts), None)


def _last(done: Sequence[Done], *acts: Act) -> datetime | None:
    return _first(reversed(done), *acts)


def _last_of(done: Sequence[Done], *acts: Act) -> Act | None:
    """Which of these acts was the last."""
    return next((one.act for one in reversed(done) if one.act in acts), None)
