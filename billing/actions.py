"""Writes of plans."""

from datetime import datetime

from billing.models import Plan
from billing.queries import plan_to_begin_with
from core.audit.actions import Actor
from tenants.companies.models import Company
from tenants.features.actions import entitle


def give_plan(*, company: Company, plan: Plan, acting_user: Actor | None, now: datetime) -> None:
    """Let a company use what `plan` allows from now on. Call it in public."""
    entitle(
        company=company,
        plan_code=plan.code,
        plan_name=plan.name,
        employee_limit=plan.employee_limit,
        storage_gb=plan.storage_gb,
        location_limit=plan.location_limit,
        acting_user=acting_user,
        now=now,
    )


def give_first_plan(*, company: Company, acting_user: Actor | None, now: datetime, plan_code: str = "") -> None:
    """Give a new company the plan it chose if it is on sale, else the recommended one. Call it in public."""
    plan = plan_to_begin_with(plan_code)
    if plan is not None:
        give_plan(company=company, plan=plan, acting_user=acting_user, now=now)
