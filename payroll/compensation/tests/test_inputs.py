"""What the engine gets for one person and period; and items and orders on the way."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from core.ids import new_id
from core.periods import DateRange
from hr.people.models import Employee
from payroll.compensation.actions import (
    CompensationRefusal,
    DaysTaken,
    PeriodClosed,
    add_item,
    add_order,
    change_item,
    change_order,
    close_pay,
    delete_item,
    delete_order,
    grant_loan,
    record_profile,
    record_taking,
)
from payroll.compensation.models import PayItem
from payroll.compensation.queries import inputs_of, profile_for
from payroll.compensation.tests.conftest import Agree
from payroll.engine.days import paid_days
from payroll.engine.pack import Period
from payroll.engine.problems import CannotCalculate
from payroll.statutory.uk.pack import Profile
from payroll.structures.models import PayComponent
from tenants.accounts.models import User

MAY = Period(date(2026, 5, 1), date(2026, 5, 31), date(2026, 5, 29), "monthly")
NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def _component(code: str) -> PayComponent:
    return PayComponent.objects.get(code=code)


def _item(employee: Employee, by: User, **differences: Any) -> PayItem:
    usual: dict[str, Any] = {"component": _component("bonus"), "amount": Decimal(250), "start_date": date(2026, 5, 10)}
    return add_item(employee=employee, acting_user=by, **(usual | differences))


def _order(employee: Employee, by: User, **differences: Any) -> Any:
    usual: dict[str, Any] = {
        "name": "Council tax",
        "payee": "Camden",
        "reference": "AEO-1",
        "priority": 1,
        "kind": "amount",
        "value": Decimal(80),
        "currency": "GBP",
        "protected_earnings": Decimal(1000),
        "total": Decimal(200),
        "start_date": date(2026, 1, 1),
        "end_date": None,
    }
    return add_order(employee=employee, acting_user=by, **(usual | differences))


class TestInputs:
    def test_of_a_rise_within_the_period(self, agree: Agree, carols_record: Employee) -> None:
        agree(basis="annual", amount=Decimal(52000))
        agree(basis="annual", amount=Decimal(62400), start_date=date(2026, 5, 11))
        found = inputs_of(employee=carols_record, period=MAY, weekly_hours=Decimal(40), weekly_days=Decimal(5))

        assert [(each.days.start.day, each.values["annual_salary"], each.values["hourly_rate"]) for each in found.terms] == [
            (1, Decimal(52000), Decimal(25)),
            (11, Decimal(62400), Decimal(30)),
        ]
        assert found.sources["annual_salary"] == "pay terms from 1 Jan 2026, pay terms from 11 May 2026"
        split = paid_days(
            DateRange(MAY.start, MAY.end),
            employed=[DateRange(date(2026, 1, 5))],
            terms=found.terms,
            working_day=lambda day: Decimal(int(day.isoweekday() <= 5)),
        )
        assert [stretch.paid_calendar_days for stretch in split.stretches] == [Decimal(10), Decimal(21)]

    def test_a_rate_that_is_not_known_is_left_out(self, agree: Agree, carols_record: Employee) -> None:
        agree()
        [terms] = inputs_of(employee=carols_record, period=MAY).terms
        assert "hourly_rate" not in terms.values
        assert terms.values["annual_salary"] == Decimal(36000)

    def test_items_count_once_and_one_off_ones_only_in_their_period(
        self, agree: Agree, carols_record: Employee, alice: User
    ) -> None:
        agree(end_date=date(2026, 5, 15))
        agree(start_date=date(2026, 5, 16), amount=Decimal(3300))
        _item(carols_record, alice, is_one_off=True)
        _item(carols_record, alice, amount=Decimal(50))
        _item(carols_record, alice, is_one_off=True, start_date=date(2026, 6, 1))
        found = inputs_of(employee=carols_record, period=MAY)

        assert [each.values["entered_bonus"] for each in found.terms] == [Decimal(300), Decimal(300)]
        assert found.sources["entered_bonus"] == "item of 10 May 2026, item from 10 May 2026"

    def test_instalments_and_orders(self, agree: Agree, carols_record: Employee, alice: User) -> None:
        agree()
        loan = grant_loan(
            employee=carols_record,
            kind="loan",
            name="Season ticket",
            component=_component("loan_repayment"),
            amount=Decimal(70),
            paid_on=date(2026, 4, 1),
            instalment=Decimal(100),
            first_instalment_on=date(2026, 5, 1),
            acting_user=alice,
            now=NOW,
        )
        order = _order(carols_record, alice)
        taken = {"amount": Decimal(150), "booked_on": date(2026, 4, 30), "idempotency_key": new_id(), "now": NOW}
        for _time in range(2):
            record_taking(order=order, acting_user=alice, **taken)  # type: ignore[arg-type]
        found = inputs_of(employee=carols_record, period=MAY)

        assert [(each.loan, each.amount) for each in found.instalments] == [(loan, Decimal(70))]
        assert found.terms[0].values["entered_loan_repayment"] == Decimal(70)
        assert [(each.value, each.protected, each.left) for each in found.orders] == [(Decimal(80), Decimal(1000), Decimal(50))]

    def test_another_job_has_its_own_terms(self, agree: Agree, carols_record: Employee, alice: User) -> None:
        agree()
        agree(job="Choir", basis="hourly", amount=Decimal(20))
        _item(carols_record, alice)
        choir = inputs_of(employee=carols_record, period=MAY, job="Choir")
        assert choir.terms[0].values["hourly_rate"] == Decimal(20)
        assert "entered_bonus" not in choir.terms[0].values

    @pytest.mark.parametrize(
        ("second", "said"),
        [({"currency": "EUR"}, "differ in currency"), ({"frequency": "weekly"}, "differ in frequency")],
    )
    def test_what_cannot_be_one_period(self, second: dict[str, str], said: str, agree: Agree, carols_record: Employee) -> None:
        agree()
        agree(start_date=date(2026, 5, 11), **second)
        with pytest.raises(CannotCalculate, match=said):
            inputs_of(employee=carols_record, period=MAY)

    def test_an_item_of_former_terms_in_another_currency(self, agree: Agree, carols_record: Employee, alice: User) -> None:
        agree()
        _item(carols_record, alice, start_date=date(2026, 2, 1))
        agree(start_date=date(2026, 4, 1), currency="EUR")
        with pytest.raises(CannotCalculate, match="It is in GBP, and pay is in EUR"):
            inputs_of(employee=carols_record, period=MAY)

    def test_statements(self, agree: Agree, carols_record: Employee, alice: User, django_assert_num_queries: Any) -> None:
        agree()
        _item(carols_record, alice)
        with django_assert_num_queries(4):
            inputs_of(employee=carols_record, period=MAY)


class TestProfiles:
    def test_as_of_the_day_of_payment(self, carols_record: Employee, alice: User) -> None:
        answers = {"tax_code": "1257L", "student_loans": ["plan2"]}
        record_profile(employee=carols_record, country="GB", answers=answers, start_date=date(2026, 5, 29), acting_user=alice)
        assert profile_for(carols_record, MAY.pay_date) == ("GB", Profile(tax_code="1257L", student_loans=("plan2",)))
        with pytest.raises(CannotCalculate, match="no tax details for a payment on 28 May 2026"):
            profile_for(carols_record, date(2026, 5, 28))


class TestItemsAndOrders:
    @pytest.mark.parametrize(
        ("differences", "said"),
        [
            ({"amount": Decimal(-5)}, "without a sign"),
            ({"amount": Decimal("1E15")}, "12 digits"),
            ({"amount": Decimal("1.001")}, "GBP has 2 decimals"),
            ({"end_date": date(2026, 1, 1)}, "cannot come before"),
            ({"component": "overtime"}, "entered for each person"),
        ],
    )
    def test_what_an_item_cannot_be(
        self, differences: dict[str, Any], said: str, agree: Agree, carols_record: Employee, alice: User
    ) -> None:
        agree()
        if "component" in differences:
            differences = {"component": _component(differences["component"])}
        with pytest.raises(CompensationRefusal, match=said):
            _item(carols_record, alice, **differences)
        assert not PayItem.objects.exists()

    def test_items_change_and_closed_pay_does_not(self, agree: Agree, carols_record: Employee, alice: User) -> None:
        agree()
        item = change_item(item=_item(carols_record, alice), amount=Decimal(300), is_one_off=True, acting_user=alice)
        assert (item.amount, item.end_date) == (Decimal(300), item.start_date)
        close_pay(frequency="monthly", closed_until=date(2026, 5, 31), acting_user=alice)
        change_item(item=item, note="For the launch", acting_user=alice)
        with pytest.raises(PeriodClosed):
            change_item(item=item, amount=Decimal(1), acting_user=alice)
        with pytest.raises(PeriodClosed):
            delete_item(item=item, acting_user=alice)

    def test_a_priority_belongs_to_one_order_a_day(self, agree: Agree, carols_record: Employee, alice: User) -> None:
        agree()
        first = _order(carols_record, alice)
        with pytest.raises(DaysTaken):
            _order(carols_record, alice, start_date=date(2026, 3, 1))
        change_order(order=first, end_date=date(2026, 2, 28), acting_user=alice)
        second = _order(carols_record, alice, start_date=date(2026, 3, 1))
        delete_order(order=second, acting_user=alice)
        assert inputs_of(employee=carols_record, period=MAY).orders == ()

    @pytest.mark.parametrize(
        ("differences", "said"),
        [
            ({"kind": "percent", "value": Decimal(101)}, "at most 100"),
            ({"value": Decimal(0)}, "above zero"),
            ({"protected_earnings": Decimal("0.001")}, "GBP has 2 decimals"),
            ({"total": Decimal(-1)}, "above zero"),
            ({"currency": "XXL"}, "is no currency"),
        ],
    )
    def test_what_an_order_cannot_say(self, differences: dict[str, Any], said: str, carols_record: Employee, alice: User) -> None:
        with pytest.raises(CompensationRefusal, match=said):
            _order(carols_record, alice, **differences)
