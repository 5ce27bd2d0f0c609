"""Writes of the settings."""

from datetime import time
from typing import TypedDict, Unpack

from django.db import transaction

from core.audit.actions import Actor, changed_values, field_values, record_event
from core.countries import UnknownCountry, country as find_country
from core.files.pictures import Picture
from core.files.storage import delete_on_commit, keep_file
from core.tenancy import current_tenant, in_public
from tenants.companies.actions import keep_company_facts
from tenants.company_settings.models import CompanySettings

MONDAY_TO_FRIDAY = [1, 2, 3, 4, 5]
# Settings that the platform's row of the company repeats, and their names there.
_FACTS = {"display_name": "name", "country": "country", "time_zone": "time_zone", "currency": "currency"}


class SettingsChanges(TypedDict, total=False):
    """What `change_settings` may change; the fields of CompanySettings."""

    display_name: str
    tagline: str
    primary_color: str
    secondary_color: str
    country: str
    time_zone: str
    currency: str
    date_format: str
    uses_24_hours: bool
    week_starts_on: int
    working_days: list[int]
    workday_start: time
    workday_end: time
    grace_minutes: int
    overtime_threshold_minutes: int
    leaver_access_months: int


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


def change_settings(*, acting_user: Actor, **changes: Unpack[SettingsChanges]) -> CompanySettings:
    """Change what is named, for everybody from their next page on, and return the settings as they are now.

    The values are those of a validated form; the table's constraints refuse nonsense.
    """
    with transaction.atomic():
        settings = CompanySettings.objects.select_for_update().get()
        before, after = changed_values(field_values(settings, list(changes)), dict(changes))
        if not after:
            return settings
        for name, value in after.items():
            setattr(settings, name, value)
        settings.save(update_fields=list(after))
        record_event(action="settings:changed", acting_user=acting_user, subject=settings, before=before, after=after)
        _tell_the_platform(after, acting_user)
    return settings


def change_logo(*, acting_user: Actor, picture: Picture) -> CompanySettings:
    """Show this picture on the company's pages from now on. Raises FileNotKept, and leaves the old one then."""
    return _set_logo(acting_user, "settings:logo_changed", keep_file("logo", picture.content, picture.kind), picture)


def remove_logo(*, acting_user: Actor) -> CompanySettings:
    """Show the first letter of the company's name again."""
    return _set_logo(acting_user, "settings:logo_removed", "", None)


def _set_logo(acting_user: Actor, action: str, name: str, picture: Picture | None) -> CompanySettings:
    with transaction.atomic():
        settings = CompanySettings.objects.select_for_update().get()
        former, settings.logo = settings.logo, name
        settings.logo_width, settings.logo_height = (picture.width, picture.height) if picture else (0, 0)
        if former != name:
            settings.save(update_fields=["logo", "logo_width", "logo_height"])
            record_event(action=action, acting_user=acting_user, subject=settings)
        if former:
            delete_on_commit(former)
    return settings


def _tell_the_platform(changes: dict[str, object], acting_user: Actor) -> None:
    """Let the platform's row of the company say the same: mails and jobs by the company's clock go by it."""
    facts = {fact: str(changes[name]) for name, fact in _FACTS.items() if name in changes}
    if facts:
        company_id = current_tenant().id
        with in_public():
            keep_company_facts(company_id=company_id, acting_user=acting_user, **facts)
