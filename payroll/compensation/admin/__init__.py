"""Compensation in the company administration."""

from django.utils.translation import gettext_lazy as _

from core.audit.sentences import register_phrases
from payroll.compensation.admin.closing import PayClosingAdmin
from payroll.compensation.admin.items import PayItemAdmin
from payroll.compensation.admin.loans import LoanAdmin
from payroll.compensation.admin.orders import GarnishmentOrderAdmin
from payroll.compensation.admin.profiles import StatutoryProfileAdmin
from payroll.compensation.admin.terms import PayTermsAdmin
from payroll.compensation.models.loan import LoanEntryKind, LoanKind

__all__ = [
    "GarnishmentOrderAdmin",
    "LoanAdmin",
    "PayClosingAdmin",
    "PayItemAdmin",
    "PayTermsAdmin",
    "StatutoryProfileAdmin",
]


def _kind_of_loan(code: str) -> str:
    # A loan has a kind, and so has each of its movements.
    kinds = {**dict(LoanKind.choices), **dict(LoanEntryKind.choices)}
    return str(kinds.get(code, code))


register_phrases(
    {
        "payterms:agreed": _("%(actor)s agreed on new pay terms with %(object)s."),
        "payterms:changed": _("%(actor)s changed the pay terms of %(object)s: %(changes)s."),
        "payterms:deleted": _("%(actor)s took back the pay terms of %(object)s."),
        "statutoryprofile:recorded": _("%(actor)s recorded tax details of %(object)s."),
        "statutoryprofile:changed": _("%(actor)s changed the tax details of %(object)s."),
        "statutoryprofile:deleted": _("%(actor)s took back tax details of %(object)s."),
        "payitem:added": _("%(actor)s added the pay item %(object)s."),
        "payitem:changed": _("%(actor)s changed the pay item %(object)s: %(changes)s."),
        "payitem:deleted": _("%(actor)s took back the pay item %(object)s."),
        "loan:granted": _("%(actor)s recorded a loan: %(object)s."),
        "loan:changed": _("%(actor)s changed the loan %(object)s: %(changes)s."),
        "loan:booked": _("%(actor)s booked a movement of %(object)s: %(changes)s."),
        "garnishmentorder:added": _("%(actor)s recorded the order %(object)s."),
        "garnishmentorder:changed": _("%(actor)s changed the order %(object)s: %(changes)s."),
        "garnishmentorder:deleted": _("%(actor)s took back the order %(object)s."),
        "garnishmentorder:booked": _("%(actor)s booked what was taken for %(object)s: %(changes)s."),
        "payclosing:closed": _("%(actor)s closed pay (%(object)s) until %(value)s."),
    },
    {"compensation.loan.kind": _kind_of_loan},
    # What is told of a loan or an order when something is booked stands in an entry.
    columns={
        "compensation.loan.amount": "compensation.loanentry.amount",
        "compensation.loan.booked_on": "compensation.loanentry.booked_on",
        "compensation.garnishmentorder.amount": "compensation.garnishmententry.amount",
        "compensation.garnishmentorder.booked_on": "compensation.garnishmententry.booked_on",
    },
)
