"""What holds for every split of days and of money."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, strategies as st

from core.money import Money, minor_units
from core.periods import DateRange
from payroll.compensation.rules.garnishments import Garnishment, GarnishmentKind, take_garnishments
from payroll.compensation.rules.loans import instalments_left
from payroll.compensation.rules.shares import Share, ShareKind, split_net
from payroll.compensation.rules.stretches import split
from payroll.compensation.rules.terms import PERIODS_A_YEAR, PayBasis, PayFrequency, Terms

PERIOD = DateRange(date(2026, 4, 1), date(2026, 4, 30))
days = st.integers(-40, 70).map(lambda offset: PERIOD.start + timedelta(days=offset))
ranges = st.builds(
    lambda start, length: DateRange(start, None if length is None else start + timedelta(days=length)),
    days,
    st.none() | st.integers(0, 60),
)
currencies = st.sampled_from(["GBP", "JPY", "KWD", "CLF"])


@st.composite
def nets(draw: st.DrawFn) -> Money:
    currency = draw(currencies)
    return Money(Decimal(draw(st.integers(0, 10**9))).scaleb(-minor_units(currency)), currency)


@st.composite
def share_lists(draw: st.DrawFn) -> list[Share]:
    amounts = draw(st.lists(st.decimals("0.0001", "1000000", places=4).map(lambda v: Share(ShareKind.AMOUNT, v)), max_size=4))
    weights = draw(st.lists(st.integers(1, 2500), max_size=4))
    percents = [Share(ShareKind.PERCENT, Decimal(weight) / 100) for weight in weights]
    return draw(st.permutations([*amounts, *percents, Share(ShareKind.REMAINDER)]))


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


class TestSplittingNetPay:
    @given(nets(), share_lists())
    def test_the_parts_are_the_net_to_the_coin(self, net: Money, shares: list[Share]) -> None:
        parts = split_net(net, shares)
        assert sum((part.amount for part in parts), Decimal(0)) == net.amount
        assert all(part.amount >= 0 and part == part.rounded() for part in parts)

    @given(nets(), share_lists())
    def test_no_account_gets_more_than_it_asked_for(self, net: Money, shares: list[Share]) -> None:
        for part, share in zip(split_net(net, shares), shares, strict=True):
            if share.kind is ShareKind.AMOUNT:
                assert part.amount <= Money(share.value, net.currency).rounded().amount


@given(st.decimals("0.01", "100000", places=2), st.decimals("50", "100000", places=2))
def test_instalments_pay_back_exactly_what_is_owed(balance: Decimal, instalment: Decimal) -> None:
    due = list(instalments_left(balance, instalment))
    assert sum(due) == balance
    assert set(due[:-1]) <= {instalment}
    assert 0 < due[-1] <= instalment


orders = st.builds(
    Garnishment,
    code=st.just("order"),
    name=st.just("Order"),
    kind=st.sampled_from(GarnishmentKind),
    value=st.decimals("0.01", "100", places=2),
    protected=st.decimals("0", "3000", places=2),
    left=st.none() | st.decimals("0", "500", places=2),
)


@given(st.decimals("0", "5000", places=2).map(lambda amount: Money(amount, "GBP")), st.lists(orders, max_size=5))
def test_orders_take_by_priority_and_leave_what_is_protected(net: Money, some: list[Garnishment]) -> None:
    left = net.amount
    for taking in take_garnishments(net, some):
        assert 0 <= taking.amount <= taking.wanted
        left -= taking.amount
        assert not taking.amount or left >= taking.garnishment.protected
        assert taking.amount == taking.wanted or left <= taking.garnishment.protected
    assert 0 <= left <= net.amount


@given(st.decimals("0.01", "1000000", places=2), st.sampled_from(PayBasis), st.sampled_from(PayFrequency))
def test_what_was_agreed_stays_as_it_was_agreed(amount: Decimal, basis: PayBasis, frequency: PayFrequency) -> None:
    terms = Terms(amount, basis, "GBP", frequency, DateRange(date(2026, 1, 1)))
    rates = terms.rates(weekly_hours=Decimal("37.5"), weekly_days=Decimal(5))
    assert getattr(rates, basis.value) == amount
    assert rates.annual is not None
    assert PERIODS_A_YEAR[frequency] > 0
    unknown = terms.rates(weekly_hours=Decimal(0), weekly_days=Decimal(0))
    assert (unknown.annual is None) == (basis in {PayBasis.HOURLY, PayBasis.DAILY})
