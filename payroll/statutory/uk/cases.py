"""How the published cases of the United Kingdom are calculated."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from payroll.engine.trace import Trace
from payroll.statutory.uk.income_tax import PayeCase, TaxPeriod, income_tax
from payroll.statutory.uk.national_insurance import Contributions, DirectorsYear, EarningsPeriod, class_1, directors_annual
from payroll.statutory.uk.student_loans import student_loan
from payroll.statutory.uk.tables import Tables, all_tables
from payroll.statutory.uk.tax_codes import read_tax_code
from payroll.statutory.vectors import Case, Unsupported

# Weeks, months or years that a payment is for, and how many of them a year has.
_PERIODS = {
    "weekly": (1, 52),
    "fortnightly": (2, 52),
    "fourweekly": (4, 52),
    "monthly": (1, 12),
    "quarterly": (3, 12),
    "annually": (1, 1),
}


def _tables(year: str) -> Tables:
    for tables in all_tables():
        if tables.edition.version == year:
            return tables
    raise Unsupported(f"There are no figures for {year}.")


def _paye(given: Mapping[str, Any], year: str, trace: Trace) -> Mapping[str, Decimal]:
    code = read_tax_code(given["tax_code"])
    code = msgspec.structs.replace(code, non_cumulative=code.non_cumulative or given["non_cumulative"])
    length, of_year = _PERIODS[given["pay_frequency"]]
    period = TaxPeriod(given["period"], length, of_year)
    if of_year == 1:
        # Who is paid once a year is taxed in month 12, on the free pay and bands of all of them.
        period = TaxPeriod(12, 12, 12)
    pay = Decimal(given["gross_this_period"])
    before = Decimal(given["tax_paid_to_date_before"] or 0)
    case = PayeCase(
        code=code,
        period=period,
        pay=pay,
        pay_to_date=Decimal(given["taxable_pay_to_date"]) - pay,
        tax_to_date=before,
    )
    tax = income_tax(case, _tables(year).income_tax, trace)
    return {"tax_this_period": tax, "tax_due_to_date": before + tax}


def _class_1(given: Mapping[str, Any], year: str, trace: Trace) -> Mapping[str, Decimal]:
    contributions = _ordinary(given, year, trace)
    return {
        "employee": contributions.employee,
        "employer": contributions.employer,
        "ytd_at_lel": contributions.at_lower_limit,
        "ytd_at_lel_2025_26": contributions.at_lower_limit,
        "ytd_lel_to_pt": contributions.lower_limit_to_primary,
        "ytd_lel_to_pt_2025_26": contributions.lower_limit_to_primary,
        "ytd_pt_to_uel": contributions.primary_to_upper_limit,
    }


def _director(given: Mapping[str, Any], year: str, trace: Trace) -> Mapping[str, Decimal]:
    """The alternative method is the ordinary one until the last payment of the year, which settles by the annual method."""
    gross = Decimal(given["gross"])
    before = DirectorsYear(
        earnings=Decimal(given["gross_ytd_incl"]) - gross,
        employee=Decimal(given["employee_ni_ytd_before"]),
        employer=Decimal(given["employer_ni_ytd_before"]),
    )
    length, of_year = _PERIODS[given["pay_frequency"]]
    is_last = given["last_payment_of_year"] or given["period"] * length >= of_year
    if given["method"] == "AlternativeMethod" and not is_last:
        contributions = _ordinary(given, year, trace)
    else:
        contributions = directors_annual(gross, given["ni_category"], before, _tables(year).national_insurance, trace)
    return {
        "employee": contributions.employee,
        "employer": contributions.employer,
        "employee_ytd": before.employee + contributions.employee,
        "employer_ytd": before.employer + contributions.employer,
    }


def _ordinary(given: Mapping[str, Any], year: str, trace: Trace) -> Contributions:
    period = EarningsPeriod(*_PERIODS[given["pay_frequency"]])
    return class_1(Decimal(given["gross"]), given["ni_category"], period, _tables(year).national_insurance, trace)


def _student_loan(given: Mapping[str, Any], year: str, trace: Trace) -> Mapping[str, Decimal]:
    length, of_year = _PERIODS[given["pay_frequency"]]
    tables = _tables(year).student_loans
    plans = given.get("plans") or given["plan"]
    plans = plans.split("+") if isinstance(plans, str) else plans
    return {"deduction": student_loan(plans, Decimal(given["niable_pay"]), length, of_year, tables, trace)}


CASES: dict[str, Case] = {
    "paye_income_tax": _paye,
    "ni_class1": _class_1,
    "ni_director": _director,
    "student_loan": _student_loan,
}
