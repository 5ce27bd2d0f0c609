"""After an edit: what became of structures and golden cases, and a version of each structure that is another now."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from payroll.engine.structures import Mistake, StructureNotValid
from payroll.structures.actions.refusals import CasesBroken, NotCalculable
from payroll.structures.book import Book
from payroll.structures.cases import check_cases
from payroll.structures.content import encoded, plan_content
from payroll.structures.models import GoldenCase, PayStructure, PayStructureVersion


def settle(*, now: datetime, accepts_broken: bool = False, touched: Collection[UUID] = ()) -> None:
    """Plan each structure that has changed, write its version, and hold golden cases against it.

    `touched` are components whose own cases are held against them too. What did not change is not looked at, so that an old
    mistake does not stop another edit. Raises NotCalculable, CasesBroken.
    """
    book = Book()
    latest = {each.structure_key: each for each in _latest_versions()}
    changed = [
        (structure, text)
        for structure in book.structures.values()
        if (text := encoded(book.content_of(structure))) != (latest[structure.pk].content if structure.pk in latest else None)
    ]
    mistakes = [(structure.name, mistake) for structure, _text in changed for mistake in _mistakes_in(structure, book)]
    if mistakes:
        raise NotCalculable(mistakes)
    PayStructureVersion.objects.bulk_create(
        PayStructureVersion(
            structure_key=structure.pk,
            structure_name=structure.name,
            number=latest[structure.pk].number + 1 if structure.pk in latest else 1,
            made_at=now,
            content=text,
        )
        for structure, text in changed
    )
    if not accepts_broken:
        _require_cases(book, {structure.pk for structure, _text in changed}, touched)


def _latest_versions() -> Collection[PayStructureVersion]:
    return PayStructureVersion.objects.order_by("structure_key", "-number").distinct("structure_key")


def _mistakes_in(structure: PayStructure, book: Book) -> tuple[Mistake, ...]:
    try:
        plan_content(book.content_of(structure), None)
    except StructureNotValid as error:
        return error.mistakes
    return ()


def _require_cases(book: Book, structures: Collection[UUID], components: Collection[UUID]) -> None:
    standing = {each.pk for key in structures for each in book.components_of(book.structures[key])}
    cases = GoldenCase.objects.select_related("component", "structure")
    held = [case for case in cases if case.structure_id in structures or case.component_id in standing | set(components)]
    broken = [outcome for outcome in check_cases(held, book) if not outcome.holds]
    if broken:
        raise CasesBroken(broken)
