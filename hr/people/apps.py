"""Employees and departments."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Tables in each company's schema."""

    name = "hr.people"
    label = "people"
    verbose_name = _("People")
