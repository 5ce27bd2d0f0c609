"""What the engine gets for one person and period; and items and orders on the way."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from core.ids import new_id
from core.moments import day_text
from core.periods import DateRange
from hr.calendars.actions import add_pattern, change_pattern
from hr.calendars.rules import FIRST_MONDAY, Shift
from hr.people.actions import change_terms, end_employment
from hr.people.models import Employee
from hr.personal.models import PersonalRecord
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
    record_taking,
)
from payroll.compensation.models import PayItem
from payroll.compensation.queries import PayInputs, inputs_of, inputs_of_many
from payroll.compensation.rules.years import whole_years
from payroll.compensation.tests.conftest import Agree
from payroll.engine.days import paid_days
from payroll.engine.pack import Period
from payroll.engine.problems import CannotCalculate
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
        carols_record.terms_history.update(weekly_hours=40)
        agree(basis="annual", amount=Decimal(52000))
        agree(basis="annual", amount=Decimal(62400), start_date=date(2026, 5, 11))
        found = inputs_of(employee=carols_record, period=MAY)

        assert [(each.days.start.day, each.values["annual_salary"], each.values["hourly_rate"]) for each in found.terms] == [
            (1, Decimal(52000), Decimal(25)),
            (11, Decimal(62400), Decimal(30)),
        ]
        assert found.sources["annual_salary"] == "pay terms from 1 Jan 2026, pay terms from 11 May 2026"
        split = paid_days(
            DateRange(MAY.start, MAY.end),
            employed=found.employed,
            terms=found.terms,
            working_day=lambda day: Decimal(int(day.isoweekday() <= 5)),
        )
        assert [stretch.paid_calendar_days for stretch in split.stretches] == [Decimal(10), Decimal(21)]

    def test_of_other_hours_from_a_day_on(self, agree: Agree, carols_record: Employee, alice: User) -> None:
        carols_record.terms_history.update(weekly_hours=40)
        agree(basis="annual", amount=Decimal(52000))
        day, half = date(2026, 5, 18), Decimal("0.5")
        change_terms(employee=carols_record, start_date=day, weekly_hours=Decimal(20), full_time_equivalent=half, acting_user=alice)
        found = inputs_of(employee=carols_record, period=MAY)

        names = ("weekly_hours", "full_time_share", "hourly_rate", "daily_rate")
        assert [(each.days.start.day, *(each.values[name] for name in names)) for each in found.terms] == [
            (1, Decimal(40), Decimal(1), Decimal(25), Decimal(200)),
            (18, Decimal(20), half, Decimal(50), Decimal(200)),
        ]
        first = day_text(carols_record.terms_history.earliest("start_date").start_date)
        assert found.sources["weekly_hours"] == f"employment from {first}, employment from 18 May 2026"
        assert found.sources["department"] == f"employment from {first}"

    def test_of_another_work_pattern_from_a_day_on(self, agree: Agree, carols_record: Employee, alice: User) -> None:
        """Four days of eight hours: what the contract leaves open, the person's own pattern says."""
        agree(basis="annual", amount=Decimal(52000))
        pattern = add_pattern(name="Four days", cycle_days=7, acting_user=alice)
        hours = dict.fromkeys(range(1, 5), Shift(time(9), time(17, 30), 30))
        change_pattern(pattern=pattern, name="Four days", cycle_days=7, anchor_date=FIRST_MONDAY, shifts=hours, acting_user=alice)
        change_terms(employee=carols_record, start_date=date(2026, 5, 18), work_pattern=pattern, acting_user=alice)
        first, second = inputs_of(employee=carols_record, period=MAY).terms

        assert (first.values["daily_rate"], first.values["weekly_hours"]) == (200, 0)
        assert "hourly_rate" not in first.values
        names = ("daily_rate", "weekly_hours", "hourly_rate")
        assert [second.values[name] for name in names] == [250, 32, Decimal("31.25")]

    def test_another_manager_makes_no_stretch_of_its_own(
        self, agree: Agree, carols_record: Employee, dave: User, alice: User
    ) -> None:
        agree()
        davids = Employee.objects.get(user=dave)
        change_terms(employee=carols_record, start_date=date(2026, 5, 18), manager=davids, acting_user=alice)
        assert [each.days for each in inputs_of(employee=carols_record, period=MAY).terms] == [DateRange(MAY.start, MAY.end)]

    def test_of_the_person(self, agree: Agree, carols_record: Employee) -> None:
        agree()
        PersonalRecord.objects.create(employee=carols_record, date_of_birth=date(1990, 5, 31))
        carols_record.period_history.update(start_date=date(2020, 6, 1))
        [terms] = inputs_of(employee=carols_record, period=MAY).terms
        assert (terms.values["age"], terms.values["years_of_service"]) == (36, 5)
        assert (terms.values["contract_type"], terms.values["department"]) == ("permanent", "Engineering")

    def test_not_of_days_without_employment(self, agree: Agree, carols_record: Employee, alice: User) -> None:
        agree()
        end_employment(employee=carols_record, last_day=date(2026, 5, 20), today=date(2026, 1, 5), acting_user=alice)
        found = inputs_of(employee=carols_record, period=MAY)
        assert [each.days for each in found.terms] == [DateRange(MAY.start, date(2026, 5, 20))]
        assert found.employed[0].end == date(2026, 5, 20)

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


class TestManyPeople:
    def test_cost_as_many_statements_as_one(
        self, agree: Agree, carols_record: Employee, alice: User, bob: User, dave: User, django_assert_num_queries: Any
    ) -> None:
        people = [carols_record, *Employee.objects.filter(user__in=[bob, dave])]
        for person in people:
            agree(employee=person)
            for amount in (10, 20):
                _item(person, alice, amount=Decimal(amount))
            _order(person, alice)
        for some in (people[:1], people):
            with django_assert_num_queries(8):
                found = inputs_of_many(employees=some, period=MAY)
            assert [_entered_bonus(found[person.pk]) for person in some] == [Decimal(30)] * len(some)

    def test_whatever_is_wrong_is_one_persons(self, agree: Agree, carols_record: Employee, bob: User, alice: User) -> None:
        bobs_record = Employee.objects.get(user=bob)
        agree()
        agree(employee=bobs_record)
        agree(employee=bobs_record, start_date=date(2026, 5, 11), currency="EUR")
        found = inputs_of_many(employees=[carols_record, bobs_record], period=MAY)
        assert isinstance(found[carols_record.pk], PayInputs)
        assert "differ in currency" in str(found[bobs_record.pk])


def _entered_bonus(found: Any) -> Decimal:
    [terms] = found.terms
    bonus: Decimal = terms.values["entered_bonus"]
    return bonus


@pytest.mark.parametrize(
    ("since", "day", "years"),
    [
        (date(1990, 5, 31), date(2026, 5, 30), 35),
        (date(1990, 5, 31), date(2026, 5, 31), 36),
        (date(2000, 2, 29), date(2026, 2, 28), 25),
        (date(2000, 2, 29), date(2026, 3, 1), 26),
    ],
)
def test_whole_years(since: date, day: date, years: int) -> None:
    assert whole_years(since, day) == years


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
