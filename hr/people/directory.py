"""Finding people: the search of the directory, the org chart and the administration."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from functools import reduce
from operator import add
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Func, Q, TextField, Value
from django.db.models.functions import Concat, Lower, StrIndex, Upper

from hr.people.models import Department, Employee, EmployeeQuerySet

# How much of a word has to occur in a text for the text to be taken for meant: 1 is all of it. "Jonhson" for Johnson is 0.5.
LIKENESS = 0.45
NEW_FOR = timedelta(days=30)


class DirectoryOrder(StrEnum):
    """How the directory may be sorted; the values stand in addresses."""

    MATCH = "match"
    NAME = "name"
    NAME_BACKWARDS = "-name"
    DEPARTMENT = "department"
    START = "start"


class Joining(StrEnum):
    """Of whom the directory shows those who came lately or are about to; the values stand in addresses."""

    NEW = "new"
    SOON = "soon"


_LOCAL_PART = Func("work_email", Value("@"), Value(1), function="split_part", output_field=TextField())
_COLUMNS_OF_ORDER = {
    # How well they match stands before it.
    DirectoryOrder.MATCH: ["sort_first", "sort_last"],
    DirectoryOrder.NAME: ["sort_first", "sort_last"],
    DirectoryOrder.NAME_BACKWARDS: ["-sort_first", "-sort_last"],
    DirectoryOrder.DEPARTMENT: ["terms__department__name", "sort_first", "sort_last"],
    DirectoryOrder.START: ["-period__start_date", "sort_first", "sort_last"],
}


def find_in_directory(
    *,
    today: date,
    words: str = "",
    is_misspelt: bool = False,
    department_ids: Iterable[UUID] | None = None,
    location_id: UUID | None = None,
    manager_id: UUID | None = None,
    contract_type: str = "",
    joining: Joining | None = None,
    order: DirectoryOrder = DirectoryOrder.MATCH,
) -> EmployeeQuerySet:
    """The directory: people who work here or will, with their department.

    Each of the words has to occur in the name, the title, the department or the work e-mail; where `is_misspelt`, something
    like it (pg_trgm). Who matches best comes first, a match of the name before one of the title.
    """
    people = Employee.objects.as_of(today).not_left(today)
    if department_ids is not None:
        people = people.filter(Q(terms__department__in=department_ids))
    if location_id is not None:
        people = people.filter(Q(terms__location_id=location_id))
    if manager_id is not None:
        people = people.filter(Q(terms__manager_id=manager_id))
    if contract_type:
        people = people.filter(Q(terms__contract_type=contract_type))
    if joining is Joining.NEW:
        people = people.filter(Q(period__start_date__gt=today - NEW_FOR, period__start_date__lte=today))
    elif joining is Joining.SOON:
        people = people.filter(Q(period__start_date__gt=today))
    people = people.annotate(sort_first=Lower("first_name"), sort_last=Lower("last_name"))
    asked, best_first = words.split(), []
    if asked:
        people = _matching(people, asked, is_misspelt=is_misspelt)
        if order is DirectoryOrder.MATCH:
            best_first = ["-closeness_of_name", "-closeness"]
    return people.order_by(*best_first, *_COLUMNS_OF_ORDER[order], "id")


def _matching(people: EmployeeQuerySet, words: list[str], *, is_misspelt: bool) -> EmployeeQuerySet:
    # One text each, so that "Carol Chen" is found by both words in either order.
    name = Concat("first_name", Value(" "), "last_name", output_field=TextField())
    job = Concat(Value(" "), "terms__job_title", Value(" "), "terms__department__name", Value(" "), output_field=TextField())
    people = people.alias(
        name=name,
        found_in=Concat(name, job, "work_email", output_field=TextField()),
        # Without the domain of the address, which everybody has.
        like=Concat(name, job, _LOCAL_PART, output_field=TextField()),
    )
    for number, word in enumerate(words):
        # Not LIKE, of which PostgreSQL expects so few matches that it would look for the employment of each by itself.
        people = people.alias(**{f"place_{number}": StrIndex(Upper("found_in"), Upper(Value(word)))})
        occurs = Q(**{f"place_{number}__gt": 0})
        if is_misspelt:
            people = people.alias(**{f"likeness_{number}": TrigramWordSimilarity(word, "like")})
            occurs |= Q(**{f"likeness_{number}__gte": LIKENESS})
        people = people.filter(occurs)
    return people.alias(closeness_of_name=_closeness(words, "name"), closeness=_closeness(words, "like"))


def _closeness(words: list[str], text: str) -> Any:
    """How well the words are found in a text, together."""
    return reduce(add, (TrigramWordSimilarity(word, text) for word in words))


def parts_of(department_id: UUID, departments: Iterable[Department]) -> set[UUID]:
    """A department and all its parts, of `departments`, also where they lie in a circle."""
    parts, number = {department_id}, 0
    known = list(departments)
    while number < len(parts):
        number = len(parts)
        parts |= {each.pk for each in known if each.parent_id in parts}
    return parts
