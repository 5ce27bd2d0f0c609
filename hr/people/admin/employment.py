"""The pages of an employee on which their employment changes."""

from datetime import date
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.company_admin import record_action, show_action_page
from core.http import CompanyRequest
from core.moments import day_text
from hr.people import actions
from hr.people.admin.forms import ChangeTermsForm, FirstDayForm, LastDayForm, RehireForm
from hr.people.admin.reach import ReachModelAdmin
from hr.people.models import Employee
from hr.people.queries import nearest_period, terms_on
from tenants.accounts.actions import AccountRefusal, BeyondOwnRights, EmailTaken


class EmploymentPages(ReachModelAdmin):
    """Each asks for what it needs and calls one action."""

    refusals: ClassVar[dict[type[Exception], str | None]] = {
        actions.WorkEmailTaken: "work_email",
        EmailTaken: "work_email",
        actions.EndsBeforeStart: "start_date",
        actions.ManagerCircle: "manager",
        actions.RoleBeyondOwn: "roles",
        BeyondOwnRights: "work_email",
        AccountRefusal: None,
        actions.PeopleRefusal: None,
    }

    def has_end_employment_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Also for people who have left: a last day may be wrong."""
        return self.has_change_permission(request, self._shown(request, object_id))

    def has_change_terms_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may change this person's employment."""
        return self.has_change_permission(request, self._shown(request, object_id))

    has_change_first_day_permission = has_change_terms_permission

    @record_action(_("Change terms"), icon="work_history", permission="change_terms", url_path="change-terms")
    def change_terms(self, request: CompanyRequest, object_id: str) -> HttpResponse:
        """Ask what changes, and from when on."""
        employee = self._employee(request, object_id)
        names = list(actions.TermsChanges.__annotations__)
        day = max(timezone.localdate(), employee.period.start_date)
        shown = terms_on(employee, day) or employee.terms
        initial: dict[str, Any] = {name: getattr(shown, name) for name in names}
        form = ChangeTermsForm(request.POST or None, initial={"start_date": day, **initial})

        def perform(clean: dict[str, Any]) -> str:
            # What was left as it stood is not meant to change on that day either.
            changes = {name: clean[name] for name in names if clean[name] != initial[name]}
            actions.change_terms(employee=employee, start_date=clean["start_date"], acting_user=request.user, **changes)
            return _("%(person)s’s terms are changed from %(day)s.") % {"person": employee, "day": day_text(clean["start_date"])}

        return show_action_page(
            self,
            request,
            employee,
            form=form,
            perform=perform,
            title=_("Change terms"),
            explanation=_(
                "This is how it stands on %(day)s. Change what is different from the first day on that you give; the rest stays."
            )
            % {"day": day_text(day)},
            button=_("Change the terms"),
        )

    def has_rehire_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Offered for people whose employment has an end."""
        employee = self._shown(request, object_id)
        return self.has_change_permission(request, employee) and (
            employee is None or nearest_period(employee, date.max).end_date is not None
        )

    @record_action(_("Employ again"), icon="person_add", permission="rehire", url_path="rehire")
    def rehire(self, request: CompanyRequest, object_id: str) -> HttpResponse:
        """Ask from when on; the terms are offered as they were left."""
        employee = self._employee(request, object_id)
        names = list(actions.TermsChanges.__annotations__)
        form = RehireForm(request.POST or None, initial={name: getattr(employee.terms, name) for name in names})

        def perform(clean: dict[str, Any]) -> str:
            actions.rehire_employee(employee=employee, today=timezone.localdate(), acting_user=request.user, **clean)
            return _("%(person)s is employed again from %(day)s.") % {"person": employee, "day": day_text(clean["start_date"])}

        return show_action_page(
            self,
            request,
            employee,
            form=form,
            perform=perform,
            title=_("Employ again"),
            explanation=_(
                "A new employment begins; what was recorded of the earlier one stays. The terms are as they were left. An account "
                "that was closed is opened again on the account’s own page."
            ),
            button=_("Employ again"),
        )

    @record_action(_("Change first day"), icon="event", permission="change_first_day", url_path="change-first-day")
    def change_first_day(self, request: CompanyRequest, object_id: str) -> HttpResponse:
        """Ask for the right day."""
        employee = self._employee(request, object_id)
        period = nearest_period(employee, date.max)

        def perform(clean: dict[str, Any]) -> str:
            actions.change_first_day(employee=employee, start_date=clean["first_day"], acting_user=request.user)
            return _("%(person)s’s first day is %(day)s.") % {"person": employee, "day": day_text(clean["first_day"])}

        return show_action_page(
            self,
            request,
            employee,
            form=FirstDayForm(request.POST or None, initial={"first_day": period.start_date}),
            perform=perform,
            title=_("Change first day"),
            explanation=_("The terms of the first day hold from the new first day on."),
            button=_("Set the first day"),
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
        current = nearest_period(employee, date.max).end_date
        form = LastDayForm(request.POST or None, initial={"last_day": current or timezone.localdate()})
        explanation = _(
            "After this day %(person)s no longer appears among your people and cannot clock in. Everything recorded until "
            "then is kept."
        ) % {"person": employee}
        if current is not None:
            form.fields["last_day"].required = False
            explanation = _(
                "%(person)s’s last day is set. Change it, or leave it empty if the employment goes on. An account that was closed "
                "after the last day is opened again on the account’s own page."
            ) % {"person": employee}

        def perform(clean: dict[str, Any]) -> str:
            last_day = clean["last_day"]
            actions.end_employment(employee=employee, last_day=last_day, today=timezone.localdate(), acting_user=request.user)
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

    def _shown(self, request: HttpRequest, object_id: str | None) -> Employee | None:
        employee: Employee | None = self.get_object(request, object_id) if object_id else None
        return employee

    def _employee(self, request: CompanyRequest, object_id: str) -> Employee:
        employee = self._shown(request, object_id)
        if employee is None:
            raise Http404
        return employee
