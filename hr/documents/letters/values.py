"""What templates may say of a person: these values and no others."""

from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext_lazy as _

from core.countries import country_names
from core.moments import day_text
from hr.documents.letters.typesetting import Values
from hr.people.access import may
from hr.people.models import ContractType, Employee
from hr.people.queries import nearest_period, terms_on
from hr.personal.models import Address
from hr.personal.queries import record_of
from tenants.accounts.capabilities import Capability
from tenants.accounts.models import User
from tenants.company_settings.queries import get_settings

PLACEHOLDERS: dict[str, dict[str, Any]] = {
    "employee": {
        "name": _("full name"),
        "first_name": _("first name"),
        "last_name": _("last name"),
        "number": _("number"),
        "work_email": _("work e-mail"),
        "job_title": _("job title"),
        "department": _("department"),
        "manager": _("manager"),
        "contract_type": _("kind of contract"),
        "weekly_hours": _("hours a week"),
        "first_day": _("first day of the employment"),
        "last_day": _("its last day, if it has one"),
        "address": _("home address on one line"),
        "date_of_birth": _("date of birth"),
    },
    "company": {"name": _("the company’s name")},
    "letter": {
        "date": _("the letter’s date"),
        "text": _("what is typed for this letter"),
        "signed_by": _("who makes the letter"),
    },
}


def letter_values(employee: Employee, *, on: date, text: str, viewer: User, today: date) -> Values:
    """Each placeholder's value as of a day; empty where nothing is known, and for personal data that `viewer` may not see."""
    terms, period = terms_on(employee, on), nearest_period(employee, on)
    knows = may(viewer, Capability.VIEW_PERSONAL, employee, on=today)
    born = record_of(employee).date_of_birth if knows else None
    return {
        "employee": {
            "name": employee.full_name,
            "first_name": employee.first_name,
            "last_name": employee.last_name,
            "number": str(employee.number),
            "work_email": employee.work_email,
            "job_title": terms.job_title if terms else "",
            "department": str((terms and terms.department) or ""),
            "manager": str((terms and terms.manager) or ""),
            "contract_type": str(ContractType(terms.contract_type).label) if terms else "",
            "weekly_hours": f"{terms.weekly_hours.normalize():f}" if terms and terms.weekly_hours else "",
            "first_day": day_text(period.start_date),
            "last_day": day_text(period.end_date) if period.end_date else "",
            "address": _address(employee) if knows else "",
            "date_of_birth": day_text(born) if born else "",
        },
        "company": {"name": get_settings().display_name},
        "letter": {"date": day_text(on), "text": text, "signed_by": viewer.full_name},
    }


def _address(employee: Employee) -> str:
    address = Address.objects.filter(employee=employee).order_by("kind", "id").first()
    if address is None:
        return ""
    country = dict(country_names(get_language() or "en")).get(address.country, address.country)
    town = f"{address.postcode} {address.city}".strip()
    return ", ".join(filter(None, [address.street, address.details, town, address.region, country]))


def example_values() -> Values:
    """Each placeholder with what it stands for, for trying a template out."""
    return {group: {name: str(words) for name, words in names.items()} for group, names in PLACEHOLDERS.items()}


def empty_placeholders(source: str, values: Values) -> list[str]:
    """What the placeholders stand for that a template names and whose value is not known."""
    unknown = [(group, name) for group, names in values.items() for name, value in names.items() if not value]
    return [str(PLACEHOLDERS[group][name]) for group, name in unknown if f"{group}.{name}" in source]
