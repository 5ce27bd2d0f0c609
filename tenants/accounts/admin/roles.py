"""Roles: whose data of which group each allows to be seen and to be changed."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.audit.sentences import register_phrases
from core.company_admin import CompanyModelAdmin, column, company_admin
from core.http import CompanyRequest
from tenants.accounts import actions
from tenants.accounts.admin.forms import RoleForm
from tenants.accounts.admin.preview import grant_words, show_preview
from tenants.accounts.capabilities import BuiltInRole, Capability
from tenants.accounts.models import Role, User
from tenants.accounts.queries import effects_of_role


def _allows(codes: list[str]) -> str:
    return "; ".join(grant_words((capability, scope)) for capability, _space, scope in (code.partition(" ") for code in codes))


register_phrases(
    {
        "role:added": _("%(actor)s made the role %(object)s."),
        "role:changed": _("%(actor)s changed what the role %(object)s allows: %(changes)s."),
        "role:deleted": _("%(actor)s deleted the role %(object)s."),
    },
    {"accounts.role.allows": _allows},
    labels={"accounts.role.allows": _("rights")},
)


@admin.register(Role, site=company_admin)
class RoleAdmin(CompanyModelAdmin):
    """What each role allows. Whoever administers people reads it; who may make roles changes it."""

    view_capability = Capability.MANAGE_PEOPLE
    manage_capability = Capability.MANAGE_ROLES
    asks_again = True
    kept_message = _("Somebody has the role “%(object)s”, so it cannot be deleted. Take it away from everybody first.")
    refusals: ClassVar[dict[type[Exception], str | None]] = {actions.AccountRefusal: None}
    list_display: ClassVar[tuple[str, ...]] = ("name", "kind", "people")
    ordering: ClassVar[tuple[str, ...]] = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Role]:
        """With the number of accounts that have it."""
        roles: QuerySet[Role] = super().get_queryset(request)
        return roles.annotate(people_count=Count("assignments", filter=Q(assignments__user__is_active=True)))

    @column(_("Kind"), label={_("Built in"): "info"})
    def kind(self, role: Role) -> Any:
        """Whose idea it is."""
        return _("Built in") if role.code else _("Your own")

    @column(_("People"), ordering="people_count")
    def people(self, role: Any) -> int:
        """How many may sign in with it."""
        count: int = role.people_count
        return count

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Built-in roles stay."""
        return self._may_manage(request) and not (obj and obj.code)

    def delete_model(self, request: CompanyRequest, obj: Role) -> None:  # type: ignore[override]
        """Through the action."""
        actions.delete_role(role=obj, acting_user=request.user)

    def add_view(self, request: CompanyRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """A new role, empty or like another."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if late := self.ask_again(request):
            return late
        form = RoleForm(request.POST or None, role=Role(), editor=request.user, start=self._copied(request))
        if form.is_valid():
            try:
                role = actions.add_role(name=form.cleaned_data["name"], grants=form.grants(), acting_user=request.user)
            except actions.AccountRefusal as error:
                _explain(form, error)
            else:
                messages.success(
                    request, _("The role “%(role)s” is there now. Give it to people on their accounts.") % {"role": role}
                )
                return redirect("admin:accounts_role_changelist")
        return self._show(request, form, None)

    def change_view(
        self, request: CompanyRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What a role allows; a change is shown with what it means for whom before it is saved."""
        role = self.get_object(request, object_id)
        if role is None:
            raise Http404
        if not self.has_view_permission(request, role):
            raise PermissionDenied
        may_change = self._may_manage(request) and role.code != BuiltInRole.OWNER
        if request.method == "POST" and not may_change:
            raise PermissionDenied
        if may_change and (late := self.ask_again(request)):
            return late
        form = RoleForm(request.POST or None, role=role, editor=request.user)
        if form.is_valid():
            grants = form.grants()
            if "confirmed" not in request.POST:
                effects = effects_of_role(role, [(str(what), str(over)) for what, over in grants.items()])
                context = {"subtitle": role.name, "parent": self.parent_of(role), "opts": self.opts}
                return show_preview(request, effects, title=_("What this changes"), context=context)
            try:
                actions.change_role(role=role, name=form.cleaned_data["name"], grants=grants, acting_user=request.user)
            except actions.AccountRefusal as error:
                _explain(form, error)
            else:
                messages.success(
                    request, _("The role “%(role)s” is changed. It counts from everybody’s next page.") % {"role": role}
                )
                return redirect("admin:accounts_role_changelist")
        return self._show(request, form, role, may_change=may_change)

    def _show(self, request: CompanyRequest, form: RoleForm, role: Role | None, *, may_change: bool = True) -> HttpResponse:
        holders = User.objects.filter(is_active=True, roles=role).order_by("full_name", "id") if role else User.objects.none()
        context = {
            **self.admin_site.each_context(request),
            "title": self.heading_of(role) if role else _("Add a role"),
            "opts": self.opts,
            "form": form,
            "role": role,
            "may_change": may_change,
            "may_manage": self._may_manage(request),
            "may_delete": role and self.has_delete_permission(request, role),
            "holders": holders,
            "implied": _IMPLIED.get(role.code) if role else "",
            "back_url": reverse("admin:accounts_role_changelist"),
        }
        return TemplateResponse(request, "admin/accounts/role_form.html", context)

    def _copied(self, request: CompanyRequest) -> dict[str, str]:
        """What the role named in the address allows, as far as this person may give it."""
        try:
            key = UUID(request.GET.get("like", ""))
        except ValueError:
            return {}
        grants = Role.objects.filter(pk=key).values_list("grants__capability", "grants__scope")
        return {what: over for what, over in grants if what and request.user.may_give([(what, over)])}


_IMPLIED: dict[str, Promise] = {
    BuiltInRole.EMPLOYEE: _("What this role allows over “themselves” everybody has, also people with other roles only."),
    BuiltInRole.MANAGER: _(
        "What this role allows over reports everybody has to whom somebody reports, whether the role is given to them or not. "
        "Pay, bank accounts and medical data are never part of it."
    ),
    BuiltInRole.OWNER: _("Owners may always do everything, so that a company never locks itself out. At least one stays."),
    BuiltInRole.AUDITOR: _("Auditors read, and change nothing."),
}


def _explain(form: forms.Form, error: actions.AccountRefusal) -> None:
    form.add_error("name" if isinstance(error, actions.RoleNameTaken) else None, forms.ValidationError(str(error.message)))
