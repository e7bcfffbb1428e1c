"""Who is looking: a ``Searcher`` has come in with both factors; a ``Viewer`` has also said why, for one record.

Both are frozen values made at the door from an account and a session. What is below the doors never asks a request or
the database who somebody is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from access import roles
from access.models import Account
from access.permissions import Permission
from access.roles import Role
from audit import trail
from audit.verbs import Verb
from ground import crypto, refusals, statute

VIEW_MINUTES = 15
REASON_WORDS = 2
REASON_LETTERS = 10
REASON_LENGTH = 500


class PurposeUnknown(refusals.Invalid):
    """The purpose is none of the closed list. Nothing else may be a purpose."""

    words = "Choose why you need to see this record from the list."
    about = "purpose"


class ReasonMissing(refusals.Invalid):
    """The reason does not say anything, or says too much."""

    words = "Say in a few words why you need to see this record."
    about = "reason"


class Person:
    """Somebody who acts or reads. A public function below the doors that takes one is a command.

    The tests know a command by this: every kind of person, those of later floors too, is a subclass, and whatever takes
    one must ask ``policy.require`` for a permission before it asks the database anything, or say why not.
    """

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Searcher(Person):
    """A signed-in person: both factors passed, in a session that is in force. May receive a card, no record."""

    account: str
    name: str
    job_title: str
    organisation: str
    organisation_code: str
    authority: str
    roles: frozenset[Role]
    service_code: str
    session: str

    @property
    def permissions(self) -> frozenset[Permission]:
        return roles.permissions_of(self.roles)

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def actor(self) -> trail.Actor:
        return trail.Actor(
            account=self.account,
            name=self.name,
            roles=tuple(sorted(self.roles)),
            organisation=self.organisation,
            authority=self.authority,
            session=self.session,
        )


@dataclass(frozen=True, slots=True)
class Viewer(Person):
    """A searcher who has given a purpose and a reason for one record. It lasts until ``until``, for that one."""

    searcher: Searcher
    reference: str
    purpose: statute.Purpose
    reason: str
    until: datetime

    @property
    def since(self) -> datetime:
        """When the reason was given."""
        return self.until - timedelta(minutes=VIEW_MINUTES)

    @property
    def authority(self) -> str:
        return self.searcher.authority

    @property
    def permissions(self) -> frozenset[Permission]:
        return self.searcher.permissions

    def may(self, permission: Permission) -> bool:
        return self.searcher.may(permission)

    def actor(self) -> trail.Actor:
        return self.searcher.actor()

    def note(self, verb: Verb, *, now: datetime) -> None:
        """Put into the trail, inside the caller's transaction, that this person recorded something on the record."""
        trail.record(
            verb,
            actor=self.actor(),
            at=now,
            reference=self.reference,
            purpose=self.purpose,
            reason=self.reason,
            outcome="recorded",
        )


def session_digest(session_key: str) -> str:
    """What the account and the trail remember of a session: a keyed fingerprint, never the key itself."""
    return crypto.fingerprint(session_key, kind="session").hex()


def searcher_of(account: Account, session_key: str) -> Searcher:
    """The searcher that this account is in this session.

    Costs no query where the account was loaded by ``Account.objects.with_eyes()``.
    """
    organisation = account.organisation
    return Searcher(
        account=account.reference,
        name=account.full_name,
        job_title=account.job_title,
        organisation=organisation.name,
        organisation_code=organisation.code,
        authority=organisation.authority.code if organisation.authority else "",
        roles=known_roles(account.roles_held()),
        service_code=account.service.code if account.service else "",
        session=session_digest(session_key),
    )


def known_roles(values: Iterable[str]) -> frozenset[Role]:
    """The roles among these stored values. A value that the code no longer knows permits nothing."""
    return frozenset(Role(value) for value in values if value in Role.values)


def look(searcher: Searcher, *, reference: str, purpose: str, reason: str, now: datetime) -> Viewer:
    """Make the viewer of one record for the next 15 minutes.

    Raises ``PurposeUnknown`` or ``ReasonMissing``, each with words that say what to do.
    """
    if purpose not in statute.Purpose.values:
        raise PurposeUnknown
    words = reason.split()
    collapsed = " ".join(words)
    if len(words) < REASON_WORDS or sum(letter.isalpha() for letter in collapsed) < REASON_LETTERS:
        raise ReasonMissing
    if len(collapsed) > REASON_LENGTH:
        raise ReasonMissing(f"Your reason must be {REASON_LENGTH} characters or fewer.")
    return Viewer(
        searcher=searcher,
        reference=reference,
        purpose=statute.Purpose(purpose),
        reason=collapsed,
        until=now + timedelta(minutes=VIEW_MINUTES),
    )
