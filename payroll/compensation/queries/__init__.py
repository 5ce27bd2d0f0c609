"""Reads of compensation, for screens and for whoever calculates pay."""

from payroll.compensation.queries.inputs import PayInputs, inputs_of, profile_for
from payroll.compensation.queries.terms import currency_of, items_of, loans_of, profile_on, terms_of, terms_on

__all__ = ["PayInputs", "currency_of", "inputs_of", "items_of", "loans_of", "profile_for", "profile_on", "terms_of", "terms_on"]
