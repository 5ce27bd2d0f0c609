"""One person's payment as far as it is known without attendance, leave and the year so far: for trying rules of pay."""

from datetime import date

from core.periods import DateRange
from hr.people.models import Employee
from hr.people.planned import planned_days
from payroll.compensation.queries.inputs import inputs_of
from payroll.compensation.queries.profiles import profile_for
from payroll.compensation.queries.terms import terms_on
from payroll.compensation.rules.periods import period_around
from payroll.compensation.rules.terms import PayFrequency
from payroll.engine.case import Case, NetRule, Stretch
from payroll.engine.days import paid_days
from payroll.engine.inputs import nothing_entered
from payroll.engine.pack import Period
from tenants.company_settings.queries import get_settings

# What cannot be 0 just because it is not known: a formula that asks for it fails by name.
_AGREED = {"annual_salary", "monthly_salary", "daily_rate", "hourly_rate", "weekly_hours", "pay_periods"}


def case_for(*, employee: Employee, day: date, country: str) -> Case | None:
    """The payment of the period that has `day`, on its last day, by the law of a country; None without pay terms on that day.

    `country` is an ISO 3166 code; without one nothing is asked of the law. Somebody has worked what was planned. Named in
    the settings as PAY_CASE. Raises CannotCalculate.
    """
    agreed = terms_on(employee, day)
    if agreed is None:
        return None
    settings = get_settings()
    days = period_around(day, PayFrequency(agreed.frequency), settings.week_starts_on)
    end = days.end or days.start
    period = Period(days.start, end, end, agreed.frequency)
    inputs = inputs_of(employee=employee, period=period)
    days = DateRange(period.start, period.end)
    planned = {each.day: each.working_days for each in planned_days(employee, days, settings=settings)}
    paid = paid_days(days, employed=inputs.employed, terms=inputs.terms, working_day=planned.__getitem__)
    time = {name: value for name, value in nothing_entered().items() if name not in _AGREED}
    time |= {"calendar_days": paid.calendar_days, "working_days": paid.working_days}
    stretches = (
        Stretch(
            each.start,
            each.end,
            each.paid_calendar_days,
            each.paid_working_days,
            {**time, "paid_days": each.paid_working_days, **each.values},
        )
        for each in paid.stretches
    )
    return Case(
        period=period,
        currency=inputs.currency,
        calendar_days=paid.calendar_days,
        working_days=paid.working_days,
        stretches=tuple(stretches),
        profile=profile_for(employee=employee, country=country, pay_date=period.pay_date) if country else None,
        sources=inputs.sources,
        net_rule=NetRule.CARRY,
        orders=inputs.orders,
    )
