"""Form W-4, Employee's Withholding Certificate, in its own words: the form since 2020 and the one before.

An employee keeps the certificate that they gave: one from 2019 or before stays valid and is worked out by its own lines.
"""

from decimal import Decimal
from typing import Literal

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from payroll.engine.problems import CannotCalculate

type FilingStatus = Literal["single", "married", "head_of_household"]
FILING_STATUSES: tuple[FilingStatus, ...] = ("single", "married", "head_of_household")
_NOTHING = Decimal(0)
MOST_ALLOWANCES = 99

# Field by field what the two forms call it.
WORDS: dict[str, str | Promise] = {
    "filing_status.single": gettext_lazy("Single or Married filing separately"),
    "filing_status.married": gettext_lazy("Married filing jointly or Qualifying surviving spouse"),
    "filing_status.head_of_household": gettext_lazy("Head of household"),
    "step_2_checkbox": gettext_lazy("Step 2(c): two jobs in total, box checked"),
    "credits": gettext_lazy("Step 3: dependents and other credits"),
    "other_income": gettext_lazy("Step 4(a): other income (not from jobs)"),
    "deductions": gettext_lazy("Step 4(b): deductions"),
    "extra_withholding": gettext_lazy("Step 4(c): extra withholding each pay period"),
    "exempt": gettext_lazy("Exempt from withholding"),
    "before_2020.single": gettext_lazy("Single, or Married, but withhold at higher Single rate"),
    "before_2020.married": gettext_lazy("Married"),
    "before_2020.allowances": gettext_lazy("Line 5: total number of allowances"),
    "before_2020.additional_amount": gettext_lazy("Line 6: additional amount withheld from each paycheck"),
}


class W4NotValid(CannotCalculate):
    """What was entered cannot stand on a Form W-4."""

    def __init__(self, why: str, fix: str) -> None:
        super().__init__(_("The Form W-4 cannot be used."), why, fix)


class W4(msgspec.Struct, frozen=True, tag="since_2020"):
    """A Form W-4 from 2020 or later. Steps 3, 4(a) and 4(b) are dollars a year, step 4(c) dollars a payment."""

    filing_status: FilingStatus
    step_2_checkbox: bool = False
    credits: Decimal = _NOTHING
    other_income: Decimal = _NOTHING
    deductions: Decimal = _NOTHING
    extra_withholding: Decimal = _NOTHING
    exempt: bool = False

    def __post_init__(self) -> None:
        """Raises W4NotValid."""
        _require_status(self.filing_status, FILING_STATUSES)
        _require_amounts(self.credits, self.other_income, self.deductions, self.extra_withholding)


class W4Before2020(msgspec.Struct, frozen=True, tag="before_2020"):
    """A Form W-4 from 2019 or before. "Married, but withhold at higher Single rate" is `single`."""

    filing_status: Literal["single", "married"]
    allowances: int = 0
    additional_amount: Decimal = _NOTHING
    exempt: bool = False

    def __post_init__(self) -> None:
        """Raises W4NotValid."""
        _require_status(self.filing_status, ("single", "married"))
        _require_amounts(self.additional_amount)
        if not 0 <= self.allowances <= MOST_ALLOWANCES:
            raise W4NotValid(
                _("%(allowances)s is no number of allowances.") % {"allowances": self.allowances},
                _("Enter line 5 of the Form W-4, between 0 and %(most)s.") % {"most": MOST_ALLOWANCES},
            )


def _require_status(status: str, known: tuple[str, ...]) -> None:
    if status not in known:
        raise W4NotValid(
            _("%(status)s is no filing status of this Form W-4.") % {"status": repr(status)},
            _("Use one of %(known)s.") % {"known": ", ".join(known)},
        )


def _require_amounts(*amounts: Decimal) -> None:
    for amount in amounts:
        if amount < 0:
            raise W4NotValid(
                _("%(amount)s stands on a Form W-4, which has no amounts below zero.") % {"amount": amount},
                _("Enter the amount without its sign."),
            )


# Who gave no certificate is treated as single with no other entries (Publication 15, section 9).
NO_W4 = W4("single")
