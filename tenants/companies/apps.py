"""Companies and their domains."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompaniesConfig(AppConfig):
    """Tables in public."""

    name = "tenants.companies"
    label = "companies"
    verbose_name = _("Companies")
