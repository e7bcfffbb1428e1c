"""The formats of feeds and their reader: every line accounted for, every refusal says what to do."""

import contextlib
import csv
import datetime
import io
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from registry import classes, feeds, formats
from registry.feeds import documentation, fields, layout, parsers, reader, school_census, service_involvements

TODAY = datetime.date(2009, 6, 30)
CENSUS = school_census.FORMAT
INVOLVEMENTS = service_involvements.FORMAT
BOTH = pytest.mark.parametrize("form", feeds.FORMATS.values(), ids=feeds.FORMATS.keys())


def row_of(form, **changes):
    return {f.name: f.example for f in form.fields} | changes


def problems_of(form, **changes):
    verdict = form.parse(row_of(form, **changes), today=TODAY)
    assert isinstance(verdict, list), "The row was believed."
    return {problem.field: problem for problem in verdict}


def parsed(form, **changes):
    verdict = form.parse(row_of(form, **changes), today=TODAY)
    assert isinstance(verdict, layout.Parsed), verdict
    return verdict


def read(content, form=CENSUS):
    return list(reader.read(io.BytesIO(content), form, today=TODAY))


def file_of(form, *rows, line_end="\n"):
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=line_end)
    writer.writerow(form.columns)
    writer.writerows([row[name] for name in form.columns] for row in rows)
    return out.getvalue().encode()


HEADER = ",".join(CENSUS.columns).encode() + b"\n"
GOOD = file_of(CENSUS, row_of(CENSUS)).removeprefix(HEADER)


# --- the tables ---


@BOTH
def test_examples_of_the_documentation_are_believed(form):
    lines = read(documentation.example_file(form).encode(), form)
    assert [line.number for line in lines] == [2, 3]
    assert all(line.parsed and not line.problems for line in lines)


@BOTH
def test_payload_has_every_column_but_key_and_day(form):
    said = parsed(form)
    assert set(said.payload) == set(form.columns) - {"record_id", "as_at"}
    assert said.key == "WM-000417"
    assert said.as_at == datetime.date(2009, 5, 18)


@BOTH
def test_every_field_is_described_and_classed(form):
    assert len(set(form.columns)) == len(form.columns)
    for described in form.fields:
        assert described.meaning.endswith(".")
        assert described.record_class in classes.FieldClass
        assert bool(described.remedy) == described.required


@BOTH
def test_no_column_could_carry_what_the_register_never_holds(form):
    never = ("photo", "note", "comment", "reason", "ethnic", "religion", "risk", "home", "mobile", "sibling")
    for name in form.columns:
        assert not any(word in name for word in never)
    carrying_telephone = {f.name for f in form.fields if f.parser is parsers.TELEPHONE}
    assert carrying_telephone <= {"telephone"}
    assert not any("telephone" in name for name in CENSUS.columns)


def test_documentation_is_the_one_in_the_tree():
    page = Path(__file__).parents[3] / "docs" / "feeds.md"
    assert page.read_text(encoding="utf-8") == documentation.documentation()


def test_documentation_names_every_column_and_rule():
    page = documentation.documentation()
    for form in feeds.FORMATS.values():
        for name in form.columns:
            assert f"| `{name}` |" in page
        for rule in form.rules:
            assert rule.words in page
    assert "received = applied + superseded + duplicate + rejected + quarantined" in page


# --- fields ---


@BOTH
def test_required_field_that_is_empty_is_named_with_its_remedy(form):
    for described in form.fields:
        if described.required:
            problem = problems_of(form, **{described.name: "  "})[described.name]
            assert problem == fields.Problem(described.name, "This field is empty.", described.remedy)


@BOTH
def test_every_wrong_field_of_a_line_is_reported(form):
    found = problems_of(form, birth_date="31/12/1999", upn="123", given_name="")
    assert list(found) == [name for name in form.columns if name in {"birth_date", "upn", "given_name"}]


def test_empty_fields_get_their_documented_meaning():
    said = parsed(CENSUS, whereabouts="", education="")
    assert said.payload["whereabouts"] == "current"
    assert said.payload["education"] == "school"
    said = parsed(INVOLVEMENTS, lead_professional="", caf_holder="", significant_harm="")
    assert [said.payload[name] for name in ("lead_professional", "caf_holder", "significant_harm")] == [
        "N"
    ] * 3


def test_values_are_kept_in_one_form():
    said = parsed(
        CENSUS, postcode="zz47qd", gender="f", whereabouts="Last-Known", given_name=" Zoe\u0308  Mai "
    )
    assert said.payload["postcode"] == "ZZ4 7QD"
    assert said.payload["gender"] == "F"
    assert said.payload["whereabouts"] == "last-known"
    assert said.payload["given_name"] == "Zoë Mai"


@pytest.mark.parametrize(
    "name",
    [
        "O'Brien",
        "O’Brien",
        "Smith-Jones",
        "Łęcki",
        "D'Ascoyne St. John",
        "Nguyễn",
        "Ωμέγα",
        "محمد",
        "李小龙",
        "প্রিয়া",
        "Twin 2",
        "X Æ A-12",
        "Jean/John (Jack)",
        "a" * 100,
    ],
)
def test_name_of_any_script_is_believed(name):
    assert parsed(CENSUS, given_name=name, family_name=name).payload["given_name"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("<script>alert(1)</script>", "angle bracket"),
        ("Kelly\x00", "cannot be seen"),
        ("Kel\nly", "cannot be seen"),
        ("Kel\u202ely", "cannot be seen"),
        ("Kel\u200bly", "cannot be seen"),
        ("Kel\u2028ly", "cannot be seen"),
        ("Kel\ufeffly", "cannot be seen"),
        ("Kel\U000e0041ly", "cannot be seen"),
        ("a" * 101, "longer than 100"),
        ("a" * 10_000, "longer than 100"),
        ("=cmd|' /C calc'!A0", "formula"),
        ("Kelly = Kel", "no name has"),
        ("Kelly {{7*7}}", "no name has"),
        ('Kelly "Kel"', "no name has"),
        ("🙂", "no name has"),
        ("---", "empty field"),
        ("-'-", "no letter"),
        ("1234", "no letter"),
        ("Kelly 01632 960001", "telephone"),
        ("kelly@home.example", "telephone"),
    ],
)
@pytest.mark.parametrize("column", ["given_name", "family_name", "carer_1_given_name", "former_family_name"])
def test_hostile_name_is_refused_and_not_repeated(column, name, words):
    problem = problems_of(CENSUS, **{column: name})[column]
    assert words in problem.problem
    assert name not in problem.problem + problem.remedy


@pytest.mark.parametrize(
    "line",
    ["14 Marsh Row\x07", "<b>14</b>", "14 Marsh Row, tel 07700 900123", "me@home.example", "x" * 101, "--"],
)
def test_address_line_holds_an_address_alone(line):
    assert "address_line_1" in problems_of(CENSUS, address_line_1=line)


def test_address_with_many_numbers_is_an_address():
    assert parsed(CENSUS, address_line_1="Flat 12, 345-349 Marsh Row", address_line_2="Blk 4/7")


@BOTH
@given(data=st.data())
def test_any_row_is_believed_or_refused_without_repeating_it(form, data):
    row = {name: data.draw(st.text(max_size=30)) for name in form.columns}
    verdict = form.parse(row, today=TODAY)
    if isinstance(verdict, list):
        assert verdict
        for problem in verdict:
            assert problem.field in form.columns
            assert 0 < len(problem.problem) <= 300
            assert 0 < len(problem.remedy) <= 300


@BOTH
@given(data=st.data())
def test_believed_line_is_a_fixed_point(form, data):
    row = row_of(form)
    name = data.draw(st.sampled_from(["given_name", "family_name"]))
    row[name] = data.draw(st.text(st.characters(categories=["L", "M"]), min_size=1, max_size=20))
    verdict = form.parse(row, today=TODAY)
    if isinstance(verdict, layout.Parsed):
        again = verdict.payload | {"record_id": verdict.key, "as_at": verdict.as_at.isoformat()}
        assert form.parse(again, today=TODAY) == verdict


def test_column_that_is_not_in_the_format_is_refused_by_name():
    verdict = CENSUS.parse(row_of(CENSUS) | {"home_telephone": "01632 960001"}, today=TODAY)
    assert [problem.field for problem in verdict] == ["home_telephone"]
    assert "home_telephone" in verdict[0].problem
    assert "01632" not in str(verdict)


# --- rules between fields ---


@pytest.mark.parametrize(
    ("form", "changes", "field"),
    [
        (CENSUS, {"as_at": "2009-07-01"}, "as_at"),
        (CENSUS, {"birth_date": "2010-01-01"}, "birth_date"),
        (CENSUS, {"birth_date_to": "1997-11-01"}, "birth_date_to"),
        (CENSUS, {"birth_date_to": "2003-11-02"}, "birth_date_to"),
        (CENSUS, {"birth_date": "2009-05-19", "school_start_date": "2009-06-01"}, "as_at"),
        (CENSUS, {"birth_date": "1991-05-18"}, "birth_date"),
        (INVOLVEMENTS, {"birth_date": "1991-05-18"}, "birth_date"),
        (CENSUS, {"postcode": ""}, "postcode"),
        (CENSUS, {"address_line_1": ""}, "address_line_1"),
        (CENSUS, {"whereabouts": "last-known", "postcode": ""}, "postcode"),
        (CENSUS, {"whereabouts": "none"}, "postcode"),
        (CENSUS, {"whereabouts": "left-unknown"}, "town"),
        (CENSUS, {"school_code": ""}, "school_code"),
        (CENSUS, {"school_start_date": ""}, "school_start_date"),
        (CENSUS, {"education": "home"}, "school_code"),
        (CENSUS, {"school_start_date": "1997-11-01"}, "school_start_date"),
        (CENSUS, {"carer_1_responsibility": ""}, "carer_1_responsibility"),
        (CENSUS, {"carer_2_given_name": "Sam"}, "carer_2_family_name"),
        (CENSUS, {"gender": "X"}, "gender"),
        (INVOLVEMENTS, {"start_date": "1997-11-01"}, "start_date"),
        (INVOLVEMENTS, {"end_date": "2009-03-01"}, "end_date"),
        (INVOLVEMENTS, {"end_date": "2009-07-01"}, "end_date"),
        (INVOLVEMENTS, {"telephone": "", "email": ""}, "telephone"),
        (INVOLVEMENTS, {"consent_on": "2009-03-02"}, "consent_given_by"),
        (INVOLVEMENTS, {"consent_withdrawn_on": "2009-03-02"}, "consent_on"),
        (INVOLVEMENTS, {"service_code": "The youth team"}, "service_code"),
        (INVOLVEMENTS, {"practitioner_name": "<img src=x>"}, "practitioner_name"),
        (INVOLVEMENTS, {"telephone": "ask Ivor"}, "telephone"),
    ],
)
def test_line_that_contradicts_itself_is_refused_at_the_field(form, changes, field):
    assert field in problems_of(form, **changes)


def test_child_who_has_left_england_has_no_address():
    gone = {"whereabouts": "left-returning"} | dict.fromkeys(school_census.ADDRESS, "")
    assert parsed(CENSUS, **gone).payload["whereabouts"] == "left-returning"


def test_consent_is_whole_and_excludes_significant_harm():
    consent = {"consent_given_by": "child", "consent_on": "2009-03-02", "consent_method": "spoken"}
    assert parsed(INVOLVEMENTS, **consent)
    assert parsed(INVOLVEMENTS, significant_harm="Y")
    assert parsed(INVOLVEMENTS, **consent, consent_withdrawn_on="2009-04-01")
    assert "consent_withdrawn_on" in problems_of(INVOLVEMENTS, **consent, consent_withdrawn_on="2009-03-01")
    assert "significant_harm" in problems_of(INVOLVEMENTS, **consent, significant_harm="Y")


# --- who is a child ---

OF_AGE = "1991-05-18"
"""Somebody whose 18th birthday is the day as_at of the examples."""


@BOTH
def test_child_is_believed_to_the_day_before_the_18th_birthday(form):
    assert parsed(form, birth_date="1991-05-19")
    assert parsed(form, birth_date="1988-01-01", birth_date_to="1991-05-19")


@BOTH
@pytest.mark.parametrize("born", [OF_AGE, "1988-03-03", "1984-05-18", "1970-01-01", "1900-01-01"])
def test_somebody_of_18_is_refused_with_the_reason_and_the_way_on(form, born):
    (problem,) = problems_of(form, birth_date=born).values()
    assert problem.problem == (
        "On the day as_at this person is 18 or more. A record is live from birth to the 18th birthday. With the young "
        "person's explicit written consent a record may stay live to the 25th birthday at most."
    )
    assert "cannot be sent yet" in problem.remedy


@BOTH
def test_child_born_on_29_february_comes_of_age_on_1_march(form):
    assert parsed(form, birth_date="1992-02-29", as_at="2009-06-01")
    leap = {"birth_date": "1988-02-29", "start_date": "2006-01-05"} | {"school_start_date": "2005-09-05"}
    leap = {name: text for name, text in leap.items() if name in form.columns}
    assert parsed(form, **leap, as_at="2006-02-28")
    assert "birth_date" in problems_of(form, **leap, as_at="2006-03-01")


@pytest.mark.parametrize(
    "ends",
    [
        {"end_date": "2009-03-20"},
        {"end_date": "2009-05-18"},
        {
            "consent_given_by": "child",
            "consent_on": "2009-03-02",
            "consent_method": "spoken",
            "consent_withdrawn_on": "2009-05-18",
        },
    ],
    ids=["before the birthday", "on it", "consent withdrawn"],
)
def test_service_may_end_an_involvement_of_somebody_who_has_come_of_age_in_between(ends):
    assert parsed(INVOLVEMENTS, birth_date=OF_AGE, **ends)
    assert "birth_date" in problems_of(INVOLVEMENTS, birth_date=OF_AGE)


def test_service_may_not_end_what_began_only_after_childhood_or_lies_far_behind():
    began_later = {
        "birth_date": OF_AGE,
        "as_at": "2009-06-20",
        "start_date": "2009-05-18",
        "end_date": "2009-06-01",
    }
    assert "birth_date" in problems_of(INVOLVEMENTS, **began_later)
    of_25 = {"birth_date": "1984-05-18", "start_date": "1999-01-01", "end_date": "2000-01-01"}
    assert "birth_date" in problems_of(INVOLVEMENTS, **of_25)
    assert parsed(INVOLVEMENTS, **of_25 | {"birth_date": "1984-05-19"})


def test_estimated_birth_date_keeps_both_ends():
    said = parsed(CENSUS, birth_date="1997-01-01", birth_date_to="1997-12-31")
    assert (said.payload["birth_date"], said.payload["birth_date_to"]) == ("1997-01-01", "1997-12-31")


# --- headers ---


def test_columns_may_come_in_any_order_and_optional_ones_may_be_left_out():
    columns = [name for name in reversed(CENSUS.columns) if name not in {"upn", "former_given_name", "town"}]
    row = row_of(CENSUS)
    content = "\n".join([",".join(columns), ",".join(row[name] for name in columns)]).encode()
    (line,) = read(content)
    assert line.parsed.payload == parsed(CENSUS, upn="", town="").payload


def test_byte_order_mark_and_windows_line_ends_change_nothing():
    plain = read(file_of(CENSUS, row_of(CENSUS)))
    assert read(b"\xef\xbb\xbf" + file_of(CENSUS, row_of(CENSUS), line_end="\r\n")) == plain


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (HEADER.replace(b"birth_date,", b""), "birth_date is missing"),
        (HEADER.replace(b"town", b"home_telephone"), "home_telephone is not part"),
        (HEADER.replace(b"town", b"photo"), "photo is not part"),
        (HEADER.replace(b"town", b"upn"), "upn is named 2 times"),
        (HEADER.replace(b"town", b""), "not part of the format"),
        (HEADER.replace(b"town", b"<b>"), "not part of the format"),
        (HEADER.replace(b",", b";"), "separated by semicolons"),
        (HEADER.replace(b",", b"\t"), "separated by tabs"),
        (HEADER.replace(b",", b"|"), "separated by vertical bars"),
        (b"name,where\n", "does not name the columns"),
        (b"\n", "does not begin"),
        (b",,,\n", "does not begin"),
        (HEADER.decode().encode("utf-16"), "cannot be read: it is written in UTF-16"),
        (b'"record_id\n', "cannot be read"),
        (b"x" * (reader.LONGEST_LINE + 2), "too long"),
    ],
)
def test_file_with_a_wrong_header_is_refused_whole(header, words):
    with pytest.raises(layout.HeaderError, match=words) as refusal:
        reader.read(io.BytesIO(header + GOOD), CENSUS, today=TODAY)
    assert refusal.value.problems


def test_empty_file_is_refused():
    with pytest.raises(layout.HeaderError, match="does not begin"):
        read(b"")


def test_file_without_a_header_does_not_give_away_its_first_child():
    with pytest.raises(layout.HeaderError) as refusal:
        reader.read(io.BytesIO(GOOD * 2), CENSUS, today=TODAY)
    assert "Zo" not in str(refusal.value)
    assert "Marsh" not in str(refusal.value)


# --- lines ---


def test_each_bad_line_is_lost_alone():
    bad = [
        b"\xff\xfe not utf-8\n",
        b"too,few\n",
        GOOD.replace(b",X01\n", b",X01,extra\n"),
        GOOD.replace(b"Zo", b"Z\x00o"),
        b"x" * 10_000 + GOOD,
        b"y" * (reader.LONGEST_LINE + 1) + b"\n",
        b'"never closed,' + GOOD,
        GOOD.replace(b"Nether Quay", b'"Nether" Quay'),
        GOOD.replace(b"Nether Quay", b"Nether\rQuay"),
    ]
    content, good, refused, number = HEADER, [], [], 2
    for line in bad:
        for piece, numbers in ((GOOD, good), (line, refused), (GOOD, good)):
            content += piece
            numbers.append(number)
            number += 1
    lines = read(content)
    assert [line.number for line in lines] == list(range(2, number))
    assert [line.number for line in lines if line.parsed] == good
    assert [line.number for line in lines if line.problems] == refused


def test_line_is_parsed_or_has_problems_and_never_both():
    for line in read(HEADER + GOOD + b"x\n"):
        assert (line.parsed is None) == bool(line.problems)


def test_field_in_quotation_marks_may_hold_commas_and_marks():
    content = file_of(
        CENSUS, row_of(CENSUS, address_line_1='"Sea View", 14 Marsh Row', town="Haven, Westmarch")
    )
    (line,) = read(content)
    assert line.parsed.payload["address_line_1"] == '"Sea View", 14 Marsh Row'
    assert line.parsed.payload["town"] == "Haven, Westmarch"


def test_field_over_several_lines_counts_once_at_its_first_line():
    content = file_of(CENSUS, row_of(CENSUS, town="Haven\nWestmarch\n\nX"), row_of(CENSUS, given_name="Bea"))
    first, second = read(content)
    assert (first.number, second.number) == (2, 6)
    assert first.problems[0].field == "town"
    assert second.parsed.payload["given_name"] == "Bea"


def test_quotation_mark_that_is_never_closed_loses_one_line_however_long_the_file_is():
    content = HEADER + b'"' + GOOD + GOOD * 200
    lines = read(content)
    assert [line.number for line in lines if line.problems] == [2]
    assert sum(line.parsed is not None for line in lines) == 200


def test_blank_lines_are_passed_over_and_counted_in_numbers():
    lines = read(HEADER + b"\n  \r\n" + GOOD + b"\n" + GOOD.rstrip(b"\n"))
    assert [line.number for line in lines] == [4, 6]


def test_last_line_needs_no_line_end():
    assert read(HEADER + GOOD.rstrip(b"\n")) == read(HEADER + GOOD)


@given(st.one_of(st.binary(max_size=2_000), st.binary(max_size=500).map(lambda raw: HEADER + raw)))
def test_no_bytes_raise_anything_but_a_header_error(content):
    lines = []
    with contextlib.suppress(layout.HeaderError):
        lines = read(content)
    assert [line.number for line in lines] == sorted({line.number for line in lines})


PIECES = st.lists(
    st.sampled_from(
        [
            GOOD,
            b"\n",
            b"\r\n",
            b'"',
            b",",
            b"\x00",
            b"\xff",
            b"abc",
            b'""',
            b'",\n',
            GOOD[:40],
            b"\xef\xbb\xbf",
        ]
    )
    | st.binary(max_size=12),
    max_size=60,
)


@given(PIECES)
def test_after_the_header_no_bytes_raise_and_numbers_rise(pieces):
    content = b"".join(pieces)
    lines = read(HEADER + content)
    numbers = [line.number for line in lines]
    assert numbers == sorted(set(numbers))
    physical = content.split(b"\n")
    assert all(2 <= number < 2 + len(physical) for number in numbers)
    for line in lines:
        assert physical[line.number - 2].strip().replace(b",", b"")
        assert (line.parsed is None) == bool(line.problems)


@given(
    st.lists(st.binary(max_size=40).map(lambda raw: raw.replace(b'"', b"").replace(b"\n", b"")), max_size=30)
)
def test_without_quotation_marks_every_line_is_accounted_for_once(raws):
    lines = read(HEADER + b"".join(raw + b"\n" for raw in raws))
    expected = [at for at, raw in enumerate(raws, 2) if not _blank(raw)]
    assert [line.number for line in lines] == expected


def _blank(raw):
    try:
        return not raw.decode().replace(",", "").strip()
    except UnicodeDecodeError:
        return False


@given(
    st.lists(
        st.lists(
            st.text('ab,"\n\r é', max_size=8), min_size=len(CENSUS.columns), max_size=len(CENSUS.columns)
        ),
        max_size=8,
    )
)
def test_well_quoted_lines_are_accounted_for_once_wherever_they_break(rows):
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    expected, number = [], 2
    for row in rows:
        before = out.tell()
        writer.writerow(row)
        breaks = out.getvalue()[before:].count("\n")
        assume(breaks <= reader.MOST_LINES_IN_QUOTES)
        if any(cell.strip() for cell in row):
            expected.append(number)
        number += breaks
    assert [line.number for line in read(HEADER + out.getvalue().encode())] == expected


class Endless(io.RawIOBase):
    """A header, then one line of many bytes, then one good line; never more in memory than asked for."""

    def __init__(self, size):
        self._left = size

    def readable(self):
        return True

    def readinto(self, buffer):
        raise io.UnsupportedOperation

    def readline(self, size=-1):
        if self._left is None:
            return b""
        if not hasattr(self, "_begun"):
            self._begun = True
            return HEADER
        if self._left > 0:
            taken = min(size, self._left)
            self._left -= taken
            return b"z" * taken
        if self._left == 0:
            self._left = -1
            return b"\n"
        self._left = None
        return GOOD


def test_line_of_fifty_megabytes_is_one_problem_and_no_memory():
    tracemalloc.start()
    try:
        lines = list(reader.read(Endless(50_000_000), CENSUS, today=TODAY))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [(line.number, bool(line.problems)) for line in lines] == [(2, True), (3, False)]
    assert "longer than 64 KiB" in lines[0].problems[0].problem
    assert peak < 2_000_000


def test_open_quotation_mark_before_a_huge_line_takes_neither():
    huge = b"z" * (reader.LONGEST_LINE * 3) + b"\n"
    lines = read(HEADER + b'"open\n' + huge + GOOD)
    assert [(line.number, bool(line.problems)) for line in lines] == [(2, True), (3, True), (4, False)]


def test_refusals_of_formats_reach_the_report_unchanged():
    with pytest.raises(formats.Invalid) as refusal:
        formats.postcode("ZZ")
    problem = problems_of(CENSUS, postcode="ZZ")["postcode"]
    assert (problem.problem, problem.remedy) == (refusal.value.problem, refusal.value.remedy)


# --- days to come ---


@BOTH
@pytest.mark.parametrize("column", ["as_at", "birth_date"])
def test_day_that_has_not_come_is_refused(form, column):
    found = problems_of(form, **{column: "2009-07-01"})
    assert found[column].problem == "This date lies in the future."


def test_child_may_be_born_today():
    born = {"birth_date": "2009-06-30", "as_at": "2009-06-30", "school_code": "", "school_start_date": ""}
    assert parsed(CENSUS, **born, education="elsewhere").payload["birth_date"] == "2009-06-30"
