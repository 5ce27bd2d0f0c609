"""Accounts, identifiers, shares and reminders, as values."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from core.money import Money
from hr.personal.rules.accounts import LOCAL_FORMS, AccountNotValid, check_account, compact, in_groups
from hr.personal.rules.identifiers import KINDS, IdentifierNotValid, check_identifier
from hr.personal.rules.reminders import OVER, reminder_due
from hr.personal.rules.shares import FIXED, PERCENT, REMAINDER, Share, SharesNotPossible, check_shares, split_pay


class TestAccounts:
    @pytest.mark.parametrize(
        ("country", "number", "bank_code", "kept"),
        [
            ("DE", "DE02 1203 0000 0000 2020 51", "", "DE02120300000000202051"),
            ("GB", "gb29 nwbk 6016 1331 9268 19", "", "GB29NWBK60161331926819"),
            ("GB", "55779911", "20-00-00", "55779911"),
            ("US", "1234567890", "111000025", "1234567890"),
            ("IN", "12345678901", "sbin0000001", "12345678901"),
            ("AU", "12345678", "062-000", "12345678"),
            ("CA", "1234567", "00012-003", "1234567"),
            ("MX", "032180000118359719", "", "032180000118359719"),
            ("NZ", "01-0242-0100194-00", "", "010242010019400"),
            ("NP", "0150 0100 123456", "", "01500100123456"),
        ],
    )
    def test_that_can_exist_are_kept_plainly(self, country: str, number: str, bank_code: str, kept: str) -> None:
        account = check_account(country=country, number=number, bank_code=bank_code)

        assert account.number == kept
        assert account.bank_code == compact(bank_code)

    def test_an_iban_names_its_bank(self) -> None:
        account = check_account(country="DE", number="DE02120300000000202051")

        assert (account.bic, account.bank_name, account.is_iban) == ("BYLADEM1001", "Deutsche Kreditbank Berlin", True)

    @pytest.mark.parametrize(
        ("country", "number", "bank_code", "bic", "field"),
        [
            ("DE", "DE02120300000000202052", "", "", "number"),
            ("DE", "DE0212030000000020205", "", "", "number"),
            ("FR", "DE02120300000000202051", "", "", "number"),
            ("DE", "202051", "12030000", "", "number"),
            ("DE", "DE02120300000000202051", "", "BARCGB22", "bic"),
            ("DE", "DE02120300000000202051", "", "NONSENSE!", "bic"),
            ("GB", "1234567", "200000", "", "number"),
            ("GB", "55779911", "", "", "bank_code"),
            ("US", "1234567890", "111000026", "", "bank_code"),
            ("US", "12A4567890", "111000025", "", "number"),
            ("IN", "12345678901", "SBIN1000001", "", "bank_code"),
            ("MX", "032180000118359718", "", "", "number"),
            ("NZ", "01-0242-0100195-00", "", "", "number"),
            ("NP", "🐓", "", "", "number"),
            ("GB", "٥٥٧٧٩٩١١", "200000", "", "number"),
            ("", "", "", "", "number"),
        ],
    )
    def test_that_cannot_exist_say_what_to_put_right(self, country: str, number: str, bank_code: str, bic: str, field: str) -> None:
        with pytest.raises(AccountNotValid) as refused:
            check_account(country=country, number=number, bank_code=bank_code, bic=bic)
        assert refused.value.field == field
        assert str(refused.value.message).endswith(".")

    @pytest.mark.parametrize("country", sorted(set(LOCAL_FORMS) - {"MX", "NZ"}))
    def test_the_examples_in_messages_hold(self, country: str) -> None:
        bank_code, number = LOCAL_FORMS[country].example.split(", ")

        assert check_account(country=country, number=number, bank_code=bank_code).bank_code == compact(bank_code)

    def test_are_read_out_in_fours(self) -> None:
        assert in_groups("DE0212030") == "DE02 1203 0"


class TestIdentifiers:
    @pytest.mark.parametrize(
        ("kind", "country", "number", "kept"),
        [
            ("gb_nino", "GB", "ab 12 34 56 c", "AB123456C"),
            ("us_ssn", "US", "536-90-4399", "536904399"),
            ("de_idnr", "DE", "36 574 261 809", "36574261809"),
            ("in_pan", "IN", "ACUPA7085R", "ACUPA7085R"),
            ("nl_bsn", "NL", "1112.22.333", "111222333"),
            ("passport", "NP", "pa 1234567", "PA1234567"),
        ],
    )
    def test_that_can_exist_are_kept_plainly(self, kind: str, country: str, number: str, kept: str) -> None:
        assert check_identifier(kind=kind, country=country, number=number) == kept

    @pytest.mark.parametrize(
        ("kind", "country", "number"),
        [
            ("gb_nino", "GB", "BG123456C"),
            ("us_ssn", "US", "666-90-4399"),
            ("de_idnr", "DE", "36574261808"),
            ("us_ssn", "GB", "536-90-4399"),
            ("gibberish", "GB", "1"),
            ("passport", "GB", "🐓"),
            ("us_ssn", "US", ""),
        ],
    )
    def test_that_cannot_exist_say_so(self, kind: str, country: str, number: str) -> None:
        with pytest.raises(IdentifierNotValid) as refused:
            check_identifier(kind=kind, country=country, number=number)
        assert str(refused.value.message).endswith(".")

    @pytest.mark.parametrize("code", sorted(KINDS))
    def test_every_kind_has_its_check(self, code: str) -> None:
        kind = KINDS[code]

        with pytest.raises(IdentifierNotValid):
            check_identifier(kind=code, country=kind.country or "GB", number="?")
        assert len(code) <= 20


SHARES = st.lists(
    st.one_of(
        st.builds(Share, st.just(PERCENT), st.decimals("0.01", "24.99", places=2)),
        st.builds(Share, st.just(FIXED), st.decimals("0.01", "100000", places=2)),
    ),
    max_size=4,
)


class TestShares:
    @given(
        amount=st.decimals("-1000", "100000", places=2),
        shares=SHARES,
        currency=st.sampled_from(["EUR", "JPY", "KWD"]),
        place=st.integers(0, 4),
    )
    def test_no_unit_is_lost_or_made(self, amount: Decimal, shares: list[Share], currency: str, place: int) -> None:
        pay = Money(amount, currency).rounded()
        shares.insert(min(place, len(shares)), Share(REMAINDER))
        check_shares(shares)

        parts = split_pay(pay, shares)

        assert sum((part.amount for part in parts), Decimal(0)) == pay.amount
        assert all(part.amount >= 0 for part in parts) or pay.amount < 0
        assert all(part == part.rounded() for part in parts)

    def test_fixed_amounts_come_first(self) -> None:
        shares = [Share(PERCENT, Decimal(10)), Share(FIXED, Decimal(200)), Share(REMAINDER)]

        assert [part.plain for part in split_pay(Money(Decimal("1000.05"), "EUR"), shares)] == ["100.01", "200.00", "700.04"]
        assert [part.plain for part in split_pay(Money(Decimal(150), "EUR"), shares)] == ["0.00", "150.00", "0.00"]

    def test_a_pay_that_is_owed_back_goes_to_one_account(self) -> None:
        shares = [Share(FIXED, Decimal(200)), Share(REMAINDER)]

        assert [part.plain for part in split_pay(Money(Decimal(-30), "EUR"), shares)] == ["0.00", "-30.00"]

    @pytest.mark.parametrize(
        "shares",
        [
            [],
            [Share(PERCENT, Decimal(100))],
            [Share(REMAINDER), Share(REMAINDER)],
            [Share(REMAINDER), Share(PERCENT, Decimal(60)), Share(PERCENT, Decimal(40))],
            [Share(REMAINDER), Share(FIXED, Decimal(0))],
            [Share(REMAINDER), Share(PERCENT)],
        ],
        ids=["none", "no rest", "two rests", "nothing left", "nothing", "no value"],
    )
    def test_that_make_no_pay_are_refused(self, shares: list[Share]) -> None:
        with pytest.raises(SharesNotPossible):
            check_shares(shares)


class TestReminders:
    LAST_DAY = date(2026, 12, 31)

    @pytest.mark.parametrize(
        ("today", "reminded", "due"),
        [
            (date(2026, 10, 31), None, None),
            (date(2026, 11, 1), None, 60),
            (date(2026, 11, 20), None, 60),
            (date(2026, 11, 20), 60, None),
            (date(2026, 12, 17), 60, 14),
            (date(2026, 12, 17), None, 14),
            (date(2026, 12, 31), 14, None),
            (date(2027, 1, 1), 14, OVER),
            (date(2027, 3, 1), OVER, None),
        ],
    )
    def test_each_is_sent_once(self, today: date, reminded: int | None, due: int | None) -> None:
        assert reminder_due(expires_on=self.LAST_DAY, today=today, days_ahead=[60, 14], reminded_days=reminded) == due

    @given(gaps=st.lists(st.integers(1, 40), max_size=12))
    def test_rounds_at_any_distance_never_repeat_one(self, gaps: list[int]) -> None:
        today, reminded, sent = date(2026, 9, 1), None, list[int]()
        for gap in gaps:
            today += timedelta(days=gap)
            due = reminder_due(expires_on=self.LAST_DAY, today=today, days_ahead=[14, 60], reminded_days=reminded)
            if due is not None:
                reminded = due
                sent.append(due)
        assert sent == sorted(set(sent), reverse=True)
