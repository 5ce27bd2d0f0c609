"""How one pay is split between several accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.money import Money

REMAINDER, PERCENT, FIXED = "remainder", "percent", "fixed"
_HUNDRED = Decimal(100)


class SharesNotPossible(ValueError):
    """The accounts' shares do not make up one pay; `message` says why."""

    def __init__(self, message: Promise | str) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True, slots=True)
class Share:
    """What an account gets: so many percent, so much money, or what is left (without a value)."""

    kind: str
    value: Decimal | None = None


def check_shares(shares: Sequence[Share]) -> None:
    """Raise SharesNotPossible unless one account gets the rest, and the percentages leave a rest."""
    if [share.kind for share in shares].count(REMAINDER) != 1:
        raise SharesNotPossible(_("Exactly one account has to get everything else, so that all of the pay arrives."))
    for share in shares:
        if share.kind != REMAINDER and (share.value is None or share.value <= 0):
            raise SharesNotPossible(_("Say how much each of the other accounts gets: more than nothing."))
    if sum((share.value or 0 for share in shares if share.kind == PERCENT), Decimal(0)) >= _HUNDRED:
        raise SharesNotPossible(
            _("The shares are 100 % or more, so nothing would be left for the account that gets everything else.")
        )


def split_pay(pay: Money, shares: Sequence[Share]) -> list[Money]:
    """What each account gets of `pay`, in the order of `shares`; the parts sum to `pay` exactly.

    Fixed amounts are served first, in order, as far as the pay reaches; percentages are of the whole pay, half a unit rounded
    up, again as far as it reaches; the rest goes to the remainder. Of nothing or less, all goes to the remainder.
    """
    left = pay.rounded()
    parts = [Money(Decimal(0), pay.currency).rounded()] * len(shares)
    for kind in (FIXED, PERCENT):
        for index, share in enumerate(shares):
            if share.kind == kind and share.value is not None and left.amount > 0:
                wanted = share.value if kind == FIXED else pay.amount * share.value / _HUNDRED
                part = Money(min(Money(wanted, pay.currency).rounded(ROUND_HALF_UP).amount, left.amount), pay.currency)
                parts[index], left = part, left - part
    rest = next(index for index, share in enumerate(shares) if share.kind == REMAINDER)
    parts[rest] = left
    return parts
