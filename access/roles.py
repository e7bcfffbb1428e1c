"""The fifteen roles, as code that a manager can read.

Assignments are data (``models.RoleGrant``); what a role may do is not, so that it changes only by a reviewed change of
this file. Nobody's role lets them change the trail. No administrator reads records merely by being an administrator.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db import models

from access.permissions import Permission


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


class Duty(StrEnum):
    """What a role does that another role may watch over."""

    RECORDS = "records"
    """Puts children's records before a person's eyes."""
    ACCOUNTS = "accounts"
    """Decides who comes in."""
    RIGHTS = "rights"
    """Answers those whom the register is about."""
    AUDIT = "audit"
    """Watches how others used the register."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSpec:
    """All that the code knows of a role: what it is for in plain words, what it permits, and to whom it may be given.

    ``working``: whether it can be given in this release; one that does not work permits nothing.
    ``council_team``: whether it is of a council's own ContactPoint team, which nobody outside a council joins.
    ``duties`` and ``watches``: nobody holds a role together with one whose duties it watches over.
    """

    role: Role
    words: str
    permissions: frozenset[Permission] = frozenset()
    working: bool = False
    council_team: bool = False
    duties: frozenset[Duty] = frozenset()
    watches: frozenset[Duty] = frozenset()

    @property
    def title(self) -> str:
        return str(self.role.label)


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

_RECORDS, _ACCOUNTS, _RIGHTS, _AUDIT = (frozenset({duty}) for duty in Duty)

_SPECS = (
    RoleSpec(
        role=Role.PRACTITIONER,
        words=(
            "Works with children: for example a teacher, a health visitor or a social worker. Looks for a child "
            "they are working with, sees who else is working with the child, and adds or ends their own "
            "involvement. Must say why each time. Sees nothing that is shielded and no sensitive service."
        ),
        permissions=_EVERY_PRACTITIONER | {Permission.RECORD_INVOLVEMENT},
        working=True,
        duties=_RECORDS,
    ),
    RoleSpec(
        role=Role.OVERRIDE_PRACTITIONER,
        words=(
            "A practitioner with child-protection duties, such as a social worker or a police officer, who may "
            "look beneath a shield in an emergency: after a warning, with an instant alert, for one session."
        ),
        duties=_RECORDS,
    ),
    RoleSpec(
        role=Role.SENSITIVE_PRACTITIONER,
        words=(
            "Works for a sexual health, mental health or substance abuse service. Adds an involvement only with "
            "the recorded consent of the child (or parent), and nobody else is shown which service it is."
        ),
        permissions=_EVERY_PRACTITIONER | {Permission.RECORD_SENSITIVE_INVOLVEMENT},
        working=True,
        duties=_RECORDS,
    ),
    RoleSpec(
        role=Role.MEDIATOR,
        words="Looks a record up on behalf of a practitioner who has no access, and names that person each time.",
        duties=_RECORDS,
    ),
    RoleSpec(
        role=Role.USER_MANAGER,
        words=(
            "Agrees that a member of staff needs an account, and sees how often their staff used it. Reads no record."
        ),
    ),
    RoleSpec(
        role=Role.ACCOUNT_ADMINISTRATOR,
        words=(
            "Works in a council's ContactPoint team. Creates, suspends, restores and closes the accounts of "
            "people who work in that council's area, issues their credentials, keeps how they are reached right, and "
            "says what becomes of their open work when they leave. Reads no record and no trail."
        ),
        permissions=frozenset({Permission.MANAGE_ACCOUNTS}),
        working=True,
        council_team=True,
        duties=_ACCOUNTS,
    ),
    RoleSpec(
        role=Role.DATA_QUALITY_OFFICER,
        words="Works in a council's ContactPoint team. Puts right records that are wrong, doubled or mixed up.",
        council_team=True,
        duties=_RECORDS,
    ),
    RoleSpec(
        role=Role.SHIELDING_OFFICER,
        words=(
            "Works in a council's ContactPoint team. Hides where a child is when showing it could put somebody in "
            "danger, reviews each shield, passes on a request for contact without giving anything away, decides on "
            "incoming updates of which nobody can be sure and on proposed records, and takes records over from another "
            "council. Acts only for children of the own council, and must say why each time."
        ),
        permissions=frozenset(
            {
                Permission.SEARCH,
                Permission.OPEN_RECORD,
                Permission.SEE_BENEATH_SHIELD,
                Permission.SEE_SENSITIVE,
                Permission.IMPOSE_SHIELD,
                Permission.LIFT_SHIELD,
                Permission.BROKER_CONTACT,
                Permission.DECIDE_QUARANTINE,
                Permission.DECIDE_PROPOSAL,
                Permission.TRANSFER_RECORD,
            }
        ),
        working=True,
        council_team=True,
        duties=_RECORDS,
    ),
    RoleSpec(
        role=Role.RIGHTS_OFFICER,
        words=(
            "Works in a council's ContactPoint team. Answers children and parents who ask to see or correct what "
            "is held, who object, who are worried about who can see it, or who complain. Every answer is read by a "
            "second officer before it goes out. Asks children what they think, without their names. Opens no record "
            "by searching."
        ),
        permissions=frozenset({Permission.ANSWER_CASES, Permission.CONDUCT_CONSULTATION}),
        working=True,
        council_team=True,
        duties=_RIGHTS,
    ),
    RoleSpec(
        role=Role.LOCAL_AUDITOR,
        words=(
            "Checks, for one council, how the people of its area used ContactPoint. Reads the trail; reads no "
            "record and looks after neither accounts nor shields. Opens what was typed into a search only for an "
            "investigation, and only with a second auditor."
        ),
        permissions=frozenset({Permission.READ_TRAIL, Permission.OPEN_SEARCH_TERMS}),
        working=True,
        council_team=True,
        duties=_AUDIT,
        watches=_RECORDS | _ACCOUNTS | _RIGHTS,
    ),
    RoleSpec(
        role=Role.NATIONAL_AUDITOR,
        words="Checks how councils and national partners use ContactPoint across the country. Reads no record.",
        duties=_AUDIT,
        watches=_RECORDS | _ACCOUNTS | _RIGHTS | _AUDIT,
    ),
    RoleSpec(
        role=Role.PARTNER_ADMINISTRATOR,
        words="Looks after the accounts of one national partner's own staff. Never sees a sensitive service.",
        duties=_ACCOUNTS,
    ),
    RoleSpec(
        role=Role.FEED,
        words=(
            "A school's, council's or health service's own system that sends updates. It is told what was "
            "accepted and rejected, and nothing else."
        ),
    ),
    RoleSpec(
        role=Role.CHILD,
        words=(
            "The child or young person: may see everything that is held about them and who looked at it, and "
            "correct it."
        ),
    ),
    RoleSpec(
        role=Role.PARENT,
        words=(
            "A parent or carer: may ask, and answer, on a child's behalf where the child agrees or is too young "
            "to say."
        ),
    ),
)

ROLES: dict[Role, RoleSpec] = {spec.role: spec for spec in _SPECS}


def permissions_of(held: Iterable[Role]) -> frozenset[Permission]:
    """Everything that these roles permit together. A role that does not work in this release permits nothing."""
    return frozenset().union(*(ROLES[role].permissions for role in held if ROLES[role].working))


def are_apart(one: Role, other: Role) -> bool:
    """Whether nobody may hold both, because the one watches over what the other does."""
    first, second = ROLES[one], ROLES[other]
    return bool(first.watches & second.duties or second.watches & first.duties)


def never_together() -> frozenset[frozenset[Role]]:
    """Every pair of roles that one person never holds. The database refuses them too (access/migrations)."""
    return frozenset(frozenset(pair) for pair in itertools.combinations(ROLES, 2) if are_apart(*pair))


def conflict(held: Iterable[Role], new: Role) -> Role | None:
    """A role already held that may never be held together with the new one, if there is one."""
    return next((role for role in sorted(held) if are_apart(role, new)), None)


def reads_records(role: Role) -> bool:
    """Whether the role puts children's records before a person's eyes."""
    return Duty.RECORDS in ROLES[role].duties
