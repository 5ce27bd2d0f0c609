"""Components, structures and who is paid by which."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StructuresConfig(AppConfig):
    """Tables in each company's schema."""

    name = "payroll.structures"
    label = "structures"
    verbose_name = _("Payroll")
