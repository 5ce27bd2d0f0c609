"""Plans."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BillingConfig(AppConfig):
    """Tables in public."""

    name = "billing"
    verbose_name = _("Billing")
