"""The only place that asks DNS. Nothing that can go wrong there gets past it unnamed."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import dns.exception
import dns.resolver
from dns.rdtypes.txtbase import TXTBase

from tenants.companies.models import Finding

# For one name, whatever it takes: several servers, retries, following aliases.
_TIME_LIMIT_SECONDS = 5
_MOST_RECORDS = 50


class RecordsNotRead(Exception):
    """There are no TXT records to be had; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.value)
        self.finding = finding


@cache
def _system_resolver() -> dns.resolver.Resolver:
    return dns.resolver.Resolver()


def read_together(names: Sequence[str]) -> list[list[str] | Finding]:
    """For each name its TXT records or why there are none. All at a time, so slow name servers delay nobody else."""
    if not names:
        return []
    with ThreadPoolExecutor(len(names)) as pool:
        return list(pool.map(_records_or_trouble, names))


def _records_or_trouble(name: str) -> list[str] | Finding:
    try:
        return read_txt_records(name)
    except RecordsNotRead as error:
        return error.finding


def read_txt_records(name: str, *, resolver: dns.resolver.Resolver | None = None) -> list[str]:
    """The TXT records at `name`, the strings of each put together. Raises RecordsNotRead."""
    try:
        answer = (resolver or _system_resolver()).resolve(name, "TXT", search=False, lifetime=_TIME_LIMIT_SECONDS)
    except dns.resolver.NXDOMAIN as error:
        raise RecordsNotRead(Finding.NO_NAME) from error
    except dns.resolver.NoAnswer as error:
        raise RecordsNotRead(Finding.NO_RECORD) from error
    except dns.exception.Timeout as error:
        raise RecordsNotRead(Finding.TIMED_OUT) from error
    except dns.exception.DNSException as error:
        # Servers that refuse or fail, broken signatures, malformed answers, a machine without a resolver.
        raise RecordsNotRead(Finding.FAILED) from error
    records = [record for record in answer if isinstance(record, TXTBase)][:_MOST_RECORDS]
    return [_printable(b"".join(record.strings)) for record in records]


def _printable(value: bytes) -> str:
    """The text without what a page or a database column cannot hold."""
    return "".join(sign for sign in value.decode(errors="replace") if sign.isprintable()).strip()
