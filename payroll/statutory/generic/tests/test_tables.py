"""What a company enters is checked before it is used."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from payroll.statutory.generic.tables import Bracket, OwnFiguresNotValid, OwnLevy, OwnTables, mistakes_in, own_tables_on
from payroll.statutory.tables import NoTables


def row(start: str, to: str | None = None, rate: str = "0.1", amount: str = "0") -> Bracket:
    return Bracket(start=Decimal(start), to=None if to is None else Decimal(to), rate=Decimal(rate), amount=Decimal(amount))


def a_levy(**changes: Any) -> OwnLevy:
    fields: dict[str, Any] = {
        "code": "income_tax",
        "name": "Income tax",
        "paid_by": "employee",
        "method": "brackets",
        "rows": (row("0", "1000"), row("1000", rate="0.2")),
    }
    return OwnLevy(**(fields | changes))


def tables(*levies: OwnLevy, country: str = "FR", **dates: date) -> OwnTables:
    between = {"effective_from": date(2026, 1, 1), "effective_to": date(2026, 12, 31)} | dates
    return OwnTables(country=country, levies=levies, **between)


@pytest.mark.parametrize(
    ("changes", "number", "text"),
    [
        ({"rows": (row("0", "1000"), row("1001"))}, 2, "Between 1000 and 1001 Income tax has a gap before row 2."),
        ({"rows": (row("0", "1000"), row("900"))}, 2, "Row 2 of Income tax overlaps the one before, which ends at 1000."),
        ({"rows": (row("0", "1000", rate="-0.1"), row("1000"))}, 1, "The rate in row 1 of Income tax is below 0 %."),
        ({"rows": (row("0", rate="5"),)}, 1, "The rate in row 1 of Income tax is above 100 %. Enter 5 % as 0.05."),
        ({"rows": (row("0", rate="NaN"),)}, 1, "The rate in row 1 of Income tax is below 0 %."),
        ({"rows": ()}, 0, "Income tax has no row. Add one that starts at 0."),
        ({"rows": (row("100"),)}, 1, "The first row of Income tax starts at 0."),
        ({"rows": (row("0", "1000"),)}, 1, "The last row of Income tax has no end. Leave it empty."),
        ({"rows": (row("0"), row("1000"))}, 1, "Only the last row of Income tax has no end."),
        ({"rows": (row("0", "10"), row("10", "5"), row("5"))}, 2, "Row 2 of Income tax ends before it starts."),
        ({"rows": (row("0", "NaN"), row("5"))}, 1, "Row 1 of Income tax ends before it starts."),
        ({"rows": (row("0", "5"), row("-Infinity"))}, 2, "Row 2 of Income tax starts below 0."),
        ({"rows": (row("0", amount="5"),)}, 1, "Row 1 of Income tax has a rate where an amount counts, or the reverse."),
        ({"method": "flat"}, 0, "Income tax has one rate, so it has one row."),
        ({"method": "amounts", "rows": (row("0", rate="0", amount="-1"),)}, 1, "The amount in row 1 of Income tax is below 0."),
        (
            {"method": "amounts", "counted_over": "year", "rows": (row("0", rate="0", amount="1"),)},
            0,
            "Income tax has fixed amounts, so it counts single payments.",
        ),
        ({"ceiling": Decimal(-1)}, 0, "The ceiling of Income tax is below 0. Leave it empty if there is none."),
        ({"most": Decimal("Infinity")}, 0, "The highest amount of Income tax is below 0. Leave it empty if there is none."),
        ({"unit": Decimal("0.03")}, 0, "Income tax is rounded to 0.001, 0.01, 0.05, 0.1, 1, 10, 100 or 1000."),
        (
            {"code": "Income tax"},
            0,
            "The code of Income tax begins with a small letter and holds small letters, digits and _ only.",
        ),
    ],
)
def test_each_mistake_is_named_with_its_row(changes: dict, number: int, text: str) -> None:
    (mistake,) = mistakes_in([a_levy(**changes)])

    assert (mistake.row, mistake.text) == (number, text)


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(OwnFiguresNotValid) as error:
        tables(a_levy(rows=(row("0", "10", rate="2"), row("20", "30"))), a_levy(), effective_to=date(2025, 1, 1))

    assert [mistake.text.split(".")[0] for mistake in error.value.mistakes] == [
        "The rate in row 1 of Income tax is above 100 %",
        "The last row of Income tax has no end",
        "Between 10 and 20 Income tax has a gap before row 2",
        "2 levies have the code income_tax",
        "The figures end before they begin",
    ]


def test_the_date_of_payment_and_the_country_choose() -> None:
    french, spanish = tables(a_levy()), tables(country="ES")

    assert own_tables_on([spanish, french], "FR", date(2026, 12, 31)) == french
    with pytest.raises(NoTables):
        own_tables_on([spanish, french], "FR", date(2027, 1, 1))
    assert not french.edition.verified
