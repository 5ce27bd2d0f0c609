"""In which currency an amount for somebody is: that of its component, or else of their terms of pay."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from hr.people.models import Employee
from payroll.compensation.queries.terms import currency_of
from payroll.compensation.rules.amounts import CompensationRefusal
from payroll.structures.models import AmountRule, Kind, PayComponent


class NoTermsYet(CompensationRefusal):
    """Nothing says in which currency somebody is paid."""

    message = _("There are no pay terms for this person on that day, so the currency is not known. Add pay terms first.")
    field = "employee"


class NotEntered(CompensationRefusal):
    """The component works its amount out by itself."""

    message = _("This component works its amount out by itself. Choose one whose amount is entered for each person.")
    field = "component"


class NotADeduction(CompensationRefusal):
    """A loan is paid back by what is taken from pay."""

    message = _("A loan is paid back by a deduction. Choose a component that is a deduction and is not prorated.")
    field = "component"


def currency_for(employee: Employee, component: PayComponent, day: date) -> str:
    """The currency of an amount under a component from a day on. Raises NotEntered, NoTermsYet."""
    if component.rule != AmountRule.ENTERED:
        raise NotEntered
    currency = component.currency or currency_of(employee, day)
    if not currency:
        raise NoTermsYet
    return currency


def check_repays(component: PayComponent) -> None:
    """Whether instalments can be taken under a component. Raises NotADeduction."""
    if component.kind != Kind.DEDUCTION or component.proration != "none":
        raise NotADeduction
