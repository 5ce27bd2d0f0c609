"""The audit trail on screen: who changed what, in sentences, to be read only."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import TextFilter

from core.audit.models import AuditEvent
from core.audit.queries import actor_names, object_types, readable_events
from core.audit.sentences import changes_of, kind_name, register_phrases, sentence_of
from core.company_admin import ChoiceFilter, CompanyModelAdmin, DayRangeFilter, column, company_admin
from core.moments import moment_text

register_phrases({"list:exported": _("%(actor)s took the list “%(list)s” as a file: %(rows)s rows, %(file)s.")})


class ActorFilter(ChoiceFilter):
    """Changes made by one person."""

    title = _("changed by")
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Everybody who has changed something."""
        return [(name, name) for name in actor_names()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        """By name: the trail outlives accounts."""
        return queryset.filter(actor_label=self.value()) if self.value() else queryset


class PersonFilter(TextFilter):  # type: ignore[misc]  # Unfold ships no types.
    """Changes of one person's records, by their name."""

    title = _("whose record")
    parameter_name = "of"

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        """Each word has to occur in the name that the person had."""
        for word in str(self.value() or "").split():
            queryset = queryset.filter(person_label__icontains=word)
        return queryset


class KindFilter(ChoiceFilter):
    """Changes of one kind of record."""

    title = _("kind of record")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The kinds that the trail tells of."""
        return [(object_type, kind_name(object_type).capitalize()) for object_type in object_types()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        """By model."""
        return queryset.filter(object_type=self.value()) if self.value() else queryset


@admin.register(AuditEvent, site=company_admin)
class AuditEventAdmin(CompanyModelAdmin):
    """Nobody adds, changes or deletes here; the table's trigger refuses it too."""

    view_capability = "audit.view"
    list_heading = _("History of changes")
    list_display: ClassVar[tuple[str, ...]] = ("when", "what_happened")
    list_display_links: ClassVar[tuple[str, ...]] = ("when", "what_happened")
    list_filter: ClassVar[tuple[Any, ...]] = (ActorFilter, PersonFilter, KindFilter, ("occurred_at", DayRangeFilter))
    search_fields: ClassVar[tuple[str, ...]] = ("actor_label", "object_label", "person_label")
    search_help_text = _("Find a person or a record by name")
    ordering: ClassVar[tuple[str, ...]] = ("-occurred_at", "-id")
    export_columns: ClassVar[tuple[str, ...]] = (
        "occurred_at",
        "actor_label",
        "object_kind",
        "object_label",
        "person_label",
        "what_happened",
        "changes_in_words",
    )
    fields: ClassVar[tuple[str, ...]] = ("when", "actor_label", "person_label", "what_happened", "changed_fields")

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEvent]:
        """Without what only those may read who may see, for example, salaries."""
        return readable_events(request.user)

    def heading_of(self, obj: AuditEvent) -> str:
        """Who did it, and when."""
        return f"{obj.actor_label}, {moment_text(obj.occurred_at)}"

    @column(_("When"), ordering="occurred_at")
    def when(self, event: AuditEvent) -> str:
        """Date and time in the company's format."""
        return moment_text(event.occurred_at)

    @column(_("Kind of record"))
    def object_kind(self, event: AuditEvent) -> str:
        """What was changed, as a customer calls such a thing."""
        return kind_name(event.object_type).capitalize()

    @column(_("What happened"))
    def what_happened(self, event: AuditEvent) -> str:
        """The sentence."""
        return sentence_of(event)

    @column(_("Before and after"))
    def changes_in_words(self, event: AuditEvent) -> str:
        """Each field with its old and its new value, in one text for a file."""
        return "; ".join(capfirst(str(change)) for change in changes_of(event))

    @column(_("In detail"))
    def changed_fields(self, event: AuditEvent) -> SafeString:
        """Each field with its old and its new value."""
        return render_to_string("admin/audit/_changes.html", {"event": event})
