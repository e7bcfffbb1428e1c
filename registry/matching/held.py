"""What is held of the children whom a statement may be about: read for the few whom a rule has found, for the vetoes.

Complete, shielded children included, and read by matching alone.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from registry.matching.people import Kind
from registry.models import Address, Birth, Carer, Education, Gender, Identifier, Name


@dataclass(slots=True)
class Held:
    """Who a child is, as the record says now: names of now and before, the birth span, gender, digests of numbers.

    What surrounds the child is there where it was asked for: the dwelling's fingerprint, the carers' names, the school.
    """

    names: list[tuple[str, str]] = field(default_factory=list)
    born: tuple[date, date] | None = None
    gender: str = ""
    numbers: dict[Kind, bytes] = field(default_factory=dict)
    dwelling: bytes | None = None
    carers: set[tuple[str, str]] = field(default_factory=set)
    school: str = ""


def of(children: Collection[int], *, surrounded: bool = False) -> dict[int, Held]:
    """What is held of each of these children (internal keys); ``surrounded``: and of what surrounds them."""
    held = {child: Held() for child in children}
    if not held:
        return held
    for child, given, family in Name.objects.filter(child__in=held).values_list(
        "child_id", "given", "family"
    ):
        held[child].names.append((given, family))
    for child, first, last in Birth.objects.filter(child__in=held).values_list("child_id", "first", "last"):
        held[child].born = (first, last)
    for child, code in Gender.objects.filter(child__in=held).values_list("child_id", "code"):
        held[child].gender = code
    rows = Identifier.objects.filter(child__in=held).values_list("child_id", "kind", "digest")
    for child, kind, digest in rows:
        held[child].numbers[Kind(kind)] = bytes(digest)
    if surrounded:
        _read_surroundings(held)
    return held


def _read_surroundings(held: dict[int, Held]) -> None:
    for child, dwelling in Address.objects.filter(child__in=held).values_list("child_id", "dwelling"):
        held[child].dwelling = bytes(dwelling) if dwelling else None
    for child, given, family in Carer.objects.filter(child__in=held).values_list(
        "child_id", "given", "family"
    ):
        held[child].carers.add((given, family))
    for child, school in Education.objects.filter(child__in=held).values_list("child_id", "school__code"):
        held[child].school = school or ""
