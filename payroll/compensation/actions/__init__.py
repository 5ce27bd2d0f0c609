"""Writes of compensation. Each refusal is a CompensationRefusal, whose message says what to do."""

from payroll.compensation.actions.closing import PeriodClosed, close_pay
from payroll.compensation.actions.dated import DaysTaken, EndsBeforeStart
from payroll.compensation.actions.items import ItemChanges, add_item, change_item, delete_item
from payroll.compensation.actions.loans import LoanChanges, MoreThanOwed, change_loan, grant_loan, record_loan_entry
from payroll.compensation.actions.orders import OrderChanges, add_order, change_order, delete_order, record_taking
from payroll.compensation.actions.own import OwnPay
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
    "ItemChanges",
    "LoanChanges",
    "MoreThanOwed",
    "OrderChanges",
    "OwnPay",
    "PeriodClosed",
    "TermsChanges",
    "add_item",
    "add_order",
    "agree_terms",
    "change_item",
    "change_loan",
    "change_order",
    "change_profile",
    "change_terms",
    "close_pay",
    "delete_item",
    "delete_order",
    "delete_profile",
    "delete_terms",
    "grant_loan",
    "record_loan_entry",
    "record_profile",
    "record_taking",
]
