"""Employment by dates: terms from a day on, first and last days, coming back, closed days and circles of managers."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from unittest import mock

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given, strategies as st

from core.audit.models import AuditEvent
from core.periods import DateRange
from hr.people.actions import (
    ChangesClosed,
    EmploymentsOverlap,
    EndsBeforeStart,
    FirstTerms,
    ManagerCircle,
    NotEmployed,
    change_first_day,
    change_terms,
    employment,
    end_employment,
    move_employees,
    rehire_employee,
    withdraw_terms,
)
from hr.people.models import Department, Employee, EmploymentPeriod, EmploymentTerms
from hr.people.queries import everybody_on, period_on, reports_of, terms_between, terms_on, terms_on_many
from hr.people.rules import ReportingLine, by_employee, first_day_of_circle
from hr.people.tests.factories import FIRST_DAY
from payroll.compensation.actions import agree_terms, close_pay
from payroll.compensation.models import EVERYBODY, PayClosing
from tenants.accounts.models import User
from tests.cast import CREATED

MARCH, APRIL, JUNE = date(2026, 3, 1), date(2026, 4, 1), date(2026, 6, 1)
DAY = timedelta(days=1)
Change = Callable[..., EmploymentTerms]


@pytest.fixture
def change(alice: User, carols_record: Employee) -> Change:
    """Change Carol's terms, for Alice."""

    def make(start_date: date, **changes: Any) -> EmploymentTerms:
        return change_terms(employee=carols_record, start_date=start_date, acting_user=alice, **changes)

    return make


def titles(employee: Employee) -> list[tuple[date, date | None, str]]:
    """All terms in order: from, until, job title."""
    return list(employee.terms_history.order_by("start_date").values_list("start_date", "end_date", "job_title"))


class TestChangeTerms:
    def test_holds_from_the_day_on_and_is_audited(self, change: Change, carols_record: Employee) -> None:
        finance = Department.objects.get(name="Finance")

        change(APRIL, job_title="Analyst", department=finance, weekly_hours=Decimal("37.5"))

        assert titles(carols_record) == [(FIRST_DAY, APRIL - DAY, ""), (APRIL, None, "Analyst")]
        before, after = terms_on(carols_record, APRIL - DAY), terms_on(carols_record, APRIL)
        assert before is not None
        assert after is not None
        assert (str(before.department), after.department, str(after.manager)) == ("Engineering", finance, "Bob Brown")
        event = AuditEvent.objects.get(action="employee:terms_changed")
        assert event.before == {"job_title": "", "department": "Engineering", "weekly_hours": None}
        assert event.after == {
            "effective_date": "2026-04-01",
            "job_title": "Analyst",
            "department": "Finance",
            "weekly_hours": "37.5",
        }

    def test_on_the_day_on_which_terms_begin_corrects_them(self, change: Change, carols_record: Employee) -> None:
        change(APRIL, job_title="Analyst")
        change(APRIL, job_title="Analist")
        change(FIRST_DAY, job_title="Trainee")
        assert titles(carols_record) == [(FIRST_DAY, APRIL - DAY, "Trainee"), (APRIL, None, "Analist")]

    def test_leaves_what_is_planned_and_carries_the_rest_on(self, change: Change, carols_record: Employee) -> None:
        change(JUNE, job_title="Lead")
        change(APRIL, job_title="Analyst", cost_center="R&D")
        assert titles(carols_record) == [(FIRST_DAY, APRIL - DAY, ""), (APRIL, JUNE - DAY, "Analyst"), (JUNE, None, "Lead")]
        assert [terms.cost_center for terms in terms_between(carols_record, DateRange(APRIL, JUNE))] == ["R&D", "R&D"]

    def test_to_what_is_so_already_writes_nothing(self, change: Change, carols_record: Employee) -> None:
        change(APRIL, job_title="")
        assert titles(carols_record) == [(FIRST_DAY, None, "")]
        assert not AuditEvent.objects.filter(action="employee:terms_changed").exists()

    @pytest.mark.parametrize("day", [FIRST_DAY - DAY, JUNE + DAY], ids=["before", "after"])
    def test_outside_the_employment_is_refused(self, change: Change, alice: User, carols_record: Employee, day: date) -> None:
        end_employment(employee=carols_record, last_day=JUNE, today=CREATED.date(), acting_user=alice)
        with pytest.raises(NotEmployed) as raised:
            change(day, job_title="Analyst")
        assert "Carol Chen is not employed on" in raised.value.message

    def test_of_several_people_happens_for_all_or_none(self, alice: User, bobs_record: Employee, carols_record: Employee) -> None:
        finance = Department.objects.get(name="Finance")
        both: Any = {"employees": [carols_record, bobs_record], "department": finance, "start_date": APRIL, "acting_user": alice}

        failing = mock.patch.object(employment, "record_event", side_effect=[None, DatabaseError])
        with failing, pytest.raises(DatabaseError):
            move_employees(**both)
        assert EmploymentTerms.objects.filter(department=finance).count() == 1

        move_employees(**both)
        assert EmploymentTerms.objects.covering(APRIL).filter(department=finance).count() == 3

    def test_is_taken_back_as_if_it_had_never_been(self, change: Change, alice: User, carols_record: Employee) -> None:
        planned = change(APRIL, job_title="Analyst")
        withdraw_terms(terms=planned, acting_user=alice)
        assert titles(carols_record) == [(FIRST_DAY, None, "")]
        event = AuditEvent.objects.get(action="employee:terms_withdrawn")
        assert event.before == {"effective_date": "2026-04-01", "job_title": "Analyst"}

        with pytest.raises(FirstTerms):
            withdraw_terms(terms=carols_record.terms_history.get(), acting_user=alice)

    def test_taken_back_leaves_nothing_in_what_was_planned_after_it(
        self, change: Change, alice: User, carols_record: Employee
    ) -> None:
        change(JUNE, cost_center="R&D")
        promoted = change(APRIL, job_title="Analyst", cost_center="Sales")
        withdraw_terms(terms=promoted, acting_user=alice)
        assert titles(carols_record) == [(FIRST_DAY, JUNE - DAY, ""), (JUNE, None, "")]
        assert [terms.cost_center for terms in terms_between(carols_record, DateRange(APRIL, JUNE))] == ["", "R&D"]
        # Of two who take it back at once, the second finds it done.
        withdraw_terms(terms=promoted, acting_user=alice)
        assert AuditEvent.objects.filter(action="employee:terms_withdrawn").count() == 1


class TestDays:
    def test_leaving_sets_the_last_day(self, alice: User, carols_record: Employee) -> None:
        end_employment(employee=carols_record, last_day=date(2026, 3, 31), today=CREATED.date(), acting_user=alice)
        assert titles(carols_record) == [(FIRST_DAY, date(2026, 3, 31), "")]
        assert AuditEvent.objects.get(action="employee:left").after == {"end_date": "2026-03-31"}
        assert [carols_record in everybody_on(day) for day in (date(2026, 3, 31), APRIL)] == [True, False]
        assert [terms_on(carols_record, day) is None for day in (date(2026, 3, 31), APRIL)] == [False, True]

    def test_leaving_drops_later_plans_and_can_be_taken_back(self, change: Change, alice: User, carols_record: Employee) -> None:
        change(JUNE, job_title="Lead")
        end_employment(employee=carols_record, last_day=APRIL, today=CREATED.date(), acting_user=alice)
        assert titles(carols_record) == [(FIRST_DAY, APRIL, "")]
        end_employment(employee=carols_record, last_day=None, today=CREATED.date(), acting_user=alice)
        assert titles(carols_record) == [(FIRST_DAY, None, "")]

    def test_the_last_comes_after_the_first(self, alice: User, carols_record: Employee) -> None:
        with pytest.raises(EndsBeforeStart) as raised:
            end_employment(employee=carols_record, last_day=date(2020, 1, 1), today=CREATED.date(), acting_user=alice)
        assert "The last day cannot come before the first day." in raised.value.message
        end_employment(employee=carols_record, last_day=MARCH, today=CREATED.date(), acting_user=alice)
        with pytest.raises(EndsBeforeStart):
            change_first_day(employee=carols_record, start_date=APRIL, today=CREATED.date(), acting_user=alice)

    @pytest.mark.parametrize(("day", "first"), [(date(2025, 12, 1), ""), (MARCH, ""), (JUNE, "Analyst"), (JUNE + DAY, "Analyst")])
    def test_the_first_is_moved_with_its_terms(
        self, change: Change, alice: User, carols_record: Employee, day: date, first: str
    ) -> None:
        change(APRIL, job_title="Analyst")
        change_first_day(employee=carols_record, start_date=day, today=CREATED.date(), acting_user=alice)
        assert carols_record.period_history.get().start_date == day
        assert (titles(carols_record)[0][0], titles(carols_record)[0][2]) == (day, first)

    def test_the_last_may_be_the_calendars(self, alice: User, carols_record: Employee) -> None:
        for last_day in (date.max, None):
            end_employment(employee=carols_record, last_day=last_day, today=CREATED.date(), acting_user=alice)
        assert carols_record.period_history.get().end_date is None

    def test_the_database_refuses_what_overlaps(self, carols_record: Employee) -> None:
        for model in (EmploymentPeriod, EmploymentTerms):
            with pytest.raises(IntegrityError, match="no_overlap"), transaction.atomic():
                model.objects.create(employee=carols_record, start_date=MARCH, end_date=APRIL)


class TestComingBack:
    def test_keeps_what_was_and_goes_on_as_it_was_left(self, change: Change, alice: User, carols_record: Employee) -> None:
        change(MARCH, job_title="Analyst")
        end_employment(employee=carols_record, last_day=APRIL, today=CREATED.date(), acting_user=alice)

        period = rehire_employee(
            employee=carols_record, start_date=JUNE, cost_center="R&D", today=CREATED.date(), acting_user=alice
        )

        assert period.start_date == JUNE
        assert titles(carols_record) == [(FIRST_DAY, MARCH - DAY, ""), (MARCH, APRIL, "Analyst"), (JUNE, None, "Analyst")]
        assert [period_on(carols_record, day) for day in (APRIL + DAY, JUNE)] == [None, period]
        assert AuditEvent.objects.get(action="employee:rehired").after is not None

    def test_is_refused_while_employed(self, alice: User, carols_record: Employee) -> None:
        with pytest.raises(EmploymentsOverlap) as raised:
            rehire_employee(employee=carols_record, start_date=JUNE, today=CREATED.date(), acting_user=alice)
        assert "employed on some of these days already" in raised.value.message


class TestClosedDays:
    @pytest.fixture(autouse=True)
    def _closed(self, alice: User) -> None:
        close_pay(frequency=EVERYBODY, closed_until=date(2026, 3, 31), acting_user=alice)

    def test_change_no_more(self, change: Change) -> None:
        with pytest.raises(ChangesClosed) as raised:
            change(date(2026, 3, 31), job_title="Analyst")
        assert "Pay is closed up to 31 Mar 2026" in str(raised.value.message)
        assert change(APRIL, job_title="Analyst").job_title == "Analyst"

    def test_of_those_only_who_are_paid_like_this(self, change: Change, alice: User, carols_record: Employee) -> None:
        PayClosing.objects.all().delete()
        close_pay(frequency="monthly", closed_until=date(2026, 3, 31), acting_user=alice)
        assert change(MARCH, job_title="Analyst").job_title == "Analyst"
        terms: Any = {"amount": Decimal(3000), "basis": "monthly", "currency": "GBP", "frequency": "monthly"}
        agree_terms(employee=carols_record, start_date=APRIL, acting_user=alice, **terms)
        with pytest.raises(ChangesClosed):
            change(MARCH, job_title="Engineer")

    def test_nor_does_who_was_employed_on_them(self, alice: User, carols_record: Employee) -> None:
        with pytest.raises(ChangesClosed):
            end_employment(employee=carols_record, last_day=date(2026, 3, 30), today=CREATED.date(), acting_user=alice)
        with pytest.raises(ChangesClosed):
            change_first_day(employee=carols_record, start_date=date(2026, 3, 2), today=CREATED.date(), acting_user=alice)
        end_employment(employee=carols_record, last_day=date(2026, 3, 31), today=CREATED.date(), acting_user=alice)

    def test_nor_does_anybody_come_back_on_them(self, alice: User, carols_record: Employee) -> None:
        PayClosing.objects.all().delete()
        end_employment(employee=carols_record, last_day=date(2026, 1, 31), today=CREATED.date(), acting_user=alice)
        close_pay(frequency=EVERYBODY, closed_until=date(2026, 3, 31), acting_user=alice)
        by: Any = {"employee": carols_record, "today": CREATED.date(), "acting_user": alice}
        with pytest.raises(ChangesClosed):
            rehire_employee(start_date=MARCH, **by)
        assert rehire_employee(start_date=APRIL, **by).start_date == APRIL

    def test_nor_is_a_change_taken_back(self, change: Change, alice: User) -> None:
        PayClosing.objects.all().delete()
        planned = change(MARCH, job_title="Analyst")
        close_pay(frequency=EVERYBODY, closed_until=date(2026, 3, 31), acting_user=alice)
        with pytest.raises(ChangesClosed):
            withdraw_terms(terms=planned, acting_user=alice)


class TestReporting:
    def test_nobody_comes_to_manage_themselves(self, alice: User, bobs_record: Employee, carols_record: Employee) -> None:
        with pytest.raises(ManagerCircle) as raised:
            change_terms(employee=bobs_record, start_date=APRIL, manager=carols_record, acting_user=alice)
        assert "Carol Chen cannot manage Bob Brown, because Carol Chen reports to Bob Brown on 1 Apr 2026" in str(
            raised.value.message
        )

    def test_nobody_is_their_own_manager(self, alice: User, bobs_record: Employee) -> None:
        with pytest.raises(ManagerCircle) as raised:
            change_terms(employee=bobs_record, start_date=APRIL, manager=bobs_record, acting_user=alice)
        assert "Bob Brown cannot be their own manager." in str(raised.value.message)

    def test_two_may_change_places_on_a_day(
        self, change: Change, alice: User, bobs_record: Employee, carols_record: Employee
    ) -> None:
        change(APRIL, manager=None)
        change_terms(employee=bobs_record, start_date=APRIL, manager=carols_record, acting_user=alice)
        assert str(reports_of(carols_record.user, APRIL).get()) == "Bob Brown"  # type: ignore[arg-type]
        assert str(reports_of(bobs_record.user, APRIL - DAY).get()) == "Carol Chen"  # type: ignore[arg-type]

    def test_nor_by_coming_earlier(self, change: Change, alice: User, bobs_record: Employee, carols_record: Employee) -> None:
        end_employment(employee=carols_record, last_day=MARCH, today=CREATED.date(), acting_user=alice)
        by: Any = {"today": CREATED.date(), "acting_user": alice}
        change_terms(employee=bobs_record, start_date=APRIL, manager=carols_record, acting_user=alice)
        change_terms(employee=bobs_record, start_date=JUNE, manager=None, acting_user=alice)
        rehire_employee(employee=carols_record, start_date=JUNE, **by)
        with pytest.raises(ManagerCircle):
            change_first_day(employee=carols_record, start_date=JUNE - DAY, **by)

    def test_a_circle_that_would_come_later_is_refused_too(
        self, change: Change, alice: User, bobs_record: Employee, carols_record: Employee
    ) -> None:
        change(APRIL, manager=None)
        change(JUNE, manager=bobs_record)
        with pytest.raises(ManagerCircle) as raised:
            change_terms(employee=bobs_record, start_date=APRIL, manager=carols_record, acting_user=alice)
        assert "on 1 Jun 2026" in str(raised.value.message)


_PEOPLE = [Employee().pk for _number in range(4)]
_days = st.dates(date(2026, 1, 1), date(2026, 1, 12))


@st.composite
def _lines(draw: Any) -> ReportingLine:
    employee, manager = draw(st.sampled_from(_PEOPLE)), draw(st.sampled_from(_PEOPLE))
    ends = sorted([draw(_days), draw(_days)])
    return ReportingLine(employee, manager, DateRange(*ends))


@given(st.lists(_lines(), max_size=8))
def test_a_circle_is_found_on_the_day_on_which_following_the_managers_leads_back(lines: list[ReportingLine]) -> None:
    member, days = _PEOPLE[0], DateRange(date(2026, 1, 1), date(2026, 1, 12))

    def leads_back(day: date) -> bool:
        above: set[Any] = set()
        level = {line.manager for line in lines if line.employee == member and day in line.days}
        while level - above:
            above |= level
            level = {line.manager for line in lines if line.employee in above and day in line.days}
        return member in above

    assert first_day_of_circle(member, by_employee(lines), days) == next(filter(leads_back, days), None)


class TestReading:
    def test_a_list_shows_who_left_as_they_were_and_who_comes_as_they_will_be(
        self, change: Change, alice: User, bobs_record: Employee, carols_record: Employee
    ) -> None:
        change(MARCH, job_title="Analyst")
        end_employment(employee=carols_record, last_day=APRIL, today=CREATED.date(), acting_user=alice)
        seen = {day: Employee.objects.as_of(day).get(pk=carols_record.pk) for day in (date(2025, 1, 1), MARCH, JUNE)}
        assert [each.terms.job_title for each in seen.values()] == ["", "Analyst", "Analyst"]
        assert {each.period.start_date for each in seen.values()} == {FIRST_DAY}

    def test_terms_of_many_come_in_one_statement(
        self, alice: User, carols_record: Employee, bobs_record: Employee, django_assert_num_queries: Any
    ) -> None:
        with django_assert_num_queries(1):
            terms = terms_on_many([carols_record, bobs_record], MARCH)
            assert [str(terms[each.pk].manager) for each in (carols_record, bobs_record)] == ["Bob Brown", "None"]

    def test_a_list_costs_one_statement(self, alice: User, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(1):
            rows = [(each.terms.job_title, each.terms.department, each.terms.manager) for each in everybody_on(MARCH)]
        assert len(rows) == 3
