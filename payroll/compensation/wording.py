"""Pay as people read it."""

from copy import copy
from datetime import date
from decimal import Decimal

from babel import Locale
from babel.numbers import format_currency
from django.utils.translation import get_language, gettext as _, to_locale

from core.countries import country
from core.formatting import current_date_style
from core.moments import day_text
from core.money import minor_units
from payroll.compensation.models.terms import BASIS_LABELS, FREQUENCY_LABELS, PayTerms
from payroll.compensation.rules.terms import PayBasis, PayFrequency


def amount_text(amount: Decimal, currency: str) -> str:
    """An amount with its currency: "£52,000.00"; a rate that is finer than the coins keeps its decimals: "£12.2125"."""
    locale = Locale.parse(current_date_style().locale)
    exponent = amount.normalize().as_tuple().exponent
    places = max(minor_units(currency), -exponent if isinstance(exponent, int) else 0)
    pattern = copy(locale.currency_formats["standard"])
    pattern.frac_prec = (places, places)
    return format_currency(amount, currency, pattern, locale=locale, currency_digits=False)


def country_name(code: str) -> str:
    """A country in the reader's language."""
    return country(code).name(to_locale(get_language() or "en"))


def plain_amount(amount: Decimal) -> str:
    """An amount for a form or the trail: "3000", "12.5"; the columns add zeros behind."""
    return f"{amount.normalize():f}"


def rate_text(terms: PayTerms) -> str:
    """What was agreed: "£52,000.00 a year"."""
    words = {"amount": amount_text(terms.amount, terms.currency), "basis": BASIS_LABELS[PayBasis(terms.basis)]}
    return _("%(amount)s %(basis)s") % words


def frequency_text(terms: PayTerms) -> str:
    """How often it is paid: "Every month"."""
    return str(FREQUENCY_LABELS[PayFrequency(terms.frequency)])


def days_text(first: date, last: date | None) -> str:
    """From when to when: "1 Jan 2026 – 31 Dec 2026", "from 1 Jan 2027"."""
    if last is None:
        return _("from %(first)s") % {"first": day_text(first)}
    return day_text(first) if first == last else _("%(first)s – %(last)s") % {"first": day_text(first), "last": day_text(last)}
