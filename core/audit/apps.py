"""The audit trail."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """One table in public for the platform's staff, one in each company's schema."""

    name = "core.audit"
    label = "audit"
    verbose_name = _("Audit")
