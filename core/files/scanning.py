"""Looking for viruses with clamd, where an installation has one."""

import logging
import socket
import struct
from collections.abc import Iterator
from contextlib import closing

from django.conf import settings
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)

_PIECE = 64 * 1024
_CONNECT_SECONDS = 3
_ANSWER_SECONDS = 30
_LONGEST_ANSWER = 4096


class NotScanned(Exception):
    """clamd did not look at the file, so it is not taken."""

    message = _("The virus scanner does not answer, so nothing was kept or changed. Try again in a few minutes.")


class VirusFound(Exception):
    """clamd knows the content for harmful."""

    message = _("The virus scanner has found something harmful in this file, so it was not kept. Have your device checked.")


def scan(content: bytes) -> None:
    """Let clamd look at it; nothing where none is set up. Raises VirusFound, NotScanned."""
    if not settings.CLAMD_ADDRESS:
        return
    try:
        answer = _ask(content)
    except OSError as error:
        log.exception("clamd at %s could not be asked.", settings.CLAMD_ADDRESS)
        raise NotScanned from error
    if answer.endswith(" FOUND"):
        log.warning("clamd refused a file of %s bytes: %s.", len(content), answer)
        raise VirusFound
    if answer != "stream: OK":
        log.error("clamd did not scan a file of %s bytes: %s.", len(content), answer or "no answer")
        raise NotScanned


def _ask(content: bytes) -> str:
    """By clamd's own protocol: pieces with their lengths, an empty one at the end, an answer that ends with NUL."""
    with closing(_connected()) as connection:
        connection.settimeout(_ANSWER_SECONDS)
        connection.sendall(b"zINSTREAM\0")
        try:
            for piece in _pieces(content):
                connection.sendall(struct.pack("!L", len(piece)) + piece)
        except ConnectionError:
            # It stops reading what is larger than it was set up for, and says so.
            log.warning("clamd took only a part of %s bytes.", len(content))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER and (part := connection.recv(1024)):
            answer += part
    return answer.rstrip(b"\0").decode(errors="replace").strip()


def _connected() -> socket.socket:
    host, separator, port = settings.CLAMD_ADDRESS.rpartition(":")
    if separator:
        return socket.create_connection((host.strip("[]"), int(port)), timeout=_CONNECT_SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(_CONNECT_SECONDS)
    try:
        connection.connect(settings.CLAMD_ADDRESS)
    except OSError:
        connection.close()
        raise
    return connection


def _pieces(content: bytes) -> Iterator[bytes]:
    yield from (content[start : start + _PIECE] for start in range(0, len(content), _PIECE))
    yield b""
