"""Looking after accounts: what an account administrator does, for the people of their own authority alone.

Councils are accountable for granting, suspending and ending access "irrespective of the organisation in which a
ContactPoint user is employed". An account outside the administrator's authority is answered like one that does not
exist. Nobody changes their own account here: another administrator does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from access import accreditation, eyes, passwords, policy, roles, tokens
from access.models import Account, Organisation, RoleGrant, Service, username_of
from access.occupations import MAY_READ_RECORDS, Occupation
from access.permissions import Permission
from access.roles import Role
from audit import trail
from audit.verbs import Verb
from ground import paging, refusals

#: A first password is replaced within three days or works no more.
FIRST_PASSWORD_LASTS = timedelta(days=3)


class AccountNotFound(refusals.NotFound):
    """There is no such account in the administrator's authority."""

    words = "There is no such account."


class OrganisationNotFound(refusals.Invalid):
    """What the form names as the organisation, or as its service, is none in the administrator's authority."""

    words = "There is no such organisation in your authority."
    about = "organisation_code"


class UsernameTaken(refusals.Conflict):
    words = "That username was already given to somebody. A username is never used again."
    about = "username"


class EmailOfAnother(refusals.Conflict):
    """What a source sends of somebody is known by their e-mail address, so no two colleagues share one."""

    words = "That email address is a colleague's. Enter one that reaches this person alone."
    about = "email"


class OwnAccount(refusals.Conflict):
    words = "You cannot change your own account. Ask another account administrator."


class WrongState(refusals.Conflict):
    """The account is not in a state in which this can be done."""

    words = "This cannot be done in the state in which the account is."

    def __init__(self, state: str) -> None:
        super().__init__(f"This cannot be done, because the account is {Account.State(state).label.lower()}.")


class ReasonMissing(refusals.Invalid):
    code = "account-reason-missing"
    words = "Say why, in a few words."
    about = "reason"


class RoleNotWorking(refusals.Conflict):
    words = "This role cannot be given yet."
    about = "role"


class RoleAlreadyHeld(refusals.Conflict):
    words = "This person already holds that role."
    about = "role"


class RoleNotHeld(refusals.Conflict):
    words = "This person does not hold that role."


class RolesConflict(refusals.Conflict):
    """The two roles are never held together, because one watches over the other."""

    words = "Nobody may hold both roles, because one watches over the other."
    about = "role"

    def __init__(self, held: Role, new: Role) -> None:
        super().__init__(
            f"Nobody may be both {held.label.lower()} and {new.label.lower()}, because one of them watches over the "
            "other. End the role that this person holds first."
        )


class JobDoesNotAllow(refusals.Conflict):
    words = (
        "This role shows children's records. It is only for people whose own work is with children: not for "
        "receptionists, clerical staff or others who assist."
    )
    about = "role"


class NotCouncilStaff(refusals.Conflict):
    words = "This role is only for the staff of a council."
    about = "role"


class NotOfSensitiveService(refusals.Conflict):
    words = "This role is only for people whose account names the sensitive service they work for."
    about = "role"


class WrongPassword(refusals.Invalid):
    words = "Enter your current password correctly."
    about = "current"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Shown once, to the administrator who hands them over, and stored nowhere in this form."""

    username: str
    password: str
    pin: str
    seed: str
    token_uri: str
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list of accounts."""

    reference: str
    username: str
    full_name: str
    job_title: str
    organisation: str
    state: str
    state_words: str


@dataclass(frozen=True, slots=True)
class Ending:
    """An account whose criminal-records certificate ends soon, and the day from which it is not valid any more."""

    entry: Entry
    ends_on: date


@dataclass(frozen=True, slots=True)
class Held:
    """A role that an account holds, since when and by whose grant."""

    role: Role
    title: str
    words: str
    granted_by: str
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class Refused:
    """A role that this account cannot be given now, and why."""

    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Page:
    """All that an administrator sees of one account. Nothing that could sign in is part of it."""

    entry: Entry
    occupation: str
    service: str
    telephone: str
    email: str
    dbs_issued_on: date | None
    training_completed_on: date | None
    agreement_signed_on: date | None
    missing: tuple[str, ...]
    held: tuple[Held, ...]
    grantable: tuple[Role, ...]
    refused: tuple[Refused, ...]
    last_seen_at: datetime | None
    signed_in: bool
    own: bool


def listed(*, by: eyes.Searcher, page: str = "") -> paging.Page[Entry]:
    """A page of the accounts of the administrator's authority, by name."""
    policy.require(by, Permission.MANAGE_ACCOUNTS)
    found = Account.objects.within(by).select_related("organisation").order_by("full_name", "pk")
    return paging.page_of(found, page, lambda rows: [_entry(account) for account in rows])


def certificates_ending(*, by: eyes.Searcher, today: date) -> QuerySet[Account]:
    """Accounts that are active and whose certificate ends within 60 days or has ended: the first to end at the top."""
    policy.require(by, Permission.MANAGE_ACCOUNTS)
    soon = accreditation.issued_by(today + accreditation.ENDS_SOON)
    found = Account.objects.within(by).filter(state=Account.State.ACTIVE, dbs_issued_on__lte=soon)
    return found.order_by("dbs_issued_on", "pk")


def with_certificates_ending(*, by: eyes.Searcher, today: date) -> Sequence[Ending]:
    """The list of them."""
    return [
        Ending(entry=_entry(account), ends_on=accreditation.ends_on(account.dbs_issued_on))
        for account in certificates_ending(by=by, today=today).select_related("organisation")
        if account.dbs_issued_on
    ]


def shown(reference: str, *, by: eyes.Searcher, today: date) -> Page:
    """One account of the administrator's authority. Raises ``AccountNotFound``."""
    policy.require(by, Permission.MANAGE_ACCOUNTS)
    found = Account.objects.within(by).select_related("organisation", "service")
    account = found.filter(reference=reference).first()
    if account is None:
        raise AccountNotFound
    held = _held(account)
    grantable, refused = _sorted_roles(account, frozenset(one.role for one in held))
    return Page(
        entry=_entry(account),
        occupation=Occupation(account.occupation).label,
        service=account.service.name if account.service else "",
        telephone=account.telephone,
        email=account.email,
        dbs_issued_on=account.dbs_issued_on,
        training_completed_on=account.training_completed_on,
        agreement_signed_on=account.agreement_signed_on,
        missing=accreditation.missing(account, today=today),
        held=held,
        grantable=grantable,
        refused=refused,
        last_seen_at=account.last_seen_at,
        signed_in=bool(account.session_digest),
        own=account.reference == by.account,
    )


def organisations(*, by: eyes.Searcher) -> Sequence[tuple[str, str]]:
    """Code and name of each organisation in the administrator's authority."""
    policy.require(by, Permission.MANAGE_ACCOUNTS)
    return list(Organisation.objects.within(by).order_by("name").values_list("code", "name"))


def services(*, by: eyes.Searcher) -> Sequence[tuple[str, str]]:
    """Code and name of each service in the administrator's authority."""
    policy.require(by, Permission.MANAGE_ACCOUNTS)
    return list(Service.objects.within(by).order_by("name").values_list("code", "name"))


@transaction.atomic
def create(
    *,
    username: str,
    full_name: str,
    job_title: str,
    occupation: Occupation,
    organisation_code: str,
    by: eyes.Searcher,
    now: datetime,
    service_code: str = "",
    telephone: str = "",
    email: str = "",
    dbs_issued_on: date | None = None,
    training_completed_on: date | None = None,
    agreement_signed_on: date | None = None,
    granted: Sequence[Role] = (),
) -> str:
    """Make an account in the state "requested", with these roles, and return its reference.

    It cannot sign in before credentials are issued.
    """
    organisation, service = _workplace(organisation_code, service_code, by=by)
    require_free(username, by=by)
    require_own_email(Account(organisation=organisation), email)
    try:
        with transaction.atomic():
            account = Account.objects.create_account(
                username=username,
                full_name=full_name,
                job_title=job_title,
                occupation=occupation,
                organisation=organisation,
                service=service,
                telephone=telephone,
                email=email,
                dbs_issued_on=dbs_issued_on,
                training_completed_on=training_completed_on,
                agreement_signed_on=agreement_signed_on,
            )
    except IntegrityError as taken:
        raise UsernameTaken from taken
    trail.record(Verb.ACCOUNT_CREATED, actor=by.actor(), at=now, subject=account.reference)
    for role in granted:
        grant_role(account.reference, role=role, by=by, now=now)
    return account.reference


def require_free(username: str, *, by: eyes.Searcher) -> None:
    """Raise ``UsernameTaken`` where the username was ever given to somebody."""
    policy.require(by, Permission.MANAGE_ACCOUNTS)
    if Account.objects.filter(username=username_of(username)).exists():
        raise UsernameTaken


def roles_for(
    *, occupation: Occupation, organisation_code: str, service_code: str, by: eyes.Searcher
) -> tuple[tuple[Role, ...], tuple[Refused, ...]]:
    """The roles that somebody new of this work, organisation and service can be given, and those that they cannot."""
    organisation, service = _workplace(organisation_code, service_code, by=by)
    account = Account(occupation=occupation, organisation=organisation, service=service)
    return _sorted_roles(account, frozenset())


def services_of(organisation_code: str, *, by: eyes.Searcher) -> Sequence[tuple[str, str]]:
    """Code and name of each service of one organisation in the administrator's authority."""
    policy.require(by, Permission.MANAGE_ACCOUNTS)
    found = Service.objects.within(by).filter(organisation__code=organisation_code)
    return list(found.order_by("name").values_list("code", "name"))


@transaction.atomic
def accredit(
    reference: str,
    *,
    dbs_issued_on: date | None,
    training_completed_on: date | None,
    agreement_signed_on: date | None,
    by: eyes.Searcher,
    now: datetime,
) -> bool:
    """Write down the dates of certificate, training and agreement, as seen on paper. Returns whether any changed.

    An active account keeps all three dates; one that lapses stops its owner at the door until it is renewed.
    """
    account = find(reference, by=by)
    _require_state(account, Account.State.REQUESTED, Account.State.ACTIVE, Account.State.SUSPENDED)
    before = (account.dbs_issued_on, account.training_completed_on, account.agreement_signed_on)
    if before == (dbs_issued_on, training_completed_on, agreement_signed_on):
        return False
    account.dbs_issued_on = dbs_issued_on
    account.training_completed_on = training_completed_on
    account.agreement_signed_on = agreement_signed_on
    if account.is_active:
        accreditation.require(account, today=timezone.localdate(now))
    account.save(update_fields=["dbs_issued_on", "training_completed_on", "agreement_signed_on"])
    trail.record(Verb.ACCOUNT_ACCREDITED, actor=by.actor(), at=now, subject=account.reference)
    return True


@transaction.atomic
def issue_credentials(reference: str, *, by: eyes.Searcher, now: datetime) -> Credentials:
    """Give an account a new first password, PIN and token, and activate it. The old ones stop working at once.

    The password must be replaced at the first sign-in, within three days. Raises ``accreditation.NotAccredited``.
    """
    account = find(reference, by=by)
    _require_state(account, Account.State.REQUESTED, Account.State.ACTIVE)
    accreditation.require(account, today=timezone.localdate(now))
    password, pin = passwords.make_readable(), passwords.make_pin()
    account.set_password(password)
    account.set_pin(pin)
    account.state = Account.State.ACTIVE
    account.must_change_password = True
    account.initial_password_until = now + FIRST_PASSWORD_LASTS
    account.session_digest = ""
    account.save()
    issued = tokens.issue(account, now=now)
    trail.record(Verb.CREDENTIALS_ISSUED, actor=by.actor(), at=now, subject=account.reference)
    return Credentials(
        username=account.username,
        password=password,
        pin=pin,
        seed=issued.seed,
        token_uri=issued.uri,
        valid_until=account.initial_password_until,
    )


@transaction.atomic
def suspend(reference: str, *, reason: str, by: eyes.Searcher, now: datetime) -> None:
    """Stop an active account at once: its session ends at the next request."""
    account = find(reference, by=by)
    _require_state(account, Account.State.ACTIVE)
    account.state = Account.State.SUSPENDED
    account.session_digest = ""
    account.save(update_fields=["state", "session_digest"])
    trail.record(
        Verb.ACCOUNT_SUSPENDED, actor=by.actor(), at=now, subject=account.reference, reason=_reason(reason)
    )


@transaction.atomic
def restore(reference: str, *, reason: str, by: eyes.Searcher, now: datetime) -> None:
    """Let a suspended account work again, with the credentials it had. Raises ``accreditation.NotAccredited``."""
    account = find(reference, by=by)
    _require_state(account, Account.State.SUSPENDED)
    accreditation.require(account, today=timezone.localdate(now))
    account.state = Account.State.ACTIVE
    account.save(update_fields=["state"])
    trail.record(
        Verb.ACCOUNT_RESTORED, actor=by.actor(), at=now, subject=account.reference, reason=_reason(reason)
    )


@transaction.atomic
def close(reference: str, *, reason: str, by: eyes.Searcher, now: datetime) -> None:
    """End an account for good: its roles end, its token and password work no more. It is kept, because the trail
    names it, and its username is never given to anybody again."""
    account = find(reference, by=by)
    _require_state(account, Account.State.REQUESTED, Account.State.ACTIVE, Account.State.SUSPENDED)
    account.state = Account.State.CLOSED
    account.session_digest = ""
    account.set_unusable_password()
    account.set_pin(None)
    account.must_change_password = False
    account.initial_password_until = None
    account.save()
    tokens.retire(account)
    _end(account.grants.all(), by=by, now=now)
    trail.record(
        Verb.ACCOUNT_CLOSED, actor=by.actor(), at=now, subject=account.reference, reason=_reason(reason)
    )


@transaction.atomic
def reopen(reference: str, *, reason: str, again: Sequence[Role], by: eyes.Searcher, now: datetime) -> None:
    """Take back that an account was closed: it is requested again, and has those of these roles that it may have.

    Its password, PIN and token are gone; new credentials are issued as for a new account.
    """
    account = find(reference, by=by)
    _require_state(account, Account.State.CLOSED)
    account.state = Account.State.REQUESTED
    account.save(update_fields=["state"])
    trail.record(
        Verb.ACCOUNT_REOPENED, actor=by.actor(), at=now, subject=account.reference, reason=_reason(reason)
    )
    grantable, _ = _sorted_roles(account, frozenset())
    for role in again:
        if role in grantable:
            grant_role(reference, role=role, by=by, now=now)


@transaction.atomic
def grant_role(reference: str, *, role: Role, by: eyes.Searcher, now: datetime) -> None:
    """Give an account a role, if the person's job allows it and no role already held forbids it."""
    account = find(reference, by=by)
    _require_state(account, Account.State.REQUESTED, Account.State.ACTIVE, Account.State.SUSPENDED)
    held = eyes.known_roles(account.roles_held())
    _check_grant(account, role, held)
    RoleGrant.objects.create(account=account, role=role, granted_by=by.account, granted_at=now)
    trail.record(Verb.ROLE_GRANTED, actor=by.actor(), at=now, subject=account.reference, outcome=role)


@transaction.atomic
def end_role(reference: str, *, role: Role, by: eyes.Searcher, now: datetime) -> None:
    """End a role. It permits nothing from the person's next request on."""
    account = find(reference, by=by)
    if not _end(account.grants.filter(role=role), by=by, now=now):
        raise RoleNotHeld
    trail.record(Verb.ROLE_ENDED, actor=by.actor(), at=now, subject=account.reference, outcome=role)


@transaction.atomic
def change_password(*, current: str, new: str, by: eyes.Searcher, now: datetime) -> Account:
    """Replace the person's own password. The session's owner must know the current one.

    Raises ``WrongPassword`` or ``passwords.PasswordRefused``. Returns the account, so that the door can renew the
    session; every other session of the account is over.
    """
    account = (
        Account.objects.select_for_update(of=["self"])
        .select_related("organisation__authority")
        .get(reference=by.account)
    )
    if not account.check_password(current):
        raise WrongPassword
    passwords.check(new, account=account)
    if new == current:
        raise passwords.PasswordRefused("Your new password must differ from the current one.")
    account.set_password(new)
    account.must_change_password = False
    account.initial_password_until = None
    account.save(update_fields=["password", "must_change_password", "initial_password_until"])
    trail.record(Verb.PASSWORD_CHANGED, actor=by.actor(), at=now, subject=account.reference)
    return account


def require_own_email(account: Account, email: str) -> None:
    """Raise ``EmailOfAnother`` where a colleague of the same organisation has this e-mail address."""
    colleagues = Account.objects.filter(organisation=account.organisation).exclude(pk=account.pk)
    if email and colleagues.exclude(state=Account.State.CLOSED).filter(email__iexact=email).exists():
        raise EmailOfAnother


def find(reference: str, *, by: eyes.Searcher) -> Account:
    """The account, locked, if the administrator may change it: permission, then scope, then not their own.

    The lock leaves its key alone, so that work which names the account can be written while it is held.
    """
    policy.require(by, Permission.MANAGE_ACCOUNTS)
    account = (
        Account.objects.within(by)
        .select_for_update(of=["self"], no_key=True)
        .select_related("organisation__authority", "service")
        .filter(reference=reference)
        .first()
    )
    if account is None:
        raise AccountNotFound
    if account.reference == by.account:
        raise OwnAccount
    return account


def _workplace(
    organisation_code: str, service_code: str, *, by: eyes.Searcher
) -> tuple[Organisation, Service | None]:
    """An organisation of the administrator's authority, and the service of it that is named, if one is."""
    policy.require(by, Permission.MANAGE_ACCOUNTS)
    organisation = Organisation.objects.within(by).filter(code=organisation_code).first()
    if organisation is None:
        raise OrganisationNotFound
    if not service_code:
        return organisation, None
    service = Service.objects.filter(code=service_code, organisation=organisation).first()
    if service is None:
        raise OrganisationNotFound
    return organisation, service


def _end(grants: QuerySet[RoleGrant], *, by: eyes.Searcher, now: datetime) -> int:
    """End those of the grants that are open, and return how many. One by one: each has a line in the history."""
    open_ones = grants.select_for_update().filter(ended_at__isnull=True)
    for grant in open_ones:
        grant.ended_by, grant.ended_at = by.account, now
        grant.save(update_fields=["ended_by", "ended_at"])
    return len(open_ones)


def _require_state(account: Account, *states: Account.State) -> None:
    if account.state not in states:
        raise WrongState(account.state)


def _reason(text: str) -> str:
    collapsed = " ".join(text.split())
    if not any(letter.isalnum() for letter in collapsed):
        raise ReasonMissing
    return collapsed


def _check_grant(account: Account, role: Role, held: frozenset[Role]) -> None:
    if not roles.ROLES[role].working:
        raise RoleNotWorking
    if role in held:
        raise RoleAlreadyHeld
    conflicting = roles.conflict(held, role)
    if conflicting:
        raise RolesConflict(conflicting, role)
    if roles.reads_records(role) and account.occupation not in MAY_READ_RECORDS:
        raise JobDoesNotAllow
    if roles.ROLES[role].council_team and account.organisation.kind != Organisation.Kind.COUNCIL:
        raise NotCouncilStaff
    if role == Role.SENSITIVE_PRACTITIONER and not (account.service and account.service.sensitive):
        raise NotOfSensitiveService


def _sorted_roles(account: Account, held: frozenset[Role]) -> tuple[tuple[Role, ...], tuple[Refused, ...]]:
    """The working roles that the account does not hold: those that it can be given, and those that it cannot."""
    grantable, refused = [], []
    for role, spec in roles.ROLES.items():
        if role in held or not spec.working:
            continue
        try:
            _check_grant(account, role, held)
        except refusals.Conflict as refusal:
            refused.append(Refused(spec.title, refusal.words))
        else:
            grantable.append(role)
    return tuple(grantable), tuple(refused)


def _entry(account: Account) -> Entry:
    return Entry(
        reference=account.reference,
        username=account.username,
        full_name=account.full_name,
        job_title=account.job_title,
        organisation=account.organisation.name,
        state=account.state,
        state_words=Account.State(account.state).label,
    )


def _held(account: Account) -> tuple[Held, ...]:
    found = account.grants.filter(ended_at__isnull=True).order_by("granted_at", "pk")
    return tuple(
        Held(
            role=Role(grant.role),
            title=roles.ROLES[Role(grant.role)].title,
            words=roles.ROLES[Role(grant.role)].words,
            granted_by=grant.granted_by,
            granted_at=grant.granted_at,
        )
        for grant in found
    )
