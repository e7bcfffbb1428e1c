"""What the Children's Rights Director counted in 2007, as a survey that is published. Every count comes out exactly.

Source: "Making ContactPoint Work", Children's Rights Director for England, 2007, reference 070171. The figures are the
report's; the words of groups and changes are ours. The report prints few of the comments that it counts, so each
comment here says only with what it was counted. Who was not said to be a boy, or how old, is not said here either;
origin and disability, which the report counts as well, cannot be held.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices

from access import eyes
from access.eyes import Searcher
from access.models import Account
from complaints import consultation, drafts
from complaints.consultation import Filled, Meeting, Move
from complaints.models import Age, Gender, Lives, Said, Sheet, Survey
from complaints.questionnaires import Known
from workshop.demo import cast

TITLE = "Making ContactPoint work: what the Children's Rights Director counted in 2007"
WEB, PAPER, MEETING, PLACES = 39, 8, 15, 18
SHEETS = WEB + PAPER
_NETWORK = "the demonstration"
_MARK = " (counted in the report, and not printed here)"


@dataclass(frozen=True, slots=True)
class Comments:
    """So many comments by people who gave this answer say much the same; without words they are in no group."""

    said: Said | None
    times: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out of the question at this position."""

    position: int
    yes: int = 0
    no: int = 0
    not_sure: int = 0
    comments: tuple[Comments, ...] = ()

    @property
    def said(self) -> Mapping[Said, int]:
        return {Said.YES: self.yes, Said.NO: self.no, Said.NOT_SURE: self.not_sure}


_PARENTS = "I do not want my parents to see what is held about me"
_NOTHING_HELD = "I do not want anything about me to be held"
OUTCOMES = (
    Outcome(1, 36, 1, 9, (Comments(Said.YES, 6, "It must be kept from people who should not see it"),)),
    Outcome(
        2,
        comments=(
            Comments(None, 2, "Let children have a say in it"),
            Comments(None, 2, "Keep it confidential"),
            Comments(None, 7),
        ),
    ),
    Outcome(
        3,
        39,
        4,
        3,
        (
            Comments(Said.YES, 15, "It matters that what is held about me is right"),
            Comments(Said.YES, 6, "I am not mixed up with other people"),
            Comments(Said.YES, 4, "Nobody puts in wrong things on purpose"),
            Comments(Said.NO, 4, _NOTHING_HELD),
        ),
    ),
    Outcome(
        4,
        34,
        4,
        8,
        (
            Comments(Said.YES, 20),
            Comments(Said.NO, 2, _NOTHING_HELD),
            Comments(Said.NO, 1, "A computer can make mistakes"),
            Comments(Said.NO, 1),
        ),
    ),
    Outcome(
        5,
        37,
        4,
        5,
        (
            Comments(Said.YES, 19, "Asking us is the best way to get it right"),
            Comments(Said.YES, 7),
            Comments(Said.NO, 3, _PARENTS),
            Comments(Said.NOT_SURE, 1, _PARENTS),
        ),
    ),
    Outcome(
        6,
        38,
        3,
        5,
        (
            Comments(Said.YES, 23, "It keeps what is held about me safe"),
            Comments(Said.YES, 1, "I worry that somebody could find me"),
            Comments(Said.YES, 1, "Make sure that it is done, and not only promised"),
            Comments(Said.YES, 7),
            Comments(Said.NOT_SURE, 1, "I may not know of old mistakes"),
        ),
    ),
    Outcome(
        7,
        37,
        2,
        7,
        (
            Comments(Said.YES, 16, "I can check that it is right"),
            Comments(Said.YES, 8, "It is my right to see what is written about me"),
        ),
    ),
    Outcome(
        8,
        33,
        6,
        7,
        (Comments(Said.YES, 1, "People must be told how to complain"),),
    ),
    Outcome(
        9,
        40,
        0,
        6,
        (
            Comments(Said.YES, 19, "It is important to protect children"),
            Comments(Said.YES, 8, "It keeps very personal things confidential when that matters"),
            Comments(Said.YES, 2, "Ask me before somebody looks"),
            Comments(Said.NOT_SURE, 1, _NOTHING_HELD),
        ),
    ),
    Outcome(10, comments=(Comments(None, 9),)),
    Outcome(11, comments=(Comments(None, 6),)),
)
HANDS = {12: {Said.YES: 13}}
"""In the meeting. The report does not say what the other two said."""

BANDS: tuple[tuple[str, tuple[tuple[TextChoices, int], ...]], ...] = (
    ("lives", ((Lives.CHILDRENS_HOME, 26), (Lives.SPECIAL_SCHOOL, 9), (Lives.FOSTER, 6))),
    ("gender", ((Gender.BOY, 31),)),
    ("age", ((Age.FROM_18, 3), (Age.UNDER_10, 1))),
)
"""Two thirds were boys: of 47, that is 31. Three were care leavers over 18, and the youngest was nine."""

CHANGES = (
    "People who see what is held must give a reason, each time. What they do is written down.",
    "Nobody who works as a receptionist can be let in.",
    "Nobody can go through a list of children. You are found one at a time, by somebody who knows enough about you.",
    "A photograph of you, or the telephone number of where you live, has no place in it.",
    "You can ask at any age to see what is held about you, and to put it right. You do not need a parent.",
    "You can say that you are worried about who can see it. A shield hides where you are.",
    "A complaint is answered within 20 days. The way to complain begins on the first page.",
)


def load(now: datetime) -> None:
    """Bring it in and publish it, by the real way. Doing it again changes nothing; what was cut off is gone on with."""
    rosa = eyes.searcher_of(Account.objects.with_eyes().get(username=cast.ROSA.username), "the demonstration")
    survey = _survey(rosa, now)
    if survey.published_at:
        return
    reference = survey.reference
    if not survey.opened_at:
        consultation.move(reference, Move.OPEN, by=rosa, now=now)
    if not survey.closed_at:
        _fill_in(survey, by=rosa, now=now)
        consultation.move(reference, Move.CLOSE, by=rosa, now=now)
    _put_together(reference, by=rosa, now=now)
    for words in CHANGES:
        consultation.write_change(reference, words, by=rosa, now=now)
    consultation.move(reference, Move.PUBLISH, by=rosa, now=now)


def _survey(by: Searcher, now: datetime) -> Survey:
    found = Survey.objects.within(by).filter(title=TITLE).first()
    if found is None:
        made = consultation.make(TITLE, known=Known.DIRECTOR, questions=(), by=by, now=now)
        found = Survey.objects.get(reference=made)
    return found


def _fill_in(survey: Survey, *, by: Searcher, now: datetime) -> None:
    for at in range(survey.places.count(), PLACES):
        consultation.add_place(survey.reference, name=f"Place {at + 1} of the report", by=by, now=now)
    places = list(survey.places.order_by("pk").values_list("reference", flat=True))
    sheets = list(filled())
    done = survey.sheets.filter(channel=Sheet.Channel.WEB).count()
    for at in range(done, WEB):
        key = drafts.begin({consultation.PLACE: places[at % PLACES]}, network=_NETWORK, now=now)
        consultation.send(key, sheets[at], now=now)
    for at in range(WEB, SHEETS):
        consultation.enter_sheet(
            survey.reference, sheets[at], sent_once=f"the report's sheet {at}", by=by, now=now
        )
    meeting = Meeting(MEETING, HANDS)
    consultation.enter_meeting(survey.reference, meeting, sent_once="the report's meeting", by=by, now=now)


def filled() -> Iterator[Filled]:
    """The sheets, so that each count comes out. Which of them say what together is not in the report."""
    said: list[dict[int, Said]] = [{} for _ in range(SHEETS)]
    words: list[dict[int, str]] = [{} for _ in range(SHEETS)]
    for one in OUTCOMES:
        turn = [(at + one.position) % SHEETS for at in range(SHEETS)]  # whoever leaves one out answers others
        given = [value for value, times in one.said.items() for _ in range(times)]
        for sheet, value in zip(turn, given, strict=False):
            said[sheet][one.position] = value
        for comments in one.comments:
            free = [
                sheet
                for sheet in turn
                if said[sheet].get(one.position) is comments.said and one.position not in words[sheet]
            ]
            for sheet in free[: comments.times]:
                words[sheet][one.position] = f"{comments.words or 'A comment'}{_MARK}"
    bands: list[dict[str, str]] = [{} for _ in range(SHEETS)]
    for kind, rows in BANDS:
        chosen = [band for band, times in rows for _ in range(times)]
        for own, band in zip(bands, chosen, strict=False):
            own[kind] = band
    for at in range(SHEETS):
        yield Filled(said[at], words[at], **bands[at])


def _put_together(reference: str, *, by: Searcher, now: datetime) -> None:
    questions = {one.position: one.reference for one in consultation.show(reference, by=by).questions}
    for one in OUTCOMES:
        groups = {comments.words for comments in one.comments if comments.words}
        if groups:
            read = consultation.read_voices(questions[one.position], by=by, now=now)
            for words in sorted(groups):
                keys = [voice.key for voice in read.voices if voice.words == f"{words}{_MARK}"]
                consultation.group(questions[one.position], keys, words=words, by=by, now=now)
