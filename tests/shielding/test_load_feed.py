"""The command that loads a file: what it says, what it leaves, and what survives when it is killed."""

import csv
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from audit.verbs import Verb
from registry import intake
from registry.models import Child, Delivery, Name, Reject, Source, Statement
from tests import cast, steps
from tests.stack import ROOT, STACK

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture
def load(tmp_path: Path, settings: Any) -> Any:
    """Load lines from a file by the command; what it printed."""
    settings.VAR_DIR = tmp_path / "var"

    def load(*lines: dict[str, str], source: str = cast.CENSUS, name: str = "feed.csv") -> str:
        file = tmp_path / name
        file.write_bytes(cast.file(cast.CENSUS if source == "nowhere" else source, *lines).getvalue())
        printed = io.StringIO()
        call_command("load_feed", source, str(file), stdout=printed, verbosity=0)
        return printed.getvalue()

    return load


def test_it_prints_the_balance_and_writes_one_event(load: Any) -> None:
    printed = load(cast.KELLY, cast.ROBIN, cast.KELLY | {"record_id": "x", "birth_date": "never"})
    assert "received 3 = applied 2 + superseded 0 + duplicate 0 + rejected 1 + quarantined 0" in printed
    (event,) = steps.events(Verb.FEED_LOADED)
    assert (event.name, event.outcome, event.reference) == ("system: load_feed", "balanced", "")


def test_the_reject_report_says_what_is_wrong_and_what_to_do_and_repeats_no_value(
    load: Any, tmp_path: Path
) -> None:
    printed = load(cast.KELLY | {"birth_date": "Sesame", "postcode": "=HYPERLINK(1)"})
    report = Path(printed.split("Reject report: ")[1].splitlines()[0])
    with report.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert {(row["line"], row["field"]) for row in rows} == {("2", "birth_date"), ("2", "postcode")}
    assert all(row["what is wrong"] and row["what to do"] for row in rows)
    for secret in ("Sesame", "HYPERLINK", "Kelly"):
        assert secret not in report.read_text() + printed


def test_without_rejects_there_is_no_report(load: Any) -> None:
    assert "Reject report" not in load(cast.KELLY)


def test_the_same_file_again_says_so_and_changes_nothing(load: Any) -> None:
    load(cast.KELLY)
    before = steps.what_shows(), steps.outcomes()
    again = load(cast.KELLY, name="other-name.csv")
    assert "was received before" in again
    assert "received 1 = applied 1" in again
    assert (steps.what_shows(), steps.outcomes()) == before
    assert Delivery.objects.count() == 1


def test_it_names_no_child_on_the_screen(load: Any, capsys: pytest.CaptureFixture[str]) -> None:
    printed = load(cast.KELLY, cast.ROBIN | {"gender": "?"}) + load(
        cast.SANA_WORKS_WITH_KELLY, source=cast.SERVICES
    )
    everything = printed + "".join(capsys.readouterr())
    for secret in ("Kelly", "Robin", "ZZ1", "DRUGS", "Sana", "Invented"):
        assert secret not in everything


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (lambda: None, "There is no source 'nowhere'"),
        (
            lambda: Source.objects.create(code="nowhere", name="N", kind="school-census", live=False),
            "switched off",
        ),
    ],
)
def test_a_source_that_is_unknown_or_switched_off_is_refused_in_words(
    load: Any, prepare: Any, words: str
) -> None:
    prepare()
    with pytest.raises(CommandError, match=words):
        load(cast.KELLY, source="nowhere")
    assert Delivery.objects.count() == 0


def test_a_file_that_is_missing_or_has_other_columns_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_feed", cast.CENSUS, str(tmp_path / "missing.csv"), verbosity=0)
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("Kelly,Example\n")
    with pytest.raises(CommandError) as refusal:
        call_command("load_feed", cast.CENSUS, str(wrong), verbosity=0)
    assert "Kelly" not in str(refusal.value)
    assert "column names" in str(refusal.value)


def test_a_command_whose_lines_still_wait_fails_and_says_so(
    load: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps.publication, "publish_waiting", lambda **_: 0)
    with pytest.raises(CommandError, match="Run the command again"):
        load(cast.KELLY)
    assert steps.events(Verb.FEED_LOADED)[0].outcome == "waiting"
    monkeypatch.undo()


@pytest.mark.django_db(transaction=True)
def test_a_load_that_is_killed_counts_each_line_once_when_it_runs_again(tmp_path: Path) -> None:
    lines = [
        cast.KELLY
        | {
            "record_id": f"p{n}",
            "family_name": "".join(chr(97 + int(digit)) for digit in f"{n:05}"),
            "birth_date": "never" if n % 50 == 0 else f"20{10 + n % 10}-0{1 + n % 9}-1{n % 9}",
        }
        for n in range(1_600)
    ]
    file = tmp_path / "feed.csv"
    file.write_bytes(cast.file(cast.CENSUS, *lines).getvalue())
    environment = {
        **os.environ,
        **STACK.environment(),
        "DJANGO_SETTINGS_MODULE": "contactpoint.settings",
        "CONTACTPOINT_VAR_DIR": str(tmp_path / "var"),
    }
    command = [sys.executable, str(ROOT / "manage.py"), "load_feed", cast.CENSUS, str(file), "-v", "0"]

    def stop_when(is_time: Any) -> None:
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as run:
            deadline = time.monotonic() + 60
            while not is_time() and run.poll() is None and time.monotonic() < deadline:
                time.sleep(0.03)
            run.send_signal(signal.SIGKILL)

    stop_when(Statement.objects.exists)
    assert Delivery.objects.get().received > 0
    stop_when(lambda: Child.objects.count() > 10)
    finished = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    balance = intake.balance(Delivery.objects.get())
    assert balance.holds
    assert (balance.received, balance.rejected) == (1_600, 32)
    assert Reject.objects.values("line").distinct().count() == 32
    assert Statement.objects.values("line").distinct().count() == Statement.objects.count() == 1_568
    assert Name.objects.count() == Child.objects.count() == balance.applied
