"""Each rule of Nepal in words. Values in braces come from the trace; amounts are rupees."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from payroll.statutory import projection, proof

_RULES: dict[str, str | Promise] = {
    "np.tax.taxable": _(
        "Income of {income} less {retirement} of retirement contributions, {life} of life and {health} of health insurance leaves "
        "{result} to be taxed."
    ),
    "np.tax.social_security": _("Social security tax is {rate} % of {part}: {result}."),
    "np.tax.waived": _("No social security tax is due on {part}, since the Social Security Fund is paid."),
    "np.tax.band": _("{rate} % of the {part} above {start} is {result}."),
    "np.tax.rebate": _("A woman with employment income only is let off {rate} % of {tax}: {result}."),
    "np.tax.total": _(
        "The year's tax is {result}: income tax of {income_tax} and social security tax of {social_security}, less a rebate of "
        "{rebate}."
    ),
    "np.ssf.employee": _("The employee pays {rate} % of basic pay of {basic_pay} into the Social Security Fund: {result}."),
    "np.ssf.employer": _("The employer pays {rate} % of basic pay of {basic_pay} into the Social Security Fund: {result}."),
}
SENTENCES = {**proof.SENTENCES, **proof.unverified({**projection.SENTENCES, **_RULES})}

# What the lines of a payslip are called.
LEVIES: dict[str, Promise] = {
    "income_tax": _("Income tax (not verified)"),
    "social_security_fund": _("Social Security Fund (not verified)"),
    "employer_social_security_fund": _("Employer’s Social Security Fund (not verified)"),
}
