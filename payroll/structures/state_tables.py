"""State tables as the American pack takes them."""

from datetime import date

from payroll.engine.pack import Pack
from payroll.statutory.packs import pack_of
from payroll.statutory.us.states import StateBracket, StateTable
from payroll.structures.models import StateTaxTable


def pack_for(*, country: str, pay_date: date) -> Pack:
    """The law of an ISO 3166 country for payments on a day, with the company's own figures where it needs them.

    One statement for the United States, else none. What it was made of, `state_tables_on`, belongs into a stored recipe.
    """
    return pack_of(country, state_tables=state_tables_on(pay_date) if country == "US" else ())


def state_tables_on(pay_date: date) -> tuple[StateTable, ...]:
    """The company's tables for payments on a day; one statement."""
    rows = StateTaxTable.objects.filter(start_date__lte=pay_date, end_date__gte=pay_date)
    return tuple(engine_table(row) for row in rows)


def engine_table(row: StateTaxTable) -> StateTable:
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
