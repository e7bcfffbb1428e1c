from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "access"
    verbose_name = "Who may come in"

    def ready(self) -> None:
        """Grants, organisations and the directory keep a history of changes, beside the trail of who did what."""
        from auditlog.registry import auditlog

        from access.models import Authority, Organisation, RoleGrant, Service

        for model in (RoleGrant, Authority, Organisation, Service):
            auditlog.register(model)
