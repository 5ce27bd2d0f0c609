"""Reads of plans."""

from django.db.models import QuerySet

from billing.models import Plan
from tenants.companies.models import Company
from tenants.features.models import Entitlement


def public_plans() -> QuerySet[Plan]:
    """The plans on the public site, in their order."""
    return Plan.objects.filter(is_public=True).order_by("position")


def plan_to_begin_with(code: str = "") -> Plan | None:
    """The plan of this code if it is on sale, else the recommended one, else the first; None when nothing is on sale."""
    plans = list(public_plans())
    chosen = [plan for plan in plans if plan.code == code] or [plan for plan in plans if plan.is_highlighted] or plans
    return chosen[0] if chosen else None


def plan_of(company: Company) -> Plan | None:
    """The plan that a company has; None without one, or when its plan is gone."""
    return Plan.objects.filter(code__in=Entitlement.objects.filter(company=company).values("plan_code")).first()
