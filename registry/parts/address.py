"""Where the child lives, or which of the statutory statements is made instead of an address."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry import formats
from registry.classes import WHEREABOUTS
from registry.matching import dwellings
from registry.models import Address
from registry.parts.part import Directory, Part, Payload, Provenance, Row, provenance

_WITH_ADDRESS = (Address.Status.CURRENT, Address.Status.LAST_KNOWN)


@dataclass(frozen=True, slots=True)
class AddressHeld:
    status: str
    words: str
    lines: tuple[str, ...]
    postcode: str
    provenance: Provenance | None


def _shown(rows: Sequence[Row]) -> AddressHeld | None:
    held = (
        AddressHeld(
            status=row["status"],
            words=Address.Status(row["status"]).label,
            lines=tuple(filter(None, (row["line_1"], row["line_2"], row["town"]))),
            postcode=row["postcode"],
            provenance=provenance(row),
        )
        for row in rows
    )
    return next(held, None)


def _district(rows: Sequence[Row]) -> str:
    return next((formats.outward(row["postcode"]) for row in rows), "")


def _told(payload: Payload, _: Directory) -> list[Address] | None:
    status = payload.get("whereabouts")
    if not status:
        return None
    if status not in _WITH_ADDRESS:
        return [Address(status=status)]
    lines = (payload.get("address_line_1", ""), payload.get("address_line_2", ""))
    postcode = payload.get("postcode", "")
    return [
        Address(
            status=status,
            line_1=lines[0],
            line_2=lines[1],
            town=payload.get("town", ""),
            postcode=postcode,
            dwelling=dwellings.fingerprint(lines, postcode),
        )
    ]


PART = Part(
    name="address",
    model=Address,
    record_class=WHEREABOUTS,
    columns={name: name for name in ("status", "line_1", "line_2", "town", "postcode")},
    shown=_shown,
    told=_told,
)
DISTRICT = Part(
    name="district",
    model=Address,
    record_class=WHEREABOUTS,
    columns={"postcode": "postcode"},
    shown=_district,
)
"""The first half of the postcode, empty where there is none: all that a card shows of the address."""

PARTS = (PART,)
