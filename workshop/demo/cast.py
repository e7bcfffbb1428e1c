"""The cast of the fictional county: the people of Kelly's story, the officers around them, and the children
whose records show what the register does and does not show.

Jane, Paul, Tim, Libby and Kelly come from Kelly's story in the Layer 2 Fair Processing Notice of 2009; their
family names and everyone else are made up. Telephone numbers are from the range kept for drama.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from stdnum.gb import upn as pupil_number

from ground import statute


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account. `roles` holds values of access roles, `occupation` one of access occupations;
    codes are those of the county's directory. `may` says in one sentence what the account is for."""

    username: str
    full_name: str
    job_title: str
    occupation: str
    authority: str
    organisation: str
    service: str
    roles: tuple[str, ...]
    telephone: str
    email: str
    may: str

    @property
    def given_name(self) -> str:
        return self.full_name.partition(" ")[0]

    @property
    def is_officer(self) -> bool:
        """Whether they look after the register, not after children."""
        return self.occupation == "register-officer"


JANE = Person(
    username="jane",
    full_name="Jane Quillfeather",
    job_title="Learning mentor",
    occupation="education-welfare",
    authority="X01",
    organisation="X01-S001",
    service="X01-S001-MENTOR",
    roles=("practitioner",),
    telephone="01632 960101",
    email="j.quillfeather@gullscar-high.example",
    may="Works at Kelly's school: finds Kelly, says why, sees Paul and Tim, and adds herself.",
)
PAUL = Person(
    username="paul",
    full_name="Paul Thistlewood",
    job_title="Social worker",
    occupation="social-worker",
    authority="X01",
    organisation="X01-COUNCIL",
    service="X01-SOCIAL",
    roles=("practitioner",),
    telephone="01632 960102",
    email="p.thistlewood@westmarch.example",
    may="Stopped supporting Kelly four months ago; his name stays on her record for a year.",
)
MARA = Person(
    username="mara",
    full_name="Mara Fennelock",
    job_title="Social worker",
    occupation="social-worker",
    authority="X01",
    organisation="X01-COUNCIL",
    service="X01-SOCIAL",
    roles=("practitioner",),
    telephone="01632 960113",
    email="m.fennelock@westmarch.example",
    may="Works beside Paul: takes his work over when Ada closes his account or he goes to another service.",
)
TIM = Person(
    username="tim",
    full_name="Tim Underhay",
    job_title="Housing officer",
    occupation="family-worker",
    authority="X01",
    organisation="X01-HOMES",
    service="X01-HOUSING",
    roles=("practitioner",),
    telephone="01632 960103",
    email="t.underhay@westmarch-homes.example",
    may="Works with Kelly's family about the rent; he is on her record and sees who else is.",
)
LIBBY = Person(
    username="libby",
    full_name="Libby Larkspur",
    job_title="Young carers worker",
    occupation="family-worker",
    authority="X01",
    organisation="X01-YCG",
    service="X01-CARERS",
    roles=("practitioner",),
    telephone="01632 960104",
    email="l.larkspur@young-carers.example",
    may="Joins the team around Kelly at the end of the story by adding her own involvement.",
)
NELL = Person(
    username="nell",
    full_name="Nell Fairweather",
    job_title="Young people's worker",
    occupation="youth-worker",
    authority="X01",
    organisation="X01-HARBOUR",
    service="X01-HARBOUR-YP",
    roles=("sensitive-practitioner",),
    telephone="01632 960105",
    email="n.fairweather@harbour.example",
    may="Works for a drug and alcohol service: records an involvement only with consent, and nobody sees which it is.",
)
OLIVE = Person(
    username="olive",
    full_name="Olive Stonecrop",
    job_title="Shielding and brokering officer",
    occupation="register-officer",
    authority="X01",
    organisation="X01-COUNCIL",
    service="X01-TEAM",
    roles=("shielding-officer",),
    telephone="01632 960106",
    email="o.stonecrop@westmarch.example",
    may="Imposes, reviews and lifts shields in Westmarch, decides what is set aside, and brokers contact.",
)
ADA = Person(
    username="ada",
    full_name="Ada Wrenfield",
    job_title="Account administrator",
    occupation="register-officer",
    authority="X01",
    organisation="X01-COUNCIL",
    service="X01-TEAM",
    roles=("account-administrator",),
    telephone="01632 960107",
    email="a.wrenfield@westmarch.example",
    may="Creates, suspends and closes accounts in Westmarch, and can open no child's record.",
)
GUS = Person(
    username="gus",
    full_name="Gus Inkpen",
    job_title="Local auditor",
    occupation="register-officer",
    authority="X01",
    organisation="X01-COUNCIL",
    service="X01-TEAM",
    roles=("local-auditor",),
    telephone="01632 960108",
    email="g.inkpen@westmarch.example",
    may="Reads the trail of Westmarch's users: who looked at what and why, but no child's record.",
)
OWEN = Person(
    username="owen",
    full_name="Owen Sallowfield",
    job_title="Shielding and brokering officer",
    occupation="register-officer",
    authority="X01",
    organisation="X01-COUNCIL",
    service="X01-TEAM",
    roles=("shielding-officer",),
    telephone="01632 960109",
    email="o.sallowfield@westmarch.example",
    may="The second officer of Westmarch: agrees to lift a shield that Olive asks to have lifted.",
)
AGNES = Person(
    username="agnes",
    full_name="Agnes Ploverdale",
    job_title="Account administrator",
    occupation="register-officer",
    authority="X01",
    organisation="X01-COUNCIL",
    service="X01-TEAM",
    roles=("account-administrator",),
    telephone="01632 960111",
    email="a.ploverdale@westmarch.example",
    may="Changes Ada's own account, which Ada may not change herself, and covers for her.",
)
GRETA = Person(
    username="greta",
    full_name="Greta Nightjar",
    job_title="Local auditor",
    occupation="register-officer",
    authority="X01",
    organisation="X01-COUNCIL",
    service="X01-TEAM",
    roles=("local-auditor",),
    telephone="01632 960112",
    email="g.nightjar@westmarch.example",
    may="The second auditor of Westmarch: also reads what Gus has read.",
)
RAVI = Person(
    username="ravi",
    full_name="Ravi Marshgate",
    job_title="Social worker",
    occupation="social-worker",
    authority="X02",
    organisation="X02-COUNCIL",
    service="X02-SOCIAL",
    roles=("practitioner",),
    telephone="01632 960201",
    email="r.marshgate@eastmarch.example",
    may="Works in the next county: may find and open a Westmarch child's record, because children move.",
)
EDNA = Person(
    username="edna",
    full_name="Edna Foxglove",
    job_title="Shielding and brokering officer",
    occupation="register-officer",
    authority="X02",
    organisation="X02-COUNCIL",
    service="X02-TEAM",
    roles=("shielding-officer",),
    telephone="01632 960202",
    email="e.foxglove@eastmarch.example",
    may="An officer of Eastmarch alone: for her, Westmarch's children are not found.",
)
EWAN = Person(
    username="ewan",
    full_name="Ewan Teasel",
    job_title="Shielding and brokering officer",
    occupation="register-officer",
    authority="X02",
    organisation="X02-COUNCIL",
    service="X02-TEAM",
    roles=("shielding-officer",),
    telephone="01632 960203",
    email="e.teasel@eastmarch.example",
    may="The second officer of Eastmarch: what Edna asks to have lifted, he agrees to.",
)
ALMA = Person(
    username="alma",
    full_name="Alma Withyham",
    job_title="Account administrator",
    occupation="register-officer",
    authority="X02",
    organisation="X02-COUNCIL",
    service="X02-TEAM",
    roles=("account-administrator",),
    telephone="01632 960204",
    email="a.withyham@eastmarch.example",
    may="Creates, suspends and closes accounts in Eastmarch; Westmarch's accounts do not exist for her.",
)
ARLO = Person(
    username="arlo",
    full_name="Arlo Fenwright",
    job_title="Account administrator",
    occupation="register-officer",
    authority="X02",
    organisation="X02-COUNCIL",
    service="X02-TEAM",
    roles=("account-administrator",),
    telephone="01632 960205",
    email="a.fenwright@eastmarch.example",
    may="The second account administrator of Eastmarch: looks after Alma's account, and she after his.",
)
GILES = Person(
    username="giles",
    full_name="Giles Turnstone",
    job_title="Local auditor",
    occupation="register-officer",
    authority="X02",
    organisation="X02-COUNCIL",
    service="X02-TEAM",
    roles=("local-auditor",),
    telephone="01632 960206",
    email="g.turnstone@eastmarch.example",
    may="Reads the trail of Eastmarch's users, and nothing of Westmarch's.",
)
GWEN = Person(
    username="gwen",
    full_name="Gwen Reedmace",
    job_title="Local auditor",
    occupation="register-officer",
    authority="X02",
    organisation="X02-COUNCIL",
    service="X02-TEAM",
    roles=("local-auditor",),
    telephone="01632 960207",
    email="g.reedmace@eastmarch.example",
    may="The second auditor of Eastmarch: also reads what Giles has read.",
)

ROSA = Person(
    username="rosa",
    full_name="Rosa Thornfield",
    job_title="Rights officer",
    occupation="register-officer",
    authority="X01",
    organisation="X01-COUNCIL",
    service="X01-TEAM",
    roles=("rights-officer",),
    telephone="01632 960131",
    email="r.thornfield@westmarch.example",
    may="Answers children and parents in Westmarch who ask, worry, object or complain; opens no record by searching.",
)
REUBEN = Person(
    username="reuben",
    full_name="Reuben Ashmere",
    job_title="Rights officer",
    occupation="register-officer",
    authority="X01",
    organisation="X01-COUNCIL",
    service="X01-TEAM",
    roles=("rights-officer",),
    telephone="01632 960132",
    email="r.ashmere@westmarch.example",
    may="Reads each answer of Rosa before it goes out, and looks at it again in the second stage.",
)
RHODA = Person(
    username="rhoda",
    full_name="Rhoda Quickthorn",
    job_title="Rights officer",
    occupation="register-officer",
    authority="X02",
    organisation="X02-COUNCIL",
    service="X02-TEAM",
    roles=("rights-officer",),
    telephone="01632 960133",
    email="r.quickthorn@eastmarch.example",
    may="Answers children and parents in Eastmarch.",
)
RUFUS = Person(
    username="rufus",
    full_name="Rufus Meadowsweet",
    job_title="Rights officer",
    occupation="register-officer",
    authority="X02",
    organisation="X02-COUNCIL",
    service="X02-TEAM",
    roles=("rights-officer",),
    telephone="01632 960134",
    email="r.meadowsweet@eastmarch.example",
    may="Answers children and parents in Eastmarch with Rhoda: each reads the answers of the other.",
)

PEOPLE = (
    *(JANE, PAUL, MARA, TIM, LIBBY, NELL),
    *(OLIVE, OWEN, ADA, AGNES, GUS, GRETA, ROSA, REUBEN),
    *(RAVI, EDNA, EWAN, ALMA, ARLO, GILES, GWEN, RHODA, RUFUS),
)
"""Each county has two officers of each kind: what one asks for another agrees to, and nobody looks after themselves."""
SCHOOL_OF_THE_STORY = "X01-S001"


@dataclass(frozen=True, slots=True)
class Child:
    """A child whose record means something. `key` is the record id in the census file; `row` makes the census
    row for a given day; `meaning` says what the record is there to show."""

    key: str
    meaning: str
    row: Callable[[date], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Involvement:
    """A fixed line of the involvements file: whose, by whom, begun and ended how many days ago."""

    key: str
    child: Child
    person: Person
    began: int
    ended: int | None = None
    consent_by: str = ""
    lead_professional: bool = False
    caf_holder: bool = False


def pupil_number_of(serial: int) -> str:
    """Return a unique pupil number of an authority number (998) that no authority has."""
    stem = f"998{serial:09d}"
    return pupil_number.calc_check_digit(stem) + stem


def _child(
    key: str,
    meaning: str,
    *,
    name: str,
    family: str,
    gender: str,
    age: int,
    days: int,
    address: tuple[str, str, str] | None,
    carers: tuple[str, ...],
    serial: int,
    school: str = "",
    estimated: bool = False,
    **more: str,
) -> Child:
    """A child of an age in whole years and days; with a school from September of last year, or none."""

    def row(today: date) -> dict[str, str]:
        born = statute.born_by(today, age=age) - timedelta(days=days)
        said = {
            "record_id": key,
            "as_at": (today - timedelta(days=14)).isoformat(),
            "upn": pupil_number_of(serial) if school else "",
            "given_name": name,
            "family_name": family,
            "birth_date": (date(born.year, 1, 1) if estimated else born).isoformat(),
            "birth_date_to": date(born.year, 12, 31).isoformat() if estimated else "",
            "gender": gender,
            "whereabouts": "current" if address else "none",
            "school_code": school,
            "school_start_date": date(today.year - 1, 9, 3).isoformat() if school else "",
            "education": "school" if school else "elsewhere",
            "authority": "X01",
        }
        if address:
            said |= dict(zip(("address_line_1", "town", "postcode"), address, strict=True))
        for place, carer in enumerate(carers, 1):
            given, _, surname = carer.partition(" ")
            said[f"carer_{place}_given_name"] = given
            said[f"carer_{place}_family_name"] = surname
            said[f"carer_{place}_responsibility"] = "parental-responsibility"
        return said | more

    return Child(key, meaning, row)


_DUNNOCKS = ("7 Lapwing Court", "Westmarch Haven", "ZZ1 2DY")
_MERRIWEATHERS = ("23 Osier Lane", "Withy Bridge", "ZZ8 4HT")

KELLY = _child(
    "CAST-0001",
    "Kelly of the story: 15, looks after three younger brothers and sisters and her mother. Paul's involvement has "
    "ended, Tim's is open, Jane and Libby are not there yet.",
    name="Kelly",
    family="Dunnock",
    gender="F",
    age=15,
    days=130,
    address=_DUNNOCKS,
    carers=("Donna Dunnock",),
    serial=1,
    school=SCHOOL_OF_THE_STORY,
)
RYAN = _child(
    "CAST-0002",
    "Kelly's brother.",
    name="Ryan",
    family="Dunnock",
    gender="M",
    age=12,
    days=40,
    address=_DUNNOCKS,
    carers=("Donna Dunnock",),
    serial=2,
    school=SCHOOL_OF_THE_STORY,
)
JADE = _child(
    "CAST-0003",
    "Kelly's sister.",
    name="Jade",
    family="Dunnock",
    gender="F",
    age=9,
    days=200,
    address=_DUNNOCKS,
    carers=("Donna Dunnock",),
    serial=3,
    school="X01-S004",
)
ALFIE = _child(
    "CAST-0004",
    "Kelly's youngest brother.",
    name="Alfie",
    family="Dunnock",
    gender="M",
    age=7,
    days=11,
    address=_DUNNOCKS,
    carers=("Donna Dunnock",),
    serial=4,
    school="X01-S004",
)
ROWAN = _child(
    "CAST-0005",
    "To be shielded: the family has fled from violence, and the address must not be found through anybody.",
    name="Rowan",
    family="Merriweather",
    gender="M",
    age=10,
    days=95,
    address=_MERRIWEATHERS,
    carers=("Alison Merriweather",),
    serial=5,
    school="X01-S005",
)
ISLA = _child(
    "CAST-0006",
    "Rowan's sister at the same address: unshielded, her record would give Rowan's place away.",
    name="Isla",
    family="Merriweather",
    gender="F",
    age=8,
    days=20,
    address=_MERRIWEATHERS,
    carers=("Alison Merriweather",),
    serial=6,
    school="X01-S005",
)
FINN = _child(
    "CAST-0007",
    "Rowan's brother at the same address, under school age.",
    name="Finn",
    family="Merriweather",
    gender="M",
    age=3,
    days=77,
    address=_MERRIWEATHERS,
    carers=("Alison Merriweather",),
    serial=7,
)
POPPY = _child(
    "CAST-0008",
    "Adopted: the record begins with the adoption and has no former name. Nothing may link it to an earlier one.",
    name="Poppy",
    family="Fairlie-Ashgrove",
    gender="F",
    age=6,
    days=150,
    address=("2 Tithe Gardens", "Marchbury", "ZZ3 9LQ"),
    carers=("Helen Fairlie", "Martin Ashgrove"),
    serial=8,
    school="X01-S006",
)
SAMIR = _child(
    "CAST-0009",
    "Came to England alone; the birth date is an estimate of one year.",
    name="Samir",
    family="Al-Haddad",
    gender="M",
    age=14,
    days=60,
    address=("41 Foundry Street", "Westmarch Haven", "ZZ1 7PF"),
    carers=(),
    serial=9,
    school="X01-S002",
    estimated=True,
)
TANSY = _child(
    "CAST-0010",
    "A sensitive service is involved with her written consent. Her record says only that one or more specialist "
    "and targeted services have been recorded.",
    name="Tansy",
    family="Okonedo-Reed",
    gender="F",
    age=16,
    days=33,
    address=("88 Wharf Terrace", "Saltings End", "ZZ4 6SB"),
    carers=("Ama Okonedo", "Luke Reed"),
    serial=10,
    school="X01-S002",
)
MAREK = _child(
    "CAST-0011",
    "A sensitive service has sent its involvement without consent: it is set aside and nobody is shown it.",
    name="Marek",
    family="Wiśniewski",
    gender="M",
    age=15,
    days=250,
    address=("5 Sluice Road", "Nether Quay", "ZZ6 3NJ"),
    carers=("Beata Wiśniewska",),
    serial=11,
    school="X01-S003",
)
ZOE = _child(
    "CAST-0012",
    "Known under a former name, and by an accent that not everybody writes.",
    name="Zoë",
    family="O'Dowd-Marsh",
    gender="F",
    age=11,
    days=310,
    address=("14 Saltmarsh Row", "Nether Quay", "ZZ6 7QD"),
    carers=("Maeve O'Dowd",),
    serial=12,
    school="X01-S007",
    former_family_name="Marsh",
)

CHILDREN = (KELLY, RYAN, JADE, ALFIE, ROWAN, ISLA, FINN, POPPY, SAMIR, TANSY, MAREK, ZOE)

INVOLVEMENTS = (
    Involvement("CAST-I001", KELLY, PAUL, began=600, ended=125),
    Involvement("CAST-I002", KELLY, TIM, began=240),
    Involvement("CAST-I003", RYAN, PAUL, began=600, ended=125),
    Involvement("CAST-I004", RYAN, TIM, began=240),
    Involvement("CAST-I005", ROWAN, PAUL, began=180, lead_professional=True, caf_holder=True),
    Involvement("CAST-I006", ISLA, PAUL, began=180),
    Involvement("CAST-I007", SAMIR, PAUL, began=90, lead_professional=True),
    Involvement("CAST-I008", TANSY, NELL, began=75, consent_by="child"),
    Involvement("CAST-I009", MAREK, NELL, began=30),
)
