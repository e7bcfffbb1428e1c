from django.apps import AppConfig


class ContactPointConfig(AppConfig):
    name = "contactpoint"
    verbose_name = "ContactPoint"

    def ready(self) -> None:
        """Keep a history of each table that asks for one, beside the trail of who did what."""
        from auditlog.registry import auditlog

        from ground import governance, house

        for model in house.models():
            fields = governance.history_of(model)
            if fields:
                auditlog.register(model, include_fields=list(fields))
