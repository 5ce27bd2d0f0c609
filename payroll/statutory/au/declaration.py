"""The tax file number declaration, in its own words, and which scale of Schedule 1 follows from it.

Source: ATO, Tax file number declaration (NAT 3092), Medicare levy variation declaration (NAT 0929) and Schedule 1 (NAT 1004).
"""

import re
from typing import Literal

import msgspec
from django.utils.translation import gettext as _

from payroll.engine.problems import CannotCalculate

# "applied_for" and "exempt" are taxed as if a number had been quoted; the first for 28 days, which the caller counts.
type TaxFileNumber = Literal["quoted", "applied_for", "exempt", "not_quoted"]
type Residency = Literal["resident", "foreign_resident", "working_holiday_maker"]
type MedicareLevy = Literal["full", "half_exemption", "full_exemption"]

FOREIGN_RESIDENT = "3"
WITHOUT_NUMBER = "4"
# What payers enter in place of a number, by the ATO's reporting rules.
_CODES: dict[str, TaxFileNumber] = {
    "000000000": "not_quoted",
    "111111111": "applied_for",
    "333333333": "exempt",
    "444444444": "exempt",
    "987654321": "quoted",
}
_WEIGHTS = {8: (10, 7, 8, 4, 6, 3, 5, 1), 9: (1, 4, 3, 7, 5, 8, 6, 9, 10)}
_CHECKED_BY = 11


class TaxFileNumberNotValid(CannotCalculate):
    """What was entered is not a tax file number."""

    def __init__(self) -> None:
        # The number itself stays out of the message, and so out of logs.
        super().__init__(
            _("This is not a tax file number."),
            _("Its check digit is wrong, or it has not 8 or 9 digits."),
            _("Enter it as on the notice of assessment, or 000 000 000 if none was given."),
        )


class DeclarationNotConsistent(CannotCalculate):
    """Two answers of the declaration exclude each other."""

    def __init__(self) -> None:
        super().__init__(
            _("The tax file number declaration contradicts itself."),
            _("Only Australian residents for tax purposes can claim the tax-free threshold."),
            _("Ask for a corrected declaration, or record that the threshold is not claimed."),
        )


class Declaration(msgspec.Struct, frozen=True, kw_only=True):
    """What an employee declared. Somebody who declared nothing has quoted no number."""

    tax_file_number: TaxFileNumber = "not_quoted"
    residency: Residency = "resident"
    claims_tax_free_threshold: bool = False
    has_study_loan: bool = False
    medicare_levy: MedicareLevy = "full"


def read_tax_file_number(text: str) -> TaxFileNumber:
    """What `text`, a number or one of the ATO's codes, says about quoting it. Raises TaxFileNumberNotValid."""
    digits = re.sub(r"[ -]", "", text)
    if digits in _CODES:
        return _CODES[digits]
    weights = _WEIGHTS.get(len(digits))
    if weights is None or re.fullmatch(r"[0-9]+", digits) is None:
        raise TaxFileNumberNotValid
    if sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % _CHECKED_BY:
        raise TaxFileNumberNotValid
    return "quoted"


def scale_of(declaration: Declaration) -> str:
    """The scale of Schedule 1; working holiday makers are on that of foreign residents. Raises DeclarationNotConsistent."""
    if declaration.residency != "resident" and declaration.claims_tax_free_threshold:
        raise DeclarationNotConsistent
    if declaration.tax_file_number == "not_quoted":
        return WITHOUT_NUMBER
    if declaration.residency != "resident":
        return FOREIGN_RESIDENT
    if not declaration.claims_tax_free_threshold:
        return "1"
    return {"full": "2", "full_exemption": "5", "half_exemption": "6"}[declaration.medicare_levy]
