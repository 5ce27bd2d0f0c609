"""Accounts: who may sign in, and with which roles."""

from copy import deepcopy
from datetime import datetime
from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.audit.sentences import register_phrases
from core.company_admin import (
    ChoiceFilter,
    CompanyModelAdmin,
    CompanyModelForm,
    ask_and_do,
    column,
    company_admin,
    record_action,
)
from core.http import CompanyRequest
from core.moments import day_text, moment_text
from tenants.accounts import actions
from tenants.accounts.access import grantable_roles
from tenants.accounts.admin.forms import AccountForm
from tenants.accounts.admin.preview import show_preview
from tenants.accounts.capabilities import Capability
from tenants.accounts.models import Role, User
from tenants.accounts.queries import effect_of_roles
from tenants.accounts.view_as import start_viewing_as

register_phrases(
    {
        "account:created": _("%(actor)s made an account for %(object)s."),
        "account:roles_changed": _("%(actor)s changed %(object)s’s %(changes)s."),
        "account:email_changed": _("%(actor)s changed %(object)s’s %(changes)s."),
        "account:deactivated": _("%(actor)s stopped %(object)s from signing in."),
        "account:second_factors_removed": _("%(actor)s reset %(object)s’s two-step sign-in."),
        "account:access_ends": _("%(actor)s set when %(object)s’s access ends: %(changes)s."),
        "account:activated": _("%(actor)s let %(object)s sign in again."),
        "account:password_changed": _("%(actor)s chose another password."),
        "account:viewed_as": _("%(actor)s began to look at the pages as %(object)s sees them, until %(value)s at the latest."),
        "account:viewed_as_ended": _("%(actor)s stopped looking at the pages as %(object)s sees them."),
    },
    {"accounts.user.until": lambda value: moment_text(datetime.fromisoformat(value))},
    labels={
        "accounts.user.roles": _("roles"),
        "accounts.user.until": _("until"),
        "accounts.user.devices": _("devices"),
        # What an exported list tells of whoever took it.
        "accounts.user.list": _("list"),
        "accounts.user.rows": _("rows"),
        "accounts.user.file": _("kind of file"),
    },
)


class RoleFilter(ChoiceFilter):
    """Accounts with one role."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """All roles."""
        return [(str(role.pk), role.name) for role in Role.objects.order_by("name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        """By role."""
        return queryset.filter(roles=self.value()) if self.value() else queryset


class ActiveFilter(ChoiceFilter):
    """Accounts that can sign in, or cannot."""

    title = _("signing in")
    parameter_name = "active"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Yes or no."""
        return [("yes", _("May sign in")), ("no", _("May not sign in"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        """By the switch."""
        return queryset.filter(is_active=self.value() == "yes") if self.value() else queryset


@admin.register(User, site=company_admin)
class UserAdmin(CompanyModelAdmin):
    """Who may sign in, and with which roles."""

    view_capability = Capability.MANAGE_PEOPLE
    manage_capability = Capability.MANAGE_PEOPLE
    asks_again = True
    refusals: ClassVar[dict[type[Exception], str | None]] = {actions.AccountRefusal: "given_roles"}
    form = AccountForm
    list_display: ClassVar[tuple[str, ...]] = ("account", "role_names", "may_sign_in", "last_seen")
    list_filter: ClassVar[tuple[Any, ...]] = (RoleFilter, ActiveFilter)
    search_fields: ClassVar[tuple[str, ...]] = ("full_name", "email")
    search_help_text = _("Name or e-mail")
    ordering: ClassVar[tuple[str, ...]] = ("full_name", "id")
    readonly_fields: ClassVar[tuple[str, ...]] = ("full_name", "email", "may_sign_in", "last_seen", "since")
    actions_detail: ClassVar[tuple[str, ...]] = ("look_as", "activate", "deactivate", "reset_second_factors")
    fieldsets: ClassVar[Any] = (
        (_("Account"), {"fields": ("full_name", "email", "may_sign_in", "last_seen", "since")}),
        (_("What this person may do"), {"fields": ("given_roles",)}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """An account is given to an employee, on the employee's screen."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What somebody did stays theirs, so accounts are switched off instead."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """With the roles, in one more query for the whole page."""
        accounts: QuerySet[User] = super().get_queryset(request)
        return accounts.prefetch_related("roles")

    def heading_of(self, obj: User) -> str:
        """The name alone."""
        return obj.full_name

    @column(_("Name"), ordering="full_name", is_header=True)
    def account(self, user: User) -> tuple[str, str]:
        """Name over e-mail."""
        return user.full_name, user.email

    @column(_("Roles"), label=True)
    def role_names(self, user: User) -> list[str]:
        """By name."""
        return sorted(role.name for role in user.roles.all())

    @column(_("May sign in"), label={_("Yes"): "success", _("No"): "danger"})
    def may_sign_in(self, user: User) -> Any:
        """Whether the account is switched on."""
        return _("Yes") if user.is_active else _("No")

    @column(_("Last signed in"), ordering="last_login")
    def last_seen(self, user: User) -> Any:
        """The moment, or that it has not happened."""
        return moment_text(user.last_login) if user.last_login else _("Never")

    @column(_("Account since"))
    def since(self, user: User) -> str:
        """The day on which the account was made."""
        return day_text(timezone.localdate(user.date_joined))

    def get_form(self, request: CompanyRequest, obj: User | None = None, **kwargs: Any) -> type[CompanyModelForm]:  # type: ignore[override]
        """Offer what this person may give, and what the account has already."""
        form = super().get_form(request, obj, **kwargs)
        if field := deepcopy(form.base_fields.get("given_roles")):
            # Fields are the class's: what one request offers must not be what another takes.
            form.base_fields["given_roles"] = field
            offered = Q(pk__in=grantable_roles(request.user)) | Q(assignments__user=obj)
            field.queryset = Role.objects.filter(offered).distinct().order_by("name")  # type: ignore[attr-defined]  # A model's choice.
        return form

    def change_view(
        self, request: CompanyRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The account. What a change of roles gives and takes is shown before it is saved."""
        user = self._shown(request, object_id) if request.method == "POST" and "confirmed" not in request.POST else None
        if user is not None and self.has_change_permission(request, user):
            if late := self.ask_again(request):
                return late
            form = self.get_form(request, user)(request.POST, instance=user)
            effect = effect_of_roles(user, form.cleaned_data["given_roles"]) if form.is_valid() else None
            if effect and (effect.gains or effect.loses):
                context = {"subtitle": user.full_name, "parent": self.parent_of(user), "opts": self.opts}
                return show_preview(request, [effect], title=_("What this changes"), context=context)
        response: HttpResponse = super().change_view(request, object_id, form_url, extra_context)
        return response

    def save_model(self, request: CompanyRequest, obj: User, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Roles are all that is changed here."""
        actions.change_roles(user=obj, roles=form.cleaned_data["given_roles"], acting_user=request.user)

    def has_look_as_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Offered for other people's accounts that are on."""
        user = self._shown(request, object_id)
        allowed = request.user.has_perm(Capability.MANAGE_ROLES)
        return allowed and (user is None or (user.is_active and user.pk != request.user.pk))

    def has_activate_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Offered for accounts that are off."""
        user = self._shown(request, object_id)
        return self._may_manage(request) and (user is None or not user.is_active)

    def has_deactivate_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Offered for other people's accounts that are on."""
        user = self._shown(request, object_id)
        return self._may_manage(request) and (user is None or (user.is_active and user.pk != request.user.pk))

    def has_reset_second_factors_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Offered for other people's accounts that have any."""
        user = self._shown(request, object_id)
        if user is not None and (user.pk == request.user.pk or not Authenticator.objects.filter(user=user).exists()):
            return False
        return self._may_manage(request)

    @record_action(
        _("Reset two-step sign-in"), icon="phonelink_erase", permission="reset_second_factors", url_path="reset-second-factors"
    )
    def reset_second_factors(self, request: CompanyRequest, object_id: str) -> HttpResponse:
        """Ask, remove, and tell the person."""
        explanation = _(
            "The authenticator app, the passkeys and the recovery codes of %(person)s are removed, and they are told by mail. "
            "Be sure that it is really %(person)s who asks: until a second step is set up anew, the password alone signs in."
        )
        title = _("Reset two-step sign-in")
        done = _("%(person)s signs in with the password alone until they set up a second step again.")
        return self._switch(request, object_id, self._remove_second_factors, title, explanation, done, is_danger=True)

    def _remove_second_factors(self, *, user: User, acting_user: User) -> None:
        actions.remove_second_factors(user=user, acting_user=acting_user)
        adapter = get_adapter()
        adapter.send_mail("mfa/email/second_factors_removed", user.email, {"user": user, "removed_by": acting_user.full_name})

    def _shown(self, request: HttpRequest, object_id: str | None) -> User | None:
        user: User | None = self.get_object(request, object_id) if object_id else None
        return user

    @record_action(_("See what they see"), icon="visibility", permission="look_as", url_path="look-as")
    def look_as(self, request: CompanyRequest, object_id: str) -> HttpResponse:
        """Ask, then show the pages as this person has them."""
        explanation = _(
            "For a quarter of an hour you see all pages as %(person)s sees them. You can read and change nothing; salary, bank "
            "accounts, medical data and payslips are not shown. The history of changes says that you looked."
        )

        def begin(user: User) -> None:
            start_viewing_as(session=request.session, viewer=request.user, user=user, now=timezone.now())

        return ask_and_do(
            self,
            request,
            object_id,
            change=begin,
            words=_person,
            title=_("See what they see"),
            explanation=explanation,
            done=_("These are the pages of %(person)s."),
            back_url=reverse("home") if request.method == "POST" else "",
        )

    @record_action(_("Let sign in again"), icon="lock_open", permission="activate", url_path="activate")
    def activate(self, request: CompanyRequest, object_id: str) -> HttpResponse:
        """Ask, then switch on."""
        explanation = _("%(person)s can sign in again, with the roles and the password they had.")
        done = _("%(person)s can sign in again.")
        return self._switch(request, object_id, actions.activate_account, _("Let sign in again"), explanation, done)

    @record_action(
        _("Stop from signing in"),
        icon="block",
        permission="deactivate",
        url_path="deactivate",
    )
    def deactivate(self, request: CompanyRequest, object_id: str) -> HttpResponse:
        """Ask, then switch off."""
        explanation = _(
            "%(person)s is signed out everywhere and cannot sign in any more. Nothing is deleted, and you can undo it here."
        )
        done = _("%(person)s can no longer sign in.")
        title = _("Stop from signing in")
        return self._switch(request, object_id, actions.deactivate_account, title, explanation, done, is_danger=True)

    def _switch(self, request: CompanyRequest, object_id: str, switch: Any, *words: Any, is_danger: bool = False) -> HttpResponse:
        title, explanation, done = words

        def change(user: User) -> None:
            switch(user=user, acting_user=request.user)

        return ask_and_do(
            self,
            request,
            object_id,
            change=change,
            words=_person,
            title=title,
            explanation=explanation,
            done=done,
            is_danger=is_danger,
        )


def _person(user: User) -> dict[str, str]:
    return {"person": user.full_name}
