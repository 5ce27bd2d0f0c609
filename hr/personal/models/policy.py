"""How a company handles personal records."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_COOLING_OFF = 336


# What holds until a company decides otherwise: what law, tax or identity depend on is asked for.
AT_FIRST: dict[str, object] = {"asked_sections": ["about", "dependants", "identifiers"], "reminder_days": [60, 14]}


class PersonalPolicy(models.Model):
    """One row, from the first change of what holds at first."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    asked_sections: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=24),
        verbose_name=_("employees ask for changes of"),
        blank=True,
        help_text=_("All else of their own record employees change by themselves. Bank details always have rules of their own."),
    )
    bank_cooling_hours = models.PositiveSmallIntegerField(
        _("cooling-off time"),
        default=48,
        validators=[MaxValueValidator(LONGEST_COOLING_OFF)],
        help_text=_("Hours before new bank details hold, so that somebody whose account was taken over can object."),
    )
    bank_needs_second_person = models.BooleanField(
        _("a second person confirms bank details"),
        default=True,
        help_text=_("Somebody else than who asked and than the person whose pay it is."),
    )
    shows_work_phones = models.BooleanField(
        _("colleagues see work phones"),
        default=True,
        db_default=True,
        help_text=_("On profiles and in the directory. Other numbers are seen only by those who may see personal data."),
    )
    reminder_days: "ArrayField[list[int], list[int]]" = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(365)]),
        verbose_name=_("reminders of certificates"),
        blank=True,
        help_text=_("How many days before the end, separated by commas. One more is sent on the day after the end."),
    )

    class Meta:
        verbose_name = _("rules for personal records")
        verbose_name_plural = _("rules for personal records")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="personal_policy_one_row"),
            models.CheckConstraint(
                condition=models.Q(bank_cooling_hours__lte=LONGEST_COOLING_OFF), name="personal_policy_cooling_hours"
            ),
        ]

    def __str__(self) -> str:
        return str(_("Rules for personal records"))
