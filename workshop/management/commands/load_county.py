from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from shielding.publication import tasks
from workshop.demo import asked, cast, consultation, county, loading, story


class Command(BaseCommand):
    help = "Load the fictional county: its directory and people, then its files through the real feed path."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("children", type=int, help="how many children the county has")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Everything is done at most once, so a load that was cut off can be run again."""
        if options["children"] < len(cast.CHILDREN):
            raise CommandError(f"The county needs at least the {len(cast.CHILDREN)} children of its story.")
        now = timezone.now()
        directory = county.directory(options["children"])
        loading.write_directory(directory)
        loading.open_accounts(now)
        files, made_on = self._files(options["children"])
        for source in directory.sources:
            self.stdout.write(f"{source.name}:")
            call_command("load_feed", source.code, files / source.filename, verbosity=options["verbosity"])
        self.stdout.write("The nightly match:")
        tasks.nightly()
        loading.impose_shields(now)
        loading.send_updates_to_check(now, made_on=made_on)
        asked.load(now)
        consultation.load(now)
        story.write_down(loading.numbers_of_the_story(), made_on=made_on)
        self.stdout.write("The county is loaded.")

    def _files(self, children: int) -> tuple[Path, date]:
        """The folder of the county's files, and the day of which they are."""
        directory: Path = settings.VAR_DIR / "county" / str(children)
        finished = directory / "finished"
        if not finished.exists():
            today = timezone.localdate()
            directory.mkdir(parents=True, exist_ok=True)
            county.write(directory, children=children, today=today)
            finished.write_text(today.isoformat())
        return directory, date.fromisoformat(finished.read_text())
