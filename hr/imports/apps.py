"""Imports of employees."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    """Tables in each company's schema."""

    name = "hr.imports"
    label = "imports"
    verbose_name = _("Imports")
