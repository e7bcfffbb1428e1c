"""The specification of what an observer may see of a world: a pure function on plain dictionaries.

It is written from the policy (SI 2007/2182, the shielding criteria of the statutory guidance 2008, the decisions in
docs/adr) and imports nothing of the product. Two worlds for which it gives the same answer must look the same to that
observer, whatever they do and whatever happens behind their back in either of them.

A world has ``children``, ``requests`` (for brokered contact), ``quarantine`` (statements set aside), ``accounts`` (the
authority of each person) and ``approvals`` (the proposed records that somebody has tried to approve). Dates are ISO
texts, so that a world can be written down and read again. An observer has ``name``, ``role``, ``authority`` and
``service``.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

Plain = dict[str, Any]

READERS = ("practitioner", "sensitive-practitioner")
OFFICERS = ("shielding-officer",)
ADMINISTRATORS = ("account-administrator",)
FACE = ("reference", "number", "given", "family", "born", "born_to", "gender")
"""What stays open under every shield but the last: who the child is now."""
PERSON = ("former", "carers", "died_on")
PLACE = ("address", "education", "practice", "authority")
PROVENANCE = ("source", "as_at")
NEVER = ("nhs_number", "upn")
"""Other bodies' numbers: only the body itself reads them, and no page does."""
LIKENESS = (
    *("given", "family", "former", "born", "born_to", "gender", "nhs_number", "upn"),
    *("address", "education", "practice", "carers"),
)
"""What makes one child like another."""


def visible(observer: Plain, world: Plain) -> Plain:
    """Everything that the observer can come to see of this world, now or later, if only time passes."""
    children = [seen for child in world["children"] if (seen := visible_child(observer, child))]
    return {
        "children": sorted(children, key=lambda child: str(child["reference"])),
        "requests": [seen for request in world["requests"] if (seen := _request(observer, request, world))],
        "quarantine": [seen for line in world["quarantine"] if (seen := _quarantine(observer, line, world))],
        "open_work": open_work(observer, world),
        "approvals": [_held_elsewhere(observer, world, one) for one in world.get("approvals", ())],
    }


def visible_child(observer: Plain, child: Plain) -> Plain | None:
    """What the observer can come to see of one child; ``None`` where there is no such child for them."""
    exposure = exposure_of(observer, child)
    if exposure == "nothing":
        return None
    seen = _only(child, FACE)
    if exposure == "face":
        seen["open"] = False
    if exposure in ("record", "officer"):
        seen["open"] = child["tier"] == "open"
        seen |= _only(child, PERSON + PLACE + PROVENANCE)
        seen["involvements"] = [_involvement(line) for line in child["involvements"]]
        seen["specialist_until"] = specialist_until(child)
        if role_may_take_back(observer):
            seen["specialist_without_mine"] = specialist_until(without_own(child, observer))
    if exposure == "officer":
        seen["sensitive"] = [dict(line) for line in consented(child)]
        seen["shield"] = _shield(observer, child) if child["tier"] != "open" else None
    seen["mine"] = _own_work(observer, child)
    return seen


def exposure_of(observer: Plain, child: Plain) -> str:
    """How much of a child an observer meets: nothing, the face, the record, or an officer's view of it."""
    role, tier, state = observer["role"], child["tier"], child["state"]
    if state == "retired":
        return "nothing"
    if role in OFFICERS:
        # An officer acts in their own authority and nowhere else: elsewhere there is nobody.
        return "officer" if child["authority"] == observer["authority"] else "nothing"
    if role not in READERS:
        return "nothing"
    if state == "provisional":
        own = child["proposed_by"] == observer["name"]
        return "record" if own and tier == "open" else "nothing"
    if tier == "unlisted":
        return "nothing"
    return "record" if tier == "open" else "face"


def specialist_until(child: Plain) -> str:
    """Until when the neutral line stands. That it stands is all that is known; how many, what and who is not."""
    if child["state"] == "provisional":
        return "never"
    days = [
        date.fromisoformat(line["ended_on"]) + timedelta(days=line["shown_days"])
        if line["ended_on"]
        else None
        for line in consented(child)
    ]
    if not days:
        return "never"
    return "open" if None in days else max(day for day in days if day).isoformat()


def role_may_take_back(observer: Plain) -> bool:
    """Whether the observer records specialist work, and so may take back a consent to it.

    The neutral line speaks of others' work too. A person who has none of their own with the child sees whether it is
    there, and a person who takes their own back sees the same: that is no secret from either.
    """
    return bool(observer["role"] == "sensitive-practitioner")


def without_own(child: Plain, observer: Plain) -> Plain:
    """The child as it is once the observer's own specialist work is gone."""
    return child | {"sensitive": [line for line in child["sensitive"] if not is_own(line, observer)]}


def _shield(observer: Plain, child: Plain) -> Plain:
    """A shield as the officers of its authority see it: whether its lift is asked for, and whether by this officer."""
    asked_by = child.get("lift_asked", "")
    lift = {"lift_asked": bool(asked_by), "lift_asked_by_me": asked_by == observer["name"]}
    return _only(child, ("tier", "grounds", "review_due")) | lift


def consented(child: Plain) -> list[Plain]:
    """The specialist work to which consent stands. Where it was taken back, nothing of it is known to anybody."""
    return [line for line in child["sensitive"] if not line.get("withdrawn")]


def _involvement(line: Plain) -> Plain:
    return dict(line)


def _own_work(observer: Plain, child: Plain) -> list[Plain]:
    """A person's own work with the child is no secret from that person, shield or not."""
    lines = child["involvements"] + consented(child)
    return [dict(line) for line in lines if is_own(line, observer) and not line["ended_on"]]


def is_own(line: Plain, observer: Plain) -> bool:
    """Whether the observer recorded this work, or their own service's system told of it under their name."""
    if line["account"]:
        return bool(line["account"] == observer["name"])
    told = (line["service"], line["practitioner"])
    return told == (observer["service"], f"{observer['name'].title()} Imaginary")


def open_work(observer: Plain, world: Plain) -> dict[str, int]:
    """For how many children each person's own entries are open: known to that person, who made them, and to the
    administrators of the person's authority, who settle them when the person leaves. Whose entries they are is.
    """
    people = [
        name
        for name, authority in world.get("accounts", {}).items()
        if name == observer["name"]
        or (observer["role"] in ADMINISTRATORS and authority == observer["authority"])
    ]
    return {name: sum(_works_with(name, child) for child in world["children"]) for name in people}


def _works_with(name: str, child: Plain) -> bool:
    lines: Sequence[Plain] = child["involvements"] + consented(child)
    return any(line["account"] == name and not line["ended_on"] for line in lines)


def _held_elsewhere(observer: Plain, world: Plain, reference: str) -> list[Plain]:
    """Who tries to approve a proposed record learns whether somebody alike has a record elsewhere.

    How like is like enough is for the product to say, and it is less where there is a shield. So all is known here by
    which somebody could be like, and whether there is a shield; which one it is, and all else of it, is not.
    """
    proposed = _child(world, reference)
    own = proposed and proposed["authority"] == observer["authority"] and proposed["state"] == "provisional"
    if observer["role"] not in OFFICERS or not own:
        return []
    live = [child for child in world["children"] if child["state"] == "live"]
    elsewhere = [child for child in live if child["authority"] != observer["authority"]]
    return sorted(
        (_only(child, LIKENESS) | {"open": child["tier"] == "open"} for child in elsewhere), key=repr
    )


def _request(observer: Plain, request: Plain, world: Plain) -> Plain | None:
    """Who asked reads the request and its outcome; the officers of the child's authority read what waits, and are told
    of the rest that it is answered.
    """
    if request["asked_by"] == observer["name"]:
        return _only(request, ("reference", "urgency", "reason", "outcome"))
    if observer["role"] in OFFICERS:
        child = _child(world, request["child"])
        return dict(request) if child and child["authority"] == observer["authority"] else None
    return None


def _quarantine(observer: Plain, line: Plain, world: Plain) -> Plain | None:
    """What was set aside is for the officers of those children whom it concerned then, and for nobody else.

    Whether it waits for one of them depends on no child of another authority. They read all that was sent beside all
    that is held. Other bodies' numbers are shown to nobody, but of each child it is said how the one that was sent
    stands to the one that is held: that decides whether it can be about this child.
    """
    if observer["role"] not in OFFICERS:
        return None
    children = [_child(world, reference) for reference in _concerned_by(line, world)]
    own = [child for child in children if child and child["authority"] == observer["authority"]]
    if not own:
        return None
    sent = line.get("nhs_number", "")
    numbers = {child["reference"]: _number_stands(sent, child["nhs_number"]) for child in own}
    return _only(line, ("reference", "postcode")) | {"concerns": [*numbers], "numbers": numbers}


def _number_stands(sent: str, held: str) -> str:
    if sent and held:
        return "same" if sent == held else "different"
    return "sent alone" if sent else "held alone" if held else "neither"


def _concerned_by(line: Plain, world: Plain) -> list[str]:
    """Whom the line may concern: as it was when the line was set aside, where the world remembers that.

    A line does not concern only the child of whom it was made up. Each shielded child who is like that one is
    concerned, and the officers of each of them decide on it: to them it is no secret, whoever else may be meant.
    """
    if "concerns" in line:
        return list(line["concerns"])
    child = _child(world, line["child"])
    return concerned(world, child) if child else []


def concerned(world: Plain, child: Plain) -> list[str]:
    """The children whom a line about somebody of this child's name and birth date may concern, shielded or not."""
    return [
        other["reference"]
        for other in world["children"]
        if other["state"] != "retired" and may_be(child, other)
    ]


def may_be(child: Plain, other: Plain) -> bool:
    """Whether a line that speaks of the one might be meant of the other. Rather said too often than too seldom.

    Near is enough where the other is shielded: a slip in the birth date, or the same school or parent beside a like
    name. What is near an open child elsewhere is no secret either, since the officer may have put a shield on it.
    """
    named = child["given"] == other["given"] and not _families(child).isdisjoint(_families(other))
    born = _births_meet(child, other)
    numbered = child["nhs_number"] and child["nhs_number"] == other["nhs_number"]
    school = child["education"] and child["education"] == other["education"]
    parent = any(carer in other["carers"] for carer in child["carers"])
    if named:
        return bool(born or numbered or school or parent or _is_slip(child["born"], other["born"]))
    return bool(numbered or (parent and (born or child["given"] == other["given"])))


def _births_meet(child: Plain, other: Plain) -> bool:
    return bool(child["born"] <= other["born_to"] and other["born"] <= child["born_to"])


def _is_slip(day: str, other: str) -> bool:
    """Whether two of year, month and day are the same, or day and month are swapped."""
    one, two = day.split("-"), other.split("-")
    same = sum(part == its for part, its in zip(one, two, strict=True))
    return same > 1 or (one[0], one[2], one[1]) == tuple(two)


def _families(child: Plain) -> set[str]:
    """How the child's family names begin: spelt otherwise they may still be the same."""
    return {name[:3] for name in (child["family"], child["former"]) if name}


def _child(world: Plain, reference: str) -> Plain | None:
    return next((child for child in world["children"] if child["reference"] == reference), None)


def _only(thing: Plain, names: tuple[str, ...]) -> Plain:
    return {name: thing[name] for name in names}


def hidden_values(observer: Plain, world: Plain) -> set[str]:
    """The values of this world that a person could type or follow and that the observer cannot come to see."""
    shown = _values(visible(observer, world))
    return _values(world) - shown


def _values(world: Plain) -> set[str]:
    found: set[str] = set()
    for child in world["children"]:
        found |= {
            child["reference"],
            child["number"],
            " ".join((child["given"], child["family"], child["born"])),
        }
        address, education = child.get("address") or {}, child.get("education") or {}
        found |= {address.get("postcode", ""), education.get("school", "")}
        found |= {f"{given} {family}" for given, family in child.get("carers") or ()}
    found |= {thing["reference"] for kind in ("requests", "quarantine") for thing in world[kind]}
    return found - {""}
