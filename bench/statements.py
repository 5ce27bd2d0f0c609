"""Counts the SQL statements of a request, in this process, through the same middleware and on the same database as the web's."""

from collections.abc import Mapping

from django.conf import settings
from django.db import connection
from django.test import Client as DjangoClient
from django.test.utils import CaptureQueriesContext

from bench.measure import Answer, Visit, Visitor
from core.tenancy import enter_public


class CountingClient:
    """Does what `bench.measure.Client` does, without a server, and keeps what the latest request cost."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self._browser = DjangoClient()

    def get(self, visitor: Visitor, path: str) -> Answer:
        """Ask for a page."""
        return self._answer("get", visitor, path, {}, {})

    def post(self, visitor: Visitor, path: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Answer:
        """Send a form."""
        return self._answer("post", visitor, path, fields, headers or {})

    def _answer(self, method: str, visitor: Visitor, path: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        proxied = {"host": visitor.host, "x-forwarded-proto": "https", "x-forwarded-for": visitor.address}
        self._browser.cookies.clear()
        if visitor.session:
            self._browser.cookies[settings.SESSION_COOKIE_NAME] = visitor.session
        with CaptureQueriesContext(connection) as queries:
            response = getattr(self._browser, method)(path, fields, headers=proxied | dict(headers))
        self.statements = [query["sql"] for query in queries]
        # The page left the connection nowhere; the bench stages the next measurement in public.
        enter_public()
        given = dict(response.items()) | {"Set-Cookie": response.cookies.output(header="").strip()}
        return Answer(f"{method} {path}", response.status_code, given, response.content, 0)


def count_statements(visit: Visit) -> int:
    """Statements of a visit, the one that enters the company among them; the visit before it warms up."""
    client = CountingClient()
    for turn in range(2):
        visit(client, turn)
    return len(client.statements)
