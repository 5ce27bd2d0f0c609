"""The pages of an employee on which their employment changes."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.company_admin import record_action, show_action_page
from core.http import CompanyRequest
from core.moments import day_text
from hr.people import actions
from hr.people.admin.forms import ChangeTermsForm
from hr.people.admin.reach import ReachModelAdmin
from hr.people.models import Employee
from hr.people.queries import terms_on
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

    def has_change_terms_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may change this person's employment."""
        return self.has_change_permission(request, self._shown(request, object_id))

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

    def _shown(self, request: HttpRequest, object_id: str | None) -> Employee | None:
        if object_id is None:
            return None
        # Each button of the page asks.
        known: dict[str, Employee | None] = vars(request).setdefault("shown_employees", {})
        if object_id not in known:
            known[object_id] = self.get_object(request, object_id)
        return known[object_id]

    def _employee(self, request: CompanyRequest, object_id: str) -> Employee:
        employee = self._shown(request, object_id)
        if employee is None:
            raise Http404
        return employee
