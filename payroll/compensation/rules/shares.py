"""A net amount divided among bank accounts, exact to the smallest coin."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from core.money import Money
from payroll.compensation.rules.amounts import CompensationRefusal

_WHOLE = Decimal(100)


class ShareKind(StrEnum):
    """What one account gets: an amount, a percentage of the net, or what is left."""

    AMOUNT = "amount"
    PERCENT = "percent"
    REMAINDER = "remainder"


@dataclass(frozen=True, slots=True)
class Share:
    """One account's part of each payment. `value` is an amount in the currency of the payment, or a percentage: 12.5."""

    kind: ShareKind
    value: Decimal = Decimal(0)


class SharesNotComplete(CompensationRefusal):
    """The shares do not say where every coin goes."""


def check_shares(shares: Sequence[Share]) -> None:
    """Whether these shares divide any net amount. Raises SharesNotComplete.

    Exactly one account takes the remainder, so that nothing is left over and the order of amounts never decides over coins; the
    percentages come to at most 100.
    """
    if sum(share.kind is ShareKind.REMAINDER for share in shares) != 1:
        raise SharesNotComplete(_("Choose exactly one account that gets what is left; otherwise some pay would go nowhere."))
    if any(share.value <= 0 for share in shares if share.kind is not ShareKind.REMAINDER):
        raise SharesNotComplete(_("An account’s share is above zero. Enter the amount or percentage, or take the account out."))
    if sum((share.value for share in shares if share.kind is ShareKind.PERCENT), Decimal(0)) > _WHOLE:
        raise SharesNotComplete(_("The percentages come to more than 100. Lower one of them."))


def split_net(net: Money, shares: Sequence[Share]) -> list[Money]:
    """`net` as one part a share, in their order; the parts sum to exactly `net`, and none is below zero.

    Amounts come first, in order, as far as the net reaches; then the percentages of the whole net, each rounded half up to the
    coin, as far as what is left reaches; the remainder takes the rest.
    Raises SharesNotComplete, and ValueError for a net below zero or finer than the currency's coins.
    """
    check_shares(shares)
    if net.amount < 0 or net != net.rounded():
        raise ValueError(f"{net.plain} {net.currency} cannot be paid to bank accounts. Round it to coins first.")
    left = net
    parts = [Money(Decimal(0), net.currency)] * len(shares)
    for kind in (ShareKind.AMOUNT, ShareKind.PERCENT):
        for index, share in enumerate(shares):
            if share.kind is kind:
                wanted = Money(share.value, net.currency) if kind is ShareKind.AMOUNT else net * (share.value / _WHOLE)
                parts[index] = Money(min(wanted.rounded(ROUND_HALF_UP).amount, left.amount), net.currency)
                left -= parts[index]
    remainder = next(index for index, share in enumerate(shares) if share.kind is ShareKind.REMAINDER)
    parts[remainder] = left
    return parts
