"""2009: a refresh of the national feed made unshielded second records of shielded children.

The feed was paused until it was put right (Hansard, 12 May 2009).
"""

import pytest

from registry.models import Child
from shielding.models import Tier
from tests import cast, steps

pytestmark = pytest.mark.usefixtures("county")

REFRESH = [
    cast.ROBIN | {"record_id": "refresh-1"},
    cast.ROBIN
    | {"record_id": "refresh-2", "as_at": "2026-10-30", "postcode": "ZZ4 4DD", "school_code": "SCH1"},
    cast.ROBIN
    | {"record_id": "refresh-3", "as_at": "2026-10-30", "given_name": "Robyn", "postcode": "ZZ4 4DD"},
    cast.ROBIN | {"record_id": "refresh-4", "as_at": "2026-10-30", "birth_date": "2014-06-05"},
    cast.ROBIN
    | {"record_id": "refresh-5", "as_at": "2026-10-30", "given_name": "Madeup", "family_name": "Robin"},
]


@pytest.mark.parametrize("tier", [tier for tier in Tier if tier != Tier.OPEN])
def test_a_refresh_makes_no_second_record_of_a_shielded_child(tier: Tier) -> None:
    robin = steps.known(cast.ROBIN)
    steps.shield(robin, tier)
    before = steps.what_shows()
    balance = cast.send(cast.CENSUS, *REFRESH)
    assert balance.quarantined == len(REFRESH)
    assert balance.holds
    assert Child.objects.count() == 1
    assert steps.what_shows() == before


def test_nobody_finds_the_child_by_what_the_refresh_said() -> None:
    robin = steps.known(cast.ROBIN)
    steps.shield(robin)
    cast.send(cast.CENSUS, *REFRESH)
    for place in ("ZZ9 9ZZ", "ZZ4 4DD"):
        assert steps.find(**steps.robin(postcode=place)) == steps.search.NotFound()
    outcome = steps.find(**steps.robin())
    assert isinstance(outcome, steps.search.Found)
    assert [card.reference for card in outcome.cards] == [robin]


def test_a_second_refresh_changes_nothing_either() -> None:
    robin = steps.known(cast.ROBIN)
    steps.shield(robin)
    cast.send(cast.CENSUS, *REFRESH)
    before = steps.what_shows()
    later = [line | {"as_at": "2026-10-31"} for line in REFRESH]
    assert cast.send(cast.CENSUS, *later).quarantined == len(REFRESH)
    assert steps.what_shows() == before
