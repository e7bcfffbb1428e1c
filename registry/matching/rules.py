"""The rules of matching: whom a statement may be about.

The rules are plain and ordered (docs/matching.md has a worked example of each):

1. *NHS number* or *UPN*, with the same birth date: a match.
2. *Name, birth date and postcode* all equal after normalisation, and nobody else of that name and birth date: a match.
3. *Name and birth date* equal, or an identifier equal with another birth date: a potential match, for a person.
4. Two or more children fit equally well: a potential match, whatever the rule.

A match passes the vetoes (``vetoes.py``); what they forbid is a potential match, named after the veto.

A proposed record, which is still being checked, counts only where no live one comes into question.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from registry.matching import held, vetoes
from registry.matching.people import Kind, Person
from registry.models import Child, MatchKey

Key = tuple[Kind, bytes]


class Verdict(StrEnum):
    """How well a statement fits the children who are known."""

    MATCH = "match"
    POTENTIAL = "potential"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Proposal:
    """The verdict, the rule that gave it, the child that matches, and all who might be meant (internal keys)."""

    verdict: Verdict
    rule: str = ""
    child: int | None = None
    plausible: tuple[int, ...] = ()


def propose(
    statements: Sequence[tuple[Person, Mapping[Kind, bytes]]],
    *,
    among: Sequence[Collection[int] | None] | None = None,
) -> list[Proposal]:
    """A proposal for each of the people, given with their match keys, from one look into the key table.

    ``among``: for each of them the children (internal keys) who count, as if no others were held; ``None``: all.
    """
    people = [keys for _, keys in statements]
    counted = among or [None] * len(people)
    digests = {digest for keys in people for kind, digest in keys.items() if kind != Kind.BIRTH}
    holders: dict[Key, set[int]] = {}
    rows = MatchKey.objects.filter(digest__in=digests)
    if among is not None and None not in among:
        # not even asked for: that others are held must not change what is asked
        rows = rows.filter(child__in={child for children in among for child in children or ()})
    for kind, digest, child in rows.values_list("kind", "digest", "child_id"):
        holders.setdefault((Kind(kind), bytes(digest)), set()).add(child)
    numbered = {child for (kind, _), found in holders.items() if kind in _NUMBERS for child in found}
    births: dict[int, set[bytes]] = {}
    for child, digest in MatchKey.objects.filter(child__in=numbered, kind=Kind.BIRTH).values_list(
        "child_id", "digest"
    ):
        births.setdefault(child, set()).add(bytes(digest))
    checked = _still_checked(holders)
    proposals = [
        _propose_one(keys, _only(holders, keys, children), births, checked)
        for keys, children in zip(people, counted, strict=True)
    ]
    matched = held.of({proposal.child for proposal in proposals if proposal.child is not None})
    return [
        _unless_forbidden(proposal, person, keys, matched)
        for proposal, (person, keys) in zip(proposals, statements, strict=True)
    ]


def _only(
    holders: Mapping[Key, set[int]], keys: Mapping[Kind, bytes], children: Collection[int] | None
) -> Mapping[Key, set[int]]:
    if children is None:
        return holders
    return {key: found for key in keys.items() if (found := holders.get(key, set()) & set(children))}


def _unless_forbidden(
    proposal: Proposal, person: Person, keys: Mapping[Kind, bytes], matched: Mapping[int, held.Held]
) -> Proposal:
    if proposal.child is None:
        return proposal
    veto = vetoes.against(person, keys, matched[proposal.child])
    if veto is None:
        return proposal
    return Proposal(Verdict.POTENTIAL, rule=veto.name, plausible=proposal.plausible)


def _still_checked(holders: Mapping[Key, set[int]]) -> set[int]:
    """Those of the children who are proposed records, still being checked."""
    children = set().union(*holders.values())
    return set(
        Child.objects.filter(pk__in=children, state=Child.State.PROVISIONAL).values_list("pk", flat=True)
    )


_NUMBERS = (Kind.NHS_NUMBER, Kind.UPN)


def _propose_one(
    keys: Mapping[Kind, bytes],
    holders: Mapping[Key, set[int]],
    births: Mapping[int, set[bytes]],
    checked: set[int],
) -> Proposal:
    found = {kind: held for kind, digest in keys.items() if (held := holders.get((kind, digest)))}
    if not found:
        return Proposal(Verdict.NONE)
    if not checked.issuperset(set().union(*found.values())):
        # A proposed record never stands in the way of a live one: anybody could hold up what is sent about a child.
        found = {kind: live for kind, held in found.items() if (live := held - checked)}
    plausible = tuple(sorted(set().union(*found.values())))
    for kind in _NUMBERS:
        agreeing = [child for child in found.get(kind, ()) if keys[Kind.BIRTH] in births.get(child, ())]
        if len(agreeing) == 1:
            return Proposal(Verdict.MATCH, rule=kind, child=agreeing[0], plausible=plausible)
    by_place = found.get(Kind.NAME_BIRTH_POSTCODE, set())
    if len(by_place) == 1 and len(plausible) == 1:
        return Proposal(Verdict.MATCH, rule=Kind.NAME_BIRTH_POSTCODE, child=plausible[0], plausible=plausible)
    rule = next(kind for kind in Kind if kind in found)
    return Proposal(Verdict.POTENTIAL, rule=rule, plausible=plausible)
