"""What the company administration shows of the company and of the person who looks: name, colours, sidebar."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.http import CompanyRequest
from hr.people.access import looks_after_others
from payroll.statutory.packs import COUNTRIES
from tenants.accounts.capabilities import SCOPED, Capability
from tenants.company_settings.shades import shades_of


def _has_no_pack(country: str) -> bool:
    return country not in COUNTRIES


@dataclass(frozen=True)
class _Place:
    title: Promise
    url_name: str
    icon: str
    capability: str = Capability.ENTER_ADMIN
    is_for: Callable[[str], bool] = lambda _country: True
    """Whether companies of a country have a use for it; the page itself is there for all."""


_SIDEBAR: list[tuple[Promise | str, list[_Place]]] = [
    ("", [_Place(_("Overview"), "admin:index", "dashboard")]),
    (
        _("People"),
        [
            _Place(_("Employees"), "admin:people_employee_changelist", "groups", Capability.VIEW_JOB),
            _Place(_("Terms"), "admin:people_employmentterms_changelist", "work_history", Capability.VIEW_JOB),
            _Place(_("Departments"), "admin:people_department_changelist", "account_tree", Capability.VIEW_PEOPLE),
            _Place(_("Checklist templates"), "admin:lifecycle_checklisttemplate_changelist", "checklist", Capability.VIEW_PEOPLE),
            _Place(_("Locations"), "admin:people_location_changelist", "location_on", Capability.VIEW_PEOPLE),
            _Place(_("Requested changes"), "admin:personal_changerequest_changelist", "edit_note", Capability.VIEW_PERSONAL),
            _Place(_("Bank details"), "admin:personal_bankdetails_changelist", "account_balance", Capability.VIEW_BANK),
            _Place(_("Custom fields"), "admin:custom_fields_customfield_changelist", "dynamic_form", Capability.MANAGE_PEOPLE),
            _Place(_("Rules for records"), "admin:personal_personalpolicy_changelist", "rule_settings", Capability.MANAGE_SETTINGS),
        ],
    ),
    (
        _("Documents"),
        [
            _Place(_("Documents"), "admin:documents_document_changelist", "description", Capability.VIEW_DOCUMENTS),
            _Place(_("Requests"), "admin:documents_documentrequest_changelist", "assignment_return", Capability.VIEW_DOCUMENTS),
            _Place(_("Policies"), "admin:documents_policy_changelist", "policy", Capability.VIEW_DOCUMENTS),
            _Place(_("Signatures"), "admin:documents_acknowledgement_changelist", "signature", Capability.VIEW_DOCUMENTS),
            _Place(_("Letters"), "admin:documents_lettertemplate_changelist", "edit_document", Capability.MANAGE_DOCUMENTS),
            _Place(_("Document types"), "admin:documents_documenttype_changelist", "folder", Capability.MANAGE_DOCUMENTS),
        ],
    ),
    (
        _("Time"),
        [
            _Place(_("Today"), "admin:attendance_today", "today", Capability.VIEW_ATTENDANCE),
            _Place(_("Punches"), "admin:attendance_punch_changelist", "schedule", Capability.VIEW_ATTENDANCE),
            _Place(_("Work patterns"), "admin:calendars_workpattern_changelist", "calendar_view_week", Capability.VIEW_PEOPLE),
            _Place(_("Holiday calendars"), "admin:calendars_holidaycalendar_changelist", "beach_access", Capability.VIEW_PEOPLE),
            _Place(_("Holidays"), "admin:calendars_holiday_changelist", "event", Capability.VIEW_PEOPLE),
        ],
    ),
    (
        _("Pay"),
        [
            _Place(_("Pay terms"), "admin:compensation_payterms_changelist", "payments", Capability.VIEW_SALARY),
            _Place(_("Pay items"), "admin:compensation_payitem_changelist", "add_card", Capability.VIEW_SALARY),
            _Place(_("Loans and advances"), "admin:compensation_loan_changelist", "account_balance_wallet", Capability.VIEW_SALARY),
            _Place(_("Garnishment orders"), "admin:compensation_garnishmentorder_changelist", "gavel", Capability.VIEW_SALARY),
            _Place(_("Tax details"), "admin:compensation_statutoryprofile_changelist", "contract", Capability.VIEW_SALARY),
            _Place(_("Closed pay periods"), "admin:compensation_payclosing_changelist", "lock_clock", Capability.VIEW_PAYROLL),
        ],
    ),
    (
        _("Pay rules"),
        [
            _Place(_("Structures"), "admin:structures_paystructure_changelist", "stacks", Capability.MANAGE_PAYROLL),
            _Place(_("Components"), "admin:structures_paycomponent_changelist", "functions", Capability.MANAGE_PAYROLL),
            _Place(_("Assignments"), "admin:structures_paystructureassignment_changelist", "badge", Capability.MANAGE_PAYROLL),
            _Place(_("Parameters"), "admin:structures_payparameter_changelist", "pin", Capability.MANAGE_PAYROLL),
            _Place(_("Tables of brackets"), "admin:structures_paytable_changelist", "stairs", Capability.MANAGE_PAYROLL),
            _Place(_("State tables"), "admin:structures_statetaxtable_changelist", "map", Capability.MANAGE_PAYROLL, "US".__eq__),
            _Place(_("Own levies"), "admin:structures_ownlevy_changelist", "policy", Capability.MANAGE_PAYROLL, _has_no_pack),
            _Place(_("Golden cases"), "admin:structures_goldencase_changelist", "fact_check", Capability.MANAGE_PAYROLL),
        ],
    ),
    (
        _("Company"),
        [
            _Place(_("Settings"), "admin:company_settings_companysettings_changelist", "tune", Capability.VIEW_SETTINGS),
            _Place(_("Addresses"), "addresses", "language", Capability.MANAGE_SETTINGS),
            _Place(_("Signing in"), "admin:sign_in_signinpolicy_changelist", "passkey", Capability.VIEW_SETTINGS),
            _Place(_("Single sign-on"), "admin:single_sign_on_identityprovider_changelist", "hub", Capability.VIEW_SETTINGS),
            _Place(_("Accounts"), "admin:accounts_user_changelist", "key", Capability.MANAGE_PEOPLE),
            _Place(_("Invitations"), "admin:invitations_invitation_changelist", "mail", Capability.MANAGE_PEOPLE),
            _Place(_("Roles"), "admin:accounts_role_changelist", "shield_person", Capability.MANAGE_PEOPLE),
            _Place(_("Sign-ins"), "admin:accounts_signin_changelist", "login", Capability.VIEW_AUDIT),
            _Place(_("History of changes"), "admin:audit_auditevent_changelist", "history", Capability.VIEW_AUDIT),
        ],
    ),
    ("", [_Place(_("Back to my pages"), "home", "arrow_back")]),
]


def build_sidebar(request: CompanyRequest) -> list[dict[str, Any]]:
    """The places that this person may see, in groups, the current one marked."""
    groups = [
        (heading, [(place, reverse(place.url_name)) for place in places if _is_open(place, request)])
        for heading, places in _SIDEBAR
    ]
    current = _current_url(request.path, [url for _heading, places in groups for _place, url in places])
    return [
        {
            "title": heading,
            "separator": not heading and bool(index),
            "items": [{"title": place.title, "icon": place.icon, "link": url, "active": url == current} for place, url in places],
        }
        for index, (heading, places) in enumerate(groups)
        if places
    ]


def _is_open(place: _Place, request: CompanyRequest) -> bool:
    user, capability = request.user, Capability(place.capability)
    if not place.is_for(request.company_settings.country):
        return False
    return looks_after_others(user, capability, on=timezone.localdate()) if capability in SCOPED else user.has_perm(capability)


def _current_url(path: str, urls: list[str]) -> str:
    # "Today" lies below "Punches", and everything below the overview: the longest that fits is meant.
    index = reverse("admin:index")
    return max((url for url in urls if path == url or (url != index and path.startswith(url))), key=len, default="")


def company_name(request: CompanyRequest) -> str:
    """The name that the company shows."""
    return request.company_settings.display_name


def primary_colors(request: CompanyRequest) -> dict[str, str]:
    """Unfold's eleven shades of the company's colour."""
    return shades_of(request.company_settings.primary_color)


def favicon(request: HttpRequest) -> str:
    """The product's own."""
    return static("icons/favicon.svg")


def stylesheet(request: HttpRequest) -> str:
    """What Unfold's stylesheet lacks."""
    return static("css/company_admin.css")


def script(request: HttpRequest) -> str:
    """Takes the theme over that was chosen on the company's other pages, and the other way round."""
    return static("js/company_admin.js")
