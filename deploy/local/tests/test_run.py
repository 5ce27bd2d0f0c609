"""What the supervisor says on the terminal, and how it ends what it started."""

import signal
import socket
import time
from pathlib import Path

import pytest

from deploy.local.processes import Child, PortTakenError, command_of
from deploy.local.run import ProblemReport, address_table, listening_addresses


class TestPort:
    def test_taken_by_another_program_is_named_with_the_way_out(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]

            with pytest.raises(PortTakenError, match=rf"Port {port}, wanted for the web pages.*PORT={port + 1} make run"):
                listening_addresses(port)


class TestAddressTable:
    def test_lines_up_addresses_and_logins(self) -> None:
        acme = {"company": "Acme", "url": "http://acme.localhost:8000/", "email": "a@acme.test", "password": "secret"}

        table = address_table([{**acme, "name": "Alice", "role": "admin"}], base_url="http://localhost:8000", keeps_mail=True)  # type: ignore[typeddict-item]

        assert "  Public site     http://localhost:8000/\n" in table
        assert "  Mails it sends  http://localhost:8000/mailbox/\n" in table
        assert "  Acme            http://acme.localhost:8000/     a@acme.test (admin)  secret\n" in table


class TestProblemReport:
    def test_repeats_errors_with_their_tracebacks_and_nothing_else(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        lines = [
            "INFO rooster.request: GET / 200",
            "WARNING django.request: Not Found: /favicon.ico",
            "ERROR django.request: Internal Server Error",
            "Traceback (most recent call last):",
            "[2026-11-21 03:50:37,846: INFO/MainProcess] ready",
            "banner",
        ]
        with Child("web", ["sleep", "60"], log=tmp_path / "web.log") as web:
            web.log.write_text("ERROR while starting\n")
            report = ProblemReport([web])
            with web.log.open("a") as log:
                log.write("\n".join(lines))

            report.print_new()

        shown = "web    | ERROR django.request: Internal Server Error\nweb    | Traceback (most recent call last):\n"
        assert capsys.readouterr().out == shown


class TestChild:
    def test_that_ignores_us_is_killed_with_what_it_forked(self, tmp_path: Path) -> None:
        script = "trap '' TERM; sleep 61 & echo $!; wait; sleep 62"
        with Child("deaf", ["sh", "-c", script], log=tmp_path / "log", stop_seconds=0.2) as child:
            while not (forked := child.log.read_text().strip()):
                time.sleep(0.01)

        assert child.exit_code == -signal.SIGKILL
        # Killed is not yet gone: the system takes its time to clear the process away.
        patience = time.monotonic() + 10
        while "sleep" in command_of(int(forked)) and time.monotonic() < patience:
            time.sleep(0.01)
        assert "sleep" not in command_of(int(forked))
