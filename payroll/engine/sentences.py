"""The engine's own rules in words. Values in braces come from the trace; amounts are in the currency of the calculation."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from payroll.engine.inputs import INPUTS

SENTENCES: dict[str, str | Promise] = {
    **{f"name={name}": each.label for name, each in INPUTS.items()},
    "engine.amount": _("{component}: {formula} makes {result} with {values}."),
    "engine.skipped": _("{component} does not apply: {condition} is not so."),
    "engine.prorated": _("{component} for {start} to {end}: {paid} of {of} days of {full} make {result}."),
    "engine.rounded": _("{component}: {amount} is rounded to {result} ({mode})."),
    "engine.converted": _("{component}: {amount} {currency} at {rate} ({source}, {day}) are {result} {into}."),
    "engine.owed": _("{component}: {amount} and {owed} that could not be taken before make {result}."),
    "engine.beside": _(
        "{levy} of all jobs paid for this period is {together}; the others bore {borne}, so this one bears {result}."
    ),
    "mode=half_up": _("halves up"),
    "mode=half_even": _("halves to the even digit"),
    "mode=down": _("down"),
    "mode=up": _("up"),
    "engine.not_taken": _("{component}: of {wanted}, {result} cannot be taken from what is left."),
    "engine.order.amount": _("{order} (priority {priority}) asks for {result} of each payment."),
    "engine.order.percent": _("{order} (priority {priority}) asks for {percent} % of net pay of {net}, rounded down: {result}."),
    "engine.order.left": _("{order}: of {asked}, only {result} is still owed."),
    "engine.order.taken": _("{order} takes {result} of {before}, which leaves the protected earnings of {protected} untouched."),
    "engine.order.unprotected": _("{order} takes {result} of {before}; it protects no earnings."),
    "engine.order.short": _(
        "{order} takes {result} instead of {asked}: {before} is left, and the protected earnings of {protected} stay with the "
        "employee."
    ),
    "engine.net": _("Net pay is {result}: gross {gross} less deductions of {deductions}."),
    "engine.paid": _(
        "Of net pay of {net}, with {brought} brought forward, {result} is paid out and {carried} carried to the next payment."
    ),
    "engine.gross_up": _("For a net of {net}, {name} is found to be {result}, which nets {reached}."),
    "engine.employer_cost": _("The employer's cost is {result}: gross {gross} and contributions of {employer}."),
}
