"""Input of personal records."""

from hr.personal.forms.bank import BankAccountFormSet
from hr.personal.forms.entries import PhotoForm, RefusalForm, entry_form

__all__ = ["BankAccountFormSet", "PhotoForm", "RefusalForm", "entry_form"]
