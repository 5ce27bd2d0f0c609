"""PAYE tax codes: what an employer is told by HMRC, read into what the rules need.

Source: HMRC, Specification for PAYE Tax Table Routines, and GOV.UK "Tax codes".
"""

import re
from typing import Literal

import msgspec
from django.utils.translation import gettext as _

from payroll.engine.problems import CannotCalculate

Region = Literal["ruk", "scotland", "wales"]
_REGIONS: dict[str, Region] = {"": "ruk", "S": "scotland", "C": "wales"}
# BR, D0, D1 … are bands counted from the basic rate; Scotland has more of them than the rest.
_LAST_FLAT_BAND = {"ruk": 2, "wales": 2, "scotland": 4}
_CODE = re.compile(
    r"(?P<region>[SC]?)(?:(?P<suffixed>[0-9]{1,6})(?P<suffix>[LMNT])|K(?P<k>[0-9]{1,6})|(?P<basic>BR)|D(?P<higher>[0-9])|(?P<none>NT))"
    r"\s*(?P<basis>W1|M1|X|W1/M1|W1M1)?"
)


class TaxCodeNotValid(CannotCalculate):
    """What was entered is not a PAYE tax code."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(
            _("%(code)s is not a tax code.") % {"code": repr(text)},
            _("Without the code nobody knows how much pay is free of tax."),
            _(
                "Enter it as on HMRC's notice, such as 1257L, S1257L, K475, BR, D0, 0T or NT, with M1 or X behind it if the "
                "notice says so."
            ),
        )


class TaxCode(msgspec.Struct, frozen=True):
    """One tax code. `number` is in tens of pounds a year; negative for K codes, whose holders are taxed on more than they earn.

    `flat_band` counts from the basic rate (BR is 0, D0 is 1) and takes all pay; `untaxed` is NT.
    """

    region: Region
    number: int = 0
    flat_band: int | None = None
    untaxed: bool = False
    non_cumulative: bool = False


def read_tax_code(text: str) -> TaxCode:
    """The tax code that `text` says. Raises TaxCodeNotValid."""
    match = _CODE.fullmatch(text.strip().upper().removesuffix("."))
    if match is None:
        raise TaxCodeNotValid(text)
    region = _REGIONS[match["region"]]
    non_cumulative = match["basis"] is not None
    if match["none"]:
        return TaxCode(region, untaxed=True, non_cumulative=non_cumulative)
    if match["basic"] or match["higher"]:
        band = 0 if match["basic"] else int(match["higher"]) + 1
        if band > _LAST_FLAT_BAND[region]:
            raise TaxCodeNotValid(text)
        return TaxCode(region, flat_band=band, non_cumulative=non_cumulative)
    number = -int(match["k"]) if match["k"] else int(match["suffixed"])
    return TaxCode(region, number=number, non_cumulative=non_cumulative)
