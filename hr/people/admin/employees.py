"""The screen of employees."""

from copy import deepcopy
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _, ngettext

from core.company_admin import (
    CompanyModelForm,
    column,
    record_action,
    show_action_page,
)
from core.http import CompanyRequest
from core.moments import day_text
from core.proofs import has_proved_for_form
from hr.custom_fields.forms import entered_values, form_fields, form_name
from hr.custom_fields.models import GROUPS, CustomField
from hr.custom_fields.queries import fields_in_use
from hr.people import actions
from hr.people.access import allowed_over, listed_fields
from hr.people.admin.custom_fields import WIDGETS, list_column, list_filter
from hr.people.admin.employment import EmploymentPages
from hr.people.admin.filters import (
    AccountFilter,
    DepartmentFilter,
    EmploymentFilter,
    FirstDayFilter,
    LocationFilter,
    ManagerFilter,
)
from hr.people.admin.forms import (
    AccountForm,
    EmployeeForm,
    HireForm,
    MoveForm,
    RolesField,
)
from hr.people.admin.reasons import show_reasons
from hr.people.models import Employee, EmployeeQuerySet
from hr.people.timeline import terms_in_words
from tenants.accounts.capabilities import Capability

# Each is a field of the page that asks where to, and Django takes a thousand.
MOST_AT_ONCE = 500


class EmployeeAdmin(EmploymentPages):
    """The people, and what changes of them. `hr.lifecycle` registers it, with what hiring and leaving set off."""

    view_capability = Capability.VIEW_JOB
    manage_capability = Capability.MANAGE_JOB
    employee_field = ""
    kept_message = _(
        "%(object)s has clocked in, has or had people reporting to them, or has other records, so this person cannot be deleted. "
        "Use “End employment” instead: they leave on that day, and what happened until then is kept."
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
    list_filter: ClassVar[tuple[Any, ...]] = (
        EmploymentFilter,
        DepartmentFilter,
        LocationFilter,
        ManagerFilter,
        AccountFilter,
        ("period_history__start_date", FirstDayFilter),
    )
    search_fields: ClassVar[tuple[str, ...]] = ("first_name", "last_name", "work_email", "terms__job_title", "=number")
    search_help_text = _("Name, e-mail, job title or number")
    ordering: ClassVar[tuple[str, ...]] = ("last_name", "first_name", "id")
    readonly_fields: ClassVar[tuple[str, ...]] = ("number", "terms_now", "first_day", "last_day", "account")
    actions: ClassVar[tuple[str, ...]] = ("move_to_department", "invite")
    actions_detail: ClassVar[tuple[str, ...]] = (
        "change_terms",
        "give_account",
        "who_may_see",
    )
    _person: ClassVar[Any] = (_("Person"), {"fields": (("first_name", "last_name"), "work_email", "time_zone")})
    add_fieldsets: ClassVar[Any] = (
        _person,
        (
            _("Employment"),
            {
                "fields": (
                    "start_date",
                    ("job_title", "contract_type"),
                    ("department", "manager"),
                    ("location", "cost_center"),
                    ("weekly_hours", "full_time_equivalent"),
                    "work_pattern",
                )
            },
        ),
        (_("Signing in"), {"fields": ("may_sign_in", "roles")}),
    )
    fieldsets: ClassVar[Any] = (
        _person,
        (_("Employment"), {"fields": ("number", "first_day", "last_day", "terms_now")}),
        (_("Signing in"), {"fields": ("account",)}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Employee | None = None) -> Any:
        """Mails to the work address open an account, so only who gives accounts enters another one."""
        names = super().get_readonly_fields(request, obj)
        return names if obj is None or request.user.has_perm(Capability.MANAGE_PEOPLE) else (*names, "work_email")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Employee]:
        """As of today."""
        return cast("EmployeeQuerySet", super().get_queryset(request)).as_of(timezone.localdate())

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Employments go with the person: nobody has to be allowed to delete them by themselves."""
        to_delete, counts, _perms_needed, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, set(), protected

    @column(_("Name"), ordering="last_name", is_header=True)
    def person(self, employee: Employee) -> tuple[str, str]:
        """Name over e-mail."""
        return employee.full_name, employee.work_email

    @column(_("Job title"), ordering="terms__job_title")
    def job_title(self, employee: Employee) -> str | None:
        """What they work as."""
        return employee.terms.job_title or None

    @column(_("Department"), ordering="terms__department__name")
    def department(self, employee: Employee) -> Any:
        """The department they are in."""
        return employee.terms.department

    @column(_("Manager"), ordering="terms__manager__first_name")
    def manager(self, employee: Employee) -> Any:
        """Whom they report to."""
        return employee.terms.manager

    @column(_("Works since"), ordering="period__start_date")
    def works_since(self, employee: Employee) -> str:
        """The first day."""
        return day_text(employee.period.start_date)

    @column(_("Account"), label={_("Yes"): "success"})
    def has_account(self, employee: Employee) -> Any:
        """Whether they may have an account; one look at the key."""
        return _("Yes") if employee.user_id else _("No")

    @column(_("First day"))
    def first_day(self, employee: Employee) -> str:
        """When the employment began, or will."""
        return day_text(employee.period.start_date)

    @column(_("Last day"))
    def last_day(self, employee: Employee) -> Any:
        """The end of the employment, if it has one."""
        last = employee.period.end_date
        return day_text(last) if last else _("None: the employment goes on.")

    @column(_("Terms"))
    def terms_now(self, employee: Employee) -> SafeString:
        """Each of the terms with its name."""
        return format_html_join(mark_safe("<br>"), "{}: {}", terms_in_words(employee.terms))

    @column(_("Account"))
    def account(self, employee: Employee) -> Any:
        """A link to the account."""
        if employee.user is None:
            return _("None: this person cannot sign in.")
        url = reverse("admin:accounts_user_change", args=[employee.user.pk])
        return format_html('<a class="text-link" href="{}">{}</a>', url, employee.user.email)

    def get_form(self, request: CompanyRequest, obj: Employee | None = None, **kwargs: Any) -> type[CompanyModelForm]:  # type: ignore[override]
        """Offer the roles that this person may give."""
        base = HireForm if obj is None else self.form
        fields = form_fields(self._custom_fields(request, obj), obj.custom_values if obj else {}, widgets=WIDGETS)
        form = super().get_form(request, obj, form=type(base.__name__, (base,), {**fields, "__module__": __name__}), **kwargs)
        if isinstance(roles := deepcopy(form.base_fields.get("roles")), RolesField):
            # Fields are the class's: what one request offers must not be what another takes.
            form.base_fields["roles"] = roles
            roles.offer_to(request.user, has_proved=has_proved_for_form(request))
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Employee | None = None) -> Any:
        """With the fields that the company has added."""
        names = tuple(form_name(field) for field in self._custom_fields(request, obj))
        added = ((_("Further data"), {"fields": names}),) if names else ()
        person, *others = super().get_fieldsets(request, obj)
        return (person, *added, *others)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """With the columns that the company has added."""
        return [*super().get_list_display(request), *map(list_column, self._listed(request))]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """With the fields that the company has added and that can be chosen by."""
        return [*super().get_list_filter(request), *filter(None, map(list_filter, self._listed(request)))]

    def _listed(self, request: Any) -> list[CustomField]:
        # Asked for columns and for filters, and read once a request.
        if not hasattr(request, "listed_custom_fields"):
            request.listed_custom_fields = listed_fields(request.user)
        found: list[CustomField] = request.listed_custom_fields
        return found

    def _custom_fields(self, request: Any, employee: Employee | None) -> list[CustomField]:
        """The fields whose group whoever looks may change, of this person or of everybody."""
        if not hasattr(request, "custom_fields"):
            day = timezone.localdate()
            manage = [group.manage for group in GROUPS]
            allowed = {code for code in manage if request.user.has_perm(code)}
            if employee is not None:
                allowed = allowed_over(request.user, employee, manage, on=day)
            request.custom_fields = list(fields_in_use([group.value for group in GROUPS if group.manage in allowed]))
        found: list[CustomField] = request.custom_fields
        return found

    def save_model(self, request: CompanyRequest, obj: Employee, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Change what was changed, or hire, and give an account where asked."""
        clean = form.cleaned_data
        person = list(actions.EmployeeChanges.__annotations__)
        if change:
            changes = {name: clean[name] for name in person if name in form.changed_data}
            saved = actions.change_employee(employee=obj, acting_user=request.user, **changes)
        else:
            names = [*person, "start_date", *actions.TermsChanges.__annotations__]
            roles = [role.code for role in clean["roles"]] if clean["may_sign_in"] else []
            saved = self.hire(request, roles=roles, **{name: clean[name] for name in names})
        values = entered_values(self._custom_fields(request, obj if change else None), form)
        saved = actions.set_custom_values(employee=saved, values=values, acting_user=request.user)
        # Django goes on with its own instance: to the right address, with the right name.
        obj.__dict__.update(saved.__dict__)

    def hire(self, request: CompanyRequest, **person: Any) -> Employee:
        """Hire a person with all that follows; `hr.lifecycle`, which knows what does, registers this page and says how."""
        raise NotImplementedError

    def delete_model(self, request: CompanyRequest, obj: Employee) -> None:  # type: ignore[override]
        """Delete somebody who was added by mistake, and close their account."""
        actions.delete_employee(employee=obj, acting_user=request.user)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Most people are entered when they start."""
        return {"start_date": timezone.localdate(), **super().get_changeform_initial_data(request)}

    def get_search_results(
        self, request: HttpRequest, queryset: EmployeeQuerySet, search_term: str
    ) -> tuple[EmployeeQuerySet, bool]:
        """As a manager only somebody can be chosen who is still here."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if request.path == reverse("admin:autocomplete") and request.GET.get("model_name") == "employmentterms":
            found = found.not_left(timezone.localdate())
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

    @record_action(_("Give an account"), icon="key", permission="give_account", url_path="give-account")
    def give_account(self, request: CompanyRequest, object_id: str) -> HttpResponse:
        """Ask for the roles."""
        employee = self._employee(request, object_id)
        form = AccountForm(request.POST or None)
        form.fields["roles"].offer_to(request.user, has_proved=has_proved_for_form(request))  # type: ignore[attr-defined]  # A RolesField.
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

    def has_who_may_see_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """For whoever gives or makes roles."""
        return request.user.has_perm(Capability.MANAGE_PEOPLE) or request.user.has_perm(Capability.MANAGE_ROLES)

    @record_action(_("Who may see what"), icon="policy", permission="who_may_see", url_path="who-may-see")
    def who_may_see(self, request: CompanyRequest, object_id: str) -> HttpResponse:
        """Why somebody may see what of this person."""
        return show_reasons(self, request, self._employee(request, object_id))

    @admin.action(description=_("Move to a department"), permissions=["change"])
    def move_to_department(self, request: CompanyRequest, queryset: QuerySet[Employee]) -> HttpResponse | None:
        """Ask where to, then move all of them or none."""
        people = list(self.within_reach(request, queryset, Capability.MANAGE_JOB)[: MOST_AT_ONCE + 1])
        if len(people) > MOST_AT_ONCE:
            messages.warning(request, _("At most %(count)s people can move at once. Choose fewer.") % {"count": MOST_AT_ONCE})
            return None
        form = MoveForm(request.POST if "start_date" in request.POST else None, initial={"start_date": timezone.localdate()})

        def perform(clean: dict[str, Any]) -> str:
            actions.move_employees(employees=people, **clean, acting_user=request.user)
            words = {"count": len(people), "department": clean["department"], "day": day_text(clean["start_date"])}
            return _("%(count)s people are in %(department)s from %(day)s.") % words

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

    @admin.action(description=_("Invite to sign in"), permissions=["give_account"])
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
        form.fields["roles"].offer_to(request.user, has_proved=has_proved_for_form(request))  # type: ignore[attr-defined]  # A RolesField.

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

    def _give_account(self, request: CompanyRequest, employee: Employee, roles: Any) -> None:
        codes = [role.code for role in roles]
        actions.give_account(employee=employee, roles=codes, company=request.company, acting_user=request.user, now=timezone.now())
