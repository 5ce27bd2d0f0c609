"""Personal records in the company administration: the rules, what waits for somebody's yes, and how it all reads in the trail."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _g, gettext_lazy as _

from core.audit.sentences import register_phrases
from core.countries import country_name
from hr.personal.admin.policy import PersonalPolicyAdmin
from hr.personal.admin.requests import BankDetailsAdmin, ChangeRequestAdmin, section_title
from hr.personal.rules.identifiers import KINDS

__all__ = ["BankDetailsAdmin", "ChangeRequestAdmin", "PersonalPolicyAdmin"]


def _section_titles(codes: list[str]) -> str:
    return get_text_list([section_title(code) for code in codes], _g("and"))


def _kind_of_number(code: str) -> str:
    return str(KINDS[code].name) if code in KINDS else code


register_phrases(
    {
        "personalpolicy:changed": _("%(actor)s changed the rules for personal records: %(changes)s."),
        "personalrecord:photo_changed": _("%(actor)s changed %(object)s’s photo."),
        "personalrecord:photo_removed": _("%(actor)s removed %(object)s’s photo."),
        "changerequest:asked": _("%(actor)s asked for a change of %(object)s’s record: %(value)s."),
        "changerequest:approved": _("%(actor)s approved a change of %(object)s’s record: %(value)s."),
        "changerequest:refused": _("%(actor)s refused a change of %(object)s’s record: %(value)s."),
        "changerequest:withdrawn": _("%(actor)s withdrew a change of %(object)s’s record: %(value)s."),
        "bankdetails:asked": _("%(actor)s asked for other bank details of %(object)s: %(value)s."),
        "bankdetails:confirmed": _("%(actor)s confirmed the new bank details of %(object)s."),
        "bankdetails:refused": _("%(actor)s refused the new bank details of %(object)s."),
        "bankdetails:withdrawn": _("%(actor)s withdrew the new bank details of %(object)s."),
    },
    {
        "personal.personalpolicy.asked_sections": _section_titles,
        "personal.changerequest.section": section_title,
        "personal.identifier.kind": _kind_of_number,
        **dict.fromkeys(
            (
                "personal.address.country",
                "personal.identifier.country",
                "personal.personalrecord.nationality",
                "personal.personalrecord.second_nationality",
            ),
            country_name,
        ),
    },
    labels={"personal.bankdetails.banks": _("banks")},
)
