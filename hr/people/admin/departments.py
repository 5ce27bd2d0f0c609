"""The screen of departments."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.company_admin import CompanyModelAdmin, column, company_admin
from core.http import CompanyRequest
from hr.people import actions
from hr.people.models import Department
from tenants.accounts.capabilities import Capability


@admin.register(Department, site=company_admin)
class DepartmentAdmin(CompanyModelAdmin):
    """The parts of the company."""

    view_capability = Capability.VIEW_PEOPLE
    manage_capability = Capability.MANAGE_PEOPLE
    refusals: ClassVar[dict[type[Exception], str | None]] = {
        actions.DepartmentNameTaken: "name",
        actions.DepartmentCircle: "parent",
    }
    kept_message = _("People or other departments belong to %(object)s, so it cannot be deleted. Move them first.")
    list_display: ClassVar[tuple[str, ...]] = ("name", "parent", "people")
    list_select_related: ClassVar[tuple[str, ...]] = ("parent",)
    search_fields: ClassVar[tuple[str, ...]] = ("name",)
    search_help_text = _("Name of the department")
    ordering: ClassVar[tuple[str, ...]] = ("name",)
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("parent",)
    fields: ClassVar[tuple[str, ...]] = ("name", "parent")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Department]:
        """With the number of people who work there now."""
        today = timezone.localdate()
        is_now = Q(terms__start_date__lte=today) & (Q(terms__end_date__isnull=True) | Q(terms__end_date__gte=today))
        departments: QuerySet[Department] = super().get_queryset(request)
        return departments.annotate(people_count=Count("terms", filter=is_now))

    @column(_("People"), ordering="people_count")
    def people(self, department: Any) -> SafeString:
        """A link to them."""
        url = f"{reverse('admin:people_employee_changelist')}?department={department.pk}&employment=now"
        return format_html('<a class="text-link" href="{}">{}</a>', url, department.people_count)

    def save_model(self, request: CompanyRequest, obj: Department, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Add, rename or move."""
        values = {name: form.cleaned_data[name] for name in ("name", "parent")}
        if change:
            saved = actions.change_department(department=obj, acting_user=request.user, **values)
        else:
            saved = actions.add_department(acting_user=request.user, **values)
        obj.__dict__.update(saved.__dict__)
