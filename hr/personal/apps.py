"""The personal record."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PersonalConfig(AppConfig):
    """Tables in each company's schema."""

    name = "hr.personal"
    label = "personal"
    verbose_name = _("Personal records")
