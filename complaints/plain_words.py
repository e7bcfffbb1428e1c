"""What the closed lists of the code are called towards a child of nine or ten: one sentence for each of their values.

Tests hold each table complete: a new job, a new kind of place, a new reason or a new part of the record without words
is a fault.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from access.models import Organisation
from access.occupations import MAY_READ_RECORDS, Occupation
from complaints.stages import By
from ground.statute import Purpose
from registry.models import Source
from shielding.models import Tier


@dataclass(frozen=True, slots=True)
class Job:
    """Somebody's job: what it is called, what they do, and whether they can be allowed to look at a page."""

    name: str
    does: str
    may_look: bool = True


JOBS: Mapping[Occupation, tuple[str, str]] = {
    Occupation.TEACHER: ("Teacher or head teacher", "Teaches you, or runs your school."),
    Occupation.EDUCATION_WELFARE: (
        "School helper",
        "Helps you to get on at school, to be there, or to get more help there.",
    ),
    Occupation.SOCIAL_WORKER: (
        "Social worker",
        "Helps you and your family when things are hard, and looks after children who are not safe.",
    ),
    Occupation.DOCTOR: ("Doctor", "Helps you when you are ill."),
    Occupation.NURSE: (
        "Nurse, midwife or health visitor",
        "Looks after your health at home, at school or when you were born.",
    ),
    Occupation.THERAPIST: (
        "Somebody who helps with speech, moves or feelings",
        "Helps you to talk, to move, to learn or to feel better.",
    ),
    Occupation.POLICE_OFFICER: (
        "Police officer",
        "Keeps you safe. May not look to find out who did a crime.",
    ),
    Occupation.YOUTH_WORKER: ("Youth worker", "Runs youth clubs, or helps young people who are in trouble."),
    Occupation.FAMILY_WORKER: (
        "Family worker",
        "Helps your family at home, with money or with a place to live.",
    ),
    Occupation.REGISTER_OFFICER: (
        "Somebody in your council's team",
        "Looks after this list, puts shields on and answers you.",
    ),
    Occupation.RECEPTION: ("Somebody at the front desk", "Lets you in and tells others that you are there."),
    Occupation.CLERICAL: ("Somebody in an office", "Writes letters and keeps papers."),
    Occupation.OTHER: ("All other jobs", "If a job is not one of these, it gives nobody the right to look."),
}


def jobs() -> tuple[Job, ...]:
    """Every job there is, those that may look first."""
    found = (Job(*JOBS[one], may_look=one in MAY_READ_RECORDS) for one in Occupation)
    return tuple(sorted(found, key=lambda job: not job.may_look))


TITLES: Mapping[str, str] = {
    "Education welfare officer": "Finds out why you are not at school and helps you to go back.",
    "GP": "Is the doctor near your home.",
    "Health visitor": "Is a nurse who visits families with small children.",
    "Housing officer": "Helps your family with the place where you live: the rent, repairs, or a new home.",
    "Learning mentor": "Is at your school and helps you when you fall behind.",
    "Police constable": "Is a police officer who keeps you safe.",
    "School nurse": "Is a nurse who comes to your school.",
    "Social worker": "Helps you and your family when things are hard.",
    "Special educational needs officer": "Helps you to get more help at school.",
    "Speech and language therapist": "Helps you to talk and to understand.",
    "Young carers worker": "Helps children who look after somebody at home.",
    "Young people's worker": "Helps young people with things that are hard to talk about.",
    "Youth justice worker": "Helps young people who are in trouble with the law.",
    "Youth worker": "Runs youth clubs and goes out with young people.",
}
"""What often stands on a page as somebody's job, as they write it themselves."""

PLACES: Mapping[Organisation.Kind, tuple[str, str]] = {
    Organisation.Kind.SCHOOL: ("School", "Where you learn."),
    Organisation.Kind.PRACTICE: ("Doctor's surgery", "Where you go when you are ill."),
    Organisation.Kind.COUNCIL: ("Council", "Runs schools, homes and help for families where you live."),
    Organisation.Kind.HEALTH: ("Health service", "Hospitals, clinics and nurses."),
    Organisation.Kind.POLICE: ("Police", "Keep people safe."),
    Organisation.Kind.VOLUNTARY: ("Charity", "Helps people and does not do it for money."),
    Organisation.Kind.NATIONAL_PARTNER: ("Large charity", "A charity that helps all over England."),
}

REASONS: Mapping[Purpose, str] = {
    Purpose.FIND_OTHERS: "to find out who else helps you, so that they can work as a team",
    Purpose.ASSESS_SUPPORT: "to work out with you and your family what help you need",
    Purpose.PROTECT: "to keep you from harm",
    Purpose.KEEP_SUPPORT: "to go on with help when you move",
    Purpose.EDUCATION_AND_HEALTH: "to check that you have a school and a doctor",
}

SENDERS: Mapping[Source.Kind, str] = {
    Source.Kind.SCHOOL_CENSUS: "Says who goes to which school.",
    Source.Kind.SERVICE_INVOLVEMENTS: "Says which workers help which child.",
    Source.Kind.PRACTITIONERS: "People who work with children write here by hand that they help a child.",
}

TIERS: Mapping[Tier, tuple[str, str]] = {
    Tier.OPEN: ("Open", "Who may look sees all that is on your page."),
    Tier.ASK_FIRST: ("Ask first", "They see just who you are. The rest is hidden until you have been asked."),
    Tier.RAISED: ("More private", "They see just who you are. You do not have to be in danger to get this."),
    Tier.SHIELDED: ("Shield", "They see just who you are, because it is not safe to show where you live."),
    Tier.UNLISTED: (
        "Off the list",
        "No search finds you. Only your council's team knows that you are there.",
    ),
}

DONE_BY: Mapping[By, str] = {
    By.ASKER: "You do this.",
    By.OFFICER: "Somebody in your council's team does this.",
    By.ANOTHER: "Somebody else in the team does this, who did not write the answer.",
}

HELD: Mapping[str, str] = {
    "name": "your name",
    "former_names": "a name that you had before",
    "birth": "your birthday",
    "gender": "whether you are a girl or a boy, or that it is not said",
    "address": "where you live",
    "carers": "the names of your parents, or of those who look after you",
    "education": "your school",
    "practice": "your doctor",
    "involvements": "who works with you now or did so not long ago, where, and how to ring them",
    "responsibility": "which council looks after your page",
    "death": "if a child has died, the day",
    "NHS number": "your number at the doctor, which nobody is shown",
    "Unique pupil number": "your number at school, which nobody is shown",
}
"""Each part of the record, by its name in ``registry.parts``."""

NEVER = (
    "why you get help",
    "how ill or how well you are",
    "what you have told anybody",
    "your marks, or the days on which you were not at school",
    "a photo of you",
    "your own phone number or e-mail",
    "what you believe, or where your family comes from",
    "whether you or your family have done a crime",
    "how much money your family has",
    "what somebody thinks of you",
)
"""What there is no room for (Children Act 2004 s. 12(4) and (5); SI 2007/2182 Sch. 1)."""
