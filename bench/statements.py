"""Counts the SQL statements of a request, in this process, through the same middleware and on the same database as the web's."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.conf import settings
from django.db import connection
from django.test import Client as DjangoClient
from django.test.utils import CaptureQueriesContext

from bench.measure import Answer, Visit, Visitor
from tenants.schemas.postgresql.base import DatabaseWrapper


class CountingClient:
    """Does what `bench.measure.Client` does, without a server, and keeps what the latest request cost."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.switches = 0

    def get(self, visitor: Visitor, path: str) -> Answer:
        """Ask for a page."""
        return self._answer("get", visitor, path, {}, {})

    def post(self, visitor: Visitor, path: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Answer:
        """Send a form."""
        return self._answer("post", visitor, path, fields, headers or {})

    def _answer(self, method: str, visitor: Visitor, path: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        proxied = {"host": visitor.host, "x-forwarded-proto": "https", "x-forwarded-for": visitor.address}
        browser = DjangoClient(headers=proxied | dict(headers))
        if visitor.session:
            browser.cookies[settings.SESSION_COOKIE_NAME] = visitor.session
        with _counted_switches() as switches, CaptureQueriesContext(connection) as queries:
            response = getattr(browser, method)(path, fields)
        self.statements, self.switches = [query["sql"] for query in queries], len(switches)
        given = dict(response.items()) | {"Set-Cookie": response.cookies.output(header="").strip()}
        return Answer(response.status_code, given, response.content, 0)


def count_statements(visit: Visit) -> CountingClient:
    """Make the visit twice, the first to warm up, and return the client with what the second cost."""
    client = CountingClient()
    for turn in range(2):
        visit(client, turn)
    return client


@contextmanager
def _counted_switches() -> Iterator[list[None]]:
    """Switches of schema and role go past Django's log of statements."""
    switches: list[None] = []
    switch = DatabaseWrapper._handle_search_path  # noqa: SLF001 -- the one place that every switch goes through.

    def counted(self: DatabaseWrapper, cursor: Any = None) -> None:
        before = self.search_path_set_schemas
        switch(self, cursor)
        if self.search_path_set_schemas is not before:
            switches.append(None)

    with mock.patch.object(DatabaseWrapper, "_handle_search_path", counted):
        yield switches
