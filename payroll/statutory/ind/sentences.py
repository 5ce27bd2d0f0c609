"""Each rule of India in words. Values in braces come from the trace; amounts are rupees."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from payroll.statutory import projection, proof

_RULES: dict[str, str | Promise] = {
    "ind.tax.taxable": _(
        "A salary of {gross} less the standard deduction of {standard_deduction} and other deductions of {other_deductions}, to "
        "the nearest ten rupees, leaves {result} to be taxed."
    ),
    "ind.tax.slabs": _("The slabs of the {regime} regime take {result} of {taxable}."),
    "ind.tax.rebate": _("Taxable income is not above {limit}, so tax up to {most} is let off (section 87A): {result}."),
    "ind.tax.rebate_relief": _(
        "Taxable income is {above} above {limit}; tax of {tax} may not take more than that, so {result} is let off (section 87A)."
    ),
    "ind.tax.surcharge": _("Income above {limit} bears a surcharge of {rate} % of the tax of {tax}: {result}."),
    "ind.tax.surcharge_relief": _(
        "Tax and surcharge may exceed the {at_limit} due on {limit} by no more than the {above} earned above it; with tax of {tax} "
        "that leaves a surcharge of {result}."
    ),
    "ind.tax.cess": _("Health and education cess is {rate} % of tax {tax} and surcharge {surcharge}: {result}."),
    "ind.tax.total": _("The year's tax of {exact}, to the nearest ten rupees (section 288B), is {result}."),
    "ind.epf.employee": _("The employee pays {rate} % of wages of {wages} into the provident fund: {result}."),
    "ind.epf.employer": _("The employer owes {rate} % of wages of {wages}: {result}."),
    "ind.epf.pension": _("Of it {rate} % of {wages} goes to the pension scheme: {result}."),
    "ind.epf.employer_fund": _("The rest of the employer's {employer}, without {pension}, goes to the provident fund: {result}."),
    "ind.epf.insurance": _("The employer pays {rate} % of {wages} for deposit-linked insurance: {result}."),
    "ind.epf.administration": _("The employer pays {rate} % of {wages} for administration: {result}."),
    "ind.esi.employee": _("The employee pays {rate} % of {gross} for state insurance, up to the next rupee: {result}."),
    "ind.esi.employer": _("The employer pays {rate} % of {gross} for state insurance, up to the next rupee: {result}."),
    "ind.esi.none": _("Wages of {gross} are above {limit} a month, so there is no state insurance."),
}
SENTENCES = {**proof.SENTENCES, **proof.unverified({**projection.SENTENCES, **_RULES})}

# What the lines of a payslip are called.
LEVIES: dict[str, Promise] = {
    "income_tax": _("Income tax (TDS, not verified)"),
    "provident_fund": _("Provident fund (not verified)"),
    "employer_provident_fund": _("Employer’s provident fund (not verified)"),
    "employer_pension": _("Employees’ pension scheme (not verified)"),
    "employer_deposit_insurance": _("Deposit-linked insurance (not verified)"),
    "employer_administration": _("Provident fund administration (not verified)"),
    "state_insurance": _("State insurance (not verified)"),
    "employer_state_insurance": _("Employer’s state insurance (not verified)"),
}
