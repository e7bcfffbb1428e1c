"""What was sent beside what is held, fact by fact, each with a word that says how they stand to each other.

And what each decision would publish, and to whom.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from registry import names
from registry.parts.birth import BirthHeld
from shielding.disclosure.disclosure import Disclosure, Withheld
from shielding.models import Tier
from shielding.publication.quarantine import Candidate, Decision, Opened
from shielding.publication.sent import Number, Sent
from shielding.templatetags import record as written

Part = TypeVar("Part")
NOT_SHOWN = "Not shown: the system of another authority sent it, and it may be another child's"


class Verdict(StrEnum):
    """How what was sent stands to what is held, in the words of the page."""

    SAME = "The same"
    DIFFERENT = "Different"
    NEW = "Not held yet"
    NOT_SENT = "Not sent"
    NEITHER = "Neither sent nor held"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the comparison."""

    label: str
    sent: tuple[str, ...]
    held: tuple[str, ...]
    verdict: str

    @property
    def is_different(self) -> bool:
        return self.verdict == Verdict.DIFFERENT

    @property
    def is_new(self) -> bool:
        return self.verdict == Verdict.NEW


@dataclass(frozen=True, slots=True)
class Compared:
    """One child whom the update may be about: the record as this officer may read it, beside what was sent."""

    reference: str
    name: str
    number: str
    shield: str
    cause: str
    facts: tuple[Fact, ...]

    @property
    def differences(self) -> int:
        return sum(fact.is_different for fact in self.facts)


def compare(opened: Opened, candidate: Candidate, held: Disclosure, *, today: date) -> Compared:
    """All facts of the update beside those of one record."""
    return Compared(
        reference=held.reference,
        name=held.name,
        number=held.number,
        shield="" if candidate.is_open else str(candidate.tier.label),
        cause=candidate.cause,
        facts=tuple(_facts(opened, candidate, held, today)),
    )


def _facts(opened: Opened, candidate: Candidate, held: Disclosure, today: date) -> Iterator[Fact]:
    said, whole = opened.sent, opened.is_whole
    before = tuple(str(name) for name in held.former_names)
    yield _fact("Name", (said.name,), (held.name,))
    yield _fact("Former name", _some(said.former_name), before, one_of=True)
    yield _fact("Date of birth", (_born(said.birth, today),), _some(_born(held.birth, today)))
    yield _fact("Gender", _some(said.gender), _some(held.gender.words if held.gender else ""))
    for label, stands in candidate.numbers:
        yield Fact(label, _NUMBER_SENT[stands], _NUMBER_HELD[stands], stands)
    address, education, practice = _shown(held.address), _shown(held.education), _shown(held.practice)
    lives = tuple(filter(None, (*address.lines, address.postcode))) if address else ()
    carers = tuple(str(carer) for carer in _shown(held.carers) or ())
    yield _fact("Address", said.address, lives or _some(address.words if address else ""), whole=whole)
    yield _fact("Parents and carers", said.carers, carers, whole=whole)
    learns = _some(education.school or education.words) if education else ()
    yield _fact("School", said.school, learns, whole=whole)
    yield _fact("Doctor's practice", said.practice, _some(practice.practice if practice else ""), whole=whole)
    yield _fact("Who works with the child", said.work, tuple(_work(held)), whole=whole, one_of=True)
    if said.authority:
        only = ("It changes by a transfer alone",)
        yield Fact("Council that the sender names", (said.authority,), only, "Nothing changes hands")


_NUMBER_SENT: Mapping[Number, tuple[str, ...]] = {
    Number.SAME: ("A number, not shown",),
    Number.DIFFERENT: ("A number, not shown",),
    Number.NEW: ("A number, not shown",),
    Number.NOT_SENT: (),
    Number.NEITHER: (),
}
_NUMBER_HELD: Mapping[Number, tuple[str, ...]] = {
    Number.SAME: ("A number, not shown",),
    Number.DIFFERENT: ("A number, not shown",),
    Number.NEW: (),
    Number.NOT_SENT: ("A number, not shown",),
    Number.NEITHER: (),
}


def _fact(
    label: str, sent: tuple[str, ...], held: tuple[str, ...], *, whole: bool = True, one_of: bool = False
) -> Fact:
    verdict = _verdict(sent, held, one_of=one_of)
    hides = not whole and verdict in (Verdict.DIFFERENT, Verdict.NEW)
    return Fact(label, (NOT_SHOWN,) if hides else sent, held, verdict)


def _verdict(sent: Sequence[str], held: Sequence[str], *, one_of: bool) -> Verdict:
    if not sent:
        return Verdict.NOT_SENT if held else Verdict.NEITHER
    if not held:
        return Verdict.NEW
    mine, theirs = ({names.normalise(line) for line in lines} for lines in (sent, held))
    return Verdict.SAME if mine == theirs or (one_of and mine <= theirs) else Verdict.DIFFERENT


def _shown(part: Part | Withheld | None) -> Part | None:
    return None if isinstance(part, Withheld) else part


def _some(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _born(birth: BirthHeld | None, today: date) -> str:
    return written.born(birth, today) if birth else ""


def _work(held: Disclosure) -> Iterator[str]:
    for one in (*(_shown(held.involvements) or ()), *(_shown(held.sensitive_involvements) or ())):
        until = f", until {written.written(one.ended_on)}" if one.ended_on else ""
        yield (
            f"{one.practitioner}, {one.job_title}, {one.service}, {one.organisation}, "
            f"from {written.written(one.started_on)}{until}"
        )


# --- what a decision publishes, and to whom ---------------------------------------------------------------------

_EVERYBODY = "everybody in England who may open records with a reason"


def consequence(decision: Decision, opened: Opened, candidate: Candidate, name: str) -> str:
    """What this decision will publish and to whom, in a few sentences."""
    match decision:
        case Decision.APPLY if candidate.is_open:
            return (
                f"Tonight the record of {name} takes over what was sent: {_published(opened)}. From then on "
                f"{_EVERYBODY} sees it there. Until midnight nothing is published."
            )
        case Decision.APPLY:
            return (
                f"The record of {name} takes over what was sent at once: {_published(opened)}. The shield stays: only "
                f"the shielding officers of your authority see it. {_still_open(opened, candidate)}"
            )
        case Decision.ANOTHER if opened.sent.says_who:
            return (
                f"Within a minute or two a record of its own, without a shield, is made for {opened.sent.name}, unless "
                f"the register is sure of somebody else or others are asked too. {_EVERYBODY[0].upper()}"
                f"{_EVERYBODY[1:]} then sees on it: {_published(opened)}. If this is {name} after all, that gives away "
                "where the child is."
            )
        case Decision.ANOTHER:
            return (
                f"It waits until a school, a council or a health service has said who {opened.sent.name} is. Then it "
                f"is shown on that child's record, to {_EVERYBODY}: {_published(opened)}. Nothing is published now."
            )
    return (
        "Nothing is published, now or later, and the sender is not told. What the same system sends of another day is "
        "looked at again."
    )


def _still_open(opened: Opened, candidate: Candidate) -> str:
    said = opened.sent
    if candidate.tier == Tier.UNLISTED:
        return "Nobody else finds the record."
    if not said.says_who:
        return "Everybody else goes on to see the name, the date of birth and the gender alone."
    return (
        f"Everybody else who finds the child sees the name, the date of birth and the gender as they were sent: "
        f"{said.name}."
    )


def _published(opened: Opened) -> str:
    said: Sent = opened.sent
    if not opened.is_whole:
        return "the name, the date of birth and all that was sent besides, which is not shown to you"
    facts = (
        ("the name", _some(said.name) if said.says_who else ()),
        ("the address", said.address),
        ("the parents or carers", said.carers),
        ("the school", said.school),
        ("the doctor's practice", said.practice),
        ("who works with the child", said.work),
    )
    return "; ".join(f"{label} ({', '.join(lines)})" for label, lines in facts if lines)
