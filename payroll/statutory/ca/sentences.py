"""Each rule of Canada in words. Values in braces come from the trace; amounts are dollars."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from payroll.statutory import proof

SENTENCES: dict[str, str | Promise] = {
    **proof.SENTENCES,
    "ca.cpp": _(
        "The CPP contribution is {result}: {rate} % of what {earnings} is above the period's basic exemption of {exemption}, and "
        "at most the {left} that the year has left."
    ),
    "ca.cpp2": _(
        "The second additional CPP contribution is {result}: {rate} % of {above} above the year's maximum pensionable earnings, "
        "and at most the {left} that the year has left."
    ),
    "ca.cpp.additional": _(
        "Of CPP contributions of {first} and {second}, the additional part of {result} is deducted from taxable income."
    ),
    "ca.ei": _("The EI premium is {result}: {rate} % of {earnings}, and at most the {left} that the year has left."),
    "ca.ei.employer": _("The employer's EI premium is {result}: {multiple} times {premium}."),
    "ca.tax.additional_shared": _(
        "Of additional contributions of {additional}, {result} fall on the pay and {on_bonus} on the bonus of {bonus}."
    ),
    "ca.tax.credits": _(
        "Credits of a year are {result}: {rate} % of the claim amount of {claim}, of base CPP contributions of {pension} and of EI "
        "premiums of {insurance}."
    ),
    "ca.tax.federal_basic": _(
        "Basic federal tax of a year is {result}: {rate} % of {income}, less the constant {constant} and credits of {credit}."
    ),
    "ca.tax.federal": _("Federal tax of a year is {result}: {basic} less {fund_credit} for shares of labour-sponsored funds."),
    "ca.tax.provincial_basic": _(
        "Basic provincial tax of a year is {result}: {rate} % of {income}, less the constant {constant} and credits of {credit}."
    ),
    "ca.tax.supplemental_credit": _("Credits of {credit} are above {above}, which makes a supplemental credit of {result}."),
    "ca.tax.surtax": _("The surtax on basic provincial tax of {basic} is {result} a year."),
    "ca.tax.health_premium": _("The Ontario Health Premium for an income of {income}, above {above}, is {result} a year."),
    "ca.tax.reduction": _("With an income of {income}, provincial tax of {basic} is reduced by {result} a year."),
    "ca.tax.provincial": _(
        "Provincial tax of a year is {result}: {basic} of basic tax, {surtax} of surtax, {premium} of health premium, less "
        "{reduction} of reduction."
    ),
    "ca.tax.exempt": _("Form TD1 claims exemption: of {income} a year only a health premium of {result} is deducted."),
    "ca.tax.bonus_years": _(
        "For the bonus of {result}, tax is worked out on {without} a year without it and on {together} a year with it."
    ),
    "ca.tax.bonus_flat": _("With the bonus the year comes to {income} only, so {rate} % of {bonus} is deducted: {result}."),
    "ca.tax.bonus": _("Tax on the bonus is the difference between the two years: {federal} federal and {provincial} provincial."),
    "ca.tax.this_period": _(
        "Income tax in this payment is {result}: {federal} federal and {provincial} provincial, the year's divided by {periods}, "
        "{on_bonus} on the bonus and {additional} of additional tax from form TD1."
    ),
}

# What the lines of a payslip are called.
LEVIES: dict[str, Promise] = {
    "federal_tax": _("Federal tax"),
    "provincial_tax": _("Provincial tax"),
    "cpp": _("CPP contribution"),
    "cpp2": _("Second additional CPP contribution"),
    "ei": _("EI premium"),
    "employer_cpp": _("Employer’s CPP contribution"),
    "employer_cpp2": _("Employer’s second additional CPP contribution"),
    "employer_ei": _("Employer’s EI premium"),
    "cpp_additional_on_bonuses": _("Additional CPP contributions on bonuses"),
}
