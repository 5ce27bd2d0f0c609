"""The outbox's table, in public."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """One table."""

    name = "core.jobs"
    label = "jobs"
