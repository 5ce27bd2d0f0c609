"""Tables of compensation. Amounts are in major units of their currency."""

from payroll.compensation.models.closing import PayClosing
from payroll.compensation.models.profile import StatutoryProfile
from payroll.compensation.models.terms import PayTerms

__all__ = ["PayClosing", "PayTerms", "StatutoryProfile"]
