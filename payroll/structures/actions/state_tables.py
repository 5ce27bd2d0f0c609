"""Edits of state tables. Versions of structures do not hold them: a stored calculation keeps those that it used."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.audit.actions import Actor
from payroll.statutory.us.states import StateTableNotValid
from payroll.structures.actions.edits import editing, remove, write
from payroll.structures.actions.refusals import StructuresRefusal
from payroll.structures.models import StateTaxTable
from payroll.structures.state_tables import engine_table


class StateTableRefused(StructuresRefusal):
    """The pack cannot work with these figures."""

    def __init__(self, error: StateTableNotValid) -> None:
        self.message = error.problem.why
        super().__init__(self.message)


class StateTableDaysTaken(StructuresRefusal):
    """There is a table of that code for some of the days."""

    message = _("There is a table with this code for some of these days already. End that one first, or choose other days.")


def save_state_table(*, table: StateTaxTable, acting_user: Actor) -> None:
    """Add figures for some days, or change them. Raises StateTableRefused, StateTableDaysTaken."""
    try:
        engine_table(table)
    except StateTableNotValid as error:
        raise StateTableRefused(error) from error
    with editing():
        others = StateTaxTable.objects.filter(code=table.code, start_date__lte=table.end_date, end_date__gte=table.start_date)
        if others.exclude(pk=table.pk).exists():
            raise StateTableDaysTaken
        write(table, acting_user)


def delete_state_table(*, table: StateTaxTable, acting_user: Actor) -> None:
    """Delete figures. Payments that used them keep them."""
    with transaction.atomic():
        remove(table, [], acting_user)
