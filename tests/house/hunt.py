"""The hunt: random stories, without a leak or with one planted after the other, until they are found.

    python -m tests.house.hunt --examples 2000 [--leak NAME ...] [--keep]

Without a leak nothing may be found. With a leak planted it must be, within its budget; ``--keep`` shortens what was
found and writes it down, so that every later run of the tests tells that story again.
"""

import argparse
import json
import logging
import os
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.house.composition import Difference, Stage
    from tests.house.spec import Plain

NONE = "none"
KEPT = Path(__file__).parent / "counterexamples"
SETTLED = Path(__file__).parent / "settled"
"""Stories that the hunt once told on the product, or on the specification, and that are mended."""


@dataclass(slots=True)
class Catch:
    """What a hunt came back with."""

    examples: int
    seconds: float
    story: "Plain | None" = None
    difference: "Difference | None" = None


def hunt(stage: "Stage", *, examples: int, seed: int, observers: tuple[str, ...] = ()) -> Catch:
    """Tell random stories until the two worlds can be told apart, or until there were enough of them."""
    from tests.house import composition

    catch = Catch(0, 0.0)
    began = time.perf_counter()
    for number in range(examples):
        story = drawn(seed, number, observers)
        catch.examples += 1
        try:
            stage.tell(story)
        except composition.Difference as difference:
            catch.story, catch.difference = story, difference
            break
    catch.seconds = time.perf_counter() - began
    return catch


def drawn(seed: int, number: int, observers: tuple[str, ...] = ()) -> "Plain":
    """The story of this number: every other one is aimed, the rest walk at random."""
    from tests.house import aims, composition, stories, worlds

    chance = random.Random(f"{seed} {number}")
    among = observers or tuple(worlds.OBSERVERS)
    if number % 2:
        return stories.draw_story(chance, composition.visited(), among)
    return aims.draw_story(chance, number // 2, among)


def shorten(stage: "Stage", story: "Plain", *, patience: float) -> "Plain":
    """The same difference in fewer words: what can be left out or made equal in both worlds is.

    ``patience`` is for how many seconds to try.
    """
    from tests.house import building, composition

    def still_tells(shorter: "Plain") -> bool:
        try:
            stage.tell(shorter)
        except composition.Difference:
            return True
        except (composition.NotAPair, building.NotAWorld):
            return False
        return False

    until = time.perf_counter() + patience
    while True:
        for shorter in _shorter(story):
            if time.perf_counter() > until:
                return story
            if still_tells(shorter):
                story = shorter
                break
        else:
            return story


def _shorter(story: "Plain") -> "Iterator[Plain]":
    """Stories with one thing less than this one, the largest things first."""
    for kind in ("requests", "quarantine"):
        if any(story[kind]):
            yield {**story, kind: [[], []]}
    for index in reversed(range(len(story["slots"]))):
        if any(story["slots"][index]):
            slots = [[None, None] if at == index else pair for at, pair in enumerate(story["slots"])]
            gone = [child["reference"] for child in story["slots"][index] if child]
            kept = {
                kind: [[one for one in side if one["child"] not in gone] for side in story[kind]]
                for kind in ("requests", "quarantine")
            }
            yield {**story, **kept, "slots": slots}
    for index in reversed(range(len(story["steps"]))):
        if len(story["steps"]) > 1:
            yield {**story, "steps": story["steps"][:index] + story["steps"][index + 1 :]}
    for at, pair in enumerate(story["slots"]):
        for change in _plainer(pair):
            yield {
                **story,
                "slots": [change if at == index else same for index, same in enumerate(story["slots"])],
            }
    for at, step in enumerate(story["steps"]):
        for name in step.get("form", {}):
            form = {other: text for other, text in step["form"].items() if other != name}
            steps = [
                {**step, "form": form} if at == index else same for index, same in enumerate(story["steps"])
            ]
            yield {**story, "steps": steps}


_NOTHING: "Plain" = {
    "former": "",
    "address": None,
    "education": None,
    "practice": "",
    "carers": [],
    "nhs_number": "",
    "involvements": [],
    "sensitive": [],
}


def _plainer(pair: "list[Plain | None]") -> "Iterator[list[Plain | None]]":
    """The two selves of a child with one fact less, or with a fact that is the same in both."""
    if all(pair):
        for name, value in pair[0].items():
            if value != pair[1][name]:
                yield [pair[0], {**pair[1], name: value}]
    for name, nothing in _NOTHING.items():
        if any(child and child[name] != nothing for child in pair):
            yield [child and {**child, name: nothing} for child in pair]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--examples", type=int, default=2000, help="stories told without a leak")
    parser.add_argument("--budget", type=int, default=3000, help="most stories told for each leak")
    parser.add_argument("--leak", action="append", help="hunt for this one alone; none: for no leak")
    parser.add_argument(
        "--keep", action="store_true", help="shorten and keep the stories that find the leaks"
    )
    parser.add_argument("--patience", type=float, default=120, help="seconds for shortening a story")
    parser.add_argument(
        "--seed", type=int, default=int.from_bytes(os.urandom(4)), help="to hunt the same way again"
    )
    chosen = parser.parse_args()

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    logging.disable(logging.CRITICAL)
    from tests.stack import STACK

    STACK.make_database()
    try:
        return _hunt_all(chosen)
    finally:
        from django.db import connections

        connections.close_all()
        STACK.stop()


def _hunt_all(chosen: argparse.Namespace) -> int:
    from tests.house import composition, leaks

    failed = 0
    _say(f"seed {chosen.seed}")
    with composition.stage() as stage:
        if not chosen.leak or chosen.leak == [NONE]:
            clean = hunt(stage, examples=chosen.examples, seed=chosen.seed)
            words = (
                "nothing found"
                if clean.difference is None
                else f"FOUND\n{clean.difference}\n{_json(clean.story)}"
            )
            _say(f"{'without a leak':34} {clean.examples:6} stories {clean.seconds:7.1f} s  {words}")
            _say(f"{'telling requests':34} {stage.count.share:6.0%} of {stage.count.requests}")
            failed += clean.difference is not None
        for name in chosen.leak or leaks.LEAKS:
            if name == NONE:
                break
            with leaks.planted(name):
                observers = leaks.LEAKS[name].observers
                found = hunt(stage, examples=chosen.budget, seed=chosen.seed, observers=observers)
                words = f"found ({', '.join(found.difference.parts)})" if found.difference else "NOT FOUND"
                _say(f"{name:34} {found.examples:6} stories {found.seconds:7.1f} s  {words}")
                failed += found.difference is None
                if chosen.keep and found.story:
                    (KEPT / f"{name}.json").write_text(
                        _json(shorten(stage, found.story, patience=chosen.patience)) + "\n"
                    )
    return min(failed, 1)


def _json(story: "Plain | None") -> str:
    return json.dumps(story, indent=1, sort_keys=True)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
