"""Plan: what a company can buy. Rows, so that prices change without a release."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import new_id


class Plan(models.Model):
    """A plan as shown on the public site. Money is in `currency`, per company."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=60)
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    monthly_price = models.DecimalField(_("price a month"), max_digits=10, decimal_places=2)
    yearly_price = models.DecimalField(_("price a year"), max_digits=10, decimal_places=2)
    employee_limit = models.PositiveIntegerField(_("employees"))
    storage_gb = models.PositiveIntegerField(_("storage in GB"))
    location_limit = models.PositiveIntegerField(_("locations"), null=True, blank=True, help_text=_("Empty: any number."))
    features: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=80), verbose_name=_("features"), default=list
    )
    is_public = models.BooleanField(_("shown on the site"), default=True)
    is_highlighted = models.BooleanField(_("recommended"), default=False)
    position = models.PositiveSmallIntegerField(_("order"), unique=True)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(monthly_price__gte=0) & models.Q(yearly_price__gte=0), name="plan_price_not_negative"
            ),
            models.CheckConstraint(condition=models.Q(employee_limit__gte=1), name="plan_has_employees"),
        ]

    def __str__(self) -> str:
        return self.name
