"""Golden cases: values that are kept with what must come of them, held against what comes of them now."""

from collections.abc import Iterable
from decimal import Decimal

import msgspec
from django.utils.translation import gettext as _

from payroll.structures.book import Book, engine_component
from payroll.structures.content import plan_content
from payroll.structures.models import GoldenCase
from payroll.structures.texts import as_number
from payroll.structures.trial import Trial, try_component, try_structure

# Under which a case of a single component keeps what it expects.
AMOUNT = "amount"


class CaseOutcome(msgspec.Struct, frozen=True):
    """Whether a case holds; `expected` and `got` are the figures that differ, `why` says what stopped the calculation."""

    case: GoldenCase
    holds: bool
    expected: str = ""
    got: str = ""
    why: str = ""

    def __str__(self) -> str:
        of = self.case.component or self.case.structure
        if self.why:
            return _("“%(case)s” of %(of)s cannot be calculated: %(why)s") % {"case": self.case, "of": of, "why": self.why}
        words = {"case": self.case, "of": of, "expected": self.expected, "got": self.got}
        return _("“%(case)s” of %(of)s: expected %(expected)s, got %(got)s.") % words


def check_cases(cases: Iterable[GoldenCase], book: Book) -> list[CaseOutcome]:
    """Each case as it stands now, with the latest tables and parameters; those come with component and structure. No statement."""
    return [_check(case, book) for case in cases]


def _check(case: GoldenCase, book: Book) -> CaseOutcome:
    try:
        trial = _tried(case, book)
        expected = {code: as_number(code, str(text)) for code, text in case.expected.items()}
    # Whatever stops the calculation is named after what could not be done, and is told; a case is no place to fail.
    except ValueError as error:
        return CaseOutcome(case, holds=False, why=str(error))
    got = {code: trial.amounts.get(code, Decimal(0)) for code in expected}
    if got == expected:
        return CaseOutcome(case, holds=True, expected=_figures(expected), got=_figures(got))
    differing = [code for code in expected if got[code] != expected[code]]
    return CaseOutcome(
        case,
        holds=False,
        expected=_figures({code: expected[code] for code in differing}),
        got=_figures({code: got[code] for code in differing}),
    )


def _tried(case: GoldenCase, book: Book) -> Trial:
    written = {name: str(value) for name, value in case.values.items()}
    if case.structure_id is not None:
        structure = book.structures[case.structure_id]
        planned = plan_content(book.content_of(structure), None)
        return try_structure(planned, structure.country, written, structure.currency)
    component = next(each for each in book.components if each.pk == case.component_id)
    trial = try_component(engine_component(component, ""), book.vocabulary, written, book.currency_of(component))
    return Trial({AMOUNT: trial.amounts.get(component.code, Decimal(0))}, trial.sentences)


def _figures(amounts: dict[str, Decimal]) -> str:
    if set(amounts) == {AMOUNT}:
        return f"{amounts[AMOUNT]:f}"
    return ", ".join(f"{code} = {amount:f}" for code, amount in amounts.items())
