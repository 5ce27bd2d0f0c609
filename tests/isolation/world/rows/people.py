"""Employees, their departments, and what they clocked."""

from datetime import date

from core.audit.actions import record_read
from hr.attendance.models import Punch
from hr.custom_fields.models import CustomField
from hr.people.actions import change_terms
from hr.people.models import Department, Employee
from tenants.accounts.models import User
from tests.cast import CREATED
from tests.isolation.world.rows.newcomer import Newcomer

KEPT = {
    "people_employee.custom_values": "values by keys",
    "attendance_punch.zone_name": "a time zone",
    "people_employee.time_zone": "a time zone",
}


def fill(alice: User) -> None:
    """A department below another; a change of everybody's terms, a punch, and somebody who read their pay."""
    Department.objects.create(name="Platform", parent=Department.objects.get(name="Engineering"))
    for employee in Employee.objects.all():
        title = "Changed, so that something is before and after"
        change_terms(employee=employee, start_date=date(2026, 12, 1), acting_user=alice, job_title=title)
        _add_punch(employee)
        record_read(acting_user=alice, subjects=[employee], data_group="salary")
    CustomField.objects.create(name="Badge", kind="text", help_text="On the door")


def own(newcomer: Newcomer) -> dict[str, object]:
    """By table, the key of the company's own row."""
    return {
        "people_department": Department.objects.get(name=newcomer.text).pk,
        "custom_fields_customfield": CustomField.objects.create(name=newcomer.text, kind="text").pk,
        "people_employee": newcomer.employee.pk,
        "attendance_punch": _add_punch(newcomer.employee).pk,
    }


def _add_punch(employee: Employee) -> Punch:
    # Not through the action: its clock would want a whole day's order.
    return Punch.objects.create(
        employee=employee,
        kind="in",
        occurred_at=CREATED,
        wall_time=CREATED.replace(tzinfo=None),
        utc_offset_minutes=0,
        zone_name="Europe/London",
        source="web",
        received_at=CREATED,
    )
