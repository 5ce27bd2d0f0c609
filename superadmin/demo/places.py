"""Where the demo's people work, when, and what is to be done for those who have just come or are about to go."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Q

from core.dates import local_date
from hr.calendars.actions import add_calendar, add_pattern, add_year, change_pattern
from hr.calendars.models import HolidayCalendar
from hr.calendars.rules import Shift
from hr.lifecycle.actions import finish_task, leave, start_checklist
from hr.lifecycle.models import ChecklistTemplate
from hr.people.models import Employee, EmploymentTerms, Location
from tenants.accounts.models import User
from tenants.company_settings.actions import change_settings

NIGHT = Shift(time(22), time(6), 30)
MONDAY_TO_FRIDAY = (1, 2, 3, 4, 5)
# By country: name, address, latitude, longitude, metres, part of the country with its own holidays, departments.
_PLACES = {
    "GB": (
        ("London office", "12 Bermondsey Street\nLondon SE1 2ER", "51.502780", "-0.082350", 120, "", ()),
        (
            "Sheffield works",
            "4 Attercliffe Road\nSheffield S4 7WZ",
            "53.389540",
            "-1.449820",
            350,
            "",
            ("Hardware", "Quality", "Operations", "Production", "Night shift", "Logistics"),
        ),
        ("Glasgow support", "80 Buchanan Street\nGlasgow G1 3HA", "55.861030", "-4.254720", 100, "SCT", ("Customer support",)),
    ),
    "US": (
        ("New York office", "450 West 33rd Street\nNew York, NY 10001", "40.753210", "-73.999510", 100, "NY", ()),
        ("Newark warehouse", "200 Port Street\nNewark, NJ 07114", "40.699890", "-74.157370", 400, "NJ", ("Dispatch", "Warehouse")),
    ),
}
_DONE_OF_NEW = 4
_NEW, _LEAVES_IN = timedelta(weeks=10), timedelta(days=16)


def plant_places(*, country: str, zone_name: str, by: User, now: datetime) -> None:
    """Locations with their holidays, and nights for those who work them."""
    today = local_date(now, zone_name)
    default = HolidayCalendar.objects.filter(is_default=True).first()
    if default is not None:
        add_year(calendar=default, year=today.year + 1, acting_user=by)
    for name, address, latitude, longitude, radius, part, departments in _PLACES.get(country, ()):
        calendar = None
        if part:
            title = name.partition(" ")[0]
            calendar = add_calendar(name=title, country=country, subdivision=part, year=today.year, acting_user=by)
        location = Location.objects.create(
            name=name,
            address=address,
            holiday_calendar=calendar,
            latitude=Decimal(latitude),
            longitude=Decimal(longitude),
            radius_metres=radius,
        )
        people = EmploymentTerms.objects.filter(department__name__in=departments) if departments else EmploymentTerms.objects.all()
        people.update(location=location)
    nights = EmploymentTerms.objects.filter(department__name="Night shift")
    if nights.exists():
        pattern = add_pattern(name="Nights, Monday to Friday", cycle_days=7, acting_user=by)
        change_pattern(
            pattern=pattern,
            name=pattern.name,
            cycle_days=7,
            anchor_date=pattern.anchor_date,
            shifts=dict.fromkeys(MONDAY_TO_FRIDAY, NIGHT),
            acting_user=by,
        )
        nights.update(work_pattern=pattern)
    change_settings(acting_user=by, leaver_access_months=12)


def plant_checklists(*, zone_name: str, by: User, now: datetime) -> None:
    """What is left to do for the newest, and for the one who leaves soon."""
    today = local_date(now, zone_name)
    template = ChecklistTemplate.objects.get(occasion="onboarding")
    for period_start, employee in _newest(today):
        day = period_start - timedelta(days=14)
        checklist = start_checklist(template=template, employee=employee, anchor_date=period_start, today=day, acting_user=by)
        for task in checklist.tasks.order_by("due_date")[:_DONE_OF_NEW]:
            finish_task(task=task, acting_user=by, now=now)
    leaver = Employee.objects.as_of(today).filter(Q(terms__manager__isnull=False)).exclude(user=by).order_by("-number").first()
    if leaver is not None:
        leave(employee=leaver, last_day=today + _LEAVES_IN, successor=leaver.terms.manager, today=today, now=now, acting_user=by)


def _newest(today: date) -> list[tuple[date, Employee]]:
    people = Employee.objects.as_of(today).filter(Q(period__start_date__gte=today - _NEW)).order_by("number")
    return [(employee.period.start_date, employee) for employee in people]
