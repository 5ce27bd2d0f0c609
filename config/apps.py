"""The wiring as an app: whatever starts Django also has the Celery application, so that jobs find their broker."""

from importlib import import_module

from django.apps import AppConfig


class WiringConfig(AppConfig):
    """No tables, no code for pages."""

    name = "config"

    def ready(self) -> None:
        """Load the Celery application once settings are there."""
        import_module("config.celery")
