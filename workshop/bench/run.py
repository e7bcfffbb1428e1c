"""One run: load a county, measure, and put the figures beside the targets."""

import os
import platform
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from access import eyes
from access.models import Account, Organisation, RoleGrant, Service
from access.occupations import Occupation
from access.roles import Role
from workshop.bench import clients, lines, loading, operations, recall, timing
from workshop.bench.browser import Browser
from workshop.bench.queries import MUST_BE_FOUND, STANDARD, People
from workshop.demo import county


@dataclass(frozen=True, slots=True)
class Options:
    """How much is measured. The defaults are those of `make bench`."""

    children: int = 100_000
    repeats: int = 5
    rounds: int = 400
    """Rounds of a repeat: in each, every operation is timed once."""
    queries: int = 150
    """Queries of each kind of slip, for the recall."""
    clients: tuple[int, ...] = (1, 2, 4, 8)
    client_seconds: float = 2.0
    checked_lines: int = 20_000
    loaded_lines: int = 2_000
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """One of the project's promises about speed and recall: a figure and the limit that it has to keep to."""

    name: str
    words: str
    measured: float
    limit: float
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit


FEWER = 10
"""What a line costs is measured once more among so many times fewer children."""


def measure_lines_among_fewer(options: Options) -> dict[str, Any]:
    """What a line costs among fewer children, in the database of the settings, which must be empty."""
    now = timezone.now()
    children = max(1, options.children // FEWER)
    with tempfile.TemporaryDirectory(prefix="contactpoint-bench-") as folder:
        loading.load(children, directory=Path(folder) / "rows", now=now, quiet=options.quiet)
        found = lines.load(Path(folder) / "loaded", now=now, loaded=options.loaded_lines)
    return {"children": children, "loading": found}


def measure(options: Options, *, among_fewer: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Load and measure in the database of the settings, which must be empty. Returns every figure of every repeat.

    ``among_fewer``: what ``measure_lines_among_fewer`` found, for the growth of a line's cost.
    """
    now = timezone.now()
    with tempfile.TemporaryDirectory(prefix="contactpoint-bench-") as folder:
        loaded = loading.load(options.children, directory=Path(folder) / "rows", now=now, quiet=options.quiet)
        account = _open_account(now)
        by = eyes.searcher_of(account, "the benchmark")
        found: dict[str, Any] = {
            "options": asdict(options),
            "machine": _machine(),
            "load": loaded.figures(),
            "timing": _time(options, loaded, account=account, by=by),
            "refusals": {"ordinary": _share_refused(options, loaded), "broad": _share_broad(options, loaded)},
            "recall": recall.measure(
                _people(loaded, "recall"), by=by, now=now, queries=options.queries, quiet=options.quiet
            ),
            "clients": clients.measure(
                loaded.remembered,
                by=by,
                now=now,
                clients=options.clients,
                repeats=options.repeats,
                seconds=options.client_seconds,
                quiet=options.quiet,
            ),
            "lines": lines.measure(
                Path(folder),
                now=now,
                checked=options.checked_lines,
                loaded=options.loaded_lines,
                repeats=options.repeats,
                quiet=options.quiet,
            ),
        }
    if among_fewer:
        found["lines"]["among fewer"] = among_fewer
        found["lines"]["growth"] = lines.growth(among_fewer["loading"], found["lines"]["loading"])
    found["targets"] = [asdict(target) | {"met": target.is_met} for target in _targets(options, found)]
    return found


def _people(loaded: loading.Loaded, seed: str) -> People:
    born = [child.born for child in loaded.remembered]
    births = (min(born), max(born))
    return People(
        loaded.remembered, loaded.families, loaded.postcodes, births=births, seed=seed, popular=loaded.popular
    )


def _time(options: Options, loaded: loading.Loaded, *, account: Account, by: eyes.Searcher) -> dict[str, Any]:
    now = timezone.now()
    with override_settings(ROOT_URLCONF="workshop.bench.urls"):
        timed = operations.listed(
            people=_people(loaded, "timing"),
            remembered=loaded.remembered,
            by=by,
            browser=Browser(account, now=now),
            rounds=(options.repeats + 1) * options.rounds,
            now=now,
        )
        measured = timing.interleave(
            timed, repeats=options.repeats, rounds=options.rounds, quiet=options.quiet
        )
    return {
        "words": {operation.name: operation.words for operation in timed},
        "against the lookup": timing.summarise(measured.clock, base=operations.LOOKUP),
        "against the empty answer": timing.summarise(measured.clock, base=operations.EMPTY_ANSWER),
        "processor time against the empty answer": timing.summarise(
            measured.processor, base=operations.EMPTY_ANSWER
        ),
    }


def _share_refused(options: Options, loaded: loading.Loaded) -> float:
    drawn = _people(loaded, "refusals").mixed(STANDARD)
    queries = [query for _, _, query in (next(drawn) for _ in range(options.queries * len(STANDARD)))]
    return round(operations.share_refused(queries), 4)


def _share_broad(options: Options, loaded: loading.Loaded) -> float:
    people = _people(loaded, "broad")
    return round(operations.share_refused([people.broad() for _ in range(options.queries)]), 4)


def _open_account(now: datetime) -> Account:
    today = timezone.localdate(now)
    account = Account.objects.create_account(
        username="bench",
        full_name="Bench Imaginary",
        job_title="Social worker",
        occupation=Occupation.SOCIAL_WORKER,
        organisation=Organisation.objects.get(code=f"{county.HOME}-COUNCIL"),
        service=Service.objects.get(code=f"{county.HOME}-SOCIAL"),
        telephone="01632 960123",
        email="bench@westmarch.example",
        state=Account.State.ACTIVE,
        dbs_issued_on=today - timedelta(days=100),
        training_completed_on=today - timedelta(days=90),
        agreement_signed_on=today - timedelta(days=90),
    )
    RoleGrant.objects.create(
        account=account, role=Role.PRACTITIONER, granted_by="the benchmark", granted_at=now
    )
    return Account.objects.with_eyes().get(pk=account.pk)


_SETTINGS = (
    "server_version",
    "shared_buffers",
    "fsync",
    "synchronous_commit",
    "autovacuum",
    "jit",
    "max_wal_size",
)


def _machine() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting, unit FROM pg_settings WHERE name = ANY (%s)", [list(_SETTINGS)])
        postgresql = {name: f"{setting} {unit or ''}".strip() for name, setting, unit in cursor.fetchall()}
    return {
        "at": timezone.now().isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "load_before": [round(load, 2) for load in os.getloadavg()],
        "python": platform.python_version(),
        "postgresql": postgresql,
    }


# --- targets ----------------------------------------------------------------------------------------------------


def _targets(options: Options, found: Mapping[str, Any]) -> Iterator[Target]:
    lookup, empty = found["timing"]["against the lookup"], found["timing"]["against the empty answer"]
    for percent, limit in ((50, 4.0), (95, 8.0), (99, 15.0)):
        yield Target(
            f"P1 p{percent}",
            f"candidate search, p{percent}, times a primary-key lookup",
            lookup[operations.CANDIDATES][f"p{percent}"]["median_ratio"],
            limit,
        )
    for group, limit in (("birth date given", 0.995), ("by age", 0.96), ("compound", 0.99)):
        yield Target(
            f"P1 recall, {group}",
            "share of children among the ten best",
            found["recall"][group]["recall"],
            limit,
            at_least=True,
        )
    for group, figures in found["recall"].items():
        if group != "kinds":
            yield Target(
                f"another child's card, {group}",
                "share of searches that show another child",
                figures["answers"].get(recall.ANOTHER_CHILD, 0.0),
                0.005,
            )
    for kind in MUST_BE_FOUND:
        yield Target(
            f"recall, {kind}",
            "share of children among the ten best",
            found["recall"]["kinds"][kind]["recall"],
            0.97,
            at_least=True,
        )
    for page, limit in ((operations.SEARCH_PAGE, 2.5), (operations.RECORD_PAGE, 3.0)):
        yield Target(f"P4 {page}", "p50, times an empty answer", empty[page]["p50"]["median_ratio"], limit)
    most = max(options.clients)
    yield Target(
        "P5", f"a disclosure with its event, {most} clients", clients.cost(found["clients"], most), 1.25
    )
    yield Target(
        "P6 time",
        "broad search, p95, times a primary-key lookup",
        lookup[operations.BROAD]["p95"]["median_ratio"],
        8.0,
    )
    yield Target("P6 share", "ordinary queries refused as too broad", found["refusals"]["ordinary"], 0.01)
    yield Target(
        "P8 load", "share of the speed of a raw COPY", found["load"]["share_of_raw_copy"], 0.25, at_least=True
    )
    for name, figures in found["lines"]["checking"].items():
        yield Target(
            f"P8 {name}",
            "lines checked in a second of processor time",
            figures["median_per_second"],
            50_000,
            at_least=True,
        )
    yield from _growth_targets(found["lines"])


def _growth_targets(found: Mapping[str, Any]) -> Iterator[Target]:
    """What a line costs must not depend on how many children are held."""
    for name, growth in found.get("growth", {}).items():
        for measured, words in (
            ("rows_looked_at_per_line", "rows looked at for a line"),
            ("processor_per_1000_lines", "processor time for a line"),
        ):
            yield Target(
                f"P2 {name}", f"{words}, times that among {FEWER} times fewer children", growth[measured], 1.2
            )
