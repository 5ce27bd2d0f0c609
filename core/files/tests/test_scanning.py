"""Against a server that speaks clamd's protocol."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from core.files.scanning import NotScanned, VirusFound, scan

EICAR = b"a known virus"
type Listening = Callable[..., str]


def _read(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size and (part := connection.recv(size - len(data))):
        data += part
    return data


def _answer(connection: socket.socket, largest: int) -> None:
    """What clamd does with INSTREAM: takes pieces up to an empty one, or to its limit."""
    assert _read(connection, 10) == b"zINSTREAM\0"
    content = b""
    while size := struct.unpack("!L", _read(connection, 4))[0]:
        content += _read(connection, size)
        if len(content) > largest:
            connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
            return
    connection.sendall(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0")


@pytest.fixture
def clamd(settings: Any, tmp_path: Path) -> Iterator[Listening]:
    """Start a server for one scan; the settings name its address from then on."""
    stack = ExitStack()

    def listen(answer: Callable[[socket.socket, int], None] = _answer, *, largest: int = 10**9, on_path: bool = False) -> str:
        server = stack.enter_context(socket.socket(socket.AF_UNIX if on_path else socket.AF_INET))
        server.bind(str(tmp_path / "clamd.ctl") if on_path else ("127.0.0.1", 0))
        server.listen(1)

        def serve() -> None:
            connection, _address = server.accept()
            with connection:
                answer(connection, largest)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        stack.callback(thread.join, 5)
        address = server.getsockname()
        settings.CLAMD_ADDRESS = address if on_path else f"127.0.0.1:{address[1]}"
        return str(settings.CLAMD_ADDRESS)

    with stack:
        yield listen


@pytest.mark.parametrize("on_path", [False, True])
def test_a_clean_file_passes(clamd: Listening, on_path: bool) -> None:
    clamd(on_path=on_path)
    scan(b"x" * 200_000)


def test_a_harmful_one_does_not(clamd: Listening) -> None:
    clamd()
    with pytest.raises(VirusFound) as refusal:
        scan(b"x" * 100_000 + EICAR)
    assert "found something harmful" in str(refusal.value.message)


def test_what_clamd_takes_only_a_part_of_is_not_taken(clamd: Listening) -> None:
    clamd(largest=1000)
    with pytest.raises(NotScanned):
        scan(b"x" * 5_000_000)


def test_an_answer_that_says_nothing(clamd: Listening) -> None:
    clamd(lambda _connection, _largest: None)
    with pytest.raises(NotScanned):
        scan(b"x")


def test_nobody_there(settings: Any) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        settings.CLAMD_ADDRESS = f"127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(NotScanned) as refusal:
            scan(b"x")
    assert "does not answer, so nothing was kept" in str(refusal.value.message)


@pytest.mark.parametrize("address", ["/nowhere/clamd.ctl", "nowhere.invalid:3310"])
def test_no_such_address(settings: Any, address: str) -> None:
    settings.CLAMD_ADDRESS = address
    with pytest.raises(NotScanned):
        scan(b"x")


def test_without_one_nothing_is_asked(settings: Any) -> None:
    settings.CLAMD_ADDRESS = ""
    scan(EICAR)
