"""Reads of plans."""

from django.db.models import QuerySet

from billing.models import Plan


def public_plans() -> QuerySet[Plan]:
    """The plans on the public site, in their order."""
    return Plan.objects.filter(is_public=True).order_by("position")
