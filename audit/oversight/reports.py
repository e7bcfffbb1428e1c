"""A report of the trail as a file for a spreadsheet: who did what, when and for which purpose. Pure: it asks nothing.

It is about the people who use the register. A record is named by its reference alone; the reason is left out, because
it is typed by hand and may name a child.
"""

import csv
import io
from collections.abc import Iterable

from django.utils import timezone

from audit.oversight.reviews import Entry

COLUMNS = (
    "When",
    "Who",
    "Account",
    "Organisation",
    "What",
    "Records",
    "Other",
    "Purpose",
    "Shown",
    "Outcome",
)
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula, and would carry out (OWASP, CSV injection)."""


def written(entries: Iterable[Entry]) -> str:
    """The report as CSV with a line of headings; times are those in England."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    for one in entries:
        cells = (
            f"{timezone.localtime(one.at):%Y-%m-%d %H:%M:%S}",
            one.name or "Nobody signed in",
            one.account,
            one.organisation,
            one.what,
            " ".join(one.references),
            one.subject,
            one.purpose,
            ", ".join(one.fields),
            one.outcome,
        )
        rows.writerow([defused(cell) for cell in cells])
    return out.getvalue()


def defused(cell: str) -> str:
    """The cell as a spreadsheet shows it and does not carry it out: after an apostrophe where it would be a formula."""
    return f"'{cell}" if cell.lstrip(" \xa0").startswith(_BEGINS_A_FORMULA) else cell
