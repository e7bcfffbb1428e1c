"""Other bodies' numbers for the child: sealed, compared by fingerprint, shown to nobody here."""

from collections.abc import Callable

from ground import crypto
from registry.classes import BODY_NUMBER
from registry.models import Identifier
from registry.parts.part import Directory, Part, Payload


def _told(kind: Identifier.Kind, column: str) -> Callable[[Payload, Directory], list[Identifier] | None]:
    def told(payload: Payload, _: Directory) -> list[Identifier] | None:
        number = payload.get(column)
        if not number:
            return None
        sealed = crypto.seal(number, context=f"identifier:{kind}")
        return [Identifier(kind=kind, sealed=sealed, digest=crypto.fingerprint(number, kind=kind))]

    return told


def _part(kind: Identifier.Kind, column: str) -> Part[None]:
    return Part(
        name=kind.label,
        model=Identifier,
        record_class=BODY_NUMBER,
        where={"kind": kind},
        told=_told(kind, column),
    )


NHS_NUMBER = _part(Identifier.Kind.NHS_NUMBER, "nhs_number")
UPN = _part(Identifier.Kind.UPN, "upn")
PARTS = (NHS_NUMBER, UPN)
