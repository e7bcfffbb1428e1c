"""The hunt: stories without a leak, or with one planted after the other, until it is found.

    python -m tests.house.hunt --examples 2000 [--seed 1 --seeds 10] [--jobs 2]
    python -m tests.house.hunt --leaks [--leak NAME ...] [--keep] [--jobs 2]

Without a leak nothing may be found. With a leak planted it must be, within its budget; ``--keep`` shortens what was
found and writes it down, so that every later run of the tests tells that story again. Each line that begins with ``{``
is JSON.
"""

import argparse
import concurrent.futures
import json
import logging
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.house.composition import Difference, Stage
    from tests.house.spec import Plain

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


def hunt(
    stage: "Stage", *, examples: int, seed: int, observers: tuple[str, ...] = (), leaking: bool = False
) -> Catch:
    """Tell stories until the two worlds can be told apart, or until there were enough of them.

    ``leaking``: a leak is planted, which may hinder that a world is built as it is drawn. That tells nobody anything.
    """
    from tests.house import building, composition

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
        except building.NotAWorld:
            if not leaking:
                raise
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


_TOGETHER = {
    name: group
    for group in (("born", "born_to"), ("authority", "source"), ("state", "proposed_by", "tier"))
    for name in group
}
"""Facts that hang together: a span begins before it ends, a source speaks for its own authority, and so on."""


def _plainer(pair: "list[Plain | None]") -> "Iterator[list[Plain | None]]":
    """The two selves of a child with one fact less, or with a fact that is the same in both."""
    if all(pair):
        for name, value in pair[0].items():
            if value != pair[1][name]:
                alike = {one: pair[0][one] for one in _TOGETHER.get(name, (name,))}
                yield [pair[0], {**pair[1], **alike}]
    for name, nothing in _NOTHING.items():
        if any(child and child[name] != nothing for child in pair):
            yield [child and {**child, name: nothing} for child in pair]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--examples", type=int, default=2000, help="stories told without a leak, of each seed"
    )
    parser.add_argument("--budget", type=int, default=2000, help="most stories told for each leak")
    parser.add_argument(
        "--leaks", action="store_true", help="plant one leak after the other, and look for each"
    )
    parser.add_argument("--leak", action="append", help="look for this one alone")
    parser.add_argument(
        "--keep", action="store_true", help="shorten and keep the stories that find the leaks"
    )
    parser.add_argument("--patience", type=float, default=120, help="seconds for shortening a story")
    parser.add_argument(
        "--seed", type=int, default=int.from_bytes(os.urandom(4)), help="to hunt the same way again"
    )
    parser.add_argument("--seeds", type=int, default=1, help="how many seeds, this one and those after it")
    parser.add_argument("--jobs", type=int, default=1, help="processes that share the work")
    parser.add_argument("--part", type=int, default=None, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.jobs > 1 and chosen.part is None:
        return _shared(chosen)

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    # The lines of logs are listened to; nobody has to read them as well.
    logging.getLogger().handlers[:] = [logging.NullHandler()]
    from tests.stack import STACK

    STACK.make_database()
    try:
        return _hunt_leaks(chosen) if chosen.leaks or chosen.leak else _hunt_without(chosen)
    finally:
        from django.db import connections

        connections.close_all()
        STACK.stop()


def _shared(chosen: argparse.Namespace) -> int:
    """Let as many processes do the work, each with a database server of its own, and add up what they say."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "tests.house.hunt", *sys.argv[1:], "--seed", str(chosen.seed)]
    running = [
        subprocess.Popen([*command, "--part", str(part)], stdout=subprocess.PIPE, text=True)
        for part in range(chosen.jobs)
    ]
    lines: list[Plain] = []
    with concurrent.futures.ThreadPoolExecutor(chosen.jobs) as readers:
        for said in readers.map(_passed_on, running):
            lines += said
    failed = any(process.wait() for process in running)
    found = [line for line in lines if "leak" in line]
    told = [line for line in lines if "stories" in line]
    minutes = round((time.perf_counter() - began) / 60, 1)
    if found:
        number = sum(line["found_after"] is not None for line in found)
        _say({"leaks": len(found), "found": number, "minutes": minutes, "processes": chosen.jobs})
    else:
        number = sum(line["stories"] for line in told)
        differing = sum(line["found"] for line in told)
        seeds = [chosen.seed + one for one in range(chosen.seeds)]
        _say({"stories": number, "found": differing, "seeds": seeds, "minutes": minutes})
    return int(failed)


def _passed_on(process: "subprocess.Popen[str]") -> "list[Plain]":
    """What the process says, line by line, printed as it comes."""
    lines = []
    for line in process.stdout or ():
        sys.stdout.write(line)
        sys.stdout.flush()
        if line.startswith("{"):
            lines.append(json.loads(line))
    return lines


def _hunt_without(chosen: argparse.Namespace) -> int:
    """Tell stories without a leak. Nothing may be found; where something is, the story is printed, and it goes on."""
    from tests.house import composition

    found = 0
    with composition.stage() as stage:
        for seed in range(chosen.seed, chosen.seed + chosen.seeds):
            began, told = time.perf_counter(), 0
            for number in range(chosen.part or 0, chosen.examples, chosen.jobs):
                story = drawn(seed, number)
                told += 1
                try:
                    stage.tell(story)
                except composition.Difference as difference:
                    found += 1
                    sys.stdout.write(
                        f"FOUND with seed {seed}, story {number}\n{difference}\n{_json(story)}\n"
                    )
            seconds = round(time.perf_counter() - began, 1)
            share = round(stage.walked.share, 2)
            _say({"seed": seed, "stories": told, "found": found, "seconds": seconds, "telling": share})
    return min(found, 1)


def _hunt_leaks(chosen: argparse.Namespace) -> int:
    """Plant one leak after the other. Each must be found within the budget; a line says after how many stories."""
    from tests.house import composition, planted

    missed = 0
    names = list(chosen.leak or planted.LEAKS)[chosen.part or 0 :: chosen.jobs]
    with composition.stage() as stage:
        for name in names:
            leak = planted.LEAKS[name]
            with planted.planted(name):
                found = hunt(
                    stage,
                    examples=chosen.budget,
                    seed=chosen.seed,
                    observers=leak.observers,
                    leaking=True,
                )
                if chosen.keep and found.story:
                    shorter = shorten(stage, found.story, patience=chosen.patience)
                    (KEPT / f"{name}.json").write_text(_json(shorter) + "\n")
            missed += found.difference is None
            _say(
                {
                    "leak": name,
                    "kind": leak.kind,
                    "found_after": found.examples if found.difference else None,
                    "seed": chosen.seed,
                    "seconds": round(found.seconds, 1),
                    "seen_in": found.difference.parts if found.difference else [],
                }
            )
    return min(missed, 1)


def _json(story: "Plain | None") -> str:
    return json.dumps(story, indent=1, sort_keys=True)


def _say(line: "Plain") -> None:
    sys.stdout.write(f"{json.dumps(line)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
