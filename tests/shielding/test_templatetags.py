"""How the parts of a record are written on a page."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template

from registry.parts.birth import BirthHeld
from registry.parts.part import Provenance
from shielding.templatetags import record


@pytest.mark.parametrize(
    ("held", "read"),
    [
        ("01632960102", "01632 960102"),
        ("07700900102", "07700 900102"),
        ("02079460102", "020 7946 0102"),
        ("08081570102", "0808 157 0102"),
        ("01632960102 x12", "01632 960102 x12"),
        ("01632 960102", "01632 960102"),
        ("+441632960102", "+441632960102"),
        ("", ""),
    ],
)
def test_telephone_number_is_written_with_its_area_first(held: str, read: str):
    assert record.telephone(held) == read
    assert record.dial(read) == record.dial(held)


def test_a_source_says_where_a_part_came_from_and_how_old_it_is() -> None:
    held = Provenance("<School> census", date(2026, 9, 1), datetime(2026, 9, 2, tzinfo=UTC))
    written = Template(
        "{% load record %}{{ held|source:today }}|{{ nothing|source:today }}|{{ none.at_all|source:today }}"
    )
    assert written.render(Context({"held": held, "nothing": None, "today": date(2026, 11, 22)})) == (
        '<span class="cp-source">&lt;School&gt; census, 2 months ago '
        '<span class="cp-whole">(1 September 2026)</span></span>||'
    )
    later = written.render(Context({"held": held, "nothing": None, "today": date(2028, 11, 22)}))
    assert "2 years ago" in later


@pytest.mark.parametrize(
    ("born", "today", "read"),
    [
        ("2012-02-29", "2026-02-28", "29 February 2012 (13 years old)"),
        ("2012-02-29", "2026-03-01", "29 February 2012 (14 years old)"),
        ("2024-02-29", "2026-02-28", "29 February 2024 (23 months old)"),
        ("2024-02-29", "2026-03-01", "29 February 2024 (2 years old)"),
        ("2026-01-31", "2026-02-28", "31 January 2026 (0 months old)"),
        ("2026-01-31", "2026-03-01", "31 January 2026 (1 month old)"),
    ],
)
def test_the_age_changes_on_the_birthday_on_1_march_for_29_february(born: str, today: str, read: str) -> None:
    day = date.fromisoformat(born)
    assert record.born(BirthHeld(day, day, None), date.fromisoformat(today)) == read
