"""How we reach a company's identity provider: its address comes from outside, and our servers follow it."""

import ipaddress
import socket
import time
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from tenants.single_sign_on.refusals import NotPublic, NotUnderstood

_SECONDS = 10
# Keys and descriptions of providers take some kilobytes.
_MOST_BYTES = 1_000_000
_MOST_REDIRECTS = 3


def provider_session() -> requests.Session:
    """A session that reaches the public internet by https alone, waits for ten seconds, and reads a megabyte at most."""
    session = requests.Session()
    # Proxies and passwords of the machine are not for addresses that companies name.
    session.trust_env = False
    session.max_redirects = _MOST_REDIRECTS
    session.mount("https://", _PublicOnly())
    session.mount("http://", _PublicOnly())
    return session


class _PublicOnly(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Connections that look where they have come to."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SafePool}

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Redirects come here, too. Raises NotPublic, NotUnderstood and requests' errors."""
        if urlsplit(str(request.url)).scheme != "https" and not settings.IDENTITY_PROVIDERS_MAY_BE_LOCAL:
            raise NotPublic(request.url)
        response = super().send(request, *args, **{**kwargs, "stream": True, "timeout": _SECONDS})
        response._content = _body_of(response)  # noqa: SLF001 -- requests itself would read on for as long as it is sent.
        return response


def _body_of(response: requests.Response) -> bytes:
    deadline, body = time.monotonic() + _SECONDS, b""
    with response.raw as stream:
        while chunk := stream.read1(decode_content=True):
            body += chunk
            if len(body) > _MOST_BYTES or time.monotonic() > deadline:
                raise NotUnderstood(f"{response.url} sends too much, or too slowly.")
    return body


class _Looking:
    def _new_conn(self) -> socket.socket:
        # A name may lead elsewhere the next time it is asked for, so it is the connection that is looked at.
        connected: socket.socket = super()._new_conn()  # type: ignore[misc]  # Of the classes below.
        reached = connected.getpeername()[0]
        if not (ipaddress.ip_address(reached).is_global or settings.IDENTITY_PROVIDERS_MAY_BE_LOCAL):
            connected.close()
            raise NotPublic(reached)
        return connected


class _Connection(_Looking, HTTPConnection):
    pass


class _SafeConnection(_Looking, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SafePool(HTTPSConnectionPool):
    ConnectionCls = _SafeConnection
