"""The fictional county: the same every time, real enough to be hard, and nobody's in truth."""

import collections
import datetime
import io
import itertools
import json
import re

import pytest

from access import roles
from access.models import Organisation
from access.occupations import MAY_READ_RECORDS, Occupation
from access.roles import Role
from ground import statute
from registry import feeds, formats, names
from registry.feeds import layout, reader, school_census, service_involvements
from workshop.demo import cast, county, population

TODAY = datetime.date(2026, 6, 30)
DAYS = [TODAY, datetime.date(2024, 2, 29), datetime.date(2027, 1, 1), datetime.date(2026, 9, 1)]
CHILDREN = 4_000


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return county.write(tmp_path_factory.mktemp("county"), children=CHILDREN, today=TODAY)


@pytest.fixture(scope="module")
def census(written):
    return read(written.census)


@pytest.fixture(scope="module")
def services(written):
    return read(written.services)


@pytest.fixture(scope="module")
def drawn():
    return list(county.children(CHILDREN, today=TODAY))


def read(file):
    with file.path.open("rb") as stream:
        return list(reader.read(stream, feeds.FORMATS[file.source.format], today=TODAY))


def balance_of(lines):
    """Received, rejected, duplicate, superseded, as a right load of the file counts them."""
    newest, duplicate, superseded = {}, 0, 0
    for line in lines:
        if line.parsed is None:
            continue
        known = newest.get(line.parsed.key)
        if known == line.parsed:
            duplicate += 1
        elif known and line.parsed.as_at < known.as_at:
            superseded += 1
        else:
            newest[line.parsed.key] = line.parsed
    return len(lines), sum(bool(line.problems) for line in lines), duplicate, superseded


def payloads(lines):
    return {line.parsed.key: line.parsed.payload for line in reversed(lines) if line.parsed}


# --- the files ---


def test_files_come_to_exactly_what_is_said_of_them(written, census, services):
    for file, lines in ((written.census, census), (written.services, services)):
        assert (file.received, file.rejected, file.duplicate, file.superseded) == balance_of(lines)
        assert file.rejected > 0
        assert file.duplicate > 0
        assert file.superseded > 0


def test_census_has_every_child_of_the_county(written, census):
    assert written.census.received == CHILDREN + written.census.duplicate + written.census.superseded
    assert len(payloads(census)) == CHILDREN - written.census.rejected


def test_about_three_lines_in_a_thousand_are_broken_in_many_ways(census, services):
    for lines in (census, services):
        broken = [line for line in lines if line.problems]
        assert 0.002 < len(broken) / len(lines) < 0.005
        assert len({(line.problems[0].field, line.problems[0].problem) for line in broken}) >= min(
            len(broken), 10
        )


@pytest.mark.parametrize(
    "breakings", [county._BROKEN_CENSUS, county._BROKEN_INVOLVEMENTS], ids=["census", "services"]
)
def test_every_broken_line_is_refused(breakings):
    form = school_census.FORMAT if breakings is county._BROKEN_CENSUS else service_involvements.FORMAT
    drawn = list(county.children(400, today=TODAY))
    rows = drawn if breakings is county._BROKEN_CENSUS else list(county.involvements(drawn, today=TODAY))
    header = ",".join(form.columns).encode() + b"\n"
    for row, break_line in itertools.product(rows[:60], breakings):
        lines = list(reader.read(io.BytesIO(header + break_line(row, form.columns)), form, today=TODAY))
        assert [bool(line.problems) for line in lines] == [True], (break_line, row)


def test_same_size_day_and_seed_give_the_same_files(written, tmp_path):
    again = county.write(tmp_path, children=CHILDREN, today=TODAY)
    for file in (written.census, written.services):
        assert (tmp_path / file.source.filename).read_bytes() == file.path.read_bytes()
    other = county.write(tmp_path / "other", children=CHILDREN, today=TODAY, seed=1)
    assert other.census.path.read_bytes() != again.census.path.read_bytes()


@pytest.mark.parametrize("children", [0, 1, 12, 60])
def test_county_may_be_tiny(tmp_path, children):
    made = county.write(tmp_path, children=children, today=TODAY)
    assert len(payloads(read(made.census))) == children - made.census.rejected


@pytest.mark.parametrize("day", DAYS)
def test_county_of_any_day_is_believed(day):
    rows = list(county.children(500, today=day))
    for form, lines in (
        (school_census.FORMAT, [*county.cast_children(day), *rows]),
        (
            service_involvements.FORMAT,
            [*county.cast_involvements(day), *county.involvements(rows, today=day)],
        ),
    ):
        for row in lines:
            verdict = form.parse({name: row[name] for name in form.columns}, today=day)
            assert isinstance(verdict, layout.Parsed), (verdict, row)
            assert not any(character in ',"\r\n' for name in form.columns for character in row[name])


# --- the directory ---


def test_codes_of_the_files_are_in_the_directory(written, census, services):
    organisations = {organisation.code for organisation in written.directory.organisations}
    known = {service.code for service in written.directory.services}
    authorities = {authority.code for authority in written.directory.authorities}
    for payload in payloads(census).values():
        assert payload["authority"] in authorities
        assert not payload["school_code"] or payload["school_code"] in organisations
    for payload in payloads(services).values():
        assert payload["service_code"] in known
        assert not payload["practice_code"] or payload["practice_code"] in organisations


@pytest.mark.parametrize("children", [0, 500, 100_000])
def test_directory_fits_the_stored_one(children):
    place = county.directory(children)
    for listed in (place.organisations, place.services, place.authorities):
        codes = [entry.code for entry in listed]
        assert len(codes) == len(set(codes))
        assert all(len(code) <= 20 for code in codes)
    for organisation in place.organisations:
        assert organisation.kind in Organisation.Kind.values
        assert formats.telephone(organisation.telephone)
        assert formats.email(organisation.email)
    for service in place.services:
        assert service.organisation in {organisation.code for organisation in place.organisations}
    assert {service.code for service in place.services if service.sensitive} == county.SENSITIVE
    assert all(source.format in feeds.FORMATS for source in place.sources)


def test_directory_is_written_beside_the_files(written):
    stored = json.loads((written.census.path.parent / "directory.json").read_text(encoding="utf-8"))
    assert len(stored["organisations"]) == len(written.directory.organisations)


# --- nobody is meant ---


def test_nothing_of_the_county_is_real(written):
    for file in (written.census, written.services):
        text = file.path.read_bytes().decode(errors="replace")
        assert set(re.findall(r"\b[A-Z]{1,2}(?=\d{1,2} \d[A-Z]{2}\b)", text)) == {"ZZ"}
        assert not re.findall(r"\bZZ99 ", text)
        assert all(number.startswith("01632 960") for number in re.findall(r"\b0\d{4} \d{6}\b", text))
        assert all(mailbox.endswith(".example") for mailbox in re.findall(r"@[^,\n]+", text))
        assert all(upn[1:4] == "998" for upn in re.findall(r"\b[A-Z]\d{12}\b", text))
        assert all(number.startswith("999") for number in re.findall(r"(?<=,)\d{10}(?=,)", text))


def test_test_numbers_are_right_and_do_not_come_twice():
    numbers = [county.nhs_number(serial) for serial in range(5_000)]
    numbers = [number for number in numbers if number]
    assert len(numbers) == len(set(numbers)) > 4_400
    assert all(formats.nhs_number(number) == number for number in numbers if len(set(number)) > 1)


# --- the population ---


def test_families_share_name_and_address_and_some_are_twins(drawn):
    homes = collections.defaultdict(list)
    for row in drawn:
        homes[row["address_line_1"], row["postcode"], row["carer_1_given_name"]].append(row)
    families = [rows for rows in homes.values() if len(rows) > 1 and rows[0]["postcode"]]
    assert len(families) > CHILDREN / 10
    shared = [len({names.normalise(row["family_name"])[:4] for row in rows}) == 1 for rows in families]
    assert sum(shared) / len(shared) > 0.7
    twins = [rows for rows in families if len({row["birth_date"] for row in rows}) < len(rows)]
    assert 0.01 < len(twins) / len(families) < 0.10
    for rows in families:
        assert len({row["given_name"] for row in rows}) == len(rows)


def test_names_are_as_mixed_as_names_are(drawn):
    families = collections.Counter(row["family_name"] for row in drawn)
    assert len(families) > CHILDREN / 5
    assert families.most_common(1)[0][1] > 20
    every = [row["family_name"] for row in drawn]
    assert 0.01 < sum("-" in name for name in every) / CHILDREN < 0.08
    assert any("'" in name for name in every)
    assert any(not name.isascii() for name in every)
    assert {"Mohammed", "Muhammad"} <= {row["given_name"] for row in drawn}


def test_whereabouts_schools_and_birth_dates_have_all_their_forms(drawn):
    assert {row["whereabouts"] for row in drawn} == {
        "current",
        "last-known",
        "none",
        "left-returning",
        "left-not-returning",
        "left-unknown",
    }
    assert {row["education"] for row in drawn} == {"school", "elsewhere", "home"}
    assert {row["gender"] for row in drawn} == {"F", "M", "N"}
    assert {row["authority"] for row in drawn} == {"X01", "X02"}
    assert {int(row["age"]) for row in drawn} == set(range(18))
    assert 0.003 < sum(bool(row["birth_date_to"]) for row in drawn) / CHILDREN < 0.03
    assert 0.01 < sum(bool(row["former_family_name"]) for row in drawn) / CHILDREN < 0.03
    assert all(row["education"] != "school" for row in drawn if int(row["age"]) < 4)


def test_three_children_in_ten_have_involvements(drawn):
    lines = list(county.involvements(drawn, today=TODAY))
    per_child = collections.Counter((row["birth_date"], row["postcode"]) for row in lines)
    assert 0.2 < len(per_child) / CHILDREN < 0.4
    sensitive = [row for row in lines if row["service_code"] in county.SENSITIVE]
    assert 0.03 < len(sensitive) / len(lines) < 0.08
    assert {row["service_code"] for row in sensitive} == county.SENSITIVE
    consented = [row for row in sensitive if row["consent_on"]]
    assert 0.7 < len(consented) / len(sensitive) < 0.95
    assert any(row["significant_harm"] == "Y" for row in sensitive)
    assert any(not row["consent_on"] and row["significant_harm"] == "N" for row in sensitive)
    assert not any(row["consent_on"] for row in lines if row["service_code"] not in county.SENSITIVE)
    assert not any(row["lead_professional"] == "Y" for row in sensitive)
    for column in ("end_date", "upn", "nhs_number", "practice_code", "postcode"):
        assert 0.1 < sum(bool(row[column]) for row in lines) / len(lines) < 0.95


def test_population_is_whole():
    assert sum(group.share for group in population.GROUPS) == pytest.approx(1)
    for group in population.GROUPS:
        for listed in (group.girls, group.boys, group.families):
            assert len(listed) == len(set(listed))
            assert all(names.primary_code(name) for name in listed)


# --- the cast ---


def test_cast_holds_known_roles_at_known_places():
    place = county.directory(0)
    organisations = {organisation.code: organisation for organisation in place.organisations}
    services = {service.code: service for service in place.services}
    for person in cast.PEOPLE:
        assert organisations[person.organisation].authority == person.authority
        assert services[person.service].organisation == person.organisation
        assert {Role(role) for role in person.roles}
        assert Occupation(person.occupation) in MAY_READ_RECORDS
        assert formats.telephone(person.telephone)
        assert formats.email(person.email)
        assert person.may.endswith(".")
        sensitive = services[person.service].sensitive
        assert sensitive == ("sensitive-practitioner" in person.roles)
    for listed in ("username", "full_name", "email", "telephone"):
        assert len({getattr(person, listed) for person in cast.PEOPLE}) == len(cast.PEOPLE)


def test_each_county_has_two_officers_of_each_kind():
    """What one asks for another agrees to, and nobody looks after their own account."""
    for authority in county.directory(0).authorities:
        officers = collections.Counter(
            role for person in cast.PEOPLE if person.authority == authority.code for role in person.roles
        )
        for role, spec in roles.ROLES.items():
            if spec.working and spec.council_team:
                assert officers[role.value] >= 2, (authority.name, role)


def test_nobody_of_the_cast_holds_two_roles_that_watch_over_each_other():
    for person in cast.PEOPLE:
        held = [Role(role) for role in person.roles]
        assert not any(roles.conflict(frozenset(held) - {role}, role) for role in held)


def test_nobody_else_has_a_name_of_the_cast(services):
    known = {person.full_name for person in cast.PEOPLE}
    fixed = {involvement.key for involvement in cast.INVOLVEMENTS}
    assert not any(
        payload["practitioner_name"] in known
        for key, payload in payloads(services).items()
        if key not in fixed
    )


def test_kelly_is_as_the_story_begins(census, services):
    children, lines = payloads(census), payloads(services)
    kelly = children[cast.KELLY.key]
    assert (kelly["given_name"], kelly["school_code"]) == ("Kelly", cast.JANE.organisation)
    born = formats.calendar_date(kelly["birth_date"])
    assert statute.age_on(TODAY, born=born) == 15
    at_home = [
        child
        for child in children.values()
        if (child["address_line_1"], child["postcode"]) == (kelly["address_line_1"], kelly["postcode"])
    ]
    assert len(at_home) == 4
    assert min(child["birth_date"] for child in at_home) == kelly["birth_date"]
    working = {p["practitioner_name"]: p for p in lines.values() if p["upn"] == kelly["upn"]}
    assert set(working) == {cast.PAUL.full_name, cast.TIM.full_name}
    ended = formats.calendar_date(working[cast.PAUL.full_name]["end_date"])
    assert 100 < (TODAY - ended).days < 140
    assert working[cast.TIM.full_name]["end_date"] == ""
    assert working[cast.TIM.full_name]["job_title"] == cast.TIM.job_title
    assert not {cast.JANE.full_name, cast.LIBBY.full_name} & {p["practitioner_name"] for p in lines.values()}


def test_children_of_the_cast_are_what_their_records_are_there_to_show(census, services):
    children, lines = payloads(census), payloads(services)
    assert set(children) >= {child.key for child in cast.CHILDREN}
    assert children[cast.SAMIR.key]["birth_date_to"] > children[cast.SAMIR.key]["birth_date"]
    assert children[cast.POPPY.key]["former_family_name"] == ""
    assert children[cast.ZOE.key]["former_family_name"] == "Marsh"
    homes = {children[child.key]["address_line_1"] for child in (cast.ROWAN, cast.ISLA, cast.FINN)}
    assert len(homes) == 1
    by_upn = {payload["upn"]: payload for payload in lines.values() if payload["upn"]}
    tansy, marek = by_upn[children[cast.TANSY.key]["upn"]], by_upn[children[cast.MAREK.key]["upn"]]
    assert tansy["service_code"] == marek["service_code"] == cast.NELL.service
    assert (tansy["consent_given_by"], marek["consent_given_by"]) == ("child", "")


@pytest.mark.parametrize("day", DAYS)
def test_cast_keeps_its_ages_on_any_day(day):
    rows = {row["record_id"]: row for row in county.cast_children(day)}
    assert rows[cast.KELLY.key]["age"] == "15"
    assert rows[cast.FINN.key]["education"] == "elsewhere"
