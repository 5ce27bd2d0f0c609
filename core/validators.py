"""Checks of single values, for models and forms. Migrations name them, so they stay where they are."""

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def validate_time_zone(name: str) -> None:
    """Raise ValidationError for a zone that the time zone database does not know."""
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone. Choose one such as Europe/London."), params={"name": name})
