"""Pages of one company, and of all of them in turn."""

from collections.abc import Iterator

from django.urls import reverse
from django_tenants.utils import tenant_context

from bench.company import sign_in
from bench.fleet.fleet import Fleet
from bench.measure import CLIENTS, Client, Visit, Visitor, load
from bench.report import Row
from bench.visits import Open
from tenants.accounts.models import User
from tenants.companies.models import Company

ONE_COMPANY_REQUESTS = 300
LOAD_SECONDS = 8.0


def measure(fleet: Fleet) -> Iterator[Row]:
    """The home page. First comes whoever no backend has seen yet, then the same again."""
    home, port = reverse("home"), fleet.stack.port
    visitors = _owners(fleet)
    one, everybody, size = Open(visitors[:1], home), Open(visitors, home), f"{fleet.size} companies in turn"
    _milliseconds(port, one, turns=20)
    yield Row.of("home, 1 company", "ms", _milliseconds(port, one, turns=ONE_COMPANY_REQUESTS))
    yield Row.of(f"home, {size}, first time", "ms", _milliseconds(port, everybody, turns=fleet.size), note="nothing cached")
    yield Row.of(f"home, {size}, again", "ms", _milliseconds(port, everybody, turns=fleet.size))
    for name, visits in (
        ("1 company", [one] * CLIENTS),
        (size, [Open(visitors[each::CLIENTS] or visitors, home) for each in range(CLIENTS)]),
    ):
        result = load(port, visits, seconds=LOAD_SECONDS)
        waits = Row.of("", "ms", result.milliseconds)
        note = f"each took {waits.p50:.0f} ms, p95 {waits.p95 or 0:.0f} ms"
        yield Row.of(f"home, {name}: {CLIENTS} clients at once", "/s", [result.rate], note=note)


def _owners(fleet: Fleet) -> list[Visitor]:
    """Every company's owner, signed in."""
    visitors = []
    for number, company in enumerate(Company.objects.ready().prefetch_related("domains")):
        with tenant_context(company):
            subdomain, _dot, _rest = company.host.partition(".")
            visitors.append(sign_in(User.objects.get(), fleet.stack.host(subdomain), number))
    return visitors


def _milliseconds(port: int, visit: Visit, *, turns: int) -> list[float]:
    """Of each visit, one after another."""
    client = Client(port)
    return [visit(client, turn).seconds * 1000 for turn in range(turns)]
