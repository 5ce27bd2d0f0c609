"""What a complete file holds: every table's rows about a person, what happened to them, and who looked at it."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import DateTimeField, Field, Model, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.audit.models import AuditEvent, ReadEvent
from core.moments import day_text, moment_text
from hr.custom_fields.models import CustomField
from hr.custom_fields.queries import filled_in
from hr.documents.access import rights_over
from hr.documents.models import Document, DocumentRequest
from hr.people.models import Employee
from hr.personal.queries import record_of
from hr.subject_access.sources import NOT_IN_IT, SOURCES, Source
from tenants.accounts.capabilities import DataGroup
from tenants.accounts.models import User

Content = dict[str, Any]


def collect(employee: Employee, groups: Iterable[DataGroup], *, for_user: User, now: datetime, today: date) -> Content:
    """All of it as JSON can carry it. `groups` are those that `for_user` may see of this employee."""
    groups = list(groups)
    tables = {
        group: [
            *(_table(source, employee, for_user, today) for source in SOURCES if source.group == group),
            _further(employee, group),
        ]
        for group in groups
    }
    found = [
        {"code": group.value, "label": str(group.label), "tables": [each for each in tables[group] if each["rows"]]}
        for group in groups
    ]
    missing = [group for group in dict.fromkeys(source.group for source in SOURCES) if group not in groups]
    return {
        "person": employee.full_name,
        "number": employee.number,
        "made_for": for_user.full_name,
        "made_at": now.isoformat(),
        "groups": [*found, _happened(employee, groups, for_user, today)],
        "left_out": [
            *(_("%(group)s: %(person)s may not see it.") % {"group": each.label, "person": for_user.full_name} for each in missing),
            *map(str, NOT_IN_IT),
        ],
        "files": list(_files(employee, groups, for_user, today)),
    }


def _rows(source: Source, employee: Employee, for_user: User, today: date) -> list[Any]:
    rows = source.rows_of(employee)
    if source.model is Document:
        rows = rows.filter(rights_over(for_user, employee, on=today).visible)
    elif source.model is DocumentRequest:
        rows = rows.filter(type__data_group__in=rights_over(for_user, employee, on=today).seen)
    links = [each.name for each in source.model._meta.fields if each.is_relation]
    return list(rows.select_related(*links) if links else rows)


def _table(source: Source, employee: Employee, for_user: User, today: date) -> Content:
    columns = list(_columns(source))
    rows = _rows(source, employee, for_user, today)
    return {
        "name": source.label,
        "title": capfirst(source.title),
        "headings": [capfirst(str(column.verbose_name)) for column in columns],
        "names": [column.name for column in columns],
        "rows": [[_words(row, column) for column in columns] for row in rows],
        "values": [[_plain(getattr(row, column.attname)) for column in columns] for row in rows],
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


def _happened(employee: Employee, groups: list[DataGroup], for_user: User, today: date) -> Content:
    """Changes of the rows that are in the file, and looks at the groups that are in it."""
    about = Q(pk__in=[])
    for source in SOURCES:
        if source.group in groups:
            keys = [str(row.pk) for row in _rows(source, employee, for_user, today)]
            about |= Q(object_type__in=_kinds_of(source.model), object_id__in=keys)
    events = AuditEvent.objects.filter(about).order_by("occurred_at")
    looks = ReadEvent.objects.filter(
        object_type=Employee._meta.label_lower, object_id=str(employee.pk), data_group__in=[group.value for group in groups]
    ).order_by("occurred_at")
    changes = [
        [moment_text(each.occurred_at), each.actor_label, each.action, _pairs(each.before), _pairs(each.after)] for each in events
    ]
    seen = [[moment_text(each.occurred_at), each.reader_label, str(DataGroup(each.data_group).label)] for each in looks]
    tables = [
        _plain_table("changes", _("Changes"), [_("When"), _("Who"), _("What"), _("Before"), _("After")], changes),
        _plain_table("looks", _("Who saw it"), [_("When"), _("Who"), _("What")], seen),
    ]
    return {"code": "history", "label": _("What happened"), "tables": [each for each in tables if each["rows"]]}


def _plain_table(name: str, title: str, headings: list[str], rows: list[list[str]]) -> Content:
    return {"name": name, "title": title, "headings": headings, "names": headings, "rows": rows, "values": rows}


def _pairs(values: dict[str, Any] | None) -> str:
    return "; ".join(f"{name}: {value}" for name, value in (values or {}).items() if value not in (None, ""))


def _files(employee: Employee, groups: list[DataGroup], for_user: User, today: date) -> Iterator[dict[str, str]]:
    """The kept files, by what they are called in the archive."""
    if DataGroup.PERSONAL in groups and (photo := record_of(employee).photo):
        yield {"file": photo, "called": "photo.webp"}
    if DataGroup.DOCUMENTS in groups:
        source = next(each for each in SOURCES if each.model is Document)
        for number, document in enumerate(_rows(source, employee, for_user, today), start=1):
            yield {"file": document.file, "called": f"documents/{number:03}-{document.original_name}"}
