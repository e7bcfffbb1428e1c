"""What spreadsheets do to cells: each is refused in words that say what happened and what to do."""

import datetime

import pytest

from registry.feeds import fields, layout, school_census, service_involvements, unknowns

TODAY = datetime.date(2009, 6, 30)
CENSUS = school_census.FORMAT
INVOLVEMENTS = service_involvements.FORMAT


def verdict_on(form, **cells):
    return form.parse({f.name: f.example for f in form.fields} | cells, today=TODAY)


def problem_with(form, column, text):
    verdict = verdict_on(form, **{column: text})
    assert isinstance(verdict, list), f"{text!r} was believed as {column}."
    (problem,) = (each for each in verdict if each.field == column)
    return problem


DATES = {
    "year last": ("31/03/1999", "31-03-1999", "31.3.1999", "3/31/1999", "31 03 1999", "31/03/1999 00:00"),
    "year of two digits": ("31/03/99", "31-03-99", "3.3.99"),
    "month in letters": (
        "31 Mar 1999",
        "31-Mar-99",
        "Mar 31, 1999",
        "31 March 1999",
        "1st Sept 1999",
        "31Mar1999",
    ),
    "other signs than hyphens": ("1999/03/31", "1999.03.31", "1999 03 31", "1999/3/31 00:00:00"),
    "one digit": ("1999-3-31", "1999-03-1", "1999-3-1"),
    "time of day": ("1999-03-31T00:00:00", "1999-03-31 00:00", "1999-03-31Z", "1999-03-31+01:00"),
    "no hyphens": ("19990331",),
    "counts a day": ("36250", "36250.0", "36250.5", "36250,25"),
    "another script": ("١٩٩٩-٠٣-٣١", "१९९९-०३-३१", "１９９９-０３-３１"),
    "too narrow": ("########", "##"),
    "formula": ("=A1", "=TODAY()", '="1999-03-31"'),
    "apostrophe": ("'1999-03-31", "’1999-03-31"),
    "quotation marks": ('"1999-03-31"',),
    "empty field": ("NULL", "null", "N/A", "n/a", "-", "--", "–", "none", "NaN", "(null)"),
    "error": ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!"),
    "not in the calendar": ("1999-02-29", "1999-13-01", "0000-00-00"),
    "not written as year-month-day": ("when the snow fell", "1999", "199-03-31"),
}


@pytest.mark.parametrize("form", [CENSUS, INVOLVEMENTS], ids=["census", "services"])
@pytest.mark.parametrize(
    ("words", "written"), [(words, text) for words, texts in DATES.items() for text in texts]
)
def test_date_in_another_form_is_named_with_how_to_write_it(form, words, written):
    problem = problem_with(form, "birth_date", written)
    assert words in problem.problem
    assert written not in problem.problem + problem.remedy
    dates_of_other_forms = list(DATES)[:9]
    if words in dates_of_other_forms:
        assert "2009-03-" in problem.remedy


@pytest.mark.parametrize(
    ("words", "key"),
    [
        *(
            ("scientific notation", key)
            for key in ("1.23E+06", "1E+06", "4.5e+11", "1,23E+06", "9.87E+014", "1.2E-05")
        ),
        *(("scientific notation", key) for key in ("1.23E6", "1.0e7", "-1.23E+06")),
        *(("decimal point", key) for key in ("417.0", "417.00", "000417.0")),
        *(("is a date", key) for key in ("03-Dec", "3-Dec-12", "Mar-12", "12/03/2013", "1/2/13")),
        *(
            ("empty field", key)
            for key in ("NULL", "null", "N/A", "n/a", "NaN", "None", "nil", "undefined", "-")
        ),
        *(("apostrophe", key) for key in ("'000417", "’417")),
        *(("formula", key) for key in ("=A1", '="000417"')),
        *(("error", key) for key in ("#N/A", "#REF!")),
        ("too narrow", "#####"),
        ("quotation marks", '"417"'),
    ],
)
def test_key_that_a_spreadsheet_has_changed_is_refused(words, key):
    problem = problem_with(CENSUS, "record_id", key)
    assert words in problem.problem
    assert problem_with(INVOLVEMENTS, "record_id", key) == problem
    if words in ("scientific notation", "decimal point", "is a date"):
        assert "format the whole column as text" in problem.remedy


@pytest.mark.parametrize(
    "key",
    [
        *(
            "7E12",
            "12E4",
            "E+06",
            "1.2.3",
            "417.5",
            "2012/417",
            "12/2013",
            "3-12",
            "Dec-7",
            "DEC-2007",
            "Mar-Kelly",
        ),
        *("null-1", "NULLA", "N/A/7", "nan1", "1.23E+06-A", "A1.23E+06", "0", "000417", "W/1.0", "1.0.0"),
    ],
)
def test_key_that_only_looks_alike_is_a_key(key):
    assert verdict_on(CENSUS, record_id=key).key == key


@pytest.mark.parametrize(
    ("form", "column", "text", "words"),
    [
        (CENSUS, "upn", "9.98E+11", "scientific notation"),
        (CENSUS, "upn", "998417209001.0", "decimal point"),
        (INVOLVEMENTS, "nhs_number", "9.99E+09", "scientific notation"),
        (INVOLVEMENTS, "nhs_number", "9990000018.0", "decimal point"),
        (INVOLVEMENTS, "nhs_number", "'9990000018", "apostrophe"),
        (INVOLVEMENTS, "telephone", "1.63E+09", "scientific notation"),
        (INVOLVEMENTS, "telephone", "01632960311.0", "decimal point"),
        (INVOLVEMENTS, "telephone", "1632960311.0", "decimal point"),
        (INVOLVEMENTS, "telephone", "1632960311", "lost the zero"),
        (INVOLVEMENTS, "telephone", "1632 960311", "lost the zero"),
        (INVOLVEMENTS, "telephone", "'01632960311", "apostrophe"),
        (INVOLVEMENTS, "telephone", "N/A", "empty field"),
        (INVOLVEMENTS, "email", "N/A", "empty field"),
        (INVOLVEMENTS, "service_code", "1.0", "decimal point"),
        (INVOLVEMENTS, "practice_code", "NULL", "empty field"),
        (CENSUS, "school_code", "12-Mar", "is a date"),
        (CENSUS, "authority", "NULL", "empty field"),
        (CENSUS, "postcode", "N/A", "empty field"),
        (CENSUS, "postcode", "#N/A", "error"),
        (CENSUS, "gender", "N/A", "empty field"),
        (CENSUS, "town", "n/a", "empty field"),
        (CENSUS, "town", "NULL", "empty field"),
        (CENSUS, "town", "-", "empty field"),
        (CENSUS, "address_line_2", "none", "empty field"),
        (CENSUS, "address_line_1", "=B2", "formula"),
        (CENSUS, "address_line_1", "#REF!", "error"),
        (INVOLVEMENTS, "practitioner_name", "NULL", "empty field"),
        *(
            (CENSUS, "given_name", text, "empty field")
            for text in ("NULL", "null", "N/A", "n/a", "-", "NaN", "nan")
        ),
        (CENSUS, "given_name", "=B2", "formula"),
        (CENSUS, "family_name", "#N/A", "error"),
    ],
)
def test_cell_that_a_spreadsheet_has_changed_is_refused(form, column, text, words):
    problem = problem_with(form, column, text)
    assert words in problem.problem
    assert problem.remedy


@pytest.mark.parametrize("form", [CENSUS, INVOLVEMENTS], ids=["census", "services"])
def test_word_for_nothing_in_a_required_field_asks_for_what_belongs_there(form):
    for described in form.fields:
        problem = problem_with(form, described.name, "NULL")
        assert problem.problem == "This is a word or sign for an empty field."
        assert problem.remedy == (described.remedy or "Leave the field empty.")


@pytest.mark.parametrize(
    "name", ["Null", "Nan", "Nil", "None", "Na", "'t Hart", "’Abd", "Ena", "E", "March", "May"]
)
def test_name_that_only_looks_like_nothing_is_a_name(name):
    assert verdict_on(CENSUS, given_name=name, family_name=name).payload["family_name"] == name


def test_word_none_means_what_its_field_says():
    gone = dict.fromkeys(school_census.ADDRESS, "")
    assert verdict_on(CENSUS, whereabouts="none", **gone).payload["whereabouts"] == "none"


@pytest.mark.parametrize("blank", ["\u00a0", "\u2003", "\u2009", "\u202f", "\u3000", "\u1680", "\u205f"])
def test_every_blank_of_unicode_is_a_blank(blank):
    said = verdict_on(
        CENSUS,
        record_id=f"{blank}WM-1{blank}",
        birth_date=f"1997-11-02{blank}",
        given_name=f"{blank}Mary{blank}Ann",
        address_line_1=f"14{blank}{blank}Saltmarsh{blank}Row",
        postcode=f"ZZ4{blank}7QD",
        upn=f"V998{blank}417209001",
        gender=f"F{blank}",
        town=blank,
    )
    assert isinstance(said, layout.Parsed), said
    assert said.key == "WM-1"
    shown = [
        said.payload[name] for name in ("given_name", "address_line_1", "postcode", "upn", "gender", "town")
    ]
    assert shown == ["Mary Ann", "14 Saltmarsh Row", "ZZ4 7QD", "V998417209001", "F", ""]
    said = verdict_on(
        INVOLVEMENTS, nhs_number=f"999{blank}000{blank}0018", telephone=f"01632{blank}960311{blank}x{blank}4"
    )
    assert (said.payload["nhs_number"], said.payload["telephone"]) == ("9990000018", "01632960311 x4")


@pytest.mark.parametrize("name", ["علی\u200cرضا", "ශ්\u200dරීමති", "അനില്\u200d", "র\u200d্যামী", "ಜಾನ್\u200c ಮೇರಿ"])
def test_name_keeps_the_joiner_that_its_script_needs(name):
    assert verdict_on(CENSUS, given_name=name).payload["given_name"] == name
    assert verdict_on(INVOLVEMENTS, practitioner_name=name).payload["practitioner_name"] == name


@pytest.mark.parametrize(
    "name", ["Kel\u200dly", "\u200cعلی", "علی\u200c", "علی\u200c\u200cرضا", "علی\u200d1"]
)
@pytest.mark.parametrize("column", ["given_name", "address_line_1"])
def test_joiner_in_any_other_place_is_refused_as_what_cannot_be_seen(name, column):
    assert "cannot be seen" in problem_with(CENSUS, column, name).problem


# --- national codes for what is not known ---


@pytest.mark.parametrize("unknown", unknowns.UNKNOWNS, ids=lambda unknown: unknown.code)
def test_code_for_what_is_not_known_states_nothing(unknown):
    assert unknown.words
    assert unknown.source
    for form in (CENSUS, INVOLVEMENTS):
        if unknown.field in form.columns:
            at_home = {"school_start_date": "", "education": "home"} if unknown.field == "school_code" else {}
            for written in (unknown.code, unknown.code.lower(), f" {unknown.code} "):
                said = verdict_on(form, **{unknown.field: written} | at_home)
                assert isinstance(said, layout.Parsed), said
                assert said.payload[unknown.field] == ""


def test_child_at_a_school_has_a_school_that_is_known():
    problem = problem_with(CENSUS, "school_code", "888888")
    assert problem == fields.Problem(
        "school_code",
        "Nothing is stated here, though the child is at a school.",
        "Give it, or state in education that the child is educated elsewhere or at home.",
    )


def test_code_for_what_is_not_known_counts_in_its_own_field_alone():
    assert verdict_on(INVOLVEMENTS, service_code="V81999").payload["service_code"] == "V81999"
    assert "upn" in {problem.field for problem in verdict_on(INVOLVEMENTS, upn="V81999")}
