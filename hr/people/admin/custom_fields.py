"""The screen of custom fields, and custom fields on the screen of employees."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.postgres.forms import SimpleArrayField
from django.db import models
from django.db.models import QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminEmailInputWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldAdminURLInputWidget,
)

from core.audit.sentences import register_phrases
from core.company_admin import (
    ChoiceFilter,
    CompanyModelAdmin,
    CompanyModelForm,
    DayInput,
    column,
    company_admin,
    record_action,
    show_action_page,
)
from core.http import CompanyRequest
from hr.custom_fields.actions import add_field, change_field, remove_field, restore_field
from hr.custom_fields.models import CustomField
from hr.custom_fields.rules import ValueKind
from hr.custom_fields.words import in_words
from hr.people import actions
from hr.people.models import Employee
from tenants.accounts.capabilities import Capability

register_phrases(
    {
        "customfield:purged": _("%(actor)s deleted the field %(object)s and its values of %(people)s people for good."),
        "customfield:restored": _("%(actor)s put the field %(object)s back, with its values."),
    }
)

WIDGETS: dict[str, type[forms.Widget]] = {
    ValueKind.TEXT: UnfoldAdminTextInputWidget,
    ValueKind.NUMBER: UnfoldAdminDecimalFieldWidget,
    ValueKind.DATE: DayInput,
    ValueKind.YES_NO: UnfoldAdminSelectWidget,
    ValueKind.CHOICE: UnfoldAdminSelectWidget,
    ValueKind.CHOICES: UnfoldAdminCheckboxSelectMultipleWidget,
    ValueKind.EMAIL: UnfoldAdminEmailInputWidget,
    ValueKind.URL: UnfoldAdminURLInputWidget,
}
_WITH_CHOICES = (ValueKind.CHOICE, ValueKind.CHOICES)


class CustomFieldForm(CompanyModelForm):
    """A field's definition; choices stand one in a line."""

    choices = SimpleArrayField(
        forms.CharField(max_length=80, required=False),
        delimiter="\n",
        label=_("Choices"),
        required=False,
        widget=UnfoldAdminTextareaWidget,
        help_text=_("One in a line; only for fields with choices."),
    )

    def clean_choices(self) -> list[str]:
        """Without empty and double ones."""
        return list(dict.fromkeys(filter(None, (" ".join(each.split()) for each in self.cleaned_data["choices"]))))

    def clean(self) -> dict[str, Any] | None:
        """Choices where there have to be some."""
        cleaned = super().clean() or {}
        kind = cleaned.get("kind") or self.instance.kind
        if kind in _WITH_CHOICES and "choices" in cleaned and not cleaned["choices"]:
            self.add_error("choices", _("Give at least one choice."))
        return cleaned


class InUseFilter(ChoiceFilter):
    """Those that were removed keep their values until they are purged."""

    title = _("use")
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Either."""
        return [("in", _("In use")), ("removed", _("Removed"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[CustomField]) -> QuerySet[CustomField]:
        """By whether they are removed."""
        return queryset.filter(removed_at__isnull=self.value() == "in") if self.value() else queryset


@admin.register(CustomField, site=company_admin)
class CustomFieldAdmin(CompanyModelAdmin):
    """What the company wants to know of its people beside what everybody does."""

    view_capability = Capability.MANAGE_PEOPLE
    manage_capability = Capability.MANAGE_PEOPLE
    form = CustomFieldForm
    refusals: ClassVar[dict[type[Exception], str | None]] = {actions.PeopleRefusal: None}
    list_display: ClassVar[tuple[str, ...]] = ("name", "data_group", "kind", "is_required", "is_in_lists", "is_in_use")
    list_filter: ClassVar[tuple[Any, ...]] = (InUseFilter,)
    search_fields: ClassVar[tuple[str, ...]] = ("name",)
    search_help_text = _("Name of the field")
    ordering: ClassVar[tuple[str, ...]] = ("position", "name", "id")
    actions_detail: ClassVar[tuple[str, ...]] = ("restore", "purge")
    fields: ClassVar[tuple[Any, ...]] = (
        ("name", "data_group"),
        "kind",
        "choices",
        ("minimum", "maximum"),
        "help_text",
        ("is_required", "is_in_lists", "person_may_change"),
        "position",
    )

    @column(_("Use"), label={_("In use"): "success", _("Removed"): "warning"})
    def is_in_use(self, field: CustomField) -> Any:
        """Whether it is shown."""
        return _("In use") if field.removed_at is None else _("Removed")

    def get_readonly_fields(self, request: HttpRequest, obj: CustomField | None = None) -> Sequence[str]:
        """Values that are there were checked by the kind, and are seen by the section."""
        return ("kind", "data_group") if obj is not None else ()

    def save_model(self, request: CompanyRequest, obj: CustomField, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Add or change."""
        values = {name: form.cleaned_data[name] for name in form.fields}
        saved = (
            change_field(field=obj, acting_user=request.user, **values) if change else add_field(acting_user=request.user, **values)
        )
        obj.__dict__.update(saved.__dict__)

    def delete_model(self, request: CompanyRequest, obj: CustomField) -> None:  # type: ignore[override]
        """Remove it; the values stay."""
        remove_field(field=obj, acting_user=request.user, now=timezone.now())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Once."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.removed_at is None)

    def has_restore_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Of those that were removed."""
        field = self.get_object(request, object_id) if object_id else None
        return super().has_change_permission(request) and (
            object_id is None or (field is not None and field.removed_at is not None)
        )

    has_purge_permission = has_restore_permission

    @record_action(_("Show again"), icon="undo", permission="restore", url_path="restore")
    def restore(self, request: CompanyRequest, object_id: str) -> HttpResponse:
        """Ask once more."""
        field = self._field(request, object_id)

        def perform(_clean: dict[str, Any]) -> Any:
            restore_field(field=field, acting_user=request.user)
            return _("The field is shown again, with its values.")

        form = forms.Form(request.POST or None)
        explanation = _("The field stands in forms and lists again, with the values that it had.")
        return show_action_page(
            self, request, field, form=form, perform=perform, title=_("Show again"), explanation=explanation, button=_("Show again")
        )

    @record_action(_("Delete values"), icon="delete_forever", permission="purge", url_path="purge")
    def purge(self, request: CompanyRequest, object_id: str) -> HttpResponse:
        """Say how many lose a value."""
        field = self._field(request, object_id)
        count = Employee.objects.filter(custom_values__has_key=field.key).count()

        def perform(_clean: dict[str, Any]) -> Any:
            actions.purge_field(field=field, acting_user=request.user)
            return _("The field and its values are deleted.")

        return show_action_page(
            self,
            request,
            field,
            form=forms.Form(request.POST or None),
            perform=perform,
            title=_("Delete values"),
            explanation=_("The field and its values of %(count)s people are deleted for good.") % {"count": count},
            button=_("Delete for good"),
            is_danger=True,
        )

    def _field(self, request: CompanyRequest, object_id: str) -> CustomField:
        field: CustomField | None = self.get_object(request, object_id)
        if field is None:
            raise Http404
        return field


def list_column(field: CustomField) -> Any:
    """A column of the list of employees."""
    # Numbers are stored as texts.
    text = KT(f"custom_values__{field.key}")
    ordering: Any = Cast(text, models.DecimalField(max_digits=14, decimal_places=4)) if field.kind == ValueKind.NUMBER else text

    @column(field.name, ordering=ordering)
    def value(employee: Employee) -> str:
        return in_words(field, employee.custom_values.get(field.key))

    return value


def list_filter(field: CustomField) -> type[ChoiceFilter] | None:
    """A filter of the list of employees, by what can be chosen."""
    yes_no = [("yes", _("yes")), ("no", _("no"))]
    if field.kind not in {ValueKind.YES_NO, *_WITH_CHOICES}:
        return None

    class CustomFilter(ChoiceFilter):
        """By one field."""

        title = field.name
        parameter_name = f"custom_{field.pk.hex}"

        def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
            """What can be chosen."""
            return yes_no if field.kind == ValueKind.YES_NO else [(each, each) for each in field.choices]

        def queryset(self, request: HttpRequest, queryset: QuerySet[Employee]) -> QuerySet[Employee]:
            """Those with the value."""
            if not self.value():
                return queryset
            value: Any = self.value() == "yes" if field.kind == ValueKind.YES_NO else self.value()
            stored = [value] if field.kind == ValueKind.CHOICES else value
            return queryset.filter(custom_values__contains={field.key: stored})

    return CustomFilter
