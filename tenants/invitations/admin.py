"""Invitations in the company administration: who was asked in, and what has become of it."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, ngettext

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
from core.moments import moment_text
from core.proofs import ask_again
from tenants.accounts.access import grantable_roles
from tenants.accounts.actions import AccountRefusal
from tenants.accounts.capabilities import Capability
from tenants.invitations.actions import invite_people, resend_invitation, revoke_invitation
from tenants.invitations.forms import InvitePeopleForm
from tenants.invitations.models import Invitation, InvitationState
from tenants.invitations.queries import InvitationRefusal
from tenants.invitations.rules import MOST_AT_ONCE

register_phrases(
    {
        "invitation:sent": _("%(actor)s sent an invitation to %(value)s."),
        "invitation:revoked": _("%(actor)s took back the invitation of %(object)s."),
        "invitation:accepted": _("%(actor)s accepted the invitation and chose a password."),
    }
)


class StateFilter(ChoiceFilter):
    """By what has become of them."""

    title = _("answer")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Every state."""
        return list(InvitationState.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> QuerySet[Invitation]:
        """Those in one state now."""
        unanswered = Q(accepted_at=None, revoked_at=None)
        conditions = {
            InvitationState.OPEN: unanswered & Q(expires_at__gt=timezone.now()),
            InvitationState.EXPIRED: unanswered & Q(expires_at__lte=timezone.now()),
            InvitationState.ACCEPTED: Q(accepted_at__isnull=False),
            InvitationState.REVOKED: Q(revoked_at__isnull=False),
        }
        return queryset.filter(conditions[InvitationState(self.value())]) if self.value() else queryset


@admin.register(Invitation, site=company_admin)
class InvitationAdmin(CompanyModelAdmin):
    """Sending, sending again, taking back; the answer is given on a page of its own."""

    view_capability = Capability.MANAGE_PEOPLE
    manage_capability = Capability.MANAGE_PEOPLE
    refusals: ClassVar[dict[type[Exception], str | None]] = {InvitationRefusal: "people", AccountRefusal: None}
    list_display: ClassVar[tuple[str, ...]] = ("person", "state", "sent", "good_until", "invited_by_name")
    list_select_related: ClassVar[tuple[str, ...]] = ("user", "invited_by")
    list_filter: ClassVar[tuple[Any, ...]] = (StateFilter,)
    search_fields: ClassVar[tuple[str, ...]] = ("email", "user__full_name")
    search_help_text = _("Name or e-mail")
    ordering: ClassVar[tuple[str, ...]] = ("-sent_at", "id")
    actions: ClassVar[tuple[str, ...]] = ("send_all_again", "take_all_back")
    actions_detail: ClassVar[tuple[str, ...]] = ("send_again", "take_back")
    fields: ClassVar[tuple[str, ...]] = ("person_name", "email", "state", "sent", "good_until", "invited_by_name")
    readonly_fields: ClassVar[tuple[str, ...]] = ("person_name", "email", "state", "sent", "good_until", "invited_by_name")

    def heading_of(self, obj: Invitation) -> str:
        """The name of who was asked in."""
        return obj.user.full_name

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The buttons change it. The list's own actions need the right to the list alone."""
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Taken back instead; what was sent was sent."""
        return False

    @column(_("Name"), ordering="user__full_name", is_header=True)
    def person(self, invitation: Invitation) -> tuple[str, str]:
        """Name over address."""
        return invitation.user.full_name, invitation.email

    @column(_("Name"))
    def person_name(self, invitation: Invitation) -> str:
        """The account's."""
        return invitation.user.full_name

    @column(
        _("Answer"),
        label={
            InvitationState.ACCEPTED.label: "success",
            InvitationState.OPEN.label: "info",
            InvitationState.EXPIRED.label: "warning",
            InvitationState.REVOKED.label: "danger",
        },
    )
    def state(self, invitation: Invitation) -> Any:
        """What has become of it by now."""
        return invitation.state_at(timezone.now()).label

    @column(_("Sent"), ordering="sent_at")
    def sent(self, invitation: Invitation) -> str:
        """When the last mail left."""
        return moment_text(invitation.sent_at)

    @column(_("Good until"), ordering="expires_at")
    def good_until(self, invitation: Invitation) -> str:
        """When the link stops opening."""
        return moment_text(invitation.expires_at)

    @column(_("Invited by"))
    def invited_by_name(self, invitation: Invitation) -> Any:
        """A person, or the platform where the company was set up."""
        return invitation.invited_by.full_name if invitation.invited_by else _("The platform")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Accounts are opened here, with roles, so it asks again who one is."""
        late = ask_again(request) if self.has_add_permission(request) else None
        response: HttpResponse = late or super().add_view(request, form_url, extra_context)
        return response

    def get_fieldsets(self, request: HttpRequest, obj: Invitation | None = None) -> Any:
        """A new one asks for people; one that is there tells."""
        return [(None, {"fields": self.fields if obj else ("people", "roles")})]

    def get_readonly_fields(self, request: HttpRequest, obj: Invitation | None = None) -> Any:
        """Nothing of one that is there is typed."""
        return self.readonly_fields if obj else ()

    def get_form(self, request: CompanyRequest, obj: Invitation | None = None, **kwargs: Any) -> type[CompanyModelForm]:  # type: ignore[override]
        """Offer the roles that this person may give."""
        if obj is not None:
            return super().get_form(request, obj, **kwargs)
        form = super().get_form(request, obj, **{**kwargs, "form": InvitePeopleForm, "fields": ()})
        # Fields are the class's: what one request offers must not be what another takes.
        form.base_fields["roles"] = roles = deepcopy(form.base_fields["roles"])
        roles.queryset = grantable_roles(request.user).exclude(code="")  # type: ignore[attr-defined]  # A model's choice.
        return form

    def save_model(self, request: CompanyRequest, obj: Invitation, form: forms.ModelForm, change: bool) -> None:  # type: ignore[override,type-arg]  # noqa: FBT001 - Django's signature.
        """Invite everybody who was named."""
        sent = invite_people(
            invitees=form.cleaned_data["people"],
            roles=[role.code for role in form.cleaned_data["roles"]],
            company=request.company,
            acting_user=request.user,
            now=timezone.now(),
        )
        # Django goes on with its own instance.
        obj.__dict__.update(sent[-1].__dict__)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any) -> HttpResponse:
        """Many are invited at once, so there is no other one to add."""
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **options)

    def response_add(self, request: HttpRequest, obj: Invitation, post_url_continue: str | None = None) -> HttpResponse:
        """To the list; there may be many."""
        messages.success(request, _("The invitations are on their way."))
        return redirect("admin:invitations_invitation_changelist")

    def has_send_again_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Offered until somebody has accepted."""
        invitation = self._shown(request, object_id)
        return self._may_manage(request) and (invitation is None or invitation.accepted_at is None)

    def has_take_back_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Offered until it was answered or taken back."""
        invitation = self._shown(request, object_id)
        return self.has_send_again_permission(request, object_id) and (invitation is None or invitation.revoked_at is None)

    def _shown(self, request: HttpRequest, object_id: str | None) -> Invitation | None:
        invitation: Invitation | None = self.get_object(request, object_id) if object_id else None
        return invitation

    @record_action(_("Send again"), icon="forward_to_inbox", permission="send_again", url_path="send-again")
    def send_again(self, request: CompanyRequest, object_id: str) -> HttpResponse:
        """Ask, then send a new link."""
        return self._ask(
            request,
            object_id,
            self._send_again,
            title=_("Send again"),
            explanation=_("%(email)s gets a new link, good for a week. The former one opens nothing any more."),
            done=_("A new invitation is on its way to %(email)s."),
        )

    @record_action(_("Take back"), icon="undo", permission="take_back", url_path="take-back")
    def take_back(self, request: CompanyRequest, object_id: str) -> HttpResponse:
        """Ask, then take back."""
        return self._ask(
            request,
            object_id,
            self._take_back,
            title=_("Take back"),
            explanation=_("The link opens nothing any more, and the account of %(email)s is closed. You can send it again later."),
            done=_("The invitation of %(email)s is taken back."),
            is_danger=True,
        )

    @admin.action(description=_("Send again"), permissions=["change"])
    def send_all_again(self, request: CompanyRequest, queryset: QuerySet[Invitation]) -> None:
        """New links for all chosen; those who have accepted keep what they have."""
        self._for_each(request, queryset.filter(accepted_at=None), self._send_again)

    @admin.action(description=_("Take back"), permissions=["change"])
    def take_all_back(self, request: CompanyRequest, queryset: QuerySet[Invitation]) -> None:
        """No link of the chosen opens any more."""
        self._for_each(request, queryset.filter(accepted_at=None, revoked_at=None), self._take_back)

    def _send_again(self, request: CompanyRequest, invitation: Invitation) -> None:
        resend_invitation(invitation=invitation, company=request.company, acting_user=request.user, now=timezone.now())

    def _take_back(self, request: CompanyRequest, invitation: Invitation) -> None:
        revoke_invitation(invitation=invitation, acting_user=request.user, now=timezone.now())

    def _for_each(
        self, request: CompanyRequest, invitations: QuerySet[Invitation], change: Callable[[CompanyRequest, Invitation], None]
    ) -> None:
        changed = 0
        for invitation in invitations.order_by("pk")[:MOST_AT_ONCE]:
            try:
                change(request, invitation)
            except tuple(self.refusals) as error:
                reason = str(getattr(error, "message", error))
                messages.error(request, _("%(person)s: %(reason)s") % {"person": invitation.email, "reason": reason})
            else:
                changed += 1
        done = ngettext("%(count)s invitation was changed.", "%(count)s invitations were changed.", changed) % {"count": changed}
        messages.success(request, done)

    def _ask(
        self,
        request: CompanyRequest,
        object_id: str,
        change: Callable[[CompanyRequest, Invitation], None],
        *,
        title: Any,
        explanation: Any,
        done: Any,
        is_danger: bool = False,
    ) -> HttpResponse:
        return ask_and_do(
            self,
            request,
            object_id,
            change=lambda invitation: change(request, invitation),
            words=lambda invitation: {"email": invitation.email},
            title=title,
            explanation=explanation,
            done=done,
            is_danger=is_danger,
        )
