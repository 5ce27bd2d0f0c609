"""How the published cases of Australia are calculated."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from payroll.engine.trace import Trace
from payroll.statutory.au.declaration import WITHOUT_NUMBER
from payroll.statutory.au.super_guarantee import super_guarantee
from payroll.statutory.au.tables import Tables, all_tables
from payroll.statutory.au.withholding import (
    StudyLoanNotKnown,
    schedule_1,
    study_loan_component,
    study_loan_repayment,
    without_number,
    working_holiday_maker,
)
from payroll.statutory.vectors import Case, Unsupported


def _tables(year: str) -> Tables:
    for tables in all_tables():
        if tables.edition.version == year:
            return tables
    raise Unsupported(f"There are no figures for {year}.")


def _withholding(given: Mapping[str, Any], year: str, trace: Trace) -> Mapping[str, Decimal]:
    """With a study loan the withholding is tax and component together."""
    tables, earnings, scale = _tables(year), Decimal(given["earnings"]), str(given["scale"])
    if scale == WITHOUT_NUMBER:
        is_foreign = given.get("residency", "resident") != "resident" or not given.get("resident", True)
        return {"withholding": without_number(earnings, is_foreign=is_foreign, tables=tables, trace=trace)}
    tax = schedule_1(earnings, given["pay_frequency"], scale, tables, trace)
    if not given.get("stsl"):
        return {"withholding": tax}
    component = _component(earnings, given["pay_frequency"], scale, tables, trace)
    return {"withholding": tax + component, "stsl_component": component}


def _stsl(given: Mapping[str, Any], year: str, trace: Trace) -> Mapping[str, Decimal]:
    return {
        "stsl_component": _component(Decimal(given["earnings"]), given["pay_frequency"], str(given["scale"]), _tables(year), trace)
    }


def _component(earnings: Decimal, frequency: str, scale: str, tables: Tables, trace: Trace) -> Decimal:
    try:
        return study_loan_component(earnings, frequency, scale, tables, trace)
    except StudyLoanNotKnown as error:
        raise Unsupported(str(error)) from error


def _stsl_year(given: Mapping[str, Any], year: str, trace: Trace) -> Mapping[str, Decimal]:
    try:
        return {"repayment": study_loan_repayment(Decimal(given["repayment_income"]), _tables(year), trace)}
    except StudyLoanNotKnown as error:
        raise Unsupported(str(error)) from error


def _working_holiday(given: Mapping[str, Any], year: str, trace: Trace) -> Mapping[str, Decimal]:
    """`ytd` is what was paid before."""
    return {"withholding": working_holiday_maker(Decimal(given["earnings"]), Decimal(given["ytd"]), _tables(year), trace)}


def _super(given: Mapping[str, Any], year: str, trace: Trace) -> Mapping[str, Decimal]:
    before = Decimal(given.get("earnings_before", 0))
    return {"super_guarantee": super_guarantee(Decimal(given["earnings"]), before, _tables(year), trace)}


CASES: dict[str, Case] = {
    "payg_schedule1": _withholding,
    "payg_no_tfn": _withholding,
    "payg_whm": _working_holiday,
    "stsl_component": _stsl,
    "stsl_annual_repayment": _stsl_year,
    "super_guarantee": _super,
}
