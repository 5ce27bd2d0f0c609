"""Environment variables, read once at start. A missing or nonsensical value stops the start and names the variable."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")

PROJECT_ROOT = Path(__file__).resolve().parent.parent

_reader = environ.Env()
_LARGEST_PORT = 65_535
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


@dataclass(frozen=True)
class SiteAddress:
    """Where the product answers; every company's address is a subdomain of it."""

    scheme: str
    base_domain: str
    port: int | None

    def host_url(self, host: str) -> str:
        """The root address of a host: `https://acme.example.com` or `http://acme.localhost:8000`."""
        return f"{self.scheme}://{host}" + (f":{self.port}" if self.port else "")


def _read(name: str, expected: str, default: str | None, convert: Callable[[str], T]) -> T:
    text = _reader.str(name, default=default)
    if text is None or text == "":
        message = f"{name} is not set. Expected: {expected}. See .env.example."
        raise ImproperlyConfigured(message)
    try:
        return convert(text)
    except (ValueError, KeyError, ImproperlyConfigured) as error:
        # The value itself is left out: it may hold a password, and start-up errors land in logs.
        message = f"{name} has a value that cannot be used. Expected: {expected}. See .env.example."
        raise ImproperlyConfigured(message) from error


def read_text(name: str, *, expected: str, default: str | None = None, minimum_length: int = 1) -> str:
    """A text of at least `minimum_length` characters."""

    def convert(text: str) -> str:
        if len(text) < minimum_length:
            raise ValueError
        return text

    return _read(name, expected, default, convert)


def read_secrets(name: str, *, minimum_length: int) -> tuple[str, ...]:
    """Secrets separated by commas, the newest first, each of at least `minimum_length` characters and none twice."""

    def convert(text: str) -> tuple[str, ...]:
        secrets = tuple(part.strip() for part in text.split(","))
        if len(set(secrets)) < len(secrets) or min(map(len, secrets)) < minimum_length:
            raise ValueError
        return secrets

    return _read(name, f"one or more secrets of at least {minimum_length} random characters, separated by commas", None, convert)


def read_choice(name: str, *, choices: tuple[str, ...], default: str) -> str:
    """One of `choices`."""

    def convert(text: str) -> str:
        if text not in choices:
            raise ValueError
        return text

    return _read(name, "one of " + ", ".join(choices), default, convert)


def read_integer(name: str, *, default: int, minimum: int, maximum: int) -> int:
    """A whole number between `minimum` and `maximum`."""

    def convert(text: str) -> int:
        number = int(text)
        if not minimum <= number <= maximum:
            raise ValueError
        return number

    return _read(name, f"a whole number from {minimum} to {maximum}", str(default), convert)


def read_path(name: str, *, default: Path) -> Path:
    """A folder, made absolute from the project's root."""
    return _read(name, "a folder", str(default), lambda text: (PROJECT_ROOT / text).resolve())


def read_database(name: str, *, default: str | None = None) -> dict[str, Any]:
    """PostgreSQL connection settings from a URL."""

    def convert(text: str) -> dict[str, Any]:
        if urlsplit(text).scheme not in {"postgres", "postgresql"} or not urlsplit(text).path.strip("/"):
            raise ValueError
        return dict(_reader.db_url_config(text))

    return _read(name, "postgres://user:password@host:port/database", default, convert)


def read_redis(name: str, *, default: str | None = None) -> str:
    """The URL of a Valkey or Redis server."""

    def convert(text: str) -> str:
        if urlsplit(text).scheme not in {"redis", "rediss", "unix"}:
            raise ValueError
        return text

    return _read(name, "redis://host:port/0", default, convert)


def read_mailer(name: str, *, default: str | None = None) -> dict[str, Any]:
    """An entry of Django's MAILERS from a URL such as smtp+tls://user:password@host:587."""

    def convert(text: str) -> dict[str, Any]:
        parts = urlsplit(text)
        if parts.scheme not in {"smtp", "smtp+tls", "smtp+ssl"} or not parts.hostname:
            raise ValueError
        options = {
            "host": parts.hostname,
            "port": parts.port or {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}[parts.scheme],
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": parts.scheme == "smtp+tls",
            "use_ssl": parts.scheme == "smtp+ssl",
            "timeout": 10,
        }
        return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}

    return _read(name, "smtp+tls://user:password@host:587", default, convert)


def read_bucket(name: str) -> dict[str, Any]:
    """Options of a bucket from a URL; without a user the machine's own rights are used, without a region the server's."""
    expected = "s3://key:secret@server/bucket?region=eu-central-1, or s3+http:// for a server without TLS"

    def convert(text: str) -> dict[str, Any]:
        parts = urlsplit(text)
        bucket = parts.path.strip("/")
        query = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
        if parts.scheme not in {"s3", "s3+http"} or not parts.hostname or not _BUCKET.fullmatch(bucket) or set(query) - {"region"}:
            raise ValueError
        if bool(parts.username) != bool(parts.password):
            raise ValueError
        scheme, port = ("https" if parts.scheme == "s3" else "http"), (f":{parts.port}" if parts.port else "")
        return {
            "bucket_name": bucket,
            "endpoint_url": f"{scheme}://{parts.hostname}{port}",
            "region_name": query.get("region"),
            "access_key": unquote(parts.username) if parts.username else None,
            "secret_key": unquote(parts.password) if parts.password else None,
        }

    return _read(name, expected, None, convert)


def read_url_prefix(name: str) -> str:
    """The beginning of a path on a server: begins and ends with a slash."""

    def convert(text: str) -> str:
        if not re.fullmatch(r"/(?:[a-z0-9_-]+/)+", text):
            raise ValueError
        return text

    return _read(name, "a path such as /company-files/", None, convert)


def read_scanner(name: str) -> str:
    """Where clamd listens: a host and a port, or a socket's path."""

    def convert(text: str) -> str:
        host, separator, port = text.rpartition(":")
        is_port = bool(separator and host and port.isdigit() and 0 < int(port) <= _LARGEST_PORT)
        if not is_port and not (text.startswith("/") and not separator):
            raise ValueError
        return text

    return _read(name, "host:port, or the path of a socket such as /run/clamav/clamd.ctl", None, convert)


def read_site_address(name: str, *, default: str | None = None, requires_https: bool = False) -> SiteAddress:
    """The address under which the product answers, without a path."""
    expected = "an address without a path, such as https://example.com"

    def convert(text: str) -> SiteAddress:
        parts = urlsplit(text)
        schemes = {"https"} if requires_https else {"http", "https"}
        if parts.scheme not in schemes or not parts.hostname or parts.path.strip("/") or parts.query:
            raise ValueError
        return SiteAddress(parts.scheme, parts.hostname.lower(), parts.port)

    return _read(name, expected, default, convert)
