"""What people are paid, and what is taken from it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompensationConfig(AppConfig):
    """Tables in each company's schema."""

    name = "payroll.compensation"
    label = "compensation"
    verbose_name = _("Pay")
