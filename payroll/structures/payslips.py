"""A calculated payslip in words, for people who try rules of pay."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from core.formatting import current_date_style
from core.moments import day_text
from core.money import Money
from payroll.engine.calculate import Line, Result
from payroll.engine.case import Case
from payroll.engine.components import ComponentKind
from payroll.statutory.packs import line_name
from payroll.statutory.proof import is_verified


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of one kind with their sum."""

    title: str
    lines: list[tuple[str, str]]
    total_label: str
    total: str


@dataclass(frozen=True, slots=True)
class Payslip:
    """What a person would be paid, and of what it is made."""

    period: str
    net: str
    sections: list[Section]
    is_verified: bool


def payslip(result: Result, case: Case, country: str) -> Payslip:
    """The result of a case by the law of a country."""

    def money(amount: Decimal) -> str:
        return Money(amount, case.currency).format(current_date_style().locale)

    def section(title: str, kind: ComponentKind, total_label: str, total: Decimal) -> Section:
        lines = [(line_name(country, line), money(line.amount)) for line in _of(result.lines, kind) if line.amount]
        return Section(title, lines, total_label, money(total))

    period = case.period
    words = {"first": day_text(period.start), "last": day_text(period.end), "day": day_text(period.pay_date)}
    return Payslip(
        period=_("%(first)s – %(last)s, paid on %(day)s") % words,
        net=money(result.net),
        sections=[
            section(_("Earnings"), ComponentKind.EARNING, _("Gross pay"), result.gross),
            section(_("Deductions"), ComponentKind.DEDUCTION, _("All deductions"), result.deductions),
            section(_("Employer"), ComponentKind.EMPLOYER, _("Employer’s cost"), result.employer_cost),
        ],
        is_verified=is_verified(result.steps),
    )


def _of(lines: Iterable[Line], kind: ComponentKind) -> list[Line]:
    return [line for line in lines if line.kind is kind]
