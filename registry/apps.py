from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "registry"
    verbose_name = "The record"

    def ready(self) -> None:
        """Which systems may send, and for whom, keeps a history of changes. Nothing about a child does."""
        from auditlog.registry import auditlog

        from registry.models import Source

        auditlog.register(Source)
