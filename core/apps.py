"""The kernel: what every slice may use and what imports no slice."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Holds the template tags; the kernel's only tables are those of core.audit."""

    name = "core"
