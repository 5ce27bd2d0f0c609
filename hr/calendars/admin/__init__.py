"""Holiday calendars and work patterns in the company administration."""

from django.utils.translation import gettext_lazy as _

from core.audit.sentences import register_phrases
from core.countries import country_name
from hr.calendars.admin.holidays import HolidayAdmin, HolidayCalendarAdmin
from hr.calendars.admin.patterns import WorkPatternAdmin

__all__ = ["HolidayAdmin", "HolidayCalendarAdmin", "WorkPatternAdmin"]

register_phrases(
    {
        "holidaycalendar:year_added": _("%(actor)s added %(count)s public holidays of %(year)s to %(object)s."),
        "holidaycalendar:made_default": _("%(actor)s let the holiday calendar %(object)s hold for everybody else."),
        "workpattern:changed": _("%(actor)s changed the work pattern %(object)s: %(changes)s."),
    },
    {"calendars.holidaycalendar.country": country_name},
)
