"""What the screens of structures have in common: the capability, refusals, and edits that go through actions."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.audit.sentences import register_phrases
from core.company_admin import CompanyModelAdmin
from core.http import CompanyRequest
from payroll.structures import actions
from payroll.structures.forms import ACCEPTS_BROKEN
from tenants.accounts.capabilities import Capability

register_phrases(
    {
        "paystructure:composed": _("%(actor)s changed %(object)s’s %(changes)s."),
        "paystructureassignment:added": _("%(actor)s assigned a pay structure: %(object)s, %(changes)s."),
        "paystructureassignment:changed": _("%(actor)s changed an assignment, %(object)s: %(changes)s."),
        "paystructureassignment:deleted": _("%(actor)s took an assignment back: %(object)s."),
    }
)


class PayScreen(CompanyModelAdmin):
    """A screen of whoever runs payroll."""

    view_capability = Capability.MANAGE_PAYROLL
    manage_capability = Capability.MANAGE_PAYROLL
    refusals: ClassVar[dict[type[Exception], str | None]] = {
        actions.CodeTaken: "code",
        actions.CodeReserved: "code",
        actions.CasesBroken: ACCEPTS_BROKEN,
        actions.StructuresRefusal: None,
    }

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """With the switch for broken golden cases once they are broken."""
        return self.with_switch(request, super().get_fieldsets(request, obj))

    def with_switch(self, request: HttpRequest, given: Any) -> Any:
        """The fieldsets with that switch before them, if golden cases were broken."""
        refused = getattr(request, "refusal", (None, ""))[0] == ACCEPTS_BROKEN
        return [(None, {"fields": (ACCEPTS_BROKEN,)}), *given] if refused else given

    def edit_of(self, request: CompanyRequest, form: forms.ModelForm) -> dict[str, Any]:  # type: ignore[type-arg]  # Generic to mypy only.
        """What each edit's action takes beside the row."""
        accepts_broken = form.cleaned_data.get(ACCEPTS_BROKEN, False)
        return {"acting_user": request.user, "now": timezone.now(), "accepts_broken": accepts_broken}
