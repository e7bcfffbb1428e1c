"""The children somebody works with, and what becomes of that work when the person leaves their service.

Closing an account, or moving it to another service, settles the person's open work in the same transaction: it ends
that day, or a colleague of the same service takes it over. It is never left behind silently, and what was settled in
error is taken back until midnight.

The work of a sensitive service rests on a consent that was given to the service. So it passes to a colleague of that
service alone, and as the same entry with the same receipt: the colleague can record at once that the consent was taken
back. Ordinary work passes as it happened: the one person's ends, the other's begins.

An administrator is told for how many children the person's work is open, of both kinds in one number, and nothing of
the children. What a service's own system sends is not settled here: its next file is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from access import accounts, details, eyes, policy
from access.models import Account, Service
from access.permissions import Permission
from access.roles import Role
from audit import trail
from audit.verbs import Verb
from ground import refusals
from registry import records
from registry.involvements import PRACTITIONERS
from registry.models import Involvement, Source
from shielding.models import ConsentReceipt, Departure, SensitiveInvolvement

NOBODY = "nobody"
"""What is chosen where no colleague takes the work over."""


class SuccessorMissing(refusals.Invalid):
    words = "Choose what becomes of the open work."
    about = "successor"


class SuccessorUnsuitable(refusals.Conflict):
    """The colleague is not, or no more, somebody of the same service who could record such work."""

    words = "This colleague cannot take the work over now. Choose another, or let it end."
    about = "successor"


class NothingToTakeBack(refusals.Conflict):
    words = "There is nothing to take back: it can be done on the same day alone, and once."


@dataclass(frozen=True, slots=True)
class Caseload:
    """For how many children somebody's work is open, and who could take it over: reference and name."""

    children: int
    colleagues: tuple[tuple[str, str], ...]
    service: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of the open work: of how many children, and who took it over, if somebody did."""

    children: int
    successor: str


@dataclass(frozen=True, slots=True)
class Recent:
    """What can still be taken back today."""

    kind: str
    children: int
    successor: str
    service: str

    @property
    def is_closing(self) -> bool:
        return self.kind == Departure.Kind.CLOSED


@dataclass(slots=True)
class _Work:
    """The open work of one person, and what was done with it."""

    ordinary: Sequence[Involvement]
    sensitive: Sequence[SensitiveInvolvement]
    references: dict[int, str]
    ended: list[int] = field(default_factory=list)
    begun: list[int] = field(default_factory=list)
    sensitive_ended: list[int] = field(default_factory=list)
    sensitive_passed_on: list[int] = field(default_factory=list)


def of(reference: str, *, by: eyes.Searcher) -> Caseload:
    """The open work of somebody of the administrator's authority."""
    policy.require(by, Permission.MANAGE_ACCOUNTS)
    account = Account.objects.within(by).select_related("service").filter(reference=reference).first()
    if account is None:
        raise accounts.AccountNotFound
    return _caseload(account)


def own(*, by: eyes.Searcher) -> Caseload:
    """The person's own open work."""
    return _caseload(Account.objects.select_related("service").get(reference=by.account))


@transaction.atomic
def close_account(
    reference: str, *, reason: str, successor: str = "", by: eyes.Searcher, now: datetime
) -> Settled:
    """Close an account for good and settle its open work. ``successor``: a colleague's reference, or ``NOBODY``.

    Raises ``SuccessorMissing`` where there is open work and nothing is said of it.
    """
    account = accounts.find(reference, by=by)
    held = sorted(eyes.known_roles(account.roles_held()))
    colleague = _successor(account, account.service, successor)
    accounts.close(reference, reason=reason, by=by, now=now)
    return _leave(
        account, account.service, Departure.Kind.CLOSED, successor, colleague, by=by, now=now, held=held
    )


@transaction.atomic
def move(
    reference: str, *, service_code: str, successor: str = "", by: eyes.Searcher, now: datetime
) -> Settled:
    """Move somebody of the administrator's authority to another service and settle the work for the one they leave."""
    moved = details.move(reference, service_code=service_code, by=by, now=now)
    return _settle_move(moved, successor, by=by, now=now)


@transaction.atomic
def move_self(*, service_code: str, successor: str = "", by: eyes.Searcher, now: datetime) -> Settled:
    """Move oneself to another ordinary service of one's organisation and settle the work for the one left behind."""
    moved = details.move_self(service_code=service_code, by=by, now=now)
    return _settle_move(moved, successor, by=by, now=now)


def recent(reference: str, *, by: eyes.Searcher, now: datetime) -> Recent | None:
    """What was settled of this person's work today and can still be taken back."""
    policy.require(by, Permission.MANAGE_ACCOUNTS)
    within = Account.objects.within(by).filter(reference=reference)
    return _recent(_undoable(now).filter(account__in=within).first())


def own_recent(*, by: eyes.Searcher, now: datetime) -> Recent | None:
    """What was settled of one's own work today, when one went to another service."""
    mine = _undoable(now).filter(account__reference=by.account, kind=Departure.Kind.MOVED)
    return _recent(mine.first())


@transaction.atomic
def take_back(reference: str, *, reason: str, by: eyes.Searcher, now: datetime) -> Settled:
    """Take back that an account was closed or moved today: account and work are as they were before.

    A closed account is requested again and needs new credentials. Raises ``NothingToTakeBack``.
    """
    account = accounts.find(reference, by=by)
    departure = _locked(account, now=now)
    if departure.kind == Departure.Kind.CLOSED:
        again = [Role(role) for role in departure.roles if role in Role.values]
        accounts.reopen(reference, reason=reason, again=again, by=by, now=now)
    else:
        before = departure.service.code if departure.service else ""
        details.move(reference, service_code=before, by=by, now=now)
    return _give_back(account, departure, by=by, now=now)


@transaction.atomic
def take_back_own(*, by: eyes.Searcher, now: datetime) -> Settled:
    """Take back that one went to another service today."""
    account = Account.objects.select_for_update(of=["self"], no_key=True).get(reference=by.account)
    departure = _locked(account, now=now, kind=Departure.Kind.MOVED)
    if departure.service is None:
        raise NothingToTakeBack
    details.move_self(service_code=departure.service.code, by=by, now=now)
    return _give_back(account, departure, by=by, now=now)


# --- leaving ----------------------------------------------------------------------------------------------------


def _settle_move(moved: details.Moved, successor: str, *, by: eyes.Searcher, now: datetime) -> Settled:
    colleague = _successor(moved.account, moved.before, successor)
    return _leave(moved.account, moved.before, Departure.Kind.MOVED, successor, colleague, by=by, now=now)


def _leave(
    account: Account,
    service: Service | None,
    kind: Departure.Kind,
    said: str,
    successor: Account | None,
    *,
    by: eyes.Searcher,
    now: datetime,
    held: Sequence[Role] = (),
) -> Settled:
    """End the open work or pass it on, and remember what was done. Work for other services than this one ends."""
    work = _open_work(account)
    if work.references and not said:
        raise SuccessorMissing
    for row in work.ordinary:
        _end_or_pass(row, service, successor, work, by=by, now=now)
    for one in work.sensitive:
        _end_or_pass_sensitive(one, service, successor, work, by=by, now=now)
    Departure.objects.create(
        account=account,
        kind=kind,
        service=service,
        successor=successor,
        roles=list(held),
        children=len(work.references),
        ended=work.ended,
        begun=work.begun,
        sensitive_ended=work.sensitive_ended,
        sensitive_passed_on=work.sensitive_passed_on,
        left_at=now,
        left_by=by.account,
    )
    return Settled(len(work.references), successor.full_name if successor else "")


def _end_or_pass(
    row: Involvement,
    service: Service | None,
    successor: Account | None,
    work: _Work,
    *,
    by: eyes.Searcher,
    now: datetime,
) -> None:
    today = timezone.localdate(now)
    Involvement.objects.filter(pk=row.pk).update(ended_on=today, as_at=today, received_at=now)
    work.ended.append(row.pk)
    passes = successor is not None and service is not None and row.service_id == service.pk
    if passes and not _open(Involvement.objects, successor, row).exists():
        begun = Involvement.objects.create(
            child_id=row.child_id,
            account=successor,
            service_id=row.service_id,
            source=Source.objects.get(code=PRACTITIONERS),
            as_at=today,
            received_at=now,
            started_on=today,
            **_told_of(successor),
        )
        work.begun.append(begun.pk)
    verb = Verb.INVOLVEMENT_PASSED_ON if passes else Verb.INVOLVEMENT_FINISHED
    _record(verb, work.references[row.child_id], row.account, by=by, now=now)


def _end_or_pass_sensitive(
    row: SensitiveInvolvement,
    service: Service | None,
    successor: Account | None,
    work: _Work,
    *,
    by: eyes.Searcher,
    now: datetime,
) -> None:
    """The same entry goes on under the colleague's name. Where the colleague has one of their own, this one ends."""
    mine = SensitiveInvolvement.objects.filter(pk=row.pk)
    passes = successor is not None and service is not None and row.service_id == service.pk
    if passes and not _open(SensitiveInvolvement.objects, successor, row).exists():
        mine.update(account=successor, **_told_of(successor))
        work.sensitive_passed_on.append(row.pk)
        verb = Verb.INVOLVEMENT_PASSED_ON
    else:
        mine.update(ended_on=timezone.localdate(now))
        work.sensitive_ended.append(row.pk)
        verb = Verb.SENSITIVE_INVOLVEMENT_FINISHED
    _record(verb, work.references[row.child_id], row.account, by=by, now=now)


def _successor(account: Account, service: Service | None, said: str) -> Account | None:
    """The colleague who was chosen, locked so that they do not leave meanwhile."""
    if said in ("", NOBODY):
        return None
    found = (
        _colleagues(account, service)
        .select_for_update(of=["self"], no_key=True)
        .filter(reference=said)
        .first()
    )
    if found is None:
        raise SuccessorUnsuitable
    return found


def _colleagues(account: Account, service: Service | None) -> QuerySet[Account]:
    """Those of the same service who could record such work themselves."""
    role = Role.SENSITIVE_PRACTITIONER if service and service.sensitive else Role.PRACTITIONER
    may = Account.objects.filter(grants__role=role, grants__ended_at__isnull=True)
    colleagues = Account.objects.filter(service=service, state=Account.State.ACTIVE, pk__in=may.values("pk"))
    return colleagues.exclude(pk=account.pk) if service else colleagues.none()


def _caseload(account: Account) -> Caseload:
    children = {*_open_ordinary(account).values_list("child", flat=True)}
    children |= {*_open_sensitive(account).values_list("child", flat=True)}
    colleagues = _colleagues(account, account.service).order_by("full_name", "pk")
    return Caseload(
        len(children),
        tuple((one.reference, f"{one.full_name}, {one.job_title}") for one in colleagues),
        account.service.name if account.service else "",
    )


def _open_work(account: Account) -> _Work:
    """The person's open work, the children locked in the order in which every writer locks them."""
    children = {*_open_ordinary(account).values_list("child__reference", flat=True)}
    children |= {*_open_sensitive(account).values_list("child__reference", flat=True)}
    locked = {anchor.id: reference for reference, anchor in records.lock_all(children).items()}
    return _Work(
        [row for row in _open_ordinary(account).select_related("account") if row.child_id in locked],
        [row for row in _open_sensitive(account).select_related("account") if row.child_id in locked],
        locked,
    )


def _open_ordinary(account: Account) -> QuerySet[Involvement]:
    return Involvement.objects.filter(account=account, ended_on__isnull=True).order_by("pk")


def _open_sensitive(account: Account) -> QuerySet[SensitiveInvolvement]:
    return SensitiveInvolvement.objects.filter(account=account, ended_on__isnull=True).order_by("pk")


def _open(rows: Any, account: Account | None, like: Involvement | SensitiveInvolvement) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.filter(
        account=account, child=like.child_id, service=like.service_id, ended_on__isnull=True
    )
    return found


def _told_of(account: Account | None) -> dict[str, str]:
    """What an involvement keeps of who recorded it."""
    if account is None:
        return {}
    return {
        "practitioner": account.full_name,
        "job_title": account.job_title,
        "telephone": account.telephone,
        "email": account.email,
    }


# --- taking it back ---------------------------------------------------------------------------------------------


def _undoable(now: datetime) -> QuerySet[Departure]:
    """What was settled today and not taken back yet, the newest of each person first."""
    today = timezone.localdate(now)
    return (
        Departure.objects.filter(taken_back_at__isnull=True, left_at__date=today)
        .select_related("service", "successor")
        .order_by("-left_at", "-pk")
    )


def _recent(departure: Departure | None) -> Recent | None:
    if departure is None:
        return None
    return Recent(
        kind=departure.kind,
        children=departure.children,
        successor=departure.successor.full_name if departure.successor else "",
        service=departure.service.name if departure.service else "",
    )


def _locked(account: Account, *, now: datetime, kind: Departure.Kind | None = None) -> Departure:
    departure = _undoable(now).filter(account=account).select_for_update(of=["self"]).first()
    if departure is None or (kind is not None and departure.kind != kind):
        raise NothingToTakeBack
    return departure


def _give_back(account: Account, departure: Departure, *, by: eyes.Searcher, now: datetime) -> Settled:
    """Put the work back. What the colleague has ended since, and consent that was taken back since, stays so."""
    today: date = timezone.localdate(now)
    ended = Involvement.objects.filter(pk__in=departure.ended, account=account, ended_on=today)
    standing = SensitiveInvolvement.objects.exclude(
        pk__in=ConsentReceipt.objects.filter(withdrawn_on__isnull=False).values("involvement")
    )
    stopped = standing.filter(pk__in=departure.sensitive_ended, account=account, ended_on=today)
    passed = standing.filter(
        pk__in=departure.sensitive_passed_on, account=departure.successor, ended_on__isnull=True
    )
    every: list[QuerySet[Any]] = [ended, stopped, passed]
    references = {name for rows in every for name in rows.values_list("child__reference", flat=True)}
    locked = records.lock_all(references)
    begun = Involvement.objects.filter(
        pk__in=departure.begun, account=departure.successor, ended_on__isnull=True
    )
    begun.delete()
    children: set[int] = set()
    for rows, change in (
        (ended, {"ended_on": None, "as_at": today, "received_at": now}),
        (stopped, {"ended_on": None}),
        (passed, {"account": account, **_told_of(account)}),
    ):
        for row in [row for row in rows if not _open(type(row)._default_manager, account, row).exists()]:
            type(row)._default_manager.filter(pk=row.pk).update(**change)
            children.add(row.child_id)
    for reference, anchor in locked.items():
        if anchor.id in children:
            _record(Verb.INVOLVEMENT_RESUMED, reference, account, by=by, now=now)
    departure.taken_back_at, departure.taken_back_by = now, by.account
    departure.save(update_fields=["taken_back_at", "taken_back_by"])
    return Settled(len(children), departure.successor.full_name if departure.successor else "")


def _record(verb: Verb, reference: str, whose: Account | None, *, by: eyes.Searcher, now: datetime) -> None:
    trail.record(
        verb,
        actor=by.actor(),
        at=now,
        reference=reference,
        subject=whose.reference if whose else "",
        outcome="recorded",
    )
