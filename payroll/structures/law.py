"""What a country's pack lets components count towards, and what it makes: the names that structures of that country may use."""

from collections.abc import Mapping
from functools import cache

import msgspec
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy as _, to_locale

from core.countries import country
from payroll.statutory.generic.pack import base_of_code
from payroll.statutory.packs import COUNTRIES, pack_of

Words = Promise | str

_BASES: Mapping[str, Words] = {
    "GB.taxable": _("United Kingdom: pay for PAYE tax"),
    "GB.niable": _("United Kingdom: earnings for National Insurance"),
    "GB.pension_pay": _("United Kingdom: pay for the workplace pension"),
    "AU.taxable": _("Australia: pay for PAYG withholding"),
    "AU.super_earnings": _("Australia: ordinary time earnings for super"),
    "CA.taxable": _("Canada: taxable pay"),
    "CA.bonuses": _("Canada: bonuses and other irregular pay"),
    "CA.retroactive_pay": _("Canada: retroactive pay"),
    "CA.pensionable_earnings": _("Canada: earnings for the Canada Pension Plan"),
    "CA.insurable_earnings": _("Canada: earnings for Employment Insurance"),
    "CA.registered_plans": _("Canada: deduction for registered pension plans (F)"),
    "CA.bonus_registered_plans": _("Canada: the same, from a bonus (F3)"),
    "CA.union_dues": _("Canada: deduction for union dues (U1)"),
    "CA.support_payments": _("Canada: deduction for support payments (F2)"),
    "CA.labour_fund_shares": _("Canada: deduction for labour-sponsored funds (LCF)"),
    "IN.taxable": _("India: taxable salary"),
    "IN.fund_wages": _("India: wages for the provident fund"),
    "IN.insured_wages": _("India: wages for state insurance"),
    "NP.taxable": _("Nepal: taxable pay"),
    "NP.basic_pay": _("Nepal: basic pay for the social security fund"),
    "US.taxable": _("United States: regular wages for federal income tax"),
    "US.supplemental": _("United States: supplemental wages for federal income tax"),
    "US.fica_wages": _("United States: wages for Social Security and Medicare"),
    "US.futa_wages": _("United States: wages for federal unemployment tax"),
    "US.state_taxable": _("United States: wages for state and local tax"),
}


class Law(msgspec.Struct, frozen=True):
    """Names of a country's pack; none for a country without one. Only deductions count towards `deduction_bases`."""

    bases: frozenset[str]
    deduction_bases: frozenset[str]
    levies: frozenset[str]


@cache
def law_of(country: str, own_levies: tuple[str, ...] = ()) -> Law:
    """The names of the pack of an ISO 3166 country; for one without a pack those of the company's own levies, by their codes."""
    if country not in COUNTRIES:
        return Law(frozenset(base_of_code(code) for code in own_levies), frozenset(), frozenset(own_levies))
    pack = pack_of(country)
    return Law(pack.bases, pack.deduction_bases, pack.levies)


@cache
def names_of_the_law() -> frozenset[str]:
    """Every base and levy of every country: no code of a company's own may be one of them."""
    return frozenset().union(*(law_of(country).bases | law_of(country).levies for country in COUNTRIES))


@cache
def all_levies() -> frozenset[str]:
    """What the packs of all countries make."""
    return frozenset().union(*(law_of(country).levies for country in COUNTRIES))


def base_choices(
    countries: set[str] | None = None, own_levies: Mapping[str, Mapping[str, str]] | None = None
) -> list[tuple[str, Words]]:
    """What a component may count towards in some countries or in all, as "GB.taxable", with what people call it.

    `own_levies` are the company's, their names by country and code.
    """
    own = [
        (f"{code_of}.{base_of_code(code)}", f"{country(code_of).name(to_locale(get_language() or 'en'))}: {name}")
        for code_of, levies in (own_levies or {}).items()
        for code, name in levies.items()
    ]
    wanted = [code for code in COUNTRIES if countries is None or code in countries]
    known = [(f"{code}.{base}", code, base) for code in wanted for base in law_of(code).bases]
    order = list(_BASES)
    known.sort(key=lambda each: (order.index(each[0]) if each[0] in _BASES else len(order), each[0]))
    return [*((name, _BASES.get(name, f"{code}: {base.replace('_', ' ')}")) for name, code, base in known), *own]


def bases_in(counts_towards: list[str], country: str) -> frozenset[str]:
    """What of "GB.taxable" and the like is of this country, as its pack calls it."""
    pairs = [each.partition(".") for each in counts_towards]
    return frozenset(base for of, _dot, base in pairs if of == country)
