"""The command that loads a file: what it says, what it leaves, and what survives when it is killed."""

import csv
import io
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from audit.verbs import Verb
from registry import intake
from registry.models import Child, Delivery, Name, Reject, Source, SourceRecord, Statement
from tests import cast, steps
from tests.stack import ROOT, STACK

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture
def load_bytes(tmp_path: Path, settings: Any) -> Any:
    """Load a file that has these bytes by the command; what it printed."""
    settings.VAR_DIR = tmp_path / "var"

    def load_bytes(content: bytes, source: str = cast.CENSUS) -> str:
        file = tmp_path / "feed.csv"
        file.write_bytes(content)
        printed = io.StringIO()
        call_command("load_feed", source, str(file), stdout=printed, verbosity=0)
        return printed.getvalue()

    return load_bytes


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


def test_the_sender_is_not_told_that_a_line_was_set_aside(load: Any) -> None:
    load(cast.KELLY)
    steps.shield(cast.reference_of("Kelly"))
    printed = load(cast.KELLY | {"record_id": "another-1", "postcode": "ZZ9 9ZZ"}, name="again.csv")
    assert "applied 0 + superseded 0 + duplicate 0 + rejected 0 + quarantined 1" in printed
    assert "For the sender: received 1 = accepted 1 + duplicate 0 + rejected 0" in printed


def test_it_prints_the_balance_and_writes_one_event(load: Any) -> None:
    printed = load(cast.KELLY, cast.ROBIN, cast.KELLY | {"record_id": "x", "birth_date": "never"})
    assert "received 3 = applied 2 + superseded 0 + duplicate 0 + rejected 1 + quarantined 0" in printed
    assert "For the sender: received 3 = accepted 2 + duplicate 0 + rejected 1" in printed
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


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "02 July 2026 00:30"),
        (datetime(2026, 12, 1, 23, 30, tzinfo=UTC), "01 December 2026 23:30"),
    ],
    ids=["summer", "winter"],
)
def test_it_tells_the_time_as_clocks_in_england_show_it(load: Any, now: datetime, told: str) -> None:
    load(cast.KELLY)
    Delivery.objects.update(received_at=now)
    assert f"received before, at {told}." in load(cast.KELLY)


# --- files that are wrong as a whole ----------------------------------------------------------------------------


PUPILS = [
    cast.KELLY
    | {
        "record_id": f"pupil-{number}",
        "given_name": given,
        "family_name": f"Madeup{chr(97 + number)}",
        "birth_date": f"2012-0{1 + number}-11",
    }
    for number, given in enumerate(["Zoë", "José", "Siân", "Ann", "Bea", "Cat"])
]


def census(*changes: dict[str, str], **cells: str) -> bytes:
    lines = [pupil | cells | change for pupil, change in zip(PUPILS, [*changes, *[{}] * 6], strict=False)]
    return cast.file(cast.CENSUS, *lines).getvalue()


def with_the_year_last() -> bytes:
    def turned(text: str) -> str:
        return "/".join(reversed(text.split("-")))

    dates = ("as_at", "birth_date", "school_start_date")
    return census(*({name: turned(pupil[name]) for name in dates} for pupil in PUPILS))


def workbook() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    return packed.getvalue()


WRONG_FILES = {
    "dates with the year last": (with_the_year_last, "this date has its year last"),
    "Windows-1252": (lambda: census().decode().encode("cp1252"), "Windows-1252"),
    "UTF-16": (lambda: census().decode().encode("utf-16"), "UTF-16"),
    "two byte-order marks": (lambda: b"\xef\xbb\xbf\xef\xbb\xbf" + census(), "two byte-order marks"),
    "the services' file": (
        lambda: cast.file(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY).getvalue(),
        "columns of the format service-involvements, but this source sends school-census",
    ),
    "semicolons": (lambda: census().replace(b",", b";"), "separated by semicolons"),
    "tabs": (lambda: census().replace(b",", b"\t"), "separated by tabs"),
    "a workbook": (workbook, "workbook of a spreadsheet"),
    "a PDF document": (lambda: b"%PDF-1.7\n%\xe2\xe3\n", "PDF"),
    "a web page": (lambda: b"<!DOCTYPE html>\n<html>Sign in</html>", "web page"),
    "keys in scientific notation": (
        lambda: census(record_id="1.23E+06"),
        "wrong in record_id (this is a number in scientific notation",
    ),
    "schools that are in no directory": (
        lambda: census(school_code="NOWHERE9"),
        "wrong in school_code (this is not a code in the directory",
    ),
    "grown-up people": (lambda: census(birth_date="2001-01-01"), "this person is 18 or more"),
    "other columns": (
        lambda: census().replace(b"town", b"photo", 1),
        "column photo is not part of the format",
    ),
}


@pytest.mark.parametrize(("content", "words"), WRONG_FILES.values(), ids=WRONG_FILES.keys())
def test_file_that_is_wrong_as_a_whole_is_refused_in_one_sentence_and_leaves_nothing(
    load_bytes: Any, content: Any, words: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with pytest.raises(CommandError) as refusal:
        load_bytes(content())
    told = str(refusal.value)
    assert words in told
    assert re.fullmatch(r"[A-Z].*\.", told)
    assert not re.search(r"[.!?]\s", told)
    assert refusal.value.returncode == 1
    assert "".join(capsys.readouterr()) == ""
    for table in (Delivery, Reject, SourceRecord, Statement, Child):
        assert not table.objects.exists()
    assert steps.events(Verb.FEED_LOADED) == []
    assert not (tmp_path / "var").exists()
    for secret in ("Zo", "Siân", "Madeup", "ZZ1", "2001", "NOWHERE9", "1.23E"):
        assert secret not in told

    printed = load_bytes(census())
    assert "received 6 = applied 6 + superseded 0 + duplicate 0 + rejected 0 + quarantined 0" in printed


def test_census_sent_to_the_services_is_refused_in_one_sentence(load_bytes: Any) -> None:
    with pytest.raises(
        CommandError, match="columns of the format school-census, but this source sends service"
    ):
        load_bytes(census(), cast.SERVICES)
    assert not Delivery.objects.exists()


def test_dates_in_many_forms_are_refused_line_by_line_with_how_to_write_them(load_bytes: Any) -> None:
    written = ["11/01/2012", "2012-2-11", "20120311", "41010", "11 May 2012"]
    printed = load_bytes(census(*({"birth_date": text} for text in written)))
    assert "received 6 = applied 1 + superseded 0 + duplicate 0 + rejected 5 + quarantined 0" in printed
    rows = list(Reject.objects.order_by("line").values_list("line", "field", "remedy"))
    assert [row[:2] for row in rows] == [(line, "birth_date") for line in range(2, 7)]
    assert all("2009-03-" in remedy for *_, remedy in rows)


def test_rows_and_columns_of_commas_are_passed_over(load_bytes: Any) -> None:
    content = b"\r\n".join(row + b",,," if row else row for row in census().splitlines())
    printed = load_bytes(content + b"\r\n" + (b"," * 28 + b"\r\n") * 4)
    assert "received 6 = applied 6 + superseded 0 + duplicate 0 + rejected 0 + quarantined 0" in printed


def test_file_that_was_begun_is_not_looked_at_again(load_bytes: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []
    look = intake._look
    monkeypatch.setattr(intake, "_look", lambda *args, **more: looks.append(look(*args, **more)))
    monkeypatch.setattr(intake, "CHUNK_LINES", 2)
    store = intake._store
    monkeypatch.setattr(intake, "_store", lambda *args, **more: store(*args, **more) or fail())

    def fail() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_bytes(census())
    assert Delivery.objects.get().received == 2
    monkeypatch.setattr(intake, "_store", store)
    assert "received 6 = applied 6" in load_bytes(census())
    assert len(looks) == 1


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
