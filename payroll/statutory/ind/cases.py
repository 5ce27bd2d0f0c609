"""How the published cases of India are calculated."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from payroll.engine.trace import Trace
from payroll.statutory.ind.income_tax import TaxPayer, annual_tax
from payroll.statutory.ind.tables import AgeBand, Tables, all_tables
from payroll.statutory.vectors import Case, Unsupported

_AGE_BANDS: dict[str, AgeBand] = {
    "<60": "under_60",
    "60-79": "from_60",
    "60-80": "from_60",
    "60+": "from_60",
    ">=60": "from_60",
    "80+": "from_80",
    ">80": "from_80",
    ">=80": "from_80",
}


def _tables(year: str) -> Tables:
    for tables in all_tables():
        if tables.edition.version == year:
            return tables
    raise Unsupported(f"There are no figures for {year}.")


def _annual(given: Mapping[str, Any], year: str, trace: Trace) -> Mapping[str, Decimal]:
    if given["age_band"] not in _AGE_BANDS:
        raise Unsupported(f"{given['age_band']!r} is not an age band.")
    payer = TaxPayer(
        regime=given["regime"],
        age_band=_AGE_BANDS[given["age_band"]],
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
