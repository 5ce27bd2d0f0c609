"""The screen of employees, with what hiring and leaving set off."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.company_admin import MomentInput, SearchInput, company_admin, record_action, show_action_page
from core.files.storage import delete_on_commit
from core.http import CompanyRequest
from core.moments import day_text
from hr.lifecycle import actions as lifecycle
from hr.people import actions as people
from hr.people.admin.employees import EmployeeAdmin
from hr.people.admin.forms import FirstDayForm, LastDayForm, RehireForm
from hr.people.models import Employee, EmploymentTerms
from hr.people.queries import nearest_period
from hr.personal.actions.refusals import PersonalRefusal
from hr.personal.admin.entries import INLINES, save_entries
from hr.personal.queries import record_of


class EndForm(LastDayForm):
    """When somebody leaves, and what follows."""

    access_ends_at = forms.DateTimeField(
        label=_("Access ends"),
        required=False,
        widget=MomentInput,
        help_text=_("By the company’s clock. Empty: when the last day is over, and a shift that still runs then."),
    )
    successor = forms.ModelChoiceField(
        Employee.objects.all(),
        label=_("Who leads their reports on"),
        required=False,
        widget=SearchInput(EmploymentTerms._meta.get_field("manager"), company_admin),
        help_text=_("Empty: nobody."),
    )


@admin.register(Employee, site=company_admin)
class EmployeeScreen(EmployeeAdmin):
    """Coming and going are verbs of this slice; the rest is `hr.people`'s."""

    refusals: ClassVar[dict[type[Exception], str | None]] = {
        **EmployeeAdmin.refusals,
        lifecycle.LifecycleRefusal: None,
        PersonalRefusal: None,
    }
    inlines: ClassVar[tuple[Any, ...]] = INLINES
    actions_detail: ClassVar[tuple[str, ...]] = (
        "change_terms",
        "change_first_day",
        "end_employment",
        "rehire",
        "give_account",
        "who_may_see",
    )

    def save_formset(self, request: CompanyRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature.
        """The person's record."""
        save_entries(request, formset)

    def delete_model(self, request: CompanyRequest, obj: Employee) -> None:  # type: ignore[override]
        """With the photo."""
        photo = record_of(obj).photo
        super().delete_model(request, obj)
        if photo:
            delete_on_commit(photo)

    def hire(self, request: CompanyRequest, **person: Any) -> Employee:
        """With the account and the checklists."""
        by: dict[str, Any] = {"company": request.company, "acting_user": request.user, "now": timezone.now()}
        return lifecycle.hire(**person, today=timezone.localdate(), **by)

    def has_change_first_day_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may change this person's employment."""
        return self.has_change_permission(request, self._shown(request, object_id))

    def has_end_employment_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Also for people who have left: a last day may be wrong."""
        return self.has_change_permission(request, self._shown(request, object_id))

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
        names = list(people.TermsChanges.__annotations__)
        form = RehireForm(request.POST or None, initial={name: getattr(employee.terms, name) for name in names})

        def perform(clean: dict[str, Any]) -> str:
            lifecycle.rehire(employee=employee, today=timezone.localdate(), acting_user=request.user, **clean)
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
            lifecycle.change_first_day(
                employee=employee, start_date=clean["first_day"], today=timezone.localdate(), acting_user=request.user
            )
            return _("%(person)s’s first day is %(day)s.") % {"person": employee, "day": day_text(clean["first_day"])}

        return show_action_page(
            self,
            request,
            employee,
            form=FirstDayForm(request.POST or None, initial={"first_day": period.start_date}),
            perform=perform,
            title=_("Change first day"),
            explanation=_(
                "The terms of the first day hold from the new first day on. What is still to be done for it moves along."
            ),
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
        current, user = nearest_period(employee, date.max).end_date, employee.user
        initial = {
            "last_day": current or timezone.localdate(),
            "access_ends_at": user.access_ends_at if user and user.is_active else None,
            "successor": employee.terms.manager,
        }
        form = EndForm(request.POST or None, initial=initial)
        explanation = _(
            "After this day %(person)s no longer appears among your people and cannot clock in. Everything recorded until "
            "then is kept. The checklists of leaving start."
        ) % {"person": employee}
        if current is not None:
            form.fields["last_day"].required = False
            explanation = _(
                "%(person)s’s last day is set. Change it, or leave it empty if the employment goes on; what was to be done for it "
                "goes then. An account that was closed after the last day is opened again on the account’s own page."
            ) % {"person": employee}

        def perform(clean: dict[str, Any]) -> str:
            today = timezone.localdate()
            if clean["last_day"] is None:
                lifecycle.stay(employee=employee, today=today, acting_user=request.user)
                return _("%(person)s’s employment goes on.") % {"person": employee}
            lifecycle.leave(employee=employee, **clean, today=today, now=timezone.now(), acting_user=request.user)
            return _("%(person)s’s last day is %(day)s.") % {"person": employee, "day": day_text(clean["last_day"])}

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
