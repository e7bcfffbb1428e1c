"""Stories: what an observer does in a world, and what happens meanwhile behind their back.

A step of the observer is the same in both worlds. A step of the environment has two sides, equal in what the observer
can come to see; often something happens in one world and nothing at all in the other.
"""

from collections.abc import Callable, Mapping
from typing import Final

from ground.statute import Purpose
from tests.house import spec, worlds
from tests.house.spec import Plain
from tests.house.worlds import Chance

REASON: Final = "We plan support together"
NEWER: Final = ("2026-10-15", "2026-10-25")
MOST_STEPS: Final = 9


# --- what the observer does -------------------------------------------------------------------------------------


def _known(chance: Chance, both: list[Plain]) -> Plain:
    """A child of whom the observer has heard, of either world; mostly one who is not the same in both."""
    children = [child for world in both for child in world["children"]]
    twofold = [child for child in children if not all(child in world["children"] for world in both)]
    return chance.choice(twofold if twofold and chance.randrange(4) else children)


def draw_search(chance: Chance, both: list[Plain]) -> Plain:
    """A search form as a person fills it in. Half of the facts are those of some child, hidden or not."""
    child = _known(chance, both)
    if worlds.one_in(chance, 6):
        return {"number": child["number"]}
    address, education = child["address"] or {}, child["education"] or {}
    carer = " ".join(child["carers"][0]) if child["carers"] else ""
    typed = {
        "given": child["given"],
        "family": child["family"],
        "gender": _fact(chance, child["gender"], ("F", "M")),
        "postcode": _fact(chance, address.get("postcode", ""), (*worlds.POSTCODES, "ZZ1")),
        "school": _fact(
            chance, SCHOOL_NAMES.get(education.get("school", ""), ""), tuple(SCHOOL_NAMES.values())
        ),
        "carer": _fact(chance, carer, tuple(" ".join(name) for name in worlds.CARERS)),
    }
    if worlds.one_in(chance, 5):
        typed |= {"age_from": "14", "age_to": "15"}
    else:
        typed |= _date("born", child["born"] if chance.randrange(6) else chance.choice(worlds.BIRTHS))
    return {name: text for name, text in typed.items() if text}


SCHOOL_NAMES = {"SCH1": "Brook School", "SCH2": "Hill School"}


def _fact(chance: Chance, true: str, any_of: tuple[str, ...]) -> str:
    match chance.choice(("true", "true", "any", "none")):
        case "true":
            return true
        case "any":
            return chance.choice(any_of)
    return ""


def _date(name: str, day: str) -> dict[str, str]:
    """A date as the form takes it: three parts."""
    year, month, of_month = day.split("-")
    return {f"{name}_0": of_month.lstrip("0"), f"{name}_1": month.lstrip("0"), f"{name}_2": year}


def _sent(**form: str) -> Callable[[Chance, list[Plain]], Plain]:
    return lambda _chance, _both: dict(form)


def _proposal(chance: Chance, both: list[Plain]) -> Plain:
    """A record that looks like a child of either world, hidden or not, down to the address."""
    child = _known(chance, both)
    address = child["address"] or worlds.draw_address(chance)
    return {
        "given": child["given"],
        "family": child["family"],
        **_date("born", child["born"]),
        "gender": child["gender"],
        "whereabouts": "current",
        "address_line_1": address["line"],
        "postcode": address["postcode"],
    }


_SHIELD = {"grounds": "placement", "justification": "A placement is at risk while this is known"}


def _shield(chance: Chance, both: list[Plain]) -> Plain:
    """A shield, now and then on somebody else besides, who may not be there in both worlds."""
    alone = {"tier": "raised", **_SHIELD}
    return alone | {"also": _place(chance, both)} if chance.randrange(2) else alone


FORMS: dict[str, Callable[[Chance, list[Plain]], Plain]] = {
    "shielding:search": draw_search,
    "shielding:propose": _proposal,
    "shielding:reason": _sent(purpose=Purpose.FIND_OTHERS.value, reason=REASON),
    "shielding:start-involvement": _sent(),
    "shielding:finish-involvement": _sent(),
    "shielding:sensitive-involvement": _sent(basis="child", method="spoken"),
    "shielding:finish-sensitive-involvement": _sent(),
    "shielding:withdraw-consent": _sent(),
    "shielding:contact": _sent(urgency="today", reason="We would like to talk to them"),
    "shielding:impose-shield": _shield,
    "shielding:review-shield": _sent(),
    "shielding:ask-lift": _sent(),
    "shielding:agree-lift": _sent(),
    "shielding:answer-contact": _sent(outcome="no-contact"),
    "shielding:decide": _sent(decision="dismiss"),
}
"""What is sent to each address that takes a form. An address without a row here fails a test."""

NO_FORMS: Mapping[str, str] = {
    "access:sign-in": "the floor of access cannot import the record; its own tests time it",
    "access:sign-in-second": "the same",
    "access:sign-out": "the same",
    "access:change-password": "the same",
    "access:wrong-number": "looks nothing up on a record: the team reads what was typed, which its own tests hold",
    "access:settle-wrong-number": "the same",
    "access:own-details": "changes how the observer is reached, which is withheld from nobody",
    "access:own-service": "the same",
    "access:take-back-own-service": "the same",
    "access:new-who": "the floor of access cannot import the record; its own tests send it",
    "access:new-contact": "the same",
    "access:new-organisation": "the same",
    "access:new-service": "the same",
    "access:new-roles": "the same",
    "access:new-accreditation": "the same",
    "access:check-new-account": "the same",
    "access:discard-new-account": "the same",
    "access:accredit": "the same",
    "access:issue-credentials": "the same",
    "access:details": "the same",
    "access:move": (
        "says for how many children a person's work is open, which their administrator is told on purpose; its own "
        "tests hold it to that number"
    ),
    "access:take-back": "the same",
    "access:suspend": "the floor of access cannot import the record; its own tests send it",
    "access:restore": "the same",
    "access:close": "the same as access:move",
    "access:grant-role": "the floor of access cannot import the record; its own tests send it",
    "access:end-role": "the same",
    "audit:trail": "visited without filters; a filter only narrows the same list, and its own tests send it",
    "audit:my-activity": "the same",
}
"""Forms that nobody sends here, and why."""

NO_VISITS: Mapping[str, str] = {
    "healthz": "says whether the servers answer; it reads no table of ours",
}

_OFFICERS = ("impose-shield", "review-shield", "ask-lift", "agree-lift", "answer-contact", "decide")


def _acts(observer: Plain) -> list[str]:
    """Acts that the observer's role may do, and now and then one that it may not."""
    officers = {f"shielding:{name}" for name in _OFFICERS}
    rest = set(FORMS) - officers - {"shielding:search"}
    match observer["role"]:
        case "shielding-officer":
            return sorted(officers | {"shielding:propose"})
        case "sensitive-practitioner":
            return sorted((rest - {"shielding:start-involvement"}) | {"shielding:review-shield"})
        case "practitioner":
            return sorted((rest - {"shielding:sensitive-involvement"}) | {"shielding:review-shield"})
    return sorted(set(FORMS))


def _own_step(chance: Chance, observer: Plain, both: list[Plain], addresses: tuple[str, ...]) -> Plain:
    kind = chance.choice(_HABITS[observer["role"]])
    if kind == "search":
        return {"do": "send", "to": "shielding:search", "form": draw_search(chance, both)}
    place = _place(chance, both)
    if kind == "open":
        return {"do": "open", "place": place}
    if kind == "look behind":
        return {"do": "look_behind", "to": chance.choice(_BEHIND_A_RECORD), "place": place}
    if kind == "act":
        name = chance.choice(_acts(observer))
        return {"do": "act", "to": name, "place": place, "form": FORMS[name](chance, both)}
    return {"do": "visit", "to": chance.choice(addresses), "place": place}


_BEHIND_A_RECORD = ("shielding:household", "shielding:impose-shield")
"""Pages that show more of a record than itself, to the person who has opened it."""

_HABITS: Mapping[str, tuple[str, ...]] = {
    "practitioner": ("search", "search", "search", "open", "open", "act", "visit"),
    "sensitive-practitioner": ("search", "search", "open", "open", "act", "visit"),
    "shielding-officer": ("search", "search", "open", "look behind", "act", "act", "visit"),
    "account-administrator": ("search", "visit", "visit", "act"),
    "local-auditor": ("search", "visit", "visit", "act"),
    "": ("search", "visit", "act"),
}


def _place(chance: Chance, both: list[Plain]) -> str:
    """A reference that somebody might try: mostly a child of either world."""
    work = [one["reference"] for world in both for kind in ("requests", "quarantine") for one in world[kind]]
    if work and worlds.one_in(chance, 5):
        return str(chance.choice(work))
    return worlds.UNKNOWN if worlds.one_in(chance, 12) else str(_known(chance, both)["reference"])


# --- what happens behind the observer's back --------------------------------------------------------------------


def _others_step(chance: Chance, observer: Plain, both: list[Plain], slots: int) -> Plain:
    """Something happens to one child: in one world, in both, or in each something else."""
    slot = chance.randrange(slots)
    pair = [_at(world, slot) for world in both]
    exposures = {spec.exposure_of(observer, child) for child in pair if child}
    if exposures & {"record", "officer"}:
        sides = _same_on_both_sides(chance, observer, pair)
    else:
        sides = [
            _unseen(chance, observer, child, world) if child else None
            for child, world in zip(pair, both, strict=True)
        ]
    return {"do": "behind", "slot": slot, "sides": sides}


def _same_on_both_sides(chance: Chance, observer: Plain, pair: list[Plain | None]) -> list[Plain | None]:
    """What a reader of the record sees of it is equal; numbers of other bodies and tiers of a shield may differ."""
    child = pair[0]
    if child is None or child["state"] != "live":
        return [None, None]
    is_reader = observer["role"] in spec.READERS
    kinds = ["hear", "hear"]
    kinds += ["specialist"] if is_reader and spec.specialist_until(child) != "never" else []
    kinds += ["impose"] if is_reader and _imposable(child) else []
    match chance.choice(kinds):
        case "hear":
            change = _change(chance)
            numbers = [chance.choice(("", *worlds.NHS_NUMBERS)) for _ in worlds.SIDES]
            return [{"event": "hear", "change": change | {"nhs_number": number}} for number in numbers]
        case "impose":
            return [{"event": "impose", "tier": chance.choice(worlds.WITHHELD)} for _ in worlds.SIDES]
    return [{"event": "specialist"} if worlds.one_in(chance, 2) else None for _ in worlds.SIDES]


def _unseen(chance: Chance, observer: Plain, child: Plain, world: Plain) -> Plain | None:
    """Anything that stays unseen as long as the child is as far out of sight as now."""
    if child["state"] != "live":
        return None
    kinds = ["nothing", "hear", "hear", "open", "specialist", "ask", "work"]
    if child["tier"] != "open":
        kinds += ["review"] if child["authority"] == "X01" else []
        kinds += [] if _is_known_alike(observer, child, world) else ["stranger", "stranger"]
    if observer["role"] not in spec.READERS and _imposable(child):
        kinds.append("impose")
    match chance.choice(kinds):
        case "nothing":
            return None
        case "hear":
            return {"event": "hear", "change": _change(chance)}
        case "stranger":
            return {"event": "stranger", "postcode": chance.choice(worlds.POSTCODES)}
        case "impose":
            return {"event": "impose", "tier": chance.choice(worlds.WITHHELD)}
        case kind:
            return {"event": kind}


def _is_known_alike(observer: Plain, child: Plain, world: Plain) -> bool:
    """Whether a line about somebody like this child may be about one in the observer's own hands, shielded or not.

    Not shielded either: the observer may have put a shield on since.
    """
    return observer["role"] in spec.OFFICERS and any(
        other["authority"] == observer["authority"] and spec.may_be(child, other)
        for other in world["children"]
    )


def _change(chance: Chance) -> Plain:
    """Newer facts from the child's school."""
    return {
        "as_at": chance.choice(NEWER),
        "address": worlds.draw_address(chance),
        "education": chance.choice((None, *({"school": school} for school in worlds.SCHOOLS))),
        "carers": [list(name) for name in worlds.some(chance, worlds.CARERS, 2)],
    }


def _imposable(child: Plain) -> bool:
    return bool(child["tier"] == "open" and child["state"] == "live" and child["authority"] == "X01")


def _at(world: Plain, slot: int) -> Plain | None:
    return next((child for child in world["children"] if child["slot"] == slot), None)


def unfold(world: Plain, step: Plain, side: int) -> None:
    """What a step makes of a plain world, so that the specification can be asked about it again."""
    event = step["sides"][side] if step["do"] == "behind" else None
    child = _at(world, step["slot"]) if event else None
    if event is None or child is None:
        return
    match event["event"]:
        case "hear" if event["change"]["as_at"] >= child["as_at"]:
            newer = event["change"]
            silent = ("address", "education")
            child.update({name: value for name, value in newer.items() if value or name not in silent})
        case "impose":
            child.update({"tier": event["tier"], "grounds": "placement", "review_due": "later"})
        case "review":
            child["review_due"] = "later"
        case "specialist":
            child["sensitive"].append(worlds.specialist_line(child))
        case "work":
            child["involvements"].append({"account": "tim", "ended_on": None, "service": "HOUSING"})
        case "stranger":
            line = {"child": child["reference"], "postcode": event["postcode"], "reference": worlds.UNKNOWN}
            world["quarantine"].append(line | {"concerns": spec.concerned(world, child)})
        case "ask":
            asked = {"child": child["reference"], "asked_by": "uma", "outcome": "waiting"}
            world["requests"].append(asked | {"reference": worlds.UNKNOWN, "urgency": "today", "reason": ""})


# --- a whole story ----------------------------------------------------------------------------------------------


def draw_story(
    chance: Chance, addresses: tuple[str, ...], observers: tuple[str, ...] = tuple(worlds.OBSERVERS)
) -> Plain:
    """An observer, a pair of worlds, and the steps. Plain enough to be written down as JSON."""
    name = chance.choice(observers)
    observer = worlds.OBSERVERS[name]
    slots = [worlds.draw_pair(chance, slot, observer) for slot in range(chance.randint(2, worlds.SLOTS))]
    story: Plain = {
        "observer": name,
        "slots": slots,
        "requests": worlds.draw_requests(chance, slots, observer),
        "quarantine": worlds.draw_quarantine(chance, slots, observer),
        "steps": [],
    }
    both = [worlds.world(story, side) for side in worlds.SIDES]
    for _ in range(chance.randint(3, MOST_STEPS)):
        match chance.choice(("own",) * 6 + ("others",) * 3 + ("time",)):
            case "own":
                step = _own_step(chance, observer, both, addresses)
            case "others":
                step = _others_step(chance, observer, both, len(slots))
            case _:
                step = {"do": "wait", "minutes": chance.choice((5, 20, 60 * 24 * 40, 60 * 24 * 400))}
        for side in worlds.SIDES:
            unfold(both[side], step, side)
        story["steps"].append(step)
    return story
