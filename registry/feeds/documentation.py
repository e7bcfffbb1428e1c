"""The documentation of the formats (docs/feeds.md), made from their tables."""

from registry import feeds
from registry.feeds import reader
from registry.feeds.fields import Field
from registry.feeds.layout import Format

OPENING = """\
# Feeds

This page is made from the tables that read the files (`manage.py write_feed_docs`). Do not edit it by hand.

A service keeps its own system; what is in it is entered once. The register learns of it from files, one for each
source and delivery:

    manage.py load_feed SOURCE FILE

`SOURCE` is the code of a source that has been accepted; it decides which of the formats below `FILE` has. Loading the
same file again changes nothing. A load that was cut off goes on where it stopped.

## How a file is written

- Comma-separated values (RFC 4180) in UTF-8, with or without a byte-order mark; lines end with LF or CR LF.
- The first line names the columns, in any order. A column that is not required may be left out. A column that is
  not in the table is refused, and with it the whole file: the register may hold nothing else. There is no column
  for a photograph, for a telephone number of a child or a home, or for notes.
- A field with a comma or a quotation mark stands in quotation marks; a quotation mark inside is doubled.
- An empty field says nothing, or what the table gives as its meaning when empty.
- A line has at most {longest} KiB. Blank lines are passed over.
- Names are sent as the family writes them, in any script, with apostrophes, hyphens and accents. Characters that
  cannot be seen (control characters, line breaks, marks of zero width or of writing direction) and angle brackets
  are refused.

## What becomes of every line

    received = applied + superseded + duplicate + rejected + quarantined

| Outcome | Meaning |
|---|---|
| received | Lines of the file without the header and without blank lines. |
| applied | Believed, and part of the record now. |
| superseded | Believed, but older than what is known of the same `record_id` already; kept, not shown. |
| duplicate | Says what the last line of the same `record_id` and day has said. |
| rejected | Not believed. Each problem stands in the reject report; correct it at the source and send it again. |
| quarantined | Set aside for a person to decide, because it is not certain which child is meant or what it may show. |

The balance holds for each delivery. A sender is told what was accepted, rejected and duplicate.

## The reject report

One row for each problem; a line may have several.

| Column | Meaning |
|---|---|
| line | Its number in the file, the header being 1. Of a line broken inside quotation marks, its first part. |
| field | The column, or `line` where the line as a whole is wrong. |
| problem | What is wrong. |
| remedy | What to do. |

The report never repeats what was sent, so it can be passed on and logged.

## Who may be shown a field

The last column of each table is the field's class: *open* fields show even on a shielded record; *personal* and
*whereabouts* fields are withheld there; a *body-number* is shown only to the body that gives it; *officers* see
consent receipts; *metadata* and *internal* fields are not shown on a record.
"""


def documentation() -> str:
    """Return the text of docs/feeds.md."""
    return "\n".join(
        [OPENING.format(longest=reader.LONGEST_LINE // 1024), *map(_describe, feeds.FORMATS.values())]
    )


def example_file(form: Format) -> str:
    """Return a small correct file of the format: its header and its examples."""
    usual = {f.name: f.example for f in form.fields}
    rows = [usual | dict(example) for example in form.examples]
    return "\n".join(",".join(cells) for cells in [form.columns, *(row.values() for row in rows)]) + "\n"


def _describe(form: Format) -> str:
    rows = [
        f"| `{f.name}` | {_need(f)} | {f.meaning} | {f.parser.words} | {_shown(f.example)} | {f.record_class} |"
        for f in form.fields
    ]
    rules = [f"- {rule.words}" for rule in form.rules]
    return "\n".join(
        [
            f"## {form.title}: `{form.name}`\n",
            form.words + "\n",
            f"A line speaks of {_parts(form)}. It takes nothing away of any other part of the record.\n",
            "| Column | Needed | What it says | How it is written | Example | Class |",
            "|---|---|---|---|---|---|",
            *rows,
            "\nBetween the fields:\n",
            *rules,
            "\nA file:\n",
            "```csv",
            example_file(form) + "```\n",
        ]
    )


def _parts(form: Format) -> str:
    *others, last = (part.name.replace("_", " ") for part in form.speaks_of)
    return f"{', '.join(others)} and {last}"


def _need(described: Field) -> str:
    if described.required:
        return "yes"
    return f"empty means `{described.default}`" if described.default else "no"


def _shown(example: str) -> str:
    return f"`{example}`" if example else ""
