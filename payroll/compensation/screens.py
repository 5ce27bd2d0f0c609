"""Somebody's pay in the words of their page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from core.moments import day_text
from payroll.compensation.models import Loan, PayItem, PayTerms
from payroll.compensation.wording import amount_text, days_text, frequency_text, rate_text
from payroll.structures.models import Kind


@dataclass(frozen=True, slots=True)
class TermsRow:
    """One stretch of days with one rate of pay. `state`: "past", "now" or "next"."""

    rate: str
    paid: str
    days: str
    state: str


@dataclass(frozen=True, slots=True)
class JobPay:
    """What one job pays today, what is agreed for later, and what it paid before."""

    job: str
    current: TermsRow | None
    since: str
    rows: list[TermsRow]

    @property
    def has_history(self) -> bool:
        """Whether there is more to show than what holds today."""
        return len(self.rows) > 1 or self.current is None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """Something beside the terms: what, how much with its sign, and when."""

    name: str
    amount: str
    days: str


@dataclass(frozen=True, slots=True)
class LoanRow:
    """What is owed of a loan, and how far it is paid back, in percent."""

    name: str
    owed: str
    lent: str
    instalment: str
    percent: int
    is_paused: bool


def item_rows(items: Iterable[PayItem]) -> list[ItemRow]:
    """Items of one person that hold now or later."""
    return [_item_row(item, is_taken=item.component.kind == Kind.DEDUCTION) for item in items]


def _item_row(item: PayItem, *, is_taken: bool) -> ItemRow:
    days = days_text(item.start_date, item.end_date)
    return ItemRow(
        name=item.component.name,
        amount=amount_text(-item.amount if is_taken else item.amount, item.currency),
        days=_("once, %(day)s") % {"day": days} if item.is_one_off else days,
    )


def loan_rows(loans: Iterable[Loan]) -> list[LoanRow]:
    """Loans of which something is owed, as `queries.loans_of` reads them."""
    return [
        LoanRow(
            name=loan.name,
            owed=amount_text(owed, loan.currency),
            lent=amount_text(lent, loan.currency),
            instalment=amount_text(loan.instalment, loan.currency),
            percent=int(100 * (lent - owed) / lent) if lent else 0,
            is_paused=loan.is_paused,
        )
        for loan in loans
        if (owed := vars(loan)["owed"]) > 0 and (lent := vars(loan)["lent"] or owed)
    ]


def pay_by_job(terms: Iterable[PayTerms], today: date) -> list[JobPay]:
    """Terms as `queries.terms_of` orders them, job by job; jobs that pay today come first."""
    jobs = [_job_pay(job, list(rows), today) for job, rows in groupby(terms, key=lambda each: each.job)]
    return sorted(jobs, key=lambda each: each.current is None)


def _job_pay(job: str, terms: list[PayTerms], today: date) -> JobPay:
    rows = [_row(each, today) for each in terms]
    current = next((each for each in terms if today in each.days), None)
    return JobPay(
        job=job,
        current=None if current is None else rows[terms.index(current)],
        since="" if current is None else _("since %(day)s") % {"day": day_text(current.start_date)},
        rows=rows,
    )


def _row(terms: PayTerms, today: date) -> TermsRow:
    state = "now" if today in terms.days else "next" if terms.start_date > today else "past"
    return TermsRow(rate_text(terms), frequency_text(terms), days_text(terms.start_date, terms.end_date), state)
