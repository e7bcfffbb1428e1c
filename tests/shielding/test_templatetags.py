"""How the parts of a record are written on a page."""

import pytest

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
