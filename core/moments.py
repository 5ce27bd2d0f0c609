"""Dates and moments in the company's way of writing them, in the zone that is active."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from core.formatting import current_date_style


def day_text(day: date) -> str:
    """A date: "21 Nov 2026"."""
    return current_date_style().date_text(day)


def moment_text(instant: datetime) -> str:
    """An instant as date and time: "21 Nov 2026, 17:05"."""
    style = current_date_style()
    local = timezone.localtime(instant)
    return _("%(day)s, %(time)s") % {"day": style.date_text(local.date()), "time": style.time_text(local)}
