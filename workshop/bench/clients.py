"""What the trail costs when many people work at once: disclosures by several processes, with the trail and without.

The product has no switch that turns the trail off; here its one function is replaced in the processes of the benchmark.
"""

import contextlib
import itertools
import multiprocessing
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import Any
from unittest import mock

from django.db import connections
from tqdm import tqdm

from access.eyes import Searcher
from audit import trail
from shielding.disclosure import disclosure
from workshop.bench import operations
from workshop.bench.loading import Remembered
from workshop.bench.timing import percentile

WITH_TRAIL, WITHOUT_TRAIL = "with the trail", "without the trail"
_PATIENCE = 60.0
_OWN = 500


def measure(
    remembered: Sequence[Remembered],
    *,
    by: Searcher,
    now: datetime,
    clients: Sequence[int],
    repeats: int,
    seconds: float,
    quiet: bool = False,
) -> list[dict[str, Any]]:
    """Disclosures per second and their percentiles for each number of clients, with and without the trail in turn."""
    # A connection does not survive the fork: each process opens its own.
    connections.close_all()
    found = []
    with tqdm(desc="clients", total=len(clients) * repeats * 2, unit=" runs", disable=quiet) as bar:
        for count in clients:
            for repeat in range(repeats):
                for mode in (WITH_TRAIL, WITHOUT_TRAIL):
                    spent = _Run(remembered, by, now, count, seconds, mode).start()
                    found.append(
                        {
                            "clients": count,
                            "repeat": repeat,
                            "mode": mode,
                            "per_second": round(len(spent) / seconds, 1),
                            "p50_ms": round(percentile(spent, 50), 3),
                            "p95_ms": round(percentile(spent, 95), 3),
                        }
                    )
                    bar.update()
    return found


@dataclass(frozen=True, slots=True)
class _Run:
    """One run: so many clients at once, each for so many seconds."""

    remembered: Sequence[Remembered]
    by: Searcher
    now: datetime
    clients: int
    seconds: float
    mode: str

    def start(self) -> list[float]:
        """The milliseconds of every disclosure of every client."""
        context = multiprocessing.get_context("fork")
        barrier = context.Barrier(self.clients)
        pipes, processes = [], []
        for client in range(self.clients):
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=self._be_client, args=(client, barrier, theirs))
            process.start()
            theirs.close()
            pipes.append(ours)
            processes.append(process)
        spent = [milliseconds for pipe in pipes for milliseconds in pipe.recv()]
        for process in processes:
            process.join(_PATIENCE)
        return spent

    def _be_client(self, client: int, barrier: Barrier, pipe: Connection) -> None:
        """In a process of its own: disclose one record after another, and send the milliseconds home."""
        without_trail = mock.patch.object(trail, "record")
        with without_trail if self.mode == WITHOUT_TRAIL else contextlib.nullcontext():
            pipe.send(self._disclose(client, barrier))
        connections.close_all()
        pipe.close()

    def _disclose(self, client: int, barrier: Barrier) -> list[float]:
        own = self.remembered[client :: self.clients][:_OWN]
        viewers = itertools.cycle([operations.look(child, by=self.by, now=self.now) for child in own])
        spent: list[float] = []
        disclosure.disclose((first := next(viewers)).reference, to=first, now=self.now)
        barrier.wait(_PATIENCE)
        until = time.perf_counter() + self.seconds
        while (began := time.perf_counter()) < until:
            viewer = next(viewers)
            disclosure.disclose(viewer.reference, to=viewer, now=self.now)
            spent.append((time.perf_counter() - began) * 1000)
        return spent


def cost(runs: Sequence[dict[str, Any]], clients: int) -> float:
    """By how much dearer the trail makes a disclosure: the median over the repeats of without / with, per second."""
    pairs: dict[int, dict[str, float]] = {}
    for run in runs:
        if run["clients"] == clients:
            pairs.setdefault(run["repeat"], {})[run["mode"]] = run["per_second"]
    ratios = sorted(pair[WITHOUT_TRAIL] / pair[WITH_TRAIL] for pair in pairs.values())
    return round(ratios[len(ratios) // 2], 3)
