"""The list of what people were asked to hand in, and asking them."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _, ngettext
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from core.audit.sentences import register_phrases
from core.company_admin import (
    ChoiceFilter,
    DayInput,
    DayRangeFilter,
    FieldChoiceFilter,
    RecordFilter,
    SearchedRecordFilter,
    column,
    company_admin,
    show_action_page,
)
from core.form_fields import OneLineField
from core.http import CompanyRequest
from core.moments import day_text, moment_text
from hr.documents.access import documents_in_reach, may_ask
from hr.documents.actions.refusals import DocumentRefusal
from hr.documents.actions.requests import ask_for_document
from hr.documents.models import DocumentRequest, DocumentType, RequestStatus
from hr.documents.queries import types_in_use
from hr.documents.queries.policies import departments_below
from hr.people.access import looks_after_others
from hr.people.admin.reach import ReachModelAdmin
from hr.people.models import Department, Employee
from hr.people.queries import everybody_on, list_departments
from tenants.accounts.capabilities import Capability
from tenants.accounts.models import User

register_phrases(
    {
        "documentrequest:asked": _("%(actor)s asked for a document: %(object)s, due on %(value)s."),
        "documentrequest:fulfilled": _("%(actor)s handed in what was asked for: %(object)s."),
        "documentrequest:cancelled": _("%(actor)s cancelled the request for a document: %(object)s."),
    }
)


class PeopleInput(AutocompleteSelectMultiple):
    """Several people, found by typing."""

    def __init__(self) -> None:
        super().__init__(DocumentRequest._meta.get_field("employee"), company_admin)

    def build_attrs(self, *args: Any, **options: Any) -> dict[str, Any]:
        """Without the button that takes all out: it stands in the list of those who are chosen and is none of them."""
        return {**super().build_attrs(*args, **options), "data-allow-clear": "false"}

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        """Those that are chosen; none for values that cannot be keys, on which Django's look-up would fail."""
        try:
            groups: list[Any] = super().optgroups(name, value, attr)
        except ValidationError:
            groups = super().optgroups(name, [], attr)
        return groups


class AskForm(forms.Form):
    """Who is asked for what until when."""

    type = forms.ModelChoiceField(
        DocumentType.objects.none(), label=_("Document"), empty_label=None, widget=UnfoldAdminSelectWidget
    )
    employees = forms.ModelMultipleChoiceField(
        Employee.objects.none(), label=_("People"), required=False, widget=PeopleInput, help_text=_("One or several, by name.")
    )
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label=_("And everybody in"),
        required=False,
        empty_label="–",
        widget=UnfoldAdminSelectWidget,
        help_text=_("A department with all its parts."),
    )
    due_on = forms.DateField(label=_("Due"), widget=DayInput)
    note = OneLineField(
        label=_("Note"),
        required=False,
        max_length=300,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Stands in the mail, such as “both sides, please”."),
    )

    def __init__(self, *args: Any, viewer: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.viewer = viewer
        self.offer("type", types_in_use().filter(shown_to_employee=True))
        self.offer("employees", everybody_on(timezone.localdate()))
        self.offer("department", list_departments())

    def offer(self, name: str, rows: QuerySet[Any]) -> None:
        """Let the field choose from these."""
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows

    def clean(self) -> dict[str, Any]:
        """Everybody who is meant, if whoever asks may ask them."""
        clean = super().clean() or {}
        if self.errors:
            return clean
        chosen = [employee.pk for employee in clean["employees"]]
        meant = Q(pk__in=chosen)
        if clean["department"]:
            meant |= Q(terms__department__in=departments_below(clean["department"].pk))
        people = list(everybody_on(timezone.localdate()).filter(meant).order_by("last_name", "first_name"))
        allowed = set(may_ask(self.viewer, clean["type"], on=timezone.localdate()).values_list("pk", flat=True))
        refused = [str(person) for person in people if person.pk not in allowed]
        if not people:
            self.add_error("employees", _("Choose at least one person, or a department with people in it."))
        elif refused:
            words = {"names": ", ".join(refused[:5]), "type": clean["type"]}
            self.add_error("employees", _("You may not ask for “%(type)s” of: %(names)s.") % words)
        clean["employees"] = people
        return clean


class LatenessFilter(ChoiceFilter):
    """What is late."""

    title = _("due")
    parameter_name = "late"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Open ones only."""
        return [("late", _("Late")), ("ahead", _("Still in time"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[DocumentRequest]) -> QuerySet[DocumentRequest]:
        """By the due day and the company's date today."""
        today, open_ones = timezone.localdate(), queryset.filter(status=RequestStatus.OPEN)
        match self.value():
            case "late":
                return open_ones.filter(due_on__lt=today)
            case "ahead":
                return open_ones.filter(due_on__gte=today)
        return queryset


@admin.register(DocumentRequest, site=company_admin)
class DocumentRequestAdmin(ReachModelAdmin):
    """Who was asked for what; handed in and cancelled on the person's own page."""

    view_capability = Capability.VIEW_DOCUMENTS
    refusals: ClassVar[dict[type[Exception], str | None]] = {DocumentRefusal: None}
    list_display: ClassVar[tuple[str, ...]] = ("employee", "type", "due", "state", "asked", "asker")
    list_display_links: ClassVar[tuple[str, ...]] = ("employee", "type")
    list_select_related: ClassVar[tuple[str, ...]] = ("employee", "type", "requested_by")
    list_filter: ClassVar[tuple[Any, ...]] = (
        ("status", FieldChoiceFilter),
        LatenessFilter,
        ("type", RecordFilter),
        ("employee", SearchedRecordFilter),
        ("due_on", DayRangeFilter),
    )
    search_fields: ClassVar[tuple[str, ...]] = ("employee__first_name", "employee__last_name", "type__name")
    search_help_text = _("Person or type")
    ordering: ClassVar[tuple[str, ...]] = ("-requested_at", "-id")
    fields: ClassVar[tuple[str, ...]] = ("page", "type", "due", "state", "note", "asked", "asker")

    def get_queryset(self, request: HttpRequest) -> QuerySet[DocumentRequest]:
        """Those of the groups of data and people that whoever looks may see."""
        reached = documents_in_reach(_viewer(request), on=timezone.localdate())
        return DocumentRequest.objects.filter(reached).order_by(*self.ordering)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever may add documents of others; of whom, the form says."""
        return looks_after_others(_viewer(request), Capability.MANAGE_DOCUMENTS, on=timezone.localdate())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Cancelled instead; what was asked was asked."""
        return False

    def add_view(self, request: CompanyRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Ask one person or many."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        initial = {name: request.GET.getlist(name) for name in ("employees", "type") if name in request.GET}
        form = AskForm(request.POST or None, viewer=request.user, initial=initial)
        return show_action_page(
            self,
            request,
            None,
            form=form,
            perform=lambda clean: _ask(request, clean),
            title=_("Ask for documents"),
            explanation=_(
                "Each person gets a mail and finds the request on their pages. Who has not answered is reminded three days before "
                "the due day, on the day after it, and then weekly for three weeks. Who has been asked already is left out."
            ),
            button=_("Ask"),
            back_url=reverse("admin:documents_documentrequest_changelist"),
        )

    @column(_("Due"), ordering="due_on")
    def due(self, asked: DocumentRequest) -> str:
        """The last day."""
        return day_text(asked.due_on)

    @column(
        _("Status"),
        ordering="status",
        label={
            RequestStatus.FULFILLED.label: "success",
            RequestStatus.OPEN.label: "info",
            _("Late"): "danger",
        },
    )
    def state(self, asked: DocumentRequest) -> Any:
        """Where it stands, late ones told apart."""
        is_late = asked.status == RequestStatus.OPEN and asked.due_on < timezone.localdate()
        return _("Late") if is_late else RequestStatus(asked.status).label

    @column(_("Asked"), ordering="requested_at")
    def asked(self, asked: DocumentRequest) -> str:
        """When."""
        return moment_text(asked.requested_at)

    @column(_("Asked by"), ordering="requested_by__full_name")
    def asker(self, asked: DocumentRequest) -> str | None:
        """Who."""
        return asked.requested_by.full_name if asked.requested_by else None

    @column(_("Person’s documents"))
    def page(self, asked: DocumentRequest) -> SafeString:
        """Where it can be handed in and cancelled."""
        url = reverse("employee_documents", args=[asked.employee_id])
        return format_html('<a class="text-link" href="{}">{}</a>', url, asked.employee)


def _ask(request: CompanyRequest, clean: dict[str, Any]) -> str:
    asked = ask_for_document(
        employees=clean["employees"],
        type=clean["type"],
        due_on=clean["due_on"],
        note=clean["note"],
        acting_user=request.user,
        today=timezone.localdate(),
        now=timezone.now(),
    )
    left_out = len(clean["employees"]) - len(asked)
    told = ngettext("%(count)s person is asked.", "%(count)s people are asked.", len(asked)) % {"count": len(asked)}
    if left_out:
        told += " " + str(_("%(count)s had been asked already.") % {"count": left_out})
    return str(told)


def _viewer(request: HttpRequest) -> User:
    # The site lets nobody in who has not signed in.
    return cast("User", request.user)
