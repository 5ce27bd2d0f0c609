"""How employment reads: in the audit trail and on the page of a person."""

from collections.abc import Iterator
from typing import Any

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.audit.sentences import register_phrases
from hr.people.actions import TermsChanges
from hr.people.models import EmploymentTerms

register_phrases(
    {
        "employee:hired": _("%(actor)s added %(object)s as an employee."),
        "employee:rehired": _("%(actor)s employed %(object)s again."),
        "employee:left": _("%(actor)s set %(object)s’s %(changes)s."),
        "employee:terms_changed": _("%(actor)s changed %(object)s’s %(changes)s."),
        "employee:terms_withdrawn": _("%(actor)s took a change of %(object)s’s terms back."),
        "employee:given_account": _("%(actor)s gave %(object)s an account."),
        "employee:deleted": _("%(actor)s deleted the employee %(object)s."),
    },
    columns={
        **{f"people.employee.{name}": f"people.employmentterms.{name}" for name in TermsChanges.__annotations__},
        "people.employee.start_date": "people.employmentperiod.start_date",
        "people.employee.end_date": "people.employmentperiod.end_date",
        "people.employee.effective_date": "people.employmentterms.start_date",
    },
)


def terms_in_words(terms: EmploymentTerms) -> Iterator[tuple[str, Any]]:
    """What is known of the terms, as name and value."""
    for name in TermsChanges.__annotations__:
        value = getattr(terms, name)
        if value in (None, ""):
            continue
        field: Any = EmploymentTerms._meta.get_field(name)
        if field.choices:
            value = terms.get_contract_type_display()
        elif name in {"weekly_hours", "full_time_equivalent"}:
            value = number_format(value.normalize())
        yield capfirst(str(field.verbose_name)), value
