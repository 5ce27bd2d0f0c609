"""What a company may choose from, as choices of form fields."""

from datetime import date
from functools import cache

from babel.numbers import get_currency_name
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise

from core.countries import country, country_names

Choices = list[tuple[str, str]]

ISO_WEEKDAYS: list[tuple[int, Promise | str]] = [(index + 1, name) for index, name in WEEKDAYS.items()]
"""1 is Monday."""


@cache
def time_zone_choices() -> list[tuple[str, Choices]]:
    """Every zone in which somebody lives, under its continent: Europe → London."""
    groups: dict[str, Choices] = {}
    for name in sorted({zone for code, _name in country_names("en") for zone in country(code).time_zones}):
        region, _slash, city = name.partition("/")
        groups.setdefault(region, []).append((name, city.replace("_", " ").replace("/", " – ")))
    return list(groups.items())


@cache
def currency_choices(locale: str, on: date) -> Choices:
    """Every currency in which people are paid somewhere on a date: "GBP – British Pound"."""
    codes = {country(code).currency(on) for code, _name in country_names("en")}
    return [(code, f"{code} – {get_currency_name(code, locale=locale)}") for code in sorted(codes)]
