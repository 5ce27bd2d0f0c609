"""Shares, garnishments and rates, by examples."""

from datetime import date
from decimal import Decimal

import pytest

from core.money import Money
from core.periods import DateRange
from payroll.compensation.rules.garnishments import Garnishment, GarnishmentKind, take_garnishments
from payroll.compensation.rules.loans import instalment_due
from payroll.compensation.rules.shares import Share, ShareKind, SharesNotComplete, check_shares, split_net
from payroll.compensation.rules.terms import PayBasis, PayFrequency, Terms

REST = Share(ShareKind.REMAINDER)


def _amount(value: str) -> Share:
    return Share(ShareKind.AMOUNT, Decimal(value))


def _percent(value: str) -> Share:
    return Share(ShareKind.PERCENT, Decimal(value))


def _order(value: str, protected: str = "0", kind: str = "amount", left: str | None = None) -> Garnishment:
    kinds = GarnishmentKind(kind)
    owed = None if left is None else Decimal(left)
    return Garnishment(code="o", name="Order", kind=kinds, value=Decimal(value), protected=Decimal(protected), left=owed)


class TestShares:
    @pytest.mark.parametrize(
        ("net", "currency", "shares", "parts"),
        [
            ("2614.38", "GBP", [REST], ["2614.38"]),
            ("2614.38", "GBP", [_percent("33.33"), REST], ["871.37", "1743.01"]),
            ("1000.00", "GBP", [REST, _amount("250"), _percent("10")], ["650.00", "250.00", "100.00"]),
            ("200.00", "GBP", [_amount("150"), _amount("150"), REST], ["150.00", "50.00", "0.00"]),
            ("300001", "JPY", [_percent("50"), REST], ["150001", "150000"]),
            ("0.00", "GBP", [_amount("150"), REST], ["0.00", "0.00"]),
        ],
    )
    def test_divide_the_net(self, net: str, currency: str, shares: list[Share], parts: list[str]) -> None:
        assert [part.amount for part in split_net(Money(Decimal(net), currency), shares)] == list(map(Decimal, parts))

    @pytest.mark.parametrize(
        ("shares", "said"),
        [
            ([], "exactly one account"),
            ([_percent("50"), _percent("50")], "exactly one account"),
            ([REST, REST], "exactly one account"),
            ([_percent("60"), _percent("41"), REST], "more than 100"),
            ([_amount("-1"), REST], "above zero"),
        ],
    )
    def test_say_what_is_missing(self, shares: list[Share], said: str) -> None:
        with pytest.raises(SharesNotComplete, match=said):
            check_shares(shares)

    @pytest.mark.parametrize("net", ["-0.01", "10.005"])
    def test_only_of_coins(self, net: str) -> None:
        with pytest.raises(ValueError, match="cannot be paid to bank accounts"):
            split_net(Money(Decimal(net), "GBP"), [REST])


class TestGarnishments:
    @pytest.mark.parametrize(
        ("net", "orders", "taken"),
        [
            ("1500.00", [_order("200"), _order("100")], ["200", "100"]),
            ("1500.00", [_order("200", protected="1400"), _order("100", protected="1300")], ["100.00", "100"]),
            ("900.00", [_order("200", protected="1000")], ["0"]),
            ("1234.57", [_order("12.5", kind="percent")], ["154.32"]),
            ("1500.00", [_order("200", left="35.10")], ["35.10"]),
            ("1500.00", [_order("200", left="-5")], ["0"]),
        ],
    )
    def test_take_in_order_above_what_is_protected(self, net: str, orders: list[Garnishment], taken: list[str]) -> None:
        takings = take_garnishments(Money(Decimal(net), "GBP"), orders)
        assert [taking.amount for taking in takings] == list(map(Decimal, taken))

    def test_say_what_could_not_be_taken(self) -> None:
        [taking] = take_garnishments(Money(Decimal(1100), "GBP"), [_order("200", protected="1000")])
        assert (taking.amount, taking.wanted) == (Decimal(100), Decimal(200))


@pytest.mark.parametrize(("balance", "due"), [("500", "120"), ("80", "80"), ("0", "0"), ("-3", "0")])
def test_an_instalment_is_never_more_than_what_is_owed(balance: str, due: str) -> None:
    assert instalment_due(Decimal(balance), Decimal(120)) == Decimal(due)


def test_rates_follow_from_what_was_agreed() -> None:
    terms = Terms(Decimal(52000), PayBasis.ANNUAL, "GBP", PayFrequency.MONTHLY, DateRange(date(2026, 1, 1)))
    rates = terms.rates(weekly_hours=Decimal(40), weekly_days=Decimal(5))
    assert (rates.annual, rates.hourly, rates.daily) == (Decimal(52000), Decimal(25), Decimal(200))
    assert rates.monthly is not None
    assert round(rates.monthly, 4) == Decimal("4333.3333")
