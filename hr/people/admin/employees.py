"""The screen of employees."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _, ngettext

from core.audit.sentences import register_phrases
from core.company_admin import (
    CompanyModelForm,
    DayRangeFilter,
    RecordFilter,
    SearchedRecordFilter,
    column,
    company_admin,
    record_action,
    show_action_page,
)
from core.http import CompanyRequest
from core.moments import day_text
from hr.people import actions
from hr.people.admin.filters import AccountFilter, EmploymentFilter
from hr.people.admin.forms import AccountForm, EmployeeForm, LastDayForm, MoveForm, RolesField
from hr.people.admin.reach import ReachModelAdmin
from hr.people.models import Employee
from tenants.accounts.actions import AccountRefusal, BeyondOwnRights, EmailTaken
from tenants.accounts.capabilities import Capability

register_phrases(
    {
        "employee:hired": _("%(actor)s added %(object)s as an employee."),
        "employee:left": _("%(actor)s set %(object)s’s %(changes)s."),
        "employee:given_account": _("%(actor)s gave %(object)s an account."),
        "employee:deleted": _("%(actor)s deleted the employee %(object)s."),
    }
)

_ALL_REFUSALS: dict[type[Exception], str | None] = {
    actions.WorkEmailTaken: "work_email",
    EmailTaken: "work_email",
    actions.EndsBeforeStart: "start_date",
    actions.ManagerCircle: "manager",
    actions.RoleBeyondOwn: "roles",
    BeyondOwnRights: "work_email",
    AccountRefusal: None,
    actions.PeopleRefusal: None,
}


# Each is a field of the page that asks where to, and Django takes a thousand.
MOST_AT_ONCE = 500


@admin.register(Employee, site=company_admin)
class EmployeeAdmin(ReachModelAdmin):
    """Hiring, changing, leaving; every write is one of the slice's actions."""

    view_capability = Capability.VIEW_JOB
    manage_capability = Capability.MANAGE_JOB
    employee_field = ""
    refusals = _ALL_REFUSALS
    kept_message = _(
        "%(object)s has clocked in or has other records, so this person cannot be deleted. Use “End employment” instead: "
        "they leave on that day, and what happened until then is kept."
    )
    form = EmployeeForm
    list_display: ClassVar[tuple[str, ...]] = (
        "number",
        "person",
        "department",
        "job_title",
        "manager",
        "works_since",
        "has_account",
    )
    list_display_links: ClassVar[tuple[str, ...]] = ("number", "person")
    list_select_related: ClassVar[tuple[str, ...]] = ("department", "manager")
    list_filter: ClassVar[tuple[Any, ...]] = (
        EmploymentFilter,
        ("department", RecordFilter),
        ("manager", SearchedRecordFilter),
        AccountFilter,
        ("start_date", DayRangeFilter),
    )
    search_fields: ClassVar[tuple[str, ...]] = ("first_name", "last_name", "work_email", "job_title", "=number")
    search_help_text = _("Name, e-mail, job title or number")
    ordering: ClassVar[tuple[str, ...]] = ("last_name", "first_name", "id")
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("department", "manager")
    readonly_fields: ClassVar[tuple[str, ...]] = ("number", "last_day", "account")
    actions: ClassVar[tuple[str, ...]] = ("move_to_department", "invite")
    actions_detail: ClassVar[tuple[str, ...]] = ("give_account", "end_employment")
    _person: ClassVar[Any] = (_("Person"), {"fields": (("first_name", "last_name"), "work_email")})
    _work: ClassVar[Any] = (_("Work"), {"fields": ("job_title", "department", "manager")})
    add_fieldsets: ClassVar[Any] = (
        _person,
        _work,
        (_("Employment"), {"fields": ("start_date", "time_zone")}),
        (_("Signing in"), {"fields": ("may_sign_in", "roles")}),
    )
    fieldsets: ClassVar[Any] = (
        _person,
        _work,
        (_("Employment"), {"fields": ("number", "start_date", "last_day", "time_zone")}),
        (_("Signing in"), {"fields": ("account",)}),
    )

    @column(_("Name"), ordering="last_name", is_header=True)
    def person(self, employee: Employee) -> tuple[str, str]:
        """Name over e-mail."""
        return employee.full_name, employee.work_email

    @column(_("Works since"), ordering="start_date")
    def works_since(self, employee: Employee) -> str:
        """The first day."""
        return day_text(employee.start_date)

    @column(_("Account"), label={_("Yes"): "success"})
    def has_account(self, employee: Employee) -> Any:
        """Whether they may have an account; one look at the key."""
        return _("Yes") if employee.user_id else _("No")

    @column(_("Last day"))
    def last_day(self, employee: Employee) -> Any:
        """The end of the employment, if it has one."""
        return day_text(employee.end_date) if employee.end_date else _("None: the employment goes on.")

    @column(_("Account"))
    def account(self, employee: Employee) -> Any:
        """A link to the account."""
        if employee.user is None:
            return _("None: this person cannot sign in.")
        url = reverse("admin:accounts_user_change", args=[employee.user.pk])
        return format_html('<a class="text-link" href="{}">{}</a>', url, employee.user.email)

    def get_form(self, request: CompanyRequest, obj: Employee | None = None, **kwargs: Any) -> type[CompanyModelForm]:  # type: ignore[override]
        """Offer the roles that this person may give."""
        form = super().get_form(request, obj, **kwargs)
        if isinstance(roles := form.base_fields.get("roles"), RolesField):
            roles.offer_to(request.user)
        return form

    def save_model(self, request: CompanyRequest, obj: Employee, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Change what was changed, or hire, and give an account where asked."""
        clean = form.cleaned_data
        names = [name for name in actions.EmployeeChanges.__annotations__ if name in clean]
        if change:
            changes = {name: clean[name] for name in names if name in form.changed_data}
            saved = actions.change_employee(employee=obj, acting_user=request.user, **changes)
        else:
            saved = actions.hire_employee(**{name: clean[name] for name in names}, acting_user=request.user)
            if clean["may_sign_in"]:
                self._give_account(request, saved, clean["roles"])
        # Django goes on with its own instance: to the right address, with the right name.
        obj.__dict__.update(saved.__dict__)

    def delete_model(self, request: CompanyRequest, obj: Employee) -> None:  # type: ignore[override]
        """Delete somebody who was added by mistake, and close their account."""
        actions.delete_employee(employee=obj, acting_user=request.user)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Most people are entered when they start."""
        return {"start_date": timezone.localdate(), **super().get_changeform_initial_data(request)}

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Employee], search_term: str
    ) -> tuple[QuerySet[Employee], bool]:
        """As a manager only somebody can be chosen who is still here."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if request.path == reverse("admin:autocomplete") and request.GET.get("model_name") == "employee":
            found = found.exclude(end_date__lt=timezone.localdate())
        return found, may_repeat

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A new employee is in nobody's reach yet, so adding one is for the whole company's sake."""
        return request.user.has_perm(Capability.MANAGE_PEOPLE)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As adding."""
        return request.user.has_perm(Capability.MANAGE_PEOPLE)

    def has_give_account_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Offered for people who have none."""
        employee = self._shown(request, object_id)
        return request.user.has_perm(Capability.MANAGE_PEOPLE) and (employee is None or employee.user_id is None)

    def has_end_employment_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Also for people who have left: a last day may be wrong."""
        return self.has_change_permission(request, self._shown(request, object_id))

    def _shown(self, request: HttpRequest, object_id: str | None) -> Employee | None:
        employee: Employee | None = self.get_object(request, object_id) if object_id else None
        return employee

    @record_action(_("Give an account"), icon="key", permission="give_account", url_path="give-account")
    def give_account(self, request: CompanyRequest, object_id: str) -> HttpResponse:
        """Ask for the roles."""
        employee = self._employee(request, object_id)
        form = AccountForm(request.POST or None)
        form.fields["roles"].offer_to(request.user)  # type: ignore[attr-defined]  # A RolesField.
        explanation = _("%(email)s gets an invitation: a link, good for a week, behind which they choose a password.") % {
            "email": employee.work_email
        }

        def perform(clean: dict[str, Any]) -> str:
            self._give_account(request, employee, clean["roles"])
            return _("%(person)s has an account now.") % {"person": employee}

        return show_action_page(
            self,
            request,
            employee,
            form=form,
            perform=perform,
            title=_("Give an account"),
            explanation=explanation,
            button=_("Give the account"),
        )

    @record_action(
        _("End employment"),
        icon="logout",
        permission="end_employment",
        url_path="end-employment",
    )
    def end_employment(self, request: CompanyRequest, object_id: str) -> HttpResponse:
        """Ask for the last day, or whether there is one after all."""
        employee = self._employee(request, object_id)
        form = LastDayForm(request.POST or None, initial={"last_day": employee.end_date or timezone.localdate()})
        explanation = _(
            "After this day %(person)s no longer appears among your people and cannot clock in. Everything recorded until "
            "then is kept."
        ) % {"person": employee}
        if employee.end_date is not None:
            form.fields["last_day"].required = False
            explanation = _(
                "%(person)s’s last day is set. Change it, or leave it empty if the employment goes on. An account that was closed "
                "after the last day is opened again on the account’s own page."
            ) % {"person": employee}

        def perform(clean: dict[str, Any]) -> str:
            last_day = clean["last_day"]
            actions.end_employment(employee=employee, last_day=last_day, acting_user=request.user)
            if last_day is None:
                return _("%(person)s’s employment goes on.") % {"person": employee}
            return _("%(person)s’s last day is %(day)s.") % {"person": employee, "day": day_text(last_day)}

        return show_action_page(
            self,
            request,
            employee,
            form=form,
            perform=perform,
            title=_("End employment"),
            explanation=explanation,
            button=_("End employment"),
            is_danger=True,
        )

    @admin.action(description=_("Move to a department"), permissions=["change"])
    def move_to_department(self, request: CompanyRequest, queryset: QuerySet[Employee]) -> HttpResponse | None:
        """Ask where to, then move all of them or none."""
        people = list(self.within_reach(request, queryset, Capability.MANAGE_JOB)[: MOST_AT_ONCE + 1])
        if len(people) > MOST_AT_ONCE:
            messages.warning(request, _("At most %(count)s people can move at once. Choose fewer.") % {"count": MOST_AT_ONCE})
            return None
        form = MoveForm(request.POST if "department" in request.POST else None)

        def perform(clean: dict[str, Any]) -> str:
            actions.move_employees(employees=people, department=clean["department"], acting_user=request.user)
            return _("%(count)s people are in %(department)s now.") % {"count": len(people), "department": clean["department"]}

        return show_action_page(
            self,
            request,
            None,
            form=form,
            perform=perform,
            title=_("Move to a department"),
            explanation=_("These people move: %(names)s.") % {"names": ", ".join(str(each) for each in people)},
            button=_("Move"),
            back_url=reverse("admin:people_employee_changelist"),
            hidden={"action": ["move_to_department"], "_selected_action": [str(each.pk) for each in people]},
        )

    @admin.action(description=_("Invite to sign in"), permissions=["change"])
    def invite(self, request: CompanyRequest, queryset: QuerySet[Employee]) -> HttpResponse | None:
        """Ask for the roles, then invite all of them or none; people who have an account are left out."""
        people = list(queryset.filter(user=None)[: MOST_AT_ONCE + 1])
        if not people:
            messages.warning(request, _("All of these people have an account already."))
            return None
        if len(people) > MOST_AT_ONCE:
            messages.warning(request, _("At most %(count)s people can be invited at once. Choose fewer.") % {"count": MOST_AT_ONCE})
            return None
        form = AccountForm(request.POST if "asked" in request.POST else None)
        form.fields["roles"].offer_to(request.user)  # type: ignore[attr-defined]  # A RolesField.

        def perform(clean: dict[str, Any]) -> str:
            codes = [role.code for role in clean["roles"]]
            now = timezone.now()
            actions.give_accounts(employees=people, roles=codes, company=request.company, acting_user=request.user, now=now)
            return ngettext("%(count)s person is invited.", "%(count)s people are invited.", len(people)) % {"count": len(people)}

        return show_action_page(
            self,
            request,
            None,
            form=form,
            perform=perform,
            title=_("Invite to sign in"),
            explanation=_("Each of these people gets an invitation at their work e-mail: %(names)s.")
            % {"names": ", ".join(str(each) for each in people)},
            button=_("Invite"),
            back_url=reverse("admin:people_employee_changelist"),
            hidden={"asked": ["yes"], "action": ["invite"], "_selected_action": [str(each.pk) for each in people]},
        )

    def _employee(self, request: CompanyRequest, object_id: str) -> Employee:
        employee = self._shown(request, object_id)
        if employee is None:
            raise Http404
        return employee

    def _give_account(self, request: CompanyRequest, employee: Employee, roles: Any) -> None:
        codes = [role.code for role in roles]
        actions.give_account(employee=employee, roles=codes, company=request.company, acting_user=request.user, now=timezone.now())
