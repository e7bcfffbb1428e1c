"""Open twins of shielded children: every slip that the benchmark makes, in a statement about a child who is hidden.

    python -m tests.regressions.twins --shielded 100000

A county's children are shielded. Then a source that does not know their numbers speaks of each of them again, wrong in
one of the ways in which people are wrong, from the hidden home, after a move, or with all that surrounds the child new.
Nothing of it may make a record. Beside it come newcomers who have nothing to do with them: of those hardly any may be
set aside for nothing.
"""

import argparse
import itertools
import json
import logging
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

Row = dict[str, str]
T = TypeVar("T")
PART = 1_000
"""So many lines are sent at once."""


@dataclass(slots=True)
class Found:
    """How many children were shielded, which of their twins came out, and how many newcomers were held up."""

    shielded: int
    twins: Counter[str] = field(default_factory=Counter)
    """Statements about shielded children, by circumstances and slip."""
    came_out: Counter[str] = field(default_factory=Counter)
    """Those of them that were not set aside."""
    newcomers: int = 0
    held_up: int = 0
    """Newcomers, of other homes and other parents than any shielded child's, who were set aside for a shield."""
    seconds: float = 0.0

    @property
    def share_held_up(self) -> float:
        return self.held_up / self.newcomers if self.newcomers else 0.0


def hunt(*, shielded: int, newcomers: int, seed: int = 1) -> Found:
    """Fill the database of the settings with a county (tests.cast), shield it, and send twins and newcomers."""
    from tests import cast
    from workshop.demo import county

    began = time.perf_counter()
    rows = list(county.children(shielded + newcomers, seed, today=cast.TODAY))
    schools = _schools(shielded)
    hidden = [_census(row, place, schools) for place, row in enumerate(rows[:shielded])]
    for some in _parts(hidden):
        cast.send(cast.CENSUS, *some)
    known = _shield_everybody()
    found = Found(shielded=len(known))
    twins = list(_twins(hidden, seed))
    for some in _parts(twins):
        before = _newest_statement()
        cast.send(cast.CENSUS, *(line for _, line in some))
        outcomes = _quarantines(before)
        for what, line in some:
            # What the format refuses, such as a school that starts before the birth, comes nowhere.
            if (outcome := outcomes.get(line["record_id"])) is not None:
                found.twins[what] += 1
                found.came_out[what] += outcome != "shielded"
    found.came_out = +found.came_out
    homes = {(row["address_line_1"], row["postcode"]) for row in hidden}
    carers = {name for row in hidden for name in _carers(row)}
    others = [_census(row, shielded + place, schools) for place, row in enumerate(rows[shielded:])]
    strangers = [
        row
        for row in others
        if (row["address_line_1"], row["postcode"]) not in homes and carers.isdisjoint(_carers(row))
    ]
    for some in _parts(strangers):
        before = _newest_statement()
        cast.send(cast.CENSUS, *some)
        found.newcomers += len(some)
        found.held_up += Counter(_quarantines(before).values())["shielded"]
    found.seconds = time.perf_counter() - began
    return found


def _schools(shielded: int) -> list[str]:
    """So many schools that each has three shielded children in two, as where one child in two hundred is shielded."""
    from access.models import Organisation
    from tests import cast

    like = Organisation.objects.get(code=cast.KELLY["school_code"])
    made = [
        Organisation(
            code=f"HUNT-{at}",
            name=f"Invented School {at}",
            kind=like.kind,
            authority=like.authority,
        )
        for at in range(max(2, shielded * 2 // 3))
    ]
    Organisation.objects.bulk_create(made)
    return [school.code for school in made]


def _census(row: Row, place: int, schools: Sequence[str]) -> Row:
    """The row as a line of the census of the tests' own authority."""
    from registry.feeds import school_census
    from tests import cast

    line = {name: row.get(name, "") for name in school_census.FORMAT.columns}
    line |= {"record_id": f"hidden-{place}", "authority": cast.WESTMARCH, "as_at": "2026-09-10"}
    if line["education"] == "school":
        line |= {"school_code": schools[place % len(schools)], "school_start_date": "2026-09-01"}
    return line


def _carers(row: Row) -> list[tuple[str, str]]:
    return [
        (row[f"carer_{n}_given_name"], row[f"carer_{n}_family_name"])
        for n in (1, 2)
        if row[f"carer_{n}_given_name"]
    ]


def _shield_everybody() -> list[int]:
    from registry.models import Child
    from shielding import keys
    from shielding.models import Shield, Tier
    from tests import cast

    children = list(Child.objects.filter(state=Child.State.LIVE).values_list("pk", flat=True))
    Shield.objects.bulk_create(
        Shield(
            child_id=child,
            tier=Tier.SHIELDED,
            grounds=Shield.Grounds.HARM_TO_CHILD,
            justification=b"",
            imposed_at=cast.NOW,
            imposed_by="0" * 32,
            review_due=cast.TODAY + timedelta(days=90),
        )
        for child in children
    )
    for some in _parts(children):
        keys.rewrite(some, tiers=dict.fromkeys(some, Tier.SHIELDED))
    return children


def _twins(hidden: Sequence[Row], seed: int) -> Iterator[tuple[str, Row]]:
    """For each child one statement about it, wrong in each way in turn, under a key of its own and without a number."""
    from workshop.bench import queries
    from workshop.bench.loading import Remembered

    kinds = [kind for kind in queries.Kind if kind not in queries.AGE_ALONE]
    single = [kind for kind in queries.STANDARD if kind not in (*queries.AGE_ALONE, *_WIDE)]
    turn = itertools.cycle([(what, kind) for kind in kinds for what in ("at home", "moved")])
    new_turn = itertools.cycle(single)
    chance = random.Random(seed)
    births = [date.fromisoformat(row["birth_date"]) for row in hidden]
    people = queries.People(
        [],
        [row["family_name"] for row in hidden],
        ["ZZ7 7AA"],
        births=(min(births), max(births)),
        seed=str(seed),
    )
    for place, row in enumerate(hidden):
        if row["birth_date_to"]:
            continue
        child = Remembered(
            id=place,
            reference="",
            given=row["given_name"],
            family=row["family_name"],
            former=(row["former_given_name"] or row["given_name"], row["former_family_name"])
            if row["former_family_name"]
            else None,
            born=date.fromisoformat(row["birth_date"]),
            gender=row["gender"],
            postcode=row["postcode"],
        )
        asked = None
        while asked is None:
            what, kind = ("all new", next(new_turn)) if place % 3 == 2 else next(turn)
            asked = people.ask_about(child, kind)
        said = row | {
            "record_id": f"twin-{place}",
            "upn": "",
            "given_name": asked.given,
            "family_name": asked.family,
            "birth_date": (asked.born or child.born).isoformat(),
            "former_given_name": "",
            "former_family_name": "",
        }
        if what != "at home" and row["postcode"]:
            said |= {"address_line_1": f"{chance.randrange(1, 900)} Faraway Street", "postcode": "ZZ78 7AA"}
            said |= {"address_line_2": "", "whereabouts": "current"}
        if what == "all new":
            said |= dict.fromkeys((name for name in row if name.startswith("carer_")), "")
            said |= {"education": "elsewhere", "school_code": "", "school_start_date": ""}
        yield f"{what}: {kind}", said


_WIDE = ("two typing errors", "another family name")
"""Slips after which, where nothing else is the same, nobody could tell that the child is meant."""


def _newest_statement() -> int:
    from registry.models import Statement

    return Statement.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _quarantines(after: int) -> dict[str, str]:
    from registry.models import Statement

    return dict(Statement.objects.filter(pk__gt=after).values_list("record__key", "quarantine"))


def _parts(things: Sequence[T]) -> Iterable[Sequence[T]]:
    return (things[at : at + PART] for at in range(0, len(things), PART))


def _figures(found: Found) -> dict[str, object]:
    return {
        "shielded": found.shielded,
        "twins": sum(found.twins.values()),
        "came out": dict(found.came_out),
        "newcomers": found.newcomers,
        "held up": found.held_up,
        "share held up": found.share_held_up,
        "seconds": round(found.seconds, 1),
    }


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shielded", type=int, default=100_000, help="how many children are shielded")
    parser.add_argument("--newcomers", type=int, default=20_000, help="how many others come")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    logging.disable(logging.CRITICAL)
    from django.db import connections

    from tests import cast
    from tests.stack import STACK

    STACK.make_database()
    try:
        cast.county()
        found = hunt(shielded=chosen.shielded, newcomers=chosen.newcomers, seed=chosen.seed)
    finally:
        connections.close_all()
        STACK.stop()
    sys.stdout.write(json.dumps(_figures(found), indent=1) + "\n")
    return min(len(found.came_out), 1)


if __name__ == "__main__":
    sys.exit(main())
