"""Writes docs/feeds.md from the tables of the feeds."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from registry.feeds import documentation


class Command(BaseCommand):
    help = "Write docs/feeds.md from the tables that read the files."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        page = Path(settings.BASE_DIR) / "docs" / "feeds.md"
        page.write_text(documentation.documentation(), encoding="utf-8")
        self.stdout.write(f"Wrote {page.relative_to(settings.BASE_DIR)}.")
