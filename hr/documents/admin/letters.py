"""Templates of letters: changed, tried, and made into letters."""

import base64
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _g, gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget

from core.company_admin import (
    CompanyModelAdmin,
    CompanyModelForm,
    DayInput,
    RecordFilter,
    SearchInput,
    column,
    company_admin,
    record_action,
)
from core.http import CompanyRequest
from hr.documents.access import may_ask
from hr.documents.actions.letters import make_letter
from hr.documents.actions.refusals import DocumentRefusal
from hr.documents.letters.typesetting import LetterNotSet, typeset_pdf, typeset_pictures
from hr.documents.letters.values import PLACEHOLDERS, empty_placeholders, example_values, letter_values
from hr.documents.models import DocumentRequest, LetterTemplate
from hr.documents.queries import types_in_use
from hr.people.models import Employee
from tenants.accounts.capabilities import Capability

_LONGEST_TEXT = 4_000


class TemplateForm(CompanyModelForm):
    """A template that was typeset once with examples before it is saved."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "source" in self.fields:
            self.fields["source"].widget = UnfoldAdminTextareaWidget({"rows": 26, "class": "is-code", "spellcheck": "false"})

    def clean_source(self) -> str:
        """The text, if letters can be made of it."""
        source: str = self.cleaned_data["source"].replace("\r\n", "\n")
        try:
            typeset_pdf(source, example_values(), on=timezone.localdate())
        except LetterNotSet as error:
            raise forms.ValidationError(error.message) from error
        return source


class WriteForm(forms.Form):
    """For whom, as of when, and what else it says."""

    employee = forms.ModelChoiceField(Employee.objects.none(), label=_("Person"))
    day = forms.DateField(label=_("Date"), widget=DayInput, help_text=_("The letter bears it, and says what holds on this day."))
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=_LONGEST_TEXT,
        widget=UnfoldAdminTextareaWidget({"rows": 6}),
        help_text=_("Stands where the template says letter.text."),
    )

    def __init__(self, *args: Any, people: QuerySet[Employee], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["employee"]
        field.widget = SearchInput(DocumentRequest._meta.get_field("employee"), company_admin)
        if isinstance(field, forms.ModelChoiceField):
            field.widget.choices = field.choices
            field.queryset = people


@admin.register(LetterTemplate, site=company_admin)
class LetterTemplateAdmin(CompanyModelAdmin):
    """What letters say, and writing one."""

    view_capability = Capability.MANAGE_DOCUMENTS
    manage_capability = Capability.MANAGE_DOCUMENTS
    form = TemplateForm
    list_display: ClassVar[tuple[str, ...]] = ("name", "type", "is_active")
    list_select_related: ClassVar[tuple[str, ...]] = ("type",)
    list_filter: ClassVar[tuple[Any, ...]] = (("type", RecordFilter), "is_active")
    search_fields: ClassVar[tuple[str, ...]] = ("name",)
    ordering: ClassVar[tuple[str, ...]] = ("name",)
    actions_detail: ClassVar[tuple[str, ...]] = ("write",)
    readonly_fields: ClassVar[tuple[str, ...]] = ("placeholders",)
    fieldsets: ClassVar[Any] = ((None, {"fields": (("name", "type"), "is_active", "source", "placeholders")}),)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Letters have no last day, so they are kept as what has none."""
        if db_field.name == "type":
            kwargs["queryset"] = types_in_use().filter(expires=False)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @column(_("Placeholders"))
    def placeholders(self, template: LetterTemplate) -> SafeString:
        """What the text may name."""
        rows = ((f"#{group}.{name}", words) for group, names in PLACEHOLDERS.items() for name, words in names.items())
        listed = format_html_join("", "<li><code>{}</code> {}</li>", rows)
        words = _g("Write \\# for a sign that is only meant to be seen; a value that is not known is empty:")
        return format_html("<p>{} <code>#if employee.manager != &quot;&quot; […]</code></p><ul>{}</ul>", words, listed)

    def has_write_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever administers documents."""
        return self._may_manage(request)

    @record_action(_("Write a letter"), icon="edit_document", permission="write", url_path="write")
    def write(self, request: CompanyRequest, object_id: str) -> HttpResponse:
        """Ask for whom, show the pages, and keep the letter."""
        template: LetterTemplate | None = self.get_object(request, object_id)
        if template is None:
            raise Http404
        if not self._may_manage(request):
            raise PermissionDenied
        if not template.is_active:
            messages.error(request, _("No more letters are made of this template. Tick “in use” first, or take another one."))
            return redirect(self.parent_of(template)["url"])
        people = may_ask(request.user, template.type, on=timezone.localdate())
        initial = {"day": timezone.localdate(), "employee": request.GET.get("employee")}
        form = WriteForm(request.POST or None, people=people, initial=initial)
        pages: list[str] = []
        if form.is_valid():
            try:
                if "keep" in request.POST:
                    return _keep(request, template, form.cleaned_data)
                pages = _pages(request, template, form.cleaned_data)
            except (LetterNotSet, DocumentRefusal) as error:
                form.add_error(None, forms.ValidationError(str(error.message)))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Write a letter"),
            "subtitle": template.name,
            "parent": self.parent_of(template),
            "opts": self.opts,
            "form": form,
            "pages": pages,
        }
        return TemplateResponse(request, "admin/documents/letter.html", context)


def _values(request: CompanyRequest, clean: dict[str, Any]) -> Any:
    asked = {"on": clean["day"], "text": clean["text"], "viewer": request.user, "today": timezone.localdate()}
    return letter_values(clean["employee"], **asked)


def _pages(request: CompanyRequest, template: LetterTemplate, clean: dict[str, Any]) -> list[str]:
    """Pictures of the pages; what is not known is told, since a letter has a gap there."""
    values = _values(request, clean)
    pictures = typeset_pictures(template.source, values, on=clean["day"])
    if gaps := empty_placeholders(template.source, values):
        messages.warning(
            request, _("Nothing is known for: %(names)s. Look whether the letter needs it.") % {"names": ", ".join(gaps)}
        )
    return [base64.b64encode(picture).decode() for picture in pictures]


def _keep(request: CompanyRequest, template: LetterTemplate, clean: dict[str, Any]) -> HttpResponse:
    make_letter(
        template=template,
        employee=clean["employee"],
        values=_values(request, clean),
        on=clean["day"],
        acting_user=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("The letter is among the person’s documents."))
    return redirect("employee_documents", clean["employee"].pk)
