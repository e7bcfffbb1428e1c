"""The fifteen roles, as code that a manager can read.

Assignments are data (``models.RoleGrant``); what a role may do is not, so that it changes only by a reviewed change of
this file. Nobody's role lets them change the trail. No administrator reads records merely by being an administrator.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from access.permissions import READING, Permission


class Role(models.TextChoices):
    PRACTITIONER = "practitioner", "Practitioner"
    OVERRIDE_PRACTITIONER = "override-practitioner", "Practitioner with the right to override a shield"
    SENSITIVE_PRACTITIONER = "sensitive-practitioner", "Practitioner of a sensitive service"
    MEDIATOR = "mediator", "Mediator"
    USER_MANAGER = "user-manager", "User's manager"
    ACCOUNT_ADMINISTRATOR = "account-administrator", "Account administrator"
    DATA_QUALITY_OFFICER = "data-quality-officer", "Data-quality officer"
    SHIELDING_OFFICER = "shielding-officer", "Shielding and brokering officer"
    RIGHTS_OFFICER = "rights-officer", "Rights officer"
    LOCAL_AUDITOR = "local-auditor", "Local auditor"
    NATIONAL_AUDITOR = "national-auditor", "National auditor"
    PARTNER_ADMINISTRATOR = "partner-administrator", "National partner's administrator"
    FEED = "feed", "Feed from another system"
    CHILD = "child", "Child or young person"
    PARENT = "parent", "Parent or carer"


@dataclass(frozen=True, slots=True)
class RoleSpec:
    """A role's title, what it is for in plain words, what it permits, and whether it works in this release."""

    title: str
    words: str
    permissions: frozenset[Permission] = frozenset()
    working: bool = False


_EVERY_PRACTITIONER = frozenset(
    {
        Permission.SEARCH,
        Permission.OPEN_RECORD,
        Permission.READ_NATIONALLY,
        Permission.PROPOSE_RECORD,
        Permission.ASK_FOR_CONTACT,
        Permission.READ_OWN_TRAIL,
    }
)

_WORDS: dict[Role, tuple[str, frozenset[Permission], bool]] = {
    Role.PRACTITIONER: (
        (
            "Works with children: for example a teacher, a health visitor or a social worker. Looks for a child "
            "they are working with, sees who else is working with the child, and adds or ends their own "
            "involvement. Must say why each time. Sees nothing that is shielded and no sensitive service."
        ),
        _EVERY_PRACTITIONER | {Permission.RECORD_INVOLVEMENT},
        True,
    ),
    Role.OVERRIDE_PRACTITIONER: (
        (
            "A practitioner with child-protection duties, such as a social worker or a police officer, who may "
            "look beneath a shield in an emergency: after a warning, with an instant alert, for one session."
        ),
        frozenset(),
        False,
    ),
    Role.SENSITIVE_PRACTITIONER: (
        (
            "Works for a sexual health, mental health or substance abuse service. Adds an involvement only with "
            "the recorded consent of the child (or parent), and nobody else is shown which service it is."
        ),
        _EVERY_PRACTITIONER | {Permission.RECORD_SENSITIVE_INVOLVEMENT},
        True,
    ),
    Role.MEDIATOR: (
        "Looks a record up on behalf of a practitioner who has no access, and names that person each time.",
        frozenset(),
        False,
    ),
    Role.USER_MANAGER: (
        "Agrees that a member of staff needs an account, and sees how often their staff used it. Reads no record.",
        frozenset(),
        False,
    ),
    Role.ACCOUNT_ADMINISTRATOR: (
        (
            "Works in a council's ContactPoint team. Creates, suspends, restores and closes the accounts of "
            "people who work in that council's area, and issues their credentials. Reads no record and no trail."
        ),
        frozenset({Permission.MANAGE_ACCOUNTS}),
        True,
    ),
    Role.DATA_QUALITY_OFFICER: (
        "Works in a council's ContactPoint team. Puts right records that are wrong, doubled or mixed up.",
        frozenset(),
        False,
    ),
    Role.SHIELDING_OFFICER: (
        (
            "Works in a council's ContactPoint team. Hides where a child is when showing it could put somebody in "
            "danger, reviews each shield, passes on a request for contact without giving anything away, and "
            "decides on incoming updates about shielded children. Acts only for children of the own council, and "
            "must say why each time."
        ),
        frozenset(
            {
                Permission.SEARCH,
                Permission.OPEN_RECORD,
                Permission.SEE_BENEATH_SHIELD,
                Permission.SEE_SENSITIVE,
                Permission.IMPOSE_SHIELD,
                Permission.LIFT_SHIELD,
                Permission.BROKER_CONTACT,
                Permission.DECIDE_QUARANTINE,
            }
        ),
        True,
    ),
    Role.RIGHTS_OFFICER: (
        (
            "Works in a council's ContactPoint team. Answers children and parents who ask to see or correct what "
            "is held, and complaints."
        ),
        frozenset(),
        False,
    ),
    Role.LOCAL_AUDITOR: (
        (
            "Checks, for one council, how the people of its area used ContactPoint. Reads the trail; reads no "
            "record and looks after neither accounts nor shields."
        ),
        frozenset({Permission.READ_TRAIL}),
        True,
    ),
    Role.NATIONAL_AUDITOR: (
        "Checks how councils and national partners use ContactPoint across the country. Reads no record.",
        frozenset(),
        False,
    ),
    Role.PARTNER_ADMINISTRATOR: (
        "Looks after the accounts of one national partner's own staff. Never sees a sensitive service.",
        frozenset(),
        False,
    ),
    Role.FEED: (
        (
            "A school's, council's or health service's own system that sends updates. It is told what was "
            "accepted and rejected, and nothing else."
        ),
        frozenset(),
        False,
    ),
    Role.CHILD: (
        "The child or young person: may see everything that is held about them and who looked at it, and correct it.",
        frozenset(),
        False,
    ),
    Role.PARENT: (
        "A parent or carer: may ask, and answer, on a child's behalf where the child agrees or is too young to say.",
        frozenset(),
        False,
    ),
}

ROLES: dict[Role, RoleSpec] = {
    role: RoleSpec(str(role.label), words, permissions, working)
    for role, (words, permissions, working) in _WORDS.items()
}

#: Roles that one person never holds together, because one of them watches over the other.
NEVER_TOGETHER: frozenset[frozenset[Role]] = frozenset(
    {
        frozenset({Role.ACCOUNT_ADMINISTRATOR, Role.LOCAL_AUDITOR}),
        frozenset({Role.SHIELDING_OFFICER, Role.LOCAL_AUDITOR}),
        frozenset({Role.RIGHTS_OFFICER, Role.LOCAL_AUDITOR}),
    }
)


def permissions_of(held: Iterable[Role]) -> frozenset[Permission]:
    """Everything that these roles permit together. A role that does not work in this release permits nothing."""
    return frozenset().union(*(ROLES[role].permissions for role in held if ROLES[role].working))


def conflict(held: Iterable[Role], new: Role) -> Role | None:
    """The role already held that may never be held together with the new one, if there is one."""
    return next((role for role in held if frozenset({role, new}) in NEVER_TOGETHER), None)


def reads_records(role: Role) -> bool:
    """Whether the role puts children's records before a person's eyes."""
    return bool(ROLES[role].permissions & READING)
