"""The screen of checklist templates, with their tasks."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from core.audit.actions import changed_values
from core.company_admin import CompanyModelAdmin, FieldChoiceFilter, SearchInput, column, company_admin
from core.http import CompanyRequest
from hr.lifecycle.models import ChecklistTemplate, Owner, TemplateTask
from hr.people.models import EmploymentTerms
from tenants.accounts.capabilities import Capability


class TaskForm(forms.ModelForm):  # type: ignore[type-arg]  # Generic to mypy only.
    """A task of a template."""

    def clean(self) -> dict[str, Any] | None:
        """Somebody for tasks of somebody else, and for no others."""
        cleaned = super().clean() or {}
        if cleaned.get("owner") == Owner.NAMED and not cleaned.get("person"):
            self.add_error("person", _("Say who does it, or choose somebody else under “Done by”."))
        elif cleaned.get("owner") != Owner.NAMED:
            cleaned["person"] = None
        return cleaned


class TasksFormSet(BaseInlineFormSet):  # type: ignore[type-arg]  # Generic to mypy only.
    """A template needs something to do."""

    def clean(self) -> None:
        """At least one task stays."""
        super().clean()
        kept = [*self.initial_forms, *(form for form in self.extra_forms if form.has_changed())]
        if all(form.cleaned_data.get("DELETE") for form in kept if hasattr(form, "cleaned_data")):
            raise forms.ValidationError(_("A template needs at least one task. Add one."))


class TaskInline(TabularInline):  # type: ignore[misc]  # Unfold ships no types.
    """The tasks, by when they are due."""

    model = TemplateTask
    form = TaskForm
    formset = TasksFormSet
    fields: ClassVar[tuple[str, ...]] = ("title", "owner", "person", "offset_days", "instructions")
    ordering: ClassVar[tuple[str, ...]] = ("offset_days", "id")
    extra = 1

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Found by typing, as managers are."""
        if db_field.name == "person":
            kwargs["widget"] = SearchInput(EmploymentTerms._meta.get_field("manager"), self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Instructions in few lines."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "instructions" and field is not None:
            field.widget.attrs["rows"] = 2
        return field

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As of the template."""
        return request.user.has_perm(Capability.VIEW_PEOPLE)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As of the template."""
        return request.user.has_perm(Capability.MANAGE_PEOPLE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As of the template."""
        return request.user.has_perm(Capability.MANAGE_PEOPLE)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As of the template."""
        return request.user.has_perm(Capability.MANAGE_PEOPLE)


@admin.register(ChecklistTemplate, site=company_admin)
class ChecklistTemplateAdmin(CompanyModelAdmin):
    """What is to be done whenever somebody comes or goes. Checklists that have begun stay as they are."""

    view_capability = Capability.VIEW_PEOPLE
    manage_capability = Capability.MANAGE_PEOPLE
    list_display: ClassVar[tuple[str, ...]] = ("name", "occasion", "starts_by_itself", "tasks")
    list_filter: ClassVar[tuple[Any, ...]] = (("occasion", FieldChoiceFilter), "starts_by_itself")
    search_fields: ClassVar[tuple[str, ...]] = ("name",)
    search_help_text = _("Name of the template")
    ordering: ClassVar[tuple[str, ...]] = ("name",)
    fields: ClassVar[tuple[str, ...]] = ("name", "occasion", "starts_by_itself")
    inlines: ClassVar[tuple[Any, ...]] = (TaskInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ChecklistTemplate]:
        """With the number of tasks."""
        rows: QuerySet[ChecklistTemplate] = super().get_queryset(request)
        return rows.annotate(task_count=Count("tasks"))

    @column(_("Tasks"), ordering="task_count")
    def tasks(self, template: Any) -> int:
        """How many."""
        return int(template.task_count)

    def save_formset(self, request: CompanyRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature.
        """Write the tasks, and one audit row that tells the list before and after."""
        template = form.instance
        before = _recorded(template)
        super().save_formset(request, form, formset, change)
        before, after = changed_values(before, _recorded(template))
        if after:
            self.record(request, template, "tasks_changed", before, after)


def _recorded(template: ChecklistTemplate) -> dict[str, Any]:
    tasks = TemplateTask.objects.filter(template=template).select_related("person").order_by("offset_days", "id")
    return {"tasks": [f"{task.offset_days:+d}: {task.title} ({task.person or task.get_owner_display()})" for task in tasks]}
