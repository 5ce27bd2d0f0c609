from decimal import ROUND_DOWN, Decimal

import pytest
from hypothesis import given, strategies as st

from core.money import CurrencyMismatch, Money, UnknownCurrency, minor_units

currencies = st.sampled_from(["EUR", "JPY", "KWD", "CLF", "RSD"])
amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=4)
moneys = st.builds(Money, amounts, currencies)
ratios = st.lists(st.integers(0, 1000) | st.decimals(0, 1000, places=3), min_size=1, max_size=12).filter(any)


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


@given(moneys.map(Money.rounded), ratios)
def test_allocation_loses_no_cent(whole: Money, ratios: list[Decimal | int]) -> None:
    parts = whole.allocate(ratios)

    assert len(parts) == len(ratios)
    assert sum((part.amount for part in parts), Decimal()) == whole.amount
    assert all(part == part.rounded() for part in parts)
    assert all(part.amount == 0 for part, ratio in zip(parts, ratios, strict=True) if ratio == 0)


@given(moneys.map(Money.rounded), ratios)
def test_allocated_parts_are_within_one_minor_unit_of_their_share(whole: Money, ratios: list[Decimal | int]) -> None:
    unit = Decimal(1).scaleb(-minor_units(whole.currency))
    for part, ratio in zip(whole.allocate(ratios), ratios, strict=True):
        assert abs(part.amount - whole.amount * ratio / sum(ratios)) < unit + Decimal("1e-9")


@given(moneys, st.integers(-1000, 1000))
def test_arithmetic_stays_exact_and_decimal(money: Money, factor: int) -> None:
    assert (money * factor).amount == (factor * money).amount
    assert money + money == money * 2
    assert money - money == money * 0
    assert -money + money == money * 0
    assert Decimal(money.plain) == money.amount
    assert isinstance((money * Decimal("0.5")).amount, Decimal)


@given(moneys)
def test_rounding_moves_less_than_a_minor_unit_and_happens_once(money: Money) -> None:
    rounded = money.rounded()

    assert abs(rounded.amount - money.amount) <= Decimal("0.5").scaleb(-minor_units(money.currency))
    assert rounded.rounded() == rounded


def test_the_cents_left_over_go_to_the_largest_remainders_and_then_to_the_earlier_part() -> None:
    assert [part.plain for part in euros("10.00").allocate([1, 1, 1])] == ["3.34", "3.33", "3.33"]
    assert [part.plain for part in euros("-0.05").allocate([Decimal("0.3"), Decimal("0.7")])] == ["-0.02", "-0.03"]
    assert [part.plain for part in euros("1.00").allocate([1, 0, 2])] == ["0.33", "0.00", "0.67"]


@pytest.mark.parametrize(
    ("currency", "expected"), [("EUR", "1.01"), ("JPY", "1"), ("KWD", "1.005"), ("CLF", "1.0050"), ("RSD", "1.01")]
)
def test_rounding_to_the_minor_unit_of_iso_4217(currency: str, expected: str) -> None:
    assert Money(Decimal("1.005"), currency).rounded().plain == expected


def test_the_caller_may_choose_how_to_round() -> None:
    assert euros("1.009").rounded(ROUND_DOWN) == euros("1.00")


@pytest.mark.parametrize("ratios", [[], [0, 0], [1, -1]])
def test_ratios_that_divide_nothing_are_refused(ratios: list[int]) -> None:
    with pytest.raises(ValueError, match="at least one"):
        euros("1.00").allocate(ratios)


def test_half_a_cent_cannot_be_allocated() -> None:
    with pytest.raises(ValueError, match="Round it before"):
        euros("0.005").allocate([1])


def test_two_currencies_do_not_mix() -> None:
    with pytest.raises(CurrencyMismatch, match="EUR and USD"):
        euros("1") + Money(Decimal(1), "USD")
    with pytest.raises(CurrencyMismatch):
        euros("1") - Money(Decimal(1), "USD")


def test_floats_are_refused() -> None:
    with pytest.raises(TypeError, match="not float"):
        Money(1.5, "EUR")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not by float"):
        euros("1") * 0.5  # type: ignore[operator]


@pytest.mark.parametrize("amount", ["NaN", "Infinity"])
def test_an_amount_is_a_number(amount: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        euros(amount)


@pytest.mark.parametrize("currency", ["eur", "EURO", "XQQ", ""])
def test_a_currency_is_one_of_iso_4217(currency: str) -> None:
    with pytest.raises(UnknownCurrency):
        Money(Decimal(1), currency)


def test_plain_has_no_exponent() -> None:
    assert euros("1E+3").plain == "1000"


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "text"),
    [
        ("1234.5", "EUR", "en", "€1,234.50"),
        ("1234.5", "EUR", "de", "1.234,50\u00a0€"),
        ("-1234.5", "USD", "en", "-$1,234.50"),
        ("1234.5", "JPY", "en", "¥1,235"),
        ("1234.5", "KWD", "de", "1.234,500\u00a0KWD"),
        ("1234567.5", "INR", "en_IN", "₹12,34,567.50"),
        ("1234.5", "RSD", "de", "1.234,50\u00a0RSD"),
    ],
)
def test_formatting_for_people(amount: str, currency: str, locale: str, text: str) -> None:
    assert Money(Decimal(amount), currency).format(locale) == text
