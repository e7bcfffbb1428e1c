"""Stories: what an observer does in a world, and what happens meanwhile behind their back.

A step of the observer is the same in both worlds. A step of the environment has two sides, equal in what the observer
can come to see; often something happens in one world and nothing at all in the other.
"""

import copy
from collections.abc import Callable, Mapping
from typing import Final

from complaints import cases, consultation
from complaints.forms import asking
from ground.statute import Purpose
from tests import cast
from tests.house import building, spec, worlds
from tests.house.spec import Plain
from tests.house.worlds import Chance

REASON: Final = "We plan support together"
NEWER: Final = ("2026-10-15", "2026-10-25")
MOST_STEPS: Final = 9
TRIES: Final = 60


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
        typed |= date_parts("born", child["born"] if chance.randrange(6) else chance.choice(worlds.BIRTHS))
    return {name: text for name, text in typed.items() if text}


SCHOOL_NAMES = {"SCH1": "Brook School", "SCH2": "Hill School"}


def _fact(chance: Chance, true: str, any_of: tuple[str, ...]) -> str:
    match chance.choice(("true", "true", "any", "none")):
        case "true":
            return true
        case "any":
            return chance.choice(any_of)
    return ""


def date_parts(name: str, day: str) -> dict[str, str]:
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
        **date_parts("born", child["born"]),
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


def _reading(chance: Chance, both: list[Plain]) -> Plain:
    """What an auditor asks of the trail: of a child by number or code, of a person, or of a kind of act."""
    child = _known(chance, both)
    meant = {"reference": chance.choice((child["number"], child["reference"][:8], child["reference"]))}
    person = {"person": chance.choice((*worlds.OTHERS, "nia", "otto", "olive", "imaginary"))}
    act = {"verb": chance.choice(("searched", "disclosed", "quarantined", "shield-imposed", "contact-asked"))}
    return chance.choice(({}, {"own": "on"}, person, act, meant, meant, meant | {"own": "on"}))


def _lift(chance: Chance, both: list[Plain]) -> Plain:
    """A lift, now and then of somebody else's shield besides, who may not be there in both worlds."""
    why: Plain = {"reason": "It was looked at again today"}
    return why | {"also": _place(chance, both)} if chance.randrange(2) else why


def _decision(chance: Chance, both: list[Plain]) -> Plain:
    """What an officer says of an update, now and then of a child who may not be meant, or not be there.

    What is applied or published by it later depends on who else is meant, and is known nevertheless
    (docs/noninterference.md): ``test_noninterference`` makes those decisions.
    """
    decision = {"decision": "dismiss"}
    return decision | {"child": _place(chance, both)} if chance.randrange(2) else decision


def _of_proposal(chance: Chance, both: list[Plain]) -> Plain:
    """What an officer says of a proposed record at the second press: approved, a child of either world, or refused."""
    words = {"words": "We could not reach you about it", "sure": "yes"}
    match chance.choice(("approve", "approve", "join", "join", "refuse")):
        case "join":
            child = _known(chance, both)
            meant = {"into": child["reference"]} if chance.randrange(2) else {"number": child["number"]}
            return {"decision": "join", **meant, **words}
        case decision:
            return {"decision": decision, **words}


def _leaving(**form: str) -> Callable[[Chance, list[Plain]], Plain]:
    """What becomes of the work of somebody who leaves: mostly said, since there may be some."""
    return lambda chance, _both: form | ({"successor": "nobody"} if chance.randrange(4) else {})


SERVICES = ("SOCIAL", "HOUSING", "TUTORS", "")
"""Services that somebody is moved to; the last is none."""

FORMS: dict[str, Callable[[Chance, list[Plain]], Plain]] = {
    "shielding:search": draw_search,
    "shielding:propose": _proposal,
    "shielding:reason": _sent(purpose=Purpose.FIND_OTHERS.value, reason=REASON),
    "shielding:start-involvement": _sent(),
    "shielding:finish-involvement": _sent(),
    "shielding:sensitive-involvement": _sent(way="consent", basis="child", method="spoken"),
    "shielding:resume-involvement": _sent(),
    "shielding:retract-involvement": _sent(),
    "shielding:finish-sensitive-involvement": _sent(),
    "shielding:resume-sensitive-involvement": _sent(),
    "shielding:retract-sensitive-involvement": _sent(),
    "shielding:withdraw-consent": _sent(),
    "shielding:contact": _sent(urgency="today", reason="We would like to talk to them"),
    "shielding:impose-shield": _shield,
    "shielding:review-shield": _sent(reason="It was looked at again today"),
    "shielding:ask-lift": _lift,
    "shielding:agree-lift": _lift,
    "shielding:answer-contact": _sent(outcome="no-contact"),
    "shielding:decide": _sent(decision="dismiss"),
    "shielding:confirm-decision": _decision,
    "shielding:take-back": _sent(),
    "shielding:offer-transfer": _sent(),
    "shielding:withdraw-transfer": _sent(),
    "shielding:accept-transfer": _sent(),
    "shielding:refuse-transfer": _sent(),
    "access:accredit": _sent(**date_parts("training_completed_on", "2026-10-01")),
    "access:suspend": _sent(reason="We look into what was done"),
    "access:restore": _sent(reason="All is well"),
    "access:close": _leaving(reason="They have left"),
    "access:move": lambda chance, both: _leaving(service_code=chance.choice(SERVICES))(chance, both),
    "access:take-back": _sent(reason="It was the wrong person"),
    "access:own-service": _leaving(service_code="TUTORS"),
    "access:take-back-own-service": _sent(),
    "access:grant-role": _sent(role="practitioner"),
    "access:end-role": _sent(role="practitioner"),
    "shielding:decide-proposal": _of_proposal,
    "audit:trail": _reading,
    "audit:report": _reading,
    "audit:deny": _sent(),
    "audit:settle-denial": _sent(outcome="theirs-after-all"),
}
"""What is sent to each address that takes a form. An address without a row here fails a test."""

_PUBLIC = "reads no record whatever is typed; tests/complaints/test_alike.py holds it to that, statement by statement"
_SURVEY = "reads no record whatever is typed; tests/complaints/test_surveys.py holds it to that, statement by statement"
NO_FORMS: Mapping[str, str] = {
    "complaints:ask": _PUBLIC,
    **{f"complaints:ask-{step}": _PUBLIC for step in asking.STEPS},
    "complaints:check": _PUBLIC,
    "complaints:delete": _PUBLIC,
    "complaints:follow": _PUBLIC,
    "complaints:followed": _PUBLIC,
    **{f"complaints:case-{act}": _PUBLIC for act in cases.BY_OFFICERS},
    "complaints:say-password": _SURVEY,
    "complaints:say-sheet": _SURVEY,
    "complaints:say-check": _SURVEY,
    "complaints:new-survey": _SURVEY,
    **{f"complaints:survey-{to}": _SURVEY for to in consultation.Move},
    "complaints:new-place": _SURVEY,
    "complaints:renew-password": _SURVEY,
    "complaints:enter-sheet": _SURVEY,
    "complaints:enter-meeting": _SURVEY,
    "complaints:write-change": _SURVEY,
    "complaints:voices": _SURVEY,
    "complaints:quote": _SURVEY,
    "complaints:unquote": _SURVEY,
    "access:sign-in": "the floor of access cannot import the record; its own tests time it",
    "access:sign-in-second": "the same",
    "access:sign-out": "the same",
    "access:stay": "the same",
    "access:change-password": "the same",
    "access:new-who": "the floor of access cannot import the record; its own tests send it",
    "access:new-contact": "the same",
    "access:new-organisation": "the same",
    "access:new-service": "the same",
    "access:new-roles": "the same",
    "access:new-accreditation": "the same",
    "access:check-new-account": "the same",
    "access:discard-new-account": "the same",
    "access:issue-credentials": "the same",
    "access:details": "the same",
    "access:own-details": "changes how the observer is reached, which is withheld from nobody",
    "access:wrong-number": "looks nothing up on a record: the team reads what was typed, which its own tests hold",
    "access:settle-wrong-number": "the same",
    "audit:ask-terms": "no observer is an auditor where a search was made; its own tests send it",
    "audit:terms-request": "the same",
    "audit:open-terms": "the same",
    "audit:my-activity": "visited; a place in the list is signed by the page before, and its own tests send it",
}
"""Forms that nobody sends here, and why."""

NO_VISITS: Mapping[str, str] = {}

_OFFICERS = (
    "impose-shield",
    "review-shield",
    "ask-lift",
    "agree-lift",
    "answer-contact",
    "decide",
    "decide-proposal",
    "confirm-decision",
    "take-back",
    "offer-transfer",
    "withdraw-transfer",
    "accept-transfer",
    "refuse-transfer",
)


_OF_ONESELF = ("access:own-service", "access:take-back-own-service")


def _acts(observer: Plain) -> list[str]:
    """Acts that the observer's role may do, and now and then one that it may not."""
    officers = {f"shielding:{name}" for name in _OFFICERS}
    accounts = {name for name in FORMS if name.startswith("access:")}
    rest = (set(FORMS) - officers - accounts - {"shielding:search"}) | set(_OF_ONESELF)
    match observer["role"]:
        case "shielding-officer":
            return sorted(officers | {"shielding:propose"})
        case "sensitive-practitioner":
            return sorted((rest - {"shielding:start-involvement"}) | {"shielding:review-shield"})
        case "practitioner":
            return sorted((rest - {"shielding:sensitive-involvement"}) | {"shielding:review-shield"})
        case "account-administrator":
            return sorted(accounts - set(_OF_ONESELF))
        case "local-auditor":
            return ["audit:report", "audit:trail"]
    return sorted(set(FORMS))


def _own_step(chance: Chance, observer: Plain, both: list[Plain], addresses: tuple[str, ...]) -> Plain:
    kind, place = chance.choice(_HABITS[observer["role"]]), _place(chance, both)
    match kind:
        case "load":
            return {"do": "load", "lines": draw_lines(chance, both)}
        case "search":
            return {"do": "send", "to": "shielding:search", "form": draw_search(chance, both)}
        case "open":
            return {"do": "open", "place": place}
        case "look behind":
            return {"do": "look_behind", "to": chance.choice(_BEHIND_A_RECORD), "place": place}
    is_act = kind == "act"
    name = chance.choice(_acts(observer) if is_act else addresses)
    if name.startswith("access:"):
        place = chance.choice(ACCOUNTS)
    step = {"do": "visit", "to": name, "place": NAMED_BY_WORK.get(name, place)}
    if not is_act:
        return step
    of_a_record = name.startswith("shielding:") and name not in NAMED_BY_WORK
    return step | {"do": "act" if of_a_record else "send", "form": FORMS[name](chance, both)}


NAMED_BY_WORK: Final[Mapping[str, str]] = {
    "shielding:take-back": "@decision",
    "shielding:offer-transfer": "@transfer",
    "shielding:withdraw-transfer": "@transfer",
    "shielding:accept-transfer": "@transfer",
    "shielding:refuse-transfer": "@transfer",
}
"""Acts on what came of an act or a file: the observer's newest decision, the newest transfer of a child of theirs."""

ACCOUNTS = ("@tim", "@uma", "@jane", "@sana", "@olive", "@nia")


def draw_lines(chance: Chance, both: list[Plain]) -> list[dict[str, str]]:
    """A file of some lines about children of either world, as another school may write them."""
    return [draw_line(chance, _known(chance, both), number) for number in range(chance.randint(1, 3))]


def draw_line(chance: Chance, child: Plain, number: int) -> dict[str, str]:
    """A line about this child under a key of its own, with a slip now and then, or a fault."""
    changed = chance.choice(
        (
            {},
            {},
            {"address": worlds.draw_address(chance)},
            {"born": chance.choice(worlds.BIRTHS)},
            {"given": child["family"], "family": child["given"]},
        )
    )
    plain: Plain = {"former": "", "nhs_number": "", "practice": "", "education": None}
    line = {"whereabouts": "none", "education": "elsewhere"} | building.census_line(child | plain | changed)
    born = "" if worlds.one_in(chance, 6) else line["birth_date"]
    return line | {"record_id": f"sent-{number}", "authority": worlds.AUTHORITIES[1], "birth_date": born}


_BEHIND_A_RECORD = (
    "shielding:household",
    "shielding:impose-shield",
    "shielding:shield",
    "shielding:ask-lift",
    "shielding:decide-proposal",
)
"""Pages that show more of a record than itself, to the person who has opened it."""

_HABITS: Mapping[str, tuple[str, ...]] = {
    "practitioner": ("search", "search", "search", "search", "open", "open", "act", "visit"),
    "sensitive-practitioner": ("search", "search", "open", "open", "act", "visit"),
    "shielding-officer": ("search", "search", "search", "open", "look behind", "act", "act", "visit"),
    "rights-officer": ("search", "search", "open", "act"),
    "account-administrator": ("search", "visit", "visit", "act"),
    "local-auditor": ("search", "visit", "visit", "act"),
    "national-auditor": ("search", "visit", "visit", "act"),
    "feed": ("load",),
    "": ("search", "visit", "act"),
}


def _place(chance: Chance, both: list[Plain]) -> str:
    """A reference that somebody might try: mostly a child of either world."""
    work = [one["reference"] for world in both for kind in ("requests", "quarantine") for one in world[kind]]
    if work and worlds.one_in(chance, 5):
        return str(chance.choice(work))
    return worlds.UNKNOWN if worlds.one_in(chance, 12) else str(_known(chance, both)["reference"])


# --- what happens behind the observer's back --------------------------------------------------------------------


def others_step(chance: Chance, observer: Plain, both: list[Plain], slot: int) -> Plain:
    """Something happens to one child: in one world, in both, or in each something else."""
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
    kinds += ["move"] if observer["role"] in spec.OFFICERS else []
    others = spec.without_own(child, observer)
    kinds += ["specialist"] if is_reader and spec.specialist_until(others) != "never" else []
    kinds += ["impose"] if is_reader and _imposable(child) else []
    match chance.choice(kinds):
        case "hear":
            change = _change(chance)
            numbers = [chance.choice(("", *worlds.NHS_NUMBERS)) for _ in worlds.SIDES]
            return [{"event": "hear", "change": change | {"nhs_number": number}} for number in numbers]
        case "impose":
            return [{"event": "impose", "tier": chance.choice(worlds.WITHHELD)} for _ in worlds.SIDES]
        case "move":
            move = {"event": "move", "as_at": chance.choice(NEWER), "to": worlds.elsewhere(child)}
            return [move, move]
    line = worlds.specialist_line(child, observer)
    return [{"event": "specialist", "line": line} if worlds.one_in(chance, 2) else None for _ in worlds.SIDES]


def _unseen(chance: Chance, observer: Plain, child: Plain, world: Plain) -> Plain | None:
    """Anything that stays unseen as long as the child is as far out of sight as now."""
    if child["state"] == "provisional":
        return _unseen_decision(chance, child, world)
    if child["state"] != "live":
        return None
    kinds = ["nothing", "hear", "hear", "open", "specialist", "ask"]
    # Whose work is how much is known to who looks after the accounts.
    kinds += [] if observer["role"] in spec.ADMINISTRATORS else ["work"]
    if child["tier"] != "open":
        kinds += ["review", "move"] if child["authority"] == "X01" else []
        kinds += [] if _is_known_alike(observer, child, world) else ["stranger", "stranger"]
    if observer["role"] not in spec.READERS and _imposable(child):
        kinds.append("impose")
    kind = chance.choice(kinds)
    if kind == "nothing":
        return None
    facts: Mapping[str, Callable[[], Plain]] = {
        "hear": lambda: {"change": _change(chance)},
        "stranger": lambda: {"postcode": chance.choice(worlds.POSTCODES)} | _slip(chance, observer, child),
        "move": lambda: {"as_at": chance.choice(NEWER)},
        "impose": lambda: {"tier": chance.choice(worlds.WITHHELD)},
        "specialist": lambda: {"line": worlds.specialist_line(child, observer)},
    }
    return {"event": kind} | facts.get(kind, dict)()


def _unseen_decision(chance: Chance, child: Plain, world: Plain) -> Plain | None:
    """An officer refuses a proposed record of which the observer does not know, or joins it to a child out of sight."""
    if child["authority"] != cast.WESTMARCH or child["tier"] != "open":
        return None
    targets = [
        other["reference"]
        for other in world["children"]
        if other["state"] == "live" and other["tier"] != "open" and other["authority"] == cast.WESTMARCH
    ]
    if targets and chance.randrange(3):
        return {"event": "join", "into": chance.choice(targets)}
    return {"event": "refuse"} if chance.randrange(2) else None


def _slip(chance: Chance, observer: Plain, child: Plain) -> Plain:
    """Now and then the other school gets the day wrong. Not before an officer, who may decide on what is near."""
    if observer["role"] in spec.OFFICERS or child["born"] != child["born_to"] or chance.randrange(2):
        return {}
    return {"born": slipped(child["born"])}


def slipped(day: str) -> str:
    """The date with a slip in the day."""
    return f"{day[:-2]}{int(day[-2:]) + 2:02d}"


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


def is_pair(story: Plain) -> bool:
    """Whether the worlds are equal to all who are in the story, at the beginning and after every step."""
    people = people_in(story)
    both = [worlds.world(story, side) for side in worlds.SIDES]
    return worlds.is_pair(people, both) and all(_keeps_a_pair(people, both, one) for one in story["steps"])


def _keeps_a_pair(people: list[Plain], both: list[Plain], step: Plain) -> bool:
    """Whether the worlds, changed by this step, are still equal to these people."""
    for side in worlds.SIDES:
        unfold(both[side], step, side)
    return worlds.is_pair(people, both)


def people_in(story: Plain) -> list[Plain]:
    """The observer, and the people whose acts somebody who watches over them reads of."""
    return [worlds.OBSERVERS[name] for name in (story["observer"], *sorted(colleagues_in(story)))]


def _at(world: Plain, slot: int) -> Plain | None:
    return next((child for child in world["children"] if child["slot"] == slot), None)


def unfold(world: Plain, step: Plain, side: int) -> None:
    """What a step makes of a plain world, so that the specification can be asked about it again."""
    if step["do"] == "colleague":
        unfold(world, step["step"], side)
    if step.get("to") == "shielding:decide-proposal" and step.get("form", {}).get("decision") == "approve":
        world["approvals"].append(step["place"])
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
            child["sensitive"].append(specialist_line_of(event, child))
        case "work":
            child["involvements"].append({"account": "tim", "ended_on": None, "service": "HOUSING"})
        case "stranger":
            line = {"child": child["reference"], "postcode": event["postcode"], "reference": worlds.UNKNOWN}
            line["nhs_number"] = child["nhs_number"]
            world["quarantine"].append(line | {"concerns": spec.concerned(world, child)})
        case "refuse" | "join":
            child["state"] = "retired"
        case "ask":
            asked = {"child": child["reference"], "asked_by": "uma", "outcome": "waiting"}
            world["requests"].append(asked | {"reference": worlds.UNKNOWN, "urgency": "today", "reason": ""})


def specialist_line_of(event: Plain, child: Plain) -> Plain:
    """The specialist work that this event tells of."""
    return event.get("line") or worlds.specialist_line(child, worlds.OBSERVERS["nobody"])


def colleagues_in(story: Plain) -> set[str]:
    """The people whose acts somebody who watches over them reads of: they know what they did and saw."""
    return {step["name"] for step in story["steps"] if step["do"] == "colleague"}


NOBODYS_LINE: Final = {
    "record_id": "nobody",
    "as_at": "2026-10-20",
    "given_name": "Nobody",
    "family_name": "Atall",
    "birth_date": "2015-01-01",
    "gender": "N",
    "authority": "X02",
    "whereabouts": "none",
    "education": "elsewhere",
}


# --- a whole story ----------------------------------------------------------------------------------------------


def draw_story(
    chance: Chance, addresses: tuple[str, ...], observers: tuple[str, ...] = tuple(worlds.OBSERVERS)
) -> Plain:
    """An observer, a pair of worlds, and the steps. Plain enough to be written down as JSON."""
    reading = [
        name for name in observers if worlds.OBSERVERS[name]["role"] in (*spec.READERS, *spec.OFFICERS)
    ]
    # Who is shown children has the most to find out.
    name = chance.choice((*observers, *reading, *reading, *reading))
    observer = worlds.OBSERVERS[name]
    colleague = chance.choice((None, *worlds.COLLEAGUES.get(name, ())))
    seeing = worlds.OBSERVERS[colleague] if colleague else observer
    people = [observer, seeing]
    story = _beginning(chance, observer, seeing)
    slots = story["slots"]
    both = [worlds.world(story, side) for side in worlds.SIDES]
    for _ in range(chance.randint(3, MOST_STEPS)):
        match chance.choice(("own",) * 6 + ("others",) * 3 + ("time",)):
            case "own":
                step = _own_step(chance, observer, both, addresses)
                if colleague and worlds.one_in(chance, 2):
                    theirs = _own_step(chance, seeing, both, addresses)
                    step = {"do": "colleague", "name": colleague, "step": theirs}
            case "others":
                step = others_step(chance, seeing, both, chance.randrange(len(slots)))
            case _:
                step = {"do": "wait", "minutes": chance.choice((5, 20, 60 * 24 * 40, 60 * 24 * 400))}
        after = copy.deepcopy(both)
        if _keeps_a_pair(people, after, step):
            both = after
            story["steps"].append(step)
    return story


def _beginning(chance: Chance, observer: Plain, seeing: Plain) -> Plain:
    """A pair of worlds in which nothing has happened yet."""
    for _ in range(TRIES):
        slots = [worlds.draw_pair(chance, slot, seeing) for slot in range(chance.randint(2, worlds.SLOTS))]
        story: Plain = {
            "observer": observer["name"],
            "slots": slots,
            "requests": worlds.draw_requests(chance, slots, seeing),
            "quarantine": worlds.draw_quarantine(chance, slots, seeing),
            "steps": [],
        }
        both = [worlds.world(story, side) for side in worlds.SIDES]
        if worlds.is_pair([observer, seeing], both):
            return story
    raise LookupError(f"No pair of worlds was drawn for {observer['name']}.")
