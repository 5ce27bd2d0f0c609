"""Tax details as each country's form asks for them, and the profiles of the packs that are made of the answers. Pure."""

from payroll.compensation.profiles.countries import CountryForm, country_form, form_countries
from payroll.compensation.profiles.questions import AnswersNotValid, Question, field_name

__all__ = ["AnswersNotValid", "CountryForm", "Question", "country_form", "field_name", "form_countries"]
