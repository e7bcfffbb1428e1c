"""How a person is reached at work, and for which service they work: what they and their administrator keep right.

A register of numbers that cannot be corrected is no register. Whatever is changed here shows at once on every record on
which the person is named, because a record shows what the account holds now.

A person changes their own; an administrator those of the people of their own authority. Whether a service is sensitive
decides which role somebody may hold and whether a child's consent is asked, so only an administrator moves somebody
into such a service or out of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from access import accounts, eyes, policy
from access.models import Account, Service
from access.permissions import Permission
from access.roles import Role
from audit import trail
from audit.verbs import Verb
from ground import refusals


class NotReachable(refusals.Invalid):
    words = "Enter a telephone number or an email address: without one, nobody can reach this person."
    about = "telephone"


class ServiceNotOffered(refusals.Invalid):
    """The service is none of the organisation's, or only an administrator moves somebody there."""

    words = "Choose a service from the list."
    about = "service_code"


class RoleNeedsService(refusals.Conflict):
    words = (
        "This person holds the role of practitioner of a sensitive service, which belongs to the service that they "
        "work for now. End that role first."
    )
    about = "service_code"


class ServiceUnchanged(refusals.Conflict):
    words = "This is the service already. Nothing was changed."
    about = "service_code"


@dataclass(frozen=True, slots=True)
class Details:
    """How somebody is reached, and where they work. ``services``: code and name of those to which they can be moved."""

    job_title: str
    telephone: str
    email: str
    organisation: str
    service: str
    service_code: str
    services: tuple[tuple[str, str], ...]
    only_by_administrator: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """Who was moved, and from which service; ``None`` where they worked for none."""

    account: Account
    before: Service | None


def own(*, by: eyes.Searcher) -> Details:
    """The person's own."""
    account = Account.objects.select_related("organisation", "service").get(reference=by.account)
    return _details(account, _open_to_everybody(account))


def of(reference: str, *, by: eyes.Searcher) -> Details:
    """Those of somebody of the administrator's authority. Raises ``accounts.AccountNotFound``."""
    policy.require(by, Permission.MANAGE_ACCOUNTS)
    found = Account.objects.within(by).select_related("organisation", "service")
    account = found.filter(reference=reference).first()
    if account is None:
        raise accounts.AccountNotFound
    return _details(account, _services(account))


@transaction.atomic
def change_own(*, job_title: str, telephone: str, email: str, by: eyes.Searcher, now: datetime) -> bool:
    """Change one's own. Returns whether anything changed."""
    account = _locked(by)
    return _change(account, job_title, telephone, email, by=by, now=now)


@transaction.atomic
def change(
    reference: str, *, job_title: str, telephone: str, email: str, by: eyes.Searcher, now: datetime
) -> bool:
    """Change those of somebody of the administrator's authority. Returns whether anything changed."""
    account = accounts.find(reference, by=by)
    if account.state == Account.State.CLOSED:
        raise accounts.WrongState(account.state)
    return _change(account, job_title, telephone, email, by=by, now=now)


@transaction.atomic
def move_self(*, service_code: str, by: eyes.Searcher, now: datetime) -> Moved:
    """Work for another ordinary service of one's own organisation. What becomes of one's work is settled above."""
    account = _locked(by)
    if not service_code:
        raise ServiceNotOffered
    return _move(account, service_code, _open_to_everybody(account), by=by, now=now)


@transaction.atomic
def move(reference: str, *, service_code: str, by: eyes.Searcher, now: datetime) -> Moved:
    """Move somebody to another service of their organisation, or to none (an empty code)."""
    account = accounts.find(reference, by=by)
    if account.state == Account.State.CLOSED:
        raise accounts.WrongState(account.state)
    return _move(account, service_code, _services(account), by=by, now=now)


def _change(
    account: Account, job_title: str, telephone: str, email: str, *, by: eyes.Searcher, now: datetime
) -> bool:
    new = {"job_title": job_title, "telephone": telephone, "email": email}
    changed = [name for name, value in new.items() if getattr(account, name) != value]
    if not changed:
        return False
    if not (telephone or email):
        raise NotReachable
    if "email" in changed:
        accounts.require_own_email(account, email)
    for name in changed:
        setattr(account, name, new[name])
    account.save(update_fields=changed)
    trail.record(
        Verb.CONTACT_DETAILS_CHANGED,
        actor=by.actor(),
        at=now,
        subject=account.reference,
        outcome=" ".join(sorted(changed)),
    )
    return True


def _move(
    account: Account, service_code: str, offered: Sequence[Service], *, by: eyes.Searcher, now: datetime
) -> Moved:
    before = account.service
    if service_code == (before.code if before else ""):
        raise ServiceUnchanged
    new = next((service for service in offered if service.code == service_code), None)
    if service_code and new is None:
        raise ServiceNotOffered
    holds = Role.SENSITIVE_PRACTITIONER in eyes.known_roles(account.roles_held())
    if holds and not (new and new.sensitive):
        raise RoleNeedsService
    account.service = new
    account.save(update_fields=["service"])
    trail.record(Verb.ACCOUNT_MOVED, actor=by.actor(), at=now, subject=account.reference)
    return Moved(account, before)


def _services(account: Account) -> list[Service]:
    return list(Service.objects.filter(organisation=account.organisation_id).order_by("name", "pk"))


def _open_to_everybody(account: Account) -> list[Service]:
    """The services between which a person moves by themselves."""
    if account.service is None or account.service.sensitive:
        return []
    return [service for service in _services(account) if not service.sensitive]


def _details(account: Account, services: Sequence[Service]) -> Details:
    return Details(
        job_title=account.job_title,
        telephone=account.telephone,
        email=account.email,
        organisation=account.organisation.name,
        service=account.service.name if account.service else "",
        service_code=account.service.code if account.service else "",
        services=tuple((service.code, service.name) for service in services),
        only_by_administrator=len(services) < 2,
    )


def _locked(by: eyes.Searcher) -> Account:
    found = Account.objects.select_for_update(of=["self"], no_key=True).select_related(
        "organisation", "service"
    )
    return found.get(reference=by.account)
