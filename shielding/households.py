"""Who belongs to the household of a child: the same home, or the same parent or carer. Worked out, never stored.

A shield belongs to one child. A brother or sister who is left open at the same address, or with the same parent, gives
away what it hides. Nothing of this is kept: no family, no link between children (Hansard, 23 Apr 2008). Fingerprints
are compared whenever somebody who decides has to know.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from access.eyes import Searcher
from registry import records
from shielding import shields
from shielding.models import Tier


class Shared(StrEnum):
    """What ties a child to the household, in the words of the page."""

    HOME = "same home"
    CARER = "same parent or carer"


@dataclass(frozen=True, slots=True)
class Tie:
    """Another child of the household by internal key, what is shared, and the tier of its shield, if it has one."""

    child: int
    shared: tuple[Shared, ...]
    tier: Tier


def ties_of(child: int, *, by: Searcher) -> Sequence[Tie]:
    """The other live children in the officer's scope who share a home or a carer."""
    sharing = records.sharing_with(child, by=by)
    tiers = shields.tiers_of([one.child for one in sharing])
    return [Tie(one.child, _shared(one), tiers.get(one.child, Tier.OPEN)) for one in sharing]


def _shared(one: records.Sharing) -> tuple[Shared, ...]:
    return tuple(
        what for what, is_shared in ((Shared.HOME, one.home), (Shared.CARER, one.carer)) if is_shared
    )
