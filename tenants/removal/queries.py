"""Reads of removals, for the console, the jobs and the commands."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.text import capfirst
from django.utils.translation import gettext as _

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
    return _in_force().prefetch_related("company__domains").order_by("-requested_at", "-id")


def certificate_of(company_id: UUID) -> Removal | None:
    """The finished removal of a company, whose row is but a tombstone; None for any other company."""
    return Removal.objects.filter(company_id=company_id, state=RemovalState.DONE).select_related("company").first()


def is_removed() -> Exists:
    """For a query of companies: whether the row is a tombstone."""
    return Exists(Removal.objects.filter(company=OuterRef("pk"), state=RemovalState.DONE))


def removal_state() -> Subquery:
    """For a query of companies: where each one's removal stands; None without one."""
    return Subquery(Removal.objects.exclude(state=RemovalState.CANCELLED).filter(company=OuterRef("pk")).values("state")[:1])


def due_removal_ids(*, now: datetime) -> list[UUID]:
    """Removals whose grace is over, and those that were interrupted, the longest waiting first."""
    due = Q(state=RemovalState.WAITING, due_at__lte=now) | Q(state__in=UNDER_WAY)
    return list(Removal.objects.filter(due).order_by("changed_at").values_list("pk", flat=True))


def deleted_rows(removal: Removal) -> list[tuple[str, int]]:
    """What was deleted of each kind of record, in people's words, the most first; what had no rows is left out."""
    models = apps.get_models(include_auto_created=True)
    # A table is named by its own model, not by what else looks at the same rows.
    names = {model._meta.db_table: str(capfirst(model._meta.verbose_name_plural)) for model in models if not model._meta.proxy}
    counts: Counter[str] = Counter()
    for table, rows in removal.rows.items():
        counts[names.get(table, _("Other records"))] += rows
    return sorted((+counts).items(), key=lambda pair: (-pair[1], pair[0]))


def _in_force() -> QuerySet[Removal]:
    return Removal.objects.exclude(state=RemovalState.CANCELLED).select_related("company")
