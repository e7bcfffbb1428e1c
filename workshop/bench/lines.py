"""What the files of other systems cost: checking their lines, and taking them all the way into the record."""

import io
import statistics
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from tqdm import tqdm

from registry import feeds
from registry.feeds import reader
from workshop.demo import county

SEED = 2011


def measure(
    directory: Path, *, now: datetime, checked: int, loaded: int, repeats: int, quiet: bool = False
) -> dict[str, Any]:
    """Lines that are checked in a second of processor time, and seconds for 1,000 lines that are loaded."""
    with tqdm(desc="lines", total=2 * repeats + 2, unit=" files", disable=quiet) as bar:
        many = county.write(directory / "checked", children=checked, today=now.date(), seed=SEED)
        checking = {}
        for file in (many.census, many.services):
            rates = []
            for _ in range(repeats):
                rates.append(_check(file, now))
                bar.update()
            checking[file.source.format] = {
                "lines": file.received,
                "per_second": rates,
                "median_per_second": round(statistics.median(rates)),
            }
        loading = load(directory / "loaded", now=now, loaded=loaded)
        bar.update(2)
    return {"checking": checking, "loading": loading}


def load(directory: Path, *, now: datetime, loaded: int) -> dict[str, Any]:
    """What 1,000 lines cost from file to published record, by format.

    Seconds by the clock, processor time of the Python process, and the rows and entries of indexes that the database
    looked at: of the three only the last is the same on every machine.
    """
    few = county.write(directory, children=loaded, today=now.date(), seed=SEED)
    found = {}
    for file in (few.census, few.services):
        looked, began, working = _looked_at(), time.perf_counter(), time.process_time()
        call_command("load_feed", file.source.code, file.path, verbosity=0, stdout=io.StringIO())
        spent, worked = time.perf_counter() - began, time.process_time() - working
        found[file.source.format] = {
            "lines": file.received,
            "seconds": round(spent, 2),
            "seconds_per_1000_lines": round(spent / file.received * 1000, 3),
            "processor_per_1000_lines": round(worked / file.received * 1000, 3),
            "rows_looked_at_per_line": round((_looked_at() - looked) / file.received, 1),
        }
    return found


def growth(few: Mapping[str, Any], many: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """What a line costs among many children, times what it costs among few, by format and by what is measured."""
    return {
        form: {
            name: round(many[form][name] / few[form][name], 2)
            for name in ("seconds_per_1000_lines", "processor_per_1000_lines", "rows_looked_at_per_line")
        }
        for form in many
    }


def _looked_at() -> int:
    """The rows and entries of indexes that the database has looked at for anybody since it was made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT tup_returned + tup_fetched FROM pg_stat_database WHERE datname = current_database()"
        )
        (rows,) = cursor.fetchone()
    return int(rows)


def _check(file: county.File, now: datetime) -> float:
    content = io.BytesIO(file.path.read_bytes())
    began = time.process_time()
    lines = sum(1 for _ in reader.read(content, feeds.FORMATS[file.source.format], today=now.date()))
    return round(lines / (time.process_time() - began))
