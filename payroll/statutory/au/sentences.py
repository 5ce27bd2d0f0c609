"""Each rule of Australia in words. Values in braces come from the trace; amounts are Australian dollars."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from payroll.statutory import proof

SENTENCES: dict[str, str | Promise] = {
    **proof.SENTENCES,
    "au.payg.scale": _(
        "Earnings of {earnings} are {weekly} a week in whole dollars and 99 cents; scale {scale} takes {a} of that less {b}, "
        "{a_week} a week to the nearest dollar: {result} for the pay period."
    ),
    "au.payg.without_number": _(
        "No tax file number was quoted, so {rate} % of the whole dollars {earnings} is withheld, without the cents: {result}."
    ),
    "au.stsl.combined": _(
        "With a study loan, scale {scale} takes {a} of {weekly} a week less {b}, {a_week} a week to the nearest dollar: tax and "
        "study loan together are {result} for the pay period."
    ),
    "au.stsl.difference": _("The study loan component is {result}: {both} with a study loan, less {tax} of tax."),
    "au.stsl.component": _(
        "The study loan component for scale {scale} is {a} of {weekly} a week less {b}, {a_week} a week to the nearest dollar: "
        "{result} for the pay period."
    ),
    "au.stsl.year": _("The year's repayment on an income of {income} is {result}: {base} and {rate} % of {above}."),
    "au.whm.band": _("{rate} % of {part}, the part of the payment in the year's income above {start}, is {result}."),
    "au.whm.tax": _(
        "A working holiday maker paid {earnings}, after {paid_before} earlier in the income year, is taxed {exact}, to the nearest "
        "dollar {result}."
    ),
    "au.super_guarantee": _(
        "Super guarantee is {result}: {rate} % of {counted}, what {earnings} leaves below the maximum contribution base of "
        "{maximum_base} after {earnings_before}."
    ),
}

# What the lines of a payslip are called.
LEVIES: dict[str, Promise] = {
    "withholding": _("Tax withheld (PAYG)"),
    "study_loan": _("Study and training support loan"),
    "super_guarantee": _("Super guarantee"),
}
