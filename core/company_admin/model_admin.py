"""The base of every screen: capabilities instead of Django's permissions, audit rows instead of its log."""

from collections.abc import Iterable, Mapping
from copy import copy
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin import ActionLocation, ShowFacets, options
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from core.audit.actions import changed_values, field_values, record_event
from core.audit.queries import events_of
from core.company_admin import exports
from core.company_admin.filters import SearchedRecordFilter
from core.company_admin.widgets import ClockInput, DayInput, SearchInput
from core.form_fields import OneLineField
from core.http import CompanyRequest
from core.proofs import ask_again


class _NoContentType:
    pk = None


# Django puts the content type of every form's model into its page, for a link that we do not show. Content types lie in
# public, where a company's role reads nothing.
options.get_content_type_for_model = lambda _model: _NoContentType  # type: ignore[assignment,return-value]


def reason_of(error: Exception) -> str:
    """What an action's named error says to people."""
    return str(getattr(error, "message", error))


class CompanyModelForm(ModelForm):  # type: ignore[type-arg]  # Generic to mypy only.
    """A form that can also show why an action refused what it was given."""

    refusal: ClassVar[tuple[str | None, str] | None] = None

    def clean(self) -> dict[str, Any] | None:
        """Add the refusal to its field; what was entered stays."""
        cleaned = super().clean()
        if self.refusal:
            field, message = self.refusal
            self.add_error(field if field in self.fields else None, forms.ValidationError(message))
        return cleaned


# What Django's filters put into addresses; none of them compares a part of a value.
PLAIN_LOOKUPS = {"", "exact", "id__exact", "isnull", "in", "gte", "gt", "lte", "lt"}


class CompanyModelAdmin(ModelAdmin):  # type: ignore[misc]  # Unfold ships no types.
    """A screen of the company administration.

    By default it writes the row itself together with an audit row. A screen whose slice has actions overrides `save_model`
    and `delete_model` to call them; the actions write the audit row then.
    """

    view_capability: ClassVar[str]
    manage_capability: ClassVar[str | None] = None
    refusals: ClassVar[Mapping[type[Exception], str | None]] = {}
    """Errors of the actions (they have a `message`), and the field that each belongs to unless its own `field` says."""
    list_heading: ClassVar[Promise | str] = ""
    """What the list is called, where that is not the plural of its records."""
    asks_again: ClassVar[bool] = False
    """Whether somebody who has not proved who they are in the last minutes does so before they can change anything here."""
    kept_message: ClassVar[Promise | str] = _("“%(object)s” is in use, so it cannot be deleted.")

    form = CompanyModelForm
    formfield_overrides: ClassVar[dict[Any, dict[str, Any]]] = {
        models.CharField: {"form_class": OneLineField},
        models.DateField: {"widget": DayInput},
        models.TimeField: {"widget": ClockInput},
    }
    view_on_site = False
    save_as = False
    # A row costs a millisecond or two to draw.
    list_per_page = 30
    # A second count of the whole table for "12 of 500" is not worth its price.
    show_full_result_count = False
    export_columns: ClassVar[tuple[str, ...]] = ()
    """What a file of the list holds, where that is not what the list shows."""
    list_after_template = "admin/_export.html"
    list_filter_submit = True
    show_facets = ShowFacets.NEVER
    warn_unsaved_form = True
    empty_value_display = "–"

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only what the declared filters ask for.

        Django lets an address filter by any column, so with `password__regex` a list of accounts would spell a hash out.
        """
        filters = self.list_filter if request is None else self.get_list_filter(request)
        fields = {entry[0] if isinstance(entry, tuple) else entry for entry in filters}
        own_names = {entry.parameter_name for entry in filters if hasattr(entry, "parameter_name")}
        own_names |= {f"{field}_{end}" for field in fields for end in ("from", "to")}
        field, _separator, how = lookup.partition("__")
        return lookup in own_names or (field in fields and how in PLAIN_LOOKUPS)

    @property
    def searched_fields(self) -> set[str]:
        """The fields of forms and filters whose records are found by typing."""
        filters = [
            entry[0] for entry in self.list_filter if isinstance(entry, tuple) and issubclass(entry[1], SearchedRecordFilter)
        ]
        return {*self.autocomplete_fields, *filters}

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Whoever may view or manage."""
        return request.user.has_perm(self.view_capability) or self._may_manage(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """In the navigation for whoever may view."""
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever may manage."""
        return self._may_manage(request)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Whoever may manage."""
        return self._may_manage(request)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Whoever may manage."""
        return self._may_manage(request)

    def _may_manage(self, request: HttpRequest) -> bool:
        return self.manage_capability is not None and request.user.has_perm(self.manage_capability)

    def heading_of(self, obj: Any) -> str:
        """What the page of one record is called."""
        return str(obj)

    def changelist_view(self, request: CompanyRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        """The list, or a file of it."""
        if ERROR_FLAG in request.GET:
            if len(request.GET) > 1:
                # Django would take more nonsense here for a broken database.
                return redirect(f"{request.path}?{ERROR_FLAG}=1")
            messages.warning(request, _("The address asked for something that this list does not know, so all of it is shown."))
        heading = self.list_heading or capfirst(str(self.opts.verbose_name_plural))
        if exports.PARAMETER in request.GET:
            return exports.export_list(self, request, str(heading))
        response: HttpResponse = super().changelist_view(request, {"heading": heading, "title": heading, **(extra_context or {})})
        if (changelist := getattr(response, "context_data", {}).get("cl")) is not None:
            self.note_read(request, changelist.result_list)
        return response

    def note_read(self, request: HttpRequest, records: Iterable[Any]) -> None:
        """Called with the records that a list shows or a file holds. A screen of sensitive data tells `record_read`."""

    def response_action(self, request: HttpRequest, queryset: models.QuerySet[Any], **options: Any) -> HttpResponse | None:
        """What was chosen to be done with rows, if each of them is there; None goes back to the list."""
        chosen = set(request.POST.getlist(ACTION_CHECKBOX_NAME))
        try:
            found = {str(key) for key in queryset.filter(pk__in=chosen).values_list("pk", flat=True)}
        except (ValidationError, ValueError):
            found = set()
        if found != chosen:
            messages.warning(
                request, _("Some of the chosen rows are not in this list any more, so nothing was done. Choose again.")
            )
            return None
        response: HttpResponse | None = super().response_action(request, queryset, **options)
        return response

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Records that are searched for stand in an input of ours."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = SearchInput(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any) -> HttpResponse:
        """The form, named after the record."""
        context["list_heading"] = self.list_heading
        if (original := context["original"]) is not None:
            context["show_save_and_add_another"] = False
            # What nobody can change here has no history to tell.
            context["show_history"] = context["show_history"] and self.manage_capability is not None
            context["heading"] = context["subtitle"] = self.heading_of(original)
            if not self.has_change_permission(request, original):
                # What depends on what is chosen would stay hidden where nothing can be.
                context["adminform"].model_admin = copy(self)
                context["adminform"].model_admin.conditional_fields = {}
        response: HttpResponse = super().render_change_form(request, context, *args, **options)
        return response

    def parent_of(self, obj: models.Model) -> dict[str, str]:
        """The way back from a page about a record to the record's own."""
        url = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])
        return {"name": self.heading_of(obj), "url": url}

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form. When an action refuses, it is shown again with the reason and with all that was entered."""
        may_change = self._may_manage(request) if object_id else self.has_add_permission(request)
        # Of a record that is not there nobody is asked.
        if self.asks_again and may_change and (not object_id or self.get_object(request, unquote(object_id)) is not None):
            late = self.ask_again(request)
            if late is not None:
                return late
        try:
            response: HttpResponse = super().changeform_view(request, object_id, form_url, extra_context)
        except tuple(self.refusals) as error:
            field = getattr(error, "field", None) or next(name for kind, name in self.refusals.items() if isinstance(error, kind))
            request.refusal = (field, reason_of(error))  # type: ignore[attr-defined]
            response = super().changeform_view(request, object_id, form_url, extra_context)
        return response

    def ask_again(self, request: HttpRequest) -> HttpResponse | None:
        """The way to prove again who one is, or None for who has, and where the screen does not ask."""
        return ask_again(request) if self.asks_again else None

    def get_form(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> type[CompanyModelForm]:
        """The form's class, made anew for each request, with the refusal of this one."""
        form: type[CompanyModelForm] = super().get_form(request, obj, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    def save_model(self, request: CompanyRequest, obj: models.Model, form: ModelForm, change: bool) -> None:  # type: ignore[type-arg]  # noqa: FBT001 - Django's signature.
        """Write the row and its audit row; Django wraps both in one transaction."""
        names = [name for name in form.changed_data if name in {field.name for field in obj._meta.fields}]
        before = field_values(self.get_queryset(request).get(pk=obj.pk), names) if change else {}
        obj.save()
        before, after = changed_values(before, field_values(obj, names))
        if after:
            self.record(request, obj, "changed" if change else "added", before if change else None, after)

    def delete_model(self, request: CompanyRequest, obj: models.Model) -> None:
        """Delete the row and write an audit row with what it held; Django wraps both in one transaction."""
        values = field_values(obj, [field.name for field in obj._meta.fields if field.editable and not field.primary_key])
        self.record(request, obj, "deleted", before=values)
        obj.delete()

    def record(
        self,
        request: CompanyRequest,
        obj: models.Model,
        verb: str,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
    ) -> None:
        """Write an audit row "model:verb"."""
        action = f"{obj._meta.model_name}:{verb}"
        record_event(action=action, acting_user=request.user, subject=obj, before=before, after=after)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Ask before deleting; say why not where something else still needs the record."""
        obj = self.get_object(request, unquote(object_id))
        if obj is not None and self.has_delete_permission(request, obj):
            if late := self.ask_again(request):
                return late
            *_rest, protected = self.get_deleted_objects([obj], request)
            if protected:
                messages.error(request, self.kept_message % {"object": obj})
                return redirect(self.parent_of(obj)["url"])
        # An action refuses, or something came to need the record between the question and the answer.
        expected: tuple[type[Exception], ...] = (models.ProtectedError, *self.refusals)
        try:
            response: HttpResponse = super().delete_view(request, object_id, extra_context)
        except expected as error:
            reason = self.kept_message % {"object": obj} if isinstance(error, models.ProtectedError) else reason_of(error)
            messages.error(request, reason)
            response = redirect(self.parent_of(obj)["url"])
        return response

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """What the audit trail says about one record."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if not (self.has_view_permission(request, obj) and request.user.has_perm("audit.view")):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("History"),
            "subtitle": self.heading_of(obj),
            "events": events_of(obj),
            "parent": self.parent_of(obj),
            "list_heading": self.list_heading,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/object_history.html", context)

    def get_action_choices(
        self, request: HttpRequest, default_choices: Any = None, action_location: Any = ActionLocation.CHANGE_LIST
    ) -> list[tuple[str, str]]:
        """What can be done with the chosen rows. Unfold's override has the signature that Django is about to drop."""
        blank = default_choices or [("", _("What to do"))]
        return options.ModelAdmin.get_action_choices(self, request, blank, action_location)

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> None:
        """Nothing: `save_model` has written the audit row."""

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> None:
        """Nothing: `save_model` has written the audit row."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        """Nothing: `delete_model` writes the audit row."""

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        # Django would go to the start page with a message; an id that is not this company's is simply not there.
        raise Http404
