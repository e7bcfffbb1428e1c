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


Repeat = dict[str, list[float]]
"""Milliseconds of every call in one repeat, for each operation."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What every call took, in each repeat: on the clock, and of the processor in this process alone."""

    clock: list[Repeat]
    processor: list[Repeat]


def interleave(
    operations: Sequence[Operation], *, repeats: int, rounds: int, quiet: bool = False
) -> Measured:
    """Call every operation once a round. Every round of every repeat has a number of its own, so that nothing is asked
    twice; a tenth of a repeat is run before, untimed.
    """
    warm_up = max(1, rounds // 10)
    measured = Measured([], [])
    with tqdm(desc="timing", total=repeats * rounds, unit=" rounds", disable=quiet) as bar:
        for at in range(warm_up):
            for operation in operations:
                operation.prepare(at)()
        gc.collect()
        gc.disable()
        for repeat in range(repeats):
            clock: Repeat = {operation.name: [] for operation in operations}
            processor: Repeat = {operation.name: [] for operation in operations}
            for at in range(rounds):
                for operation in operations:
                    call = operation.prepare(warm_up + repeat * rounds + at)
                    began, at_work = time.perf_counter_ns(), time.thread_time_ns()
                    call()
                    worked, took = time.thread_time_ns() - at_work, time.perf_counter_ns() - began
                    clock[operation.name].append(took / 1e6)
                    processor[operation.name].append(worked / 1e6)
                bar.update()
            gc.collect()
            measured.clock.append(clock)
            measured.processor.append(processor)
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
