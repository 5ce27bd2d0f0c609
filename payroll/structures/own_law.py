"""A company's own figures of the law, as the packs take them: American states, and countries without a pack."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from payroll.engine.pack import Pack
from payroll.statutory.generic.tables import Bracket, OwnLevy as EngineLevy, OwnTables
from payroll.statutory.packs import COUNTRIES, pack_of
from payroll.statutory.us.states import StateBracket, StateTable
from payroll.structures.models import LevyMethod, OwnLevy, StateTaxTable


def pack_for(*, country: str, pay_date: date) -> Pack:
    """The law of an ISO 3166 country for payments on a day, with the company's own figures where it needs them.

    One statement for the United States and for countries without a pack, else none. The figures, which `state_tables_on` and
    `own_tables_on` name, belong into a stored recipe.
    """
    if country in COUNTRIES:
        return pack_of(country, state_tables=state_tables_on(pay_date) if country == "US" else ())
    return pack_of(country, own_tables_on(country, pay_date))


def state_tables_on(pay_date: date) -> tuple[StateTable, ...]:
    """The company's tables for payments on a day; one statement."""
    rows = StateTaxTable.objects.filter(start_date__lte=pay_date, end_date__gte=pay_date)
    return tuple(state_table(row) for row in rows)


def own_tables_on(country: str, pay_date: date) -> tuple[OwnTables, ...]:
    """The company's levies of a country for payments on a day, none or one table; one statement. Raises OwnFiguresNotValid."""
    rows = list(OwnLevy.objects.filter(country=country, start_date__lte=pay_date, end_date__gte=pay_date))
    return (own_tables(country, rows),) if rows else ()


def own_tables(country: str, rows: Iterable[OwnLevy]) -> OwnTables:
    """Levies that hold together, for the days on which all of them do. Raises OwnFiguresNotValid."""
    levies = list(rows)
    return OwnTables(
        country=country,
        effective_from=max(row.start_date for row in levies),
        effective_to=min(row.end_date for row in levies),
        levies=tuple(_levy(row) for row in levies),
    )


def state_table(row: StateTaxTable) -> StateTable:
    """A row as the pack takes it. Raises StateTableNotValid."""
    return StateTable(
        state=row.code,
        kind=row.kind,  # type: ignore[arg-type]  # The column's constraint lists the pack's kinds.
        brackets=tuple(StateBracket(above, rate) for above, rate in zip(row.above, row.rates, strict=True)),
        deduction=row.deduction,
        allowance=row.allowance,
        credit=row.credit,
        whole_dollars=row.whole_dollars,
        effective_from=row.start_date,
        effective_to=row.end_date,
    )


def _levy(row: OwnLevy) -> EngineLevy:
    ends = [*(later for _earlier, later in pairwise(row.above)), None]
    name = "amount" if row.method == LevyMethod.AMOUNTS else "rate"
    return EngineLevy(
        code=row.code,
        name=row.name,
        paid_by=row.paid_by,  # type: ignore[arg-type]  # The column's constraint lists what the pack knows, here and below.
        method=row.method,  # type: ignore[arg-type]
        counted_over=row.counted_over,  # type: ignore[arg-type]
        rows=tuple(
            Bracket(start=start, to=end, **{name: figure}) for start, end, figure in zip(row.above, ends, row.figures, strict=True)
        ),
        ceiling=row.ceiling,
        most=row.most,
        rounding=row.rounding,  # type: ignore[arg-type]
        unit=row.unit.normalize(),
    )
