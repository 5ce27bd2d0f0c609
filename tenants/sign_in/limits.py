"""How many wrong passwords one network, and one account, may try. The figures are allauth's setting.

allauth itself sends the cache sixteen commands for each sign-in, which takes longer than all that signing in asks the database.
"""

from collections.abc import Mapping

from allauth.core.internal import ratelimit
from django.http import HttpRequest

from core.caches import company_cache, count_up

_ACTION = {"app": "allauth.account", "action": "login_failed"}


def count_try(request: HttpRequest, email: str) -> bool:
    """Count a try, before its password is looked at so that many at once do not all pass. Says whether it may be looked at."""
    rates = _rates(request, email)
    counts = _count(rates)
    may_be = all(number <= rate.amount for number, rate in zip(counts, rates.values(), strict=True))
    if not may_be:
        # Else one network, itself refused by now, could lock everybody's account.
        _count(_of_account(rates), by=-1)
    return may_be


def take_back_try(request: HttpRequest, email: str) -> None:
    """The password was right, so it does not count. Wrong ones before it do, else a thief's own account would clear the network."""
    _count(_rates(request, email), by=-1)


def forget_tries(request: HttpRequest, email: str) -> None:
    """Whoever has chosen a new password need not wait for what was tried with the old one."""
    company_cache.delete_many(_of_account(_rates(request, email)))


def _count(rates: Mapping[str, ratelimit.Rate], *, by: int = 1) -> list[int]:
    return count_up({key: int(rate.duration) for key, rate in rates.items()}, by=by)


def _of_account(rates: Mapping[str, ratelimit.Rate]) -> dict[str, ratelimit.Rate]:
    return {key: rate for key, rate in rates.items() if rate.per == "key"}


def _rates(request: HttpRequest, email: str) -> dict[str, ratelimit.Rate]:
    # Counts of our own, since allauth keeps lists under its keys, of wrong second factors for one.
    return {
        f"tries:{ratelimit.get_cache_key(request, **_ACTION, rate=rate, key=email.strip().lower())}": rate
        for rate in ratelimit.get_rates(**_ACTION)
    }
