"""Stored payments come back as they were and calculate to the same bytes, whatever the country and its profile."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings, strategies as st

from payroll.engine.calculate import calculate
from payroll.engine.case import Case, ExchangeRate, NetRounding, NetRule, Stretch
from payroll.engine.components import ByTable, Component, ComponentKind, Fixed, Proration, Rounding, RoundingMode, Share, Written
from payroll.engine.formula import BracketTable, Kind
from payroll.engine.formula.values import Bracket, FormulaValue
from payroll.engine.pack import Period
from payroll.engine.problems import CannotCalculate
from payroll.statutory.au.declaration import Declaration
from payroll.statutory.au.pack import Profile as AustralianProfile
from payroll.statutory.ca.pack import Profile as CanadianProfile
from payroll.statutory.ca.td1 import Td1
from payroll.statutory.generic.tests.test_tables import a_levy, tables
from payroll.statutory.ind.income_tax import TaxPayer as IndianTaxPayer
from payroll.statutory.ind.pack import Profile as IndianProfile
from payroll.statutory.ind.provident_fund import Member
from payroll.statutory.np.income_tax import TaxPayer as NepaleseTaxPayer
from payroll.statutory.np.pack import Profile as NepaleseProfile
from payroll.statutory.packs import COUNTRIES, explained, line_name, pack_of, profile_type
from payroll.statutory.replay import (
    Recipe,
    StoredNotReadable,
    prepared,
    recipe_bytes,
    recipe_from,
    replayed,
    result_bytes,
    result_from,
)
from payroll.statutory.uk.pack import Profile as BritishProfile
from payroll.statutory.uk.pension_enrolment import Scheme
from payroll.statutory.us.pack import Profile as AmericanProfile
from payroll.statutory.us.states import StateBracket, StateClaim, StateTable
from payroll.statutory.us.w4 import W4, W4Before2020

money = st.decimals(min_value=0, max_value=90_000, places=2)
shares = st.decimals(min_value=0, max_value="0.2", places=3)
schemes = st.builds(
    Scheme,
    employee_share=shares,
    employer_share=shares,
    basis=st.sampled_from(["qualifying_earnings", "all_pay"]),
    treatment=st.sampled_from(["relief_at_source", "net_pay", "salary_sacrifice"]),
)
own_state = StateTable("PA", "flat", (StateBracket(Decimal(0), Decimal("0.0307")),))
states = st.none() | st.just(StateClaim("PA", 2))
certificates = st.builds(W4, st.sampled_from(["single", "married", "head_of_household"]), st.booleans(), money, money, money) | (
    st.builds(W4Before2020, st.sampled_from(["single", "married"]), st.integers(0, 9), money)
)
declarations = st.builds(
    Declaration,
    tax_file_number=st.sampled_from(["quoted", "applied_for", "exempt", "not_quoted"]),
    residency=st.just("resident"),
    claims_tax_free_threshold=st.booleans(),
    has_study_loan=st.booleans(),
    medicare_levy=st.sampled_from(["full", "half_exemption", "full_exemption"]),
)
PROFILES: dict[str, st.SearchStrategy[Any]] = {
    "GB": st.builds(
        BritishProfile,
        tax_code=st.sampled_from(["1257L", "S1257L M1", "CK45", "BR", "SD2", "0T", "NT"]),
        ni_category=st.sampled_from("ABCHJMVZ"),
        student_loans=st.sampled_from([(), ("plan1", "pgl"), ("plan2",)]),
        director=st.sampled_from(["no", "annual", "alternative"]),
        pension=st.none() | schemes,
    ),
    "US": st.builds(AmericanProfile, w4=certificates, first_paid=st.just(date(2018, 1, 5)), state=states, locality=states),
    "CA": st.builds(
        CanadianProfile,
        province=st.sampled_from(["ON", "AB", "NS", "YT"]),
        federal=st.builds(Td1, total_claim=st.none() | money, additional_tax=money),
        provincial=st.builds(Td1, claim_code=st.none() | st.integers(0, 10), dependants=st.integers(0, 3)),
        pensionable_months=st.integers(0, 12),
        is_insurable=st.booleans(),
        usual_pay=money,
    ),
    "AU": st.builds(AustralianProfile, declaration=declarations),
    "IN": st.builds(
        IndianProfile,
        payer=st.builds(IndianTaxPayer, regime=st.sampled_from(["new", "old"]), other_deductions=money),
        regular_pay=st.none() | money,
        fund_member=st.none() | st.builds(Member, on_full_wages=st.booleans(), in_pension_scheme=st.booleans()),
        is_insured=st.booleans(),
    ),
    "NP": st.builds(
        NepaleseProfile,
        payer=st.builds(NepaleseTaxPayer, assessment=st.sampled_from(["single", "couple"]), in_social_security_fund=st.booleans()),
    ),
    "FR": st.none(),
}
OWN = (tables(a_levy()),)
INPUTS = {"pay": Kind.NUMBER, "dollars": Kind.NUMBER, "is_senior": Kind.YES_NO, "grade": Kind.WORD, "scale": Kind.TABLE}


def components(country: str) -> tuple[Component, ...]:
    pack = pack_of(country, OWN)
    paid = pack.bases - pack.deduction_bases
    earning, deduction = ComponentKind.EARNING, ComponentKind.DEDUCTION
    tens = Rounding(1, RoundingMode.DOWN)
    return (
        Component(code="salary", name="Salary", kind=earning, amount=Written("pay"), bases=paid, proration=Proration.WORKING),
        Component(code="extra", name="Extra", kind=earning, amount=Written("100 if is_senior and grade == 'A' else 50")),
        Component(code="abroad", name="Abroad", kind=earning, amount=Written("dollars"), currency="ZAR"),
        Component(code="dues", name="Dues", kind=deduction, amount=ByTable("club", "salary"), rounding=tens),
        Component(code="union", name="Union", kind=deduction, amount=Share(Decimal("0.01"), "salary"), condition="pay > 10"),
        Component(code="desk", name="Desk", kind=ComponentKind.EMPLOYER, amount=Fixed(Decimal("12.50"))),
        Component(code="step", name="Step", kind=ComponentKind.STATISTICAL, amount=Written("bracket(scale, pay)")),
    )


def recipe(country: str, profile: Any, pay: Decimal, dollars: Decimal, is_senior: bool, day: int) -> Recipe:
    pack = pack_of(country, OWN)
    start, end = date(2026, 8, 1), date(2026, 8, 31)
    scale = BracketTable((Bracket(Decimal(0), Decimal("0.1")), Bracket(Decimal(500), Decimal("0.2"))))
    values: dict[str, FormulaValue] = {"pay": pay, "dollars": dollars, "is_senior": is_senior, "grade": "A", "scale": scale}
    middle = start.replace(day=day)
    stretches = (
        Stretch(start, middle, Decimal(day), Decimal("10.5"), values),
        Stretch(middle.replace(day=day + 1), end, Decimal(31 - day), Decimal("10.5"), {**values, "pay": pay + 1}),
    )
    currency = pack.currency or "EUR"
    rate = ExchangeRate(currency="ZAR", into=currency, rate=Decimal("0.0512"), day=start, source="the central bank")
    case = Case(
        period=Period(start, end, end, "monthly"),
        currency=currency,
        calendar_days=Decimal(31),
        working_days=Decimal(21),
        stretches=stretches,
        profile=profile,
        to_date={"taxable": pay, "income_tax": dollars},
        sources={"pay": "contract of 1 April 2026"},
        net_rule=NetRule.CARRY,
        net_rounding=NetRounding(Decimal("0.05")),
        brought_forward=Decimal("0.02"),
        rates=(rate,),
    )
    club = {"club": BracketTable((Bracket(Decimal(0), Decimal("0.001")),))}
    return Recipe(
        country=country,
        components=components(country),
        inputs=INPUTS,
        case=case,
        tables=club,
        own_tables=OWN,
        state_tables=(own_state,),
    )


recipes = st.sampled_from(sorted(PROFILES)).flatmap(
    lambda country: st.builds(
        recipe, st.just(country), PROFILES[country], money, money, st.booleans(), st.integers(min_value=1, max_value=30)
    )
)


@settings(max_examples=150)
@given(recipes)
def test_a_stored_payment_gives_the_same_bytes(original: Recipe) -> None:
    stored = recipe_bytes(original)
    again = recipe_from(stored)
    payment = prepared(original)
    result = calculate(payment.case, payment.plan, payment.pack)

    assert again == original
    assert recipe_bytes(again) == stored
    assert result_bytes(replayed(stored)) == result_bytes(result)
    assert result_from(result_bytes(result)) == result
    assert not any(isinstance(value, float) for value in _leaves(msgspec.to_builtins(result)))
    assert all(explained(original.country, result.steps))
    assert all(line_name(original.country, line) for line in result.lines)


def _leaves(value: object) -> Iterator[object]:
    """Every value in nested lists and mappings."""
    if isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _leaves(each)
    else:
        yield value


def test_every_country_is_replayed() -> None:
    assert set(PROFILES) - {"FR"} == set(COUNTRIES)
    assert profile_type("FR") is type(None)


def test_a_trace_is_small() -> None:
    """A payslip with its whole derivation takes no more than a short mail."""
    payment = prepared(recipe("GB", BritishProfile(tax_code="1257L"), Decimal(3000), Decimal(0), True, 15))

    assert len(result_bytes(calculate(payment.case, payment.plan, payment.pack))) < 1500


@pytest.mark.parametrize("stored", [b"", b"{}", b'{"country":"GB","case":{"stretches":[]}}', b"[1]"])
def test_what_is_no_stored_payment_is_refused(stored: bytes) -> None:
    with pytest.raises(StoredNotReadable, match="cannot be read"):
        recipe_from(stored)
    with pytest.raises(CannotCalculate, match="cannot be read"):
        result_from(stored)
