"""Who is paid by which structure, by date."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from psycopg.types.range import DateRange

from core.audit.actions import Actor, changed_values, field_values, record_event
from payroll.structures.actions.refusals import StructuresRefusal
from payroll.structures.models import PayStructureAssignment


class AssignmentOverlaps(StructuresRefusal):
    """Another assignment of the same people holds on some of the days."""

    message = _("Another assignment of the same people holds on some of these days. End that one first, or choose other days.")


class AssignmentEndsFirst(StructuresRefusal):
    """It would end before it begins."""

    message = _("The last day cannot come before the first day. Check both dates.")


def save_assignment(*, assignment: PayStructureAssignment, first_day: date, last_day: date | None, acting_user: Actor) -> None:
    """Pay by a structure from `first_day` to `last_day`, both included, or until another assignment takes its place.

    One of the same people that began earlier and has no end is ended the day before. Raises AssignmentOverlaps,
    AssignmentEndsFirst.
    """
    if last_day is not None and last_day < first_day:
        raise AssignmentEndsFirst
    assignment.valid = DateRange(first_day, last_day, "[]" if last_day else "[)")
    try:
        with transaction.atomic():
            _end_earlier(assignment, first_day, acting_user)
            _write(assignment, acting_user)
    except IntegrityError as error:
        if "pay_assignment_one_a_day" not in str(error):
            raise
        raise AssignmentOverlaps from error


def delete_assignment(*, assignment: PayStructureAssignment, acting_user: Actor) -> None:
    """Take an assignment back as if it had never been."""
    with transaction.atomic():
        action = "paystructureassignment:deleted"
        record_event(action=action, acting_user=acting_user, subject=assignment, before=_told(assignment))
        assignment.delete()


def _write(assignment: PayStructureAssignment, acting_user: Actor) -> None:
    current = PayStructureAssignment.objects.filter(pk=assignment.pk).first()
    if current is None:
        assignment.save(force_insert=True)
        record_event(action="paystructureassignment:added", acting_user=acting_user, subject=assignment, after=_told(assignment))
        return
    before, after = changed_values(_told(current), _told(assignment))
    if after:
        assignment.save(update_fields=["structure", "employee", "department", "valid"])
        action = "paystructureassignment:changed"
        record_event(action=action, acting_user=acting_user, subject=assignment, before=before, after=after)


def _end_earlier(assignment: PayStructureAssignment, first_day: date, acting_user: Actor) -> None:
    same_people = PayStructureAssignment.objects.filter(employee=assignment.employee, department=assignment.department)
    for earlier in same_people.filter(valid__startswith__lt=first_day, valid__upper_inf=True).exclude(pk=assignment.pk):
        earlier.valid = DateRange(earlier.first_day, first_day, "[)")
        _write(earlier, acting_user)


def _told(assignment: PayStructureAssignment) -> dict[str, Any]:
    return {**field_values(assignment, ["structure", "employee", "department"]), "valid": assignment.days_text}
