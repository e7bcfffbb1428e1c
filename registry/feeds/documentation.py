"""The documentation of the formats (docs/feeds.md), made from their tables."""

from ground import statute
from registry import feeds
from registry.feeds import reader, unknowns, wholefile
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

- Comma-separated values (RFC 4180) in UTF-8, with or without one byte-order mark; lines end with LF or CR LF.
- The first line names the columns, in any order. A column that is not required may be left out. A column that is
  not in the table is refused, and with it the whole file: the register may hold nothing else. There is no column
  for a photograph, for a telephone number of a child or a home, or for notes. Columns without a name after the last
  one, as spreadsheets write them, are passed over if they are empty in every line.
- A field with a comma or a quotation mark goes in quotation marks; a quotation mark inside is doubled.
- An empty field says nothing, or what the table gives as its meaning when empty. Words such as `NULL`, `N/A` or `-` are
  no empty field and are refused. A family named Null writes it so, not in capitals.
- A line has at most {longest} KiB. Blank lines and rows of commas alone are passed over.
- Names are sent as the family writes them, in any script, with apostrophes, hyphens and accents. Every space of
  Unicode is a space, a no-break space too. The joiners (U+200C, U+200D) that a script needs between its letters are
  kept. Other characters that cannot be seen (control characters, line breaks, marks of zero width or of writing
  direction) and angle brackets are refused.
- A number that only fills the field (one digit throughout, digits in order) is refused: leave the field empty.

## The whole file is looked at first

Before anything of a file is stored, all of it is read once. A file that has the same fault throughout is refused in one
sentence, which says what it has and what to do. The command then ends with an error and leaves nothing behind: no
delivery, no line, no reject report. Correct the file and send it again; it loads as if the first one had never come.

A file is refused whole

- if it is something else: a workbook of a spreadsheet, a compressed archive, a PDF document, a web page, an XML or JSON
  document, a file of the other format, or one with semicolons, tabs or vertical bars between its fields;
- if its first line does not name the columns;
- if it begins with two byte-order marks, or is in UTF-16, UTF-32 or an older encoding such as Windows-1252. It counts
  as being in an older encoding if more than {share} of the lines with other letters than English ones are, and these
  lines are at least {fewest}, or at least {fewest_share} of all;
- if more than {share} of its lines, and at least {fewest}, have the same fault in the same field: dates written
  day/month/year, numbers in scientific notation, an empty required field, a code that is in no directory. Of letters
  that were ruined it is more than {share} of the lines with other letters than English ones.

Where fewer lines have a fault, or each another, the file is loaded and those lines are in the reject report.

## What spreadsheets do to a file

A file that is opened in a spreadsheet and saved is seldom the same afterwards. Send what the system exports. These are
found and refused, with what to do:

| What becomes of a value | Example | What to do |
|---|---|---|
| Long numbers become powers of ten | `1.23E+06` | format the column as text before the numbers are put in |
| Numbers get a decimal point | `417.0` | format the column as text |
| Numbers and codes lose their zeros | `1632960311` | format the column as text |
| Keys and codes become dates | `12-Mar` | format the column as text |
| Dates are written in another way | `14/03/2013`, `14-Mar-13`, `2013-3-14`, `20130314` | write `2013-03-14` |
| Dates become numbers of days | `41347` | format the column as a date, year-month-day |
| Text gets an apostrophe in front | `'000417` | take it out |
| Formulas and their errors are sent | `=A2`, `#N/A`, `####` | paste the column as values |
| Letters are ruined | `ZoÃ«`, `Oâ€™Brien` | export the file again in UTF-8, without saving it in between |
| Letters are lost | `Zo?` | export the file again in UTF-8 |

A key that a spreadsheet has changed is never taken, because several records would become one.

## Codes for what is not known

A system that has to fill a field may send one of these. It says the same as an empty field, and the rest of the line
counts.

| Column | Code | What it says | Who has fixed it |
|---|---|---|---|
{unknowns}

## Who is a child

On the day `as_at` the person is younger than {childhood}.
{extension}
There is no way yet to send such a consent, so a line about somebody of {childhood} or more is refused with this reason.

Two kinds of line of a service are still taken, because they make no record but take something from one: a line with an
`end_date`, and one with a `consent_withdrawn_on`, if the involvement began before the {childhood}th birthday and the
person is younger than {end}. An involvement that goes on after the {childhood}th birthday cannot be sent: send its end.

## What becomes of every line

    received = applied + superseded + duplicate + rejected + quarantined

| Outcome | Meaning |
|---|---|
| received | Lines of the file without the header, blank lines and rows of commas alone. |
| applied | Believed, and part of the record now. |
| superseded | Believed, but older than what is known of the same `record_id` already; kept, not shown. |
| duplicate | Says what the last line of the same `record_id` and day has said. |
| rejected | Not believed. Each problem is in the reject report; correct it at the source and send it again. |
| quarantined | Set aside for a person to decide, because it is not certain which child is meant or what it may show. |

The balance holds for each delivery. It is for the shielding team alone. A sender is told what was accepted, rejected
and duplicate, in the line that begins "For the sender", and is given the reject report: whether an accepted line was
applied or set aside would say who is held. Times are local times.

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
    opening = OPENING.format(
        longest=reader.LONGEST_LINE // 1024,
        share=f"{wholefile.SHARE:.0%}",
        fewest=wholefile.FEWEST,
        fewest_share=f"{wholefile.FEWEST_SHARE:.0%}",
        unknowns="\n".join(
            f"| `{u.field}` | `{u.code}` | {u.words} | {u.source} |" for u in unknowns.UNKNOWNS
        ),
        childhood=statute.CHILDHOOD_ENDS.value,
        extension=statute.EXTENSION_ENDS.words,
        end=statute.EXTENSION_ENDS.value,
    )
    return "\n".join([opening, *map(_describe, feeds.FORMATS.values())])


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
