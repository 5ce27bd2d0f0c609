"""The engine's own rules in words. Values in braces come from the trace; amounts are in the currency of the calculation."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "engine.amount": _("{component}: {formula} makes {result} with {values}."),
    "engine.skipped": _("{component} does not apply: {condition} is not so."),
    "engine.prorated": _("{component} for {start} to {end}: {paid} of {of} days of {full} make {result}."),
    "engine.rounded": _("{component}: {amount} is rounded to {result} ({mode})."),
    "engine.not_taken": _("{component}: of {wanted}, {result} cannot be taken from what is left."),
    "engine.net": _("Net pay is {result}: gross {gross} less deductions of {deductions}."),
    "engine.employer_cost": _("The employer's cost is {result}: gross {gross} and contributions of {employer}."),
}
