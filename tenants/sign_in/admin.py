"""The rules of signing in, in the company administration: one row, so straight to its form."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _g, gettext_lazy as _

from core.audit.sentences import register_phrases
from core.company_admin import CompanyModelAdmin, DayRangeFilter, FieldChoiceFilter, column, company_admin
from core.http import CompanyRequest
from core.moments import moment_text
from tenants.accounts.capabilities import Capability
from tenants.accounts.devices import device_name, method_text
from tenants.accounts.models import Role, SignIn
from tenants.sign_in.actions import OwnersComeByPassword, PolicyChanges, change_policy
from tenants.sign_in.forms import PolicyForm
from tenants.sign_in.models import SignInPolicy


def _role_names(keys: list[str]) -> str:
    names = list(Role.objects.filter(pk__in=[UUID(key) for key in keys]).order_by("name").values_list("name", flat=True))
    return get_text_list(names, _g("and")) if names else _g("everybody")


register_phrases(
    {
        "sign_in:changed": _("%(actor)s changed the rules of signing in: %(changes)s."),
        "account:signed_out": _("%(actor)s signed %(object)s out on other devices."),
        "account:app_added": _("%(actor)s set up an authenticator app as a second step of signing in."),
        "account:app_removed": _("%(actor)s removed the authenticator app from signing in."),
        "account:passkey_added": _("%(actor)s added a passkey to sign in with."),
        "account:passkey_removed": _("%(actor)s removed a passkey from signing in."),
        "account:recovery_codes_made": _("%(actor)s made new recovery codes."),
    },
    {"sign_in.signinpolicy.second_factor_roles": _role_names},
)


@admin.register(SignInPolicy, site=company_admin)
class SignInPolicyAdmin(CompanyModelAdmin):
    """What is demanded of whoever signs in."""

    view_capability = Capability.VIEW_SETTINGS
    manage_capability = Capability.MANAGE_SETTINGS
    form = PolicyForm
    list_heading = _("Signing in")
    fieldsets: ClassVar[Any] = (
        (_("Two-step sign-in"), {"fields": ("second_factor", "roles", "second_factor_grace_days")}),
        (
            _("Passwords"),
            {
                "fields": ("password_min_length", "password_lifetime_days"),
                "description": _(
                    "Leaked and easily guessed passwords are always refused. To have people choose a new one from time to time "
                    "makes them choose worse ones; leave it empty unless somebody demands it of you."
                ),
            },
        ),
        (
            _("Sessions"),
            {
                "fields": ("session_hours", "idle_minutes"),
                "description": _(
                    "Empty: a session lasts twelve hours, or thirty days for people who want to stay signed in on a device."
                ),
            },
        ),
    )
    asks_again = True
    conditional_fields: ClassVar[dict[str, str]] = dict.fromkeys(
        ("roles", "second_factor_grace_days"), "second_factor == 'required'"
    )
    refusals: ClassVar[dict[type[Exception], str | None]] = {OwnersComeByPassword: "second_factor"}

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one row, or the rules are as they come."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """There is one row, or the rules are as they come."""
        return False

    def heading_of(self, obj: SignInPolicy) -> str:
        """What the rules are about."""
        return str(_("Signing in"))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> SignInPolicy | None:
        """The company's rules, also while no row says anything else than what comes."""
        if object_id != "1":
            return None
        found: SignInPolicy | None = super().get_object(request, object_id, from_field)
        return found or SignInPolicy(settings_id=1)

    @column(_("Required of"))
    def roles(self, policy: SignInPolicy) -> str:
        """For who may read the rules alone."""
        return _role_names([str(key) for key in policy.second_factor_roles])

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Straight to the form."""
        return redirect("admin:sign_in_signinpolicy_change", 1)

    def response_change(self, request: HttpRequest, obj: SignInPolicy) -> HttpResponse:
        """Back to the form."""
        messages.success(request, _("The rules are saved."))
        return redirect(request.path)

    def save_model(self, request: CompanyRequest, obj: SignInPolicy, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Through the action, only what was changed."""
        names = PolicyChanges.__annotations__.keys() & set(form.changed_data)
        changes: PolicyChanges = {name: form.cleaned_data[name] for name in names}  # type: ignore[assignment]
        if "roles" in form.changed_data:
            changes["second_factor_roles"] = sorted(role.pk for role in form.cleaned_data["roles"])
        change_policy(acting_user=request.user, now=timezone.now(), **changes)


@admin.register(SignIn, site=company_admin)
class SignInAdmin(CompanyModelAdmin):
    """The log of everybody's sign-ins, to be read."""

    view_capability = Capability.VIEW_AUDIT
    list_display: ClassVar[tuple[str, ...]] = ("moment", "person", "result", "how", "device", "ip")
    list_display_links: ClassVar[tuple[str, ...]] = ("moment",)
    list_select_related: ClassVar[tuple[str, ...]] = ("user",)
    list_filter: ClassVar[tuple[Any, ...]] = (("method", FieldChoiceFilter), ("at", DayRangeFilter))
    search_fields: ClassVar[tuple[str, ...]] = ("user__full_name", "user__email")
    search_help_text = _("Name or e-mail")
    ordering: ClassVar[tuple[str, ...]] = ("-at", "id")
    fields: ClassVar[tuple[str, ...]] = ("moment", "person_name", "result", "how", "device", "user_agent", "ip")
    readonly_fields: ClassVar[tuple[str, ...]] = fields

    def heading_of(self, obj: SignIn) -> str:
        """Whose it was."""
        return obj.user.full_name

    @column(_("When"), ordering="at")
    def moment(self, sign_in: SignIn) -> str:
        """The moment."""
        return moment_text(sign_in.at)

    @column(_("Name"), ordering="user__full_name", is_header=True)
    def person(self, sign_in: SignIn) -> tuple[str, str]:
        """Name over e-mail."""
        return sign_in.user.full_name, sign_in.user.email

    @column(_("Name"))
    def person_name(self, sign_in: SignIn) -> str:
        """Whose it was."""
        return sign_in.user.full_name

    @column(_("Result"), label={_("Signed in"): "success", _("New device"): "warning", _("Wrong password"): "danger"})
    def result(self, sign_in: SignIn) -> Any:
        """What came of it."""
        if not sign_in.succeeded:
            return _("Wrong password")
        return _("New device") if sign_in.is_new_device else _("Signed in")

    @column(_("With"))
    def how(self, sign_in: SignIn) -> str:
        """What they proved who they are with."""
        return capfirst(method_text(sign_in))

    @column(_("Device"))
    def device(self, sign_in: SignIn) -> str:
        """What the browser said it is."""
        return device_name(sign_in.user_agent)
