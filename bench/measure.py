"""A client, and what it measures: how long one request takes, and how many are answered when eight clients ask at once.

Nothing here knows Django, since the eight clients are processes of their own: the one that measures must not wait for
the others.
"""

import gzip
import http.client
import multiprocessing
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

CLIENTS = 8
SESSION_COOKIE = "__Host-session"
WARM_UP_TURNS = 20
# Time for the clients' processes to start, and then to warm up, before anything is counted.
_START_SECONDS, _WARM_UP_SECONDS = 1.5, 1.0


class UnexpectedAnswer(Exception):
    """The page is not what was to be measured; a fast error page would otherwise count as a fast page."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody's browser as the server sees it; `address` is the one that the proxy in front reports."""

    host: str
    address: str
    session: str = ""
    csrf_token: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `body` is as it was transferred, so mostly compressed."""

    asked: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    def expect(self, status: int) -> "Answer":
        """Itself. Raises UnexpectedAnswer for any other status."""
        if self.status != status:
            where = self.headers.get("Location") or f"its line in the web's log has the id {self.headers.get('X-Request-ID')}"
            raise UnexpectedAnswer(f"{self.asked} answered {self.status} instead of {status}; {where}.")
        return self

    def text(self) -> str:
        """The page, uncompressed."""
        return (gzip.decompress(self.body) if self.headers.get("Content-Encoding") == "gzip" else self.body).decode()

    def cookie(self, name: str) -> str:
        """The value of a cookie that it sets, or an empty string."""
        first, _, _ = self.headers.get("Set-Cookie", "").partition(";")
        return first.removeprefix(f"{name}=") if first.startswith(f"{name}=") else ""


class Server(Protocol):
    """Whom a visit speaks to: the web workers, through a `Client`, or `bench.statements.CountingClient`."""

    def get(self, visitor: Visitor, path: str) -> Answer:
        """Ask for a page."""

    def post(self, visitor: Visitor, path: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Answer:
        """Send a form."""


class Client:
    """One connection that stays open, as the proxy in front of a public installation keeps its own."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def get(self, visitor: Visitor, path: str) -> Answer:
        """Ask for a page."""
        return self._request("GET", visitor, path, None, {})

    def post(self, visitor: Visitor, path: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Answer:
        """Send a form."""
        given = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{visitor.host}"}
        given |= {"X-CSRFToken": visitor.csrf_token} if visitor.csrf_token else {}
        return self._request("POST", visitor, path, urlencode(fields).encode(), given | dict(headers or {}))

    def _request(self, method: str, visitor: Visitor, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        headers |= {
            "Host": visitor.host,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": visitor.address,
            "Accept-Encoding": "gzip",
        }
        if visitor.session:
            headers["Cookie"] = f"{SESSION_COOKIE}={visitor.session}"
        started = time.perf_counter()
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        content = response.read()
        return Answer(f"{method} {path}", response.status, dict(response.headers), content, time.perf_counter() - started)


class Visit(Protocol):
    """One thing that people do, again and again; `turn` counts from 0. The answer's seconds are those that count."""

    def __call__(self, client: Server, turn: int) -> Answer:
        """Do it once."""


def latencies(port: int, visit: Visit, *, n: int) -> list[float]:
    """Milliseconds of `n` visits, one after another, after some that warm up."""
    client = Client(port)
    answers = [visit(client, turn) for turn in range(WARM_UP_TURNS + n)]
    return [answer.seconds * 1000 for answer in answers[WARM_UP_TURNS:]]


@dataclass(frozen=True, slots=True)
class Load:
    """What `len(visits)` clients got done in `seconds`, each visiting again as soon as it was answered."""

    seconds: float
    milliseconds: list[float]
    """How long each visit took."""

    @property
    def rate(self) -> float:
        """Visits in a second."""
        return len(self.milliseconds) / self.seconds


def load(port: int, visits: Sequence[Visit], *, seconds: float) -> Load:
    """Let each of the visits be made by a client of its own, at once, for so many seconds."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(len(visits), mp_context=context) as pool:
        counted_from = time.monotonic() + _START_SECONDS + _WARM_UP_SECONDS
        futures = [pool.submit(_repeat, port, visit, counted_from, counted_from + seconds) for visit in visits]
        return Load(seconds, [each for future in futures for each in future.result()])


def _repeat(port: int, visit: Visit, counted_from: float, until: float) -> list[float]:
    """Milliseconds of the visits that ended between two moments of the monotonic clock, which processes share."""
    client, counted, turn = Client(port), list[float](), 0
    time.sleep(max(counted_from - _WARM_UP_SECONDS - time.monotonic(), 0))
    while time.monotonic() < until:
        answer = visit(client, turn)
        turn += 1
        if counted_from <= time.monotonic() < until:
            counted.append(answer.seconds * 1000)
    return counted


def wait_until(is_done: Callable[[], bool], *, seconds: float, every: float = 0.01) -> None:
    """Ask again and again. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not is_done():
        if time.monotonic() > deadline:
            raise TimeoutError(f"Still waiting after {seconds:g} seconds.")
        time.sleep(every)
