"""What the engine asks of compensation for one person and period, as the engine's own values."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

import msgspec
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from core.moments import day_text
from core.periods import DateRange
from hr.people.models import Employee
from payroll.compensation.models import GarnishmentOrder, Loan, PayItem, PayTerms
from payroll.compensation.profiles import AnswersNotValid, country_form
from payroll.compensation.queries.terms import profile_on
from payroll.compensation.rules.garnishments import Garnishment, GarnishmentKind
from payroll.compensation.rules.loans import instalment_due
from payroll.compensation.rules.stretches import split
from payroll.compensation.rules.terms import PERIODS_A_YEAR, PayFrequency
from payroll.engine.components import Proration
from payroll.engine.days import Terms
from payroll.engine.formula.values import FormulaValue
from payroll.engine.inputs import entered
from payroll.engine.pack import Period
from payroll.engine.problems import CannotCalculate

_NOTHING = Decimal(0)
_ALWAYS = DateRange(date.min)


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


class TaxDetailsMissing(CannotCalculate):
    """The law asks for answers that nobody has recorded, or that its pack does not take any more."""

    def __init__(self, employee: Employee, pay_date: date, why: str = "") -> None:
        super().__init__(
            _("Tax on the pay of %(person)s cannot be worked out.") % {"person": employee},
            why or _("There are no tax details for a payment on %(day)s.") % {"day": day_text(pay_date)},
            _("Record them under “Tax details” in the administration."),
        )


class Instalment(msgspec.Struct, frozen=True):
    """What one loan takes of a payment: book it under the loan once the payment is final."""

    loan: Loan
    amount: Decimal


class PayInputs(msgspec.Struct, frozen=True, kw_only=True):
    """What compensation knows of a person in a period. `terms` are for `payroll.engine.days.paid_days`.

    `sources` say where an input came from. The values of `terms` have the inputs that follow from pay terms and what is entered
    under components; the others (time, the person) are added by whoever calculates. A rate that cannot follow, such as the hourly
    one of somebody whose hours are not known, is left out: a formula that asks for it fails by name.
    """

    currency: str
    terms: tuple[Terms, ...]
    sources: Mapping[str, str]
    instalments: tuple[Instalment, ...]
    orders: tuple[Garnishment, ...]


def inputs_of(
    *, employee: Employee, period: Period, weekly_hours: Decimal = _NOTHING, weekly_days: Decimal = _NOTHING, job: str = ""
) -> PayInputs:
    """Pay terms, items, instalments and orders of one job in one period; 0 hours or days a week are not known.

    Items, loans and orders belong to the job without a name. Raises TermsDiffer, AmountInOtherCurrency. Four statements.
    """
    days = DateRange(period.start, period.end)
    rows = [each for each in PayTerms.objects.filter(employee=employee, job=job) if each.days.overlaps(days)]
    currency = _common(employee, rows, period.frequency)
    items, loans, orders = _beside(employee, days, period.pay_date) if not job else ([], [], [])
    _check_currencies([(each, each.currency, each.component.currency or currency) for each in items])
    _check_currencies([(each, each.currency, each.component.currency or currency) for each in loans])
    _check_currencies([(each, each.currency, currency) for each in orders])
    instalments = [Instalment(loan, instalment_due(vars(loan)["owed"], loan.instalment)) for loan in loans]
    instalments = [each for each in instalments if each.amount]
    parts = split(days, [row.days for row in rows], [item.days for item in items if _is_prorated(item)])
    terms = [_terms(part, rows, items, instalments, weekly_hours, weekly_days) for part in parts]
    return PayInputs(
        currency=currency,
        terms=tuple(terms),
        sources=_sources(rows, items, instalments),
        instalments=tuple(instalments),
        orders=tuple(_garnishment(order) for order in orders),
    )


def profile_for(employee: Employee, pay_date: date) -> tuple[str, object]:
    """ISO code of the country and the pack's profile for a payment. Raises TaxDetailsMissing."""
    row = profile_on(employee, pay_date)
    form = None if row is None else country_form(row.country)
    if row is None or form is None:
        raise TaxDetailsMissing(employee, pay_date)
    try:
        return row.country, form.profile_of(row.known_answers)
    except AnswersNotValid as error:
        raise TaxDetailsMissing(employee, pay_date, error.message) from error


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


def _beside(employee: Employee, days: DateRange, pay_date: date) -> tuple[list[PayItem], list[Loan], list[GarnishmentOrder]]:
    goes_on = Q(end_date__isnull=True) | Q(end_date__gte=days.start)
    items = PayItem.objects.filter(goes_on, employee=employee, start_date__lte=days.end).select_related("component", "employee")
    loans = Loan.objects.with_balance().filter(employee=employee, is_paused=False, first_instalment_on__lte=pay_date)
    paid = Q(end_date__isnull=True) | Q(end_date__gte=pay_date)
    orders = GarnishmentOrder.objects.filter(paid, employee=employee, start_date__lte=pay_date).annotate(
        taken=Sum("entries__amount")
    )
    loans = loans.select_related("component", "employee").order_by("first_instalment_on", "pk")
    return list(items), list(loans), list(orders.order_by("priority"))


def _terms(
    part: DateRange,
    rows: Sequence[PayTerms],
    items: Sequence[PayItem],
    instalments: Sequence[Instalment],
    weekly_hours: Decimal,
    weekly_days: Decimal,
) -> Terms:
    row = next(each for each in rows if each.days.overlaps(part))
    rates = row.terms.rates(weekly_hours=weekly_hours, weekly_days=weekly_days)
    values: dict[str, FormulaValue] = {
        "pay_basis": row.basis,
        "pay_frequency": row.frequency,
        "pay_periods": Decimal(PERIODS_A_YEAR[PayFrequency(row.frequency)]),
        "weekly_hours": weekly_hours,
    }
    known = {"annual_salary": rates.annual, "monthly_salary": rates.monthly, "daily_rate": rates.daily, "hourly_rate": rates.hourly}
    values |= {name: rate for name, rate in known.items() if rate is not None}
    for code, amount in _entered_in(part, items, instalments):
        values[entered(code)] = Decimal(str(values.get(entered(code), _NOTHING))) + amount
    return Terms(part, values)


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
        kind=GarnishmentKind(order.kind),
        value=order.value,
        protected=order.protected_earnings,
        left=None if order.total is None else max(order.total - taken, _NOTHING),
    )


def _sources(rows: Sequence[PayTerms], items: Sequence[PayItem], instalments: Sequence[Instalment]) -> dict[str, str]:
    agreed = ", ".join(_("pay terms from %(day)s") % {"day": day_text(row.start_date)} for row in rows)
    sources = dict.fromkeys(("annual_salary", "monthly_salary", "daily_rate", "hourly_rate"), agreed)
    told: dict[str, list[str]] = {}
    for item in items:
        text = _("item of %(day)s") if item.is_one_off else _("item from %(day)s")
        told.setdefault(entered(item.component.code), []).append(text % {"day": day_text(item.start_date)})
    for each in instalments:
        text = _("instalment of “%(loan)s”") % {"loan": each.loan.name}
        told.setdefault(entered(each.loan.component.code), []).append(text)
    return sources | {name: ", ".join(texts) for name, texts in told.items()}
