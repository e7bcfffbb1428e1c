"""The figures as tables that a person can read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from workshop.bench import operations
from workshop.bench.timing import PERCENTILES


def tables(found: Mapping[str, Any]) -> str:
    """All tables of one run, in Markdown."""
    return "\n".join(
        line
        for title, rows in (
            ("Load", _load(found)),
            ("Time", _time(found)),
            ("Recall at ten, and what the person is told", _recall(found)),
            ("Disclosures by several clients", _clients(found)),
            ("Lines of files", _lines(found)),
            ("Targets", _targets(found)),
        )
        for line in ("", f"### {title}", "", *_aligned(list(rows)))
    )


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for number, row in enumerate(rows):
        cells = [
            row[0].ljust(widths[0]),
            *(cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True)),
        ]
        yield f"| {' | '.join(cells)} |"
        if number == 0:
            rules = ["-" * widths[0], *(f"{'-' * (width - 1)}:" for width in widths[1:])]
            yield f"| {' | '.join(rules)} |"


def _load(found: Mapping[str, Any]) -> Iterable[tuple[str, ...]]:
    load = found["load"]
    yield "step", "seconds", "rows a second"
    for step, seconds in load["seconds"].items():
        yield step, f"{seconds:.2f}", f"{load['rows'] / seconds:,.0f}" if seconds else ""


_PAGES = (operations.EMPTY_ANSWER, operations.EMPTY_PAGE, operations.SEARCH_PAGE, operations.RECORD_PAGE)


def _time(found: Mapping[str, Any]) -> Iterable[tuple[str, ...]]:
    timed = found["timing"]
    lookup, empty = timed["against the lookup"], timed["against the empty answer"]
    processor = timed["processor time against the empty answer"]
    yield (
        "what",
        *(f"p{p} ms" for p in PERCENTILES),
        *(f"p{p} x lookup" for p in PERCENTILES),
        "p50 x empty answer",
        "processor p50 ms",
        "x empty answer",
    )
    for name, figures in lookup.items():
        yield (
            name,
            *(f"{figures[f'p{p}']['median_ms']:.3f}" for p in PERCENTILES),
            *(f"{figures[f'p{p}']['median_ratio']:.1f}" for p in PERCENTILES),
            f"{empty[name]['p50']['median_ratio']:.2f}" if name in _PAGES else "",
            f"{processor[name]['p50']['median_ms']:.3f}",
            f"{processor[name]['p50']['median_ratio']:.2f}" if name in _PAGES else "",
        )


_ANSWERS = ("the right card", "two cards", "asked for more", "not found", "another child's card")


def _recall(found: Mapping[str, Any]) -> Iterable[tuple[str, ...]]:
    recall = found["recall"]
    groups = {name: figures for name, figures in recall.items() if name != "kinds"}
    yield "kind of slip", "queries", "recall", "refused", *_ANSWERS
    for name, figures in {**recall["kinds"], **groups}.items():
        yield (
            name,
            str(figures["asked"]),
            f"{figures['recall']:.3f}",
            f"{figures['refused']:.3f}",
            *(f"{figures['answers'].get(answer, 0):.3f}" for answer in _ANSWERS),
        )


def _clients(found: Mapping[str, Any]) -> Iterable[tuple[str, ...]]:
    yield "clients", "repeat", "mode", "a second", "p50 ms", "p95 ms"
    for run in found["clients"]:
        yield (
            *(str(run[name]) for name in ("clients", "repeat", "mode")),
            *(f"{run['per_second']:.0f}", f"{run['p50_ms']:.2f}", f"{run['p95_ms']:.2f}"),
        )


def _lines(found: Mapping[str, Any]) -> Iterable[tuple[str, ...]]:
    lines = found["lines"]
    yield (
        *("format", "checked in a second of processor time", "loaded: s for 1,000 lines", "processor s"),
        *("rows looked at for a line", "times fewer children: s", "processor s", "rows"),
    )
    for name, figures in lines["checking"].items():
        loaded, growth = lines["loading"][name], lines.get("growth", {}).get(name, {})
        yield (
            name,
            f"{figures['median_per_second']:,}",
            f"{loaded['seconds_per_1000_lines']:.2f}",
            f"{loaded['processor_per_1000_lines']:.2f}",
            f"{loaded['rows_looked_at_per_line']:.0f}",
            *([f"{times:.2f}" for times in growth.values()] or ["", "", ""]),
        )


def _targets(found: Mapping[str, Any]) -> Iterable[tuple[str, ...]]:
    yield "target", "measured", "limit", "kept", "what"
    for target in found["targets"]:
        sign = ">=" if target["at_least"] else "<="
        kept = "yes" if target["met"] else "no"
        yield target["name"], f"{target['measured']:g}", f"{sign} {target['limit']:g}", kept, target["words"]
