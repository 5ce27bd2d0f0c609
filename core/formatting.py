"""Values as people read them. Pure words and figures: no HTML, no database."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from datetime import timedelta
from decimal import Decimal

from babel import Locale
from babel.numbers import format_currency
from django.utils.translation import get_language, gettext as _

from core.dates import DateStyle

MINUS = "\N{MINUS SIGN}"


def format_duration(value: int | timedelta) -> str:
    """Return minutes (or a timedelta, cut to whole minutes) as "7 h 45 min", "45 min", "8 h" or "−1 h 20 min"."""
    if isinstance(value, timedelta):
        value = _whole_minutes(value)
    hours, minutes = divmod(abs(value), 60)
    if hours and minutes:
        words = _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
    elif hours:
        words = _("%(hours)d h") % {"hours": hours}
    else:
        words = _("%(minutes)d min") % {"minutes": minutes}
    return f"{MINUS}{words}" if value < 0 else words


def format_signed_duration(value: int | timedelta) -> str:
    """Return a duration as a difference: "+1 h 20 min", "−15 min", "0 min"."""
    if isinstance(value, timedelta):
        value = _whole_minutes(value)
    return f"+{format_duration(value)}" if value > 0 else format_duration(value)


def _whole_minutes(value: timedelta) -> int:
    # Towards zero, so that half a minute less is no minute less.
    return int(value.total_seconds() / 60)


def format_price(amount: Decimal, currency: str) -> str:
    """Return a list price in the active language, without decimals when it is whole: "$29", "$29.50"."""
    locale = Locale.parse(get_language() or "en", sep="-")
    pattern = copy(locale.currency_formats["standard"])
    if amount == amount.to_integral_value():
        pattern.frac_prec = (0, 0)
    return format_currency(amount, currency, pattern, locale=locale, currency_digits=False)


def initials_of(name: str) -> str:
    """Return one or two capitals that stand for a name: the first and the last word's; "?" for no name."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "?"
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return letters.upper()


_date_style: ContextVar[DateStyle | None] = ContextVar("date_style", default=None)


@contextmanager
def use_date_style(style: DateStyle) -> Iterator[None]:
    """Write dates and times in a company's way until the end of the block."""
    token = _date_style.set(style)
    try:
        yield
    finally:
        _date_style.reset(token)


def current_date_style() -> DateStyle:
    """The way of writing dates that is in force; the default outside a company."""
    return _date_style.get() or DateStyle()
