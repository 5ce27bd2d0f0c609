"""Provisioning's own table, in public."""

from django.apps import AppConfig


class SchemasConfig(AppConfig):
    """Tables in public; commands for operators."""

    name = "tenants.schemas"
    label = "schemas"

    def ready(self) -> None:
        """Keep jobs out of schemas of another release; importable only now, since it names models."""
        from core.jobs.worker import register_reason_to_wait  # noqa: PLC0415
        from tenants.schemas.queries import why_jobs_wait  # noqa: PLC0415

        register_reason_to_wait(why_jobs_wait)
