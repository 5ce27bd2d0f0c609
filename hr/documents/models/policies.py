"""Policies that people have to read, and that they did."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.ids import new_id


class Policy(models.Model):
    """A document for everybody, or for a department, that each person signs to have read. What it says stands in versions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=120)
    department = models.ForeignKey(
        "people.Department",
        verbose_name=_("for"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="policies",
        help_text=_("A department with all its parts; nothing for everybody."),
    )
    is_active = models.BooleanField(_("in use"), default=True, help_text=_("If not, nobody is asked to sign it any more."))

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("name"),
                name="policy_named_once",
                violation_error_message=_("There is a policy of this name already. Publish a new version of that one."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class PolicyVersion(models.Model):
    """A file that was published; never changed afterwards. The latest is what has to be signed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    policy = models.ForeignKey(Policy, verbose_name=_("policy"), on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    changes = models.CharField(_("what is new"), max_length=300, blank=True)
    file = models.CharField(max_length=200)
    extension = models.CharField(max_length=5)
    original_name = models.CharField(_("file"), max_length=130)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    published_by = models.ForeignKey(
        "accounts.User", verbose_name=_("published by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(_("published"))
    # The latest day on which reminders left, so that each leaves once.
    reminded_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = _("version of a policy")
        verbose_name_plural = _("versions of policies")
        constraints: ClassVar = [models.UniqueConstraint(fields=["policy", "number"], name="policy_version_once")]

    def __str__(self) -> str:
        return str(_("%(policy)s, version %(number)s") % {"policy": self.policy, "number": self.number})


class Acknowledgement(models.Model):
    """Somebody has signed to have read a version: a fact, never changed. Holds the hash of the very file that was there."""

    trail_capability: ClassVar[str] = "documents.view"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(PolicyVersion, verbose_name=_("version"), on_delete=models.PROTECT, related_name="acknowledgements")
    employee = models.ForeignKey(
        "people.Employee", verbose_name=_("employee"), on_delete=models.PROTECT, related_name="acknowledgements"
    )
    signed_name = models.CharField(_("signed as"), max_length=200)
    signed_at = models.DateTimeField(_("signed"))
    ip = models.GenericIPAddressField(_("from"), null=True)
    user_agent = models.CharField(_("browser"), max_length=300, blank=True)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    # Not a key: the row outlives the account.
    signed_by_id = models.UUIDField()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "employee"], name="acknowledgement_once")]
        indexes: ClassVar = [models.Index(fields=["-signed_at"], name="acknowledgement_latest")]

    def __str__(self) -> str:
        return f"{self.employee}: {self.version}"
