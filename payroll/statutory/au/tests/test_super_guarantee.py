"""The super guarantee, up to and above the maximum contribution base."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from payroll.engine.trace import Trace, explain
from payroll.statutory.au.sentences import SENTENCES
from payroll.statutory.au.super_guarantee import super_guarantee
from payroll.statutory.au.tables import tables_of

TABLES = tables_of(date(2026, 8, 1))
amounts = st.decimals(min_value=0, max_value=400_000, places=2)


@pytest.mark.parametrize(
    ("pay_date", "pay", "before", "contribution"),
    [
        (date(2026, 8, 1), "5000", "0", "600.00"),
        (date(2026, 8, 1), "1234.56", "0", "148.15"),
        (date(2026, 8, 1), "5000", "268830", "240.00"),
        (date(2026, 8, 1), "5000", "270830", "0.00"),
        (date(2026, 8, 1), "-50", "0", "0.00"),
        (date(2025, 8, 1), "70000", "0", "7500.00"),
        (date(2024, 8, 1), "1000", "0", "115.00"),
    ],
)
def test_is_a_share_up_to_the_base(pay_date: date, pay: str, before: str, contribution: str) -> None:
    assert super_guarantee(Decimal(pay), Decimal(before), tables_of(pay_date), Trace()) == Decimal(contribution)


@given(amounts, amounts)
def test_is_never_more_than_the_share_of_the_base(pay: Decimal, before: Decimal) -> None:
    assert 0 <= super_guarantee(pay, before, TABLES, Trace()) <= TABLES.super_guarantee.maximum_base * TABLES.super_guarantee.rate


def test_says_when_the_base_is_not_verified_and_counts() -> None:
    below, above = Trace(), Trace()
    super_guarantee(Decimal(5000), Decimal(0), TABLES, below)
    super_guarantee(Decimal(5000), Decimal(270_000), TABLES, above)

    assert not any("Not verified" in sentence for sentence in explain(below.steps, SENTENCES))
    assert "Not verified: 99.60" in explain(above.steps, SENTENCES)[-1]
