"""A list of the administration as a file: all rows that its search and filters leave, with the columns on screen."""

from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import models
from django.http import FileResponse, Http404, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _

from core.audit.actions import record_event
from core.http import CompanyRequest
from core.sheets import Cell, SheetKind, write_sheet

# Asks for the list as a file: ?export=csv
PARAMETER = "export"
# A file is made while somebody waits for it, by a web process.
MOST_ROWS = 20_000


def export_list(screen: Any, request: CompanyRequest, heading: str) -> HttpResponseBase:
    """The list that the address asks for as a file. Who took it stands in the audit trail."""
    if not screen.has_view_permission(request):
        raise PermissionDenied
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    asked = request.GET.copy()
    kind = str(asked.pop(PARAMETER)[-1])
    if kind not in set(SheetKind):
        raise Http404
    # The list refuses what it does not know.
    request.GET = asked  # type: ignore[assignment]  # Its type is that of a request just parsed.
    try:
        records = screen.get_changelist_instance(request).queryset
    except (IncorrectLookupParameters, SuspiciousOperation):
        return redirect(f"{request.path}?{ERROR_FLAG}=1")
    if (count := records.count()) > MOST_ROWS:
        words = {"most": MOST_ROWS, "count": count}
        messages.warning(request, _("A file holds at most %(most)s rows, and this list has %(count)s. Filter it first.") % words)
        return redirect(f"{request.path}?{asked.urlencode()}")
    screen.note_read(request, records)
    columns = screen.export_columns or [name for name in screen.get_list_display(request) if name != "action_checkbox"]
    headings = [capfirst(str(label_for_field(name, screen.model, model_admin=screen))) for name in columns]
    file = write_sheet(SheetKind(kind), heading, headings, _rows(screen, columns, records))
    taken = {"list": heading, "rows": count, "file": kind.upper()}
    record_event(action="list:exported", acting_user=request.user, subject=request.user, after=taken)
    name = f"{slugify(heading) or screen.opts.model_name}-{timezone.localdate()}.{kind}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=SheetKind(kind).content_type)


def _rows(screen: Any, columns: list[str], records: models.QuerySet[Any]) -> Iterator[list[Cell]]:
    for record in records.iterator(chunk_size=1000):
        yield [_cell(*lookup_field(name, record, screen)[::2]) for name in columns]


def _cell(field: Any, value: Any) -> Cell:
    if field is not None and field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    match value:
        case bool():
            return _("yes") if value else _("no")
        case None | int() | Decimal() | date() | time():
            return value
        case tuple() | list():
            # A heading of two lines, such as a name over an address.
            return ", ".join(str(each) for each in value if each)
        case _:
            return strip_tags(str(value)).strip()
