from django.apps import AppConfig

DATES_OF_A_SHIELD = [
    "tier",
    "imposed_at",
    "imposed_by",
    "review_due",
    "lift_asked_at",
    "lift_asked_by",
    "lifted_at",
    "lifted_by",
]


class ShieldingConfig(AppConfig):
    name = "shielding"
    verbose_name = "What may be shown"

    def ready(self) -> None:
        """The dates of shields keep a history of changes, and nothing else of them: no child, no grounds, no words."""
        from auditlog.registry import auditlog

        from shielding.models import Shield

        auditlog.register(Shield, include_fields=DATES_OF_A_SHIELD)
