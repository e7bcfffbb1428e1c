"""The parts of the record: found from their folder, granted by their class, and told by those formats that say so."""

import datetime
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.db.models import F, Q, Subquery

from ground import governance
from registry import feeds, parts, records
from registry.classes import INTERNAL, METADATA, OPEN, PERSONAL, WHEREABOUTS, class_of
from registry.feeds import fields, parsers, school_census, service_involvements
from registry.feeds.layout import Format, NobodyTells
from registry.feeds.rules import BIRTH_RULES
from registry.models import RECORD_TABLES, Address, Carer, Child, Death, Gender, Name, Source, Statement
from registry.parts import birth, carers, death, gender, names
from registry.parts.part import Part
from shielding.publication import proposals
from tests import cast, steps

pytestmark = pytest.mark.usefixtures("county")
EVERY = parts.every()
REGISTRARS = "registrars"
CORRECTED = {
    "record_id": "entry-1",
    "as_at": "2026-10-01",
    "given_name": "Kelly",
    "family_name": "Example",
    "birth_date": "2011-03-14",
    "postcode": "ZZ1 1AA",
    "gender": "N",
}


def format_of(*speaks_of: Part[object], more: tuple[fields.Field, ...] = ()) -> Format:
    """A made-up format: who the child is, to find the right one, a gender, and perhaps something more."""
    census = {field.name: field for field in school_census.FORMAT.fields}
    return Format(
        name=REGISTRARS,
        title="Registrars",
        words="One line for each corrected entry.",
        fields=(
            fields.RECORD_ID,
            fields.AS_AT,
            fields.GIVEN_NAME,
            fields.FAMILY_NAME,
            fields.BIRTH_DATE,
            fields.BIRTH_DATE_TO,
            census["postcode"],
            census["gender"],
            *more,
        ),
        rules=BIRTH_RULES,
        speaks_of=speaks_of,
    )


@pytest.fixture
def registrars(county: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A third kind of source, whose format speaks of the gender and of nothing else."""
    monkeypatch.setitem(feeds.FORMATS, REGISTRARS, format_of(gender.PART))
    Source.objects.create(code=REGISTRARS, name="Registrars", kind=REGISTRARS)


# --- the list ---------------------------------------------------------------------------------------------------


def test_every_table_of_the_record_has_its_part_and_every_part_a_name_of_its_own() -> None:
    assert {part.model for part in EVERY} == set(RECORD_TABLES) - {Child}
    assert len({part.name for part in EVERY}) == len(EVERY)


def read_by(column: Any) -> set[str]:
    """The paths of the fields that a column reads, however it is worked out."""
    if isinstance(column, str):
        return {column}
    if isinstance(column, F):
        return {column.name}
    if isinstance(column, Q):
        return {path.split("__")[0] for path in column.referenced_base_fields}
    if isinstance(column, Subquery):
        return set()  # another table, which it is matched with by the columns beside it
    parts_of = column.get_source_expressions()
    return {path for one in parts_of if one is not None for path in read_by(one)}


@pytest.mark.parametrize("part", EVERY, ids=lambda part: part.name)
def test_a_part_is_granted_by_the_class_of_what_it_reads(part: Part[object]) -> None:
    for path in {read for column in part.columns.values() for read in read_by(column)}:
        column = class_of(governance.of(part.model).classes, path.split("__")[0])
        assert column in part.needs | {INTERNAL}, path
    assert part.shown is None or part.record_class in (OPEN, PERSONAL, WHEREABOUTS)


def test_who_the_child_is_are_the_names_the_birth_and_the_gender() -> None:
    guarded = {part.name for part in EVERY if part.is_of_who_the_child_is}
    assert guarded == {"name", "former_names", "birth", "gender"}


# --- who speaks of what -----------------------------------------------------------------------------------------


def test_a_census_says_who_the_child_is_and_a_service_only_of_whom_it_speaks() -> None:
    assert school_census.FORMAT.says_who
    assert not service_involvements.FORMAT.says_who
    assert not format_of(gender.PART).says_who


def test_proposals_speak_of_what_a_census_speaks_of() -> None:
    assert feeds.spoken_by(Source.Kind.PRACTITIONERS) is school_census.FORMAT
    payload = {name: text for name, text in cast.KELLY.items() if name not in ("record_id", "as_at")}
    reference = proposals.propose(payload, by=cast.searcher("jane"), now=cast.NOW)
    shown = steps.see("jane", reference)
    assert (shown.name, [str(carer) for carer in shown.carers or ()]) == ("Kelly Example", ["Maria Example"])


def test_every_kind_of_source_has_a_format() -> None:
    for kind in Source.Kind:
        assert feeds.spoken_by(kind).speaks_of


def test_a_format_cannot_speak_of_a_part_that_no_payload_tells_of() -> None:
    with pytest.raises(NobodyTells, match="death"):
        format_of(gender.PART, death.PART)


@pytest.mark.usefixtures("registrars")
def test_a_format_that_speaks_of_the_gender_alone_leaves_the_carers_alone() -> None:
    steps.known(cast.KELLY | {"former_family_name": "Before"})
    before = [list(model.objects.values()) for model in (Carer, Name, Address)]
    balance = cast.send(REGISTRARS, CORRECTED)
    assert (balance.applied, balance.quarantined) == (1, 0)
    corrected = Gender.objects.get()
    assert (corrected.code, corrected.source.code) == ("N", REGISTRARS)
    for held, model in zip(before, (Carer, Name, Address), strict=True):
        now = list(model.objects.values())
        assert [row | {"id": 0} for row in now] == [row | {"id": 0} for row in held]


@pytest.mark.usefixtures("registrars")
def test_who_is_only_spoken_of_waits_until_somebody_says_who_it_is() -> None:
    cast.send(REGISTRARS, CORRECTED)
    assert steps.outcomes() == [(Statement.Outcome.QUARANTINED, Statement.Quarantine.NO_MATCH)]
    assert not Child.objects.exists()


@pytest.mark.usefixtures("registrars")
def test_an_open_field_of_a_shielded_child_waits_for_the_officer_whatever_the_format() -> None:
    steps.shield(steps.known(cast.KELLY))
    cast.send(REGISTRARS, CORRECTED | {"gender": "F"})
    cast.send(REGISTRARS, CORRECTED | {"as_at": "2026-10-02"})
    # The first matches a shielded child and is set aside for that; so is the second, which is not linked either.
    assert [cause for _, cause in steps.outcomes()][1:] == [Statement.Quarantine.SHIELDED] * 2
    assert Gender.objects.get().code == "F"


@pytest.mark.usefixtures("registrars")
def test_a_linked_source_may_confirm_an_open_field_beneath_a_shield_and_not_change_it() -> None:
    kelly = steps.known(cast.KELLY)
    cast.send(REGISTRARS, CORRECTED | {"gender": "F"})
    steps.shield(kelly)
    cast.send(REGISTRARS, CORRECTED | {"as_at": "2026-10-02", "gender": "F"})
    cast.send(REGISTRARS, CORRECTED | {"as_at": "2026-10-03", "gender": "M"})
    assert [cause for _, cause in steps.outcomes()][-2:] == ["", Statement.Quarantine.OPEN_FIELD]
    assert Gender.objects.get().code == "F"


# --- one part more ----------------------------------------------------------------------------------------------

FAREWELL = '''
"""The day of death, as registrars write it."""

from registry.classes import PERSONAL
from registry.models import Death
from registry.parts.part import Part, day

PART = Part(
    name="farewell",
    model=Death,
    record_class=PERSONAL,
    columns={"on": "died_on"},
    shown=lambda rows: next((day(row["on"]) for row in rows), None),
    told=lambda payload, _: [Death(died_on=payload["died_on"])] if payload["died_on"] else None,
)
PARTS = (PART,)
'''


@pytest.fixture
def farewell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """One module more in the folder of the parts. (Its table is one that no format speaks of yet.)"""
    (tmp_path / "farewell.py").write_text(FAREWELL)
    monkeypatch.setattr(parts, "__path__", [*parts.__path__, str(tmp_path)])
    parts.every.cache_clear()
    yield importlib.import_module("registry.parts.farewell")
    sys.modules.pop("registry.parts.farewell")
    del parts.farewell  # type: ignore[attr-defined]
    parts.every.cache_clear()


def test_a_part_more_needs_its_module_and_a_format_that_speaks_of_it(
    farewell: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps.known(cast.KELLY)
    day = fields.Field("died_on", "The day.", parsers.DAY_COME, "", PERSONAL)
    monkeypatch.setitem(feeds.FORMATS, REGISTRARS, format_of(gender.PART, farewell.PART, more=(day,)))
    Source.objects.create(code=REGISTRARS, name="Registrars", kind=REGISTRARS)
    cast.send(REGISTRARS, CORRECTED | {"died_on": "2026-09-30"})
    child = Child.objects.get().pk
    (record,) = records.load([child], records.granted({OPEN, PERSONAL}), dated=True)
    assert record[farewell.PART] == datetime.date(2026, 9, 30)
    assert [str(carer) for carer in record[carers.PART]] == ["Maria Example"]
    assert record[birth.PART]
    assert record[names.CURRENT]
    assert farewell.PART not in records.load([child], records.granted({OPEN, WHEREABOUTS, METADATA}))[0]
    cast.send(REGISTRARS, CORRECTED | {"record_id": "entry-2", "as_at": "2026-10-02"})
    assert Death.objects.get().died_on == datetime.date(2026, 9, 30), "nothing said takes nothing away"
