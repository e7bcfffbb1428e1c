"""What people of the county have asked: a case in every stage, each with its reference and what it is there to show.

They are taken in and moved on by the product's own commands, some days back, so that their clocks are as they would be.
The references are drawn by chance; the loader writes them down, and the page that says what to try reads them there.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from access import eyes
from access.models import Account
from complaints import cases
from complaints.cases import Asked
from complaints.models import Case
from complaints.stages import Act, Kind
from ground import crypto
from workshop.demo import cast, county

ONESELF, CHILD, SUPPORTED = Case.Asker.ONESELF, Case.Asker.CHILD, Case.Asker.SUPPORTED


@dataclass(frozen=True, slots=True)
class Done:
    """A step: how many days after the case came in, what, by which officer (nobody: the person who asked), in which
    words."""

    after: float
    act: Act
    by: cast.Person | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asked so many days ago, and what has been done since."""

    key: str
    kind: Kind
    asker: str
    days_ago: float
    meaning: str
    given: str
    family: str
    words: str
    own_name: str = ""
    relation: str = ""
    done: Sequence[Done] = ()

    @property
    def answers(self) -> dict[str, str]:
        said = {
            "First name": self.given,
            "Last name": self.family,
            "Your name": self.own_name,
            "How do you know them?": self.relation,
            "In your own words": self.words,
            "How should we get in touch?": "I will come back here with my reference",
        }
        return {question: words for question, words in said.items() if words}


@dataclass(frozen=True, slots=True)
class Told:
    """One case as the page tells of it."""

    wish: Wish
    reference: str


_TAKEN = Done(0.5, Act.TAKEN, cast.ROSA)

WISHES = (
    Wish(
        "day-18",
        Kind.COMPLAINT,
        ONESELF,
        days_ago=18,
        meaning="A boy complained 18 days ago. The answer waits for a second officer; it is due in two days.",
        given="Barnaby",
        family="Fernsby",
        words="A worker told my football coach that I have a social worker. I did not want him to know.",
        done=(
            _TAKEN,
            Done(
                9.5,
                Act.TOLD,
                cast.ROSA,
                "We have talked to the worker and to their manager. We are still finding out.",
            ),
            Done(
                17,
                Act.PROPOSED,
                cast.ROSA,
                "You were right. The worker should not have said it. They may not use ContactPoint any more, and they "
                "will say sorry to you if you want that.",
            ),
        ),
    ),
    Wish(
        "order",
        Kind.ACCESS,
        CHILD,
        days_ago=6,
        meaning="A father whom a court told to stay away asks where his son is. We asked who he is; the clock stands.",
        given="Rowan",
        family="Madeup",
        words="I want everything that you hold about my son, with the address and the school.",
        own_name="Conrad Madeup",
        relation="I am his father",
        done=(
            _TAKEN,
            Done(
                1,
                Act.IDENTITY_ASKED,
                cast.ROSA,
                "Please come to the office with something that shows who you are, and that you may act for the child.",
            ),
        ),
    ),
    Wish(
        "address",
        Kind.CORRECTION,
        ONESELF,
        days_ago=3,
        meaning="A girl in care says that her address is wrong. An officer has it.",
        given="Clementine",
        family="Ashdown",
        words="It still says my old foster home. I have lived somewhere else since the summer.",
        done=(_TAKEN,),
    ),
    Wish(
        "mother",
        Kind.ACCESS,
        CHILD,
        days_ago=20,
        meaning="A mother with parental responsibility asked, and was answered.",
        given="Jade",
        family="Madeup",
        words="What do you hold about my daughter?",
        own_name="Marigold Madeup",
        relation="I am her mum",
        done=(
            _TAKEN,
            Done(
                12,
                Act.PROPOSED,
                cast.ROSA,
                "We have put it on paper for you. Please come and fetch it at the office.",
            ),
            Done(13, Act.ANSWERED, cast.REUBEN),
        ),
    ),
    Wish(
        "dad",
        Kind.WORRY,
        ONESELF,
        days_ago=0.05,
        meaning="A fourteen-year-old is worried, since an hour ago. A person has to look at it within four hours.",
        given="Primrose",
        family="Hollyhock",
        words="I am afraid that my dad finds out where my school is.",
    ),
    Wish(
        "again",
        Kind.LOOKED,
        ONESELF,
        days_ago=40,
        meaning="A girl asked who had looked, was answered, and wants somebody else to look at it again.",
        given="Ottilie",
        family="Sandcastle",
        words="Who has looked at my page since September?",
        done=(
            _TAKEN,
            Done(20, Act.PROPOSED, cast.ROSA, "Three people looked, all because they work with you."),
            Done(21, Act.ANSWERED, cast.REUBEN),
            Done(30, Act.ASKED_AGAIN, None, "I only know two of them. Who is the third?"),
        ),
    ),
    Wish(
        "settled",
        Kind.OBJECTION,
        ONESELF,
        days_ago=70,
        meaning="A young person did not want to be on the list at all. Two officers have answered.",
        given="Leopold",
        family="Quickwit",
        words="I do not need anybody to work together about me. Take me off.",
        done=(
            _TAKEN,
            Done(
                10,
                Act.PROPOSED,
                cast.ROSA,
                "The law says that every child is on it. We have hidden where you live.",
            ),
            Done(11, Act.ANSWERED, cast.REUBEN),
            Done(12, Act.ASKED_AGAIN, None, "I want somebody else to decide this."),
            Done(25, Act.SETTLED, cast.REUBEN, "I have looked at it again, and I come to the same answer."),
        ),
    ),
    Wish(
        "withdrawn",
        Kind.ASK_FIRST,
        SUPPORTED,
        days_ago=9,
        meaning="An advocate asked for a boy, and took it back.",
        given="Digby",
        family="Larkspurling",
        words="He wants to be asked before a new worker looks.",
        own_name="Hester Plumtree",
        relation="I am his advocate",
        done=(_TAKEN, Done(2, Act.WITHDRAWN)),
    ),
)


def load(now: datetime) -> None:
    """Take in every wish that is not there yet, and write down its reference. Doing it again changes nothing."""
    for wish in WISHES:
        if Case.objects.filter(sent_once=crypto.fingerprint(_sending(wish), kind="sending")).exists():
            continue
        with transaction.atomic():
            reference = _take_in(wish, now)
        kept = _kept()
        kept[wish.key] = reference
        _place().parent.mkdir(parents=True, exist_ok=True)
        _place().write_text(json.dumps(kept) + "\n")


def told() -> Iterator[Told]:
    """Every case, with the reference by which its page is found."""
    kept = _kept()
    yield from (Told(wish, kept[wish.key]) for wish in WISHES if wish.key in kept)


def _take_in(wish: Wish, now: datetime) -> str:
    came_in = now - timedelta(days=wish.days_ago)
    asked = Asked(wish.kind, wish.asker, Case.Channel.WEB, county.HOME, wish.answers)
    reference = cases.receive(asked, sent_once=_sending(wish), now=came_in)
    case = Case.objects.get(sent_once=crypto.fingerprint(_sending(wish), kind="sending")).reference
    for done in wish.done:
        at = came_in + timedelta(days=done.after)
        if done.by is None:
            cases.answer_back(reference, done.act, done.words, now=at)
        else:
            officer = Account.objects.with_eyes().get(username=done.by.username)
            by = eyes.searcher_of(officer, "the demonstration")
            cases.advance(case, done.act, done.words, by=by, now=at)
    return reference


def _sending(wish: Wish) -> str:
    return f"the demonstration: {wish.key}"


def _kept() -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads(_place().read_text())
    except FileNotFoundError:
        return {}
    return found


def _place() -> Path:
    return Path(settings.VAR_DIR) / "county" / "asked.json"
