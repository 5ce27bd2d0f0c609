"""The console."""

from django.apps import AppConfig


class SuperadminConfig(AppConfig):
    """No tables."""

    name = "superadmin"

    def ready(self) -> None:
        """Teach the audit trail the console's words; importable only now, since it names models."""
        from superadmin.phrases import register  # noqa: PLC0415

        register()
