"""User and Role. The same tables stand in public for the platform's staff and in each company's schema."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.formatting import current_date_style
from core.ids import new_id
from tenants.accounts.capabilities import IMPLIED_SCOPES, NOT_OVER_ONESELF, SCOPED, Capability, Scope


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
    # None: since the account was made.
    password_changed_at = models.DateTimeField(null=True, editable=False)
    # From then on nothing is open but what `leaving.py` leaves; None while nobody has said when.
    access_ends_at = models.DateTimeField(_("access ends"), null=True, editable=False)
    date_joined = models.DateTimeField(_("joined"))
    roles: "models.ManyToManyField[Role, RoleAssignment]" = models.ManyToManyField(
        "accounts.Role", through="accounts.RoleAssignment", related_name="users", verbose_name=_("roles")
    )

    # Known only on the way in, where it comes along with the addresses.
    has_second_factor: bool

    objects: ClassVar[UserManager] = UserManager()

    viewed_by: "User | None" = None
    """Who really looks, while somebody looks at the pages as this person sees them (`view_as.py`), and until when they may."""
    viewed_until: datetime | None = None
    has_left = False
    """Their access has ended, so that their own records are all that is open to them (`leaving.py`)."""

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

    @property
    def viewing_ends(self) -> str:
        """The time of day at which looking at this person's pages ends, in the company's way of writing it."""
        zone = timezone.get_current_timezone()
        return current_date_style().time_text(self.viewed_until.astimezone(zone)) if self.viewed_until else ""

    def get_full_name(self) -> str:
        """The name; Django's admin asks for it in this way."""
        return self.full_name

    @cached_property
    def grants(self) -> Mapping[str, frozenset[str]]:
        """The scopes over which each capability is allowed; one query, once per request.

        Beside the roles that were given, everybody has what Employee allows over oneself and Manager over one's reports.
        """
        if not self.is_active:
            return {}
        held = models.Q(role__assignments__user=self)
        for code, scopes in IMPLIED_SCOPES.items():
            held |= models.Q(role__code=code, scope__in=scopes)
        given = RoleGrant.objects.filter(held)
        return scopes_by_capability(given.values_list("capability", "scope"))

    def scopes_of(self, capability: str) -> frozenset[str]:
        """Over whom this person may do it. Whoever may change a group of data sees it too."""
        scopes = self.grants.get(capability, frozenset())
        if capability.endswith(".view"):
            scopes |= self.grants.get(capability.removesuffix("view") + "manage", frozenset())
        return scopes

    def may_give(self, grants: Iterable[tuple[str, str]]) -> bool:
        """Whether grants, pairs of capability and scope, allow nobody more than this person may do.

        What somebody may do with their own record is nobody else's to withhold. All other scopes are seen from whoever gets
        the role, and whom they reach only somebody may answer for who reaches everybody.
        """
        return all(scope == Scope.SELF or self.has_perm(capability) for capability, scope in grants)

    @property
    def is_staff(self) -> bool:
        """Whether the company administration opens; the name is Django's."""
        return self.has_perm(Capability.ENTER_ADMIN)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether a role of this person allows the capability `perm` for the whole company."""
        return Scope.COMPANY in self.scopes_of(perm)

    def has_perms(self, perms: list[str], obj: Any = None) -> bool:
        """Whether each of `perms` is allowed."""
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        """Whether anything of an app is allowed; the administration asks."""
        return self.is_staff


def scopes_by_capability(grants: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Pairs of capability and scope, put together by capability."""
    found: dict[str, frozenset[str]] = {}
    for capability, scope in grants:
        found[capability] = found.get(capability, frozenset()) | {scope}
    return found


class Role(models.Model):
    """A named set of grants. The built-in ones have a code."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(max_length=20, blank=True)
    name = models.CharField(_("name"), max_length=80)
    # What the release before this one reads; the one after takes the column away.
    capabilities: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=40), default=list, db_default=[], editable=False
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


class RoleGrant(models.Model):
    """A role allows a capability over a scope: its widest, since a role has one scope for each capability."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    role = models.ForeignKey("accounts.Role", on_delete=models.CASCADE, related_name="grants")
    capability = models.CharField(_("allows"), max_length=40, choices=Capability)
    scope = models.CharField(_("over"), max_length=20, choices=Scope)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["role", "capability"], name="role_grant_unique"),
            models.CheckConstraint(condition=models.Q(scope__in=Scope.values), name="role_grant_scope_known"),
            models.CheckConstraint(
                condition=models.Q(scope=Scope.COMPANY) | models.Q(capability__in=SCOPED), name="role_grant_company_wide"
            ),
            models.CheckConstraint(
                condition=~models.Q(scope=Scope.SELF) | ~models.Q(capability__in=NOT_OVER_ONESELF),
                name="role_grant_not_over_oneself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role_id}: {self.capability} {self.scope}"


class RoleAssignment(models.Model):
    """A person has a role."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="role_assignments")
    role = models.ForeignKey("accounts.Role", on_delete=models.PROTECT, related_name="assignments")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "role"], name="role_assignment_unique")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role_id}"


class SignIn(models.Model):
    """Somebody has signed in, or tried to with a wrong password. Until it ends, one that succeeded is a device in use."""

    class Method(models.TextChoices):
        """What they proved who they are with."""

        PASSWORD = "password", _("password")
        PASSKEY = "passkey", _("passkey")
        IDENTITY_PROVIDER = "provider", _("the company’s identity provider")
        MAIL = "mail", _("a link or a code by mail")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="sign_ins", verbose_name=_("account"))
    at = models.DateTimeField(_("when"))
    succeeded = models.BooleanField(_("succeeded"))
    method = models.CharField(_("with"), max_length=10, choices=Method)
    had_second_factor = models.BooleanField(_("second step"))
    is_new_device = models.BooleanField(_("new device"))
    ip = models.GenericIPAddressField(_("from"), null=True)
    user_agent = models.CharField(_("browser"), max_length=300)
    # Of what the browser keeps to be known again; empty for those that failed.
    device_hash = models.CharField(max_length=64, blank=True)
    # Which session it opened; the session's row is gone once it has ended.
    session_key = models.CharField(max_length=40, blank=True)
    last_seen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        indexes: ClassVar = [
            models.Index(fields=["user", "-at"], name="sign_in_of_user"),
            models.Index(fields=["-at"], name="sign_in_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
