"""Reads of removals, for the console, the jobs and the commands."""

from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils.text import capfirst

from tenants.companies.models import Company
from tenants.removal.models import UNDER_WAY, Removal, RemovalState


def removal_of(company: Company) -> Removal | None:
    """The removal of a company that waits, is under way or done; None if nobody asked for it or it was kept."""
    return _in_force().filter(company=company).first()


def get_removal(company: Company) -> Removal:
    """As `removal_of`. Raises Removal.DoesNotExist."""
    return _in_force().get(company=company)


def all_removals() -> QuerySet[Removal]:
    """Every removal but those that were called off, the latest first."""
    return _in_force().order_by("-requested_at", "-id")


def due_removal_ids(*, now: datetime) -> list[UUID]:
    """Removals whose grace is over, and those that were interrupted, the longest waiting first."""
    due = Q(state=RemovalState.WAITING, due_at__lte=now) | Q(state__in=UNDER_WAY)
    return list(Removal.objects.filter(due).order_by("changed_at").values_list("pk", flat=True))


def deleted_rows(removal: Removal) -> list[tuple[str, int]]:
    """What was deleted of each kind of record, in people's words, the most first; what had no rows is left out."""
    names = {
        model._meta.db_table: str(capfirst(model._meta.verbose_name_plural)) for model in apps.get_models(include_auto_created=True)
    }
    counts = [(names.get(table, table), rows) for table, rows in removal.rows.items() if rows]
    return sorted(counts, key=lambda pair: (-pair[1], pair[0]))


def _in_force() -> QuerySet[Removal]:
    return Removal.objects.exclude(state=RemovalState.CANCELLED).select_related("company").prefetch_related("company__domains")
