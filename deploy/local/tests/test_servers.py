"""Real servers, real signals: what happens to somebody's machine."""

import os
import pwd
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from deploy.local import postgres_place
from deploy.local.processes import LocalError, PortTakenError, check_running, command_of
from deploy.local.servers import Servers, running_servers

# As in a shell: the suite's own servers are named in this process's environment, and would be used.
SHELL = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"}}


def query(url: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(statement).fetchall()


def write_a_row(servers: Servers) -> None:
    with psycopg.connect(servers.owner_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'kept' AS word")


def read_the_row(servers: Servers) -> object:
    return query(servers.owner_url, "SELECT word FROM kept")[0][0]


@pytest.fixture(scope="module")
def servers(shared_folder: Path) -> Iterator[Servers]:
    with running_servers(shared_folder, durable=False, environ={}) as running:
        yield running


class TestServers:
    def test_have_an_owner_that_is_no_superuser_and_a_web_login_that_owns_nothing(self, servers: Servers) -> None:
        roles = query(
            servers.database_url,
            "SELECT rolname, rolsuper, rolcreaterole, rolinherit FROM pg_roles WHERE rolname LIKE 'rooster%' ORDER BY 1",
        )

        assert roles == [("rooster_owner", False, True, True), ("rooster_web", False, False, False)]
        owner = "SELECT current_user, pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
        assert query(servers.database_url, owner) == [("rooster_web", "rooster_owner")]

    def test_refuse_whoever_has_no_password(self, servers: Servers) -> None:
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(servers.database_url, password="guessed")
        with pytest.raises(redis.AuthenticationError):
            redis.Redis.from_url(re.sub(":[0-9a-f]+@", ":guessed@", servers.redis_url)).ping()

        assert redis.Redis.from_url(servers.redis_url).ping()

    def test_name_themselves_as_the_settings_expect(self, servers: Servers) -> None:
        assert servers.env() == {
            "DATABASE_URL": servers.database_url,
            "DATABASE_OWNER_URL": servers.owner_url,
            "REDIS_URL": servers.redis_url,
        }

    def test_do_not_share_a_folder(self, servers: Servers, shared_folder: Path) -> None:
        with (
            pytest.raises(LocalError, match=f"in use by process {os.getpid()}"),
            running_servers(shared_folder, durable=False, environ={}),
        ):
            pass


class TestNextStart:
    def test_keeps_data_addresses_and_passwords(self, folder: Path) -> None:
        with running_servers(folder, durable=True, environ={}) as first:
            write_a_row(first)
            redis.Redis.from_url(first.redis_url).set("word", "kept")

        with running_servers(folder, durable=True, environ={}) as second:
            assert second.env() == first.env()
            assert read_the_row(second) == "kept"
            assert redis.Redis.from_url(second.redis_url).get("word") == b"kept"

    def test_recovers_after_the_servers_were_killed(self, folder: Path) -> None:
        with running_servers(folder, durable=True, environ={}) as first:
            write_a_row(first)
            for child in first.children:
                os.kill(child.pid, signal.SIGKILL)
                os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
                with pytest.raises(LocalError, match=rf"{child.name} ended by itself(?s:.)*{child.log}"):
                    check_running([child])

        with running_servers(folder, durable=True, environ={}) as second:
            assert read_the_row(second) == "kept"

    def test_stops_what_a_killed_supervisor_left_behind(self, folder: Path) -> None:
        command = [sys.executable, "-m", "deploy.local.servers", "--data", str(folder), "--not-durable"]
        with subprocess.Popen(command, env=SHELL, stdout=subprocess.PIPE, text=True) as supervisor:
            assert supervisor.stdout is not None
            supervisor.stdout.readline()
            supervisor.kill()
        pid_files = (folder / "postgres" / "data" / "postmaster.pid", folder / "valkey" / "pid")
        left_behind = [int(pid_file.read_text().split()[0]) for pid_file in pid_files]
        assert all(command_of(pid) for pid in left_behind)

        with running_servers(folder, durable=False, environ={}) as second:
            assert not any(command_of(pid) for pid in left_behind)
            assert query(second.database_url, "SELECT 1") == [(1,)]

    def test_spares_a_stranger_who_has_the_process_id_of_a_dead_server(self, folder: Path) -> None:
        with running_servers(folder, durable=False, environ={}):
            pass
        with subprocess.Popen(["sleep", "60"]) as stranger:
            (folder / "postgres" / "data" / "postmaster.pid").write_text(f"{stranger.pid}\n")
            (folder / "valkey" / "pid").write_text(f"{stranger.pid}\n")

            with running_servers(folder, durable=False, environ={}) as second:
                assert query(second.database_url, "SELECT 1") == [(1,)]

            assert stranger.poll() is None
            stranger.kill()

    def test_begins_anew_after_an_interrupted_initdb(self, folder: Path) -> None:
        half_made = folder / "postgres" / "data.new"
        half_made.mkdir(parents=True)
        (half_made / "PG_VERSION").write_text("18")

        with running_servers(folder, durable=False, environ={}) as servers:
            assert query(servers.database_url, "SELECT 1") == [(1,)]


class TestPorts:
    @pytest.mark.parametrize("variable", ["POSTGRES_PORT", "VALKEY_PORT"])
    def test_taken_ones_are_named_with_the_variable_to_change(self, folder: Path, variable: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]

            with (
                pytest.raises(PortTakenError, match=rf"Port {port}, .*{variable}={port + 1} make run"),
                running_servers(folder, durable=False, environ={variable: str(port)}),
            ):
                pass

    def test_that_were_not_asked_for_are_others_when_taken(self, folder: Path) -> None:
        (folder / "valkey").mkdir()
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            (folder / "valkey" / "port").write_text(str(port))

            with running_servers(folder, durable=False, environ={"DATABASE_URL": "postgres://given"}) as servers:
                assert f":{port}/" not in servers.redis_url

    def test_must_be_numbers(self, folder: Path) -> None:
        with (
            pytest.raises(LocalError, match="VALKEY_PORT is 'six'"),
            running_servers(folder, durable=False, environ={"VALKEY_PORT": "six"}),
        ):
            pass


class TestGivenServers:
    def test_are_used_and_nothing_is_started(self, folder: Path) -> None:
        given = {"DATABASE_URL": "postgres://a/b", "DATABASE_OWNER_URL": "postgres://c/d", "REDIS_URL": "redis://e/0"}

        with running_servers(folder / "untouched", durable=False, environ=given) as servers:
            assert servers.env() == given
            assert servers.children == ()

        assert not (folder / "untouched").exists()

    def test_own_the_database_themselves_when_no_owner_is_given(self, folder: Path) -> None:
        given = {"DATABASE_URL": "postgres://a/b", "REDIS_URL": "redis://e/0"}

        with running_servers(folder, durable=False, environ=given) as servers:
            assert servers.owner_url == "postgres://a/b"


@pytest.mark.skipif(os.geteuid() != 0, reason="Only root runs PostgreSQL as another account.")
class TestRoot:
    def test_leaves_closed_folders_closed_and_keeps_the_data_elsewhere(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(postgres_place, "REACHABLE", folder / "reachable")
        closed = folder / "closed"
        closed.mkdir(mode=0o700)

        with running_servers(closed / "data", durable=False, environ={"REDIS_URL": "redis://given"}) as first:
            write_a_row(first)
        with running_servers(closed / "data", durable=False, environ={"REDIS_URL": "redis://given"}) as second:
            assert read_the_row(second) == "kept"

        assert closed.stat().st_mode & 0o777 == 0o700

    def test_runs_on_an_ordinary_users_data_as_that_user(self, folder: Path) -> None:
        with running_servers(folder, durable=False, environ={"REDIS_URL": "redis://given"}) as first:
            write_a_row(first)
        nobody = pwd.getpwnam("nobody")
        data = folder / "postgres" / "data"
        for path in (data, *data.rglob("*")):
            os.chown(path, nobody.pw_uid, nobody.pw_gid)

        with running_servers(folder, durable=False, environ={"REDIS_URL": "redis://given"}) as second:
            assert read_the_row(second) == "kept"
            assert {path.owner() for path in data.rglob("*")} == {"nobody"}


class TestCommand:
    def test_runs_a_program_with_the_variables_and_passes_on_its_exit_code(self, folder: Path) -> None:
        given = {"DATABASE_URL": "postgres://a/b", "REDIS_URL": "redis://e/0"}
        command = [sys.executable, "-m", "deploy.local.servers", "--data", str(folder), "--"]

        result = subprocess.run(
            [*command, "sh", "-c", "echo $DATABASE_OWNER_URL; exit 7"],
            env=SHELL | given,
            capture_output=True,
            text=True,
            check=False,
        )

        assert (result.returncode, result.stdout) == (7, "postgres://a/b\n")

    def test_prints_export_lines_and_stops_both_on_sigterm(self, folder: Path) -> None:
        command = [sys.executable, "-m", "deploy.local.servers", "--data", str(folder), "--not-durable"]
        with subprocess.Popen(command, env=SHELL, stdout=subprocess.PIPE, text=True) as supervisor:
            assert supervisor.stdout is not None
            names = [supervisor.stdout.readline().partition("=")[0] for _ in range(3)]
            started = time.monotonic()
            supervisor.terminate()
            exit_code = supervisor.wait(10)

        assert names == ["export DATABASE_URL", "export DATABASE_OWNER_URL", "export REDIS_URL"]
        assert exit_code == 0
        assert time.monotonic() - started < 5
        assert not (folder / "postgres" / "data" / "postmaster.pid").exists()
        assert not (folder / "valkey" / "pid").exists()
