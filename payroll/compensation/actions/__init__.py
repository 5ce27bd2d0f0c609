"""Writes of compensation. Each refusal is a CompensationRefusal, whose message says what to do."""

from payroll.compensation.actions.closing import PeriodClosed, close_pay
from payroll.compensation.actions.dated import DaysTaken, EndsBeforeStart
from payroll.compensation.actions.profiles import (
    AnswersRefused,
    CountryWithoutForm,
    change_profile,
    delete_profile,
    record_profile,
)
from payroll.compensation.actions.terms import TermsChanges, agree_terms, change_terms, delete_terms
from payroll.compensation.rules.amounts import CompensationRefusal

__all__ = [
    "AnswersRefused",
    "CompensationRefusal",
    "CountryWithoutForm",
    "DaysTaken",
    "EndsBeforeStart",
    "PeriodClosed",
    "TermsChanges",
    "agree_terms",
    "change_profile",
    "change_terms",
    "close_pay",
    "delete_profile",
    "delete_terms",
    "record_profile",
]
