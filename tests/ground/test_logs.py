"""What is written into the log of a fault: where and of what kind, never what the database said of a row."""

import logging

import pytest

from ground.logs import QuietFormatter


def refuse_row() -> None:
    raise ValueError("Key (family)=(Merriweather) already exists")


def look_up() -> None:
    try:
        refuse_row()
    except ValueError as cause:
        raise LookupError("7 Lapwing Court") from cause


def test_a_traceback_holds_no_message() -> None:
    with pytest.raises(LookupError) as caught:
        look_up()
    fault = (caught.type, caught.value, caught.tb)
    record = logging.LogRecord("x", logging.ERROR, "x", 1, "a fault", None, fault)
    written = QuietFormatter("{message}", style="{").format(record)
    assert "Merriweather" not in written
    assert "Lapwing" not in written
    assert written.startswith("a fault\nLookupError\n")
    assert "ValueError" in written
    assert "test_logs.py" in written
