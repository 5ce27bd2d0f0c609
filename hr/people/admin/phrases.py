"""How what happens to people reads in the audit trail."""

from django.utils.translation import gettext_lazy as _

from core.audit.sentences import register_phrases
from hr.people.timeline import TERMS

register_phrases(
    {
        "employee:hired": _("%(actor)s added %(object)s as an employee."),
        "employee:rehired": _("%(actor)s employed %(object)s again."),
        "employee:left": _("%(actor)s set %(object)s’s %(changes)s."),
        "employee:terms_changed": _("%(actor)s changed %(object)s’s %(changes)s, from %(effective_date)s on."),
        "employee:terms_withdrawn": _("%(actor)s took the change of %(object)s’s terms from %(effective_date)s on back."),
        "employee:given_account": _("%(actor)s gave %(object)s an account."),
        "employee:deleted": _("%(actor)s deleted the employee %(object)s."),
    },
    columns={
        **{f"people.employee.{name}": f"people.employmentterms.{name}" for name in TERMS},
        "people.employee.start_date": "people.employmentperiod.start_date",
        "people.employee.end_date": "people.employmentperiod.end_date",
        "people.employee.effective_date": "people.employmentterms.start_date",
    },
    labels={"people.employee.effective_date": _("holds from")},
)
