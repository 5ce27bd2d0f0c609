"""Entitlement."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entitlement(models.Model):
    """What a company may use: the limits of its plan as they were when it was given, so a change of prices takes nothing away."""

    company = models.OneToOneField("companies.Company", primary_key=True, on_delete=models.CASCADE, related_name="entitlement")
    plan_code = models.SlugField(max_length=30)
    plan_name = models.CharField(_("plan"), max_length=60)
    employee_limit = models.PositiveIntegerField(_("employees"))
    storage_gb = models.PositiveIntegerField(_("storage in GB"))
    # None where there may be any number.
    location_limit = models.PositiveIntegerField(_("locations"), null=True)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(employee_limit__gte=1), name="entitlement_has_employees")
        ]

    def __str__(self) -> str:
        return self.plan_name
