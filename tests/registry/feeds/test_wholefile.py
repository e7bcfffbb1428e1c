"""The look at a whole file: what all its lines have is named once, in one sentence; what is something else at once."""

import datetime
import io
import re
import tracemalloc
import zipfile

import pytest

from registry import feeds
from registry.feeds import documentation, layout, reader, school_census, service_involvements, wholefile

TODAY = datetime.date(2009, 6, 30)
CENSUS = school_census.FORMAT
INVOLVEMENTS = service_involvements.FORMAT
BOTH = pytest.mark.parametrize("form", feeds.FORMATS.values(), ids=feeds.FORMATS.keys())


def line_of(form, at=0, **cells):
    row = {f.name: f.example for f in form.fields} | {"record_id": f"WM-{at}"} | cells
    return ",".join(row.values())


def file_of(form, *lines):
    return "\n".join([",".join(form.columns), *lines, ""]).encode()


def look(content, form=CENSUS):
    looked_at = wholefile.Look(io.BytesIO(content))
    for line in reader.read(looked_at.stream, form, today=TODAY):
        looked_at.at(line.problems)
    looked_at.refuse_fault_of_all()


def refusal_of(content, form=CENSUS):
    with pytest.raises(layout.FileRefused) as refusal:
        look(content, form)
    told = str(refusal.value)
    assert_is_one_sentence(told)
    return told


def assert_is_one_sentence(told):
    assert "\n" not in told
    assert re.fullmatch(r"[A-Z].*[^.]\.", told), told
    assert not re.search(r"[.!?]\s", told), told
    assert ": " in told, "It says what to do."


# --- files that are something else ---


def zipped(*names):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, b"line\n" * 50)
    return packed.getvalue()


GOOD = file_of(CENSUS, *(line_of(CENSUS, at) for at in range(20)))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "workbook of a spreadsheet"),
        (zipped("docProps/app.xml", "xl/workbook.xml"), "workbook of a spreadsheet"),
        (zipped("census.csv"), "compressed archive"),
        (b"PK\x05\x06" + bytes(18), "compressed archive"),
        (b"\x1f\x8b\x08\x00" + bytes(20), "compressed archive"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "compressed archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old spreadsheet"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "PDF"),
        (b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>", "web page"),
        (b"\xef\xbb\xbf\r\n<html lang='en'>", "web page"),
        (b"<table><tr><td>record_id</td></tr></table>", "web page"),
        (b'<?xml version="1.0"?>\n<CTfile/>', "XML"),
        (b"<Message>\n", "XML"),
        (b"{\\rtf1\\ansi record_id}", "RTF"),
        (b'[{"record_id": "WM-1"}]', "JSON"),
        (b'{"record_id": "WM-1"}\n', "JSON"),
        (GOOD.decode().encode("utf-16"), "UTF-16"),
        (GOOD.decode().encode("utf-16-le"), "UTF-16"),
        (GOOD.decode().encode("utf-16-be"), "UTF-16"),
        (GOOD.decode().encode("utf-32"), "UTF-32"),
        (b"\xef\xbb\xbf" * 2 + GOOD, "two byte-order marks"),
        (b"\xef\xbb\xbf" * 3 + GOOD, "two byte-order marks"),
        ("ï»¿".encode() + GOOD, "letters of the file were ruined"),
        (b"\xef\xbb\xbf" + "ï»¿".encode() + GOOD, "letters of the file were ruined"),
        (GOOD.replace(b"\n", b"\r"), "carriage returns"),
        (b"sep=,\r\n" + GOOD, "instruction to a spreadsheet"),
        (b"sep=;\n" + GOOD.replace(b",", b";"), "instruction to a spreadsheet"),
        (GOOD.replace(b",", b";"), "separated by semicolons"),
        (GOOD.replace(b",", b"\t"), "separated by tabs"),
        (GOOD.replace(b",", b"|"), "separated by vertical bars"),
        (b'"' + GOOD.splitlines()[0].replace(b",", b'";"') + b'"\n', "separated by semicolons"),
        (GOOD.replace(b"record_id", b"record\x00id", 1), "not a text file"),
        (bytes(range(256)) * 300, "not a text file"),
    ],
)
def test_file_that_is_something_else_is_named_in_one_sentence(content, words):
    assert words in refusal_of(content)


def test_file_of_the_other_format_is_named_with_both_formats():
    census, services = (documentation.example_file(form).encode() for form in (CENSUS, INVOLVEMENTS))
    told = refusal_of(services, CENSUS)
    assert "has the columns of the format service-involvements" in told
    assert "sends school-census" in told
    told = refusal_of(census, INVOLVEMENTS)
    assert "has the columns of the format school-census" in told
    assert "sends service-involvements" in told


@BOTH
def test_file_of_the_other_format_is_known_by_its_required_columns_alone(form):
    (other,) = (each for each in feeds.FORMATS.values() if each is not form)
    header = ",".join(reversed([f.name for f in other.fields if f.required])).encode()
    assert f"has the columns of the format {other.name}" in refusal_of(header + b"\n", form)


@BOTH
def test_header_with_several_faults_is_refused_in_one_sentence(form):
    header = [name for name in form.columns if name not in ("birth_date", "given_name")]
    told = refusal_of(",".join([*header, "photo", "mood", "what's this?", "upn"]).encode() + b"\n", form)
    assert "the required columns given_name and birth_date are missing" in told.lower()
    assert "columns photo, mood and columns of other names are not part of the format" in told
    assert "upn is named 2 times" in told


# --- faults of all lines ---


def dated(form, written, count):
    dates = {f.name: written for f in form.fields if f.example[:4] in ("2009", "1997")}
    return file_of(form, *(line_of(form, at, **dates) for at in range(count)))


@BOTH
@pytest.mark.parametrize("count", [5, 10, 11, 250])
def test_dates_with_the_year_last_in_the_whole_file_are_named_once(form, count):
    told = refusal_of(dated(form, "01/03/2009", count), form)
    assert told.startswith(f"In all {count} lines of the file the same is wrong in as_at, birth_date and ")
    assert "(this date has its year last)" in told
    assert "2009-03-31" in told
    assert told.endswith("then send the whole file again.")
    assert "01/03/2009" not in told


def test_file_of_few_lines_is_refused_line_by_line():
    look(dated(CENSUS, "01/03/2009", wholefile.FEWEST - 1))


@pytest.mark.parametrize(("wrong", "is_whole"), [(90, False), (91, True), (100, True), (50, False)])
def test_fault_is_the_files_in_more_than_nine_lines_of_ten(wrong, is_whole):
    content = file_of(
        CENSUS,
        *(line_of(CENSUS, at, birth_date="2.3.1999") for at in range(wrong)),
        *(line_of(CENSUS, at) for at in range(wrong, 100)),
    )
    if is_whole:
        which = "all 100 lines" if wrong == 100 else "91 of the 100 lines"
        assert refusal_of(content).startswith(f"In {which} of the file the same is wrong in birth_date")
    else:
        look(content)


def test_mixed_dates_are_no_fault_of_the_file():
    ways = [
        "31/03/1999",
        "1999-3-31",
        "19990331",
        "36250",
        "31 Mar 1999",
        "1999/03/31",
        "1999-03-31Z",
        "31/03/99",
    ]
    look(file_of(CENSUS, *(line_of(CENSUS, at, birth_date=ways[at % len(ways)]) for at in range(80))))


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"record_id": "1.23E+06"}, "wrong in record_id (this is a number in scientific notation"),
        ({"upn": "'V998417209001"}, "wrong in upn (there is an apostrophe in front"),
        ({"upn": "0000000000000"}, "wrong in upn (this is not a number but filler"),
        (
            {"birth_date": "36250"},
            "wrong in birth_date (this is the number by which a spreadsheet counts a day",
        ),
        ({"given_name": "=A1"}, "wrong in given_name (this is a spreadsheet's formula"),
        ({"town": "NULL"}, "wrong in town (this is a word or sign for an empty field"),
        ({"town": "#N/A", "address_line_2": "#N/A"}, "wrong in address_line_2 and town (this is the error"),
        ({"given_name": ""}, "wrong in given_name (this field is empty"),
        ({"as_at": "2009-07-01"}, "wrong in as_at (this date lies in the future"),
        ({"birth_date": "1980-01-01"}, "wrong in birth_date (on the day as_at this person is 18 or more"),
        ({"town": "Haven, Westmarch"}, "the same is wrong (the line has 26 fields, the header has 25)"),
    ],
)
def test_fault_of_every_line_is_named_once_with_its_remedy(cells, words):
    content = file_of(CENSUS, *(line_of(CENSUS, at, **{"record_id": f"W-{at}"} | cells) for at in range(12)))
    assert words in refusal_of(content)


def test_several_faults_of_every_line_are_named_in_the_same_sentence():
    told = refusal_of(
        file_of(CENSUS, *(line_of(CENSUS, at, gender="Girl", birth_date="1/2/99") for at in range(12)))
    )
    assert (
        "in birth_date (this date has a year of two digits); and in gender (this is not one of the words"
        in told
    )


def test_faults_in_different_fields_are_no_fault_of_the_file():
    wrong = [{"birth_date": "x"}, {"gender": "x"}, {"postcode": "x"}, {"authority": "?"}]
    look(file_of(CENSUS, *(line_of(CENSUS, at, **wrong[at % 4]) for at in range(40))))


def test_empty_file_and_blank_lines_are_no_fault():
    look(file_of(CENSUS))
    look(file_of(CENSUS, *["," * 24] * 50))


# --- encodings ---


def with_names(*names, plain=0):
    lines = [line_of(CENSUS, at, given_name=name) for at, name in enumerate(names)]
    lines += [line_of(CENSUS, at, given_name="Bea") for at in range(len(names), len(names) + plain)]
    return file_of(CENSUS, *lines)


@pytest.mark.parametrize("plain", [0, 3, 20, 99])
@pytest.mark.parametrize("names", [["Zoë"], ["Zoë", "José", "Siân", "O’Dowd", "Françoise", "Anne–Marie"]])
def test_file_in_windows_1252_is_named_even_if_few_lines_have_other_letters(names, plain):
    told = refusal_of(with_names(*names, plain=plain).decode().encode("cp1252"))
    assert "not written in UTF-8 but in an older encoding, as it seems Windows-1252" in told
    assert "CSV UTF-8" in told


def test_one_damaged_line_of_very_many_is_no_other_encoding():
    look(with_names("Zoë", plain=200).decode().encode("cp1252"))


def test_file_in_utf_8_with_some_lines_of_another_encoding_is_refused_line_by_line():
    good = with_names(*["Zoë"] * 10)
    bad = line_of(CENSUS, 99, given_name="José").encode("cp1252")
    look(good + b"\n".join([bad] * 8))


def test_file_in_any_other_encoding_is_named():
    names = ["Иванна", "Мария", "Ольга", "Пётр", "Юлия", "Жанна"]
    told = refusal_of(with_names(*names).decode().encode("koi8-r"))
    assert "not written in UTF-8" in told


def test_ruined_letters_in_the_whole_file_are_named_once():
    names = ["ZoÃ«", "JosÃ©", "SiÃ¢n", "FranÃ§oise", "Oâ€™Dowd", "BjÃ¶rn"]
    told = refusal_of(with_names(*names, plain=200))
    assert "All letters with accents in the file were ruined" in told


def test_some_ruined_names_among_good_ones_are_refused_line_by_line():
    look(with_names(*["ZoÃ«"] * 6, *["Zoë"] * 6))
    look(with_names("ZoÃ«", "JosÃ©", plain=10))


# --- what it costs ---


class Long:
    """A file of very many lines that is never in memory."""

    def __init__(self, lines):
        self._lines = iter(
            [",".join(CENSUS.columns).encode() + b"\n", *[line_of(CENSUS).encode() + b"\n"] * 0]
        )
        self._left = lines
        self._line = line_of(CENSUS, given_name="Zoë", birth_date="1/2/1999").encode() + b"\n"

    def readline(self, _size=-1, /):
        for header in self._lines:
            return header
        self._left -= 1
        return self._line if self._left >= 0 else b""


def test_look_at_a_long_file_takes_no_memory():
    tracemalloc.start()
    try:
        looked_at = wholefile.Look(Long(30_000))
        for line in reader.read(looked_at.stream, CENSUS, today=TODAY):
            looked_at.at(line.problems)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000
    with pytest.raises(layout.FileRefused, match="all 30,000 lines"):
        looked_at.refuse_fault_of_all()


# --- rows and columns of commas ---


def test_rows_of_commas_alone_are_passed_over_like_blank_lines():
    rows = [",,,", "," * 24, "," * 40, " , ,\t,", '"",""', "\u00a0,\u00a0", '" "' + "," * 24]
    content = file_of(CENSUS, line_of(CENSUS, 1), *rows, line_of(CENSUS, 2), *rows)
    lines = list(reader.read(io.BytesIO(content), CENSUS, today=TODAY))
    assert [line.number for line in lines] == [2, 10]
    assert all(line.parsed for line in lines)


@pytest.mark.parametrize("spare", ["," * 3, ", , ", ",", ',""'])
@BOTH
def test_header_may_end_with_empty_columns_if_they_are_empty_in_every_line(form, spare):
    plain = list(reader.read(io.BytesIO(file_of(form, line_of(form))), form, today=TODAY))
    columns = ",".join(form.columns)
    commas = "," * spare.count(",")
    for row in (f"{line_of(form)}{commas}", line_of(form)):
        for blank in ([], ["", ",,,,"]):
            content = "\n".join([columns + spare, *blank, row, ""]).encode()
            (line,) = reader.read(io.BytesIO(content), form, today=TODAY)
            assert line.parsed == plain[0].parsed


def test_something_in_a_column_without_a_name_costs_its_line():
    content = ",".join(CENSUS.columns) + ",,\n"
    content += "\n".join([line_of(CENSUS) + ",,", line_of(CENSUS) + ",x,", line_of(CENSUS) + ",, "])
    lines = list(reader.read(io.BytesIO(content.encode()), CENSUS, today=TODAY))
    assert [bool(line.parsed) for line in lines] == [True, False, True]
    assert "column that has no name" in lines[1].problems[0].problem


@pytest.mark.parametrize("rows_are_wide", [True, False])
def test_line_with_a_comma_too_many_is_not_shifted_into_the_columns_without_a_name(rows_are_wide):
    spare = "," if rows_are_wide else ""
    shifted = line_of(INVOLVEMENTS, job_title="Worker, youth")[:-1]
    content = ",".join(INVOLVEMENTS.columns) + ",\n"
    content += "\n".join(
        [line_of(INVOLVEMENTS) + spare, shifted + "N" + spare, line_of(INVOLVEMENTS) + spare]
    )
    lines = list(reader.read(io.BytesIO(content.encode()), INVOLVEMENTS, today=TODAY))
    assert [bool(line.parsed) for line in lines] == [True, False, True]


def test_empty_column_between_others_is_still_refused():
    with pytest.raises(layout.HeaderError, match="not part of the format"):
        look(GOOD.replace(b"town", b"", 1))
