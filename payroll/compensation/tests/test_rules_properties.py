"""What holds for every split of days, and for loans and rates."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, strategies as st

from core.periods import DateRange
from payroll.compensation.rules.loans import instalment_due
from payroll.compensation.rules.stretches import split
from payroll.compensation.rules.terms import PERIODS_A_YEAR, PayBasis, PayFrequency, Terms

PERIOD = DateRange(date(2026, 4, 1), date(2026, 4, 30))
days = st.integers(-40, 70).map(lambda offset: PERIOD.start + timedelta(days=offset))
ranges = st.builds(
    lambda start, length: DateRange(start, None if length is None else start + timedelta(days=length)),
    days,
    st.none() | st.integers(0, 60),
)


class TestSplittingDays:
    @given(st.lists(ranges, max_size=6))
    def test_each_day_of_employment_stands_in_exactly_one_part(self, changes: list[DateRange]) -> None:
        employed = DateRange(date(2026, 4, 5), date(2026, 4, 25))
        parts = split(PERIOD, [employed], changes)
        assert [day for part in parts for day in part] == list(employed)

    @given(st.lists(ranges, max_size=6))
    def test_no_change_happens_within_a_part(self, changes: list[DateRange]) -> None:
        for part in split(PERIOD, [DateRange(date(2020, 1, 1))], changes):
            for change in changes:
                assert change.contains(part) or not change.overlaps(part)

    def test_nobody_is_paid_for_days_outside_employment(self) -> None:
        assert split(PERIOD, [DateRange(date(2026, 5, 1))], [DateRange(date(2026, 1, 1))]) == []


@given(st.decimals("0.01", "100000", places=2), st.decimals("50", "100000", places=2))
def test_instalments_pay_back_exactly_what_is_owed(balance: Decimal, instalment: Decimal) -> None:
    left = balance
    while left:
        due = instalment_due(left, instalment)
        assert 0 < due <= instalment
        assert due in {instalment, left}
        left -= due


@given(st.decimals("0.01", "1000000", places=2), st.sampled_from(PayBasis), st.sampled_from(PayFrequency))
def test_what_was_agreed_stays_as_it_was_agreed(amount: Decimal, basis: PayBasis, frequency: PayFrequency) -> None:
    terms = Terms(amount, basis, "GBP", frequency, DateRange(date(2026, 1, 1)))
    rates = terms.rates(weekly_hours=Decimal("37.5"), weekly_days=Decimal(5))
    assert getattr(rates, basis.value) == amount
    assert rates.annual is not None
    assert PERIODS_A_YEAR[frequency] > 0
    unknown = terms.rates(weekly_hours=Decimal(0), weekly_days=Decimal(0))
    assert (unknown.annual is None) == (basis in {PayBasis.HOURLY, PayBasis.DAILY})
