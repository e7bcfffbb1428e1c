"""The local authority that looks after the record. It decides on officers' scope and is shown to nobody."""

from registry.classes import WHEREABOUTS
from registry.models import Responsibility
from registry.parts.part import Directory, Part, Payload


def _told(payload: Payload, directory: Directory) -> list[Responsibility] | None:
    code = payload.get("authority")
    return [Responsibility(authority_id=directory.authorities[code])] if code else None


PART: Part[None] = Part(name="responsibility", model=Responsibility, record_class=WHEREABOUTS, told=_told)
PARTS = (PART,)
