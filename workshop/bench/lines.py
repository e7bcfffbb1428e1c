"""What the files of other systems cost: checking their lines, and taking them all the way into the record."""

import io
import statistics
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management import call_command
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
        few = county.write(directory / "loaded", children=loaded, today=now.date(), seed=SEED)
        loading = {}
        for file in (few.census, few.services):
            began = time.perf_counter()
            call_command("load_feed", file.source.code, file.path, verbosity=0, stdout=io.StringIO())
            spent = time.perf_counter() - began
            loading[file.source.format] = {
                "lines": file.received,
                "seconds": round(spent, 2),
                "seconds_per_1000_lines": round(spent / file.received * 1000, 3),
            }
            bar.update()
    return {"checking": checking, "loading": loading}


def _check(file: county.File, now: datetime) -> float:
    content = io.BytesIO(file.path.read_bytes())
    began = time.process_time()
    lines = sum(1 for _ in reader.read(content, feeds.FORMATS[file.source.format], today=now.date()))
    return round(lines / (time.process_time() - began))
