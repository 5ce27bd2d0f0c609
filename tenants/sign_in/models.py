"""What a company demands of whoever signs in."""

from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class SecondFactorRule(models.TextChoices):
    """Whether people prove who they are by more than a password."""

    OFF = "off", _("Off: a password is enough, nothing else is offered")
    OPTIONAL = "optional", _("Optional: whoever wants to may")
    REQUIRED = "required", _("Required")


class SignInPolicy(models.Model):
    """One row at most, beside the company's settings, and read with them; none means that everything is as it comes."""

    settings = models.OneToOneField(
        "company_settings.CompanySettings", on_delete=models.CASCADE, primary_key=True, related_name="sign_in_policy"
    )
    second_factor = models.CharField(
        _("two-step sign-in"), max_length=8, choices=SecondFactorRule, default=SecondFactorRule.OPTIONAL
    )
    # Keys of roles; none means everybody.
    second_factor_roles: "ArrayField[list[UUID], list[UUID]]" = ArrayField(
        models.UUIDField(), verbose_name=_("roles that need two steps"), default=list
    )
    second_factor_grace_days = models.PositiveSmallIntegerField(
        _("days to set it up"), default=7, validators=[MaxValueValidator(90, _("Give people %(limit_value)s days at most."))]
    )
    # When it came to be required of the roles above; the days count from here, or from when an account was made.
    second_factor_since = models.DateTimeField(null=True, editable=False)

    password_min_length = models.PositiveSmallIntegerField(
        _("shortest password"), default=10, db_default=10, validators=[MinValueValidator(10), MaxValueValidator(64)]
    )
    password_lifetime_days = models.PositiveSmallIntegerField(
        _("days until a new password"), null=True, blank=True, validators=[MinValueValidator(30), MaxValueValidator(730)]
    )
    session_hours = models.PositiveSmallIntegerField(
        _("longest session, in hours"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(720)]
    )
    idle_minutes = models.PositiveSmallIntegerField(
        _("minutes without a page"), null=True, blank=True, validators=[MinValueValidator(5), MaxValueValidator(1440)]
    )

    class Meta:
        verbose_name = _("rules of signing in")
        verbose_name_plural = _("rules of signing in")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(second_factor__in=SecondFactorRule.values), name="sign_in_second_factor"),
            models.CheckConstraint(condition=models.Q(second_factor_grace_days__lte=90), name="sign_in_grace_days"),
            models.CheckConstraint(
                condition=~models.Q(second_factor="required") | models.Q(second_factor_since__isnull=False),
                name="sign_in_required_since",
            ),
            models.CheckConstraint(condition=models.Q(password_min_length__range=(10, 64)), name="sign_in_password_length"),
            models.CheckConstraint(condition=models.Q(password_lifetime_days__range=(30, 730)), name="sign_in_password_lifetime"),
            models.CheckConstraint(condition=models.Q(session_hours__range=(1, 720)), name="sign_in_session_hours"),
            models.CheckConstraint(condition=models.Q(idle_minutes__range=(5, 1440)), name="sign_in_idle_minutes"),
        ]

    def __str__(self) -> str:
        return str(_("Rules of signing in"))
