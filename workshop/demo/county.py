"""The fictional county of Westmarch, of any size: its directory and the two files its systems send.

The same size, day and seed always give the same county. Nothing of it is real: no postal area is called ZZ,
the telephone numbers are kept for drama, the NHS numbers lie in the range kept for tests, the pupil numbers
carry the number of an authority that does not exist.

The files are as good and as bad as files are: twins, families with three surnames, names by ear, estimated
birth dates, children without an address, lines that come twice, late, or broken.
"""

import itertools
import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from stdnum.gb import nhs

from ground import statute
from registry import feeds, formats, names
from registry.feeds import school_census, service_involvements
from workshop.demo import cast, population

SEED = 2004
HOME = "X01"
NEIGHBOUR = "X02"
NEIGHBOURS_SHARE = 0.04
# One line in so many is broken, comes twice, or comes late; the first of each early enough for a small county.
BROKEN_EVERY, FIRST_BROKEN = 331, 50
REPEATED_EVERY, FIRST_TWICE, FIRST_LATE = 997, 70, 90
LATE_DAYS = 200

Row = dict[str, str]
Chosen = TypeVar("Chosen")


# --- the directory ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Authority:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """`kind` is one of the kinds of access organisations; `authority` a code."""

    code: str
    name: str
    kind: str
    authority: str
    telephone: str
    email: str


@dataclass(frozen=True, slots=True)
class Service:
    code: str
    name: str
    organisation: str
    telephone: str
    email: str
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A system that sends: its code, its name, the format and the authority it sends for, and its file here."""

    code: str
    name: str
    format: str
    authority: str
    filename: str


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything that has to be known before the files can be loaded."""

    authorities: tuple[Authority, ...]
    organisations: tuple[Organisation, ...]
    services: tuple[Service, ...]
    sources: tuple[Source, ...]

    def schools(self, authority: str, phase: str) -> tuple[str, ...]:
        """The codes of an authority's primary or high schools."""
        return tuple(
            organisation.code
            for organisation in self.organisations
            if organisation.kind == "school"
            and organisation.authority == authority
            and ("High" in organisation.name) == (phase == "high")
        )

    def practices(self, authority: str) -> tuple[str, ...]:
        return tuple(o.code for o in self.organisations if o.kind == "practice" and o.authority == authority)


CENSUS = Source("westmarch-census", "Westmarch school census", "school-census", HOME, "school-census.csv")
SERVICES = Source(
    "westmarch-services",
    "Westmarch services' case systems",
    "service-involvements",
    HOME,
    "service-involvements.csv",
)

_NAMED_ORGANISATIONS = (
    # code, name, kind, the last three digits of its telephone, its mailbox
    ("X01-COUNCIL", "Westmarch County Council", "council", "100", "help@westmarch"),
    ("X01-HOMES", "Westmarch Homes", "council", "110", "help@westmarch-homes"),
    ("X01-HEALTH", "Westmarch Community Health", "health", "120", "help@westmarch-health"),
    ("X01-POLICE", "Westmarch Constabulary", "police", "130", "help@westmarch-police"),
    ("X01-YCG", "Young Carers Group", "voluntary", "140", "hello@young-carers"),
    ("X01-HARBOUR", "Harbour", "voluntary", "150", "hello@harbour"),
    ("X01-LANTERN", "Lantern", "health", "160", "hello@lantern"),
    ("X01-WILLOW", "Willow House", "health", "170", "hello@willow-house"),
    ("X02-COUNCIL", "Eastmarch County Council", "council", "200", "help@eastmarch"),
)
_NAMED_SCHOOLS = (
    "Gullscar High School",
    "Marchbury High School",
    "St Petrock's High School",
    "Haven Primary School",
    "Withy Bridge Primary School",
    "Marchbury Primary School",
    "Nether Quay Primary School",
    "Saltings Primary School",
    "Coldharrow Primary School",
)
_PUPILS_OF_A_HIGH_SCHOOL = 900
_PUPILS_OF_A_PRIMARY_SCHOOL = 280
_CHILDREN_OF_A_PRACTICE = 1_500


def telephone(at: int) -> str:
    """Return a telephone number that no one has (01632 960000 to 960999 are kept for drama)."""
    return f"01632 960{at % 700 + 300}"


_AREAS_OF_A_TOWN = 8


def _towns(authority: str) -> tuple[str, ...]:
    return population.TOWNS if authority == HOME else population.EAST_TOWNS


def _first_area(authority: str, town: int) -> int:
    """The number of the first postcode district of a town; Eastmarch's share theirs."""
    return (town * _AREAS_OF_A_TOWN if authority == HOME else 80) + 1


def districts(authority: str) -> tuple[str, ...]:
    """The postcode districts that an authority looks after."""
    firsts = {_first_area(authority, town) for town in range(len(_towns(authority)))}
    return tuple(f"ZZ{first + more}" for first in sorted(firsts) for more in range(_AREAS_OF_A_TOWN))


def directory(children: int) -> Directory:
    """Return the directory of a county of so many children: the larger, the more schools and practices."""
    named = (
        Organisation(code, name, kind, code[:3], f"01632 960{digits}", f"{mailbox}.example")
        for code, name, kind, digits, mailbox in _NAMED_ORGANISATIONS
    )
    at_home = [*_schools(HOME, children), *_practices(HOME, children)]
    next_door = [*_schools(NEIGHBOUR, children // 20), *_practices(NEIGHBOUR, children // 20)]
    return Directory(
        authorities=(Authority(HOME, "Westmarch"), Authority(NEIGHBOUR, "Eastmarch")),
        organisations=(*named, *at_home, *next_door),
        services=tuple(
            Service(code, name, organisation, f"01632 960{digits}", f"{mailbox}.example", code in SENSITIVE)
            for code, organisation, name, digits, mailbox in _DESKS
        ),
        sources=(CENSUS, SERVICES),
    )


def _schools(authority: str, children: int) -> Iterator[Organisation]:
    place = "" if authority == HOME else "Eastmarch "
    high = max(0, children * 7 // 18 // _PUPILS_OF_A_HIGH_SCHOOL - 2)
    primary = max(0, children * 7 // 18 // _PUPILS_OF_A_PRIMARY_SCHOOL - 5)
    kinds = [*("High" for _ in range(high)), *("Primary" for _ in range(primary))]
    streets = itertools.cycle(population.STREETS)
    listed = [*_NAMED_SCHOOLS, *(f"{next(streets)} {kind} School" for kind in kinds)]
    for at, name in enumerate(listed, 1):
        code = f"{authority}-S{at:03d}"
        yield Organisation(
            code, place + name, "school", authority, telephone(at), f"office@{code.lower()}.example"
        )


def _practices(authority: str, children: int) -> Iterator[Organisation]:
    for at in range(1, max(4, children // _CHILDREN_OF_A_PRACTICE) + 1):
        street = population.STREETS[(at * 7) % len(population.STREETS)]
        code = f"{authority}-P{at:03d}"
        yield Organisation(
            code,
            f"{street} Surgery",
            "practice",
            authority,
            telephone(at + 300),
            f"desk@{code.lower()}.example",
        )


_DESKS = (
    # service, its organisation, its name, the last three digits of its telephone, its mailbox
    ("X01-S001-MENTOR", "X01-S001", "Learning mentors", "101", "mentors@gullscar-high"),
    ("X01-SOCIAL", "X01-COUNCIL", "Children's social care", "181", "social-care@westmarch"),
    ("X01-WELFARE", "X01-COUNCIL", "Education welfare", "182", "welfare@westmarch"),
    ("X01-YOUTH", "X01-COUNCIL", "Youth work", "183", "youth@westmarch"),
    ("X01-YOT", "X01-COUNCIL", "Youth offending team", "184", "yot@westmarch"),
    ("X01-TEAM", "X01-COUNCIL", "ContactPoint team", "185", "contactpoint@westmarch"),
    ("X01-HOUSING", "X01-HOMES", "Housing support", "186", "support@westmarch-homes"),
    ("X01-VISITING", "X01-HEALTH", "Health visiting", "187", "visiting@westmarch-health"),
    ("X01-NURSING", "X01-HEALTH", "School nursing", "188", "nursing@westmarch-health"),
    ("X01-SPEECH", "X01-HEALTH", "Speech and language therapy", "189", "speech@westmarch-health"),
    ("X01-SAFER", "X01-POLICE", "Safer neighbourhoods", "190", "safer@westmarch-police"),
    ("X01-CARERS", "X01-YCG", "Young Carers Group", "140", "hello@young-carers"),
    (
        "X01-HARBOUR-YP",
        "X01-HARBOUR",
        "Harbour young people's drug and alcohol service",
        "150",
        "hello@harbour",
    ),
    ("X01-LANTERN-CL", "X01-LANTERN", "Lantern sexual health clinic", "160", "hello@lantern"),
    ("X01-WILLOW-YP", "X01-WILLOW", "Willow House mental health team", "170", "hello@willow-house"),
    ("X02-SOCIAL", "X02-COUNCIL", "Children's social care", "201", "social-care@eastmarch"),
    ("X02-TEAM", "X02-COUNCIL", "ContactPoint team", "202", "contactpoint@eastmarch"),
)
_WORKING = (
    # service, share, job title, youngest and oldest age of the children
    ("X01-VISITING", 0.22, "Health visitor", 0, 4),
    ("X01-SOCIAL", 0.18, "Social worker", 0, 17),
    ("X01-WELFARE", 0.13, "Education welfare officer", 5, 16),
    ("X01-NURSING", 0.13, "School nurse", 5, 17),
    ("X01-SPEECH", 0.10, "Speech and language therapist", 2, 11),
    ("X01-YOUTH", 0.09, "Youth worker", 11, 17),
    ("X01-HOUSING", 0.06, "Housing officer", 0, 17),
    ("X01-CARERS", 0.04, "Young carers worker", 7, 17),
    ("X01-YOT", 0.03, "Youth justice worker", 11, 17),
    ("X01-SAFER", 0.02, "Police constable", 10, 17),
)
_SENSITIVE = (
    ("X01-HARBOUR-YP", "Young people's worker"),
    ("X01-LANTERN-CL", "Clinic nurse"),
    ("X01-WILLOW-YP", "Therapist"),
)
SENSITIVE = frozenset(service for service, _ in _SENSITIVE)
_YOUNGEST_AT_SENSITIVE_SERVICE = 11


# --- chance, the same every time --------------------------------------------------------------------------------


def _stream(seed: int, name: str) -> random.Random:
    """A source of chance of its own for each kind of draw, so that one kind does not shift another."""
    return random.Random(f"{seed}:{name}")


def _draw(
    rng: random.Random, choices: Sequence[Chosen], weights: Sequence[float] | None = None
) -> Iterator[Chosen]:
    """Draw for ever, in batches, because single draws are slow."""
    cumulative = list(itertools.accumulate(weights)) if weights is not None else None
    while True:
        yield from rng.choices(choices, cum_weights=cumulative, k=4096)


def _draw_common_first(rng: random.Random, choices: Sequence[Chosen]) -> Iterator[Chosen]:
    """Draw for ever; the n-th choice about 1/n as often as the first (Zipf)."""
    return _draw(rng, choices, [1 / (rank + 3) for rank in range(len(choices))])


# --- children ---------------------------------------------------------------------------------------------------

_YEARS = 18
_YOUNGEST_DAYS = 40
_INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(frozen=True, slots=True)
class _Day:
    """A birth date and what follows from it: the age in years, the phase of school and when it began."""

    written: str
    age: int
    phase: str
    school_since: str


def _birth_days(today: date) -> list[_Day]:
    oldest = statute.born_by(today, age=_YEARS) + timedelta(days=1)
    youngest = today - timedelta(days=_YOUNGEST_DAYS)
    year_of_school = today.year if today.month >= 9 else today.year - 1
    days = []
    for at in range((youngest - oldest).days + 1):
        born = oldest + timedelta(days=at)
        age = statute.age_on(today, born=born)
        reception = born.year + (5 if born.month >= 9 else 4)
        high = reception + 7
        if high <= year_of_school:
            days.append(_Day(born.isoformat(), age, "high", date(high, 9, 3).isoformat()))
        elif reception <= year_of_school:
            days.append(_Day(born.isoformat(), age, "primary", date(reception, 9, 3).isoformat()))
        else:
            days.append(_Day(born.isoformat(), age, "", ""))
    return days


class _Families:
    """Draws families one after another."""

    def __init__(self, children: int, seed: int, today: date) -> None:
        self._children = children
        self._days = _birth_days(today)
        self._as_at = (today - timedelta(days=14)).isoformat()
        self._rng = _stream(seed, "family")
        place = directory(children)
        self._schools = {
            (authority, phase): _draw(_stream(seed, f"{authority}{phase}"), place.schools(authority, phase))
            for authority in (HOME, NEIGHBOUR)
            for phase in ("high", "primary")
        }
        self._practices = {
            authority: _draw(_stream(seed, f"{authority}practice"), place.practices(authority))
            for authority in (HOME, NEIGHBOUR)
        }
        self._groups = _draw(
            _stream(seed, "group"),
            [_Group(group, seed, at) for at, group in enumerate(population.GROUPS)],
            [group.share for group in population.GROUPS],
        )
        self._sizes = _draw(_stream(seed, "size"), (1, 2, 3, 4, 5), (0.42, 0.36, 0.15, 0.05, 0.02))
        self._streets = _draw(_stream(seed, "street"), population.STREETS)
        self._serials = itertools.count(1_000)

    def __iter__(self) -> Iterator[Row]:
        made = 0
        while made < self._children:
            for row in itertools.islice(self._family(), self._children - made):
                made += 1
                yield row

    def _family(self) -> Iterator[Row]:
        chance = self._rng.random
        group = next(self._groups)
        authority = NEIGHBOUR if chance() < NEIGHBOURS_SHARE else HOME
        family = group.family()
        shared = _EMPTY | self._address(authority) | self._carers(group, family)
        shared["authority"] = authority
        shared["practice_code"] = next(self._practices[authority])
        shared["as_at"] = self._as_at
        estimated = chance() < 0.01
        called: set[str] = set()
        for born in self._births(next(self._sizes)):
            girl = chance() < 0.49
            given_names = group.girls if girl else group.boys
            given = next(name for name in given_names if name not in called)
            called.add(given)
            surname = group.spoken_of(family if chance() < 0.93 else group.family(), girl=girl)
            child = self._child(shared, self._days[born], estimated=estimated)
            child["given_name"], child["family_name"] = given, surname
            child["gender"] = "N" if chance() < 0.005 else "F" if girl else "M"
            if chance() < 0.02:
                child["former_family_name"] = group.spoken_of(group.family(), girl=girl)
            yield child

    def _births(self, size: int) -> Iterator[int]:
        """Indexes of birth days: later children some years after, three in a hundred of them twins."""
        last = self._rng.randrange(len(self._days))
        yield last
        for _ in range(size - 1):
            if self._rng.random() >= 0.03:
                last += self._rng.randrange(330, 1_900)
            if last >= len(self._days):
                return
            yield last

    def _address(self, authority: str) -> Row:
        chance = self._rng.random
        towns = _towns(authority)
        at = int(chance() * chance() * len(towns))
        area = _first_area(authority, at) + int(chance() * _AREAS_OF_A_TOWN)
        letters = int(chance() * 400)
        postcode = (
            f"ZZ{area} {int(chance() * 10)}{_INWARD_LETTERS[letters // 20]}{_INWARD_LETTERS[letters % 20]}"
        )
        whereabouts = "current"
        if chance() < 0.03:
            whereabouts = self._rng.choice(
                ("last-known", "none", "left-returning", "left-not-returning", "left-unknown")
            )
        if whereabouts not in school_census.WITH_ADDRESS:
            return {"whereabouts": whereabouts, "address_line_1": "", "town": "", "postcode": ""}
        return {
            "whereabouts": whereabouts,
            "address_line_1": f"{int(chance() * 140) + 1} {next(self._streets)}",
            "town": towns[at],
            "postcode": postcode,
        }

    def _carers(self, group: "_Group", family: str) -> Row:
        chance = self._rng.random
        mother, both = chance(), chance() < 0.68
        said = {
            "carer_1_given_name": next(group.girls),
            "carer_1_family_name": group.spoken_of(family if mother < 0.72 else group.family(), girl=True),
            "carer_1_responsibility": "parental-responsibility" if chance() < 0.97 else "care",
        }
        if both:
            said["carer_2_given_name"] = next(group.boys)
            said["carer_2_family_name"] = family
            said["carer_2_responsibility"] = "parental-responsibility" if chance() < 0.9 else "care"
        return said

    def _child(self, shared: Row, day: _Day, *, estimated: bool) -> Row:
        serial = next(self._serials)
        schooling = self._rng.random()
        in_england = not shared["whereabouts"].startswith("left")
        row = shared.copy()
        row["record_id"] = f"WM-{serial:08d}"
        row["birth_date"] = f"{day.written[:4]}-01-01" if estimated else day.written
        row["birth_date_to"] = day.written if estimated else ""
        row["age"] = str(day.age)
        if day.phase and in_england and schooling > 0.02:
            row["upn"] = cast.pupil_number_of(serial)
            row["school_code"] = next(self._schools[shared["authority"], day.phase])
            row["school_start_date"] = day.school_since
            row["education"] = "school"
        else:
            row["education"] = "home" if day.phase and in_england and schooling < 0.012 else "elsewhere"
        row["nhs_number"] = nhs_number(serial)
        return row


class _Group:
    """The names of one group of families, drawn for ever."""

    def __init__(self, group: population.Group, seed: int, at: int) -> None:
        self.girls = _draw_common_first(_stream(seed, f"girls{at}"), group.girls)
        self.boys = _draw_common_first(_stream(seed, f"boys{at}"), group.boys)
        self._families = _draw_common_first(_stream(seed, f"families{at}"), group.families)
        self._doubled = _draw(_stream(seed, f"doubled{at}"), (True, False), (0.03, 0.97))
        self._bent = group is population.EAST_EUROPEAN

    def family(self) -> str:
        """A family name; three in a hundred have two parts."""
        name = next(self._families)
        return f"{name}-{next(self._families)}" if next(self._doubled) else name

    def spoken_of(self, family: str, *, girl: bool) -> str:
        """The name as it is for a girl or woman: Kowalski's sister is Kowalska."""
        if girl and self._bent and family.endswith(("ski", "cki")):
            return f"{family[:-1]}a"
        return family


_EMPTY: Row = dict.fromkeys(school_census.FORMAT.columns, "")


def nhs_number(serial: int) -> str:
    """Return a test number (999 000 0000 to 999 999 9999) of a serial, or none where its check digit would be ten."""
    stem = 999_000_000 + serial % 1_000_000
    check = nhs.checksum(f"{stem}0")
    return "" if check == 1 else f"{stem}{(11 - check) % 11}"


def children(count: int, seed: int = SEED, *, today: date) -> Iterator[Row]:
    """Draw so many children, family by family, as rows of the census.

    A row has every column of the school census, and besides what the census does not send: `nhs_number` (may
    be empty, and comes again after a million), `practice_code` and `age` in years.
    """
    return iter(_Families(count, seed, today))


def cast_children(today: date) -> Iterator[Row]:
    """The children of the cast, as rows like those of `children`."""
    for at, child in enumerate(cast.CHILDREN, 1):
        row = _EMPTY | child.row(today)
        row["nhs_number"] = nhs_number(at)
        row["practice_code"] = f"{HOME}-P001"
        latest = formats.calendar_date(row["birth_date_to"] or row["birth_date"])
        row["age"] = str((today - latest).days * 100 // 36525)
        yield row


# --- involvements -----------------------------------------------------------------------------------------------

_BLANK: Row = dict.fromkeys(service_involvements.FORMAT.columns, "")


def involvements(rows: Iterable[Row], seed: int = SEED, *, today: date) -> Iterator[Row]:
    """Draw who works with the children of these rows, as rows of the involvements file.

    Three children in ten have one to three involvements; one involvement in twenty is with a sensitive service.
    Services write names by ear and by habit, and hold some numbers only.
    """
    drawn = _Involvements(seed, today)
    for row in rows:
        yield from drawn.of(row)


class _Involvements:
    def __init__(self, seed: int, today: date) -> None:
        self._rng = _stream(seed, "involvement")
        self._today = today
        self._days = [(today - timedelta(days=back)).isoformat() for back in range(_YEARS * 366)]
        self._counts = _draw(_stream(seed, "count"), (0, 1, 2, 3), (0.70, 0.18, 0.09, 0.03))
        self._serials = itertools.count(1)
        self._staff = {service: _staff(seed, service, title) for service, _, title, *_ in _WORKING}
        self._staff |= {service: _staff(seed, service, title) for service, title in _SENSITIVE}
        self._services = [
            _draw(
                _stream(seed, f"services{age}"),
                [service for service, _, _, youngest, oldest in _WORKING if youngest <= age <= oldest],
                [share for _, share, _, youngest, oldest in _WORKING if youngest <= age <= oldest],
            )
            for age in range(_YEARS)
        ]

    def of(self, child: Row) -> Iterator[Row]:
        for _ in range(next(self._counts)):
            age = int(child["age"])
            if age >= _YOUNGEST_AT_SENSITIVE_SERVICE and self._rng.random() < 0.125:
                yield self._sensitive(child, age)
            else:
                yield self._line(child, next(self._services[age]))

    def _line(self, child: Row, service: str, *, since: int = 4 * 365) -> Row:
        chance = self._rng.random
        row = _BLANK.copy()
        row["record_id"] = f"WS-{next(self._serials):08d}"
        for name in ("given_name", "family_name", "birth_date", "birth_date_to"):
            row[name] = child[name]
        if chance() < 0.85:
            row["postcode"] = child["postcode"]
        if chance() < 0.45:
            row["nhs_number"] = child["nhs_number"]
        if chance() < 0.5:
            row["upn"] = child["upn"]
        if chance() < 0.4:
            row["practice_code"] = child["practice_code"]
        if chance() < 0.05:
            self._misspell(row)
        row["service_code"] = service
        row |= self._rng.choice(self._staff[service])
        self._date(row, since)
        going_on = not row["end_date"]
        row["lead_professional"] = "Y" if going_on and chance() < 0.06 else "N"
        row["caf_holder"] = "Y" if chance() < 0.08 else "N"
        row["significant_harm"] = "N"
        return row

    def _date(self, row: Row, since: int) -> None:
        """Begun at most so many days ago and after the birth; a third ended."""
        born = formats.calendar_date(row["birth_date_to"] or row["birth_date"])
        longest = min((self._today - born).days, since)
        began = self._rng.randrange(12, longest)
        row["as_at"] = self._days[self._rng.randrange(1, 11)]
        row["start_date"] = self._days[began]
        if began > 60 and self._rng.random() < 0.35:
            row["end_date"] = self._days[self._rng.randrange(12, began)]

    def _sensitive(self, child: Row, age: int) -> Row:
        chance = self._rng.random
        row = self._line(child, self._rng.choice(_SENSITIVE)[0], since=400)
        row["lead_professional"] = row["caf_holder"] = "N"
        asked = chance()
        if asked < 0.85:
            row["consent_given_by"] = "child" if age >= 13 or chance() < 0.3 else "parent"
            row["consent_on"] = row["start_date"]
            row["consent_method"] = "written" if chance() < 0.6 else "spoken"
            if row["end_date"] and chance() < 0.2:
                row["consent_withdrawn_on"] = row["end_date"]
        elif asked < 0.90:
            row["significant_harm"] = "Y"
        return row

    def _misspell(self, row: Row) -> None:
        """Write a name as another service might: the short form, or a letter gone."""
        variants = sorted(names.nicknames(row["given_name"]) - {names.normalise(row["given_name"])})
        if variants and self._rng.random() < 0.7:
            row["given_name"] = self._rng.choice(variants).title()
        elif len(row["family_name"]) > 4:
            at = self._rng.randrange(1, len(row["family_name"]) - 1)
            row["family_name"] = row["family_name"][:at] + row["family_name"][at + 1 :]


def _staff(seed: int, service: str, title: str) -> list[Row]:
    """The people of a service: forty names that nobody of the cast has."""
    rng = _stream(seed, f"staff{service}")
    staff = []
    for at in range(40):
        group = rng.choices(population.GROUPS, [g.share for g in population.GROUPS])[0]
        name = f"{rng.choice(group.girls + group.boys)} {rng.choice(group.families)}"
        mailbox = "".join(names.normalise(part) + "." for part in name.split()).rstrip(".")
        staff.append(
            {
                "practitioner_name": name,
                "job_title": title,
                "telephone": telephone(rng.randrange(700)),
                "email": f"{mailbox}@{service.lower()}.example" if at % 5 else "",
            }
        )
    return staff


def cast_involvements(today: date) -> Iterator[Row]:
    """The involvements of the cast, as rows of the involvements file."""
    kept = {row["record_id"]: row for row in cast_children(today)}
    for involvement in cast.INVOLVEMENTS:
        child, person = kept[involvement.child.key], involvement.person
        began = (today - timedelta(days=involvement.began)).isoformat()
        ended = "" if involvement.ended is None else (today - timedelta(days=involvement.ended)).isoformat()
        row = _BLANK | {name: child[name] for name in _OF_THE_CHILD}
        row |= {
            "record_id": involvement.key,
            "as_at": (today - timedelta(days=3)).isoformat(),
            "service_code": person.service,
            "practitioner_name": person.full_name,
            "job_title": person.job_title,
            "telephone": person.telephone,
            "email": person.email,
            "start_date": began,
            "end_date": ended,
            "lead_professional": "Y" if involvement.lead_professional else "N",
            "caf_holder": "Y" if involvement.caf_holder else "N",
            "significant_harm": "N",
        }
        if involvement.consent_by:
            row |= {
                "consent_given_by": involvement.consent_by,
                "consent_on": began,
                "consent_method": "written",
            }
        yield row


_OF_THE_CHILD = (
    "nhs_number",
    "upn",
    "given_name",
    "family_name",
    "birth_date",
    "birth_date_to",
    "postcode",
    "practice_code",
)


# --- the files --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class File:
    """A written file and what a right load of it comes to: lines received, and how many of them are rejected,
    duplicate and superseded. The others are applied or set aside."""

    source: Source
    path: Path
    received: int
    rejected: int
    duplicate: int
    superseded: int


@dataclass(frozen=True, slots=True)
class County:
    """What `write` has written."""

    directory: Directory
    census: File
    services: File


def write(folder: Path, *, children: int, today: date, seed: int = SEED) -> County:
    """Write `directory.json` and the two files of a county of so many children, the cast among them, to a folder."""
    place = directory(children)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "directory.json").write_text(
        json.dumps(asdict(place), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    census = _Writer(folder, CENSUS, _BROKEN_CENSUS, today)
    services = _Writer(folder, SERVICES, _BROKEN_INVOLVEMENTS, today)
    for row in itertools.islice(cast_children(today), children):
        census.add(row)
    for row in cast_involvements(today):
        services.add(row)
    drawn = _Involvements(seed, today)
    for row in _Families(max(0, children - len(cast.CHILDREN)), seed, today):
        census.add(row)
        for involvement in drawn.of(row):
            services.add(involvement)
    return County(place, census.finish(), services.finish())


class _Writer:
    """Writes the file of one source, with a broken, a repeated and a late line here and there."""

    def __init__(self, folder: Path, source: Source, breakings: Sequence["Breaking"], today: date) -> None:
        self._source = source
        self._path = folder / source.filename
        self._file = self._path.open("wb")
        self._columns = feeds.FORMATS[source.format].columns
        self._breakings = itertools.cycle(breakings)
        self._long_ago = (today - timedelta(days=LATE_DAYS)).isoformat()
        self._twice: list[Row] = []
        self._late: list[Row] = []
        self._written = self._rejected = 0
        self._file.write(_line(self._columns))

    def add(self, row: Row) -> None:
        at = self._written
        self._written += 1
        if at % BROKEN_EVERY == FIRST_BROKEN:
            self._rejected += 1
            self._file.write(next(self._breakings)(row, self._columns))
            return
        self._file.write(_line([row[name] for name in self._columns]))
        if at % REPEATED_EVERY == FIRST_TWICE:
            self._twice.append(row)
        elif at % REPEATED_EVERY == FIRST_LATE and row["birth_date"] < self._long_ago:
            self._late.append(
                row | {"as_at": self._long_ago, "postcode": "ZZ98 1AA" if row["postcode"] else ""}
            )

    def finish(self) -> File:
        """Write the lines that come again, and close the file."""
        for row in (*self._twice, *self._late):
            self._file.write(_line([row[name] for name in self._columns]))
        self._file.close()
        twice, late = len(self._twice), len(self._late)
        return File(self._source, self._path, self._written + twice + late, self._rejected, twice, late)


def _line(cells: Iterable[str]) -> bytes:
    """A line of cells, none of which has a comma, a quotation mark or a line break."""
    return f"{','.join(cells)}\n".encode()


# --- broken lines -----------------------------------------------------------------------------------------------

Breaking = Callable[[Row, Sequence[str]], bytes]


def _with(**changes: str) -> Breaking:
    """A line in which some fields are wrong."""

    def break_line(row: Row, columns: Sequence[str]) -> bytes:
        return _line([changes.get(name, row[name]) for name in columns])

    return break_line


def _with_a_comma_too_many(row: Row, columns: Sequence[str]) -> bytes:
    return _line([*(row[name] for name in columns), ""])


def _cut_off(row: Row, columns: Sequence[str]) -> bytes:
    return _line([row[name] for name in columns[: len(columns) // 2]])


def _in_another_encoding(row: Row, columns: Sequence[str]) -> bytes:
    return (
        _line([row[name] if name != "given_name" else "Zoë" for name in columns])
        .decode()
        .encode("cp1252", "replace")
    )


def _with_an_open_quotation_mark(row: Row, columns: Sequence[str]) -> bytes:
    return b'"' + _line([row[name] for name in columns])


def _with_the_year_last(row: Row, columns: Sequence[str]) -> bytes:
    year, month, day = row["birth_date"].split("-")
    return _with(birth_date=f"{day}/{month}/{year}")(row, columns)


def _with_a_mark_of_zero_width(row: Row, columns: Sequence[str]) -> bytes:
    return _with(given_name=f"{row['given_name']}\u200bx")(row, columns)


def _ended_before_it_began(row: Row, columns: Sequence[str]) -> bytes:
    return _with(start_date=row["as_at"], end_date=row["birth_date"])(row, columns)


_BROKEN_CENSUS: tuple[Breaking, ...] = (
    _with_the_year_last,
    _with(postcode="ZZO 1AA"),
    _with(family_name=""),
    _with_a_comma_too_many,
    _with(gender="Female"),
    _in_another_encoding,
    _with(birth_date="2099-01-01"),
    _with(given_name="<b>Sam</b>"),
    _with_a_mark_of_zero_width,
    _with(upn="A998000000000"),
    _cut_off,
    _with(school_code="Haven Primary School"),
    _with_an_open_quotation_mark,
    _with(carer_1_responsibility=""),
)
_BROKEN_INVOLVEMENTS: tuple[Breaking, ...] = (
    _ended_before_it_began,
    _with(telephone="", email=""),
    _with_the_year_last,
    _with(nhs_number="9990000019"),
    _with_a_comma_too_many,
    _with(service_code="Social care"),
    _with(job_title="<i>Social worker</i>"),
    _with(birth_date="1971-05-05", birth_date_to=""),
    _in_another_encoding,
    _with(consent_method="written", consent_on=""),
    _cut_off,
)
