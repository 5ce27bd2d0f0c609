"""Companies to measure with: built by the product's own worker, and one with many people and 90 days of attendance."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import Random

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.middleware.csrf import CSRF_SESSION_KEY
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tenants.utils import tenant_context

from bench.measure import Visitor, wait_until
from bench.stack import Stack
from core.dates import local_date
from hr.attendance.models import Punch, PunchSource
from hr.people.models import Department, Employee, EmploymentPeriod, EmploymentTerms
from superadmin.demo.attendance import OFFICE, punches_of, working_days
from tenants.accounts.capabilities import BuiltInRole
from tenants.accounts.models import Role, RoleAssignment, User
from tenants.companies.models import Company
from tenants.schemas.actions import request_company
from tenants.schemas.owner import owner_transaction

PASSWORD = "four unrelated words for a bench"
ZONE = "Europe/London"
DEPARTMENTS = 12
TEAM_SIZE = 10
HISTORY = timedelta(days=90)
_BUILD_SECONDS = 60


@dataclass(frozen=True)
class CrowdedCompany:
    """A company, and its people's browsers: all are signed in."""

    company: Company
    host: str
    owner: Visitor
    personnel: Visitor
    """Somebody of HR, to whom nobody reports and who sees everybody's attendance."""
    staff: list[Visitor]
    """Employees without anybody who reports to them."""
    emails: list[str]
    """Of the staff, in the same order."""


def build(subdomain: str) -> tuple[Company, float]:
    """Ask for a company as a finished registration does and wait until it is ready; the second is the seconds that took.

    Raises TimeoutError.
    """
    started = time.perf_counter()
    company = request(subdomain)

    def is_ready() -> bool:
        return Company.objects.ready().filter(pk=company.pk).exists()

    wait_until(is_ready, seconds=_BUILD_SECONDS)
    seconds = time.perf_counter() - started
    company.refresh_from_db()
    return company, seconds


def request(subdomain: str) -> Company:
    """Ask for a company without waiting for it."""
    return request_company(
        name=f"Company {subdomain}",
        subdomain=subdomain,
        owner_name="Olive Owner",
        owner_email="olive@bench.example",
        owner_password_hash=password_hash(),
        country="GB",
        time_zone=ZONE,
        currency="GBP",
        acting_user=None,
        now=timezone.now(),
    )


@cache
def password_hash() -> str:
    """One for everybody: a good hash is slow on purpose."""
    return make_password(PASSWORD)


@cache
def crowded_company(stack: Stack, people: int) -> CrowdedCompany:
    """The company of so many people, made once a run."""
    company, _seconds = build("crowded")
    host = stack.host("crowded")
    with tenant_context(company):
        with transaction.atomic():
            _hire(people, now=timezone.now())
            _plant_history(now=timezone.now())
        with owner_transaction() as cursor:
            # Autovacuum would do it within minutes, in the middle of the measurements.
            cursor.execute("ANALYZE")
        owner = User.objects.get(email=company.owner_email)
        staff = list(User.objects.filter(employee__managed_terms__isnull=True).exclude(pk=owner.pk).order_by("email"))
        with transaction.atomic():
            RoleAssignment.objects.create(user=staff[0], role=Role.objects.get(code=BuiltInRole.HR))
            first, second, *visitors = [sign_in(user, host, number) for number, user in enumerate([owner, *staff])]
    return CrowdedCompany(company, host, first, second, visitors, [user.email for user in staff[1:]])


def _hire(people: int, *, now: datetime) -> None:
    """Add people around the owner: a department each, and a manager for every ten of them."""
    role = Role.objects.get(code=BuiltInRole.EMPLOYEE)
    owner = Employee.objects.get()
    users = User.objects.bulk_create(
        User(
            email=f"person{number:04}@bench.example",
            full_name=f"Person Number{number:04}",
            password=password_hash(),
            date_joined=now,
        )
        for number in range(people - 1)
    )
    EmailAddress.objects.bulk_create(EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users)
    RoleAssignment.objects.bulk_create(RoleAssignment(user=user, role=role) for user in users)
    employees = [
        Employee(
            user=user,
            number=owner.number + 1 + number,
            first_name="Person",
            last_name=f"Number{number:04}",
            work_email=user.email,
        )
        for number, user in enumerate(users)
    ]
    Employee.objects.bulk_create(employees)
    _employ(employees, owner, now=now)


def _employ(employees: list[Employee], owner: Employee, *, now: datetime) -> None:
    """Give each of them an employment, with one of the departments and a manager."""
    lots, manager = Random("rooster"), owner
    departments = Department.objects.bulk_create(Department(name=f"Department {number:02}") for number in range(DEPARTMENTS))
    periods, terms = [], []
    for number, employee in enumerate(employees):
        start_date = local_date(now, ZONE) - timedelta(days=lots.randint(100, 2000))
        leads = number % TEAM_SIZE == 0
        periods.append(EmploymentPeriod(employee=employee, start_date=start_date))
        terms.append(
            EmploymentTerms(
                employee=employee,
                start_date=start_date,
                job_title="Bench hand",
                department=lots.choice(departments),
                manager=owner if leads else manager,
            )
        )
        manager = employee if leads else manager
    EmploymentPeriod.objects.bulk_create(periods)
    EmploymentTerms.objects.bulk_create(terms)


def _plant_history(*, now: datetime) -> None:
    """Everybody's punches until yesterday, in the order in which they would have come."""
    today = local_date(now, ZONE)
    days = working_days(today - HISTORY, today - timedelta(days=1), weekdays=(1, 2, 3, 4, 5))
    facts = [
        (fact, employee_id)
        for employee_id in Employee.objects.values_list("pk", flat=True)
        for fact in punches_of(OFFICE, days, zone_name=ZONE, until=now, random=Random(str(employee_id)))
    ]
    facts.sort(key=lambda pair: pair[0].occurred_at)
    punches = (
        Punch(
            employee_id=employee_id,
            kind=fact.kind.value,
            occurred_at=fact.occurred_at,
            wall_time=fact.wall_time,
            utc_offset_minutes=fact.utc_offset_minutes,
            zone_name=fact.zone_name,
            source=PunchSource.WEB,
            received_at=fact.occurred_at,
        )
        for fact, employee_id in facts
    )
    Punch.objects.bulk_create(punches, batch_size=2000)


def sign_in(user: User, host: str, number: int) -> Visitor:
    """A browser with a session, as signing in leaves it; in the company of the user."""
    session, token = SessionStore(), get_random_string(32)
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[CSRF_SESSION_KEY] = token
    session.create()
    return Visitor(host, f"10.1.{number // 250}.{number % 250 + 1}", str(session.session_key), token)
