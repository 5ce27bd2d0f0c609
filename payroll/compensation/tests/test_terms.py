"""Agreeing, changing and taking back terms of pay."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.audit.models import AuditEvent
from hr.people.models import Employee
from payroll.compensation.actions import (
    DaysTaken,
    EndsBeforeStart,
    PeriodClosed,
    change_terms,
    close_pay,
    delete_terms,
)
from payroll.compensation.models import PayTerms
from payroll.compensation.queries import terms_on
from payroll.compensation.rules.amounts import AmountNotAboveZero, AmountTooLarge, CurrencyNotKnown, FinerThanCurrency
from payroll.compensation.tests.conftest import Agree
from tenants.accounts.models import User


class TestAgreeing:
    def test_a_rise_ends_the_terms_of_before(self, agree: Agree, carols_record: Employee) -> None:
        old = agree()
        agree(start_date=date(2026, 7, 1), amount=Decimal(3200))

        old.refresh_from_db()
        assert old.end_date == date(2026, 6, 30)
        june, july = (terms_on(carols_record, day) for day in (date(2026, 6, 30), date(2026, 7, 1)))
        assert june is not None
        assert july is not None
        assert (june.amount, july.amount) == (Decimal(3000), Decimal(3200))
        actions = AuditEvent.objects.filter(object_type="compensation.payterms").order_by("id").values_list("action", flat=True)
        assert list(actions) == ["payterms:agreed", "payterms:changed", "payterms:agreed"]

    def test_several_jobs_at_once(self, agree: Agree, carols_record: Employee) -> None:
        agree()
        agree(job="Choir", basis="hourly", amount=Decimal("18.1250"))

        main, choir = terms_on(carols_record, date(2026, 3, 1)), terms_on(carols_record, date(2026, 3, 1), job="Choir")
        assert main is not None
        assert choir is not None
        assert (main.basis, choir.basis) == ("monthly", "hourly")

    def test_not_twice_for_the_same_days(self, agree: Agree) -> None:
        agree(end_date=date(2026, 6, 30))
        with pytest.raises(DaysTaken, match=r"pay terms from 1 Jan 2026 to 30 Jun 2026"):
            agree(start_date=date(2026, 6, 30))
        agree(start_date=date(2026, 8, 1))
        with pytest.raises(DaysTaken, match=r"pay terms from 1 Aug 2026 on"):
            agree(start_date=date(2026, 7, 15))
        assert PayTerms.objects.count() == 2

    def test_the_database_has_the_last_word(self, agree: Agree, carols_record: Employee) -> None:
        agree()
        with pytest.raises(IntegrityError, match="pay_terms_never_two_at_once"), transaction.atomic():
            PayTerms.objects.create(
                employee=carols_record,
                start_date=date(2026, 5, 1),
                amount=1,
                basis="annual",
                currency="GBP",
                frequency="monthly",
            )

    def test_not_backwards(self, agree: Agree) -> None:
        with pytest.raises(EndsBeforeStart):
            agree(end_date=date(2025, 12, 31))

    @pytest.mark.parametrize(
        ("amount", "currency", "basis", "refusal"),
        [
            ("-1", "GBP", "monthly", AmountNotAboveZero),
            ("0", "GBP", "monthly", AmountNotAboveZero),
            ("NaN", "GBP", "monthly", AmountNotAboveZero),
            ("1000000000000000", "GBP", "monthly", AmountTooLarge),
            ("3000.005", "GBP", "monthly", FinerThanCurrency),
            ("300000.50", "JPY", "monthly", FinerThanCurrency),
            ("12.12345", "GBP", "hourly", FinerThanCurrency),
            ("3000", "XYZ", "monthly", CurrencyNotKnown),
        ],
    )
    def test_what_nobody_can_be_paid(self, amount: str, currency: str, basis: str, refusal: type[Exception], agree: Agree) -> None:
        with pytest.raises(refusal):
            agree(amount=Decimal(amount), currency=currency, basis=basis)
        assert not PayTerms.objects.exists()

    def test_a_currency_without_decimals(self, agree: Agree) -> None:
        with pytest.raises(FinerThanCurrency, match="JPY has no decimals"):
            agree(amount=Decimal("300000.50"), currency="JPY")
        agree(amount=Decimal(300000), currency="JPY")

    @pytest.mark.parametrize(("amount", "currency"), [("1.234", "KWD"), ("0.0001", "CLF")])
    def test_currencies_with_many(self, amount: str, currency: str, agree: Agree) -> None:
        agree(amount=Decimal(amount), currency=currency)


class TestChanging:
    def test_says_what_was_before(self, agree: Agree, alice: User) -> None:
        terms = change_terms(terms=agree(), amount=Decimal(3100), frequency="monthly", acting_user=alice)

        assert terms.amount == Decimal(3100)
        event = AuditEvent.objects.get(action="payterms:changed")
        assert (event.before, event.after) == ({"amount": "3000.0000"}, {"amount": "3100"})

    def test_into_other_terms(self, agree: Agree, alice: User) -> None:
        first = agree()
        agree(start_date=date(2026, 7, 1))
        first.refresh_from_db()
        with pytest.raises(DaysTaken):
            change_terms(terms=first, end_date=None, acting_user=alice)

    def test_to_what_nobody_can_be_paid(self, agree: Agree, alice: User) -> None:
        with pytest.raises(FinerThanCurrency):
            change_terms(terms=agree(amount=Decimal("3000.50")), currency="JPY", acting_user=alice)

    def test_nothing(self, agree: Agree, alice: User) -> None:
        terms = agree()
        change_terms(terms=terms, amount=terms.amount, acting_user=alice)
        assert not AuditEvent.objects.filter(action="payterms:changed").exists()


class TestClosedPeriods:
    @pytest.fixture(autouse=True)
    def _paid_until_march(self, agree: Agree, alice: User) -> None:
        self.terms = agree()
        close_pay(frequency="monthly", closed_until=date(2026, 3, 31), acting_user=alice)

    def test_refuse_what_reaches_back(self, agree: Agree, alice: User) -> None:
        with pytest.raises(PeriodClosed, match=r"Pay until 31 Mar 2026 is closed.*one-off"):
            agree(start_date=date(2026, 3, 31), amount=Decimal(3500))
        changes: list[dict[str, Any]] = [
            {"amount": Decimal(3500)},
            {"start_date": date(2026, 2, 1)},
            {"end_date": date(2026, 3, 30)},
            {"frequency": "weekly"},
        ]
        for change in changes:
            with pytest.raises(PeriodClosed):
                change_terms(terms=self.terms, acting_user=alice, **change)
        with pytest.raises(PeriodClosed):
            delete_terms(terms=self.terms, acting_user=alice)
        self.terms.refresh_from_db()
        assert (self.terms.amount, self.terms.end_date) == (Decimal(3000), None)

    def test_let_through_what_does_not(self, agree: Agree, alice: User) -> None:
        change_terms(terms=self.terms, end_date=date(2026, 3, 31), acting_user=alice)
        change_terms(terms=self.terms, end_date=None, acting_user=alice)
        agree(start_date=date(2026, 4, 1), amount=Decimal(3500))
        self.terms.refresh_from_db()
        assert self.terms.end_date == date(2026, 3, 31)

    def test_concern_only_who_is_paid_so(self, agree: Agree, alice: User) -> None:
        bob = Employee.objects.get(work_email="bob@acme.example")
        agree(employee=bob, frequency="weekly", start_date=date(2026, 2, 1))

    def test_can_be_opened_again(self, agree: Agree, alice: User) -> None:
        close_pay(frequency="monthly", closed_until=date(2026, 2, 28), acting_user=alice)
        agree(start_date=date(2026, 3, 1))
        events = AuditEvent.objects.filter(action="payclosing:closed").order_by("id")
        assert [event.after for event in events] == [{"closed_until": "2026-03-31"}, {"closed_until": "2026-02-28"}]


def test_taking_terms_back_leaves_a_trace(agree: Agree, alice: User) -> None:
    delete_terms(terms=agree(), acting_user=alice)
    assert not PayTerms.objects.exists()
    event = AuditEvent.objects.get(action="payterms:deleted")
    assert event.before is not None
    assert event.before["amount"] == "3000.00"
