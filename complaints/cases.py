"""Cases: what the public asks for, from the moment it comes in until it is answered, perhaps by somebody else again.

Whoever asks is told the same, with the same statements, whatever is held: nothing here reads a record. An officer acts
for the own council alone; what may follow what is the table of ``stages``, and until when it has to be done is worked
out by ``deadlines`` and stored with every step, so that a queue is sorted by the database and no clock is forgotten.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from access import policy
from access.eyes import Searcher
from access.models import Account, Authority
from access.permissions import Permission
from audit import trail
from audit.verbs import Verb
from complaints import deadlines, drafts, spoken, stages
from complaints.deadlines import Days, Deadline, Done
from complaints.models import Case, Step, Words
from complaints.stages import Act, By, Kind, Stage
from ground import crypto, refusals

WORDS_LETTERS = 10
WORDS_LENGTH = 4000


class NoSuchCase(refusals.NotFound):
    """There is no such case, or it is another council's."""


class NotAsThingsAre(refusals.Conflict):
    words = "This case has moved on meanwhile, or it is not yours to decide. Nothing has changed. Look where it is now."


class TooLateToExtend(refusals.Conflict):
    words = "It can be said once, and only within the first month, that an answer takes longer. Nothing has changed."


class NothingSaid(refusals.Invalid):
    words = "Write in a sentence or two what the other person has to know."
    about = "words"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for. ``answers`` are their own words, by question; they are sealed and believed by nobody."""

    kind: Kind
    asker: str
    channel: str
    authority: str
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """One step of a case: what was done, when, by whom, and what was written."""

    act: Act
    what: str
    at: datetime
    by: str
    meant: str
    words: str
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Followed:
    """A case as the person who asked sees it: no officer's name, and nothing that officers wrote to each other."""

    kind: Kind
    stage: Stage
    authority: str
    received_at: datetime
    steps: tuple[Said, ...]
    deadlines: tuple[Deadline, ...]
    may: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A case in the queue of its council's officers."""

    reference: str
    kind: Kind
    asker: str
    stage: Stage
    received_at: datetime
    due: datetime | None
    is_overdue: bool
    handler: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A case as an officer of its council reads it."""

    listed: Listed
    channel: str
    steps: tuple[Said, ...]
    deadlines: tuple[Deadline, ...]
    may: tuple[Act, ...]

    @property
    def waits_for_another(self) -> bool:
        """Whether this officer wrote the answer that somebody else has to read."""
        return self.listed.stage is Stage.REVIEW and Act.ANSWERED not in self.may


# --- whoever asks ---------------------------------------------------------------------------------------------------


def receive(asked: Asked, *, sent_once: str, now: datetime) -> str:
    """Take in what somebody asks and return the reference by which they follow it.

    It is stored, has a clock and waits in its council's queue when this returns. ``sent_once`` names the sending: sent
    again, nothing more is stored, and ``drafts`` still has the reference.
    """
    with transaction.atomic():
        return _receive(asked, sent_once=sent_once, by="", actor=trail.Actor.nobody(), now=now)


def send(draft: str, asked: Asked, *, now: datetime) -> None:
    """Take in what stands in a draft, which holds the reference from then on. Sent twice, it is one case.

    Raises ``drafts.DraftGone``.
    """
    with transaction.atomic():
        before = drafts.replace(draft, {}, now=now)
        if SENT in before:
            drafts.replace(draft, before, now=now)
            return
        reference = _receive(asked, sent_once=draft, by="", actor=trail.Actor.nobody(), now=now)
        drafts.replace(draft, {SENT: reference, "authority": asked.authority, "kind": asked.kind}, now=now)


SENT = "sent"
"""In a draft that has been sent: the reference."""


def follow(reference: str) -> Followed:
    """What became of a case, for whoever has its reference. Raises ``NoSuchCase``."""
    return _followed(_by_follow(reference))


def answer_back(reference: str, act: Act, words: str, *, now: datetime) -> None:
    """What the person who asked does with their own case: write more, take it back, ask for it again after all, or ask
    that somebody else looks at it. Raises ``NoSuchCase``, ``NotAsThingsAre`` and ``NothingSaid``."""
    if act in (Act.ADDED, Act.ASKED_AGAIN):
        words = _required(words)
    with transaction.atomic():
        case = _locked(_by_follow(reference).pk)
        _require_move(case, act, by=frozenset({By.ASKER}))
        _move(case, act, words=words, meant=Words.Meant.ASKED, by="", now=now)
        trail.record(Verb.CASE_MOVED, actor=trail.Actor.nobody(), at=now, subject=case.reference, outcome=act)


# --- officers -------------------------------------------------------------------------------------------------------


def enter(asked: Asked, *, sent_once: str, by: Searcher, now: datetime) -> str:
    """Take in what somebody asked on paper, on the telephone or in person, for the officer's own council.

    Returns the reference to give to the person.
    """
    policy.require(by, Permission.ANSWER_CASES)
    policy.require_scope(by, asked.authority)
    with transaction.atomic():
        return _receive(asked, sent_once=sent_once, by=by.account, actor=by.actor(), now=now)


def waiting_for(*, by: Searcher) -> QuerySet[Case]:
    """The cases of the officer's council in which something has to be done, the one due first at the top."""
    policy.require(by, Permission.ANSWER_CASES)
    return Case.objects.within(by).filter(stage__in=sorted(stages.WAITING)).order_by("due", "pk")


def waiting(*, by: Searcher, now: datetime) -> list[Listed]:
    """The queue. It names nobody, so reading it is no event."""
    rows = list(waiting_for(by=by))
    return _listed(rows, by=by, now=now)


def ended(*, by: Searcher, now: datetime, most: int) -> list[Listed]:
    """The cases of the officer's council that are over, the newest first."""
    policy.require(by, Permission.ANSWER_CASES)
    rows = Case.objects.within(by).exclude(ended_at=None).order_by(F("ended_at").desc(), "-pk")[:most]
    return _listed(list(rows), by=by, now=now)


def read(reference: str, *, by: Searcher, now: datetime) -> Opened:
    """A case with all its words, after one event in the trail. Raises ``NoSuchCase``."""
    policy.require(by, Permission.ANSWER_CASES)
    with transaction.atomic(durable=True):
        case = _of(by, reference)
        trail.record(Verb.CASE_OPENED, actor=by.actor(), at=now, subject=case.reference)
        return _opened(case, by=by, now=now)


def advance(reference: str, act: Act, words: str, *, by: Searcher, now: datetime) -> None:
    """Do one thing with a case. What officers may do, and who of them, says the table of ``stages``.

    Raises ``NoSuchCase``, ``NotAsThingsAre``, ``TooLateToExtend`` and ``NothingSaid``.
    """
    policy.require(by, Permission.ANSWER_CASES)
    if act in NEEDS_WORDS:
        words = _required(words)
    with transaction.atomic():
        case = _locked(_of(by, reference).pk)
        _require_move(case, act, by=_who(by, case))
        if act is Act.EXTENDED and not deadlines.may_still_extend(_done(case), now):
            raise TooLateToExtend
        _move(case, act, words=words, meant=_MEANT[act], by=by.account, now=now)
        trail.record(Verb.CASE_MOVED, actor=by.actor(), at=now, subject=case.reference, outcome=act)


NEEDS_WORDS = frozenset(
    {Act.TOLD, Act.EXTENDED, Act.IDENTITY_ASKED, Act.PROPOSED, Act.SENT_BACK, Act.SETTLED, Act.IDENTITY_KNOWN}
)
BY_OFFICERS = tuple(act for act, move in stages.MOVES.items() if move.by is not By.ASKER)
"""What officers do with a case."""
_MEANT = {
    Act.TAKEN: Words.Meant.INSIDE,
    Act.TOLD: Words.Meant.TOLD,
    Act.EXTENDED: Words.Meant.TOLD,
    Act.IDENTITY_ASKED: Words.Meant.TOLD,
    Act.IDENTITY_KNOWN: Words.Meant.INSIDE,
    Act.PROPOSED: Words.Meant.TOLD,
    Act.SENT_BACK: Words.Meant.INSIDE,
    Act.ANSWERED: Words.Meant.INSIDE,
    Act.SETTLED: Words.Meant.TOLD,
}


# --- beneath --------------------------------------------------------------------------------------------------------


def _receive(asked: Asked, *, sent_once: str, by: str, actor: trail.Actor, now: datetime) -> str:
    reference = spoken.new()
    case = Case.objects.create(
        follow=_follow(reference),
        sent_once=crypto.fingerprint(sent_once, kind="sending"),
        kind=asked.kind,
        asker=asked.asker,
        channel=asked.channel,
        authority=Authority.objects.get(code=asked.authority),
        received_at=now,
        due=deadlines.next_due(asked.kind, [Done(Act.CAME_IN, now)], days=_days()),
    )
    text = json.dumps(dict(asked.answers), ensure_ascii=False)
    _step(case, Act.CAME_IN, words=text, meant=Words.Meant.ASKED, by=by, now=now)
    trail.record(Verb.CASE_RECEIVED, actor=actor, at=now, subject=case.reference, outcome=asked.kind)
    return reference


def _move(case: Case, act: Act, *, words: str, meant: Words.Meant, by: str, now: datetime) -> None:
    case.stage = stages.after(Stage(case.stage), act)
    if act is Act.TAKEN or (act is Act.SETTLED and by):
        case.handler = by
    if act is Act.PROPOSED:
        case.writer = by
    _step(case, act, words=words, meant=meant, by=by, now=now)
    case.due = deadlines.next_due(Kind(case.kind), _done(case), days=_days())
    if case.stage in stages.WAITING:
        case.ended_at = None
        if case.due is None:
            raise AssertionError("a case that waits has a clock")
    else:
        case.ended_at, case.due = now, None
    case.save(update_fields=["stage", "due", "ended_at", "handler", "writer"])


def _step(case: Case, act: Act, *, words: str, meant: Words.Meant, by: str, now: datetime) -> None:
    step = Step.objects.create(case=case, act=act, done_at=now, officer=by)
    if words:
        Words.objects.create(step=step, meant=meant, sealed=crypto.seal(words, context=_context(step)))


def _required(words: str) -> str:
    words = words.strip()
    if sum(letter.isalpha() for letter in words) < WORDS_LETTERS or len(words) > WORDS_LENGTH:
        raise NothingSaid
    return words


def _require_move(case: Case, act: Act, *, by: frozenset[By]) -> None:
    if act not in stages.allowed(Kind(case.kind), Stage(case.stage), by=by):
        raise NotAsThingsAre


def _who(by: Searcher, case: Case) -> frozenset[By]:
    """An officer who wrote no answer of this case is another one, too."""
    wrote = by.account == case.writer
    return frozenset({By.OFFICER} if wrote else {By.OFFICER, By.ANOTHER})


def _of(by: Searcher, reference: str) -> Case:
    case = Case.objects.within(by).filter(reference=reference).first()
    if case is None:
        raise NoSuchCase
    return case


def _by_follow(reference: str) -> Case:
    case = Case.objects.filter(follow=_follow(reference)).select_related("authority").first()
    if case is None:
        raise NoSuchCase
    return case


def _locked(key: int) -> Case:
    return Case.objects.select_for_update(of=("self",)).select_related("authority").get(pk=key)


def _follow(reference: str) -> bytes:
    return crypto.fingerprint(reference, kind="case")


def _context(step: Step) -> str:
    return f"case-step:{step.pk}"


def _days() -> Days:
    return Days(settings.COMPLAINT_DAYS)


def _done(case: Case) -> Sequence[Done]:
    return [Done(Act(act), at) for act, at in case.steps.order_by("pk").values_list("act", "done_at")]


def _followed(case: Case) -> Followed:
    kind, stage = Kind(case.kind), Stage(case.stage)
    said = _said(case)
    answer = [one for one in said if one.act is Act.PROPOSED][-1:] if stage in _HAS_ANSWER else []
    shown = [
        replace(one, words="") if one.meant == Words.Meant.INSIDE else one
        for one in said
        if one.act not in _NOT_SHOWN or one in answer
    ]
    return Followed(
        kind=kind,
        stage=stage,
        authority=case.authority.code,
        received_at=case.received_at,
        steps=tuple(shown),
        deadlines=deadlines.deadlines(kind, _done(case), days=_days()),
        may=stages.allowed(kind, stage, by=frozenset({By.ASKER})),
    )


_NOT_SHOWN = frozenset({Act.PROPOSED, Act.SENT_BACK, Act.IDENTITY_KNOWN})
_HAS_ANSWER = frozenset({Stage.ANSWERED, Stage.SECOND, Stage.SETTLED})
"""The stages at which the last answer that was written has been agreed on by a second person."""


def _opened(case: Case, *, by: Searcher, now: datetime) -> Opened:
    kind, stage = Kind(case.kind), Stage(case.stage)
    may = stages.allowed(kind, stage, by=_who(by, case))
    if not deadlines.may_still_extend(_done(case), now):
        may = tuple(act for act in may if act is not Act.EXTENDED)
    (listed,) = _listed([case], by=by, now=now)
    return Opened(
        listed=listed,
        channel=case.get_channel_display(),
        steps=tuple(_said(case, by=by)),
        deadlines=deadlines.deadlines(kind, _done(case), days=_days()),
        may=may,
    )


def _said(case: Case, *, by: Searcher | None = None) -> list[Said]:
    """Every step with its words, the first first; with the names of officers for an officer alone."""
    rows = list(case.steps.select_related("words").order_by("pk"))
    known = _names({row.officer for row in rows if row.officer}) if by else {}
    found = []
    for row in rows:
        held: Words | None = getattr(row, "words", None)
        words = crypto.unseal(held.sealed, context=_context(row)) if held else ""
        came_in = row.act == Act.CAME_IN
        found.append(
            Said(
                act=Act(row.act),
                what=str(Act(row.act).label),
                at=row.done_at,
                by=known.get(row.officer, ""),
                meant=held.meant if held else "",
                words="" if came_in else words,
                answers=json.loads(words) if came_in and words else {},
            )
        )
    return found


def _listed(rows: Sequence[Case], *, by: Searcher, now: datetime) -> list[Listed]:
    known = _names({row.handler for row in rows if row.handler})
    return [
        Listed(
            reference=row.reference,
            kind=Kind(row.kind),
            asker=row.get_asker_display(),
            stage=Stage(row.stage),
            received_at=row.received_at,
            due=row.due,
            is_overdue=row.due is not None and row.due < now,
            handler=known.get(row.handler, ""),
            is_mine=row.handler == by.account,
        )
        for row in rows
    ]


def _names(accounts: set[str]) -> dict[str, str]:
    if not accounts:
        return {}
    return dict(Account.objects.filter(reference__in=accounts).values_list("reference", "full_name"))
