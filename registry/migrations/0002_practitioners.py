"""The one source that every installation has: the practitioners of this system themselves."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def add(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("registry", "Source").objects.create(
        code="practitioners", name="Practitioner, on this page", kind="practitioners"
    )


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("registry", "Source").objects.filter(code="practitioners").delete()


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_record_and_sources")]

    operations = [migrations.RunPython(add, remove)]
