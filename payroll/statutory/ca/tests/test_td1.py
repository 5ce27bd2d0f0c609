"""What a form TD1 claims, and which figures a province has on a day."""

from datetime import date
from decimal import Decimal

import pytest

from payroll.statutory.ca.tables import ProvinceNotCovered, Tables, all_tables, tables_of
from payroll.statutory.ca.td1 import Td1, Td1NotValid, basic_amount, claim_amount
from payroll.statutory.tables import NoTables

IN_2026 = tables_of(date(2026, 1, 16))
# T4127 rounds constants to the dollar, so two brackets meet within half a dollar on each side.
PRINTED = Decimal(1)


@pytest.mark.parametrize(
    ("province", "code", "amount"),
    [
        ("", 0, "0"),
        ("", 1, "16452"),
        ("", 2, "17868.50"),
        ("", 10, "40532.50"),
        ("AB", 6, "37425.50"),
        ("MB", 3, "18319.50"),
        ("NS", 2, "12770"),
        ("ON", 10, "36772"),
        ("PE", 2, "15800"),
        ("YT", 10, "40532.50"),
    ],
)
def test_claim_codes_are_as_printed(province: str, code: int, amount: str) -> None:
    tables = IN_2026.province(province) if province else IN_2026.federal

    assert claim_amount(Td1(claim_code=code), Decimal(50_000), tables) == Decimal(amount)


@pytest.mark.parametrize(
    ("pay_date", "province", "net_income", "amount"),
    [
        (date(2026, 1, 1), "", "181440", "16452"),
        (date(2026, 1, 1), "", "200000", "16061.01"),
        (date(2026, 1, 1), "", "258482", "14829"),
        (date(2026, 1, 1), "YT", "200000", "16061.01"),
        (date(2026, 1, 1), "MB", "300000", "7890.00"),
        (date(2026, 1, 1), "MB", "400000", "0"),
        (date(2026, 1, 1), "ON", "400000", "12989"),
        (date(2025, 1, 1), "NS", "50000", "10244.00"),
        (date(2025, 7, 1), "NS", "50000", "13244.00"),
        (date(2025, 7, 1), "NS", "90000", "14744"),
    ],
)
def test_basic_amounts_follow_net_income(pay_date: date, province: str, net_income: str, amount: str) -> None:
    tables = tables_of(pay_date)

    assert basic_amount(Decimal(net_income), tables.province(province) if province else tables.federal) == Decimal(amount)


def test_a_form_that_was_not_filed_claims_the_basic_amount() -> None:
    assert claim_amount(Td1(), Decimal(300_000), IN_2026.federal) == Decimal(14829)
    assert claim_amount(Td1(total_claim=Decimal(16452)), Decimal(300_000), IN_2026.federal) == Decimal(16452)


def test_a_code_of_2025_is_not_guessed() -> None:
    with pytest.raises(Td1NotValid, match="ranges of claim code 2 are not known"):
        claim_amount(Td1(claim_code=2), Decimal(50_000), tables_of(date(2025, 1, 1)).federal)


@pytest.mark.parametrize(
    "form",
    [
        {"total_claim": Decimal(1), "claim_code": 1},
        {"claim_code": 11},
        {"claim_code": -1},
        {"total_claim": Decimal(-1)},
        {"additional_tax": Decimal(-1)},
        {"dependants": -1},
    ],
)
def test_what_no_form_says_is_refused(form: dict[str, object]) -> None:
    with pytest.raises(Td1NotValid):
        Td1(**form)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("province", "pay_date"),
    [("QC", date(2026, 1, 1)), ("", date(2026, 1, 1)), ("BC", date(2026, 7, 1)), ("PE", date(2026, 12, 31))],
)
def test_a_province_without_figures_is_refused(province: str, pay_date: date) -> None:
    with pytest.raises(ProvinceNotCovered, match=f"no figures of '{province}'"):
        tables_of(pay_date).province(province, pay_date)


def test_british_columbia_ends_with_june_2026() -> None:
    assert tables_of(date(2026, 6, 30)).province("BC", date(2026, 6, 30)).lowest_rate == Decimal("0.0506")


@pytest.mark.parametrize("pay_date", [date(2024, 12, 31), date(2027, 1, 1)])
def test_a_year_without_figures_is_refused(pay_date: date) -> None:
    with pytest.raises(NoTables, match="no statutory figures of ca"):
        tables_of(pay_date)


@pytest.mark.parametrize("edition", all_tables(), ids=lambda edition: edition.edition.version)
def test_brackets_meet(edition: Tables) -> None:
    assert len(edition.provinces) == 12
    for tables in (edition.federal, *edition.provinces.values()):
        assert tables.brackets[0].start == tables.brackets[0].constant == 0
        for below, above in zip(tables.brackets, tables.brackets[1:], strict=False):
            assert below.rate < above.rate
            gap = (above.rate - below.rate) * above.start - (above.constant - below.constant)
            assert abs(gap) <= PRINTED
