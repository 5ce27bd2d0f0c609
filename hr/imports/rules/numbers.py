"""Numbers with a comma or a point, grouped or not, with a unit behind them. Pure."""

import re
from decimal import Decimal

_THOUSAND = 1000
_GROUPS = str.maketrans("", "", " \u00a0\u202f'’_")
_UNIT = re.compile(r"\s*(?:%|h|hrs?|hours?|std\.?|h/week|/\s*week)\s*$", re.IGNORECASE)


class NumberNotRead(Exception):
    """A text is no number."""


class NumberAmbiguous(NumberNotRead):
    """1,234 may be a little more than one, or more than a thousand."""


def read_number(text: str, *, most: Decimal) -> Decimal:
    """The number that a text names; with “%” behind it, a hundredth. Raises NumberAmbiguous, NumberNotRead.

    Of two kinds of separators the last parts the decimals; one that stands several times groups thousands. One that stands once
    before three digits may do either, unless thousands are more than the number can be (`most`).
    """
    is_percent = text.rstrip().endswith("%")
    digits = _UNIT.sub("", text).translate(_GROUPS).replace("−", "-")
    separators = [sign for sign in digits if sign in ",."]
    last = separators[-1] if separators else ""
    if len(set(separators)) > 1:
        if separators.count(last) > 1:
            raise NumberNotRead(text)
        digits = digits.replace("," if last == "." else ".", "")
    elif len(separators) > 1:
        if not re.fullmatch(r"-?\d{1,3}([.,]\d{3})+", digits):
            raise NumberNotRead(text)
        digits = digits.replace(last, "")
    elif last and re.fullmatch(r"-?[1-9]\d{0,2}[.,]\d{3}", digits) and most >= _THOUSAND:
        raise NumberAmbiguous(text)
    digits = digits.replace(",", ".")
    if not re.fullmatch(r"[+-]?(\d{1,12}(\.\d{0,10})?|\.\d{1,10})", digits, re.ASCII):
        raise NumberNotRead(text)
    return Decimal(digits) / 100 if is_percent else Decimal(digits)
