"""Each rule of a company's own levies in words. Values in braces come from the trace."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from payroll.statutory import proof

SENTENCES: dict[str, str | Promise] = {
    **proof.SENTENCES,
    "generic.ceiling": _("{name} counts {base} only up to its ceiling of {result}."),
    "generic.row": _("{name} takes {rate} % of the {part} above {start}: {result}."),
    "generic.amount": _("{name} is {result} for {counted}, which lies above {start}."),
    "generic.most": _("{name} of {exact} is held to its highest amount of {result}."),
    "generic.to_date": _("{name} of the year to date is {due}; less {taken} already taken, {result} is left."),
    "generic.share_of_year": _("{name} of a year at this pay is {annual}, {result} for each of {payments} payments."),
    "rounding=down": _("down"),
    "rounding=half_up": _("halves up"),
    "rounding=up": _("up"),
    "generic.rounded": _("{name} is {result}, rounded to {unit} ({rounding})."),
}
