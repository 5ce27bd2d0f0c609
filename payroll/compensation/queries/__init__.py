"""Reads of compensation, for screens and for whoever calculates pay."""

from payroll.compensation.queries.cases import case_for
from payroll.compensation.queries.inputs import PayInputs, inputs_of, inputs_of_many
from payroll.compensation.queries.profiles import profile_for, profiles_for
from payroll.compensation.queries.terms import (
    closed_until_of,
    currency_of,
    items_of,
    loans_of,
    others_who_may_change_pay,
    terms_of,
    terms_on,
)

__all__ = [
    "PayInputs",
    "case_for",
    "closed_until_of",
    "currency_of",
    "inputs_of",
    "inputs_of_many",
    "items_of",
    "loans_of",
    "others_who_may_change_pay",
    "profile_for",
    "profiles_for",
    "terms_of",
    "terms_on",
]
