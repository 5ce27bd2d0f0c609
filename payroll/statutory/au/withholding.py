"""PAYG withholding of one payment of salary or wages.

Source: ATO, Schedule 1, Statement of formulas for calculating amounts to be withheld (NAT 1004), Schedule 8 for study and
training support loans (NAT 3539) and Schedule 15 for working holiday makers (NAT 75331). Formulas are for a week: other
payments are turned into whole weekly dollars and 99 cents, and the rounded result is turned back.
"""

from decimal import Decimal
from typing import Literal

import msgspec
from django.utils.translation import gettext as _

from payroll.engine.problems import CannotCalculate
from payroll.engine.rounding import PENNY, WHOLE, down, half_up
from payroll.engine.trace import Trace
from payroll.statutory.au.declaration import WITHOUT_NUMBER, Declaration, scale_of
from payroll.statutory.au.tables import Coefficients, Scales, Tables
from payroll.statutory.proof import mark_unverified, warn_of
from payroll.statutory.wording import percent

type Frequency = Literal["weekly", "fortnightly", "fourweekly", "monthly", "quarterly"]
_NOTHING = Decimal(0)
_NINETY_NINE_CENTS = Decimal("0.99")
_THIRTY_THREE_CENTS = Decimal("0.33")
_WEEKS: dict[str, int] = {"weekly": 1, "fortnightly": 2, "fourweekly": 4, "quarterly": 13}


class FrequencyNotPublished(CannotCalculate):
    """The schedules have no formula for payments this often."""

    def __init__(self, frequency: str) -> None:
        self.frequency = frequency
        super().__init__(
            _("Withholding cannot be worked out."),
            _("The ATO publishes no withholding for %(frequency)s payments.") % {"frequency": frequency},
            _("Pay weekly, fortnightly, four-weekly, monthly or quarterly."),
        )


class ScaleNotKnown(CannotCalculate):
    """No such scale."""

    def __init__(self, scale: str, known: str) -> None:
        self.scale = scale
        super().__init__(
            _("Withholding cannot be worked out."),
            _("%(scale)s is not a scale of Schedule 1.") % {"scale": repr(scale)},
            _("Use one of %(known)s.") % {"known": known},
        )


class StudyLoanNotKnown(CannotCalculate):
    """The study loan formulas of this period are not known to the pack."""

    def __init__(self, version: str, scale: str) -> None:
        self.scale = scale
        super().__init__(
            _("The study loan component cannot be worked out."),
            _("The study loan withholding of %(version)s for scale %(scale)s is not known.") % {"version": version, "scale": scale},
            _("Work it out with the ATO's calculator and enter it as a deduction."),
        )


class Withholding(msgspec.Struct, frozen=True):
    """Whole dollars to withhold from one payment, and whether the figures behind them are proven."""

    tax: Decimal
    study_loan: Decimal
    verified: bool


class WorkingHolidayYear(msgspec.Struct, frozen=True):
    """What Schedule 15 needs besides: taxable payments of this income year before this one, and whether the employer registered."""

    paid_before: Decimal
    employer_is_registered: bool = True


def withhold(
    earnings: Decimal,
    frequency: str,
    declaration: Declaration,
    tables: Tables,
    trace: Trace,
    working_holiday: WorkingHolidayYear | None = None,
) -> Withholding:
    """What to withhold from `earnings` by the employee's declaration.

    Raises DeclarationNotConsistent, FrequencyNotPublished, StudyLoanNotKnown.
    """
    scale = scale_of(declaration)
    study_loan = _NOTHING
    if scale == WITHOUT_NUMBER:
        tax = without_number(earnings, is_foreign=declaration.residency != "resident", tables=tables, trace=trace)
    elif declaration.residency == "working_holiday_maker" and working_holiday and working_holiday.employer_is_registered:
        tax = working_holiday_maker(earnings, working_holiday.paid_before, tables, trace)
    else:
        tax = schedule_1(earnings, frequency, scale, tables, trace)
        # Working holiday makers owe the study loan in their return only: their tax treatment codes have no place for it.
        if declaration.has_study_loan and declaration.residency != "working_holiday_maker":
            study_loan = study_loan_component(earnings, frequency, scale, tables, trace)
    return Withholding(tax=tax, study_loan=study_loan, verified=tables.edition.verified)


def schedule_1(earnings: Decimal, frequency: str, scale: str, tables: Tables, trace: Trace) -> Decimal:
    """Tax by scale 1, 2, 3, 5 or 6. Raises FrequencyNotPublished, ScaleNotKnown."""
    tax = _by_formula("au.payg.scale", earnings, frequency, scale, tables.scales, trace)
    return mark_unverified(tax, tables.edition, trace)


def without_number(earnings: Decimal, *, is_foreign: bool, tables: Tables, trace: Trace) -> Decimal:
    """Scale 4: a share of whole dollars, of which the cents are left out again."""
    rate = tables.without_tax_file_number.foreign if is_foreign else tables.without_tax_file_number.resident
    whole = down(max(earnings, _NOTHING), WHOLE)
    tax = trace.note("au.payg.without_number", down(whole * rate, WHOLE), earnings=whole, rate=percent(rate))
    return mark_unverified(tax, tables.edition, trace)


def study_loan_component(earnings: Decimal, frequency: str, scale: str, tables: Tables, trace: Trace) -> Decimal:
    """What is withheld besides for a study loan. Raises FrequencyNotPublished, ScaleNotKnown, StudyLoanNotKnown."""
    loan = tables.study_loan
    if scale not in tables.scales:
        raise ScaleNotKnown(scale, ", ".join(tables.scales))
    if loan and loan.combined and scale in loan.combined:
        both = _by_formula("au.stsl.combined", earnings, frequency, scale, loan.combined, trace)
        tax = _by_formula("au.payg.scale", earnings, frequency, scale, tables.scales, trace)
        component = trace.note("au.stsl.difference", both - tax, both=both, tax=tax)
    elif loan and loan.component and scale in loan.component:
        component = _by_formula("au.stsl.component", earnings, frequency, scale, loan.component, trace)
    else:
        raise StudyLoanNotKnown(tables.edition.version, scale)
    return mark_unverified(component, tables.edition, trace)


def study_loan_repayment(repayment_income: Decimal, tables: Tables, trace: Trace) -> Decimal:
    """A year's compulsory repayment, as the ATO assesses it: for estimates, never withheld. Raises StudyLoanNotKnown."""
    year = tables.study_loan_year
    if year is None:
        raise StudyLoanNotKnown(tables.edition.version, "any")
    if repayment_income >= year.whole_from:
        base, above, rate = _NOTHING, repayment_income, year.rate_of_whole
    elif repayment_income > year.step:
        base, above, rate = year.at_step, repayment_income - year.step, year.rate_above_step
    else:
        base, above, rate = _NOTHING, max(repayment_income - year.free, _NOTHING), year.rate
    amount = half_up(base + above * rate, PENNY)
    note = trace.note("au.stsl.year", amount, income=repayment_income, base=base, above=above, rate=percent(rate))
    return mark_unverified(note, tables.edition, trace)


def working_holiday_maker(earnings: Decimal, paid_before: Decimal, tables: Tables, trace: Trace) -> Decimal:
    """Schedule 15: each part of the payment at the rate of the year's income it falls into; the sum to the dollar."""
    tax = start = _NOTHING
    before, after = max(paid_before, _NOTHING), max(paid_before, _NOTHING) + max(earnings, _NOTHING)
    for band in tables.working_holiday_makers:
        end = after if band.to is None else min(after, band.to)
        part = max(end - max(before, start), _NOTHING)
        if part:
            tax += trace.note("au.whm.band", part * band.rate, part=part, start=start, rate=percent(band.rate))
        if band.to is not None:
            start = band.to
    whole = trace.note("au.whm.tax", half_up(tax, WHOLE), exact=tax, earnings=earnings, paid_before=paid_before)
    # Of the bands only the first has a published example.
    first_ends = tables.working_holiday_makers[0].to
    if tables.edition.verified and first_ends is not None and after > first_ends:
        return warn_of(whole, tables.edition, trace)
    return mark_unverified(whole, tables.edition, trace)


def _by_formula(rule: str, earnings: Decimal, frequency: str, scale: str, scales: Scales, trace: Trace) -> Decimal:
    if scale not in scales:
        raise ScaleNotKnown(scale, ", ".join(scales))
    weekly = _weekly(earnings, frequency)
    row = _row(weekly, scales[scale])
    a_week = half_up(max(row.a * weekly - row.b, _NOTHING), WHOLE)
    amount = _for_period(a_week, frequency)
    return trace.note(rule, amount, scale=scale, weekly=weekly, a=row.a, b=row.b, a_week=a_week, earnings=earnings)


def _weekly(earnings: Decimal, frequency: str) -> Decimal:
    """Whole dollars of an average week, and 99 cents."""
    earnings = max(earnings, _NOTHING)
    if frequency == "monthly":
        if earnings % 1 == _THIRTY_THREE_CENTS:
            earnings += PENNY
        weekly = earnings * 3 / 13
    elif frequency in _WEEKS:
        weekly = earnings / _WEEKS[frequency]
    else:
        raise FrequencyNotPublished(frequency)
    return down(weekly, WHOLE) + _NINETY_NINE_CENTS


def _for_period(a_week: Decimal, frequency: str) -> Decimal:
    if frequency == "monthly":
        return half_up(a_week * 13 / 3, WHOLE)
    return a_week * _WEEKS[frequency]


def _row(weekly: Decimal, rows: tuple[Coefficients, ...]) -> Coefficients:
    return next(row for row in rows if row.below is None or weekly < row.below)
