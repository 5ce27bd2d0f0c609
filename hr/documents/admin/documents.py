"""The list of everybody's documents."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, ClassVar, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.audit.sentences import register_phrases
from core.company_admin import ChoiceFilter, DayRangeFilter, RecordFilter, SearchedRecordFilter, column, company_admin
from core.http import CompanyRequest
from core.moments import day_text, moment_text
from hr.documents.access import documents_in_reach, note_looks
from hr.documents.models import Document
from hr.documents.queries import storage
from hr.documents.screens import file_text
from hr.people.admin.reach import ReachModelAdmin
from tenants.accounts.capabilities import Capability
from tenants.accounts.models import User

register_phrases(
    {
        "document:added": _("%(actor)s added the document %(object)s."),
        "document:replaced": _("%(actor)s added a new version of the document %(object)s."),
        "document:removed": _("%(actor)s removed the document %(object)s."),
    }
)


class ValidityFilter(ChoiceFilter):
    """What runs out, or has."""

    title = _("validity")
    parameter_name = "validity"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """From what is past to what never ends."""
        return [
            ("over", _("Has run out")),
            ("30", _("Runs out within 30 days")),
            ("90", _("Runs out within 90 days")),
            ("none", _("Has no last day")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Document]) -> QuerySet[Document]:
        """By the last day and the company's date today."""
        today = timezone.localdate()
        match self.value():
            case "over":
                return queryset.filter(expires_on__lt=today)
            case "none":
                return queryset.filter(expires_on=None)
            case None | "":
                return queryset
            case days:
                return queryset.filter(expires_on__gte=today, expires_on__lte=today + timedelta(days=int(days)))


@admin.register(Document, site=company_admin)
class DocumentAdmin(ReachModelAdmin):
    """Current documents of everybody within reach; added, replaced and removed on the person's own page."""

    view_capability = Capability.VIEW_DOCUMENTS
    list_before_template = "admin/documents/storage.html"
    list_display: ClassVar[tuple[str, ...]] = ("employee", "what", "type", "valid_until", "uploaded", "uploader", "file_kind")
    list_display_links: ClassVar[tuple[str, ...]] = ("employee", "what")
    list_select_related: ClassVar[tuple[str, ...]] = ("employee", "type", "uploaded_by")
    list_filter: ClassVar[tuple[Any, ...]] = (
        ("type", RecordFilter),
        ValidityFilter,
        ("employee", SearchedRecordFilter),
        ("uploaded_at", DayRangeFilter),
    )
    search_fields: ClassVar[tuple[str, ...]] = (
        "employee__first_name",
        "employee__last_name",
        "title",
        "type__name",
        "original_name",
    )
    search_help_text = _("Person, title or type")
    ordering: ClassVar[tuple[str, ...]] = ("-uploaded_at", "-id")
    fields: ClassVar[tuple[str, ...]] = ("page", "what", "type", "version", "valid_until", "uploaded", "uploader", "file_kind")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        """Current ones, of those groups of data and people that whoever looks may see."""
        documents = Document.objects.filter(documents_in_reach(_viewer(request), on=timezone.localdate()), superseded_at=None)
        return documents.order_by(*self.ordering)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Documents are added on the person's own page."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Documents are removed on the person's own page."""
        return False

    def changelist_view(self, request: CompanyRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """With how much room the plan leaves."""
        room = storage() if request.method == "GET" else None
        return super().changelist_view(request, {"room": room, **(extra_context or {})})

    def note_read(self, request: HttpRequest, records: Iterable[Any]) -> None:
        """Looks at salary, bank and medical documents of others are written down."""
        note_looks(_viewer(request), records)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any) -> HttpResponse:
        """One document is looked at as in the list."""
        note_looks(_viewer(request), [context["original"]])
        return super().render_change_form(request, context, *args, **options)

    @column(_("Document"), ordering="title")
    def what(self, document: Document) -> str:
        """What it is called."""
        return document.name

    @column(_("Valid until"), ordering="expires_on")
    def valid_until(self, document: Document) -> str | None:
        """The last day, if it has one."""
        return day_text(document.expires_on) if document.expires_on else None

    @column(_("Uploaded"), ordering="uploaded_at")
    def uploaded(self, document: Document) -> str:
        """When."""
        return moment_text(document.uploaded_at)

    @column(_("Uploaded by"), ordering="uploaded_by__full_name")
    def uploader(self, document: Document) -> str | None:
        """Who; nobody for what was made by the platform."""
        return document.uploaded_by.full_name if document.uploaded_by else None

    @column(_("File"), ordering="size")
    def file_kind(self, document: Document) -> str:
        """Kind and size."""
        return file_text(document)

    @column(_("Person’s documents"))
    def page(self, document: Document) -> SafeString:
        """Where it can be downloaded, replaced and removed."""
        url = reverse("employee_documents", args=[document.employee_id])
        return format_html('<a class="text-link" href="{}">{}</a>', url, document.employee)


def _viewer(request: HttpRequest) -> User:
    # The site lets nobody in who has not signed in.
    return cast("User", request.user)
