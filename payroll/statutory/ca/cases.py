"""How the published cases of Canada are calculated."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from payroll.engine.rounding import half_up
from payroll.engine.trace import Trace
from payroll.statutory.ca.contributions import (
    NO_CONTRIBUTIONS,
    Contributions,
    YearSoFar,
    employers_premium,
    insurance_premium,
    pension_contributions,
)
from payroll.statutory.ca.income_tax import IncomeTax, Pay, Payee, income_tax
from payroll.statutory.ca.tables import ProvinceNotCovered, Tables, all_tables, tables_of
from payroll.statutory.ca.td1 import Td1, Td1NotValid
from payroll.statutory.tables import NoTables
from payroll.statutory.vectors import Case, Unsupported

_PERIODS = {
    "annual": 1,
    "annually": 1,
    "semiannual": 2,
    "quarterly": 4,
    "monthly": 12,
    "semimonthly": 24,
    "biweekly": 26,
    "weekly": 52,
    "daily": 240,
}
_REGISTERED = ("rrsp", "rpp", "prpp")
# What a case may say; an input of another name would be left out of the result, so it is refused instead.
_KNOWN = frozenset(
    """province gross_pay salary_per_period pay_frequency pay_periods pay_date federal_claim provincial_claim federal_claim_code
    provincial_claim_code rrsp rpp prpp union_dues taxable_benefits bonus_amount retroactive_pay_amount retroactive_pay_periods
    pensionable_months cpp_exempt cpp2_exempt ei_exempt cpp_max_reached ei_max_reached additional_tax prescribed_zone
    annual_deductions alimony ytd ytd_gross ytd_pensionable_earnings ytd_insurable_earnings ytd_cpp_base ytd_cpp_additional
    ytd_ei""".split()
)
_NONE = {None, "", "0", "0.00", "zero", 0}
_NOTHING = Decimal("0.00")


def _tables(given: Mapping[str, Any], year: str) -> Tables:
    """By the date of payment; a case without one names the edition."""
    if given.get("pay_date"):
        try:
            return tables_of(date.fromisoformat(given["pay_date"]))
        except NoTables as error:
            raise Unsupported(str(error)) from error
    for tables in all_tables():
        if tables.edition.version == year:
            return tables
    raise Unsupported(f"There are no figures for {year}.")


def _amount(given: Mapping[str, Any], name: str) -> Decimal:
    return Decimal(str(given.get(name) or 0))


def _pay(given: Mapping[str, Any]) -> Pay:
    return Pay(
        periods=int(given.get("pay_periods") or _PERIODS[given["pay_frequency"]]),
        income=_amount(given, "gross_pay") + _amount(given, "salary_per_period") + _amount(given, "taxable_benefits"),
        bonus=_amount(given, "bonus_amount") + _amount(given, "retroactive_pay_amount"),
        retroactive_periods=int(given.get("retroactive_pay_periods") or 1),
        registered_plans=sum((_amount(given, name) for name in _REGISTERED), _NOTHING),
        union_dues=_amount(given, "union_dues"),
        support_payments=_amount(given, "alimony"),
        annual_deductions=_amount(given, "annual_deductions"),
        pensionable=not given.get("cpp_exempt"),
        insurable=not given.get("ei_exempt"),
    )


def _payee(given: Mapping[str, Any], tables: Tables) -> Payee:
    pay_date = date.fromisoformat(given["pay_date"]) if given.get("pay_date") else None
    months = int(given.get("pensionable_months") or 12)
    pension = tables.pension_plan
    year = YearSoFar(
        pensionable=_amount(given, "ytd_pensionable_earnings"),
        contributions=pension.most if given.get("cpp_max_reached") else _amount(given, "ytd_cpp_base"),
        second_contributions=pension.second_most if given.get("cpp_max_reached") else _amount(given, "ytd_cpp_additional"),
        premiums=tables.employment_insurance.most if given.get("ei_max_reached") else _amount(given, "ytd_ei"),
        months=months,
    )
    federal = Td1(
        *_claim(given, "federal"),
        additional_tax=_amount(given, "additional_tax"),
        prescribed_zone=_amount(given, "prescribed_zone"),
    )
    return Payee(federal, Td1(*_claim(given, "provincial")), tables.province(given["province"], pay_date), year)


def _claim(given: Mapping[str, Any], form: str) -> tuple[Decimal | None, int | None]:
    amount, code = given.get(f"{form}_claim"), given.get(f"{form}_claim_code")
    return (None if amount is None else Decimal(str(amount))), (None if code is None else int(code))


def _calculated(given: Mapping[str, Any], year: str, trace: Trace) -> Mapping[str, Decimal]:
    unknown = sorted(name for name, value in given.items() if name not in _KNOWN and value not in _NONE)
    if unknown:
        raise Unsupported(f"The pack knows no input {', '.join(unknown)}.")
    try:
        return _deductions(given, _tables(given, year), trace)
    except (ProvinceNotCovered, Td1NotValid) as error:
        raise Unsupported(str(error)) from error


def _deductions(given: Mapping[str, Any], tables: Tables, trace: Trace) -> Mapping[str, Decimal]:
    payee, pay = _payee(given, tables), _pay(given)
    paid = pay.income + pay.bonus
    contributions = NO_CONTRIBUTIONS
    if pay.pensionable:
        contributions = pension_contributions(paid, pay.periods, payee.year, tables.pension_plan, trace)
    if given.get("cpp2_exempt"):
        contributions = Contributions(contributions.first, _NOTHING, contributions.additional - contributions.second)
    premium = _NOTHING
    if pay.insurable:
        premium = insurance_premium(paid, payee.year.premiums, tables.employment_insurance, trace)
    tax = income_tax(pay, payee, contributions, premium, tables, trace)
    insurable = min(paid, max(tables.employment_insurance.most_insurable - _amount(given, "ytd_insurable_earnings"), _NOTHING))
    return {
        **_named(tax, contributions, premium),
        **_totals(pay, tax, contributions, premium),
        "pensionable_earnings_per_period": paid,
        "insurable_earnings_per_period": insurable if pay.insurable else _NOTHING,
        "employer_ei": employers_premium(premium, tables.employment_insurance, trace),
    }


def _named(tax: IncomeTax, contributions: Contributions, premium: Decimal) -> dict[str, Decimal]:
    """What the calculator of the CRA names; for payments with a bonus it has other names."""
    additional = half_up(contributions.additional)
    return {
        "cpp_total": contributions.first,
        "cpp_deductions": contributions.first,
        "cpp2": contributions.second,
        "cpp2_deductions": contributions.second,
        "cpp_enhancement_f2": additional,
        "cpp_additional_deductions": additional,
        "ei": premium,
        "ei_deductions": premium,
        "federal_tax": tax.federal,
        "income_federal_tax": tax.federal,
        "provincial_tax": tax.provincial,
        "income_provincial_tax": tax.provincial,
        "income_total_tax": tax.federal + tax.provincial,
        "bonus_federal_tax": tax.bonus_federal,
        "federal_tax_on_retroactive": tax.bonus_federal,
        "bonus_provincial_tax": tax.bonus_provincial,
        "provincial_tax_on_retroactive": tax.bonus_provincial,
        "bonus_total_tax": tax.bonus_federal + tax.bonus_provincial,
    }


def _totals(pay: Pay, tax: IncomeTax, contributions: Contributions, premium: Decimal) -> dict[str, Decimal]:
    """The calculator counts taxable benefits as paid, and plans and dues among neither deductions nor net pay."""
    deductions = contributions.first + contributions.second + premium + tax.total
    kept = pay.registered_plans + pay.union_dues + pay.support_payments
    net = pay.income + pay.bonus - deductions - kept
    taxable = pay.income + pay.bonus - kept - contributions.additional
    return {
        "total_deductions": deductions,
        "net_pay": net,
        "net_amount": net,
        "taxable_income_per_period": half_up(taxable),
    }


CASES: dict[str, Case] = {"t4127_pdoc": _calculated, "t4127_option1": _calculated}
