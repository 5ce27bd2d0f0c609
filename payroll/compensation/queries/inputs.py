"""What the engine asks of compensation for people and a period, as the engine's own values."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _

from core.moments import day_text
from core.periods import DateRange
from hr.calendars.rules import WorkCycle
from hr.people.models import Employee, EmploymentTerms
from payroll.compensation.models import GarnishmentOrder, Loan, PayItem, PayTerms
from payroll.compensation.queries.rows import PersonRows, rows_of
from payroll.compensation.rules.loans import instalment_due
from payroll.compensation.rules.stretches import split
from payroll.compensation.rules.terms import PERIODS_A_YEAR, PayFrequency
from payroll.compensation.rules.years import whole_years
from payroll.engine.components import Proration
from payroll.engine.days import Terms
from payroll.engine.formula.values import FormulaValue
from payroll.engine.garnishments import Garnishment, GarnishmentKind
from payroll.engine.inputs import entered
from payroll.engine.pack import Period
from payroll.engine.problems import CannotCalculate

_NOTHING, _HOUR, _WEEK, _DAY = Decimal(0), Decimal(60), 7, timedelta(days=1)
_RATES = ("annual_salary", "monthly_salary", "daily_rate", "hourly_rate")
_OF_EMPLOYMENT = ("weekly_hours", "full_time_share", "contract_type", "department", "location", "job_title")


class TermsDiffer(CannotCalculate):
    """The terms of one period are in several currencies, or paid at another frequency than the period's."""

    def __init__(self, employee: Employee, what: str, wanted: str, found: str) -> None:
        super().__init__(
            _("The pay of %(person)s cannot be worked out for this period.") % {"person": employee},
            _("Pay terms within the period differ in %(what)s: %(found)s beside %(wanted)s.")
            % {"what": what, "found": found, "wanted": wanted},
            _("Let the new terms begin with a period of their own, or pay this period in two payments."),
        )


class AmountInOtherCurrency(CannotCalculate):
    """An item, a loan or an order is in another currency than the pay that it belongs to."""

    def __init__(self, what: object, currency: str, wanted: str) -> None:
        super().__init__(
            _("“%(what)s” cannot be counted.") % {"what": what},
            _("It is in %(currency)s, and pay is in %(wanted)s.") % {"currency": currency, "wanted": wanted},
            _("End it, and enter it anew under the present pay terms."),
        )


class Instalment(msgspec.Struct, frozen=True):
    """What one loan takes of a payment: book it under the loan once the payment is final."""

    loan: Loan
    amount: Decimal


class PayInputs(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a person's pay in a period. `terms` and `employed` are for `payroll.engine.days.paid_days`.

    `sources` say where an input came from. The values of `terms` have the inputs that follow from pay terms, from employment and
    from what is entered under components; those of time are added by whoever calculates. A rate that cannot follow, such as the
    hourly one of somebody whose hours are not known, is left out: a formula that asks for it fails by name. `orders` are the
    case's: each makes a line with its key as code, to be booked by `record_taking`.
    """

    currency: str
    terms: tuple[Terms, ...]
    employed: tuple[DateRange, ...]
    sources: Mapping[str, str]
    instalments: tuple[Instalment, ...]
    orders: tuple[Garnishment, ...]


def inputs_of(*, employee: Employee, period: Period, job: str = "") -> PayInputs:
    """Pay terms, employment, items, instalments and orders of one job in one period. Raises TermsDiffer, AmountInOtherCurrency."""
    found = inputs_of_many(employees=[employee], period=period, job=job)[employee.pk]
    if isinstance(found, CannotCalculate):
        raise found
    return found


def inputs_of_many(*, employees: Collection[Employee], period: Period, job: str = "") -> dict[UUID, PayInputs | CannotCalculate]:
    """The inputs of each of `employees`, or what is wrong with theirs, by key.

    Eight statements for any number of people, and one more where somebody has a work pattern.

    All of it is in memory at once, so ask for a large company in parts.
    """
    found: dict[UUID, PayInputs | CannotCalculate] = {}
    for key, rows in rows_of(employees, period, job).items():
        try:
            found[key] = _inputs(rows, period)
        except CannotCalculate as error:
            found[key] = error
    return found


def _inputs(rows: PersonRows, period: Period) -> PayInputs:
    currency = _common(rows.employee, rows.pay_terms, period.frequency)
    _check_currencies([(each, each.currency, each.component.currency or currency) for each in rows.items])
    _check_currencies([(each, each.currency, each.component.currency or currency) for each in rows.loans])
    _check_currencies([(each, each.currency, currency) for each in rows.orders])
    instalments = [Instalment(loan, instalment_due(vars(loan)["owed"], loan.instalment)) for loan in rows.loans]
    instalments = [each for each in instalments if each.amount]
    return PayInputs(
        currency=currency,
        terms=_terms(rows, period, instalments),
        employed=tuple(each.days for each in rows.employed),
        sources=_sources(rows, instalments),
        instalments=tuple(instalments),
        orders=tuple(_garnishment(order) for order in rows.orders),
    )


def _common(employee: Employee, rows: Sequence[PayTerms], frequency: str) -> str:
    for row in rows:
        if row.frequency != frequency:
            raise TermsDiffer(employee, _("frequency"), frequency, row.frequency)
        if row.currency != rows[0].currency:
            raise TermsDiffer(employee, _("currency"), rows[0].currency, row.currency)
    return rows[0].currency if rows else ""


def _check_currencies(found: Iterable[tuple[object, str, str]]) -> None:
    for what, currency, wanted in found:
        if currency != wanted:
            raise AmountInOtherCurrency(what, currency, wanted)


def _terms(rows: PersonRows, period: Period, instalments: Sequence[Instalment]) -> tuple[Terms, ...]:
    """One for each run of days on which nothing that pay depends on changes."""
    pairs = [
        (days, agreed, employment)
        for agreed in rows.pay_terms
        for employment in rows.employment
        if (days := agreed.days.intersect(employment.days)) is not None
    ]
    of_person = _of_person(rows, period)
    prorated = [item.days for item in rows.items if _is_prorated(item)]
    found: list[Terms] = []
    for part in split(DateRange(period.start, period.end), [days for days, *_rows in pairs], prorated):
        agreed, employment = next((agreed, employment) for days, agreed, employment in pairs if days.overlaps(part))
        values = _agreed(agreed, employment, rows.cycle_of(employment)) | of_person
        for code, amount in _entered_in(part, rows.items, instalments):
            values[entered(code)] = Decimal(str(values.get(entered(code), _NOTHING))) + amount
        if found and _goes_on(found[-1], part, values):
            found[-1] = Terms(DateRange(found[-1].days.start, part.end), values)
        else:
            found.append(Terms(part, values))
    return tuple(found)


def _goes_on(last: Terms, part: DateRange, values: Mapping[str, FormulaValue]) -> bool:
    """Whether the change was of something that pay does not depend on, such as the manager."""
    return last.values == values and last.days.end == part.start - _DAY


def _agreed(agreed: PayTerms, employment: EmploymentTerms, cycle: WorkCycle) -> dict[str, FormulaValue]:
    weekly_hours = employment.weekly_hours or _NOTHING
    if employment.weekly_hours is None and employment.work_pattern_id is not None:
        # Their own pattern says what the contract leaves open; the company's usual hours do not.
        weekly_hours = cycle.weekly_minutes / _HOUR
    rates = agreed.terms.rates(weekly_hours=weekly_hours, weekly_days=Decimal(_WEEK * len(cycle.shifts)) / cycle.length)
    known = zip(_RATES, (rates.annual, rates.monthly, rates.daily, rates.hourly), strict=True)
    return {
        "pay_basis": agreed.basis,
        "pay_frequency": agreed.frequency,
        "pay_periods": Decimal(PERIODS_A_YEAR[PayFrequency(agreed.frequency)]),
        "weekly_hours": weekly_hours,
        "full_time_share": employment.full_time_equivalent,
        "contract_type": employment.contract_type,
        "department": "" if employment.department is None else employment.department.name,
        "location": "" if employment.location is None else employment.location.name,
        "job_title": employment.job_title,
        **{name: rate for name, rate in known if rate is not None},
    }


def _of_person(rows: PersonRows, period: Period) -> dict[str, FormulaValue]:
    age = 0 if rows.born_on is None else whole_years(rows.born_on, period.end)
    service = whole_years(rows.employed[-1].start_date, period.end) if rows.employed else 0
    return {"age": Decimal(age), "years_of_service": Decimal(service)}


def _entered_in(part: DateRange, items: Sequence[PayItem], instalments: Sequence[Instalment]) -> list[tuple[str, Decimal]]:
    """What stands under components. One that is not prorated is due in full, so it stands in every part of the period."""
    due = [(item.component.code, item.amount) for item in items if not _is_prorated(item) or item.days.overlaps(part)]
    return due + [(each.loan.component.code, each.amount) for each in instalments]


def _is_prorated(item: PayItem) -> bool:
    return item.component.proration != Proration.NONE.value


def _garnishment(order: GarnishmentOrder) -> Garnishment:
    taken = vars(order)["taken"] or _NOTHING
    return Garnishment(
        code=str(order.pk),
        name=order.name,
        priority=order.priority,
        kind=GarnishmentKind(order.kind),
        value=order.value,
        protected=order.protected_earnings,
        left=None if order.total is None else max(order.total - taken, _NOTHING),
    )


def _sources(rows: PersonRows, instalments: Sequence[Instalment]) -> dict[str, str]:
    agreed = ", ".join(_("pay terms from %(day)s") % {"day": day_text(row.start_date)} for row in rows.pay_terms)
    sources = dict.fromkeys(_RATES, agreed)
    for name in _OF_EMPLOYMENT:
        texts = [_("employment from %(day)s") % {"day": day_text(row.start_date)} for row in _changes_of(name, rows.employment)]
        sources[name] = ", ".join(texts)
    told: dict[str, list[str]] = {}
    for item in rows.items:
        text = _("item of %(day)s") if item.is_one_off else _("item from %(day)s")
        told.setdefault(entered(item.component.code), []).append(text % {"day": day_text(item.start_date)})
    for each in instalments:
        text = _("instalment of “%(loan)s”") % {"loan": each.loan.name}
        told.setdefault(entered(each.loan.component.code), []).append(text)
    return {name: text for name, text in sources.items() if text} | {name: ", ".join(texts) for name, texts in told.items()}


def _changes_of(name: str, rows: Sequence[EmploymentTerms]) -> list[EmploymentTerms]:
    columns = {"full_time_share": "full_time_equivalent", "department": "department_id", "location": "location_id"}
    column = columns.get(name, name)
    return [*rows[:1], *(row for before, row in pairwise(rows) if getattr(row, column) != getattr(before, column))]
