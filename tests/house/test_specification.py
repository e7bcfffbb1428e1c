"""The specification says who knows what, worked by hand; and shortening a story keeps its children possible."""

from typing import Any

import pytest

from tests.house import hunt, spec, worlds
from tests.house.spec import Plain

OF = worlds.OBSERVERS


def child(slot: int, **facts: Any) -> Plain:
    plain: Plain = {
        "state": "live",
        "tier": "open",
        "authority": "X02",
        "given": "Kelly",
        "family": "Example",
        "former": "",
        "born": "2011-03-14",
        "born_to": "2011-03-14",
        "education": {"school": "SCH1"},
        "carers": [],
        "nhs_number": "",
        "involvements": [],
        "sensitive": [],
    }
    return worlds.draw_child(worlds.Chance(1), slot, OF["otto"]) | plain | facts


def world(*children: Plain, **more: Any) -> Plain:
    plain: Plain = {"requests": [], "quarantine": [], "accounts": worlds.AUTHORITIES_OF, "approvals": []}
    return {"children": list(children), **plain, **more}


def line_about(one: Plain, *others: Plain, number: str = "") -> Plain:
    line = {
        "reference": worlds.UNKNOWN,
        "child": one["reference"],
        "postcode": "ZZ9 9ZZ",
        "nhs_number": number,
    }
    return world(one, *others, quarantine=[line])


@pytest.mark.parametrize(
    "facts",
    [
        {"born": "2011-03-15", "born_to": "2011-03-15", "education": None},
        {"born": "2014-05-06", "born_to": "2014-05-06"},
        {"given": "Robin", "carers": [["Ben", "Madeup"]], "education": None},
    ],
    ids=["a slip in the birth date", "the same school", "the same parent"],
)
def test_a_line_near_the_officers_own_child_is_no_secret_from_the_officer(facts: Plain) -> None:
    own = child(0, tier="raised", carers=[["Ben", "Madeup"]])
    elsewhere = child(1, tier="unlisted", authority="X01", **facts)
    (seen,) = spec.visible(OF["otto"], line_about(elsewhere, own))["quarantine"]
    assert seen["concerns"] == [own["reference"]]


def test_a_line_about_somebody_else_is_a_secret() -> None:
    elsewhere = child(1, tier="unlisted", authority="X01", given="Robin", education=None)
    assert spec.visible(OF["otto"], line_about(elsewhere, child(0)))["quarantine"] == []


@pytest.mark.parametrize(
    ("sent", "held", "stands"),
    [
        ("9990000018", "9990000018", "same"),
        ("9990000018", "9990000026", "different"),
        ("9990000018", "", "sent alone"),
        ("", "9990000018", "held alone"),
        ("", "", "neither"),
    ],
)
def test_how_a_number_that_was_sent_stands_to_the_one_that_is_held_is_told_to_the_officer(
    sent: str, held: str, stands: str
) -> None:
    own = child(0, tier="raised", nhs_number=held)
    (seen,) = spec.visible(OF["otto"], line_about(own, number=sent))["quarantine"]
    assert seen["numbers"] == {own["reference"]: stands}
    assert spec.visible(OF["jane"], line_about(own, number=sent))["quarantine"] == []


def test_how_much_work_is_open_is_known_to_the_person_and_to_the_administrators() -> None:
    work = {"account": "jane", "ended_on": None}
    hidden = child(0, tier="unlisted", involvements=[work, work, work | {"account": "nia"}])
    assert spec.open_work(OF["jane"], world(hidden)) == {"jane": 1}
    assert spec.open_work(OF["ada"], world(hidden))["jane"] == 1
    assert "nia" not in spec.open_work(OF["ada"], world(hidden))
    assert spec.open_work(OF["nora"], world(hidden)) == {"nora": 0}


def test_an_approval_tells_that_somebody_is_held_elsewhere_and_not_which_shield_they_have() -> None:
    proposed = child(0, state="provisional")
    tried = {"approvals": [proposed["reference"]]}

    def told(tier: str, **more: Any) -> Any:
        elsewhere = child(1, authority="X01", tier=tier)
        return spec.visible(OF["otto"], world(proposed, elsewhere, **more))["approvals"]

    assert told("raised", **tried) == told("unlisted", **tried) != told("open", **tried)
    assert told("raised") == told("open") == []


def test_shortening_a_story_keeps_facts_that_hang_together() -> None:
    pair = [child(0), child(0, born="2014-05-06", born_to="2014-12-31", authority="X01", source="elsewhere")]
    for one, other in hunt._plainer(pair):
        assert one
        assert other
        assert other["born"] <= other["born_to"]
        assert (other["authority"] == "X01") is (other["source"] == "elsewhere")
