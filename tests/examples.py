"""The worked examples of matching: the page shows them, the tests carry them out.

``DJANGO_SETTINGS_MODULE=tests.settings python -m tests.examples`` writes the page.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_KELLY = {
    "record_id": "pupil-1",
    "as_at": "2026-09-10",
    "given_name": "Kelly",
    "family_name": "Example",
    "birth_date": "2011-03-14",
    "gender": "F",
    "whereabouts": "current",
    "address_line_1": "7 Invented Row",
    "town": "Westmarch",
    "postcode": "ZZ1 1AA",
    "school_code": "SCH1",
    "school_start_date": "2022-09-01",
    "education": "school",
    "authority": "X01",
}
_SERVICE = {
    "as_at": "2026-09-20",
    "given_name": "Kelly",
    "family_name": "Example",
    "birth_date": "2011-03-14",
    "postcode": "ZZ1 1AA",
    "service_code": "HOUSING",
    "practitioner_name": "Tim Imaginary",
    "job_title": "Housing officer",
    "telephone": "01632 960123",
    "start_date": "2026-06-01",
}
_UPN = "V998417209001"


@dataclass(frozen=True)
class Example:
    """A record that is held, a line that comes, and what becomes of it."""

    title: str
    why: str
    comes: Mapping[str, str]
    ends: str
    record: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    """What a service has said of the child before."""
    is_shielded: bool = False
    is_service: bool = False
    outcome: str = "applied"
    quarantine: str = ""
    joins: int = 0
    makes: int = 0

    @property
    def source(self) -> str:
        return "westmarch-services" if self.is_service else "westmarch-schools"

    def held(self) -> list[dict[str, str]]:
        return [_KELLY | dict(self.record)]

    def told_before(self) -> list[dict[str, str]]:
        return [_SERVICE | {"record_id": "case-1"} | dict(self.told)] if self.told else []

    def shielded(self) -> list[str]:
        from tests import cast

        given = self.held()[0]["given_name"]
        return [cast.reference_of(given)] if self.is_shielded else []

    def line(self) -> dict[str, str]:
        base = _SERVICE if self.is_service else _KELLY
        return {**base, "record_id": "another-1", **self.comes}


MATCHING = (
    Example(
        "UPN: the same number and the same birth date",
        "The number is one child's for life. The name may be spelt otherwise, or be a new one.",
        {"upn": _UPN, "given_name": "Kellie", "family_name": "Invented", "postcode": "ZZ4 4DD"},
        "The line is joined to the record.",
        record={"upn": _UPN},
        joins=1,
    ),
    Example(
        "UPN: the same number, another birth date",
        "Two children have been mixed up, or a number or a date is mistyped: a person has to look.",
        {"upn": _UPN, "birth_date": "2011-03-15", "postcode": "ZZ4 4DD"},
        "The line waits: it may concern a child who is known already.",
        record={"upn": _UPN},
        outcome="quarantined",
        quarantine="potential",
    ),
    Example(
        "Name, birth date and postcode equal",
        "Written with or without capitals, accents, spaces and hyphens; nobody else has this name and birth date.",
        {"given_name": "KELLY", "family_name": "Ex-ample"},
        "The line is joined to the record.",
        joins=1,
    ),
    Example(
        "Name and birth date equal, another postcode",
        "It may be Kelly who moved, or another child of the same name born on the same day.",
        {"postcode": "ZZ4 4DD"},
        "The line waits: it may concern a child who is known already.",
        outcome="quarantined",
        quarantine="potential",
    ),
    Example(
        "Name and birth date equal, no postcode",
        "A service sends no address. One child of this name and birth date is known, but that is not enough to say so.",
        {"postcode": ""},
        "The line waits: it may concern a child who is known already.",
        is_service=True,
        outcome="quarantined",
        quarantine="potential",
    ),
    Example(
        "A service: name, birth date and postcode equal",
        "What a service sends says who works with the child, not who the child is.",
        {},
        "The involvement appears on the record.",
        is_service=True,
        joins=1,
    ),
    Example(
        "A service speaks of somebody who is not known",
        "An involvement never makes a record. It is tried again every night.",
        {"given_name": "Somebody", "family_name": "Unheard"},
        "The line waits until a source has said who the child is.",
        is_service=True,
        outcome="quarantined",
        quarantine="no-match",
    ),
    Example(
        "Twins",
        "The same family name, birth date and postcode, another given name: two children.",
        {"given_name": "Karen"},
        "A record of its own is made.",
        joins=0,
        makes=1,
    ),
    Example(
        "Nobody like this is known",
        "Another name on the same birth date says nothing.",
        {"given_name": "Somebody", "family_name": "Unheard"},
        "A record of its own is made.",
        makes=1,
    ),
    Example(
        "Near match: the birth date on the record is estimated",
        "The same name, and the birth date lies within the estimate.",
        {},
        "The line waits: it may concern a child who is known already.",
        record={"birth_date": "2011-01-01", "birth_date_to": "2011-12-31"},
        outcome="quarantined",
        quarantine="potential",
    ),
    Example(
        "Near match: the birth date in the line is estimated",
        "The same name, and the estimate has room for the birth date.",
        {"birth_date": "2010-06-01", "birth_date_to": "2011-06-01"},
        "The line waits: it may concern a child who is known already.",
        outcome="quarantined",
        quarantine="potential",
    ),
    Example(
        "An estimate that has no room for the birth date",
        "The same name, and the spans do not meet: another child.",
        {"birth_date": "2012-01-01", "birth_date_to": "2012-12-31"},
        "A record of its own is made.",
        makes=1,
    ),
    Example(
        "NHS number: the same number and the same birth date",
        "A service gave the number before; another one knows the child under another name, at another place.",
        {
            "nhs_number": "9990000018",
            "family_name": "Invented",
            "postcode": "ZZ4 4DD",
            "service_code": "SOCIAL",
        },
        "The involvement appears on the record.",
        told={"nhs_number": "9990000018"},
        is_service=True,
        joins=1,
    ),
    Example(
        "NHS number: the same number, another birth date",
        "A number or a date is mistyped, or two children have been mixed up.",
        {"nhs_number": "9990000018", "birth_date": "2011-03-15", "service_code": "SOCIAL"},
        "The line waits: it may concern a child who is known already.",
        told={"nhs_number": "9990000018"},
        is_service=True,
        outcome="quarantined",
        quarantine="potential",
    ),
    Example(
        "A shielded child: everything equal",
        "A record that is shielded takes in nothing new by itself.",
        {},
        "The line waits for the shielding officer of the child's authority.",
        is_shielded=True,
        outcome="quarantined",
        quarantine="shielded",
    ),
    Example(
        "A shielded child: a new school, a new address",
        "In 2009 such a line made a second record, without the shield.",
        {"postcode": "ZZ4 4DD", "address_line_1": "1 Hiding Place", "school_code": "SCH2"},
        "The line waits for the shielding officer of the child's authority.",
        is_shielded=True,
        outcome="quarantined",
        quarantine="shielded",
    ),
    Example(
        "A shielded child: the name spelt otherwise",
        "It sounds alike, on the same birth date.",
        {"given_name": "Kellie", "family_name": "Exampel", "postcode": "ZZ4 4DD"},
        "The line waits for the shielding officer of the child's authority.",
        is_shielded=True,
        outcome="quarantined",
        quarantine="shielded",
    ),
    Example(
        "A shielded child: day and month swapped",
        "The commonest slip of all.",
        {"birth_date": "2011-05-03", "postcode": "ZZ4 4DD"},
        "The line waits for the shielding officer of the child's authority.",
        record={"birth_date": "2011-03-05"},
        is_shielded=True,
        outcome="quarantined",
        quarantine="shielded",
    ),
    Example(
        "A shielded child: the name of before in the line",
        "The line gives a new name and says which one the child had before. Both together would tie them.",
        {"family_name": "Newname", "former_family_name": "Example", "postcode": "ZZ4 4DD"},
        "The line waits for the shielding officer of the child's authority.",
        is_shielded=True,
        outcome="quarantined",
        quarantine="shielded",
    ),
    Example(
        "A shielded child: an estimated birth date",
        "The estimate has room for the birth date of the shielded child.",
        {"birth_date": "2010-06-01", "birth_date_to": "2011-06-01", "postcode": "ZZ4 4DD"},
        "The line waits for the shielding officer of the child's authority.",
        is_shielded=True,
        outcome="quarantined",
        quarantine="shielded",
    ),
    Example(
        "A shielded child: one part of the birth date is wrong",
        "The names are alike, and one slip explains the rest.",
        {"birth_date": "2011-03-15", "postcode": "ZZ4 4DD", "address_line_1": "1 Hiding Place"},
        "The line waits for the shielding officer of the child's authority.",
        is_shielded=True,
        outcome="quarantined",
        quarantine="shielded",
    ),
    Example(
        "A shielded child's home",
        "Another child, of another name and age: but an open record would show the hidden home.",
        {"given_name": "Morgan", "family_name": "Unheard", "birth_date": "2015-08-09", "gender": "M"},
        "The line waits for the shielding officer of the child's authority.",
        is_shielded=True,
        outcome="quarantined",
        quarantine="shielded",
    ),
    Example(
        "A shielded child's namesake of another age, elsewhere",
        "Two parts of the birth date differ, and nothing around the children is the same: another child.",
        {
            "birth_date": "2014-09-14",
            "postcode": "ZZ4 4DD",
            "address_line_1": "1 Hiding Place",
            "school_code": "SCH2",
        },
        "A record of its own is made.",
        is_shielded=True,
        makes=1,
    ),
    Example(
        "Veto: the same UPN, given names that are not alike",
        "A twin's line may carry the other twin's number. Joined, one of them would be lost.",
        {"upn": _UPN, "given_name": "Morgan"},
        "The line waits: it may concern a child who is known already.",
        record={"upn": _UPN},
        outcome="quarantined",
        quarantine="potential",
    ),
    Example(
        "Veto: the same UPN, a girl and a boy",
        "A number agrees only where the person does not contradict it.",
        {"upn": _UPN, "gender": "M"},
        "The line waits: it may concern a child who is known already.",
        record={"upn": _UPN},
        outcome="quarantined",
        quarantine="potential",
    ),
    Example(
        "Veto: name, birth date and postcode equal, another UPN",
        "Two children of one name and age in one hostel.",
        {"upn": "J998417209002"},
        "The line waits: it may concern a child who is known already.",
        record={"upn": _UPN},
        outcome="quarantined",
        quarantine="potential",
    ),
    Example(
        "Veto: a birth date that is written where the day is not known",
        "Born on 1 January says no more than the year, so the name and the postcode are left alone.",
        {"birth_date": "2011-01-01"},
        "The line waits: it may concern a child who is known already.",
        record={"birth_date": "2011-01-01"},
        outcome="quarantined",
        quarantine="potential",
    ),
    Example(
        "No evidence: no given name yet",
        "Unnamed twins. A placeholder is no name: nothing is compared with it, and each has a record.",
        {"given_name": "Baby"},
        "A record of its own is made.",
        record={"given_name": "Baby"},
        makes=1,
    ),
    Example(
        "No evidence: a postcode for people without one",
        "ZZ99 says that there is no address. The name and the birth date are left: a person has to look.",
        {"postcode": "ZZ99 3WZ"},
        "The line waits: it may concern a child who is known already.",
        record={"postcode": "ZZ99 3WZ"},
        outcome="quarantined",
        quarantine="potential",
    ),
    Example(
        "Near match: a short form of the name, at the same postcode",
        "A service writes the name as it is used.",
        {"given_name": "Kel", "birth_date": "2011-03-14"},
        "The line waits: it may concern a child who is known already.",
        is_service=True,
        outcome="quarantined",
        quarantine="potential",
    ),
    Example(
        "Near match: one part of the birth date is wrong, at the same postcode",
        "One slip explains it.",
        {"birth_date": "2011-03-15"},
        "The line waits: it may concern a child who is known already.",
        is_service=True,
        outcome="quarantined",
        quarantine="potential",
    ),
    Example(
        "The same key for another child",
        "The sender's key is that of Kelly's record, and name and birth date are others: an old key for a new child.",
        {"record_id": "pupil-1", "given_name": "Morgan", "birth_date": "2013-06-07", "as_at": "2026-09-11"},
        "The line waits, and Kelly's record stays as it is.",
        outcome="quarantined",
        quarantine="another-person",
        joins=1,
    ),
)

_OPENING = """\
# Of whom is this line?

Every line of a feed is about a child. The register asks, in this order, whom it already knows, and it never
guesses: what is not certain waits for a person. Everything is compared by keyed fingerprint, so that no name,
date or number of a child lies open in the tables that are compared.

1. **A number.** NHS number or unique pupil number equal, and the same birth date: joined.
2. **Name, birth date and postcode** all equal, and nobody else of that name and birth date: joined.
3. **Name and birth date** equal, or a number equal with another birth date: it waits.
4. **Several children** fit equally well: it waits, whatever the rule.
5. **A shielded child** comes into question: it waits for the shielding officer, and nothing of it is visible to
   anybody else. That is so by any of these rules; by a like name (written or heard alike, a short form, names
   swapped, the name of before) with a birth date that is equal, has one wrong part, has day and month swapped or
   meets an estimate; by the same home, no matter which child it is; by the same parent or carer with a like given name
   or the same birth date; and by the same school with a like name.
6. **A near match** at the same postcode: a like name and a like birth date: it waits.
7. **An estimated birth date**, in the line or on the record: the same name and spans that meet: it waits.
8. **Nobody** comes into question: a census line makes a record; an involvement waits until a source has said
   who the child is, and is tried again every night.

An officer of the authority of each child who may be meant decides on what waits, with all that was sent beside all that
is held. It is about this child: it is joined, at once beneath a shield, which stays, and at night to an open record. It
is about another child, who only looks alike: it is asked again when all who were asked have spoken, and this child does
not come into question for that record any more. Or it is wrong: it is kept aside for good. Where a number, or name,
birth date and postcode together, say that it is this child, "another child" is refused: then the line is wrong, and its
sender has to put it right. Until midnight a decision can be taken back ([ADR 18](adr/0018-decisions-on-updates.md)).

For whose officers a line waits is worked out for each authority as if its children were the only ones, so that no list
says who is held elsewhere.

A link that a person took back is never made again by a rule. A proposed record, which is still being checked,
counts only where no live one comes into question. A source that keeps two records says itself that they are two
children: near matches are not asked between them. A key of a source belongs to one child: where two of name, birth
date and number change under it at once, the line waits.

## Vetoes

Whatever says that a line is about a known child, a rule of today or a model of tomorrow, has to pass this table. What
it forbids waits for a person.

{vetoes}

Placeholders are no evidence: `Baby`, `Twin 1` and `Unknown` are no given names, postcodes of ZZ99 are no place, and
"no fixed abode", a hostel without the room or a block without the flat is no home. The same home written two ways
(`Flat 2, 14 Quay Street` and `14 Quay St, Flat 2`) is one.

A filler is no number. One digit throughout and digits in order are refused by their form. Any other number is refused
once it has come with {births} different birth dates, from whichever source, and comes with another: a child has one,
now and then mistyped in one way or two.

## Worked examples

Unless the example says otherwise, the record held is that of Kelly Example, born on 14 March 2011, postcode
ZZ1 1AA, and the line says the same of her under another record number. Each example is carried out by a test.
"""


def matching_page() -> str:
    """The page docs/matching.md."""
    from registry import fillers
    from registry.matching import vetoes

    rows = [f"| {veto.name} | {veto.words} |" for veto in vetoes.VETOES]
    table = "\n".join(["| Veto | What forbids it |", "|---|---|", *rows])
    parts = [_OPENING.format(vetoes=table, births=fillers.MOST_BIRTH_DATES)]
    for example in MATCHING:
        parts.append(f"\n### {example.title}\n\n{example.why}\n")
        stands = "shielded" if example.is_shielded else "open"
        held = _told(example.record) or "as above"
        parts.append(f"\n- Record ({stands}): {held}")
        if example.told:
            parts.append(f"\n- Said by a service before: {_told(example.told)}")
        parts.append(f"\n- Line of a {'service' if example.is_service else 'school census'}: ")
        parts.append(_told(example.comes) or "as the record")
        parts.append(f"\n- **{example.ends}**\n")
    return "".join(parts)


def _told(facts: Mapping[str, str]) -> str:
    return ", ".join(f"`{name}` {text or '(empty)'}" for name, text in facts.items())


if __name__ == "__main__":
    import django

    django.setup()
    page = Path(__file__).resolve().parent.parent / "docs" / "matching.md"
    page.write_text(matching_page(), encoding="utf-8")
    sys.stdout.write(f"{page}\n")
