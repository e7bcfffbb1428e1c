"""Consultation: children are asked what they think, answer without a name, and are shown what was changed.

Each place (a school, a home) has a password of its own, and whoever has it can answer, as in 2007. What was said on
paper and in meetings is typed in by an officer. Of the person nothing is known but what they chose to tick. What is
sent twice is counted once.
"""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from django.contrib.auth import hashers
from django.db import transaction
from django.utils import timezone

from access import passwords, policy
from access.eyes import Searcher
from access.models import Authority
from access.permissions import Permission
from audit import trail
from audit.verbs import Verb
from complaints import drafts
from complaints.models import (
    Answer,
    Change,
    Place,
    Question,
    Quotation,
    Said,
    Sheet,
    Survey,
    Try,
    Voice,
    VoiceWords,
)
from complaints.questionnaires import QUESTIONNAIRES, Asked, Known
from ground import crypto, refusals, statute, writing

MAY = Permission.CONDUCT_CONSULTATION
MOST_QUESTIONS = 40
MOST_PEOPLE = 500
"""So many can be in a meeting."""
WORDS_LENGTH = 1000
QUESTION_LENGTH = 400
MOST_WRONG_FROM_ONE_NETWORK = 60
"""So many wrong passwords are taken from one network address in an hour; a school has one address."""
MOST_WRONG_FOR_ONE_PLACE = 300
"""So many wrong passwords that begin like that of a place are taken in an hour, wherever they come from."""


class NoSuchSurvey(refusals.NotFound):
    """There is no such survey, or it is another council's, or the public is not shown it."""


class NotAnsweredNow(refusals.Conflict):
    words = "This survey is not open, so nothing can be sent now. Nothing was counted."


class NotTheNextStep(refusals.Conflict):
    words = "The survey has moved on meanwhile. Nothing has changed. Look where it is now."


class NothingAnswered(refusals.Invalid):
    words = "Answer one question or more, in whichever way you like."


class TooManyHands(refusals.Invalid):
    words = "More hands are counted for one question than people were there. Count again."
    about = "people"


class NotThisPassword(refusals.Invalid):
    words = "There is no open survey with this password. Check it, or ask the person who gave it to you."
    about = "password"


class TooManyTries(refusals.Conflict):
    words = "Too many wrong passwords were tried. Wait an hour, or ask the person who gave you yours."
    about = "password"


class NoQuestions(refusals.Invalid):
    words = "Write one question or more, each on a line of its own, and no more than 40."
    about = "questions"


class PlaceIsThere(refusals.Conflict):
    words = "This place has a password already. You can give it a new one."
    about = "name"


class NotWordForWord(refusals.Invalid):
    words = "A quotation is exactly what was written, or a part of it. Copy it letter for letter."
    about = "words"


class NobodyLookedForNames(refusals.Invalid):
    words = "Read it once more and confirm that nobody is named and nobody can be recognised."
    about = "has_no_name"


class NoWords(refusals.Invalid):
    words = "Write what was changed, so that a child understands it."
    about = "words"


class Move(StrEnum):
    """What becomes of a survey."""

    OPEN = "open"
    CLOSE = "close"
    PUBLISH = "publish"


class State(StrEnum):
    """Where a survey is."""

    MADE = "made"
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"


MOVES: Mapping[State, frozenset[Move]] = {
    State.MADE: frozenset({Move.OPEN}),
    State.OPEN: frozenset({Move.CLOSE}),
    State.CLOSED: frozenset({Move.OPEN, Move.PUBLISH}),
    State.PUBLISHED: frozenset(),
}
"""What may follow. What has been published is not opened again: its counts stay as they were shown."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A sheet: what was ticked and written, by the position of the question, and the bands that were chosen."""

    said: Mapping[int, Said] = field(default_factory=dict)
    words: Mapping[int, str] = field(default_factory=dict)
    age: str = ""
    gender: str = ""
    lives: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a meeting said: how many were there, the hands for each answer, and what was said beside."""

    people: int
    hands: Mapping[int, Mapping[Said, int]] = field(default_factory=dict)
    words: Mapping[int, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listed:
    """A survey in the list of its council."""

    reference: str
    title: str
    state: State
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """One question as it is asked. ``reference`` is the officers'."""

    position: int
    words: str
    hint: str
    is_open: bool
    reference: str


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """A place as officers see it: how many sheets came through it, and nothing of what they say."""

    reference: str
    name: str
    sheets: int
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """A survey as the officers of its council see it."""

    reference: str
    title: str
    lead: str
    source: str
    state: State
    may: tuple[Move, ...]
    questions: tuple[ToAnswer, ...]
    places: tuple[PlaceShown, ...]
    authority: str


@dataclass(frozen=True, slots=True)
class VoiceRead:
    """A comment as officers read it."""

    key: int
    reference: str
    words: str
    group: str
    quoted: str


@dataclass(frozen=True, slots=True)
class VoicesRead:
    """The comments on one question."""

    survey: str
    question: ToAnswer
    voices: tuple[VoiceRead, ...]
    groups: tuple[str, ...]


# --- whoever has the password of a place ----------------------------------------------------------------------------

PLACE, TYPED, SENT = "survey-place", "survey-typed", "survey-sent"
"""In a draft: the place through which somebody came in; what was typed; and, once it is sent, the survey."""


def come_in(password: str, *, network: str, now: datetime) -> str:
    """Begin a sheet for the place that has this password, and return the key of the draft in which it is kept.

    Takes as long whether or not a password begins like this one. Raises ``NotThisPassword``, ``TooManyTries`` and
    ``drafts.TooManyForms``.
    """
    where = crypto.fingerprint(network, kind="network")
    since = now - timedelta(hours=statute.TRY_KEPT.value)
    handle, secret = _parts_of(password)
    place = Place.objects.select_related("survey").filter(handle=_handle(handle)).first()
    recent = Try.objects.filter(tried_at__gt=since)
    if recent.filter(network=where).count() >= MOST_WRONG_FROM_ONE_NETWORK:
        raise TooManyTries
    if place and recent.filter(place=place).count() >= MOST_WRONG_FOR_ONE_PLACE:
        raise TooManyTries
    is_right = hashers.check_password(secret, place.password if place else _nobodys())
    if place is None or not is_right or state(place.survey) is not State.OPEN:
        Try.objects.create(network=where, place=place, tried_at=now)
        raise NotThisPassword
    return drafts.begin({PLACE: place.reference}, network=network, now=now)


def asked_in(kept: Mapping[str, str]) -> Shown:
    """The survey of a draft, to be answered. Raises ``NoSuchSurvey`` and ``NotAnsweredNow``."""
    survey = _of_draft(kept).survey
    if state(survey) is not State.OPEN:
        raise NotAnsweredNow
    return _shown(survey, places=())


def written(words: str) -> str:
    """The words, line by line, as they can be seen: what cannot be seen is not kept, and alone is nothing."""
    return "\n".join(writing.clean_display(line) for line in words.splitlines()).strip()


def require_something(filled: Filled) -> None:
    """Raise ``NothingAnswered`` where no question has an answer."""
    if not filled.said and not any(written(words) for words in filled.words.values()):
        raise NothingAnswered


def send(draft: str, filled: Filled, *, now: datetime) -> None:
    """Count a sheet that was filled in on the internet. Sent again, it is not counted again.

    Raises ``drafts.DraftGone``, ``NoSuchSurvey``, ``NotAnsweredNow`` and ``NothingAnswered``.
    """
    require_something(filled)
    with transaction.atomic():
        before = drafts.replace(draft, {}, now=now)
        if SENT in before:
            drafts.replace(draft, before, now=now)
            return
        place = _of_draft(before)
        sheet = Sheet(survey=place.survey, place=place, channel=Sheet.Channel.WEB)
        _receive(sheet, filled, sent_once=draft, actor=trail.Actor.nobody(), now=now)
        drafts.replace(draft, {SENT: place.survey.reference}, now=now)


def forget_tries(*, now: datetime) -> None:
    """Delete that wrong passwords were tried, after an hour."""
    Try.objects.filter(tried_at__lte=now - timedelta(hours=statute.TRY_KEPT.value)).delete()


# --- officers -------------------------------------------------------------------------------------------------------


def listed(*, by: Searcher) -> list[Listed]:
    """The surveys of the officer's council, the newest first."""
    policy.require(by, MAY)
    rows = Survey.objects.within(by).order_by("-made_at", "-pk")
    return [Listed(row.reference, row.title, state(row), row.made_at) for row in rows]


def make(title: str, *, known: str, questions: Sequence[str], by: Searcher, now: datetime) -> str:
    """Make a survey from a questionnaire that is known, or of questions of the council's own. Returns its reference."""
    policy.require(by, MAY)
    if known:
        source = QUESTIONNAIRES[Known(known)]
        asked, lead, from_where = source.questions, source.lead, source.source
    else:
        own = [words for line in questions if (words := written(line))]
        if not 0 < len(own) <= MOST_QUESTIONS or max(map(len, own)) > QUESTION_LENGTH:
            raise NoQuestions
        asked, lead, from_where = tuple(Asked(line) for line in own), "", ""
    with transaction.atomic():
        survey = Survey.objects.create(
            authority=Authority.objects.get(code=by.authority),
            title=title,
            lead=lead,
            source=from_where,
            officer=by.account,
            made_at=now,
        )
        Question.objects.bulk_create(
            Question(survey=survey, position=at, words=one.words, hint=one.hint, is_open=one.is_open)
            for at, one in enumerate(asked, start=1)
        )
        trail.record(Verb.SURVEY_MADE, actor=by.actor(), at=now, subject=survey.reference, outcome=known)
    return survey.reference


def show(reference: str, *, by: Searcher) -> Shown:
    """A survey of the officer's council. Raises ``NoSuchSurvey``."""
    policy.require(by, MAY)
    survey = _of(by, reference)
    places = [
        PlaceShown(place.reference, place.name, place.sheets.count(), place.issued_at)
        for place in survey.places.order_by("name", "pk")
    ]
    return _shown(survey, places=places)


def move(reference: str, to: Move, *, by: Searcher, now: datetime) -> None:
    """Open, close or publish a survey. Raises ``NoSuchSurvey`` and ``NotTheNextStep``."""
    policy.require(by, MAY)
    with transaction.atomic():
        survey = _locked(_of(by, reference))
        if to not in MOVES[state(survey)]:
            raise NotTheNextStep
        match to:
            case Move.OPEN:
                survey.opened_at, survey.closed_at = survey.opened_at or now, None
            case Move.CLOSE:
                survey.closed_at = now
            case Move.PUBLISH:
                survey.published_at = now
        survey.save(update_fields=["opened_at", "closed_at", "published_at"])
        trail.record(Verb.SURVEY_MOVED, actor=by.actor(), at=now, subject=survey.reference, outcome=to)


def add_place(reference: str, *, name: str, by: Searcher, now: datetime) -> tuple[str, str]:
    """Add a place and return its reference and its password, which is stored nowhere in this form.

    Raises ``NoSuchSurvey``, ``NotTheNextStep`` where the survey is published, and ``PlaceIsThere``.
    """
    policy.require(by, MAY)
    with transaction.atomic():
        survey = _locked(_of(by, reference))
        if state(survey) is State.PUBLISHED:
            raise NotTheNextStep
        if survey.places.filter(name=name).exists():
            raise PlaceIsThere
        return _issue(Place(survey=survey, name=name), by=by, now=now)


def renew_password(reference: str, *, by: Searcher, now: datetime) -> str:
    """Give a place a new password, and return it. The old one stops working at once."""
    policy.require(by, MAY)
    with transaction.atomic():
        return _issue(_place(by, reference), by=by, now=now)[1]


def place_shown(reference: str, *, by: Searcher) -> tuple[str, PlaceShown]:
    """A place of the officer's council, after the reference of its survey. Raises ``NoSuchSurvey``."""
    policy.require(by, MAY)
    place = _place(by, reference)
    return place.survey.reference, PlaceShown(
        place.reference, place.name, place.sheets.count(), place.issued_at
    )


def enter_sheet(reference: str, filled: Filled, *, sent_once: str, by: Searcher, now: datetime) -> bool:
    """Count a sheet that somebody filled in on paper. Returns whether it was counted now, and not before.

    Raises ``NoSuchSurvey``, ``NotAnsweredNow`` and ``NothingAnswered``.
    """
    policy.require(by, MAY)
    require_something(filled)
    with transaction.atomic():
        survey = _locked(_of(by, reference))
        sheet = Sheet(survey=survey, channel=Sheet.Channel.PAPER, officer=by.account)
        return _receive(sheet, filled, sent_once=sent_once, actor=by.actor(), now=now)


def enter_meeting(reference: str, meeting: Meeting, *, sent_once: str, by: Searcher, now: datetime) -> bool:
    """Count what a meeting said. Returns whether it was counted now, and not before.

    Raises ``NoSuchSurvey``, ``NotAnsweredNow``, ``NothingAnswered`` and ``TooManyHands``.
    """
    policy.require(by, MAY)
    if not any(sum(hands.values()) for hands in meeting.hands.values()) and not any(
        written(words) for told in meeting.words.values() for words in told
    ):
        raise NothingAnswered
    if not 0 < meeting.people <= MOST_PEOPLE or any(
        sum(hands.values()) > meeting.people for hands in meeting.hands.values()
    ):
        raise TooManyHands
    with transaction.atomic():
        survey = _locked(_of(by, reference))
        sheet = Sheet(survey=survey, channel=Sheet.Channel.MEETING, officer=by.account, people=meeting.people)
        return _count(
            sheet, hands=meeting.hands, words=meeting.words, sent_once=sent_once, actor=by.actor(), now=now
        )


def read_voices(question: str, *, by: Searcher, now: datetime) -> VoicesRead:
    """The comments on a question, after one event in the trail. Raises ``NoSuchSurvey``."""
    policy.require(by, MAY)
    with transaction.atomic(durable=True):
        row = _question(by, question)
        trail.record(Verb.COMMENTS_READ, actor=by.actor(), at=now, subject=row.survey.reference)
        voices = row.voices.select_related("words", "group", "quotation").order_by("group__words", "pk")
        return VoicesRead(
            survey=row.survey.reference,
            question=_to_answer(row),
            voices=tuple(_read(voice) for voice in voices),
            groups=tuple(row.groups.order_by("words").values_list("words", flat=True)),
        )


def read_voice(reference: str, *, by: Searcher, now: datetime) -> tuple[str, VoiceRead]:
    """One comment, after the reference of its question, and after one event in the trail. Raises ``NoSuchSurvey``."""
    policy.require(by, MAY)
    with transaction.atomic(durable=True):
        row = _voice(by, reference)
        survey = row.question.survey
        trail.record(Verb.COMMENTS_READ, actor=by.actor(), at=now, subject=survey.reference)
        return row.question.reference, _read(row)


def group(question: str, keys: Collection[int], *, words: str, by: Searcher, now: datetime) -> int:
    """Put comments on one question together under these words, or take them out of a group where there are none.

    A group of which nothing is left goes. Returns how many changed. Raises ``NoSuchSurvey``.
    """
    policy.require(by, MAY)
    words = written(words)
    with transaction.atomic():
        row = _question(by, question)
        into = row.groups.get_or_create(words=words)[0] if words else None
        changed: int = row.voices.filter(pk__in=list(keys)).exclude(group=into).update(group=into)
        row.groups.filter(voices=None).delete()
        if changed:
            trail.record(
                Verb.COMMENTS_GROUPED,
                actor=by.actor(),
                at=now,
                subject=row.survey.reference,
                outcome=str(changed),
            )
    return changed


def quote(reference: str, words: str, *, has_no_name: bool, by: Searcher, now: datetime) -> None:
    """Choose what of a comment is quoted, word for word. Whoever chooses it has looked that nobody is named.

    Raises ``NoSuchSurvey``, ``NotWordForWord`` and ``NobodyLookedForNames``.
    """
    policy.require(by, MAY)
    if not has_no_name:
        raise NobodyLookedForNames
    words = written(words)
    with transaction.atomic():
        row = _voice(by, reference)
        if not words or words not in _words_of(row):
            raise NotWordForWord
        chosen = {"words": words, "officer": by.account, "chosen_at": now}
        Quotation.objects.update_or_create(voice=row, defaults=chosen)
        survey = row.question.survey.reference
        trail.record(Verb.QUOTATION_CHOSEN, actor=by.actor(), at=now, subject=survey, outcome="chosen")


def unquote(reference: str, *, by: Searcher, now: datetime) -> str:
    """Take a quotation back. Returns the reference of the question. Raises ``NoSuchSurvey``."""
    policy.require(by, MAY)
    with transaction.atomic():
        row = _voice(by, reference)
        gone, _ = Quotation.objects.filter(voice=row).delete()
        if gone:
            survey = row.question.survey.reference
            trail.record(
                Verb.QUOTATION_CHOSEN, actor=by.actor(), at=now, subject=survey, outcome="taken-back"
            )
    return row.question.reference


def write_change(reference: str, words: str, *, by: Searcher, now: datetime) -> None:
    """Write down something that was changed because of what was answered. Raises ``NoSuchSurvey`` and ``NoWords``."""
    policy.require(by, MAY)
    words = written(words)
    if not words:
        raise NoWords
    with transaction.atomic():
        survey = _locked(_of(by, reference))
        if survey.changes.filter(words=words).exists():
            return
        Change.objects.create(survey=survey, words=words, officer=by.account, written_at=now)
        trail.record(Verb.CHANGE_WRITTEN, actor=by.actor(), at=now, subject=survey.reference)


# --- beneath --------------------------------------------------------------------------------------------------------


def _receive(sheet: Sheet, filled: Filled, *, sent_once: str, actor: trail.Actor, now: datetime) -> bool:
    sheet.age, sheet.gender, sheet.lives = filled.age, filled.gender, filled.lives
    hands = {at: {said: 1} for at, said in filled.said.items()}
    words = {at: (said,) for at, said in filled.words.items()}
    return _count(sheet, hands=hands, words=words, sent_once=sent_once, actor=actor, now=now)


def _count(
    sheet: Sheet,
    *,
    hands: Mapping[int, Mapping[Said, int]],
    words: Mapping[int, Sequence[str]],
    sent_once: str,
    actor: trail.Actor,
    now: datetime,
) -> bool:
    """Store a sheet, unless it was stored before. The survey is asked again whether it is open."""
    survey = _locked(sheet.survey)
    sheet.sent_once = crypto.fingerprint(survey.reference, sent_once, kind="sheet")
    if Sheet.objects.filter(sent_once=sheet.sent_once).exists():
        return False
    if state(survey) is not State.OPEN:
        raise NotAnsweredNow
    sheet.day = timezone.localdate(now)
    sheet.save()
    questions = {question.position: question for question in survey.questions.all()}
    Answer.objects.bulk_create(
        Answer(sheet=sheet, question=questions[at], said=said, times=times)
        for at, row in hands.items()
        for said, times in row.items()
        if times and not questions[at].is_open
    )
    for at, told in words.items():
        for one in told:
            if words_of := written(one):
                voice = Voice.objects.create(sheet=sheet, question=questions[at])
                sealed = crypto.seal(words_of, context=_context(voice))
                VoiceWords.objects.create(voice=voice, sealed=sealed)
    trail.record(Verb.SHEET_RECEIVED, actor=actor, at=now, subject=survey.reference, outcome=sheet.channel)
    return True


def _issue(place: Place, *, by: Searcher, now: datetime) -> tuple[str, str]:
    password = _new_password()
    handle, secret = _parts_of(password)
    place.handle, place.password = _handle(handle), hashers.make_password(secret)
    place.officer, place.issued_at = by.account, now
    place.save()
    trail.record(Verb.PLACE_ADDED, actor=by.actor(), at=now, subject=place.survey.reference)
    return place.reference, password


_HANDLE, _SECRET, _GROUP = 4, 8, 4


def _new_password() -> str:
    """A password in three groups that a child can type: the first is no other place's, the rest is 38 bits."""
    letters = passwords.READABLE
    while True:
        drawn = "".join(secrets.choice(letters) for _ in range(_HANDLE + _SECRET))
        if not Place.objects.filter(handle=_handle(drawn[:_HANDLE])).exists():
            return "-".join(drawn[at : at + _GROUP] for at in range(0, len(drawn), _GROUP))


def _parts_of(password: str) -> tuple[str, str]:
    """The part that finds the place and the part that is secret. Capitals, spaces and hyphens do not matter."""
    typed = "".join(letter for letter in password.lower() if letter in passwords.READABLE)[
        : _HANDLE + _SECRET + 1
    ]
    return typed[:_HANDLE], typed[_HANDLE:]


def _handle(letters: str) -> bytes:
    return crypto.fingerprint(letters, kind="survey-place")


_drawn: list[str] = []


def _nobodys() -> str:
    """A hash that no password has, for a handle of no place: checking it takes as long as checking another."""
    if not _drawn:
        _drawn.append(hashers.make_password(secrets.token_hex()))
    return _drawn[0]


def state(survey: Survey) -> State:
    """Where a survey is, as its dates say."""
    if survey.published_at:
        return State.PUBLISHED
    if survey.closed_at:
        return State.CLOSED
    return State.OPEN if survey.opened_at else State.MADE


def _of_draft(kept: Mapping[str, str]) -> Place:
    place = Place.objects.select_related("survey__authority").filter(reference=kept.get(PLACE, "")).first()
    if place is None:
        raise NoSuchSurvey
    return place


def _of(by: Searcher, reference: str) -> Survey:
    survey = Survey.objects.within(by).select_related("authority").filter(reference=reference).first()
    if survey is None:
        raise NoSuchSurvey
    return survey


def _place(by: Searcher, reference: str) -> Place:
    place = Place.objects.within(by).select_related("survey").filter(reference=reference).first()
    if place is None:
        raise NoSuchSurvey
    return place


def _question(by: Searcher, reference: str) -> Question:
    question = Question.objects.within(by).select_related("survey").filter(reference=reference).first()
    if question is None:
        raise NoSuchSurvey
    return question


def _voice(by: Searcher, reference: str) -> Voice:
    rows = Voice.objects.within(by).select_related("question__survey", "words", "group", "quotation")
    voice = rows.filter(reference=reference).first()
    if voice is None:
        raise NoSuchSurvey
    return voice


def _locked(survey: Survey) -> Survey:
    return Survey.objects.select_for_update(of=("self",)).select_related("authority").get(pk=survey.pk)


def _shown(survey: Survey, *, places: Sequence[PlaceShown]) -> Shown:
    now_is = state(survey)
    return Shown(
        reference=survey.reference,
        title=survey.title,
        lead=survey.lead,
        source=survey.source,
        state=now_is,
        may=tuple(to for to in Move if to in MOVES[now_is]),
        questions=tuple(_to_answer(one) for one in survey.questions.order_by("position")),
        places=tuple(places),
        authority=survey.authority.code,
    )


def _to_answer(question: Question) -> ToAnswer:
    return ToAnswer(question.position, question.words, question.hint, question.is_open, question.reference)


def _read(voice: Voice) -> VoiceRead:
    quotation: Quotation | None = getattr(voice, "quotation", None)
    return VoiceRead(
        key=voice.pk,
        reference=voice.reference,
        words=_words_of(voice),
        group=voice.group.words if voice.group else "",
        quoted=quotation.words if quotation else "",
    )


def _words_of(voice: Voice) -> str:
    held: VoiceWords | None = getattr(voice, "words", None)
    return crypto.unseal(held.sealed, context=_context(voice)) if held else ""


def _context(voice: Voice) -> str:
    return f"survey-voice:{voice.pk}"
