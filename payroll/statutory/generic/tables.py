"""What a company enters for a country without a pack, and what is wrong with it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal

import msgspec
from django.utils.translation import gettext as _

from payroll.engine.problems import CannotCalculate
from payroll.statutory.tables import Edition, NoTables

_NOTHING = Decimal(0)
_WHOLE = Decimal(1)
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_UNITS = tuple(map(Decimal, ("0.001", "0.01", "0.05", "0.1", "1", "10", "100", "1000")))


class Bracket(msgspec.Struct, frozen=True, kw_only=True):
    """One row: what counts from `start` to `to` (no end: None). `rate` of it, or for `amounts` the `amount` of the row."""

    start: Decimal
    to: Decimal | None = None
    rate: Decimal = _NOTHING
    amount: Decimal = _NOTHING


class OwnLevy(msgspec.Struct, frozen=True, kw_only=True):
    """One levy of a company's own.

    `flat` takes one rate, `brackets` the rate of each row of the part that falls into it, `amounts` the amount of the row into
    which the whole base falls. The base is this payment, a year at this rate of pay (whose levy is divided again), or the year to
    date (less what was taken). `ceiling` limits the base, `most` the levy, both over the same stretch.
    """

    code: str
    name: str
    paid_by: Literal["employee", "employer"]
    method: Literal["flat", "brackets", "amounts"]
    counted_over: Literal["payment", "year", "year_to_date"] = "payment"
    rows: tuple[Bracket, ...]
    ceiling: Decimal | None = None
    most: Decimal | None = None
    rounding: Literal["down", "half_up", "up"] = "half_up"
    unit: Decimal = Decimal("0.01")


class Mistake(msgspec.Struct, frozen=True):
    """Something entered that cannot be worked with: the levy, the row (from 1; 0 for the levy itself) and what to do."""

    code: str
    row: int
    text: str


class OwnFiguresNotValid(CannotCalculate):
    """A company's own figures cannot be worked with; `mistakes` has all of them."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__(
            _("The company's own figures cannot be used."),
            " ".join(mistake.text for mistake in mistakes),
            _("Correct these rows of the table."),
        )


class OwnTables(msgspec.Struct, frozen=True, kw_only=True):
    """The levies of a country as a company entered them, for payments within two dates, both included."""

    country: str
    effective_from: date
    effective_to: date
    levies: tuple[OwnLevy, ...]

    def __post_init__(self) -> None:
        """Raises OwnFiguresNotValid."""
        mistakes = mistakes_in(self.levies)
        if self.effective_to < self.effective_from:
            mistakes.append(Mistake("", 0, _("The figures end before they begin. Correct one of the dates.")))
        if mistakes:
            raise OwnFiguresNotValid(mistakes)

    @property
    def edition(self) -> Edition:
        """Never verified: Rooster has no proof of a company's own figures."""
        return Edition(
            version=f"{self.country} {self.effective_from.isoformat()}",
            source=_("entered by the company itself"),
            effective_from=self.effective_from,
            effective_to=self.effective_to,
            verified=False,
        )


def own_tables_on(tables: Sequence[OwnTables], country: str, pay_date: date) -> OwnTables:
    """Those of a country that cover `pay_date`. Raises NoTables."""
    for each in tables:
        if each.country == country and each.effective_from <= pay_date <= each.effective_to:
            return each
    raise NoTables(country, pay_date)


def mistakes_in(levies: Sequence[OwnLevy]) -> list[Mistake]:
    """Everything that a company has to correct before its levies can be used."""
    mistakes = [mistake for levy in levies for mistake in [*_of_levy(levy), *_of_rows(levy), *_of_order(levy)]]
    for code, count in Counter(levy.code for levy in levies).items():
        if count > 1:
            mistakes.append(Mistake(code, 0, _("%(count)s levies have the code %(code)s.") % {"count": count, "code": code}))
    return mistakes


def _of_levy(levy: OwnLevy) -> Iterator[Mistake]:
    def mistake(text: str) -> Mistake:
        return Mistake(levy.code, 0, text % {"name": levy.name})

    if not _CODE.fullmatch(levy.code):
        yield mistake(_("The code of %(name)s begins with a small letter and holds small letters, digits and _ only."))
    if levy.ceiling is not None and not _is_at_least(levy.ceiling, _NOTHING):
        yield mistake(_("The ceiling of %(name)s is below 0. Leave it empty if there is none."))
    if levy.most is not None and not _is_at_least(levy.most, _NOTHING):
        yield mistake(_("The highest amount of %(name)s is below 0. Leave it empty if there is none."))
    if levy.unit not in _UNITS:
        yield mistake(_("%(name)s is rounded to 0.001, 0.01, 0.05, 0.1, 1, 10, 100 or 1000."))
    if levy.method == "amounts" and levy.counted_over != "payment":
        yield mistake(_("%(name)s has fixed amounts, so it counts single payments."))


def _of_rows(levy: OwnLevy) -> Iterator[Mistake]:
    for number, row in enumerate(levy.rows, start=1):
        names = {"name": levy.name, "row": number}
        if not _is_at_least(row.rate, _NOTHING):
            yield Mistake(levy.code, number, _("The rate in row %(row)s of %(name)s is below 0 %%.") % names)
        elif row.rate > _WHOLE:
            yield Mistake(levy.code, number, _("The rate in row %(row)s of %(name)s is above 100 %%. Enter 5 %% as 0.05.") % names)
        if not _is_at_least(row.amount, _NOTHING):
            yield Mistake(levy.code, number, _("The amount in row %(row)s of %(name)s is below 0.") % names)
        if (levy.method == "amounts" and row.rate) or (levy.method != "amounts" and row.amount):
            yield Mistake(
                levy.code, number, _("Row %(row)s of %(name)s has a rate where an amount counts, or the reverse.") % names
            )
        if not _is_at_least(row.start, _NOTHING):
            yield Mistake(levy.code, number, _("Row %(row)s of %(name)s starts below 0.") % names)
        elif row.to is not None and not _is_at_least(row.to, row.start):
            yield Mistake(levy.code, number, _("Row %(row)s of %(name)s ends before it starts.") % names)


def _of_order(levy: OwnLevy) -> Iterator[Mistake]:
    """The rows lie edge to edge from 0 to without end. Edges that are no number are mistakes of their rows."""
    names: dict[str, object] = {"name": levy.name}
    if not levy.rows:
        yield Mistake(levy.code, 0, _("%(name)s has no row. Add one that starts at 0.") % names)
        return
    if levy.method == "flat" and len(levy.rows) > 1:
        yield Mistake(levy.code, 0, _("%(name)s has one rate, so it has one row.") % names)
    if levy.rows[0].start != 0:
        yield Mistake(levy.code, 1, _("The first row of %(name)s starts at 0.") % names)
    if levy.rows[-1].to is not None:
        yield Mistake(levy.code, len(levy.rows), _("The last row of %(name)s has no end. Leave it empty.") % names)
    if not all(bound.is_finite() for row in levy.rows for bound in (row.start, row.to) if bound is not None):
        return
    for number, (earlier, later) in enumerate(pairwise(levy.rows), start=2):
        names |= {"row": number, "end": earlier.to, "start": later.start}
        if earlier.to is None:
            yield Mistake(levy.code, number - 1, _("Only the last row of %(name)s has no end.") % names)
        elif later.start > earlier.to:
            yield Mistake(levy.code, number, _("Between %(end)s and %(start)s %(name)s has a gap before row %(row)s.") % names)
        elif later.start < earlier.to:
            yield Mistake(levy.code, number, _("Row %(row)s of %(name)s overlaps the one before, which ends at %(end)s.") % names)


def _is_at_least(amount: Decimal, least: Decimal) -> bool:
    """Also refuses what is no number or without end."""
    return amount.is_finite() and least.is_finite() and amount >= least
