"""How the published cases of India are calculated."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from payroll.engine.trace import Trace
from payroll.statutory.ind.income_tax import TaxPayer, annual_tax
from payroll.statutory.ind.tables import AgeBand, Tables, all_tables
from payroll.statutory.vectors import Case, Unsupported

_SENIOR, _VERY_SENIOR = 60, 80


def _tables(year: str) -> Tables:
    for tables in all_tables():
        if tables.edition.version == year:
            return tables
    raise Unsupported(f"There are no figures for {year}.")


def _age_band(text: str) -> AgeBand:
    """Of "<60", "below_60", "60-79", ">=80": the first number is the least age, unless it is an upper limit."""
    least = re.search(r"\d+", text)
    if least is None:
        raise Unsupported(f"{text!r} is not an age band.")
    if text.startswith(("<", "below", "under")) or int(least[0]) < _SENIOR:
        return "under_60"
    return "from_60" if int(least[0]) < _VERY_SENIOR else "from_80"


def _annual(given: Mapping[str, Any], year: str, trace: Trace) -> Mapping[str, Decimal]:
    payer = TaxPayer(
        regime=given["regime"],
        age_band=_age_band(given["age_band"]),
        resident=given["resident"],
        other_deductions=Decimal(given["other_deductions"]),
    )
    tax = annual_tax(Decimal(given["gross_salary"]), payer, _tables(year), trace)
    return {
        "total_tax_before_288B": tax.before_rounding,
        "total_tax_rounded_288B": tax.total,
        "taxable_income": tax.taxable_income,
        "rebate_87a": tax.rebate,
        "surcharge": tax.surcharge,
        "cess": tax.cess,
    }


CASES: dict[str, Case] = {"annual_income_tax_salary": _annual}
