"""How the published cases of the United States are calculated."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from payroll.engine.trace import Trace
from payroll.statutory.us.fica import fica, futa
from payroll.statutory.us.tables import Tables, all_tables
from payroll.statutory.us.w4 import W4, FilingStatus, W4Before2020
from payroll.statutory.us.withholding import income_tax, supplemental_flat, wage_bracket_cell
from payroll.statutory.vectors import Case, Unsupported

# Publication 15-T, table 3: how many payroll periods a year has.
_PERIODS = {
    "annual": 1,
    "annually": 1,
    "semiannual": 2,
    "semiannually": 2,
    "quarterly": 4,
    "monthly": 12,
    "semimonthly": 24,
    "biweekly": 26,
    "weekly": 52,
    "daily": 260,
}
_STATUSES: dict[str, FilingStatus] = {
    "single": "single",
    "single_or_married_separately": "single",
    "married_filing_separately": "single",
    "married_withhold_single": "single",
    "married": "married",
    "married_filing_jointly": "married",
    "hoh": "head_of_household",
    "head_of_household": "head_of_household",
}
# What a certificate may say; an input of another name would be left out of the result, so it is refused instead.
_KNOWN = frozenset(
    """pay_frequency periods_per_year taxable_wages filing_status w4_version step2_checkbox step3_credits step4a_other_income
    step4b_deductions step4c_extra allowances additional_withholding exempt""".split()
)
_NONE = {None, "", "0", "0.00", 0}


def _tables(year: str) -> Tables:
    for tables in all_tables():
        if tables.edition.version == year:
            return tables
    raise Unsupported(f"There are no figures for {year}.")


def _amount(given: Mapping[str, Any], name: str) -> Decimal:
    return Decimal(str(given.get(name) or 0))


def _periods(given: Mapping[str, Any]) -> int:
    return int(given.get("periods_per_year") or _PERIODS[given["pay_frequency"]])


def _status(given: Mapping[str, Any]) -> FilingStatus:
    status = str(given["filing_status"])
    if status not in _STATUSES:
        raise Unsupported(f"Form W-4 has no filing status {status}.")
    return _STATUSES[status]


def _certificate(given: Mapping[str, Any]) -> W4 | W4Before2020:
    status = _status(given)
    if str(given.get("w4_version", "2020+")).startswith("2020"):
        return W4(
            status,
            step_2_checkbox=bool(given.get("step2_checkbox")),
            credits=_amount(given, "step3_credits"),
            other_income=_amount(given, "step4a_other_income"),
            deductions=_amount(given, "step4b_deductions"),
            extra_withholding=_amount(given, "step4c_extra"),
            exempt=bool(given.get("exempt")),
        )
    return W4Before2020(
        "married" if status == "married" else "single",
        allowances=int(given.get("allowances") or 0),
        additional_amount=_amount(given, "additional_withholding") or _amount(given, "step4c_extra"),
        exempt=bool(given.get("exempt")),
    )


def _percentage_method(given: Mapping[str, Any], year: str, trace: Trace) -> Mapping[str, Decimal]:
    unknown = sorted(name for name, value in given.items() if name not in _KNOWN and value not in _NONE)
    if unknown:
        raise Unsupported(f"The pack knows no input {', '.join(unknown)}.")
    wages = Decimal(str(given["taxable_wages"]))
    return {"fit": income_tax(wages, _periods(given), _certificate(given), _tables(year).withholding, trace)}


def _wage_bracket(given: Mapping[str, Any], year: str, trace: Trace) -> Mapping[str, Decimal]:
    ends = Decimal(str(given["wage_at_least"])), Decimal(str(given["wage_but_less_than"]))
    certificate = W4(_status(given), step_2_checkbox=bool(given.get("step2_checkbox")))
    cell = wage_bracket_cell(*ends, _periods(given), certificate, _tables(year).withholding, trace)
    return {"fit_rounded_to_whole_dollar": cell}


def _fica(given: Mapping[str, Any], year: str, trace: Trace) -> Mapping[str, Decimal]:
    """A case that names only the Social Security wages of the year so far had the same under Medicare."""
    before = _amount(given, "ytd_ss_wages")
    medicare_before = _amount(given, "ytd_medicare_wages") if "ytd_medicare_wages" in given else before
    taxes = fica(Decimal(str(given["wages"])), before, medicare_before, _tables(year).fica, trace)
    return {
        "ss_employee": taxes.social_security,
        "ss_employer": taxes.employer_social_security,
        "medicare_employee": taxes.medicare,
        "medicare_employer": taxes.employer_medicare,
        "additional_medicare": taxes.additional_medicare,
    }


def _futa(given: Mapping[str, Any], year: str, trace: Trace) -> Mapping[str, Decimal]:
    before = _amount(given, "ytd_futa_wages") or _amount(given, "ytd_wages")
    return {"futa": futa(Decimal(str(given["wages"])), before, _tables(year).futa, trace)}


def _supplemental(given: Mapping[str, Any], year: str, trace: Trace) -> Mapping[str, Decimal]:
    wages = Decimal(str(given["supplemental"]))
    return {"fit": supplemental_flat(wages, _amount(given, "ytd_supplemental"), _tables(year).withholding, trace)}


CASES: dict[str, Case] = {
    "fit_percentage_method_automated": _percentage_method,
    "fit_wage_bracket_cell": _wage_bracket,
    "fica": _fica,
    "futa": _futa,
    "supplemental_flat": _supplemental,
}
