"""What people do, request by request. Sent to the clients' processes, so nothing here knows Django."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bench.measure import SESSION_COOKIE, Answer, Server, Visitor

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Open:
    """Open a page, each time as the next of the visitors."""

    visitors: Sequence[Visitor]
    path: str

    def __call__(self, client: Server, turn: int) -> Answer:
        """One request."""
        return client.get(self.visitors[turn % len(self.visitors)], self.path).expect(200)


@dataclass(frozen=True, slots=True)
class Punch:
    """Press the clock's button: everybody clocks in, then everybody clocks out, and so on. They are all out at first."""

    visitors: Sequence[Visitor]
    path: str

    def __call__(self, client: Server, turn: int) -> Answer:
        """One request, as htmx sends it."""
        rounds, position = divmod(turn, len(self.visitors))
        fields = {"kind": "out" if rounds % 2 else "in", "idempotency_key": str(uuid.uuid4())}
        answer = client.post(self.visitors[position], self.path, fields, {"HX-Request": "true"})
        return answer.expect(200)


@dataclass(frozen=True, slots=True)
class SignIn:
    """Open the sign-in page and send it; the answer is that to the second. Everybody comes from an address of their own."""

    host: str
    emails: Sequence[str]
    password: str
    path: str

    def __call__(self, client: Server, turn: int) -> Answer:
        """Two requests."""
        # Rate limits count by address, or by network where addresses are long.
        network = uuid.uuid4().hex
        visitor = Visitor(self.host, f"2001:{network[:4]}:{network[4:8]}:{network[8:12]}::1")
        page = client.get(visitor, self.path).expect(200)
        token = _TOKEN.search(page.text())
        if token is None:
            raise LookupError("The sign-in page has no token.")
        visitor = replace(visitor, session=page.cookie(SESSION_COOKIE), csrf_token=token[1])
        fields = {"login": self.emails[turn % len(self.emails)], "password": self.password}
        return client.post(visitor, self.path, fields).expect(302)
