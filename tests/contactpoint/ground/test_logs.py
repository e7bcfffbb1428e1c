"""What is written into the log of a fault: where and of what kind, never what the database said of a row."""

import logging

from contactpoint.ground.logs import QuietFormatter


def test_a_traceback_holds_no_message() -> None:
    try:
        try:
            raise ValueError("Key (family)=(Merriweather) already exists")
        except ValueError as cause:
            raise LookupError("7 Lapwing Court") from cause
    except LookupError as fault:
        record = logging.LogRecord(
            "x", logging.ERROR, "x", 1, "a fault", None, (type(fault), fault, fault.__traceback__)
        )
    written = QuietFormatter("{message}", style="{").format(record)
    assert "Merriweather" not in written
    assert "Lapwing" not in written
    assert written.startswith("a fault\nLookupError\n")
    assert "ValueError" in written
    assert "test_logs.py" in written
