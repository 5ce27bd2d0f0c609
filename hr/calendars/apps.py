"""Holiday calendars and work patterns."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarsConfig(AppConfig):
    """Tables in each company's schema."""

    name = "hr.calendars"
    label = "calendars"
    verbose_name = _("Holidays and work patterns")
