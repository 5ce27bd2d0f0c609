"""Writes of the settings."""

from core.countries import UnknownCountry, country as find_country
from tenants.company_settings.models import CompanySettings

MONDAY_TO_FRIDAY = [1, 2, 3, 4, 5]


def create_settings(*, display_name: str, country: str, time_zone: str, currency: str) -> CompanySettings:
    """A new company's settings with its country's customs; leaves settings that are there as they are."""
    defaults: dict[str, object] = {
        "display_name": display_name,
        "country": country,
        "time_zone": time_zone,
        "currency": currency,
        "working_days": MONDAY_TO_FRIDAY,
    }
    try:
        customs = find_country(country)
    except UnknownCountry:
        pass
    else:
        defaults |= {
            "date_format": customs.date_format.value,
            "uses_24_hours": customs.uses_24_hours,
            "week_starts_on": customs.first_weekday,
        }
    settings, _is_new = CompanySettings.objects.get_or_create(id=1, defaults=defaults)
    return settings
