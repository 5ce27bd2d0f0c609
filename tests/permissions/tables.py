"""The tables' notation, and what it takes to hold an answer against it.

A line is a method, a path, and one outcome for each role of the heading:

    200, 404 …   this status
    login        sent to sign in, and back afterwards
    →change      sent elsewhere: the last part of the address, or an object's name

`{carol}` in a path stands for the key of an object. A POST carries `post=yes` and nothing else, so where a form wants
more, an answer with the form's complaints means that the person may send it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from conftest import HostClient
from core.tenancy import enter_public

SIGN_IN = "/accounts/login/"


@dataclass(frozen=True)
class Row:
    """One line: what each role gets for a method at a path."""

    method: str
    path: str
    outcomes: Mapping[str, str] = field(compare=False)

    @property
    def objects(self) -> list[str]:
        """Names of the objects in the path."""
        return re.findall(r"\{(\w+)\}", self.path)

    def url(self, keys: Mapping[str, object]) -> str:
        return re.sub(r"\{(\w+)\}", lambda match: str(keys[match[1]]), self.path)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def parse(table: str) -> list[Row]:
    """The rows of a table; its first line names the roles."""
    lines = [line.split() for line in table.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    roles = lines[0]
    return [Row(method, path, dict(zip(roles, outcomes, strict=True))) for method, path, *outcomes in lines[1:]]


def ask(client: HostClient, method: str, url: str, data: Mapping[str, object] | None = None) -> Any:
    """Send a request and take back whatever it did to the database and to the browser."""
    client.raise_request_exception = False
    cookies = SimpleCookie(client.cookies.output(header=""))
    with transaction.atomic():
        response = client.get(url) if method == "GET" else client.post(url, {"post": "yes", **(data or {})})
        enter_public()
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def outcome_of(response: Any, keys: Mapping[str, object]) -> str:
    """An answer in the notation of the tables."""
    if response.status_code != HTTPStatus.FOUND:
        return str(response.status_code)
    target = urlsplit(response.headers["Location"])
    if target.path == SIGN_IN and "next=" in target.query:
        return "login"
    names = {str(key): name for name, key in keys.items()}
    last = target.path.rstrip("/").rpartition("/")[2]
    return f"→{names.get(last, last) or '/'}"


def routes(urlconf: str) -> set[str]:
    """Every route of an URL root, as Django writes them."""
    return set(_walk(get_resolver(urlconf), ""))


def _walk(resolver: URLResolver, prefix: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        # As Django joins them: a regular expression's ^ has no place behind a prefix.
        route = prefix + str(pattern.pattern).removeprefix("^" if prefix else "")
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from _walk(pattern, route)


def route_of(row: Row, urlconf: str) -> str:
    """The route that a row's path leads to; objects' keys are all UUIDs."""
    url = re.sub(r"\{\w+\}", "01980000-0000-7000-8000-000000000000", row.path)
    return resolve(urlsplit(url).path, urlconf).route


def missing_routes(rows: list[Row], urlconf: str) -> set[str]:
    """Routes that no GET row leads to."""
    return routes(urlconf) - {route_of(row, urlconf) for row in rows if row.method == "GET"}


def unlisted_posts(rows: list[Row]) -> list[Row]:
    """A POST to every path that has no row for it; each has to be refused."""
    listed = {row.path for row in rows if row.method == "POST"}
    return [Row("POST", row.path, {}) for row in rows if row.method == "GET" and row.path not in listed]


def check_table(rows: list[Row], browsers: Mapping[str, HostClient], keys: Mapping[str, object]) -> None:
    """Fail with every cell of the table that is not what a browser gets."""
    wrong = []
    for row in rows:
        for role, expected in row.outcomes.items():
            outcome = outcome_of(ask(browsers[role], row.method, row.url(keys)), keys)
            if outcome != expected:
                wrong.append(f"{row} as {role}: {outcome} instead of {expected}")
    assert not wrong, "\n" + "\n".join(wrong)


def check_unlisted_posts(rows: list[Row], browser: HostClient, keys: Mapping[str, object]) -> None:
    """Fail with every path that has no POST row and takes a POST all the same, from whoever may do most."""
    answers = {row: outcome_of(ask(browser, "POST", row.url(keys)), keys) for row in unlisted_posts(rows)}
    taken = [f"{row}: {outcome}" for row, outcome in answers.items() if outcome not in {"403", "404", "405"}]
    assert not taken, "\n" + "\n".join(taken)
