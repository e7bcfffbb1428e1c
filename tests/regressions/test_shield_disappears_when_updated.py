"""2009: a shield "simply disappears" when the record is updated automatically (The Times, March 2009)."""

import pytest

from registry.models import Child, Source
from shielding import shields
from shielding.models import SearchKey, Shield, Tier
from shielding.publication import publication
from tests import cast, steps

pytestmark = pytest.mark.usefixtures("county")

UPDATES = [
    {"postcode": "ZZ4 4DD", "address_line_1": "1 Hiding Place"},
    {"school_code": "SCH1"},
    {"authority": "X02"},
    {"whereabouts": "none", "address_line_1": "", "town": "", "postcode": ""},
    {"carer_1_given_name": "Olga"},
    {"given_name": "Robbie"},
    {"birth_date": "2014-05-07"},
    {"gender": "N"},
    {"former_family_name": "Before"},
]


@pytest.mark.parametrize("tier", [tier for tier in Tier if tier != Tier.OPEN])
def test_no_update_of_any_field_takes_a_shield_away(tier: Tier) -> None:
    robin = steps.known(cast.ROBIN)
    steps.shield(robin, tier)
    shield = Shield.objects.values().get()
    shown = [steps.see("jane", robin)] if tier != Tier.UNLISTED else []
    for day, update in enumerate(UPDATES, start=1):
        cast.send(cast.CENSUS, cast.ROBIN | update | {"as_at": f"2026-10-{day:02}"})
        assert Shield.objects.values().get() == shield
        assert shields.tier_of(Child.objects.get().pk) == tier
        assert not SearchKey.objects.filter(withheld=False).exists()
        if shown:
            assert steps.see("jane", robin) == shown[0]
    assert steps.find(**steps.robin(postcode="ZZ4 4DD")) == steps.search.NotFound()


def test_the_nightly_match_and_a_rewriting_of_the_record_leave_it_too() -> None:
    robin = steps.known(cast.ROBIN)
    steps.shield(robin)
    before = steps.what_shows()
    child = Child.objects.get().pk
    publication.try_again()
    steps.publish()
    publication.rewrite({child}, tiers=shields.tiers_of([child]))
    assert steps.what_shows() == before


def test_no_feed_has_a_column_for_a_shield() -> None:
    from registry import feeds

    for form in feeds.FORMATS.values():
        for word in ("shield", "tier", "privacy", "restrict", "withhold"):
            assert not any(word in column for column in form.columns)


def test_a_source_that_is_new_to_the_register_changes_nothing() -> None:
    robin = steps.known(cast.ROBIN)
    steps.shield(robin)
    before = steps.what_shows()
    Source.objects.create(code="national", name="National census", kind="school-census")
    assert cast.send("national", cast.ROBIN | {"as_at": "2026-10-30"}).quarantined == 1
    assert steps.what_shows() == before
