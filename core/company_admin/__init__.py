"""The company administration at /admin/ on a company's host: one site, whose screens live in each slice's admin.py."""

from core.company_admin.action_page import ask_and_do, show_action_page
from core.company_admin.decorators import column, record_action
from core.company_admin.filters import ChoiceFilter, DayRangeFilter, FieldChoiceFilter, RecordFilter, SearchedRecordFilter
from core.company_admin.model_admin import CompanyModelAdmin, CompanyModelForm
from core.company_admin.site import CompanyAdminSite, company_admin
from core.company_admin.widgets import ClockInput, ColorInput, DayInput, MomentInput, PictureInput, SearchInput

__all__ = [
    "ChoiceFilter",
    "ClockInput",
    "ColorInput",
    "CompanyAdminSite",
    "CompanyModelAdmin",
    "CompanyModelForm",
    "DayInput",
    "DayRangeFilter",
    "FieldChoiceFilter",
    "MomentInput",
    "PictureInput",
    "RecordFilter",
    "SearchInput",
    "SearchedRecordFilter",
    "ask_and_do",
    "column",
    "company_admin",
    "record_action",
    "show_action_page",
]
