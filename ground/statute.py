"""Every number and every closed list that a law or a published promise fixes, with its source.

This is the only place where such a number is written. A change here is a change of policy: it needs a published
decision (a record in docs/adr), and a test holds this table to the record.
"""

from dataclasses import dataclass
from datetime import date

from django.db import models


class Purpose(models.TextChoices):
    """The purposes for which a record may be opened: support and protection, nothing else.

    Children Act 2004 ss. 10 to 12. The Home Affairs Committee was told in 2007 that the database's purpose was "not to
    support the fight against crime" and that it would not be used to profile children: no purpose of law enforcement,
    immigration, benefits, attendance enforcement or research may be added.
    """

    FIND_OTHERS = "find-others", "Find out who else is working with the child, so that support is joined up"
    ASSESS_SUPPORT = "assess-support", "Work out with the child or family what support is needed"
    PROTECT = "protect", "Protect the child from harm"
    KEEP_SUPPORT = "keep-support", "Keep support going when the child moves or changes service"
    EDUCATION_AND_HEALTH = "education-and-health", "Check that the child has a school place and a doctor"


@dataclass(frozen=True, slots=True)
class Rule:
    """One number: its value and unit, what it means in plain words, and where it comes from."""

    value: int
    unit: str
    words: str
    source: str


CHILDHOOD_ENDS = Rule(
    18, "years", "A record is live from birth to the 18th birthday.", "Children Act 2004 s. 12"
)
EXTENSION_ENDS = Rule(
    25,
    "years",
    "With the young person's explicit written consent a record may stay live to the 25th birthday at most.",
    "Statutory guidance 2008, 'Setting the age for archive above 18'",
)
INVOLVEMENT_SHOWN_AFTER_END = Rule(
    365,
    "days",
    "An involvement that has ended stays listed for one year.",
    "Layer 2 Fair Processing Notice 2009, Kelly's story ('it will stay on for a year')",
)
ARCHIVE_KEPT = Rule(
    6,
    "years",
    "What leaves the record is locked in the archive for six years, then deleted.",
    "Hansard 21 Apr 2009",
)
DEATH_KEPT = Rule(
    1, "years", "A record is kept for one year after a death is notified.", "Hansard 21 Apr 2009"
)
LEFT_ENGLAND_KEPT = Rule(
    3,
    "years",
    "The record of a child who has left England is kept for three years, in which the child may return.",
    "SI 2007/2182 Sch. 1 para. 2(d)",
)
TRAIL_KEPT = Rule(
    6,
    "years",
    "What the trail says of a record is kept until six years after the record itself is gone.",
    "ADR 0012, after Hansard 21 Apr 2009 (the years in which somebody may go to court)",
)
UNUSED_KEPT = Rule(
    1,
    "years",
    "What a source sent and no record took up is deleted after one year.",
    "ADR 0012, after UK GDPR art. 5(1)(e)",
)
WORDS_KEPT = Rule(
    24,
    "hours",
    "What somebody typed and could not send is kept for them alone, sealed, for 24 hours at most.",
    "ADR 0017, after WCAG 2.2 SC 2.2.1 and 2.2.5",
)
SHIELD_REVIEW = Rule(
    6,
    "months",
    "A shield is reviewed every six months; overdue shields never lapse.",
    "Women's Aid guidance, Mar 2009",
)
DISCLOSURE_CERTIFICATE_VALID = Rule(
    3,
    "years",
    "An enhanced criminal-records certificate is less than three years old.",
    "Hansard (Lords) 22 Jun 2009",
)
COMPLAINT_ANSWERED = Rule(
    20,
    "calendar days",
    "A complaint is answered in 20 days.",
    "Making ContactPoint Work, Children's Rights Director 2007",
)
COMPLAINT_ACKNOWLEDGED = Rule(
    2,
    "working days",
    "Whoever asks or complains is told within two working days who looks after it.",
    "ADR 0020, as a service level",
)
COMPLAINT_ACKNOWLEDGED_BY_LAW = Rule(
    30,
    "calendar days",
    "A complaint about personal data is acknowledged in 30 days, counted from the day on which it came.",
    "Data Protection Act 2018 s. 164A, as inserted by the Data (Use and Access) Act 2025 s. 103",
)
COMPLAINT_TOLD_MEANWHILE = Rule(
    10,
    "calendar days",
    "Whoever complained is told by the tenth day how it is going.",
    "ADR 0020, after the Children's Rights Director 2007 (20 days are long for a child)",
)
IDENTITY_ASKED_AGAIN = Rule(
    14,
    "calendar days",
    "Where we wait to know who is asking, we ask again after 14 days.",
    "ADR 0020, as a service level",
)
SECOND_STAGE_ANSWERED = Rule(
    20,
    "calendar days",
    "Somebody else looks at an answer again, and says what they think in 20 days.",
    "ADR 0020, as COMPLAINT_ANSWERED",
)
SUBJECT_ACCESS_ANSWERED = Rule(
    1, "months", "A subject access request is answered in one month.", "UK GDPR art. 12(3)"
)
CORRECTION_ANSWERED = Rule(
    1, "months", "A request to put something right is answered in one month.", "UK GDPR arts. 12(3), 16"
)
OBJECTION_ANSWERED = Rule(
    1, "months", "An objection is answered, with reasons, in one month.", "UK GDPR arts. 12(3), 21"
)
ANSWER_EXTENDED = Rule(
    2,
    "months",
    "A complex request may take two months longer, if the person is told so, and why, within the first.",
    "UK GDPR art. 12(3)",
)
WORRY_LOOKED_AT = Rule(
    4,
    "hours",
    "A worry about who can see a record is looked at by a person within four hours.",
    "ADR 0020, as a service level",
)
WORRY_DECIDED = Rule(
    2,
    "working days",
    "An officer decides within two working days whether a record needs a shield.",
    "ADR 0020, as a service level",
)
DRAFT_KEPT = Rule(
    1,
    "hours",
    "What is typed into the public form and not sent is deleted after one hour.",
    "ADR 0020, after UK GDPR art. 5(1)(c)",
)
CASE_KEPT = Rule(
    6,
    "years",
    "What was asked and how it was answered is kept for six years after the answer.",
    "ADR 0020, after Limitation Act 1980 s. 2 and s. 9",
)
CASE_WORDS_KEPT = Rule(
    1,
    "years",
    "What somebody wrote to us is deleted one year after the answer.",
    "ADR 0020, after UK GDPR art. 5(1)(e)",
)
CONSULTATION_KEPT = Rule(
    6,
    "years",
    "What children answered in a survey, without a name, is kept for six years after it was closed.",
    "ADR 0022, as long as a case",
)
VOICE_KEPT = Rule(
    1,
    "years",
    "What children wrote in a survey in their own words is deleted one year after it was closed.",
    "ADR 0022, after UK GDPR art. 5(1)(e)",
)
TRY_KEPT = Rule(
    1,
    "hours",
    "That a wrong password of a survey was tried is forgotten after one hour.",
    "ADR 0022, after UK GDPR art. 5(1)(c)",
)
SMALLEST_BAND = Rule(
    5,
    "people",
    "In what came out of a survey, fewer than five people of one age, gender or home are not shown apart.",
    "ADR 0022, after the Code of Practice for Statistics, T6 (data governance)",
)
AGE_BAND_WIDEST = Rule(
    2,
    "years",
    "A search without a birth date needs an age band of at most two years.",
    "ADR 0006, after Hansard 24 Jul 2007",
)


def rules() -> dict[str, Rule]:
    """All rules by name, for the published table and its test."""
    return {name: value for name, value in globals().items() if isinstance(value, Rule)}


def documentation() -> str:
    """The published table (docs/numbers.md)."""
    rows = [
        f"| {rule.words} | {rule.value} {rule.unit[:-1] if rule.value == 1 else rule.unit} | {rule.source} | `{name}` |"
        for name, rule in rules().items()
    ]
    purposes = [f"- {purpose.label} (`{purpose.value}`)" for purpose in Purpose]
    return "\n".join([*_OPENING, *rows, *_PURPOSES, *purposes, ""])


_OPENING = (
    "# The numbers that a law or a promise fixes",
    "",
    "Each is written once in the code, in `ground/statute.py`. To change one is to change a policy: it needs",
    "a published decision. This page is written by the code and held equal to it by a test.",
    "",
    "| Rule | Number | Source | In the code |",
    "|---|---|---|---|",
)
_PURPOSES = (
    "",
    "## The purposes for which a record may be opened",
    "",
    "No other purpose can be chosen or stored. None of law enforcement, immigration, benefits, attendance or research",
    "may be added (Children Act 2004 ss. 10 to 12).",
    "",
)


def years_after(day: date, years: int) -> date:
    """The same calendar day some years on; 29 February becomes 1 March in a common year, as birthdays are counted."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def years_before(day: date, years: int) -> date:
    """The same calendar day some years back; 29 February becomes 1 March in a common year."""
    return years_after(day, -years)


def months_between(since: date, day: date) -> int:
    """How many whole months have passed. Twelve have on the birthday, so one of 29 February is on 1 March."""
    return (day.year - since.year) * 12 + day.month - since.month - (day.day < since.day)


def age_on(day: date, *, born: date) -> int:
    """The age in whole years. A person attains it at the beginning of the birthday (Family Law Reform Act 1969 s. 9).

    Somebody born on 29 February has the birthday on 1 March in a common year, here and in ``years_after``.
    """
    return months_between(born, day) // 12


def born_by(day: date, *, age: int) -> date:
    """The latest birth date of somebody who is at least of this age on that day."""
    try:
        return day.replace(year=day.year - age)
    except ValueError:
        return date(day.year - age, 2, 28)
