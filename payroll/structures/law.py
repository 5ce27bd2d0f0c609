"""What a country's pack lets components count towards, and what it makes: the names that structures of that country may use."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from payroll.engine.pack import Pack

Words = Promise | str

_PACKS = {
    "GB": "payroll.statutory.uk.pack:UnitedKingdom",
    "AU": "payroll.statutory.au.pack:Australia",
    "IN": "payroll.statutory.ind.pack:India",
    "NP": "payroll.statutory.np.pack:Nepal",
}
_BASES: Mapping[str, Words] = {
    "GB.taxable": _("United Kingdom: pay for PAYE tax"),
    "GB.niable": _("United Kingdom: earnings for National Insurance"),
    "AU.taxable": _("Australia: pay for PAYG withholding"),
    "AU.super_earnings": _("Australia: ordinary time earnings for super"),
    "IN.taxable": _("India: taxable salary"),
    "IN.fund_wages": _("India: wages for the provident fund"),
    "IN.insured_wages": _("India: wages for state insurance"),
    "NP.taxable": _("Nepal: taxable pay"),
    "NP.basic_pay": _("Nepal: basic pay for the social security fund"),
}


class Law(msgspec.Struct, frozen=True):
    """Names of a country's pack; none for a country without one."""

    bases: frozenset[str] = frozenset()
    levies: frozenset[str] = frozenset()


@cache
def law_of(country: str) -> Law:
    """The names of the pack of an ISO 3166 country."""
    if country not in _PACKS:
        return Law()
    module, _colon, name = _PACKS[country].partition(":")
    pack: Pack = getattr(import_module(module), name)()
    return Law(pack.bases, pack.levies)


@cache
def all_levies() -> frozenset[str]:
    """What the packs of all countries make."""
    return frozenset().union(*(law_of(country).levies for country in _PACKS))


def base_choices() -> list[tuple[str, Words]]:
    """Everything that a component may count towards, as "GB.taxable", with what people call it."""
    names = [f"{country}.{base}" for country in _PACKS for base in sorted(law_of(country).bases, reverse=True)]
    return [(name, _BASES.get(name, name.replace(".", ": ").replace("_", " "))) for name in names]


def bases_in(counts_towards: list[str], country: str) -> frozenset[str]:
    """What of "GB.taxable" and the like is of this country, as its pack calls it."""
    pairs = [each.partition(".") for each in counts_towards]
    return frozenset(base for of, _dot, base in pairs if of == country)
