"""Worlds that differ only in what is withheld from an observer look the same to that observer.

And the harness can see: each leak that was ever thought of is planted once more, and the story that told on it is told
again, with the leak (a difference) and without (none). How it works: docs/noninterference.md.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.house import composition, hunt, planted, stories, worlds
from tests.house.spec import Plain

STORIES = 200
SEED = 2009
LEAST_LEAKS = 100
TELLING = 0.30
"""The least share of requests that use a value hidden in exactly one of the two worlds."""


@pytest.fixture(autouse=True)
def quiet_logs() -> None:
    """In the place of the fixture for all tests: some leaks speak of a child in the log, and the stories hear it."""


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[composition.Stage]:
    with django_db_blocker.unblock(), composition.stage() as made:
        yield made


def kept(name: str) -> Plain:
    story: Plain = json.loads((hunt.KEPT / f"{name}.json").read_text())
    return story


def test_random_stories_look_the_same_in_both_worlds(stage: composition.Stage) -> None:
    stage.walked = composition.Count()
    found = hunt.hunt(stage, examples=STORIES, seed=SEED)
    assert found.difference is None, f"{found.difference}\n{json.dumps(found.story)}"
    assert stage.walked.share >= TELLING


@pytest.mark.parametrize("name", planted.LEAKS)
def test_leak_is_seen_where_it_is_planted_and_nowhere_else(stage: composition.Stage, name: str) -> None:
    with planted.planted(name), pytest.raises(composition.Difference):
        stage.tell(kept(name))
    stage.tell(kept(name))


SETTLED = sorted(path.stem for path in hunt.SETTLED.glob("*.json"))


def settled(name: str) -> Plain:
    story: Plain = json.loads((hunt.SETTLED / f"{name}.json").read_text())
    return story


@pytest.mark.parametrize("name", SETTLED)
def test_story_that_was_once_in_doubt_looks_the_same_in_both_worlds(
    stage: composition.Stage, name: str
) -> None:
    stage.tell(settled(name))


def test_a_line_that_concerns_the_officers_own_child_is_no_secret_from_the_officer(
    stage: composition.Stage,
) -> None:
    """Whoever else may be meant by it: whether such a line was sent is for the officer to know."""
    story = settled("officer-decides-where-a-child-elsewhere-is-like")
    story["quarantine"][1] = []
    with pytest.raises(composition.NotAPair):
        stage.tell(story)


def test_whether_others_work_is_recorded_is_no_secret_from_who_takes_their_own_back(
    stage: composition.Stage,
) -> None:
    story = settled("consent-taken-back-beside-colleagues")
    child = story["slots"][0][0]
    child["sensitive"] = [line for line in child["sensitive"] if line["account"] == "sana"]
    with pytest.raises(composition.NotAPair):
        stage.tell(story)


def test_every_story_that_is_kept_belongs_to_a_leak() -> None:
    assert {path.stem for path in hunt.KEPT.glob("*.json")} == set(planted.LEAKS)


def test_there_are_a_hundred_leaks_and_two_of_every_kind() -> None:
    assert len(planted.LEAKS) >= LEAST_LEAKS
    assert {kind: number for kind, number in planted.KINDS.items() if number < 2} == {}


def test_every_form_is_sent_or_the_reason_why_not_is_written_down() -> None:
    taking = {name for name in composition.urls() if "POST" in composition.methods_of(name)}
    assert set(stories.FORMS) | set(stories.NO_FORMS) == taking
    assert not set(stories.FORMS) & set(stories.NO_FORMS)


def test_exceptions_name_addresses_that_exist() -> None:
    assert set(stories.NO_VISITS) <= set(composition.urls())


def test_a_pair_that_is_none_is_noticed(stage: composition.Stage) -> None:
    story = kept("search-by-hidden-postcode")
    child = next(child for pair in story["slots"] for child in pair if child and child["tier"] != "unlisted")
    child["given"] = "Somebody"
    with pytest.raises(composition.NotAPair):
        stage.tell(story)


def test_specification_shows_each_observer_what_the_policy_says() -> None:
    """Worked by hand, so that the specification is not only compared with itself."""
    from tests.house import spec

    chance = worlds.Chance(1)
    child = worlds.draw_child(chance, 0, worlds.OBSERVERS["jane"]) | {
        "state": "live",
        "tier": "shielded",
        "authority": "X01",
        "involvements": [],
        "sensitive": [],
    }
    of = worlds.OBSERVERS
    assert set(spec.visible_child(of["jane"], child) or {}) == {*spec.FACE, "open", "mine"}
    assert spec.visible_child(of["jane"], child | {"tier": "unlisted"}) is None
    assert spec.visible_child(of["otto"], child) is None
    assert spec.visible_child(of["ada"], child) is None
    assert spec.visible_child(of["nobody"], child) is None
    opened = spec.visible_child(of["nia"], child | {"tier": "open"}) or {}
    assert opened["address"] == child["address"]
    assert "nhs_number" not in opened


# --- an update that may be about an open child here and a shielded one elsewhere ---------------------------------


def update_here_and_elsewhere(*steps: Plain) -> Plain:
    """An update that waits for the officer of an open child; in one world a shielded child elsewhere is meant too."""
    return {**kept("update-says-why-it-waits-elsewhere"), "steps": list(steps)}


THE_UPDATE = kept("update-says-why-it-waits-elsewhere")["quarantine"][0][0]
PAGES: tuple[Plain, ...] = tuple(
    {"do": "visit", "to": f"shielding:{name}", "place": THE_UPDATE["reference"]}
    for name in ("quarantine", "decide", "decided", "transfers")
)


def test_update_waits_alike_whether_a_shielded_child_elsewhere_is_meant_or_not(
    stage: composition.Stage,
) -> None:
    own = THE_UPDATE["child"]
    stage.tell(update_here_and_elsewhere(*PAGES, {"do": "open", "place": own}))


@pytest.mark.parametrize("decision", ["apply", "another", "dismiss"])
def test_each_decision_on_it_looks_alike(stage: composition.Stage, decision: str) -> None:
    own, form = THE_UPDATE["child"], {"decision": decision}
    place = THE_UPDATE["reference"]
    stage.tell(
        update_here_and_elsewhere(
            {"do": "send", "to": "shielding:decide", "place": place, "form": form},
            {"do": "send", "to": "shielding:confirm-decision", "place": place, "form": form},
            *PAGES,
            {"do": "open", "place": own},
            {"do": "send", "to": "shielding:confirm-decision", "place": place, "form": form},
        )
    )


def test_such_an_update_that_comes_while_the_officer_looks_waits_alike(stage: composition.Stage) -> None:
    story = update_here_and_elsewhere()
    event = {"event": "stranger", "postcode": worlds.NOBODYS_POSTCODE}
    steps = [{"do": "behind", "slot": 1, "sides": [event, event]}, *PAGES]
    stage.tell({**story, "quarantine": [[], []], "steps": steps})
