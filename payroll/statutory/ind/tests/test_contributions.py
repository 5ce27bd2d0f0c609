"""Provident fund, pension and state insurance."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from payroll.engine.trace import Trace, explain
from payroll.statutory.ind.provident_fund import Member, provident_fund
from payroll.statutory.ind.sentences import SENTENCES
from payroll.statutory.ind.state_insurance import state_insurance
from payroll.statutory.ind.tables import tables_of
from payroll.statutory.proof import is_verified

TABLES = tables_of(date(2026, 4, 1))
wages = st.decimals(min_value=0, max_value=1_000_000, places=2)


@pytest.mark.parametrize(
    ("pay", "member", "parts"),
    [
        ("15000", Member(), (1800, 550, 1250, 75, 75)),
        ("10000", Member(), (1200, 367, 833, 50, 50)),
        ("40000", Member(), (1800, 550, 1250, 75, 75)),
        ("40000", Member(on_full_wages=True), (4800, 3550, 1250, 75, 200)),
        ("40000", Member(in_pension_scheme=False), (1800, 1800, 0, 75, 75)),
        ("0", Member(), (0, 0, 0, 0, 0)),
        ("-5", Member(), (0, 0, 0, 0, 0)),
    ],
)
def test_the_provident_fund(pay: str, member: Member, parts: tuple) -> None:
    paid = provident_fund(Decimal(pay), member, TABLES, Trace())

    assert (
        paid.employee,
        paid.employer_fund,
        paid.employer_pension,
        paid.employer_insurance,
        paid.employer_administration,
    ) == parts
    assert not paid.verified


@given(wages, st.builds(Member))
def test_pension_and_fund_are_the_employers_share(pay: Decimal, member: Member) -> None:
    paid = provident_fund(pay, member, TABLES, Trace())

    assert paid.employer_fund + paid.employer_pension == paid.employee
    assert paid.employer_fund >= 0


@pytest.mark.parametrize(
    ("gross", "covered_before", "parts"),
    [
        ("21000", False, (158, 683)),
        ("21000.01", False, (0, 0)),
        ("21000.01", True, (158, 683)),
        ("20000", False, (150, 650)),
        ("20000.01", False, (151, 651)),
        ("0", False, (0, 0)),
    ],
)
def test_state_insurance(gross: str, covered_before: bool, parts: tuple) -> None:
    paid = state_insurance(Decimal(gross), covered_before=covered_before, tables=TABLES, trace=Trace())

    assert (paid.employee, paid.employer) == parts


def test_contributions_say_that_they_are_not_verified() -> None:
    trace = Trace()
    provident_fund(Decimal(20_000), Member(), TABLES, trace)
    state_insurance(Decimal(20_000), covered_before=False, tables=TABLES, trace=trace)
    state_insurance(Decimal(50_000), covered_before=False, tables=TABLES, trace=trace)

    assert all(sentence.startswith("Not verified: ") for sentence in explain(trace.steps, SENTENCES))
    assert not is_verified(trace.steps)
