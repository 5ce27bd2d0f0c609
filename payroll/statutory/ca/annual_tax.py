"""Federal and provincial tax of a year, given its income and credits.

Source: T4127, chapter 4, steps 2 to 5. Nothing is rounded on the way but K1 and K1P, which the guide prints to the cent.
"""

from decimal import Decimal

import msgspec

from payroll.engine.rounding import half_up
from payroll.engine.trace import Trace
from payroll.statutory.ca.tables import Jurisdiction, Province
from payroll.statutory.ca.td1 import Td1, claim_amount
from payroll.statutory.ca.wording import note_exact
from payroll.statutory.wording import percent

_NOTHING = Decimal("0.00")


class Year(msgspec.Struct, frozen=True):
    """What a year's tax depends on besides the forms TD1. Dollars of the whole year.

    `income` is A, `gross` the pay before deductions, `pension` and `insurance` the base contributions and the premiums that earn
    a credit, `other_credits` K3 and K3P, `fund_shares` what buys shares of labour-sponsored funds. `pension_to_cents` and
    `insurance_to_cents` round their credits, as the calculator of the CRA does for payments with a bonus.
    """

    income: Decimal
    gross: Decimal
    pension: Decimal
    insurance: Decimal
    prescribed_zone: Decimal = _NOTHING
    other_federal_credits: Decimal = _NOTHING
    other_provincial_credits: Decimal = _NOTHING
    fund_shares: Decimal = _NOTHING
    pension_to_cents: bool = False
    insurance_to_cents: bool = False


def federal_tax(year: Year, form: Td1, tables: Jurisdiction, trace: Trace) -> Decimal:
    """T1: the federal tax of a year."""
    claimed, contributed = _claims(year, form, tables, trace)
    credit = claimed + contributed + _employment_credit(year, tables) + year.other_federal_credits
    basic = _less_credits(year, credit, tables, "ca.tax.federal_basic", trace)
    tax = max(basic - _fund_credit(year, tables), _NOTHING)
    return note_exact(trace, "ca.tax.federal", tax, basic=basic, fund_credit=basic - tax)


def provincial_tax(year: Year, form: Td1, tables: Province, trace: Trace) -> Decimal:
    """T2: the provincial or territorial tax of a year."""
    claimed, contributed = _claims(year, form, tables, trace)
    credit = claimed + contributed + _employment_credit(year, tables) + year.other_provincial_credits
    credit += _supplemental_credit(claimed + contributed, tables, trace)
    basic = _less_credits(year, credit, tables, "ca.tax.provincial_basic", trace)
    surtax = _surtax(basic, tables, trace)
    premium = health_premium(year.income, tables, trace)
    reduction = _low_income_reduction(year.income, basic, tables) + _basic_tax_reduction(basic + surtax, form, tables)
    if reduction:
        note_exact(trace, "ca.tax.reduction", reduction, income=year.income, basic=basic + surtax)
    tax = max(basic + surtax + premium - reduction - _fund_credit(year, tables), _NOTHING)
    return note_exact(trace, "ca.tax.provincial", tax, basic=basic, surtax=surtax, premium=premium, reduction=reduction)


def health_premium(income: Decimal, tables: Province, trace: Trace) -> Decimal:
    """V2: the Ontario Health Premium of a year; nothing elsewhere."""
    steps = [step for step in tables.health_premium if income > step.above]
    if not steps:
        return _NOTHING
    premium = min(steps[-1].up_to, steps[-1].least + steps[-1].rate * (income - steps[-1].above))
    return note_exact(trace, "ca.tax.health_premium", premium, income=income, above=steps[-1].above)


def _claims(year: Year, form: Td1, tables: Jurisdiction, trace: Trace) -> tuple[Decimal, Decimal]:
    """K1 and K2, or K1P and K2P."""
    claim = claim_amount(form, year.income + year.prescribed_zone, tables)
    rate = tables.lowest_rate
    pension = half_up(rate * year.pension) if year.pension_to_cents else rate * year.pension
    insurance = half_up(rate * year.insurance) if year.insurance_to_cents else rate * year.insurance
    claimed, contributed = half_up(rate * claim), pension + insurance
    note_exact(
        trace,
        "ca.tax.credits",
        claimed + contributed,
        rate=percent(rate),
        claim=claim,
        pension=year.pension,
        insurance=year.insurance,
    )
    return claimed, contributed


def _employment_credit(year: Year, tables: Jurisdiction) -> Decimal:
    """K4 or K4P: the Canada employment amount."""
    if tables.employment_amount is None:
        return _NOTHING
    return tables.lowest_rate * min(year.gross, tables.employment_amount)


def _supplemental_credit(credit: Decimal, tables: Province, trace: Trace) -> Decimal:
    """K5P of Alberta."""
    rule = tables.supplemental_credit
    if rule is None or credit <= rule.above:
        return _NOTHING
    amount = (credit - rule.above) * rule.numerator / rule.denominator
    return note_exact(trace, "ca.tax.supplemental_credit", amount, credit=credit, above=rule.above)


def _less_credits(year: Year, credit: Decimal, tables: Jurisdiction, rule: str, trace: Trace) -> Decimal:
    """T3 or T4."""
    bracket = next(bracket for bracket in reversed(tables.brackets) if bracket.start <= year.income)
    basic = max(bracket.rate * year.income - bracket.constant - credit, _NOTHING)
    return note_exact(trace, rule, basic, income=year.income, rate=percent(bracket.rate), constant=bracket.constant, credit=credit)


def _fund_credit(year: Year, tables: Jurisdiction) -> Decimal:
    """P × LCF or P × LCP, which the year's most limits."""
    if tables.labour_fund is None:
        return _NOTHING
    return min(tables.labour_fund.rate * year.fund_shares, tables.labour_fund.most)


def _surtax(basic: Decimal, tables: Province, trace: Trace) -> Decimal:
    """V1 of Ontario."""
    amount = sum((max(basic - step.above, _NOTHING) * step.rate for step in tables.surtax), _NOTHING)
    return note_exact(trace, "ca.tax.surtax", amount, basic=basic) if amount else _NOTHING


def _low_income_reduction(income: Decimal, basic: Decimal, tables: Province) -> Decimal:
    """S of British Columbia."""
    rule = tables.low_income_reduction
    if rule is None or income > rule.end:
        return _NOTHING
    return min(basic, rule.amount - max(income - rule.start, _NOTHING) * rule.rate)


def _basic_tax_reduction(tax: Decimal, form: Td1, tables: Province) -> Decimal:
    """S of Ontario, for basic tax with surtax."""
    rule = tables.basic_tax_reduction
    if rule is None:
        return _NOTHING
    twice = 2 * (rule.amount + rule.per_dependant * form.dependants)
    return max(min(tax, twice - tax), _NOTHING)
