"""What a complete file holds: every table's rows about a person, what happened to them, and who looked at it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import DateTimeField, Field, Model, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.audit.models import AuditEvent, ReadEvent
from core.audit.sentences import changes_of, sentence_of
from core.moments import day_text, moment_text
from hr.custom_fields.models import CustomField
from hr.custom_fields.queries import filled_in
from hr.documents.access import Rights, rights_over
from hr.documents.models import Document
from hr.people.models import Employee
from hr.personal.queries import record_of
from hr.subject_access.sources import GROUPS, NOT_IN_IT, NOT_IN_ONES_OWN, SOURCES, Source
from tenants.accounts.capabilities import DataGroup
from tenants.accounts.models import User

Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of a table that belong to one group."""

    group: DataGroup
    source: Source
    rows: list[Any]


def collect(employee: Employee, groups: Iterable[DataGroup], *, for_user: User, now: datetime, today: date) -> Content:
    """All of it as JSON can carry it. `groups` are those that `for_user` may see of this employee."""
    groups = list(groups)
    rights = rights_over(for_user, employee, on=today)
    found = [Found(group, source, _rows(source, group, rights)) for group in groups for source in SOURCES if group in source.groups]
    missing = [group for group in GROUPS if group not in groups]
    return {
        "person": employee.full_name,
        "number": employee.number,
        "made_for": for_user.full_name,
        "made_at": now.isoformat(),
        "made_at_words": moment_text(now),
        "groups": [*(_group(group, found, employee) for group in groups), _happened(employee, found, groups)],
        "left_out": [
            *(_("%(group)s: %(person)s may not see it.") % {"group": each.label, "person": for_user.full_name} for each in missing),
            *map(str, (*NOT_IN_IT, *(NOT_IN_ONES_OWN if rights.is_own else ()))),
        ],
        "files": list(_files(employee, found)),
    }


def _rows(source: Source, group: DataGroup, rights: Rights) -> list[Any]:
    rows = source.rows_of(rights.employee)
    if source.by_type:
        rows = rows.filter(type__data_group=group)
        if rights.is_own:
            rows = rows.filter(type__shown_to_employee=True)
    if source.model is Document:
        rows = rows.filter(rights.visible)
    links = [each.name for each in source.model._meta.fields if each.is_relation]
    return list(rows.select_related(*links) if links else rows)


def _group(group: DataGroup, found: Iterable[Found], employee: Employee) -> Content:
    tables = [_table(each) for each in found if each.group == group] + [_further(employee, group)]
    return {"code": group.value, "label": str(group.label), "tables": [each for each in tables if each["rows"]]}


def _table(found: Found) -> Content:
    columns = list(_columns(found.source))
    return {
        "name": found.source.label,
        "title": capfirst(found.source.title),
        "headings": [capfirst(str(column.verbose_name)) for column in columns],
        "names": [column.name for column in columns],
        "rows": [[_words(row, column) for column in columns] for row in found.rows],
        "values": [[_plain(getattr(row, column.attname)) for column in columns] for row in found.rows],
    }


def _further(employee: Employee, group: DataGroup) -> Content:
    """The fields that the company has added, also those that it has removed since."""
    fields = CustomField.objects.filter(data_group=group.value).order_by("position", "name", "id")
    rows = [[field.name, words] for field, words in filled_in(fields, employee.custom_values)]
    return _plain_table("further", _("Further data"), [_("Field"), _("Value")], rows)


def _columns(source: Source) -> "Iterator[Field[Any, Any]]":
    for column in source.model._meta.concrete_fields:
        is_link_home = column.is_relation and column.related_model in {Employee, User} and column.name in {"employee", "user"}
        if not (column.name in source.hidden or column.primary_key or is_link_home):
            yield column


def _words(row: Model, column: "Field[Any, Any]") -> str:
    value = getattr(row, column.name)
    if column.flatchoices:
        return str(dict(column.flatchoices).get(value, value or ""))
    match value:
        case None | "":
            return ""
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return moment_text(value) if isinstance(column, DateTimeField) and value.tzinfo else f"{value:%Y-%m-%d %H:%M}"
        case date():
            return day_text(value)
    return str(value)


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case datetime() | date():
            return value.isoformat()
        case list() | tuple():
            return [_plain(each) for each in value]
        case dict():
            return {str(key): _plain(each) for key, each in value.items()}
        case Decimal() | UUID():
            return str(value)
    return str(value)


def _kinds_of(model: type[Model]) -> list[str]:
    """As what the trail tells of a table's rows."""
    return [each._meta.label_lower for each in apps.get_models() if each._meta.concrete_model is model]


def _happened(employee: Employee, found: Iterable[Found], groups: Iterable[DataGroup]) -> Content:
    """Changes of the rows that are in the file, and looks at the groups that are in it."""
    about = Q(pk__in=[])
    for each in found:
        keys = [str(row.pk) for row in each.rows]
        about |= Q(object_type__in=_kinds_of(each.source.model), object_id__in=keys)
    events = AuditEvent.objects.filter(about).order_by("occurred_at")
    looks = ReadEvent.objects.filter(
        object_type=Employee._meta.label_lower, object_id=str(employee.pk), data_group__in=[group.value for group in groups]
    ).order_by("occurred_at")
    changes = [[moment_text(each.occurred_at), sentence_of(each), _told(each)] for each in events]
    seen = [[moment_text(each.occurred_at), each.reader_label, str(DataGroup(each.data_group).label)] for each in looks]
    tables = [
        _plain_table("changes", _("Changes"), [_("When"), _("What happened"), _("Values")], changes),
        _plain_table("looks", _("Who saw it"), [_("When"), _("Who"), _("What")], seen),
    ]
    return {"code": "history", "label": _("What happened"), "tables": [each for each in tables if each["rows"]]}


def _told(event: AuditEvent) -> str:
    return "; ".join(f"{change.label}: {change.before or '–'} → {change.after or '–'}" for change in changes_of(event))


def _plain_table(name: str, title: str, headings: list[str], rows: list[list[str]]) -> Content:
    return {"name": name, "title": title, "headings": headings, "names": headings, "rows": rows, "values": rows}


def _files(employee: Employee, found: Iterable[Found]) -> Iterator[dict[str, str]]:
    """The kept files, by what they are called in the archive."""
    if any(each.group == DataGroup.PERSONAL for each in found) and (photo := record_of(employee).photo):
        yield {"file": photo, "called": "photo.webp"}
    documents = [row for each in found if each.source.model is Document for row in each.rows]
    for number, document in enumerate(documents, start=1):
        yield {"file": document.file, "called": f"documents/{number:03}-{document.original_name}"}
