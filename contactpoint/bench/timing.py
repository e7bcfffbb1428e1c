"""Timing: several operations in turn (A B C A B C ...), so that what disturbs the machine disturbs them all alike."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tqdm import tqdm

PERCENTILES = (50, 95, 99)


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that is timed. ``prepare`` makes the call for the n-th round and is not timed."""

    name: str
    words: str
    prepare: Callable[[int], Callable[[], object]]


def interleave(
    operations: Sequence[Operation], *, repeats: int, rounds: int, quiet: bool = False
) -> list[dict[str, list[float]]]:
    """Milliseconds of every call: for each repeat, for each operation. Every round of every repeat has a number of
    its own, so that nothing is asked twice; a tenth of a repeat is run before, untimed.
    """
    warm_up = max(1, rounds // 10)
    measured: list[dict[str, list[float]]] = []
    with tqdm(desc="timing", total=repeats * rounds, unit=" rounds", disable=quiet) as bar:
        for at in range(warm_up):
            for operation in operations:
                operation.prepare(at)()
        gc.collect()
        gc.disable()
        for repeat in range(repeats):
            spent: dict[str, list[float]] = {operation.name: [] for operation in operations}
            for at in range(rounds):
                for operation in operations:
                    call = operation.prepare(warm_up + repeat * rounds + at)
                    began = time.perf_counter_ns()
                    call()
                    spent[operation.name].append((time.perf_counter_ns() - began) / 1e6)
                bar.update()
            gc.collect()
            measured.append(spent)
        gc.enable()
    return measured


def percentile(values: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100).__int__() - 1)]


def summarise(measured: Sequence[Mapping[str, Sequence[float]]], *, base: str) -> dict[str, Any]:
    """For each operation its percentiles in every repeat, their medians, and the same as ratios to the base."""
    summary: dict[str, Any] = {}
    for name in measured[0]:
        found: dict[str, Any] = {}
        for percent in PERCENTILES:
            times = [percentile(repeat[name], percent) for repeat in measured]
            ratios = [percentile(r[name], percent) / percentile(r[base], percent) for r in measured]
            found[f"p{percent}"] = {
                "ms": [round(t, 4) for t in times],
                "median_ms": round(statistics.median(times), 4),
                "ratios": [round(ratio, 2) for ratio in ratios],
                "median_ratio": round(statistics.median(ratios), 2),
            }
        summary[name] = found
    return summary
