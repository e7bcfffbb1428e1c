from typing import Any

import dj_database_url
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections, transaction

from contactpoint import privileges


class Command(BaseCommand):
    help = "Migrate the database as the role that owns the tables, then grant each role what it may do."
    requires_migrations_checks = False

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.OWNER_DATABASE_URL:
            raise CommandError(
                "Set CONTACTPOINT_OWNER_DATABASE_URL: only the owner of the tables can migrate."
            )
        default = connections["default"]
        owner = {**default.settings_dict, **dj_database_url.parse(settings.OWNER_DATABASE_URL)}
        own_settings, default.settings_dict = default.settings_dict, owner
        default.close()
        try:
            call_command("migrate", verbosity=options["verbosity"], interactive=False)
            with transaction.atomic():
                privileges.apply(default)
        finally:
            default.close()
            default.settings_dict = own_settings
