"""The written forms of numbers, postcodes and dates: accepted in many ways, kept in one."""

import contextlib
import datetime
import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from registry import formats

READERS = [
    formats.nhs_number,
    formats.upn,
    formats.postcode,
    formats.calendar_date,
    formats.telephone,
    formats.email,
    formats.number,
]


@pytest.mark.parametrize("written", ["9990000018", "999 000 0018", "999-000-0018", " 9990000018 "])
def test_nhs_number_is_kept_as_ten_digits(written):
    assert formats.nhs_number(written) == "9990000018"


@pytest.mark.parametrize("written", ["", "999000001", "99900000181", "999000001a", "٩٩٩٠٠٠٠٠١٨"])
def test_nhs_number_has_ten_digits(written):
    with pytest.raises(formats.Invalid, match="ten digits"):
        formats.nhs_number(written)


@pytest.mark.parametrize("written", ["9990000019", "9900900018"])
def test_mistyped_nhs_number_is_refused(written):
    with pytest.raises(formats.Invalid, match="check digit"):
        formats.nhs_number(written)


FILLER = [
    *(str(digit) * length for digit in range(10) for length in (1, 3, 9, 10, 11, 13)),
    *("0123456789", "1234567890", "2345678901", "9876543210", "0987654321", "123456789", "12345", "321"),
    *("000 000 0000", "999-999-9999", "123 456 7890", "X" * 10, "X"),
]


@pytest.mark.parametrize("written", FILLER)
def test_number_that_only_fills_the_box_is_refused_as_filler(written):
    for read in (formats.nhs_number, formats.upn):
        with pytest.raises(formats.Invalid, match="filler") as refusal:
            read(written)
        assert "Leave the field empty" in refusal.value.remedy


@pytest.mark.parametrize(
    "stem",
    [
        *(str(digit) * 12 for digit in range(10)),
        *("123456789012", "012345678901", "987654321098", "98765432109X", "00000000000A", "999999999990"),
    ],
)
def test_pupil_number_of_filler_is_refused_though_its_letter_fits(stem):
    from stdnum.gb import upn

    written = upn.calc_check_digit(stem) + stem
    for each in (written, f"{written[0]} {stem[:3]} {stem[3:7]} {stem[7:]}"):
        with pytest.raises(formats.Invalid, match="filler"):
            formats.upn(each)


@given(st.text("0123456789", min_size=9, max_size=9))
def test_no_other_nhs_number_is_taken_for_filler(stem):
    total = sum((10 - at) * int(digit) for at, digit in enumerate(stem))
    check = (11 - total % 11) % 11
    assume(check != 10)
    number = f"{stem}{check}"
    assume(len(set(number)) > 1)
    assume(any((int(b) - int(a)) % 10 != 1 for a, b in itertools.pairwise(number)))
    assume(any((int(a) - int(b)) % 10 != 1 for a, b in itertools.pairwise(number)))
    assert formats.nhs_number(number) == number


@given(st.integers(min_value=999_000_000, max_value=999_999_999), st.integers(0, 9), st.integers(1, 9))
def test_nhs_number_with_one_wrong_digit_is_refused(stem, place, step):
    total = sum((10 - at) * int(digit) for at, digit in enumerate(str(stem)))
    check = (11 - total % 11) % 11
    assume(check != 10 and len({*str(stem), str(check)}) > 1)
    good = f"{stem}{check}"
    assert formats.nhs_number(good) == good
    bad = good[:place] + str((int(good[place]) + step) % 10) + good[place + 1 :]
    with pytest.raises(formats.Invalid):
        formats.nhs_number(bad)


def test_unique_pupil_number_is_checked_by_its_letter():
    assert formats.upn("b801200005001") == "B801200005001"
    assert formats.upn("B801 2000 05001") == "B801200005001"
    with pytest.raises(formats.Invalid, match="check letter"):
        formats.upn("A801200005001")
    with pytest.raises(formats.Invalid, match="eleven digits"):
        formats.upn("B80120000500")


def test_unique_pupil_number_of_a_new_authority_is_accepted():
    from stdnum.gb import upn

    stem = "943200005001"
    assert formats.upn(upn.calc_check_digit(stem) + stem)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("zz1 1aa", "ZZ1 1AA"),
        ("ZZ11AA", "ZZ1 1AA"),
        (" ZZ12  3CD ".replace("C", "B"), "ZZ12 3BD"),
        ("m1 1ae", "M1 1AE"),
        ("B33 8TH", "B33 8TH"),
        ("CR26XH", "CR2 6XH"),
        ("DN55 1PT", "DN55 1PT"),
        ("W1A 0AX", "W1A 0AX"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("GIR 0AA", "GIR 0AA"),
        ("ZZ99 3VZ", "ZZ99 3VZ"),
        ("zz993wz", "ZZ99 3WZ"),
        ("ZZ99\u00a03CZ", "ZZ99 3CZ"),
    ],
)
def test_postcode_is_kept_in_capitals_with_one_blank(written, kept):
    assert formats.postcode(written) == kept
    assert formats.outward(kept) == kept.split()[0]


@pytest.mark.parametrize(
    "written",
    [
        "",
        "ZZ1",
        "ZZ1 1A",
        "ZZ1 1AC",
        "ZZO 1AA",
        "Q1 1AA",
        "AZ1 1AA",
        "ZZ111 1AA",
        "1ZZ 1AA",
        "GIR 1AA",
        "ZZ9 3VZ",
        "ZZ98 3VZ",
    ],
)
def test_postcode_of_another_shape_is_refused(written):
    with pytest.raises(formats.Invalid, match="not a postcode"):
        formats.postcode(written)


def test_date_is_year_month_day():
    assert formats.calendar_date("1994-02-28") == datetime.date(1994, 2, 28)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("28/02/1994", "year-month-day"),
        ("1994-2-28", "year-month-day"),
        ("19940228", "year-month-day"),
        ("1994-W09-1", "year-month-day"),
        ("1994-02-28T00:00", "year-month-day"),
        ("1994-02-28\n", "year-month-day"),
        ("1994-02-29", "calendar"),
        ("1994-28-02", "calendar"),
        ("0000-01-01", "calendar"),
        ("1899-12-31", "before 1900"),
    ],
)
def test_date_that_cannot_be_is_refused(written, problem):
    with pytest.raises(formats.Invalid, match=problem):
        formats.calendar_date(written)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("01632 960001", "01632960001"),
        ("(01632) 960-001", "01632960001"),
        ("+44 (0)1632 960001", "+441632960001"),
        ("01632 960001 ext. 12", "01632960001 x12"),
        ("01632960001 x12", "01632960001 x12"),
    ],
)
def test_work_telephone_number_is_kept_as_digits(written, kept):
    assert formats.telephone(written) == kept
    assert formats.telephone(kept) == kept


@pytest.mark.parametrize(
    "written",
    [
        "",
        "960001",
        "01632 96OOO1",
        "call reception",
        "0" * 40,
        "01632960001.0",
        "+441632960001.0",
        "1632960001",
    ],
)
def test_what_is_not_a_telephone_number_is_refused(written):
    with pytest.raises(formats.Invalid, match="telephone"):
        formats.telephone(written)


def test_work_email_address_is_kept():
    assert formats.email("Jane.Doe@School.EXAMPLE") == "Jane.Doe@school.example"
    for written in [
        "",
        "jane",
        "jane@school",
        "a b@c.example",
        "a@b@c.example",
        "a" * 255 + "@c.example",
        "<a@c.example>",
    ]:
        with pytest.raises(formats.Invalid, match="e-mail"):
            formats.email(written)


def test_number_of_the_register_is_random_and_checked():
    drawn = {formats.new_number() for _ in range(200)}
    assert len(drawn) == 200
    for number in drawn:
        assert formats.is_number(number)
        assert formats.number(formats.spaced(number)) == number


@given(st.integers(0, 11), st.integers(1, 9))
def test_register_number_with_one_wrong_digit_is_refused(place, step):
    good = formats.new_number()
    bad = good[:place] + str((int(good[place]) + step) % 10) + good[place + 1 :]
    assert not formats.is_number(bad)


@given(st.integers(0, 10))
def test_register_number_with_swapped_digits_is_refused(place):
    good = formats.new_number()
    bad = good[:place] + good[place + 1] + good[place] + good[place + 2 :]
    assert formats.is_number(bad) == (bad == good)


@pytest.mark.parametrize("text", ["", "1234", "abcdefghijkl", "12345678901２"])
def test_other_texts_are_no_register_number(text):
    assert not formats.is_number(text)
    with pytest.raises(formats.Invalid):
        formats.number(text)


@pytest.mark.parametrize("reader", READERS)
@given(text=st.text(max_size=40))
def test_any_text_is_read_or_refused_and_nothing_else_happens(reader, text):
    with contextlib.suppress(formats.Invalid):
        reader(text)


@pytest.mark.parametrize("reader", READERS)
def test_refusal_never_repeats_what_was_written(reader):
    with pytest.raises(formats.Invalid) as refusal:
        reader("Qqvx-7734-Zqq")
    assert "7734" not in str(refusal.value)
    assert refusal.value.problem.endswith(".")
    assert refusal.value.remedy.endswith(".")
