"""Nobody decides over their own pay."""

from django.utils.translation import gettext as _, ngettext

from core.audit.actions import Actor
from hr.people.models import Employee
from payroll.compensation.queries import others_who_may_change_pay
from payroll.compensation.rules.amounts import CompensationRefusal

_MOST_NAMES = 3


class OwnPay(CompensationRefusal):
    """Somebody would change what they are paid themselves, though others are there to do it."""

    def __init__(self, others: list[str]) -> None:
        message = ngettext(
            "You cannot change your own pay. Ask %(names)s, who may change it too.",
            "You cannot change your own pay. Ask one of those who may change it too: %(names)s.",
            len(others),
        )
        names = ", ".join(others[:_MOST_NAMES])
        more = _("%(names)s and others") % {"names": names} if len(others) > _MOST_NAMES else names
        super().__init__(message % {"names": more}, field="employee")


def refuse_own(employee: Employee, acting_user: Actor | None) -> None:
    """Whether somebody else than `employee` acts, or nobody else could. Raises OwnPay."""
    if acting_user is not None and employee.user_id == acting_user.id:
        others = others_who_may_change_pay(employee)
        if others:
            raise OwnPay(others)
