"""Aimed stories: each page, with each kind of hidden thing just beside it.

A random walk meets rare states too late. So every other story is aimed: an observer, a *tour* of some pages that belong
together, and a pair of worlds whose first child differs in one hidden thing, or in all of them. Observers and tours are
taken in turn, so that a few dozen stories have been everywhere; the rest is drawn.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from tests.house import spec, stories, worlds
from tests.house.spec import Plain
from tests.house.worlds import Chance

TRIES: Final = 60
BRANCH: Final = 3
"""Where the search's limit is set in stories about many children."""


class _Scene:
    """What a tour is about: the subject (the first child), a neighbour whom the observer may know, and the rest."""

    def __init__(self, chance: Chance, story: Plain) -> None:
        self.chance = chance
        self.both = [worlds.world(story, side) for side in worlds.SIDES]
        self.subject = worlds.REFERENCES[0]
        self.neighbour = worlds.REFERENCES[1]
        pairs = [child for child in story["slots"][0] if child]
        self.child: Plain = chance.choice(pairs)
        self.requests = [one["reference"] for world in self.both for one in world["requests"]]
        self.lines = [one["reference"] for world in self.both for one in world["quarantine"]]

    def name_and_birth(self, **more: str) -> Plain:
        typed = {"given": self.child["given"], "family": self.child["family"]}
        return {name: text for name, text in (typed | more).items() if text}

    def born(self) -> Plain:
        return stories.date_parts("born", self.child["born"])

    @property
    def facts(self) -> Plain:
        return _facts_of(self.child)

    def either(self) -> str:
        return self.chance.choice((self.subject, self.subject, self.neighbour))


def _facts_of(child: Plain) -> Plain:
    """What may be typed of a child beside name and birth date."""
    address, education, carers = child["address"] or {}, child["education"] or {}, child["carers"]
    return {
        "postcode": address.get("postcode", ""),
        "school": stories.SCHOOL_NAMES.get(education.get("school", ""), ""),
        "carer": " ".join(carers[0]) if carers else "",
        "gender": child["gender"],
    }


_TOO_SHORT: Final = stories.FORMS["shielding:reason"](Chance(0), []) | {"reason": "x"}
Tour = Callable[[_Scene], Iterator[Plain]]


def _search(form: Plain) -> Plain:
    return {"do": "send", "to": "shielding:search", "form": form}


def _visit(name: str, place: str = worlds.UNKNOWN) -> Plain:
    return {"do": "visit", "to": name, "place": place}


def _behind(name: str, place: str) -> Plain:
    return {"do": "look_behind", "to": name, "place": place}


def _act(scene: _Scene, name: str, place: str, form: Plain | None = None) -> Plain:
    drawn = stories.FORMS[name](scene.chance, scene.both) if form is None else form
    return {"do": "act", "to": name, "place": place, "form": drawn}


def _send(scene: _Scene, name: str, place: str, form: Plain | None = None) -> Plain:
    return _act(scene, name, place, form) | {"do": "send"}


# --- tours of people who read records ---------------------------------------------------------------------------


def by_name(scene: _Scene) -> Iterator[Plain]:
    """Name and birth date alone, then the number."""
    yield _search(scene.name_and_birth(**scene.born()))
    yield _search({"number": scene.child["number"]})


def by_facts(scene: _Scene) -> Iterator[Plain]:
    """One more fact, true in one of the worlds, then all of them."""
    for name, text in scene.facts.items():
        if text and scene.chance.randrange(2):
            yield _search(scene.name_and_birth(**scene.born(), **{name: text}))
    yield _search(scene.name_and_birth(**scene.born(), **scene.facts))


def by_age(scene: _Scene) -> Iterator[Plain]:
    """An age in place of the birth date, and names of before."""
    ages = {"age_from": "14", "age_to": "15"}
    yield _search(scene.name_and_birth(**ages, gender=scene.child["gender"]))
    former = scene.child["former"] or "Made"
    yield _search({"given": scene.child["given"], "family": former, **scene.born()})


def by_slip(scene: _Scene) -> Iterator[Plain]:
    """A name with a slip, and another day."""
    yield _search({"given": scene.child["given"] + "e", "family": scene.child["family"], **scene.born()})
    born = scene.chance.choice(("2011-03-15", stories.slipped(scene.child["born"])))
    yield _search(scene.name_and_birth(**stories.date_parts("born", born)))


def record(scene: _Scene) -> Iterator[Plain]:
    """The record, after a reason that is none, then with the way to ask for contact."""
    if scene.chance.randrange(2):
        form = {"purpose": "", "reason": "x"} if scene.chance.randrange(2) else _TOO_SHORT
        yield {"do": "send", "to": "shielding:reason", "place": scene.subject, "form": form}
    yield {"do": "open", "place": scene.either()}
    yield _behind("shielding:contact", scene.either())


def contact(scene: _Scene) -> Iterator[Plain]:
    """Asking for contact, twice, and what came of it."""
    place = scene.either()
    yield _act(scene, "shielding:contact", place)
    yield _visit("shielding:contact-requests")
    if scene.chance.randrange(2):
        yield _act(scene, "shielding:contact", place, {"urgency": "", "reason": "x"})


def own_work(scene: _Scene) -> Iterator[Plain]:
    """Beginning work, ending it, and taking one of the two back: the end was an error, or all of it was."""
    place = scene.either()
    yield _act(scene, "shielding:start-involvement", place)
    yield _act(scene, "shielding:finish-involvement", place)
    yield _act(scene, f"shielding:{scene.chance.choice(('resume', 'retract'))}-involvement", place)


def another_service(scene: _Scene) -> Iterator[Plain]:
    """Going to another service of one's organisation with work that is open, and back on the same day."""
    yield _act(scene, "shielding:start-involvement", scene.either())
    for name in ("access:own-service", "access:take-back-own-service"):
        yield _visit("access:own-service")
        yield _send(scene, name, worlds.UNKNOWN)
    yield {"do": "open", "place": scene.either()}


def twins(scene: _Scene) -> Iterator[Plain]:
    """Another school speaks of somebody like the subject, perhaps with a slip; then that child is searched for."""
    sides = [_like_the_hidden(scene, world) for world in scene.both]
    if all(sides) and scene.chance.randrange(2):
        sides[scene.chance.randrange(2)] = None
    yield {"do": "behind", "slot": 0, "sides": sides}
    said = next(filter(None, sides), {})
    yield _search(scene.name_and_birth(**scene.born()))
    day = said.get("born", stories.slipped(scene.child["born"]))
    yield _search(scene.name_and_birth(**stories.date_parts("born", day)))
    if said:
        yield _search(scene.name_and_birth(**stories.date_parts("born", day), postcode=said["postcode"]))


def _like_the_hidden(scene: _Scene, world: Plain) -> Plain | None:
    child = next((one for one in world["children"] if one["slot"] == 0), None)
    if child is None or child["tier"] == "open" or child["state"] != "live":
        return None
    said = {
        "event": "stranger",
        "postcode": scene.chance.choice((*worlds.POSTCODES, worlds.NOBODYS_POSTCODE)),
    }
    is_slip = child["born"] == child["born_to"] and scene.chance.randrange(2)
    return said | ({"born": stories.slipped(child["born"])} if is_slip else {})


def namesakes(scene: _Scene) -> Iterator[Plain]:
    """Name and birth date of two who are alike, with each fact of each, and with all facts of one."""
    for child in (scene.child, scene.chance.choice(scene.both[0]["children"])):
        for facts in ({}, _facts_of(child)):
            born = stories.date_parts("born", child["born"])
            typed = {"given": child["given"], "family": child["family"], **born, **facts}
            yield _search({name: text for name, text in typed.items() if text})


def consent(scene: _Scene) -> Iterator[Plain]:
    """The consent gate, before, within and after."""
    place = scene.either()
    yield _behind("shielding:sensitive-involvement", place)
    yield _act(scene, "shielding:sensitive-involvement", place)
    for name in scene.chance.choice(_AFTER_CONSENT):
        yield _act(scene, f"shielding:{name}", place)


_AFTER_CONSENT: Final = (
    ("withdraw-consent",),
    ("retract-sensitive-involvement",),
    ("finish-sensitive-involvement", "resume-sensitive-involvement"),
    ("finish-sensitive-involvement", "retract-sensitive-involvement"),
)


def proposal(scene: _Scene) -> Iterator[Plain]:
    """Proposing a record like the subject's, after a search that finds nobody."""
    yield _search({"given": "Nobody", "family": "Atall", **scene.born()})
    form = stories.FORMS["shielding:propose"](scene.chance, scene.both)
    yield {"do": "send", "to": "shielding:propose", "form": form}
    yield _visit("shielding:proposed", scene.subject)


def own_pages(scene: _Scene) -> Iterator[Plain]:
    """What a person sees of themselves, and the pages around it."""
    for name in scene.chance.sample(("audit:my-activity", "home", "access:own-account", "healthz"), 3):
        yield _visit(name)


def others_pages(scene: _Scene) -> Iterator[Plain]:
    """Pages for which the observer has no permission, or about what is not theirs."""
    names = sorted(stories.FORMS)
    for name in scene.chance.sample(names, 4):
        yield _visit(name, scene.chance.choice((scene.subject, *scene.requests, *scene.lines)))


def unopened(scene: _Scene) -> Iterator[Plain]:
    """Acts on a record that was not opened."""
    for name in scene.chance.sample(_ON_A_RECORD, 3):
        form = stories.FORMS[name](scene.chance, scene.both)
        yield {"do": "send", "to": name, "place": scene.subject, "form": form}


def every_page(scene: _Scene) -> Iterator[Plain]:
    """Any four pages of the site, about the subject."""
    from tests.house import composition

    for name in scene.chance.sample(composition.visited(), 4):
        yield _visit(name, scene.subject)


_ON_A_RECORD = (
    "shielding:start-involvement",
    "shielding:finish-involvement",
    "shielding:contact",
    "shielding:sensitive-involvement",
    "shielding:withdraw-consent",
    "shielding:review-shield",
    "shielding:ask-lift",
)


# --- tours of officers ------------------------------------------------------------------------------------------


def lists(scene: _Scene) -> Iterator[Plain]:
    """What waits for the officer."""
    for name in ("shielding:shields", "shielding:quarantine", "shielding:brokering"):
        yield _visit(name)


def household(scene: _Scene) -> Iterator[Plain]:
    """Who else lives there, and whom a shield would cover besides."""
    place = scene.either()
    yield _behind("shielding:household", place)
    yield _visit("shielding:impose-shield", place)


def imposing(scene: _Scene) -> Iterator[Plain]:
    """A shield on the one, and on the other as well."""
    form = stories.FORMS["shielding:impose-shield"](scene.chance, scene.both)
    places = [scene.neighbour, scene.subject]
    yield _act(scene, "shielding:impose-shield", places[0], form | {"also": places[1]})
    yield _visit("shielding:shields")


def lifting(scene: _Scene) -> Iterator[Plain]:
    """A review, a lift asked for, a lift agreed to."""
    place = scene.either()
    for name in scene.chance.sample(("review-shield", "ask-lift", "agree-lift"), 2):
        yield _act(scene, f"shielding:{name}", place)


def answering(scene: _Scene) -> Iterator[Plain]:
    """The answer to a request, whoever's it is."""
    for place in {*scene.requests} or {worlds.UNKNOWN}:
        yield _visit("shielding:answer-contact", place)
        form = stories.FORMS["shielding:answer-contact"](scene.chance, scene.both)
        yield {"do": "send", "to": "shielding:answer-contact", "place": place, "form": form}


def deciding(scene: _Scene) -> Iterator[Plain]:
    """The decision on a line that was set aside, whoever's it is, in two steps, and taking it back.

    What is decided to be about another child is published again when somebody next publishes, and what is applied to
    an open child at night. Both depend on who else is meant (docs/noninterference.md). So that is taken back at once.
    """
    yield _visit("shielding:quarantine")
    for place in {*scene.lines} or {worlds.UNKNOWN}:
        yield _visit("shielding:decide", place)
        form = {"decision": scene.chance.choice(("dismiss", "apply", "another"))}
        yield _send(scene, "shielding:decide", place, form)
        yield _send(
            scene,
            "shielding:confirm-decision",
            place,
            form | {"child": scene.chance.choice(("", scene.neighbour))},
        )
        yield _visit("shielding:decided")
        yield _send(scene, "shielding:take-back", "@decision")
        yield _visit("shielding:quarantine")
        yield _send(scene, "shielding:take-back", "@decision")


def proposals(scene: _Scene) -> Iterator[Plain]:
    """The decision on a proposed record of the officer's own authority: first asked about, then done."""
    yield _visit("shielding:proposals-waiting")
    yield _behind("shielding:decide-proposal", scene.neighbour)
    form = stories.FORMS["shielding:decide-proposal"](scene.chance, scene.both)
    if form["decision"] == "join":
        into = scene.chance.choice((worlds.REFERENCES[2], worlds.REFERENCES[2], scene.subject))
        form = {name: text for name, text in form.items() if name != "number"} | {"into": into}
    asked = {name: text for name, text in form.items() if name != "sure"}
    yield _send(scene, "shielding:decide-proposal", scene.neighbour, asked)
    yield _act(scene, "shielding:decide-proposal", scene.neighbour, form)
    yield _visit("shielding:proposals-waiting")


def transfers(scene: _Scene) -> Iterator[Plain]:
    """The child's own school names another council; the officer offers the record, and keeps it after all."""
    children = [one for one in scene.both[0]["children"] if one["reference"] == scene.neighbour]
    move = (
        {"event": "move", "as_at": stories.NEWER[0], "to": worlds.elsewhere(children[0])}
        if children
        else None
    )
    yield {"do": "behind", "slot": 1, "sides": [move, move]}
    yield _visit("shielding:transfers")
    for name in ("shielding:offer-transfer", "shielding:withdraw-transfer"):
        yield _send(scene, name, "@transfer")
        yield _visit("shielding:transfers")


# --- tours of those who look after people, and of systems ---------------------------------------------------------


def the_trail(scene: _Scene) -> Iterator[Plain]:
    """The trail as it is, and by record, person and act."""
    yield _visit("audit:trail")
    verbs = ("searched", "disclosed", "refused", "quarantined", "contact-asked", "shield-imposed")
    for form in (
        {"reference": scene.subject},
        {"person": scene.chance.choice(("tim", "uma", "nia", "otto", "olive", "imaginary", "system"))},
        {"verb": scene.chance.choice(verbs)},
    ):
        yield {"do": "send", "to": "audit:trail", "place": "", "form": form}


def people(scene: _Scene) -> Iterator[Plain]:
    """The accounts, and the pages of some of them."""
    yield _visit("access:accounts")
    for place in scene.chance.sample(stories.ACCOUNTS, 3):
        yield _visit("access:account", place)


def one_person(scene: _Scene) -> Iterator[Plain]:
    """What an administrator does with an account."""
    place = scene.chance.choice(stories.ACCOUNTS)
    names = [name for name in stories.FORMS if name.startswith("access:")]
    for name in scene.chance.sample(names, 3):
        if "GET" in _methods(name):
            yield _visit(name, place)
        yield {
            "do": "send",
            "to": name,
            "place": place,
            "form": stories.FORMS[name](scene.chance, scene.both),
        }
    yield _visit("access:account", place)


def leaving(scene: _Scene) -> Iterator[Plain]:
    """An account is closed, or its person goes to another service; then it is taken back on the same day."""
    place = scene.chance.choice(("@jane", "@jane", *stories.ACCOUNTS))
    for name in (scene.chance.choice(("access:close", "access:move")), "access:take-back"):
        yield _visit(name, place)
        yield _send(scene, name, place)
    yield _visit("access:account", place)


def _methods(name: str) -> set[str]:
    from tests.house import composition

    return composition.methods_of(name)


def files(scene: _Scene) -> Iterator[Plain]:
    """A file about the subject, and the same again."""
    lines = [stories.draw_line(scene.chance, scene.child, number) for number in range(2)]
    yield {"do": "load", "lines": lines}
    yield {"do": "load", "lines": lines[:1]}


_SEARCHES: Final[tuple[Tour, ...]] = (by_name, by_facts, by_age, by_slip)
_READING: Final[tuple[Tour, ...]] = (
    *(*_SEARCHES, namesakes, twins, twins),
    *(record, contact, own_work, proposal, another_service),
)
_ANYWHERE: Final[tuple[Tour, ...]] = (own_pages, others_pages, unopened, every_page)
_AROUND_LIMITS: Final[tuple[Tour, ...]] = (*_SEARCHES, household, imposing, the_trail)
TOURS: Final[Mapping[str, tuple[Tour, ...]]] = {
    "practitioner": (*_READING, *_ANYWHERE),
    "sensitive-practitioner": (*_READING, consent, consent, *_ANYWHERE),
    "shielding-officer": (
        *(
            by_name,
            by_facts,
            by_age,
            by_slip,
            record,
            household,
            imposing,
            lifting,
            lists,
            answering,
            deciding,
            deciding,
            proposals,
            proposals,
            transfers,
        ),
        *_ANYWHERE,
    ),
    "account-administrator": (people, people, one_person, one_person, leaving, every_page, others_pages),
    "local-auditor": (the_trail, the_trail, the_trail, own_pages, every_page, others_pages),
    "national-auditor": (the_trail, own_pages, every_page, others_pages),
    "feed": (files,),
    "": (own_pages, every_page, unopened),
}


# --- the worlds -------------------------------------------------------------------------------------------------


def draw_story(chance: Chance, turn: int, observers: tuple[str, ...] = tuple(worlds.OBSERVERS)) -> Plain:
    """The story of this turn: observers and tours follow each other, all else is drawn."""
    plans = [(name, tour) for name in observers for tour in TOURS[worlds.OBSERVERS[name]["role"]]]
    name, tour = plans[turn % len(plans)]
    observer = worlds.OBSERVERS[name]
    for _ in range(TRIES):
        story = _drawn(chance, observer, tour)
        if stories.is_pair(story):
            return story
    raise LookupError(f"No pair of worlds was drawn for {name} and {tour.__name__}.")


def _drawn(chance: Chance, observer: Plain, tour: Tour) -> Plain:
    colleague = chance.choice((None, *worlds.COLLEAGUES.get(observer["name"], ())))
    seeing = worlds.OBSERVERS[colleague] if colleague else observer
    slots = [_elsewhere(chance, seeing) if tour is proposals else _subject(chance, seeing)]
    if tour in (twins, contact):
        slots = [_shielded(chance, seeing, "unlisted" if tour is twins and chance.randrange(2) else "")]
    shared = chance.choice(_DOUBLES if tour in (deciding, namesakes, proposals) else _SHARED)
    slots.append(_neighbour(chance, seeing, slots[0], shared))
    if tour is leaving and chance.randrange(2):
        slots[0] = _worked_with(chance, slots[0])
    if tour is proposals:
        slots[1:] = _proposed(chance, slots[1])
    limits: Plain = {}
    if tour is not proposals and worlds.one_in(chance, 2 if tour in _AROUND_LIMITS else 6):
        limits = {"branch": BRANCH, "ticked": 1, "page": BRANCH}
        slots += _crowd(chance, seeing, slots[0])
    story: Plain = {
        "observer": observer["name"],
        "aim": tour.__name__,
        "slots": slots,
        "requests": worlds.draw_requests(chance, slots, seeing),
        "quarantine": worlds.draw_quarantine(chance, slots, seeing),
        "limits": limits,
        "steps": [],
    }
    before = _before(chance, story, seeing)
    if colleague:
        before += [
            {"do": "colleague", "name": colleague, "step": step}
            for step in _chosen(chance, seeing["role"])(_Scene(chance, story))
        ]
    own = [*tour(_Scene(chance, story))]
    if worlds.one_in(chance, 3):
        own += [*_chosen(chance, observer["role"])(_Scene(chance, story))]
    story["steps"] = before + own
    return story


def _chosen(chance: Chance, role: str) -> Tour:
    tours: Any = TOURS[role]
    return chance.choice(tours)


def _elsewhere(chance: Chance, observer: Plain) -> list[Plain | None]:
    """A child of another authority. An approval may tell that there is one, shielded or not, and nothing else of it."""
    for _ in range(TRIES):
        one, other = (worlds.draw_child(chance, 0, observer) for _ in worlds.SIDES)
        if one["state"] == "live" and one["authority"] != observer["authority"]:
            break
    hidden = ("grounds", "review_due", "lift_asked", "was_shielded", "died_on", "involvements", "sensitive")
    tier = one["tier"] if one["tier"] == "open" else chance.choice((*worlds.WITHHELD, "unlisted"))
    return [one, one | {name: other[name] for name in hidden} | {"tier": tier}]


def _shielded(chance: Chance, observer: Plain, tier: str) -> list[Plain | None]:
    """A child who has a shield, of this tier or of any that is not the last, in one of the worlds at least."""
    wanted = (tier,) if tier else worlds.WITHHELD
    for _ in range(TRIES):
        pair = _subject(chance, observer)
        if any(child and child["state"] == "live" and child["tier"] in wanted for child in pair):
            break
    return pair


def _worked_with(chance: Chance, pair: list[Plain | None]) -> list[Plain | None]:
    """A child with whom Jane works. Her administrator knows that she does with somebody, and nothing of the child."""
    child = pair[0] or pair[1] or {}
    work = {
        "state": "live",
        "proposed_by": "",
        "involvements": [*child["involvements"], worlds.own_line("jane")],
    }
    tiers = chance.sample(("open", *worlds.WITHHELD, "unlisted", "unlisted"), 2)
    return [child | work | {"tier": tier} for tier in tiers]


def _proposed(chance: Chance, pair: list[Plain | None]) -> Iterator[list[Plain | None]]:
    """The neighbour as somebody proposed it, and a record of the same authority that it may be about."""
    given, by = chance.choice(worlds.GIVEN), chance.choice(worlds.OTHERS)
    waiting = {"state": "provisional", "proposed_by": by, "tier": "open", "sensitive": [], "nhs_number": ""}
    yield [child and child | waiting for child in pair]
    own = {"slot": 2, "reference": worlds.REFERENCES[2], "number": worlds.NUMBERS[2], "given": given}
    own |= {"address": worlds.draw_address(chance)} if chance.randrange(4) else {}
    yield [child and child | own for child in pair]


def _subject(chance: Chance, observer: Plain) -> list[Plain | None]:
    """A child of whom something is hidden: one thing alone, as often as everything."""
    for _ in range(TRIES):
        pair = worlds.draw_pair(chance, 0, observer)
        seen = {spec.exposure_of(observer, child) for child in pair if child}
        if observer["role"] not in spec.READERS or seen <= {"face", "nothing"} or worlds.one_in(chance, 4):
            break
    if all(pair) and chance.randrange(2):
        one, other = pair
        apart = [name for name in _ALONE if one and other and one[name] != other[name]]
        if apart and one and other and one["state"] == other["state"] == "live":
            name = chance.choice(apart)
            alike = one | {name: other[name]}
            # The authority and the source of a record go together.
            alike |= {"source": other["source"]} if name == "authority" else {}
            return [one, alike]
    return pair


def _only_on(full: int | None, pair: list[Plain | None]) -> list[Plain | None]:
    """Of the pair the one who is in the world that is full, if one is."""
    if full is None:
        return pair
    child = pair[0] or pair[1]
    return [child, None] if full == 0 else [None, child]


_ALONE = ("tier", *worlds.HIDDEN_BENEATH, "involvements", "sensitive")
"""What can differ while all else is equal. A child who is open has no other tier, so the tier differs among shields."""


def _neighbour(
    chance: Chance, observer: Plain, subject: list[Plain | None], shared: tuple[str, ...]
) -> list[Plain | None]:
    """A child who shares with the subject what may give it away: name, home, parent, school."""
    like = chance.choice([child for child in subject if child])
    for _ in range(TRIES):
        pair = worlds.draw_pair(chance, 1, observer)
        if all(child and spec.exposure_of(observer, child) in ("record", "officer") for child in pair):
            break
    said: Plain = {name: like[name] for name in shared}
    if "born" in said:
        said["born_to"] = like["born_to"]
    elif "given" in said:
        said["born"] = said["born_to"] = chance.choice(worlds.BIRTHS[:3])
    return [child and child | said for child in pair]


_DOUBLES = (("given", "family", "born", "gender"), ("given", "family", "born", "address", "carers"))
_SHARED = (
    *_DOUBLES,
    ("given", "family"),
    ("given", "family", "gender"),
    ("family", "address", "carers", "education"),
    ("family", "born", "address", "carers", "education"),
    ("address",),
    ("carers", "education"),
)
"""What makes a child a namesake, perhaps of the next day, a double, a brother or sister, a twin, or a neighbour."""


def _crowd(chance: Chance, observer: Plain, subject: list[Plain | None]) -> Iterator[list[Plain | None]]:
    """Namesakes around the limit: some whom the observer may find, and some more who are in one world alone."""
    like = chance.choice([child for child in subject if child])
    same = {name: like[name] for name in ("given", "family", "born", "born_to", "gender", "address")}
    slots, full = range(2, chance.randint(7, 11)), chance.choice((0, 0, 1, 1, None))
    known = {*chance.sample(slots, chance.randint(BRANCH - 2, BRANCH))}
    for slot in slots:
        for _ in range(TRIES):
            pair = worlds.draw_pair(chance, slot, observer)
            seen = {spec.exposure_of(observer, child) for child in pair if child}
            if (seen <= {"record", "officer"}) if slot in known else (seen == {"nothing"}):
                crowd = [child and child | same for child in pair]
                yield crowd if slot in known else _only_on(full, crowd)
                break
        else:
            yield [None, None]


def _before(chance: Chance, story: Plain, observer: Plain) -> list[Plain]:
    """What happens to the subject first, behind the observer's back, and how much time passes."""
    both = [worlds.world(story, side) for side in worlds.SIDES]
    steps = []
    for _ in range(chance.choice((0, 0, 0, 1, 1, 2))):
        steps.append(stories.others_step(chance, observer, both, 0))
        for side in worlds.SIDES:
            stories.unfold(both[side], steps[-1], side)
    if worlds.one_in(chance, 6):
        steps.append({"do": "wait", "minutes": chance.choice((20, 60 * 24 * 40))})
    return steps
