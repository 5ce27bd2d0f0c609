"""Who somebody is, how to reach them, and whom to call."""

from typing import ClassVar
from uuid import UUID

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField
from core.ids import new_id
from hr.personal.portraits import version_of
from hr.personal.rules.identifiers import KINDS

is_phone = RegexValidator(
    r"^\+?[0-9][0-9 ()./-]{4,28}$", _("Give a phone number with digits, such as +44 20 7946 0018."), code="phone"
)


class Gender(models.TextChoices):
    """What somebody says, if they say it."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    NON_BINARY = "non_binary", _("Non-binary")
    OTHER = "other", _("Other")


class MaritalStatus(models.TextChoices):
    """Some payroll laws ask for it."""

    SINGLE = "single", _("Single")
    MARRIED = "married", _("Married")
    CIVIL_PARTNERSHIP = "civil_partnership", _("Civil partnership")
    SEPARATED = "separated", _("Separated")
    DIVORCED = "divorced", _("Divorced")
    WIDOWED = "widowed", _("Widowed")


class PersonalRecord(models.Model):
    """One row of an employee from the first entry on."""

    trail_capability: ClassVar[str] = "personal.view"

    employee = models.OneToOneField(
        "people.Employee", verbose_name=_("employee"), primary_key=True, on_delete=models.CASCADE, related_name="personal_record"
    )
    preferred_name = models.CharField(_("preferred name"), max_length=80, blank=True)
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    date_of_birth = models.DateField(_("date of birth"), null=True, blank=True)
    gender = models.CharField(_("gender"), max_length=12, choices=Gender, blank=True)
    marital_status = models.CharField(_("marital status"), max_length=20, choices=MaritalStatus, blank=True)
    nationality = models.CharField(_("nationality"), max_length=2, blank=True)
    second_nationality = models.CharField(_("second nationality"), max_length=2, blank=True)

    personal_email = models.EmailField(_("personal e-mail"), blank=True)
    mobile_phone = models.CharField(_("mobile phone"), max_length=30, blank=True, validators=[is_phone])
    home_phone = models.CharField(_("home phone"), max_length=30, blank=True, validators=[is_phone])
    work_phone = models.CharField(_("work phone"), max_length=30, blank=True, validators=[is_phone])
    # What the release before this one writes; the one after takes both columns away.
    former_personal_email = models.EmailField(blank=True, editable=False)
    personal_email_changed_at = models.DateTimeField(null=True, editable=False)

    # The name of a kept file.
    photo = models.CharField(_("photo"), max_length=60, blank=True, editable=False)

    class Meta:
        verbose_name = _("personal record")
        verbose_name_plural = _("personal records")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(photo="") | models.Q(photo__regex=r"^photo/[0-9a-f]{32}\.webp$"), name="personal_record_photo"
            ),
            models.CheckConstraint(
                condition=models.Q(former_personal_email="") | models.Q(personal_email_changed_at__isnull=False),
                name="personal_record_former_email_dated",
            ),
        ]

    def __str__(self) -> str:
        return str(self.employee)

    @property
    def photo_version(self) -> UUID | None:
        """What its address changes with, so that browsers may keep a photo."""
        return version_of(self.photo)


class AddressKind(models.TextChoices):
    """What an address is for."""

    HOME = "home", _("Home")
    POSTAL = "postal", _("Post")
    TEMPORARY = "temporary", _("Temporary")


class Address(models.Model):
    """Where somebody lives or gets their post; one of each kind."""

    trail_capability: ClassVar[str] = "personal.view"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employee = models.ForeignKey("people.Employee", verbose_name=_("employee"), on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(_("kind"), max_length=10, choices=AddressKind, default=AddressKind.HOME)
    street = models.CharField(_("street and number"), max_length=120)
    details = models.CharField(_("further details"), max_length=120, blank=True)
    city = models.CharField(_("town or city"), max_length=80)
    region = models.CharField(_("region or state"), max_length=80, blank=True)
    postcode = models.CharField(_("postcode"), max_length=16, blank=True)
    country = models.CharField(_("country"), max_length=2)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["employee", "kind"],
                name="address_one_of_a_kind",
                violation_error_message=_("There is an address of this kind already. Change that one."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.employee}, {self.get_kind_display()}"


class Relationship(models.TextChoices):
    """What somebody is to an employee."""

    PARTNER = "partner", _("Partner")
    CHILD = "child", _("Child")
    PARENT = "parent", _("Parent")
    SIBLING = "sibling", _("Sibling")
    FRIEND = "friend", _("Friend")
    OTHER = "other", _("Other")


class EmergencyContact(models.Model):
    """Whom to call when something has happened, in this order."""

    trail_capability: ClassVar[str] = "personal.view"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employee = models.ForeignKey(
        "people.Employee", verbose_name=_("employee"), on_delete=models.CASCADE, related_name="emergency_contacts"
    )
    name = models.CharField(_("name"), max_length=120)
    relationship = models.CharField(_("relationship"), max_length=10, choices=Relationship)
    phone = models.CharField(_("phone"), max_length=30, validators=[is_phone])
    other_phone = models.CharField(_("other phone"), max_length=30, blank=True, validators=[is_phone])
    email = models.EmailField(_("e-mail"), blank=True)

    class Meta:
        verbose_name = _("emergency contact")
        verbose_name_plural = _("emergency contacts")

    def __str__(self) -> str:
        return f"{self.employee}: {self.name}"


class Dependant(models.Model):
    """Somebody an employee provides for; tax and benefits may depend on it."""

    trail_capability: ClassVar[str] = "personal.view"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employee = models.ForeignKey("people.Employee", verbose_name=_("employee"), on_delete=models.CASCADE, related_name="dependants")
    name = models.CharField(_("name"), max_length=120)
    relationship = models.CharField(_("relationship"), max_length=10, choices=Relationship)
    date_of_birth = models.DateField(_("date of birth"), null=True, blank=True)
    lives_with_employee = models.BooleanField(_("lives with them"), default=True)

    class Meta:
        verbose_name = _("dependant")
        verbose_name_plural = _("dependants")

    def __str__(self) -> str:
        return f"{self.employee}: {self.name}"


class Identifier(models.Model):
    """A number that a state gave to somebody; `kind` is a code of `rules.identifiers`."""

    trail_capability: ClassVar[str] = "personal.view"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    employee = models.ForeignKey(
        "people.Employee", verbose_name=_("employee"), on_delete=models.CASCADE, related_name="identifiers"
    )
    kind = models.CharField(_("kind"), max_length=20)
    country = models.CharField(_("country"), max_length=2)
    number = EncryptedTextField(_("number"))
    expires_on = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("identity number")
        verbose_name_plural = _("identity numbers")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["employee", "kind", "country"],
                name="identifier_one_of_a_kind",
                violation_error_message=_("There is a number of this kind already. Change that one."),
            )
        ]

    def __str__(self) -> str:
        # Never the number: this stands in the audit trail.
        return f"{self.employee}, {self.kind_name}"

    @property
    def kind_name(self) -> str:
        """What people call numbers of this kind."""
        return str(KINDS[self.kind].name) if self.kind in KINDS else self.kind
