"""Who works or worked with the child, what they are, where, and how to reach them. Never what for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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


WORK = {
    "practitioner": "practitioner",
    "job_title": "job_title",
    "service": "service__name",
    "organisation": "service__organisation__name",
    "telephone": "telephone",
    "email": "email",
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
        if not any(one.is_same_person_as(other) and not one.is_over_before(other) for other in found):
            found.append(one)
    found.sort(key=lambda one: one.practitioner)
    return tuple(sorted(found, key=lambda one: one.started_on, reverse=True))


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
    columns=WORK
    | {
        "lead_professional": "lead_professional",
        "caf_holder": "caf_holder",
        "account": "account__reference",
    },
    where={"retracted_on__isnull": True},
    order=("-as_at", "-received_at", "-pk"),
    shown=_shown,
    told=_told,
    kept_for_each_record=True,
)
PARTS = (PART,)
