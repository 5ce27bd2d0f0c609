"""Form TD1, Personal Tax Credits Return, federal and provincial, in its own words, and the claim amount (TC, TCP) that follows.

Source: T4127, chapter 2.
"""

from decimal import Decimal

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from payroll.engine.problems import CannotCalculate
from payroll.engine.rounding import half_up
from payroll.statutory.ca.tables import Jurisdiction

_NOTHING = Decimal("0.00")
LAST_CLAIM_CODE = 10

# Field by field what the forms call it.
WORDS: dict[str, str | Promise] = {
    "total_claim": gettext_lazy("Total claim amount (last line of page 1)"),
    "claim_code": gettext_lazy("Claim code, if payroll is kept by codes"),
    "additional_tax": gettext_lazy("Additional tax to be deducted from each payment"),
    "prescribed_zone": gettext_lazy("Deduction for living in a prescribed zone (a year)"),
    "exempt": gettext_lazy("Total income is less than the total claim amount: no tax to be deducted (claim code E)"),
    "dependants": gettext_lazy("TD1ON: dependants under 19 or disabled, for the Ontario tax reduction"),
}


class Td1NotValid(CannotCalculate):
    """What was entered cannot stand on a form TD1."""

    def __init__(self, why: str, fix: str) -> None:
        super().__init__(_("Form TD1 cannot be used."), why, fix)


class Td1(msgspec.Struct, frozen=True):
    """One form. Without a claim amount or code it counts as not filed, and the basic personal amount is claimed.

    `additional_tax`, `prescribed_zone` and `exempt` stand on the federal form only, `dependants` on Ontario's.
    """

    total_claim: Decimal | None = None
    claim_code: int | None = None
    additional_tax: Decimal = _NOTHING
    prescribed_zone: Decimal = _NOTHING
    exempt: bool = False
    dependants: int = 0

    def __post_init__(self) -> None:
        """Raises Td1NotValid."""
        if self.total_claim is not None and self.claim_code is not None:
            raise Td1NotValid(_("A form TD1 has a total claim amount or a claim code."), _("Enter one of them."))
        if self.claim_code is not None and not 0 <= self.claim_code <= LAST_CLAIM_CODE:
            raise Td1NotValid(
                _("%(code)s is not a claim code.") % {"code": self.claim_code},
                _("Enter 0 to %(last)s, or the total claim amount of the form.") % {"last": LAST_CLAIM_CODE},
            )
        if min(self.total_claim or _NOTHING, self.additional_tax, self.prescribed_zone, Decimal(self.dependants)) < 0:
            raise Td1NotValid(_("A form TD1 has no amounts below zero."), _("Enter the amounts without a sign."))


def basic_amount(net_income: Decimal, tables: Jurisdiction) -> Decimal:
    """The basic personal amount (BPAF, BPAMB, BPANS, BPAYT) for a net income (NI) of the year."""
    phase = tables.basic_amount_phase
    if phase is None or net_income <= phase.start:
        return tables.basic_amount
    if net_income >= phase.end:
        return phase.amount
    return half_up(
        tables.basic_amount - (net_income - phase.start) * (tables.basic_amount - phase.amount) / (phase.end - phase.start)
    )


def claim_amount(form: Td1, net_income: Decimal, tables: Jurisdiction) -> Decimal:
    """What the form claims (TC, TCP). A code from 2 stands for the middle of its range. Raises Td1NotValid."""
    if form.total_claim is not None:
        return form.total_claim
    if form.claim_code == 0:
        return _NOTHING
    basic = basic_amount(net_income, tables)
    if form.claim_code is None or form.claim_code == 1:
        return basic
    if tables.claim_code_range is None:
        raise Td1NotValid(
            _("The ranges of claim code %(code)s are not known for this period.") % {"code": form.claim_code},
            _("Enter the total claim amount of the form TD1."),
        )
    return basic + tables.claim_code_range * (form.claim_code - 2) + tables.claim_code_range / 2
