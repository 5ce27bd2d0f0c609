"""Edits of components, tables, parameters, structures and golden cases."""

import keyword
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from core.audit.actions import Actor, changed_values, field_values, record_event
from payroll.engine.formula.functions import FUNCTIONS
from payroll.engine.inputs import INPUTS, is_entered
from payroll.statutory.generic.pack import base_of_code
from payroll.structures.actions.refusals import CodeReserved, CodeTaken, InUse, ParentCircle, StructuresRefusal
from payroll.structures.actions.versions import settle
from payroll.structures.book import Book, engine_component, words_in
from payroll.structures.law import names_of_the_law
from payroll.structures.models import (
    GoldenCase,
    OwnLevy,
    PayComponent,
    PayParameter,
    PayStructure,
    PayTable,
    StateTaxTable,
)

_REFUSAL_OF_CONSTRAINT: dict[str, type[StructuresRefusal]] = {
    "pay_component_unique": CodeTaken,
    "pay_table_unique": CodeTaken,
    "pay_parameter_unique": CodeTaken,
    "structures_paystructure_name_key": CodeTaken,
}

type _Row = PayComponent | PayTable | PayParameter | PayStructure | GoldenCase | StateTaxTable | OwnLevy


def save_component(*, component: PayComponent, acting_user: Actor, now: datetime, accepts_broken: bool = False) -> None:
    """Add a component, or change it to what it holds. Raises CodeTaken, NotCalculable; CasesBroken unless they are accepted."""
    with editing():
        require_free_code(component)
        write(component, acting_user)
        settle(now=now, accepts_broken=accepts_broken, touched={component.pk})


def delete_component(*, component: PayComponent, acting_user: Actor, now: datetime) -> None:
    """Delete a component and its golden cases. Raises InUse where structures or formulas need it."""
    with editing():
        book = Book()
        places = [_structure_place(each) for each in book.structures_with(component)]
        if sum(each.code == component.code for each in book.components) == 1:
            places += formulas_with(component.code, book, but=component)
        remove(component, places, acting_user)
        settle(now=now, accepts_broken=True)


def save_table(*, table: PayTable, acting_user: Actor, now: datetime, accepts_broken: bool = False) -> None:
    """Add brackets from a day on, or change them. Raises CodeTaken, NotCalculable; CasesBroken unless they are accepted."""
    _save_dated(table, acting_user, now, accepts_broken=accepts_broken)


def save_parameter(*, parameter: PayParameter, acting_user: Actor, now: datetime, accepts_broken: bool = False) -> None:
    """Add a parameter's value from a day on, or change it. Raises CodeTaken, NotCalculable; CasesBroken as above."""
    _save_dated(parameter, acting_user, now, accepts_broken=accepts_broken)


def delete_table(*, table: PayTable, acting_user: Actor, now: datetime) -> None:
    """Delete the brackets from a day on. Raises InUse if they are the last of their code and formulas name them."""
    _delete_dated(table, acting_user, now)


def delete_parameter(*, parameter: PayParameter, acting_user: Actor, now: datetime) -> None:
    """Delete a value. Raises InUse if it is the last of its code and formulas name it."""
    _delete_dated(parameter, acting_user, now)


def save_structure(
    *,
    structure: PayStructure,
    components: Collection[PayComponent],
    acting_user: Actor,
    now: datetime,
    accepts_broken: bool = False,
) -> None:
    """Add a structure with its own components, or change it. Raises CodeTaken, ParentCircle, NotCalculable, CasesBroken."""
    with editing():
        _require_no_circle(structure)
        is_new = write(structure, acting_user)
        before = [] if is_new else [str(each) for each in structure.components.all()]
        structure.components.set(components)
        after = [str(each) for each in sorted(components, key=lambda each: (each.position, each.code))]
        if sorted(before) != sorted(after):
            changes = {"before": {"components": before}, "after": {"components": after}}
            record_event(action="paystructure:composed", acting_user=acting_user, subject=structure, **changes)
        settle(now=now, accepts_broken=accepts_broken)


def delete_structure(*, structure: PayStructure, acting_user: Actor, now: datetime) -> None:
    """Delete a structure that nobody was ever paid by; its versions stay. Raises InUse."""
    with editing():
        places = [_structure_place(each) for each in structure.children.all()]
        assigned = structure.assignments.select_related("employee", "department")
        places += [_("the assignment to %(who)s") % {"who": each.who} for each in assigned]
        remove(structure, places, acting_user)


def save_case(*, case: GoldenCase, acting_user: Actor) -> None:
    """Keep a golden case, whether it holds now or not."""
    with editing():
        write(case, acting_user)


def delete_case(*, case: GoldenCase, acting_user: Actor) -> None:
    """Delete a golden case."""
    with editing():
        remove(case, [], acting_user)


@contextmanager
def editing() -> Iterator[None]:
    """A transaction in which nobody else edits: two edits that are right alone could make a circle together."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE structures_paystructure IN SHARE ROW EXCLUSIVE MODE")
            yield
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if constraint not in _REFUSAL_OF_CONSTRAINT:
            raise
        raise _REFUSAL_OF_CONSTRAINT[constraint] from error


def write(row: _Row, acting_user: Actor) -> bool:
    """Add the row or write what changed of it, with an audit row; whether it is new."""
    names = [field.name for field in row._meta.concrete_fields if field.editable and not field.primary_key]
    current = type(row).objects.filter(pk=row.pk).first()
    kind = row._meta.model_name
    if current is None:
        row.save(force_insert=True)
        record_event(action=f"{kind}:added", acting_user=acting_user, subject=row, after=_filled(field_values(row, names)))
        return True
    before, after = changed_values(field_values(current, names), field_values(row, names))
    if after:
        row.save(update_fields=list(after))
        record_event(action=f"{kind}:changed", acting_user=acting_user, subject=row, before=before, after=after)
    return False


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def remove(row: _Row, places: list[str], acting_user: Actor) -> None:
    """Delete a row that nothing in `places` needs, with an audit row of what it held. Raises InUse."""
    if places:
        raise InUse(row, places)
    names = [field.name for field in row._meta.concrete_fields if field.editable and not field.primary_key]
    before = _filled(field_values(row, names))
    record_event(action=f"{row._meta.model_name}:deleted", acting_user=acting_user, subject=row, before=before)
    row.delete()


def _save_dated(row: PayTable | PayParameter, acting_user: Actor, now: datetime, *, accepts_broken: bool) -> None:
    with editing():
        require_free_code(row)
        write(row, acting_user)
        settle(now=now, accepts_broken=accepts_broken)


def _delete_dated(row: PayTable | PayParameter, acting_user: Actor, now: datetime) -> None:
    with editing():
        is_last = type(row).objects.filter(code=row.code).count() == 1
        remove(row, formulas_with(row.code, Book()) if is_last else [], acting_user)
        settle(now=now, accepts_broken=True)


def formulas_with(code: str, book: Book, *, but: PayComponent | None = None) -> list[str]:
    """The components whose formulas name a code, for people."""
    place = _("the component “%(name)s”")
    return [place % {"name": each} for each in book.components if each != but and code in words_in(engine_component(each, ""))]


def _structure_place(structure: PayStructure) -> str:
    return _("the structure “%(name)s”") % {"name": structure}


def require_free_code(row: PayComponent | PayTable | PayParameter | OwnLevy) -> None:
    """Whether formulas can tell the row from all else. Raises CodeReserved."""
    taken = {*INPUTS, *FUNCTIONS, *names_of_the_law(), *keyword.kwlist}
    rivals: tuple[type[PayComponent | PayTable | PayParameter | OwnLevy], ...] = (PayComponent, PayTable, PayParameter, OwnLevy)
    meant = {row.code, base_of_code(row.code)} if isinstance(row, OwnLevy) else {row.code}
    for model in rivals:
        if not isinstance(row, model):
            taken |= set(model.objects.filter(code__in=meant).values_list("code", flat=True))
    # What counts for a levy has a name of its own.
    bases = {base_of_code(code) for code in OwnLevy.objects.values_list("code", flat=True)}
    if is_entered(row.code) or meant & taken or (row.code in bases and not isinstance(row, OwnLevy)):
        raise CodeReserved(row.code)


def _require_no_circle(structure: PayStructure) -> None:
    parents = dict(PayStructure.objects.values_list("pk", "parent_id"))
    above = structure.parent_id
    while above is not None:
        if above == structure.pk:
            raise ParentCircle
        above = parents.get(above)
