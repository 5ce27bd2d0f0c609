"""What somebody has learned and may do."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import new_id


class Education(models.Model):
    """A school, a degree, an apprenticeship."""

    trail_capability: ClassVar[str] = "job.view"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employee = models.ForeignKey("people.Employee", verbose_name=_("employee"), on_delete=models.CASCADE, related_name="education")
    institution = models.CharField(_("school or university"), max_length=160)
    qualification = models.CharField(_("degree or certificate"), max_length=160, blank=True)
    subject = models.CharField(_("subject"), max_length=160, blank=True)
    finished_in = models.PositiveSmallIntegerField(
        _("finished in"), null=True, blank=True, validators=[MinValueValidator(1940), MaxValueValidator(2100)]
    )

    class Meta:
        verbose_name = _("education")
        verbose_name_plural = _("education")

    def __str__(self) -> str:
        return f"{self.employee}: {self.institution}"


class SkillLevel(models.IntegerChoices):
    """How well."""

    BASIC = 1, _("Basic")
    GOOD = 2, _("Good")
    ADVANCED = 3, _("Advanced")
    EXPERT = 4, _("Expert")


class Skill(models.Model):
    """Something that somebody can do."""

    trail_capability: ClassVar[str] = "job.view"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employee = models.ForeignKey("people.Employee", verbose_name=_("employee"), on_delete=models.CASCADE, related_name="skills")
    name = models.CharField(_("skill"), max_length=80)
    level = models.PositiveSmallIntegerField(_("level"), choices=SkillLevel, default=SkillLevel.GOOD)

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["employee", "name"],
                name="skill_named_once",
                violation_error_message=_("This skill is there already. Change that one."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.employee}: {self.name}"


class Certificate(models.Model):
    """A licence or a proof, which may run out."""

    trail_capability: ClassVar[str] = "job.view"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employee = models.ForeignKey(
        "people.Employee", verbose_name=_("employee"), on_delete=models.CASCADE, related_name="certificates"
    )
    name = models.CharField(_("certificate"), max_length=160)
    issuer = models.CharField(_("issued by"), max_length=160, blank=True)
    number = models.CharField(_("number"), max_length=60, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    # How many days before the end the latest reminder was due, so that each is sent once; empty before the first.
    reminded_days = models.PositiveSmallIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(issued_on__isnull=True)
                | models.Q(expires_on__isnull=True)
                | models.Q(expires_on__gte=models.F("issued_on")),
                name="certificate_ends_after_issue",
                violation_error_message=_("It cannot end before it was issued. Check both dates."),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["expires_on"], name="certificate_expires_on")]

    def __str__(self) -> str:
        return f"{self.employee}: {self.name}"
