"""Each rule of the United Kingdom in words. Values in braces come from the trace; amounts are pounds."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from payroll.statutory import proof

SENTENCES: dict[str, str | Promise] = {
    **proof.SENTENCES,
    "uk.tax.free_pay": _(
        "Tax code number {number} makes {result} free of tax in {periods} pay period(s); below zero it is added to pay."
    ),
    "uk.tax.taxable": _("Pay of {pay} less free pay of {free_pay}, down to the whole pound, leaves {result} to be taxed."),
    "uk.tax.due": _("Tax due is {result}: {tax_below} on the bands below {start}, and {rate} % of what {taxable} is above it."),
    "uk.tax.flat": _("The tax code takes {rate} % of the whole pounds {taxable}: {result}."),
    "uk.tax.untaxed": _("Tax code NT takes nothing from {pay}."),
    "uk.tax.limited": _("Tax of {tax} is held to {share} % of this payment of {pay}: {result}."),
    "uk.tax.this_period": _("Tax in this payment is {result}: {due} due, {paid} already taken."),
    "uk.ni.employee": _(
        "Employee's National Insurance, category {category}, is {result}: {main_rate} % of {to_upper} between {primary} "
        "and {upper}, and {upper_rate} % of {above_upper} above."
    ),
    "uk.ni.employer": _("Employer's National Insurance, category {category}, is {result}: {rate} % of {earnings} above {start}."),
    "uk.ni.employer_none": _("The employer pays no National Insurance for category {category}."),
    "uk.ni.director": _("A director's year to date owes {to_date}; less {paid} already paid, this payment owes {result}."),
    "uk.student_loan": _(
        "Student loan {plan} takes {result}: {rate} % of earnings above {threshold}, down to the whole pound, for {periods} "
        "period(s) with earnings of {earnings}."
    ),
    "plan=plan1": _("plan 1"),
    "plan=plan2": _("plan 2"),
    "plan=plan4": _("plan 4"),
    "plan=plan5": _("plan 5"),
    "plan=pgl": _("(postgraduate)"),
    "basis=basic_pay": _("basic pay"),
    "basis=mostly_basic_pay": _("basic pay, at least 85 % of all pay"),
    "basis=all_pay": _("all pay"),
    "group=from_21": _("21 and over"),
    "group=from_18": _("18 to 20"),
    "group=under_18": _("under 18"),
    "group=apprentice": _("apprentice"),
    "uk.pension.qualifying": _("Qualifying earnings are the part of {earnings} between {lower} and {upper}: {result}."),
    "uk.pension.pay": _("The pension counts pay from the first pound ({basis}): {result}."),
    "uk.pension.employee": _("The employee's pension contribution is {rate} % of {counted}: {result}."),
    "uk.pension.employer": _("The employer's pension contribution is {rate} % of {counted}: {result}."),
    "uk.pension.sacrifice": _(
        "The employee gives up {sacrificed} of pay, so the employer pays {result} in all, {employer} of its own."
    ),
    "uk.pension.net_pay": _("{result} is taken before tax, and lowers taxable pay."),
    "uk.pension.relief": _("{result} is taken after tax; of {employee}, the provider claims {relief} ({rate} %) from HMRC."),
    "uk.allowance.used": _(
        "{result} of the employer's National Insurance of {employer_ni} is covered by the employment allowance: {allowance} a "
        "year, of which {used_before} was used before."
    ),
    "uk.allowance.none": _("There is no employment allowance for the employer's National Insurance of {employer_ni}."),
    "uk.apprenticeship_levy": _(
        "Apprenticeship levy is {result}: {rate} % of a pay bill of {pay_bill} so far, less an allowance of {allowance}, owes "
        "{due}; {paid} was paid before."
    ),
    "uk.minimum_wage": _(
        "{hours} hour(s) at the minimum wage of {rate} ({group}) ask for {least}; with pay of {pay}, {result} is missing."
    ),
}

# What the lines of a payslip are called.
LEVIES: dict[str, Promise] = {
    "income_tax": _("Income tax (PAYE)"),
    "employee_ni": _("National Insurance"),
    "student_loan": _("Student loan"),
    "employer_ni": _("Employer’s National Insurance"),
    "pension_sacrifice": _("Pay given up for pension"),
    "workplace_pension": _("Workplace pension"),
    "employer_workplace_pension": _("Employer’s pension contribution"),
    "pension_tax_relief": _("Tax relief claimed by the pension provider"),
}
