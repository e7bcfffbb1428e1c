"""Worlds: pairs of them that differ only in what is withheld from one observer.

A pair is drawn child by child: one child as it may be, and its other self with everything redrawn that the observer
cannot come to see. The alphabets are small on purpose, so that twins, namesakes, siblings at one address and addresses
that two families share turn up all the time. The specification, which knows nothing of how pairs are drawn, has the
last word on whether a pair is one.
"""

import copy
import hashlib
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from stdnum.iso7064 import mod_97_10

from tests import cast
from tests.house import spec
from tests.house.spec import Plain

START: Final = cast.NOW
TODAY: Final = cast.TODAY.isoformat()
SLOTS: Final = 5
SIDES: Final = (0, 1)

GIVEN = ("Kelly", "Kelly", "Robin")
FAMILY = ("Example", "Example", "Madeup")
BIRTHS = ("2011-03-14", "2011-03-14", "2011-03-15", "2014-05-06")
NHS_NUMBERS = ("9990000018", "9990000026")
POSTCODES = ("ZZ1 1AA", "ZZ1 1AB", "ZZ9 9ZZ")
NOBODYS_POSTCODE = "ZZ7 7ZZ"
LINES = ("7 Invented Row", "Hidden House")
SCHOOLS = ("SCH1", "SCH2")
CARERS = (("Maria", "Example"), ("Ben", "Madeup"), ("Jo", "Made"))
AUTHORITIES = (cast.WESTMARCH, cast.EASTMARCH)
WITHHELD = ("ask-first", "raised", "shielded")
AS_AT = ("2026-09-10", "2026-10-01")
ENDED = ("2026-01-31", "2026-10-20")
WORKERS = (("HOUSING", "Tim Imaginary"), ("SOCIAL", "Una Imaginary"), ("MENTORS", "Vi Imaginary"))
SPECIALISTS = (("DRUGS", "Wim Imaginary"), ("MINDS", "Xia Imaginary"))
EAST_CENSUS = cast.EAST_CENSUS
OTHERS = ("tim", "uma")
"""People who act behind the observer's back."""
OFFICERS = ("olive", "oscar", "orla")
REVIEWS = ("2026-06-01", "2026-11-20", "2027-03-01")
"""When a shield has to be reviewed: the first of them is overdue."""
DEATHS = (None, None, None, "2026-09-01")

OBSERVERS: Mapping[str, Plain] = {
    name: {"name": name, "role": role, "authority": authority, "service": service}
    for name, role, authority, service in (
        ("jane", "practitioner", cast.WESTMARCH, "MENTORS"),
        ("nia", "practitioner", cast.EASTMARCH, "EASTSOCIAL"),
        ("sana", "sensitive-practitioner", cast.WESTMARCH, "DRUGS"),
        ("otto", "shielding-officer", cast.EASTMARCH, ""),
        ("rita", "rights-officer", cast.WESTMARCH, ""),
        ("ada", "account-administrator", cast.WESTMARCH, ""),
        ("lena", "local-auditor", cast.EASTMARCH, ""),
        ("nora", "national-auditor", cast.EASTMARCH, ""),
        ("sender", "feed", cast.EASTMARCH, ""),
        ("nobody", "", "", ""),
    )
}
SIGNED_IN = tuple(name for name in OBSERVERS if name not in ("sender", "nobody"))
"""The observers who have a session. The sender has none: it is a system, and is told what became of its file."""
AUTHORITIES_OF: Mapping[str, str] = {
    **{name: str(OBSERVERS[name]["authority"]) for name in SIGNED_IN},
    **dict.fromkeys((*OTHERS, "olive", "oscar"), cast.WESTMARCH),
    "orla": cast.EASTMARCH,
}
COLLEAGUES: Mapping[str, tuple[str, ...]] = {"ada": ("jane", "sana"), "lena": ("nia", "otto")}
"""Who acts before the eyes of somebody who watches over people: what they did is no secret, of whom is."""
CROWD: Final = 12
NUMBERS = tuple(
    base + mod_97_10.calc_check_digits(base) for base in (f"41002003{n:02d}" for n in range(1, CROWD + 1))
)


def _named(kind: str, number: int) -> str:
    """A reference that is the same in every world, so that what is hidden in one does not shift those of the other."""
    return hashlib.md5(f"{kind} {number}".encode(), usedforsecurity=False).hexdigest()


REFERENCES = tuple(_named("child", slot) for slot in range(CROWD))
UNKNOWN = _named("nobody", 0)


# --- drawing ----------------------------------------------------------------------------------------------------

Chance = random.Random


def one_in(chance: Chance, count: int) -> bool:
    return chance.randrange(count) == 0


def some(chance: Chance, things: Sequence[Any], most: int) -> list[Any]:
    """Between none and ``most`` of the things, each at most once, in any order."""
    return chance.sample(things, chance.randint(0, min(most, len(things))))


def _lines(
    chance: Chance, people: Sequence[tuple[str, str]], own: tuple[str, str, str] | None
) -> list[Plain]:
    found = []
    for _ in range(chance.choice((0, 0, 1, 1, 2))):
        service, practitioner = chance.choice(people)
        started_on = chance.choice(("2025-03-01", "2025-12-01"))
        line = _line(service, practitioner, "", started_on, chance.choice((None, *ENDED)))
        found.append(line | {"lead": True} if one_in(chance, 3) else line)
    if own is not None and one_in(chance, 6):
        account, service, practitioner = own
        found.append(_line(service, practitioner, chance.choice((account, "")), "2026-02-02", None))
    return found


def _specialists(chance: Chance, own: tuple[str, str, str] | None) -> list[Plain]:
    return _lines(chance, SPECIALISTS, own) + _withdrawn(chance)


def _withdrawn(chance: Chance) -> list[Plain]:
    """Now and then specialist work to which the consent was taken back."""
    if chance.randrange(4):
        return []
    service, practitioner = chance.choice(SPECIALISTS)
    line = _line(service, practitioner, "", "2025-06-01", chance.choice((None, *ENDED)))
    return [line | {"withdrawn": True}]


def _line(service: str, practitioner: str, account: str, started_on: str, ended_on: str | None) -> Plain:
    return {
        "service": service,
        "practitioner": practitioner,
        "account": account,
        "started_on": started_on,
        "ended_on": ended_on,
        "shown_days": 365,
    }


_OWN = {"jane": ("jane", "MENTORS", "Jane Imaginary"), "nia": ("nia", "EASTSOCIAL", "Nia Imaginary")}
_OWN_SENSITIVE = {"sana": ("sana", "DRUGS", "Sana Imaginary")}


def own_line(name: str) -> Plain:
    """Open work that this person has recorded with an account of their own."""
    account, service, practitioner = _OWN[name]
    return _line(service, practitioner, account, "2026-02-02", None)


def draw_child(chance: Chance, slot: int, observer: Plain) -> Plain:
    """Any child at all."""
    born = chance.choice(BIRTHS)
    state = chance.choice(("live",) * 8 + ("provisional", "retired"))
    authority = chance.choice(AUTHORITIES)
    return {
        "slot": slot,
        "reference": REFERENCES[slot],
        "number": NUMBERS[slot],
        "state": state,
        "proposed_by": chance.choice((*OTHERS, observer["name"] if observer["name"] in SIGNED_IN else "tim"))
        if state == "provisional"
        else "",
        "given": chance.choice(GIVEN),
        "family": chance.choice(FAMILY),
        "former": chance.choice(("", "", "Made")),
        "born": born,
        "born_to": born if chance.randrange(8) else "2014-12-31",
        "gender": chance.choice("FM"),
        "tier": chance.choice(("open", "open", *WITHHELD, "unlisted")) if state == "live" else "open",
        "grounds": chance.choice(("harm-to-child", "placement")),
        "review_due": chance.choice(REVIEWS),
        "lift_asked": _lift_asked(chance, authority),
        "was_shielded": one_in(chance, 5),
        "authority": authority,
        "source": cast.CENSUS if authority == cast.WESTMARCH else EAST_CENSUS,
        "as_at": chance.choice(AS_AT),
        "address": draw_address(chance) if chance.randrange(4) else None,
        "education": {"school": chance.choice(SCHOOLS)} if chance.randrange(4) else None,
        "practice": chance.choice(("", "GP1")),
        "carers": [list(name) for name in some(chance, CARERS, 2)],
        "died_on": chance.choice(DEATHS),
        "nhs_number": chance.choice(("", *NHS_NUMBERS)) if slot == 0 else "",
        "upn": "",
        "involvements": _lines(chance, WORKERS, _OWN.get(observer["name"])),
        "sensitive": _specialists(chance, _OWN_SENSITIVE.get(observer["name"])) if state == "live" else [],
    }


def _lift_asked(chance: Chance, authority: str) -> str:
    """The officer who asks for the lift of the shield, if one does: two of an authority have to agree."""
    return chance.choice(("", "", *(("olive", "oscar") if authority == cast.WESTMARCH else ("otto", "orla"))))


def elsewhere(child: Plain) -> str:
    """The authority that does not look after the child."""
    return next(code for code in AUTHORITIES if code != child["authority"])


def draw_address(chance: Chance) -> Plain:
    return {"line": chance.choice(LINES), "postcode": chance.choice(POSTCODES)}


HIDDEN_BENEATH = (
    "former",
    "died_on",
    "grounds",
    "review_due",
    "lift_asked",
    "was_shielded",
    "authority",
    "source",
    "as_at",
    "address",
    "education",
    "practice",
    "carers",
    "nhs_number",
)
HIDDEN_ALWAYS = ("nhs_number", "was_shielded")
"""What no reader sees of a record that is open: another body's number, and whether there was a shield before."""


def draw_pair(chance: Chance, slot: int, observer: Plain) -> list[Plain | None]:
    """One child as it is in either world; ``None`` where it is not there at all."""
    child = draw_child(chance, slot, observer)
    fresh = draw_child(chance, slot, observer)
    match spec.exposure_of(observer, child):
        case "nothing":
            pair = [child, _out_of_sight(fresh, observer) if one_in(chance, 2) else None]
            return pair if one_in(chance, 2) else pair[::-1]
        case "face":
            other = child | {name: fresh[name] for name in HIDDEN_BENEATH} | {"tier": chance.choice(WITHHELD)}
            for kind in ("involvements", "sensitive"):
                other[kind] = _others(fresh[kind], observer) + _own(child[kind], observer)
            return [child, other]
        case "record":
            other = child | {name: fresh[name] for name in HIDDEN_ALWAYS}
            other["sensitive"] = _other_specialists(chance, child, fresh, observer)
            return [child, other]
    return [child, child | {"nhs_number": fresh["nhs_number"]}]


def _out_of_sight(child: Plain, observer: Plain) -> Plain | None:
    if spec.exposure_of(observer, child) == "nothing":
        return child
    if observer["role"] in spec.OFFICERS:
        return child | {"authority": cast.WESTMARCH, "source": cast.CENSUS}
    return child | {"state": "live", "proposed_by": "", "tier": "unlisted"}


def _own(lines: list[Plain], observer: Plain) -> list[Plain]:
    return [line for line in lines if spec.is_own(line, observer)]


def _others(lines: list[Plain], observer: Plain) -> list[Plain]:
    return [line for line in lines if not spec.is_own(line, observer)]


def _other_specialists(chance: Chance, child: Plain, fresh: Plain, observer: Plain) -> list[Plain]:
    """Other specialist work of others of which the same is known: that there is some, and until when that is said."""
    own = _own(child["sensitive"], observer)
    until = spec.specialist_until(spec.without_own(child, observer))
    if until == "never":
        return [*_withdrawn(chance), *own]
    lines = _others(fresh["sensitive"], observer)
    if until != "open":
        lines = [line | {"ended_on": ENDED[0]} for line in lines]
    service, practitioner = chance.choice(SPECIALISTS)
    started_on = chance.choice(("2025-01-01", "2025-11-01"))
    return [*lines, _line(service, practitioner, "", started_on, _ended_for(until)), *own]


def _ended_for(until: str) -> str | None:
    """When work has ended of which is said until this day that it is there."""
    if until in ("open", "never"):
        return None
    return (date.fromisoformat(until) - timedelta(days=365)).isoformat()


def draw_requests(chance: Chance, slots: list[list[Plain | None]], observer: Plain) -> list[list[Plain]]:
    """Requests for brokered contact: other people's, in either world; the officer's own work in both."""
    both: list[list[Plain]] = [[], []]
    for index, pair in enumerate(slots):
        waiting = _request(index, chance.choice(OTHERS), chance.choice(("today", "routine")))
        waiting["outcome"] = chance.choice(("waiting", "waiting", "waiting", "no-contact"))
        for side in _sides(chance, pair, observer, lambda child: child["state"] == "live"):
            both[side].append(waiting)
    return both


def _sides(
    chance: Chance, pair: list[Plain | None], observer: Plain, fits: Callable[[Plain], bool]
) -> list[int]:
    """In which of the worlds something happened to the child: in both or neither where the observer would know."""
    sides = [side for side in SIDES if pair[side] and fits(pair[side])]
    if observer["role"] in spec.OFFICERS and pair[0] and pair[0]["authority"] == observer["authority"]:
        return sides if len(sides) == 2 and one_in(chance, 2) else []
    return some(chance, sides, 2)


def _request(slot: int, asked_by: str, urgency: str) -> Plain:
    return {
        "reference": _named("request", slot),
        "child": REFERENCES[slot],
        "asked_by": asked_by,
        "urgency": urgency,
        "reason": "We would like to talk",
        "outcome": "waiting",
    }


def draw_quarantine(chance: Chance, slots: list[list[Plain | None]], observer: Plain) -> list[list[Plain]]:
    """Statements that were set aside: they may concern a shielded child, or an open one in the officer's own hands."""
    both: list[list[Plain]] = [[], []]
    for slot, pair in enumerate(slots):
        is_own = any(child and spec.exposure_of(observer, child) == "officer" for child in pair)
        home = ((pair[0] or pair[1] or {}).get("address") or {}).get("postcode")
        near = (*POSTCODES, *([home] * len(POSTCODES) if home else ()))
        postcode = NOBODYS_POSTCODE if is_own else chance.choice(near)
        lines = {}
        for side in _sides(chance, pair, observer, _may_wait if is_own else _is_shielded):
            line = {"reference": _named("statement", slot), "child": REFERENCES[slot], "postcode": postcode}
            world_now = {"children": [other[side] for other in slots if other[side]]}
            lines[side] = line | {"concerns": spec.concerned(world_now, pair[side] or {})}
        if any(is_also_for(observer, line, slots) for line in lines.values()):
            continue
        for side, line in lines.items():
            both[side].append(line)
    return both


def _is_shielded(child: Plain) -> bool:
    return bool(child["tier"] != "open")


def _may_wait(child: Plain) -> bool:
    """Whether a line of the same name and birth date, with another postcode and no number, is sure to be set aside."""
    return _is_shielded(child) or (child["state"] == "live" and not child["nhs_number"])


def is_also_for(observer: Plain, line: Plain, slots: list[list[Plain | None]]) -> bool:
    """Whether a line about a child out of the observer's sight concerns one in the observer's own hands as well."""
    if observer["role"] not in spec.OFFICERS:
        return False
    own = {
        child["reference"]
        for pair in slots
        for child in pair
        if child and spec.exposure_of(observer, child) == "officer"
    }
    return line["child"] not in own and not own.isdisjoint(line["concerns"])


def world(example: Plain, side: int) -> Plain:
    """One of the two worlds of an example, as the specification reads it."""
    children = [copy.deepcopy(pair[side]) for pair in example["slots"] if pair[side]]
    numbers = {child["reference"]: child["nhs_number"] for child in children}
    return {
        "children": children,
        "requests": copy.deepcopy(example["requests"][side]),
        # A line that was set aside carries the number of the child of whom it was made up.
        "quarantine": [
            {"nhs_number": numbers[line["child"]], **copy.deepcopy(line)}
            for line in example["quarantine"][side]
        ],
        "accounts": dict(AUTHORITIES_OF),
        "approvals": [],
    }


def is_pair(people: Sequence[Plain], both: Sequence[Plain]) -> bool:
    """Whether two worlds are equal to all of these people."""
    return all(spec.visible(one, both[0]) == spec.visible(one, both[1]) for one in people)


def specialist_line(child: Plain, observer: Plain) -> Plain:
    """The specialist work that comes in by a feed while the story runs: it ended when the rest of others' work did."""
    until = spec.specialist_until(spec.without_own(child, observer))
    return _line("MINDS", "Yara Imaginary", "", "2025-06-01", _ended_for(until))
