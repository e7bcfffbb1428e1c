"""A load that is killed at any moment and run again: nothing is lost, nothing applied twice, the balance is right."""

import csv
import time
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from registry import feeds
from tests.outages.machinery import Machinery, kill, wait_until

SOURCE = "westmarch-census"
GOOD, TWICE, BROKEN = 450, 350, 300
RECEIVED = GOOD + TWICE + BROKEN
BALANCE = f"received {RECEIVED} = applied {GOOD} + superseded 0 + duplicate {TWICE} + rejected {BROKEN} + quarantined 0"


def census(file: Path) -> Path:
    """A census of children who are unlike everybody: some lines twice, some with a day that no month has."""
    today, syllables = timezone.localdate(), ("ba", "do", "ki", "lu", "me", "ro", "ti", "zu")
    names = [
        "".join(syllables[number * 2017 // 8**place % 8] for place in range(4)) for number in range(4096)
    ]
    good = [
        {
            "record_id": f"OUTAGE-{number:05d}",
            "as_at": (today - timedelta(days=3)).isoformat(),
            "given_name": names[2 * number].title(),
            "family_name": names[2 * number + 1].title(),
            "birth_date": (date(2011, 1, 1) + timedelta(days=number * 7 % 3000)).isoformat(),
            "gender": "N",
            "whereabouts": "none",
            "education": "elsewhere",
            "authority": "X01",
        }
        for number in range(GOOD)
    ]
    broken = [good[0] | {"record_id": f"BROKEN-{n:05d}", "birth_date": "2015-02-31"} for n in range(BROKEN)]
    # the good lines come late, so that a load can be killed before and after it has seen one
    with file.open("w", newline="") as out:
        writer = csv.DictWriter(
            out, [field.name for field in feeds.FORMATS["school-census"].fields], restval=""
        )
        writer.writeheader()
        writer.writerows([*broken, *good, *good[:TWICE]])
    return file


def test_killed_load_goes_on_where_it_stopped_and_the_worker_publishes_what_waits(
    machinery: Machinery, tmp_path: Path
):
    file = census(tmp_path / "census.csv")

    def waiting() -> int:
        return int(machinery.ask("SELECT count(*) FROM registry_outboxentry")[0][0])

    def last_line() -> int:
        return int(machinery.ask("SELECT coalesce(max(last_line), 0) FROM registry_delivery")[0][0])

    def kill_load_when(moment: str) -> None:
        load = machinery.load_feed(SOURCE, file)
        before = waiting(), last_line()
        wait_until(lambda: load.poll() is not None or (waiting(), last_line()) != before, pause=0.01)
        if moment == "a little later":
            time.sleep(time.monotonic_ns() % 1_000_000_000 / 1e9)
        kill(load.pid)
        load.communicate()
        assert load.returncode in {-9, 0}

    kill_load_when("something of it was stored")
    kill_load_when("a little later")
    kill(machinery.system.pid_of("redis"))
    machinery.wait_for_health(broker="failed")
    machinery.wait_for_health(broker="ok", worker="ok")
    machinery.ring()
    wait_until(lambda: waiting() == 0)
    again = machinery.load_feed(SOURCE, file)
    said, complaint = again.communicate(timeout=120)
    assert again.returncode == 0, complaint
    assert BALANCE in said
    assert machinery.load_feed(SOURCE, file).communicate(timeout=120)[0].count(BALANCE) == 1, "A third time"
    assert children_of_the_file(machinery) == GOOD


def children_of_the_file(machinery: Machinery) -> int:
    rows = machinery.ask(
        "SELECT count(DISTINCT child_id) FROM registry_link JOIN registry_sourcerecord record ON record.id = record_id "
        "WHERE record.key LIKE 'OUTAGE-%%' AND registry_link.ended_at IS NULL HAVING count(*) = %s",
        GOOD,
    )
    return int(rows[0][0]) if rows else 0
