"""How the published cases of Nepal are calculated."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from payroll.engine.trace import Trace
from payroll.statutory.np.income_tax import TaxPayer, annual_tax
from payroll.statutory.np.tables import Tables, tables_of
from payroll.statutory.tables import NoTables
from payroll.statutory.vectors import Case, Unsupported

# A fiscal year of the Bikram calendar begins in July, 57 years earlier by ours.
_BIKRAM_AHEAD = 57


def _tables(year: str) -> Tables:
    """Of "2082/83", or of the last year of "2080/81-2082/83"."""
    last = re.fullmatch(r"(?:.*-)?(\d{4})/\d\d", year)
    if last is None:
        raise Unsupported(f"{year!r} is not a fiscal year.")
    try:
        return tables_of(date(int(last[1]) - _BIKRAM_AHEAD, 8, 1))
    except NoTables as error:
        raise Unsupported(str(error)) from error


def _annual(given: Mapping[str, Any], year: str, trace: Trace) -> Mapping[str, Decimal]:
    """Since 2083/84 single people and couples are assessed alike."""
    payer = TaxPayer(
        assessment="couple" if given["status"] == "couple" else "single",
        in_social_security_fund=given["ssf_contributor"],
    )
    tax = annual_tax(Decimal(given["taxable_income"]), payer, _tables(year), trace)
    return {"income_tax": tax.income_tax, "social_security_tax": tax.social_security_tax, "total": tax.total}


CASES: dict[str, Case] = {"annual_income_tax": _annual}
