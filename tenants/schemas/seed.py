"""What every company starts with. Each part looks first whether it is there, so seeding can be repeated."""

from datetime import datetime

from core.dates import local_date
from hr.calendars.actions import add_first_calendar
from hr.documents.actions.letters import create_default_templates
from hr.documents.actions.types import create_default_types
from hr.lifecycle.actions import add_usual_templates
from hr.people.actions import hire_employee
from hr.people.queries import employee_of_user
from payroll.structures.actions import create_default_structures
from tenants.accounts.actions import create_built_in_roles, create_user
from tenants.accounts.capabilities import BuiltInRole
from tenants.accounts.queries import find_user_by_email
from tenants.companies.models import Company
from tenants.company_settings.actions import create_settings


def seed_company(*, company: Company, owner_password_hash: str, now: datetime) -> None:
    """Settings, roles, holidays, what is kept of people and how they are paid, the owner's account and employee record.

    Call it inside the company, in a transaction.
    """
    create_settings(display_name=company.name, country=company.country, time_zone=company.time_zone, currency=company.currency)
    create_built_in_roles()
    create_default_types()
    add_usual_templates()
    add_first_calendar(country=company.country, year=local_date(now, company.time_zone).year)
    create_default_templates()
    create_default_structures(country=company.country, currency=company.currency, now=now)
    owner = find_user_by_email(company.owner_email)
    if owner is None:
        owner = create_user(
            email=company.owner_email,
            full_name=company.owner_name,
            password_hash=owner_password_hash,
            roles=[BuiltInRole.OWNER],
            is_verified=True,
            acting_user=None,
            now=now,
        )
    if employee_of_user(owner, on=local_date(now, company.time_zone)) is None:
        first_name, _space, last_name = company.owner_name.partition(" ")
        hire_employee(
            first_name=first_name,
            last_name=last_name,
            work_email=company.owner_email,
            start_date=local_date(now, company.time_zone),
            user=owner,
            today=local_date(now, company.time_zone),
            acting_user=owner,
        )
