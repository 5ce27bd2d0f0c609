"""Plants the demo through the product's own actions. What is there already stays, so an interrupted run can be repeated."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django_tenants.utils import tenant_context

from core.dates import local_date
from hr.attendance.models import Punch, PunchSource
from hr.attendance.rules import PunchFact
from hr.people.actions import add_department, change_first_day, change_terms, hire_employee
from hr.people.models import Department, Employee
from superadmin.actions import create_staff
from superadmin.demo.attendance import punches_of, working_days
from superadmin.demo.cast import DEMO_PASSWORD, STAFF_EMAIL, STAFF_NAME, DemoCompany, Person, Team
from superadmin.demo.documents import plant_documents
from superadmin.demo.imports import plant_custom_fields, plant_import
from superadmin.demo.pay import Paid, plant_pay
from superadmin.demo.places import plant_checklists, plant_places
from superadmin.demo.records import plant_records
from superadmin.usage import count_use
from tenants.accounts.actions import create_user
from tenants.accounts.models import User
from tenants.accounts.queries import find_user_by_email
from tenants.companies.actions import activate_company
from tenants.companies.hosts import find_company_by_host
from tenants.companies.models import Company, CompanyStatus
from tenants.companies.rules import host_of_subdomain
from tenants.company_settings.models import CompanySettings
from tenants.schemas.actions import provision_company, request_company
from tenants.schemas.locks import ProvisioningRunsElsewhere
from tenants.single_sign_on.actions import change_provider

HISTORY = timedelta(days=90)
SEED = "rooster"
_PUNCHES_AT_ONCE = 2_000
_PATIENCE_SECONDS = 60


class AddressInUse(Exception):
    """A company that is not the demo's has the demo's address."""


class NotBuilt(Exception):
    """A worker took the company over and has not finished it."""


@dataclass(frozen=True, slots=True)
class Hired:
    """Somebody of the cast in the company's tables."""

    person: Person
    team: Team
    employee: Employee
    start_date: date


def plant_staff(*, now: datetime) -> User:
    """The console's demo account."""
    return find_user_by_email(STAFF_EMAIL) or create_staff(email=STAFF_EMAIL, full_name=STAFF_NAME, password=DEMO_PASSWORD, now=now)


def plant_company(plan: DemoCompany, *, staff: User, now: datetime) -> bool:
    """One company with its people and 90 days of attendance up to `now`; False when all of it was there.

    Raises AddressInUse, NotBuilt, and what provisioning raises.
    """
    host = host_of_subdomain(plan.subdomain)
    company = find_company_by_host(host)
    if company is None:
        company = _request(plan, now=now)
    elif company.owner_email != plan.email_of(plan.owner):
        raise AddressInUse(f"{host} belongs to {company.name}, which is not the demo's.")
    if company.ready_at is None:
        _build(company)
    if company.status == CompanyStatus.TRIAL:
        # A demo that ended after a fortnight would help nobody.
        activate_company(company=company, acting_user=staff)
    with tenant_context(company):
        if Employee.objects.count() > 1:
            return False
        plant_people(plan, now=now)
        everybody = Employee.objects.select_related("user").order_by("number")
        plant_records(everybody, country=plan.country, now=now)
        plant_documents(everybody, by=find_user_by_email(plan.email_of(plan.owner)), now=now)
        _plant_starters(plan, now=now)
    count_use(company=company, now=now)
    return True


def _plant_starters(plan: DemoCompany, *, now: datetime) -> None:
    owner = User.objects.get(email=plan.email_of(plan.owner))
    plant_custom_fields(Employee.objects.order_by("number"), by=owner)
    team = plan.teams[1]
    lead = team.people[0].name
    today = local_date(now, plan.time_zone)
    plant_import(domain=f"{plan.subdomain}.example", team=team.name, manager=lead, by=owner, today=today, now=now)


def _request(plan: DemoCompany, *, now: datetime) -> Company:
    return request_company(
        name=plan.name,
        subdomain=plan.subdomain,
        owner_name=plan.owner.name,
        owner_email=plan.email_of(plan.owner),
        owner_password_hash=make_password(DEMO_PASSWORD),
        country=plan.country,
        time_zone=plan.time_zone,
        currency=plan.currency,
        acting_user=None,
        now=now,
    )


def _build(company: Company) -> None:
    """Build it here; where a worker runs it may have begun already, and is waited for."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while company.ready_at is None:
        try:
            provision_company(company_id=company.id)
        except ProvisioningRunsElsewhere as error:
            if time.monotonic() > deadline:
                raise NotBuilt(f"A worker has been building {company.name} for {_PATIENCE_SECONDS} seconds.") from error
            time.sleep(0.5)
        company.refresh_from_db(fields=["ready_at"])


def plant_people(plan: DemoCompany, *, now: datetime) -> None:
    """Departments, people, accounts, pay and punches, all or nothing. Call it inside the company."""
    with transaction.atomic():
        CompanySettings.objects.update(tagline=plan.tagline, primary_color=plan.primary_color)
        owner = Employee.objects.select_related("user").get(work_email=plan.email_of(plan.owner))
        # One hash for all: they share the password, and a good hash is slow on purpose.
        personnel = _Personnel(plan, owner, make_password(DEMO_PASSWORD), now)
        everybody = list(personnel.hire_everybody())
        paid = [Paid(hired.employee, hired.person.job_title, hired.team.uses_kiosk, hired.start_date) for hired in everybody]
        by = personnel.acting_user
        plant_pay(paid, country=plan.country, currency=plan.currency, zone_name=plan.time_zone, by=by, now=now)
        plant_places(country=plan.country, zone_name=plan.time_zone, by=by, now=now)
        plant_checklists(zone_name=plan.time_zone, by=by, now=now)
        _plant_provider(plan, by)
        facts = [(fact, hired) for hired in everybody for fact in _facts(hired, plan, now=now)]
        # In the order of time, as their keys would have been: the latest key is the latest punch.
        facts.sort(key=lambda pair: pair[0].occurred_at)
        punches = [_punch(fact, hired) for fact, hired in facts]
        Punch.objects.bulk_create(punches, batch_size=_PUNCHES_AT_ONCE)


def _plant_provider(plan: DemoCompany, by: User) -> None:
    """Entered and not switched on: behind its address is nobody."""
    change_provider(
        acting_user=by,
        name="Okta",
        issuer=f"https://{plan.subdomain}.okta.example",
        client_id=f"{plan.subdomain}-rooster",
        domains=[f"{plan.subdomain}.example"],
    )


@dataclass(frozen=True, slots=True)
class _Personnel:
    """The owner at work, adding everybody else."""

    plan: DemoCompany
    owner: Employee
    password_hash: str
    now: datetime

    @property
    def acting_user(self) -> User:
        if self.owner.user is None:
            raise ValueError(f"{self.owner} has no account.")
        return self.owner.user

    @property
    def today(self) -> date:
        return local_date(self.now, self.plan.time_zone)

    def hire_everybody(self) -> Iterator[Hired]:
        """Team by team, leads before those who report to them."""
        leads: dict[str, Employee] = {}
        departments: dict[str, Department] = {}
        for team in self.plan.teams:
            department = add_department(name=team.name, parent=departments.get(team.part_of), acting_user=self.acting_user)
            departments[team.name] = department
            for person in team.people:
                manager = leads.get(team.name) or leads.get(team.part_of, self.owner)
                start_date = _start_date(person, self.today)
                employee = self._hire(person, department, manager, start_date)
                leads.setdefault(team.name, employee)
                yield Hired(person, team, employee, start_date)

    def _hire(self, person: Person, department: Department, manager: Employee, start_date: date) -> Employee:
        if person == self.plan.owner:
            # Provisioning made the owner's record, with a name and an address only, starting today.
            change_first_day(employee=self.owner, start_date=start_date, today=self.today, acting_user=self.acting_user)
            change_terms(
                employee=self.owner,
                start_date=start_date,
                acting_user=self.acting_user,
                job_title=person.job_title,
                department=department,
            )
            return self.owner
        return hire_employee(
            first_name=person.first_name,
            last_name=person.last_name,
            work_email=self.plan.email_of(person),
            start_date=start_date,
            job_title=person.job_title,
            department=department,
            manager=manager,
            time_zone=person.time_zone,
            user=self._account(person),
            today=self.today,
            acting_user=self.acting_user,
        )

    def _account(self, person: Person) -> User:
        return create_user(
            email=self.plan.email_of(person),
            full_name=person.name,
            password_hash=self.password_hash,
            roles=[person.role],
            is_verified=True,
            acting_user=self.acting_user,
            now=self.now,
        )


def _start_date(person: Person, today: date) -> date:
    weeks = person.weeks_here or _lots("start", person.name).randint(20, 300)
    return today - timedelta(days=today.weekday(), weeks=weeks)


def _lots(*subject: str) -> Random:
    """Lots of one person's own, so that nobody's days depend on who else is in the cast."""
    return Random(":".join((SEED, *subject)))  # noqa: S311 - repeatable on purpose, and no secret.


def _facts(hired: Hired, plan: DemoCompany, *, now: datetime) -> list[PunchFact]:
    zone_name = hired.person.time_zone or plan.time_zone
    today = local_date(now, zone_name)
    days = working_days(max(today - HISTORY, hired.start_date), today, weekdays=(1, 2, 3, 4, 5))
    habits = hired.person.habits or hired.team.habits
    return punches_of(habits, days, zone_name=zone_name, until=now, random=_lots(plan.subdomain, hired.person.name))


def _punch(fact: PunchFact, hired: Hired) -> Punch:
    return Punch(
        employee=hired.employee,
        kind=fact.kind,
        occurred_at=fact.occurred_at,
        wall_time=fact.wall_time,
        utc_offset_minutes=fact.utc_offset_minutes,
        zone_name=fact.zone_name,
        source=PunchSource.KIOSK if hired.team.uses_kiosk else PunchSource.WEB,
        received_at=fact.occurred_at,
    )
