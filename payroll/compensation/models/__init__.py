"""Tables of compensation. Amounts are in major units of their currency."""

from payroll.compensation.models.closing import EVERYBODY, PayClosing
from payroll.compensation.models.garnishment import GarnishmentEntry, GarnishmentOrder
from payroll.compensation.models.item import PayItem
from payroll.compensation.models.loan import Loan, LoanEntry, LoanEntryKind, LoanKind
from payroll.compensation.models.profile import StatutoryProfile
from payroll.compensation.models.terms import PayTerms

__all__ = [
    "EVERYBODY",
    "GarnishmentEntry",
    "GarnishmentOrder",
    "Loan",
    "LoanEntry",
    "LoanEntryKind",
    "LoanKind",
    "PayClosing",
    "PayItem",
    "PayTerms",
    "StatutoryProfile",
]
