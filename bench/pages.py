"""Pages of a company: how long each takes, how many are answered at once, and what each costs in statements and bytes."""

import time
from collections.abc import Callable, Sequence

from django.contrib.auth.hashers import check_password
from django.urls import reverse

from bench.company import PASSWORD, CrowdedCompany, crowded_company, password_hash
from bench.measure import CLIENTS, Client, Visit, Visitor, latencies, load
from bench.options import Options
from bench.report import Row
from bench.stack import Stack
from bench.statements import count_statements
from bench.visits import Open, Punch, SignIn

REQUESTS = 200
SIGN_INS = 60
HASHES = 20
LOAD_SECONDS = 6.0
SIGN_IN_BEYOND_HASH = 10


def measure(stack: Stack, options: Options) -> list[Row]:
    """Every page of the foundation."""
    crowd = crowded_company(stack, options.people)
    owner, personnel, size = [crowd.owner], [crowd.personnel], f"{options.people} people"
    return [
        *_sign_in(stack, crowd),
        *_page(stack, "home, employee", crowd.staff, "home", at_most=17, statements=8, at_least=100),
        *_page(stack, f"home, HR with {size}", personnel, "home"),
        *_clock_in(stack, crowd),
        *_page(stack, "own month", crowd.staff, "attendance_history"),
        *_page(stack, f"team today, {size}", personnel, "team_today"),
        *_page(stack, f"employee list, {size}", owner, "employee_list", at_most=26, statements=10),
        *_page(stack, f"who is who, {size}", owner, "employee_list", "?view=cards", statements=10),
        *_page(stack, f"misspelt search, {size}", owner, "employee_list", "?q=persn+numbr0042", statements=10),
        *_page(stack, f"org chart, {size}", owner, "org_chart", statements=10),
        *_page(stack, f"all of the org chart, {size}", owner, "org_chart", "?open=all", statements=10),
        *_page(stack, f"org chart as a table, {size}", owner, "org_chart", "?view=table", statements=10),
        *_page(stack, f"admin change list, {size}", owner, "admin:people_employee_changelist"),
    ]


def _sign_in(stack: Stack, crowd: CrowdedCompany) -> list[Row]:
    hashes = [_milliseconds(lambda: check_password(PASSWORD, password_hash())) for _ in range(HASHES)]
    hashing = Row.of("password hash", "ms", hashes, note="argon2, in one process; a part of each sign-in")
    visits = [SignIn(crowd.host, crowd.emails[each::CLIENTS], PASSWORD, reverse("account_login")) for each in range(CLIENTS)]
    answered = latencies(stack.port, visits[0], n=SIGN_INS)
    return [
        *_page(stack, "sign-in page", [Visitor(crowd.host, "10.9.9.9")], "account_login"),
        hashing,
        Row.of("sign-in POST", "ms", answered, at_most=round(hashing.p50 + SIGN_IN_BEYOND_HASH, 1)),
        _rate("sign-in page and POST", stack, visits),
        _statements("sign-in POST", visits[0]),
    ]


def _clock_in(stack: Stack, crowd: CrowdedCompany) -> list[Row]:
    """Everybody punches a few times, as on a working day, since a day of hundreds of punches would be another page."""
    path, fifth = reverse("punch"), len(crowd.staff) // 5
    at_once = crowd.staff[fifth:]
    answered = latencies(stack.port, Punch(crowd.staff[2:fifth], path), n=REQUESTS)
    return [
        Row.of("clock in or out", "ms", answered, at_most=20),
        _rate("clock in or out", stack, [Punch(at_once[each::CLIENTS], path) for each in range(CLIENTS)], at_least=70),
        _statements("clock in or out", Punch(crowd.staff[:2], path)),
    ]


def _page(
    stack: Stack,
    name: str,
    visitors: Sequence[Visitor],
    url_name: str,
    query: str = "",
    *,
    at_most: float | None = None,
    at_least: float | None = None,
    statements: int | None = None,
) -> list[Row]:
    """A page's latency, throughput, statements and size."""
    visit = Open(visitors, reverse(url_name) + query)
    answer = visit(Client(stack.port), 0)
    size = f"{len(answer.text().encode()) / 1000:.1f} KB before compression"
    return [
        Row.of(name, "ms", latencies(stack.port, visit, n=REQUESTS), at_most=at_most),
        _rate(name, stack, [visit] * CLIENTS, at_least=at_least),
        _statements(name, visit, at_most=statements),
        Row.of(f"{name}: size", "KB", [len(answer.body) / 1000], note=size),
    ]


def _rate(name: str, stack: Stack, visits: Sequence[Visit], *, at_least: float | None = None) -> Row:
    result = load(stack.port, visits, seconds=LOAD_SECONDS)
    waits = Row.of("", "ms", result.milliseconds)
    note = f"{waits.n} in {LOAD_SECONDS:g} s; each took {waits.p50:.0f} ms, p95 {waits.p95 or 0:.0f} ms"
    return Row.of(f"{name}: {CLIENTS} clients at once", "/s", [result.rate], at_least=at_least, note=note)


def _statements(name: str, visit: Visit, *, at_most: float | None = None) -> Row:
    return Row.of(f"{name}: statements", "SQL", [count_statements(visit)], at_most=at_most)


def _milliseconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000
