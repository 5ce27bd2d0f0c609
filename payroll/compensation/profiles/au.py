"""Australia: the Tax file number declaration (NAT 3092) and the Medicare levy variation declaration (NAT 0929)."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from payroll.compensation.profiles.countries import CountryForm
from payroll.compensation.profiles.questions import Question
from payroll.statutory.au.declaration import read_tax_file_number, scale_of
from payroll.statutory.au.pack import Profile

_DECLARATION, _VARIATION, _EMPLOYER = _("Tax file number declaration"), _("Medicare levy variation"), _("For the payer")


def _read_number(text: str) -> Any:
    return read_tax_file_number(text) if text else "not_quoted"


def _check(profile: Profile, _on: date) -> None:
    scale_of(profile.declaration)


FORM = CountryForm(
    profile=Profile,
    check=_check,
    questions=(
        Question(
            "declaration.tax_file_number",
            _DECLARATION,
            _("Question 1: tax file number (TFN)"),
            _("8 or 9 digits. 111 111 111 if it was applied for, 333 333 333 or 444 444 444 if exempt. Empty: not quoted."),
            read=_read_number,
        ),
        Question(
            "declaration.residency",
            _DECLARATION,
            _("Question 8: residency for tax purposes"),
            choices=(
                ("resident", _("An Australian resident for tax purposes")),
                ("foreign_resident", _("A foreign resident for tax purposes")),
                ("working_holiday_maker", _("A working holiday maker")),
            ),
        ),
        Question(
            "declaration.claims_tax_free_threshold", _DECLARATION, _("Question 9: claims the tax-free threshold from this payer")
        ),
        Question(
            "declaration.has_study_loan",
            _DECLARATION,
            _("Question 10: has a HELP, VSL, FS, SSL or TSL debt"),
            _("A study or training support loan."),
        ),
        Question(
            "declaration.medicare_levy",
            _VARIATION,
            _("Medicare levy"),
            choices=(
                ("full", _("No variation")),
                ("half_exemption", _("Half levy exemption")),
                ("full_exemption", _("Full levy exemption")),
            ),
        ),
        Question(
            "employer_is_registered",
            _EMPLOYER,
            _("Registered as an employer of working holiday makers"),
            _("Only counts for working holiday makers: their rates depend on it."),
        ),
    ),
)
