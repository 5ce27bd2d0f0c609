"""How complete files read in the audit trail."""

from django.utils.text import get_text_list
from django.utils.translation import gettext, gettext_lazy as _

from core.audit.sentences import register_phrases
from tenants.accounts.capabilities import DataGroup


def _labels(codes: list[str]) -> str:
    return get_text_list([str(DataGroup(code).label) for code in codes if code in DataGroup.values], gettext("and"))


register_phrases(
    {
        "completefile:asked": _("%(actor)s asked for the complete file of %(object)s: %(value)s."),
        "completefile:downloaded": _("%(actor)s downloaded the complete file of %(object)s: %(value)s."),
        "completefile:forgotten": _("%(actor)s deleted a complete file of %(object)s, whose time was over."),
    },
    {"subject_access.completefile.groups": _labels},
)
