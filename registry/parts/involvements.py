"""Who works or worked with the child, what they are, where, and how to reach them. Never what for.

Somebody with an account is shown with the job title, telephone number and e-mail address that the account holds now. A
number that was put right is right on every record at once. Once they have left the service, or their account is closed,
the service itself is reached in their place. What a source sent about somebody without an account shows as it was
sent: the source puts it right in its next file.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, F, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf

from access.models import Account
from registry.classes import WHEREABOUTS
from registry.models import Involvement
from registry.parts.part import (
    Directory,
    Part,
    Payload,
    Provenance,
    Row,
    day,
    day_or_none,
    provenance,
)


@dataclass(frozen=True, slots=True)
class InvolvementHeld:
    """That somebody works or worked with the child."""

    practitioner: str
    job_title: str
    service: str
    organisation: str
    telephone: str
    email: str
    started_on: date
    ended_on: date | None
    shown_after_end_days: int
    lead_professional: bool = False
    caf_holder: bool = False
    account: str = ""
    provenance: Provenance | None = None

    def is_same_person_as(self, other: "InvolvementHeld") -> bool:
        """Whether both speak of one person in one service: by their work e-mail address, else by their name."""
        if (self.organisation, self.service) != (other.organisation, other.service):
            return False
        if self.email and other.email:
            return self.email.casefold() == other.email.casefold()
        return self.practitioner.casefold() == other.practitioner.casefold()

    def is_over_before(self, other: "InvolvementHeld") -> bool:
        """Whether this tells of an earlier time than the other: it had ended by the day on which that one began."""
        return self.ended_on is not None and self.started_on < other.started_on >= self.ended_on


def _now(own: str, *, of_service: str, as_sent: Combinable) -> Case:
    """A value of the account while the person works there; that of the service once they have left."""
    works_there = Q(account__service=F("service")) & ~Q(account__state=Account.State.CLOSED)
    return Case(
        When(account__isnull=True, then=as_sent),
        When(works_there, then=F(f"account__{own}")),
        default=F(of_service),
        output_field=CharField(),
    )


def _of_their_account(name: str) -> Combinable:
    """A value of the account of whom a line names that a source sent: known by their e-mail address, in its service."""
    person = Account.objects.filter(service=OuterRef("service"), email__iexact=OuterRef("email"))
    theirs = person.exclude(email="").exclude(state=Account.State.CLOSED).order_by("pk")
    return Subquery(theirs.values(name)[:1])


def _telephone() -> Combinable:
    """A number at which somebody answers: the person's own, else their service's."""
    as_sent = Coalesce(NullIf(_of_their_account("telephone"), Value("")), F("telephone"))
    found = _now("telephone", of_service="service__telephone", as_sent=as_sent)
    return Coalesce(NullIf(found, Value("")), Case(When(account__isnull=False, then=F("service__telephone"))))


WORK: Mapping[str, str | Combinable] = {
    "practitioner": "practitioner",
    "job_title": _now("job_title", of_service="job_title", as_sent=F("job_title")),
    "service": "service__name",
    "organisation": "service__organisation__name",
    "telephone": Coalesce(_telephone(), Value("")),
    "email": _now("email", of_service="service__email", as_sent=F("email")),
    "started_on": "started_on",
    "ended_on": "ended_on",
    "shown_after_end_days": "service__shown_after_end_days",
}
"""What is read of anybody's work with a child, of a sensitive service too."""


def held(row: Row) -> InvolvementHeld:
    """The work that a row tells of, which was read by the columns of ``WORK`` or by all those of the part."""
    days = {"started_on": day(row["started_on"]), "ended_on": day_or_none(row["ended_on"])}
    return InvolvementHeld(
        **{name: row[name] for name in WORK} | days,
        lead_professional=row.get("lead_professional", False),
        caf_holder=row.get("caf_holder", False),
        account=row.get("account") or "",
        provenance=provenance(row),
    )


def _shown(rows: Sequence[Row]) -> tuple[InvolvementHeld, ...]:
    """The newest involvement first; everybody once, as last heard of them, and besides for each time before.

    Somebody who recorded their own work may be told of by their service's system too, and the other way round. Of two
    rows about one person of which one had ended when the other began, each tells of a time of its own.
    """
    found: list[InvolvementHeld] = []
    for one in map(held, rows):
        same = next(
            (
                place
                for place, other in enumerate(found)
                if one.is_same_person_as(other) and not one.is_over_before(other)
            ),
            None,
        )
        if same is None:
            found.append(one)
        elif one.account and not found[same].account:
            found[same] = _reached_as(one, found[same])
    found.sort(key=lambda one: one.practitioner)
    return tuple(sorted(found, key=lambda one: one.started_on, reverse=True))


def _reached_as(own: InvolvementHeld, sent: InvolvementHeld) -> InvolvementHeld:
    """What a source sent about somebody who has an account: with what the account says of how to reach them."""
    return dataclasses.replace(
        sent, job_title=own.job_title, telephone=own.telephone, email=own.email, account=own.account
    )


def _told(payload: Payload, directory: Directory) -> list[Involvement]:
    return [
        Involvement(
            service_id=directory.services[payload["service_code"]],
            practitioner=payload["practitioner_name"],
            job_title=payload["job_title"],
            telephone=payload.get("telephone", ""),
            email=payload.get("email", ""),
            started_on=payload["start_date"],
            ended_on=payload.get("end_date") or None,
            lead_professional=payload.get("lead_professional") == "Y",
            caf_holder=payload.get("caf_holder") == "Y",
        )
    ]


PART = Part(
    name="involvements",
    model=Involvement,
    record_class=WHEREABOUTS,
    columns={
        **WORK,
        "lead_professional": "lead_professional",
        "caf_holder": "caf_holder",
        "account": Coalesce(F("account__reference"), _of_their_account("reference")),
    },
    where={"retracted_on__isnull": True},
    order=("-as_at", "-received_at", "-pk"),
    shown=_shown,
    told=_told,
    kept_for_each_record=True,
)
PARTS = (PART,)
