"""User and Role. The same tables stand in public for the platform's staff and in each company's schema."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from tenants.accounts.capabilities import Capability


class UserManager(BaseUserManager["User"]):
    """Finds users by e-mail without regard to case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this e-mail. Raises User.DoesNotExist."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """Somebody who may sign in to one company, or to the console."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(_("e-mail"))
    full_name = models.CharField(_("name"), max_length=150)
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("joined"))
    roles: "models.ManyToManyField[Role, RoleAssignment]" = models.ManyToManyField(
        "accounts.Role", through="accounts.RoleAssignment", related_name="users", verbose_name=_("roles")
    )

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["email"], name="user_email_unique"),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower_case"),
        ]

    def __str__(self) -> str:
        return f"{self.full_name} <{self.email}>"

    def get_full_name(self) -> str:
        """The name; Django's admin asks for it in this way."""
        return self.full_name

    @cached_property
    def capabilities(self) -> frozenset[str]:
        """Everything that this person's roles allow; one query, once per request."""
        if not self.is_active:
            return frozenset()
        granted = Role.objects.filter(assignments__user=self).values_list("capabilities", flat=True)
        return frozenset(code for codes in granted for code in codes)

    @property
    def is_staff(self) -> bool:
        """Whether the company administration opens; the name is Django's."""
        return self.has_perm(Capability.ENTER_ADMIN)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether a role of this person allows the capability `perm`."""
        return perm in self.capabilities

    def has_perms(self, perms: list[str], obj: Any = None) -> bool:
        """Whether each of `perms` is allowed."""
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        """Whether anything of an app is allowed; the administration asks."""
        return self.is_staff


class Role(models.Model):
    """A named set of capabilities. The built-in ones have a code."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(max_length=20, blank=True)
    name = models.CharField(_("name"), max_length=80)
    capabilities: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=40, choices=Capability), verbose_name=_("allows"), default=list
    )

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="role_code_unique"),
            models.UniqueConstraint(Lower("name"), name="role_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class RoleAssignment(models.Model):
    """A person has a role."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="role_assignments")
    role = models.ForeignKey("accounts.Role", on_delete=models.PROTECT, related_name="assignments")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "role"], name="role_assignment_unique")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role_id}"
