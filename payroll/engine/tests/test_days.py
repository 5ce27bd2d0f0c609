"""Which days are paid, on which terms."""

from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, strategies as st

from core.periods import DateRange, month
from payroll.engine.calculate import calculate
from payroll.engine.components import Proration
from payroll.engine.days import Absence, PaidDays, Terms, TermsMissing, TermsOverlap, paid_days
from payroll.engine.problems import NothingToCalculate
from payroll.engine.tests.stage import VALUES, FlatTax, a_case, a_component, a_plan

APRIL = month(2026, 4)
ALWAYS = DateRange(date(2020, 1, 1))


def on(first: int, last: int | None = None) -> DateRange:
    return DateRange(date(2026, 4, first), None if last is None else date(2026, 4, last))


def weekdays(day: date) -> Decimal:
    return Decimal(day.isoweekday() < 6)


def terms(pay: int, days: DateRange = ALWAYS) -> Terms:
    return Terms(days, {**VALUES, "base_pay": Decimal(pay)})


def days_of(
    *absences: Absence, employed: tuple[DateRange, ...] = (ALWAYS,), agreed: tuple[Terms, ...] = (terms(3000),)
) -> PaidDays:
    return paid_days(APRIL, employed=employed, terms=agreed, working_day=weekdays, absences=absences)


def told(days: PaidDays) -> list[tuple[int, int, str, str]]:
    return [
        (each.start.day, each.end.day, f"{each.paid_calendar_days:f}", f"{each.paid_working_days:f}") for each in days.stretches
    ]


def test_a_whole_month() -> None:
    days = days_of()

    assert (days.calendar_days, days.working_days) == (Decimal(30), Decimal(22))
    assert told(days) == [(1, 30, "30", "22")]


@pytest.mark.parametrize(
    ("employed", "stretches"),
    [
        ((on(16),), [(16, 30, "15", "11")]),
        ((DateRange(date(2020, 1, 1), date(2026, 4, 10)),), [(1, 10, "10", "8")]),
        ((on(1, 3), on(20)), [(1, 3, "3", "3"), (20, 30, "11", "9")]),
        ((on(7, 7),), [(7, 7, "1", "1")]),
        ((), []),
        ((DateRange(date(2026, 5, 1)),), []),
    ],
    ids=["joiner", "leaver", "left and came back", "one day", "never", "later"],
)
def test_joiners_and_leavers(employed: tuple[DateRange, ...], stretches: list[tuple[int, int, str, str]]) -> None:
    assert told(days_of(employed=employed)) == stretches


@pytest.mark.parametrize(
    ("absence", "calendar", "working"),
    [
        (Absence(days=on(13, 17)), "25", "17"),
        (Absence(days=on(13, 17), paid_share=Decimal("0.5")), "27.5", "19.5"),
        (Absence(days=on(13, 13), day_share=Decimal("0.5")), "29.5", "21.5"),
        (Absence(days=on(18, 19)), "28", "22"),
        (Absence(days=DateRange(date(2026, 3, 1), date(2026, 6, 1))), "0", "0"),
    ],
    ids=["unpaid", "half pay", "half a day", "weekend", "all month"],
)
def test_leave_that_is_not_fully_paid(absence: Absence, calendar: str, working: str) -> None:
    assert told(days_of(absence)) == [(1, 30, calendar, working)]


def test_absences_on_one_day_take_no_more_than_the_day() -> None:
    assert told(days_of(Absence(days=on(13, 13)), Absence(days=on(13, 13), day_share=Decimal("0.5")))) == [(1, 30, "29", "21")]


def test_a_change_within_the_period_makes_two_stretches() -> None:
    days = days_of(agreed=(terms(3000, DateRange(date(2020, 1, 1), date(2026, 4, 14))), terms(3600, on(15))))

    assert told(days) == [(1, 14, "14", "10"), (15, 30, "16", "12")]
    plan = a_plan([a_component("salary", "base_pay", bases={"taxable"}, proration=Proration.WORKING)])
    result = calculate(a_case(stretches=days.stretches), plan, FlatTax())
    assert result.gross == Decimal("3327.27")


def test_who_was_not_employed_has_nothing_to_calculate() -> None:
    case = msgspec.structs.replace(a_case(), stretches=())
    with pytest.raises(NothingToCalculate, match="leave the person out of this run"):
        calculate(case, a_plan([]), FlatTax())


def test_days_without_terms_and_with_two_are_refused() -> None:
    with pytest.raises(TermsMissing, match="2026-04-01"):
        days_of(agreed=(terms(1, on(2)),))
    with pytest.raises(TermsOverlap, match="2026-04-05"):
        days_of(agreed=(terms(1, DateRange(date(2020, 1, 1), date(2026, 4, 5))), terms(1, on(5))))


@given(
    st.integers(1, 29),
    st.lists(
        st.builds(
            Absence,
            days=st.tuples(st.integers(0, 40), st.integers(0, 10)).map(
                lambda pair: DateRange(date(2026, 3, 20) + timedelta(pair[0]), date(2026, 3, 20) + timedelta(sum(pair)))
            ),
            paid_share=st.decimals(0, 1, places=2),
            day_share=st.decimals(0, 1, places=2),
        ),
        max_size=4,
    ),
)
def test_a_change_of_terms_never_changes_the_days(change: int, absences: list[Absence]) -> None:
    whole = days_of(*absences)
    split = days_of(*absences, agreed=(terms(1, DateRange(date(2020, 1, 1), date(2026, 4, change))), terms(2, on(change + 1))))

    for name in ("paid_calendar_days", "paid_working_days"):
        assert sum(getattr(each, name) for each in split.stretches) == getattr(whole.stretches[0], name)
        assert 0 <= getattr(whole.stretches[0], name) <= whole.calendar_days
