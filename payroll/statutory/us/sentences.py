"""Each rule of the United States in words. Values in braces come from the trace; amounts are dollars."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from payroll.statutory import proof
from payroll.statutory.us.state_names import STATES

_FEDERAL: dict[str, str | Promise] = {
    "us.tax.exempt": _("The Form W-4 claims exemption, so no federal income tax is withheld from {wages}."),
    "us.tax.adjusted": _(
        "The adjusted annual wage is {result}: {annual} of pay a year and {other_income} of other income (step 4a), less "
        "{deductions} of deductions (step 4b) and {line_1g} (line 1g)."
    ),
    "us.tax.adjusted_before_2020": _(
        "The adjusted annual wage is {result}: {annual} of pay a year, less {allowances} allowance(s) of {allowance} on a Form W-4 "
        "from before 2020."
    ),
    "us.tax.tentative": _(
        "Tentative withholding is {result}: {base} and {rate} % of what {adjusted} is above {start}, divided by {periods} periods."
    ),
    "us.tax.after_credits": _(
        "Credits of {credits} a year (step 3) are {credit} in each of {periods} periods and leave {result} of {tentative}."
    ),
    "us.tax.this_period": _("Federal income tax in this payment is {result}: {after_credits} and {extra} of extra withholding."),
    "us.tax.supplemental": _(
        "Supplemental wages are withheld at {rate} % on {wages} and {rate_above} % on {above}, the part over {threshold} in the "
        "year: {result}."
    ),
    "us.tax.wage_bracket": _(
        "The wage bracket from {at_least} to less than {less_than} shows the tax at its middle, {tax}, in whole dollars: {result}."
    ),
    "us.fica.social_security": _(
        "Social Security tax is {result}: {rate} % of {wages}, the part of this payment under the year's wage base of {base}. "
        "The employer pays the same."
    ),
    "us.fica.medicare": _("Medicare tax is {result}: {rate} % of {wages}. The employer pays the same."),
    "us.fica.additional_medicare": _(
        "Additional Medicare tax is {result}: {rate} % of {wages}, the part over {threshold} in the year. The employer pays none."
    ),
    "us.futa": _("Federal unemployment tax (employer) is {result}: {rate} % of {wages}, the part under {base} in the year."),
    "us.futa.credit_reduction": _("The credit reduction of {state} adds {rate} % of FUTA wages of {wages}: {result}."),
    "us.no_state": _("No state is recorded for the person, so nothing is withheld for one."),
}
_OF_STATES: dict[str, str | Promise] = {
    "us.state.none": _("{state}: nothing is withheld, by the company's own table."),
    "us.state.own": _(
        "{state}: {result}, by the company's own table, which Rooster has not checked: tax of {annual} on {taxable} a year, at "
        "most {rate} %, divided by {periods} periods."
    ),
}
SENTENCES = {
    **proof.SENTENCES,
    **_FEDERAL,
    **proof.unverified(_OF_STATES),
    **{f"state={code}": name for code, name in STATES.items()},
}

# What the lines of a payslip are called.
LEVIES: dict[str, Promise] = {
    "federal_income_tax": _("Federal income tax"),
    "social_security": _("Social Security"),
    "medicare": _("Medicare"),
    "additional_medicare": _("Additional Medicare"),
    "employer_social_security": _("Employer’s Social Security"),
    "employer_medicare": _("Employer’s Medicare"),
    "employer_futa": _("Federal unemployment tax"),
    "state_income_tax": _("State income tax (not verified)"),
    "local_income_tax": _("Local income tax (not verified)"),
}
