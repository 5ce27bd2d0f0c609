"""Reads of imports."""

from collections import Counter

from django.db.models import Count, Q, QuerySet

from hr.imports.models import EmployeeImport, ImportRow, ImportStatus, Verdict


def list_imports() -> QuerySet[EmployeeImport]:
    """All that are kept, the newest first, with their numbers of rows."""
    counts = {verdict.value: Count("rows", filter=Q(rows__verdict=verdict)) for verdict in Verdict}
    return EmployeeImport.objects.defer("sheet").select_related("uploaded_by").annotate(**counts).order_by("-uploaded_at", "-id")


def verdict_counts(employee_import: EmployeeImport) -> Counter[str]:
    """How many rows there are of each verdict."""
    found = employee_import.rows.order_by().values_list("verdict").annotate(Count("id"))
    return Counter(dict(found))


def list_rows(employee_import: EmployeeImport, *, verdict: Verdict | None, is_kept: bool = False) -> QuerySet[ImportRow]:
    """The rows in the file's order; those of one verdict, or those that could not be taken back."""
    rows = employee_import.rows.select_related("employee").order_by("line")
    if is_kept:
        rows = rows.exclude(kept_because="")
    return rows if verdict is None else rows.filter(verdict=verdict)


def count_kept(employee_import: EmployeeImport) -> int:
    """How many could not be taken back."""
    return employee_import.rows.exclude(kept_because="").count() if employee_import.status == ImportStatus.UNDONE else 0
