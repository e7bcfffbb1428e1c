"""Writes docs/governance.md from what the tables say of themselves."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from ground import governance_page, house


class Command(BaseCommand):
    help = "Write docs/governance.md from the declarations beside the models."

    def handle(self, *_args: Any, **_options: Any) -> None:
        Path(settings.BASE_DIR, "docs", "governance.md").write_text(governance_page.text(house.models()))
