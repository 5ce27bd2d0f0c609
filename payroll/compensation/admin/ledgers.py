"""Ledgers as the pages of loans and orders show them."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import accumulate

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from core.moments import day_text
from payroll.compensation.models import GarnishmentEntry, LoanEntry
from payroll.compensation.wording import amount_text


def ledger_table(
    entries: Iterable[tuple[LoanEntry | GarnishmentEntry, Promise | str]],
    currency: str,
    *,
    left_label: Promise | str = "",
    owed_before: Decimal = Decimal(0),
    sign: int = 1,
) -> SafeString:
    """Entries with what each is, the oldest first; below `left_label` what is then owed: each adds `sign` times its amount."""
    rows = list(entries)
    owed = accumulate((sign * entry.amount for entry, _what in rows), initial=owed_before)
    next(owed)
    told = [
        {
            "day": day_text(entry.booked_on),
            "what": what,
            "amount": amount_text(entry.amount, currency),
            "left": amount_text(left, currency),
            "note": entry.note,
        }
        for (entry, what), left in zip(rows, owed, strict=True)
    ]
    return render_to_string("admin/compensation/_ledger.html", {"rows": told, "left_label": left_label})
