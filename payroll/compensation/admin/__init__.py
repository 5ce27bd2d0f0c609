"""Compensation in the company administration."""

from django.utils.translation import gettext_lazy as _

from core.audit.sentences import register_phrases
from payroll.compensation.admin.closing import PayClosingAdmin
from payroll.compensation.admin.profiles import StatutoryProfileAdmin
from payroll.compensation.admin.terms import PayTermsAdmin

__all__ = ["PayClosingAdmin", "PayTermsAdmin", "StatutoryProfileAdmin"]


def _without_idle_zeros(value: str) -> str:
    # As text: a trail outlives the form of its fields.
    return value.rstrip("0").removesuffix(".") if "." in value else value


register_phrases(
    {
        "payterms:agreed": _("%(actor)s agreed on new pay terms with %(object)s."),
        "payterms:changed": _("%(actor)s changed the pay terms of %(object)s: %(changes)s."),
        "payterms:deleted": _("%(actor)s took back the pay terms of %(object)s."),
        "statutoryprofile:recorded": _("%(actor)s recorded tax details of %(object)s."),
        "statutoryprofile:changed": _("%(actor)s changed the tax details of %(object)s."),
        "statutoryprofile:deleted": _("%(actor)s took back tax details of %(object)s."),
        "payclosing:closed": _("%(actor)s closed pay (%(object)s) until %(value)s."),
    },
    {"compensation.payterms.amount": _without_idle_zeros},
)
