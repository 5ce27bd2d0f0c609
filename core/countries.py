"""Countries and what follows from one: its name, currency, time zones, week and ways to write dates and times.

The data is Babel's (CLDR) and the time zone database's. Nothing is read before it is asked for, and then once.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from babel import Locale, UnknownLocaleError
from babel.numbers import get_territory_currencies
from django.utils.translation import get_language

from core.dates import DateFormat

# zone.tab lists a country's zones by longitude or history. Here the first is not the one most of its people live in.
_MOST_POPULOUS_ZONE = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "PS": "Asia/Hebron",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "UZ": "Asia/Tashkent",
}

# XK is not in ISO 3166 (nor in zone.tab), but it is the code everybody uses for Kosovo, CLDR and the European Union included.
_MORE_ZONES = {"XK": ("Europe/Belgrade",)}

# Nobody employs people under the law of Antarctica, and it has no currency.
_NOT_A_COUNTRY = {"AQ"}

# Changes of currency that Babel's data does not have yet.
_NEW_CURRENCIES = {"BG": (date(2026, 1, 1), "EUR")}

_DATE_FORMATS = {
    ("d", "/"): DateFormat.DAY_MONTH_YEAR_SLASH,
    ("d", "."): DateFormat.DAY_MONTH_YEAR_DOT,
    ("d", "-"): DateFormat.DAY_MONTH_YEAR_DASH,
    ("m", "/"): DateFormat.MONTH_DAY_YEAR_SLASH,
    ("y", "/"): DateFormat.YEAR_MONTH_DAY_SLASH,
}


class UnknownCountry(ValueError):
    """A code that is not the ISO 3166 alpha-2 code of a country we know."""

    def __init__(self, code: str) -> None:
        super().__init__(f"{code!r} is not the code of a country. Use two capital letters of ISO 3166, such as NL.")


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its ISO 3166 alpha-2 code. Made by `country`."""

    code: str
    time_zones: tuple[str, ...]
    """All its IANA zones, the one with most inhabitants first."""

    def name(self, locale: str) -> str:
        """What the country is called in a language; `locale` as in "en", "pt_BR"."""
        return str(Locale.parse(locale).territories[self.code])

    def currency(self, on: date) -> str:
        """ISO 4217 code of the currency people are paid in on a date.

        Where two are legal tender it is the country's own, whose code begins with the country's: NAD before ZAR in NA.
        """
        since, new_currency = _NEW_CURRENCIES.get(self.code, (date.max, ""))
        if on >= since:
            return new_currency
        tender = [str(code) for code in get_territory_currencies(self.code, on, tender=True)]
        return min(tender, key=lambda code: not code.startswith(self.code))

    @property
    def time_zone(self) -> str:
        """The zone most of its people live in."""
        return self.time_zones[0]

    @property
    def first_weekday(self) -> int:
        """The day calendars begin with, as an ISO weekday: 1 is Monday, 7 is Sunday."""
        return _main_locale(self.code).first_week_day + 1

    @property
    def date_format(self) -> DateFormat:
        """The numeric format closest to the one in use there."""
        pattern = _main_locale(self.code).date_formats["short"].pattern
        order = pattern[0].lower()
        separator = re.search(r"[/.-]", pattern)
        return _DATE_FORMATS.get((order, separator[0] if separator else ""), DateFormat.YEAR_MONTH_DAY_DASH)

    @property
    def uses_24_hours(self) -> bool:
        """Whether people there write 17:05 rather than 5:05 pm."""
        return "H" in _main_locale(self.code).time_formats["short"].pattern


def country(code: str) -> Country:
    """The country with an ISO 3166 alpha-2 code. Raises UnknownCountry."""
    try:
        return _countries()[code]
    except KeyError:
        raise UnknownCountry(code) from None


@cache
def country_names(locale: str) -> tuple[tuple[str, str], ...]:
    """Every country as (code, name), in the alphabetical order of the names, accents aside."""
    names = ((code, each.name(locale)) for code, each in _countries().items())
    return tuple(sorted(names, key=lambda pair: _sort_key(pair[1])))


def country_name(code: str) -> str:
    """What a country is called in the language of whoever looks, or the code itself if it is none."""
    return _names_by_code(get_language() or "en").get(code, code)


@cache
def _names_by_code(locale: str) -> dict[str, str]:
    return dict(country_names(locale))


def _sort_key(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@cache
def _countries() -> dict[str, Country]:
    zones: dict[str, tuple[str, ...]] = dict(_MORE_ZONES)
    for line in (files("tzdata") / "zoneinfo" / "zone.tab").read_text().splitlines():
        if not line.startswith("#"):
            code, _coordinates, zone = line.split("\t")[:3]
            zones[code] = (*zones.get(code, ()), zone)
    return {code: Country(code, _main_first(code, names)) for code, names in zones.items() if code not in _NOT_A_COUNTRY}


def _main_first(code: str, zones: tuple[str, ...]) -> tuple[str, ...]:
    main = _MOST_POPULOUS_ZONE.get(code, zones[0])
    return (main, *(zone for zone in zones if zone != main))


@cache
def _main_locale(code: str) -> Locale:
    """The locale of the language most people of a country speak."""
    try:
        return Locale.parse(f"und_{code}", resolve_likely_subtags=True)
    except UnknownLocaleError:
        # A few small territories have no locale of their own: the world's customs then.
        return Locale("en", "001")
