"""The inputs that formulas may name: what payroll knows of a person and a period, one list for whoever asks and whoever fills it.

Each `Stretch` of a case has a value for every one of them; start from `nothing_entered()`. What is entered for a person under a
component (a bonus, a union fee, an instalment) is the input that `entered(code)` names.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from payroll.engine.formula.values import FormulaValue, Kind

_ENTERED = "entered_"


class Input(msgspec.Struct, frozen=True):
    """One input: its kind, what people call it, and what exactly it holds, with the unit."""

    kind: Kind
    label: str | Promise
    holds: str | Promise


INPUTS: dict[str, Input] = {
    # Terms of pay. The amount of the terms' own basis is as agreed; each rate follows from it, so that any formula works for
    # everybody.
    "pay_basis": Input(Kind.WORD, _("pay basis"), _("What pay is agreed for: 'annual', 'monthly', 'daily' or 'hourly'.")),
    "pay_frequency": Input(Kind.WORD, _("pay frequency"), _("'weekly', 'fortnightly', 'fourweekly', 'halfmonthly' or 'monthly'.")),
    "pay_periods": Input(Kind.NUMBER, _("pay periods"), _("Payments that a year has: 12 for monthly pay, 52 for weekly.")),
    "annual_salary": Input(Kind.NUMBER, _("annual salary"), _("Pay of a full year on these terms.")),
    "monthly_salary": Input(Kind.NUMBER, _("monthly salary"), _("Pay of a full month on these terms.")),
    "daily_rate": Input(Kind.NUMBER, _("daily rate"), _("Pay of one day on these terms.")),
    "hourly_rate": Input(Kind.NUMBER, _("hourly rate"), _("Pay of one hour on these terms.")),
    "weekly_hours": Input(Kind.NUMBER, _("weekly hours"), _("Hours a week that are agreed; 0 where none are.")),
    "full_time_share": Input(Kind.NUMBER, _("full-time share"), _("1 for full time, 0.5 for half of it.")),
    # Time, of this stretch of the period.
    "calendar_days": Input(Kind.NUMBER, _("calendar days"), _("Days of the whole period.")),
    "working_days": Input(Kind.NUMBER, _("working days"), _("Working days of the whole period by the work pattern.")),
    "paid_days": Input(Kind.NUMBER, _("paid days"), _("Working days of employment without unpaid absence; halves count half.")),
    "unpaid_days": Input(Kind.NUMBER, _("unpaid days"), _("Working days of unpaid absence; halves count half.")),
    "worked_days": Input(Kind.NUMBER, _("worked days"), _("Days with work on them.")),
    "worked_minutes": Input(Kind.NUMBER, _("worked minutes"), _("Minutes of work, overtime left out.")),
    "overtime_minutes": Input(Kind.NUMBER, _("overtime minutes"), _("Minutes of approved overtime, each times its multiplier.")),
    "night_minutes": Input(Kind.NUMBER, _("night minutes"), _("Minutes of all work that fall into the night.")),
    "rest_day_minutes": Input(Kind.NUMBER, _("rest day minutes"), _("Minutes of all work on days off and public holidays.")),
    # The person.
    "age": Input(Kind.NUMBER, _("age"), _("Whole years at the end of the period; 0 where the date of birth is not known.")),
    "years_of_service": Input(Kind.NUMBER, _("years of service"), _("Whole years of employment at the end of the period.")),
    "contract_type": Input(Kind.WORD, _("contract type"), _("The contract's kind, such as 'permanent'.")),
    "department": Input(Kind.WORD, _("department"), _("The department's name.")),
    "location": Input(Kind.WORD, _("location"), _("The location's name.")),
    "job_title": Input(Kind.WORD, _("job title"), _("The job title.")),
}
_EMPTY: dict[Kind, FormulaValue] = {Kind.NUMBER: Decimal(0), Kind.WORD: "", Kind.YES_NO: False}


def entered(code: str) -> str:
    """The input that holds what is entered for a person under the component `code`, per period, in the payment's currency."""
    return f"{_ENTERED}{code}"


def is_entered(name: str) -> bool:
    """Whether a name is that of an entered amount; no component may be called so."""
    return name.startswith(_ENTERED)


def kinds(codes: Iterable[str] = ()) -> dict[str, Kind]:
    """The kind of each input, with what is entered under the components `codes`."""
    return {name: each.kind for name, each in INPUTS.items()} | {entered(code): Kind.NUMBER for code in codes}


def nothing_entered(codes: Iterable[str] = ()) -> Mapping[str, FormulaValue]:
    """Every input with no value: 0, an empty word. With what is entered under `codes`: nothing."""
    return {name: _EMPTY[kind] for name, kind in kinds(codes).items()}
