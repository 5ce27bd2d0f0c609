"""Edits of a company's own figures of the law: state tables, and levies of countries without a pack.

Versions of structures hold the names of levies, not their figures: a stored calculation keeps those that it used.
"""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _now, gettext_lazy as _

from core.audit.actions import Actor
from payroll.engine.problems import CannotCalculate
from payroll.statutory.generic.pack import base_of_code
from payroll.statutory.generic.tables import OwnFiguresNotValid
from payroll.statutory.packs import COUNTRIES
from payroll.statutory.us.states import StateTableNotValid
from payroll.structures.actions.edits import editing, formulas_with, remove, require_free_code, write
from payroll.structures.actions.refusals import StructuresRefusal
from payroll.structures.actions.versions import settle
from payroll.structures.book import Book
from payroll.structures.models import OwnLevy, StateTaxTable
from payroll.structures.own_law import own_tables, state_table


class FiguresRefused(StructuresRefusal):
    """The pack cannot work with these figures."""

    def __init__(self, error: CannotCalculate) -> None:
        self.message = error.problem.why
        super().__init__(self.message)


class FiguresDaysTaken(StructuresRefusal):
    """There are figures of that code for some of the days."""

    message = _("There are figures with this code for some of these days already. End those first, or choose other days.")


class CountryHasPack(StructuresRefusal):
    """The law of the country is known, so nobody enters it."""

    message = _("Rooster knows the law of this country. Own levies are for countries that it does not know.")


def save_state_table(*, table: StateTaxTable, acting_user: Actor) -> None:
    """Add figures for some days, or change them. Raises FiguresRefused, FiguresDaysTaken."""
    try:
        state_table(table)
    except StateTableNotValid as error:
        raise FiguresRefused(error) from error
    with editing():
        _require_free_days(table, StateTaxTable.objects.filter(code=table.code))
        write(table, acting_user)


def delete_state_table(*, table: StateTaxTable, acting_user: Actor) -> None:
    """Delete figures. Payments that used them keep them."""
    with editing():
        remove(table, [], acting_user)


def save_own_levy(*, levy: OwnLevy, acting_user: Actor, now: datetime) -> None:
    """Add a levy for some days, or change it.

    Raises CountryHasPack, FiguresRefused, FiguresDaysTaken, CodeReserved, NotCalculable.
    """
    if levy.country in COUNTRIES:
        raise CountryHasPack
    try:
        own_tables(levy.country, [levy])
    except OwnFiguresNotValid as error:
        raise FiguresRefused(error) from error
    with editing():
        require_free_code(levy)
        _require_free_days(levy, OwnLevy.objects.filter(country=levy.country, code=levy.code))
        write(levy, acting_user)
        settle(now=now, accepts_broken=True)


def delete_own_levy(*, levy: OwnLevy, acting_user: Actor, now: datetime) -> None:
    """Delete figures of a levy. Raises InUse if they are the last of its code and components need it."""
    with editing():
        places: list[str] = []
        if OwnLevy.objects.filter(code=levy.code, country=levy.country).count() == 1:
            book, base = Book(), f"{levy.country}.{base_of_code(levy.code)}"
            counting = [each for each in book.components if base in each.counts_towards]
            places = formulas_with(levy.code, book) + [_now("the component “%(name)s”") % {"name": each} for each in counting]
        remove(levy, list(dict.fromkeys(places)), acting_user)
        settle(now=now, accepts_broken=True)


def _require_free_days(row: StateTaxTable | OwnLevy, alike: QuerySet[StateTaxTable] | QuerySet[OwnLevy]) -> None:
    if alike.filter(start_date__lte=row.end_date, end_date__gte=row.start_date).exclude(pk=row.pk).exists():
        raise FiguresDaysTaken
