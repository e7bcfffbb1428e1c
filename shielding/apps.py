from django.apps import AppConfig


class ShieldingConfig(AppConfig):
    name = "shielding"
    verbose_name = "What may be shown"

    def ready(self) -> None:
        """The dates of shields keep a history of changes. What is sealed or names a child stays out of it."""
        from auditlog.registry import auditlog

        from shielding.models import Shield

        auditlog.register(Shield, exclude_fields=["justification", "child", "grounds"])
