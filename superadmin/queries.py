"""What the console shows of the fleet: figures of companies, never rows of their people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median
from uuid import UUID

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.expressions import Expression, OrderBy
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from tenants.companies.models import Company, CompanyStatus, Domain
from tenants.removal.queries import is_removed, removal_state
from tenants.schemas.models import Provisioning

# Setting a company up takes about a second, so after this long something is wrong.
STUCK_AFTER = timedelta(minutes=1)
ENDS_SOON = timedelta(days=3)
IN_USE = timedelta(hours=24)
RECENT = timedelta(days=30)
FLEET_SHOWN = 1_200
_SET_UPS_MEASURED = 100


class Health(models.TextChoices):
    """How a company does, in the order in which it deserves a look."""

    FAILING = "failing", _("set-up failed or stuck")
    ENDING = "ending", _("trial ends within 3 days")
    BUILDING = "building", _("being set up")
    TRIAL = "trial", _("on trial")
    WELL = "well", _("active")
    CLOSED = "closed", _("suspended, expired or cancelled")


NEEDS_A_LOOK = (Health.FAILING, Health.ENDING)


class CompanyOrder(StrEnum):
    """How the list may be sorted; the values stand in addresses, a minus turns the order round."""

    NAME = "name"
    PEOPLE = "people"
    CREATED = "created"
    USED = "used"


_COLUMN_OF_ORDER: dict[CompanyOrder, Expression | F] = {
    CompanyOrder.NAME: Lower("name"),
    CompanyOrder.PEOPLE: F("people_count"),
    CompanyOrder.CREATED: F("created_at"),
    CompanyOrder.USED: F("last_used_at"),
}


@dataclass(frozen=True, slots=True)
class Overview:
    """The platform in figures."""

    companies: int
    people: int
    in_use: int
    """Companies used within IN_USE."""
    recent: int
    """Companies created within RECENT."""
    by_status: dict[CompanyStatus, int]
    by_health: dict[Health, int]
    set_up_seconds: float | None
    """Median from sign-up to ready over the latest set-ups; None before the first."""

    @property
    def needs_a_look(self) -> int:
        """How many companies do."""
        return sum(self.by_health[health] for health in NEEDS_A_LOOK)


def companies_with_health(*, now: datetime) -> QuerySet[Company]:
    """All companies but those that were deleted, each with its `health`."""
    is_building = Q(ready_at__isnull=True)
    is_stuck = ~Q(provisioning__error="") | Q(provisioning__changed_at__lt=now - STUCK_AFTER)
    is_trial = Q(status=CompanyStatus.TRIAL)
    health = Case(
        When(~is_trial & ~Q(status=CompanyStatus.ACTIVE), then=Value(Health.CLOSED)),
        When(is_building & is_stuck, then=Value(Health.FAILING)),
        When(is_building, then=Value(Health.BUILDING)),
        When(is_trial & Q(trial_ends_at__lte=now + ENDS_SOON), then=Value(Health.ENDING)),
        When(is_trial, then=Value(Health.TRIAL)),
        default=Value(Health.WELL),
    )
    companies: QuerySet[Company] = Company.objects.filter(~is_removed()).annotate(health=health)
    return companies


def platform_overview(*, now: datetime) -> Overview:
    """Counts over all companies; two statements."""
    groups = companies_with_health(now=now).values("status", "health")
    counts = list(
        groups.annotate(
            companies=Count("pk"),
            people=Sum("people_count"),
            in_use=Count("pk", filter=Q(last_used_at__gte=now - IN_USE)),
            recent=Count("pk", filter=Q(created_at__gte=now - RECENT)),
        ).order_by()
    )

    def total(figure: str, **group: str) -> int:
        return sum(row[figure] for row in counts if group.items() <= row.items())

    return Overview(
        companies=total("companies"),
        people=total("people"),
        in_use=total("in_use"),
        recent=total("recent"),
        by_status={status: total("companies", status=status) for status in CompanyStatus},
        by_health={health: total("companies", health=health) for health in Health},
        set_up_seconds=_median_set_up_seconds(),
    )


def _median_set_up_seconds() -> float | None:
    latest = Provisioning.objects.filter(company__ready_at__isnull=False).order_by("-company__ready_at")[:_SET_UPS_MEASURED]
    moments = latest.values_list("requested_at", "company__ready_at")
    lengths = [(ready - asked).total_seconds() for asked, ready in moments if ready is not None]
    return median(lengths) if lengths else None


def fleet_cells(*, now: datetime) -> list[tuple[UUID, str, str]]:
    """Id, name and health of the newest FLEET_SHOWN companies, oldest first; one statement."""
    newest = companies_with_health(now=now).order_by("-id").values_list("pk", "name", "health")[:FLEET_SHOWN]
    return list(newest)[::-1]


def companies_to_look_at(*, now: datetime, limit: int) -> list[Company]:
    """Companies that need somebody's attention, the most urgent first; one statement."""
    troubled = companies_with_health(now=now).filter(health__in=NEEDS_A_LOOK).select_related("provisioning")
    urgency = Case(When(health=Health.FAILING, then=0), default=1)
    return list(troubled.order_by(urgency, "trial_ends_at", "id")[:limit])


def newest_companies(*, limit: int) -> list[Company]:
    """The latest sign-ups with their domains; two statements."""
    companies = Company.objects.filter(~is_removed()).annotate(removal_state=removal_state()).prefetch_related("domains")
    return list(companies.order_by("-created_at", "-id")[:limit])


def find_companies(
    *, now: datetime, words: str = "", status: str = "", needs_a_look: bool = False, order: str = ""
) -> QuerySet[Company]:
    """The list of companies: each of the words occurs in the name, an address or the owner's e-mail.

    `order` is one of CompanyOrder, after a minus the other way round; otherwise the newest come first.
    """
    companies = _companies_in_full(now=now)
    for word in words.split():
        at_host = Exists(Domain.objects.filter(tenant=OuterRef("pk"), domain__icontains=word))
        companies = companies.filter(Q(name__icontains=word) | Q(owner_email__icontains=word) | at_host)
    if status:
        companies = companies.filter(status=status)
    if needs_a_look:
        companies = companies.filter(health__in=NEEDS_A_LOOK)
    return companies.order_by(*_sorting(order))


def _sorting(order: str) -> list[OrderBy | str]:
    name = order.removeprefix("-")
    if name not in set(CompanyOrder):
        return ["-created_at", "-id"]
    # A company that was never used is the least used, whichever way one looks.
    by_column = OrderBy(_COLUMN_OF_ORDER[CompanyOrder(name)], descending=order.startswith("-"), nulls_last=True)
    return [by_column, "id"]


def company_in_full(*, company_id: UUID, now: datetime) -> Company | None:
    """One company with its health, set-up, removal's state and domains; two statements."""
    return _companies_in_full(now=now).filter(pk=company_id).first()


def _companies_in_full(*, now: datetime) -> QuerySet[Company]:
    companies = companies_with_health(now=now).select_related("provisioning").prefetch_related("domains")
    with_removal: QuerySet[Company] = companies.annotate(removal_state=removal_state())
    return with_removal


def companies_by_id(ids: Iterable[UUID | None]) -> dict[UUID | None, Company]:
    """Companies by their ids, as far as they are there."""
    return {company.pk: company for company in Company.objects.filter(pk__in=[each for each in ids if each])}
