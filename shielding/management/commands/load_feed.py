import csv
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from audit import trail
from audit.verbs import Verb
from registry import intake
from registry.feeds import layout
from shielding.publication import publication


class Command(BaseCommand):
    help = "Load one file of one source: check every line, publish the good ones once, report the rest, and balance."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", help="the source's code, for example westmarch-schools")
        parser.add_argument("file", type=Path, help="the CSV file, as described in docs/feeds.md")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load the file. The same file again changes nothing; a load that was cut off goes on where it stopped."""
        file: Path = options["file"]
        quiet = options["verbosity"] == 0
        try:
            source = intake.source_of(options["source"])
        except intake.UnknownSource:
            raise CommandError(
                f"There is no source {options['source']!r}. Sources are added by the shielding team."
            ) from None
        except intake.SourceStopped:
            raise CommandError(
                f"The source {options['source']!r} is switched off. Nothing was loaded."
            ) from None
        try:
            with file.open("rb") as stream:
                now = timezone.now()
                delivery = intake.open_delivery(source, digest=intake.digest_of(stream), now=now)
                if delivery.read_at is not None:
                    received_at = timezone.localtime(delivery.received_at)
                    self.stdout.write(f"This file was received before, at {received_at:%d %B %Y %H:%M}.")
                stream.seek(0)
                with (
                    tqdm(desc="lines looked at", unit=" lines", disable=quiet) as look,
                    tqdm(desc="lines read", unit=" lines", disable=quiet) as bar,
                ):
                    intake.receive(delivery, stream, now=now, looked=look.update, progress=bar.update)
        except OSError as fault:
            raise CommandError(f"The file {file.name} cannot be read: {fault.strerror}.") from None
        except layout.FileRefused as fault:
            raise CommandError(str(fault)) from None
        except intake.SourceStopped:
            raise CommandError(
                f"The source {options['source']!r} was switched off. The rest of the file was not loaded."
            ) from None
        pending = intake.balance(delivery).pending
        with tqdm(desc="published", unit=" lines", total=pending, disable=quiet or not pending) as bar:
            publication.publish_waiting(now=timezone.now(), progress=bar.update)
        balance = intake.balance(delivery)
        self._report(delivery.pk, balance, intake.receipt(delivery), list(intake.rejects(delivery)))

    def _report(
        self,
        delivery: int,
        balance: intake.Balance,
        receipt: intake.Receipt,
        rejects: list[tuple[int, str, str, str]],
    ) -> None:
        with transaction.atomic():
            trail.record(
                Verb.FEED_LOADED,
                actor=trail.Actor.system("load_feed"),
                at=timezone.now(),
                subject=f"delivery {delivery}",
                outcome="balanced" if balance.holds else "waiting",
            )
        if rejects:
            self.stdout.write(f"Reject report: {self._write(delivery, rejects)}")
        self.stdout.write(
            f"received {balance.received} = applied {balance.applied} + superseded {balance.superseded} "
            f"+ duplicate {balance.duplicate} + rejected {balance.rejected} + quarantined {balance.quarantined}"
            + (f" + waiting {balance.pending}" if balance.pending else "")
        )
        self.stdout.write(
            f"For the sender: received {receipt.received} = accepted {receipt.accepted} "
            f"+ duplicate {receipt.duplicate} + rejected {receipt.rejected}"
        )
        if not balance.holds:
            raise CommandError("The balance does not hold yet: lines are waiting. Run the command again.")

    def _write(self, delivery: int, rejects: list[tuple[int, str, str, str]]) -> Path:
        directory: Path = settings.VAR_DIR / "rejects"
        directory.mkdir(parents=True, exist_ok=True)
        report = directory / f"delivery-{delivery}.csv"
        with report.open("w", newline="", encoding="utf-8") as out:
            writer = csv.writer(out)
            writer.writerow(("line", "field", "what is wrong", "what to do"))
            writer.writerows(rejects)
        return report
