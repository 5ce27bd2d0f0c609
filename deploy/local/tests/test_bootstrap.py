"""bootstrap.sh with pretended interpreters, and browser.sh without a browser: what a fresh machine is told."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

LOCAL = Path(__file__).resolve().parent.parent
LOCAL_FILE, DEVELOPERS_FILE = "requirements-local.txt", "requirements-dev.txt"

# An interpreter as far as bootstrap.sh can tell: it copies itself into the virtualenv and notes what pip is asked for.
INTERPRETER = """#!/bin/sh
case "$1 $2" in
    "-c "*hashlib*) echo "{version} $(cksum < "$3")" ;;
    "-c "*ensurepip*) exit {no_ensurepip} ;;
    "-c "*) exit {too_old} ;;
    "-V ") echo "Python {version}" ;;
    "-m venv") mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; echo "#!$PWD/.venv/bin/python" > "$3/bin/pip" ;;
    "-m pip") echo "{version} $*" >> pip.log; [ ! -f no-network ] ;;
esac
"""


class Clone:
    """A clone's folder, with nothing on the PATH but a few basic programs and the interpreters of a test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs = folder / "programs"
        self.programs.mkdir()
        for name in ("cat", "cksum", "cp", "dirname", "grep", "id", "mkdir", "rm", "sh"):
            (self.programs / name).symlink_to(shutil.which(name) or name)
        shutil.copytree(LOCAL, folder / "deploy" / "local", ignore=shutil.ignore_patterns("tests", "__pycache__"))
        for name in (LOCAL_FILE, DEVELOPERS_FILE):
            (folder / name).write_text("django==6.1.3\n")

    def add_python(self, path: str, version: str, *, no_ensurepip: bool = False) -> None:
        program = self.folder / path
        program.parent.mkdir(parents=True, exist_ok=True)
        too_old = tuple(map(int, version.split("."))) < (3, 12)
        program.write_text(INTERPRETER.format(version=version, no_ensurepip=int(no_ensurepip), too_old=int(too_old)))
        program.chmod(0o755)

    def run(self, script: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": str(self.programs), "HOME": str(self.folder / "home"), **variables}
        command = ["/bin/sh", f"deploy/local/{script}", *arguments]
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)

    def bootstrap(self, requirements: str = LOCAL_FILE, **variables: str) -> str:
        """Run it to a good end and tell the version that .venv then has."""
        result = self.run("bootstrap.sh", requirements, **variables)
        assert result.returncode == 0, result.stderr
        python = self.folder / ".venv" / "bin" / "python"
        return subprocess.run([python, "-V"], capture_output=True, text=True, check=True).stdout.strip()

    def installations(self) -> list[str]:
        log = self.folder / "pip.log"
        return [line.split()[-1] for line in log.read_text().splitlines()] if log.exists() else []


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


class TestInterpreter:
    def test_is_3_13_before_any_other(self, clone: Clone) -> None:
        for version in ("3.12", "3.13", "3.14"):
            clone.add_python(f"programs/python{version}", version)
        clone.add_python("programs/python3", "3.14")

        assert clone.bootstrap() == "Python 3.13"

    def test_is_one_of_pyenv_that_is_on_no_path(self, clone: Clone) -> None:
        clone.add_python("programs/python3", "3.12")
        clone.add_python("home/.pyenv/versions/3.13.2/bin/python3.13", "3.13")

        assert clone.bootstrap() == "Python 3.13"

    def test_is_the_systems_when_that_is_new_enough(self, clone: Clone) -> None:
        clone.add_python("programs/python3", "3.15")

        assert clone.bootstrap() == "Python 3.15"

    def test_is_the_one_asked_for(self, clone: Clone) -> None:
        clone.add_python("programs/python3.13", "3.13")
        clone.add_python("my own/python", "3.12")

        assert clone.bootstrap(PYTHON=str(clone.folder / "my own" / "python")) == "Python 3.12"

    @pytest.mark.parametrize("version", ["3.9", None])
    def test_too_old_or_none_is_answered_with_what_to_install(self, clone: Clone, version: str | None) -> None:
        if version:
            clone.add_python("programs/python3", version)

        result = clone.run("bootstrap.sh", LOCAL_FILE)

        assert result.returncode == 1
        assert "needs Python 3.12 or newer" in result.stderr
        assert "sudo apt-get install python3 python3-venv" in result.stderr

    def test_without_ensurepip_is_named_with_the_package_that_has_it(self, clone: Clone) -> None:
        clone.add_python("programs/python3", "3.13", no_ensurepip=True)

        result = clone.run("bootstrap.sh", LOCAL_FILE)

        assert result.returncode == 1
        assert f"{clone.programs}/python3 is new enough" in result.stderr
        assert "python3-venv" in result.stderr


class TestVirtualenv:
    @pytest.fixture(autouse=True)
    def python(self, clone: Clone) -> None:
        clone.add_python("programs/python3.13", "3.13")

    def test_is_installed_into_once(self, clone: Clone) -> None:
        clone.bootstrap()
        clone.bootstrap()

        assert clone.installations() == [LOCAL_FILE]

    def test_of_the_developers_serves_make_run_too(self, clone: Clone) -> None:
        clone.bootstrap(LOCAL_FILE)
        clone.bootstrap(DEVELOPERS_FILE)
        clone.bootstrap(LOCAL_FILE)

        assert clone.installations() == [LOCAL_FILE, DEVELOPERS_FILE]

    def test_follows_a_changed_requirement_file(self, clone: Clone) -> None:
        clone.bootstrap()
        (clone.folder / LOCAL_FILE).write_text("django==6.1.4\n")
        clone.bootstrap()

        assert clone.installations() == [LOCAL_FILE, LOCAL_FILE]

    def test_is_made_anew_after_an_installation_that_failed(self, clone: Clone) -> None:
        (clone.folder / "no-network").touch()
        failed = clone.run("bootstrap.sh", LOCAL_FILE)
        (clone.folder / ".venv" / "half-installed").touch()
        (clone.folder / "no-network").unlink()

        assert failed.returncode == 1
        assert "Installing failed" in failed.stderr
        assert clone.bootstrap() == "Python 3.13"
        assert not (clone.folder / ".venv" / "half-installed").exists()

    @pytest.mark.parametrize("part", ["bin/python", "bin/pip", "bin"])
    def test_is_made_anew_when_a_part_is_missing(self, clone: Clone, part: str) -> None:
        clone.bootstrap()
        path = clone.folder / ".venv" / part
        shutil.rmtree(path) if path.is_dir() else path.unlink()

        assert clone.bootstrap() == "Python 3.13"
        assert clone.installations() == [LOCAL_FILE, LOCAL_FILE]

    def test_is_made_anew_after_the_folder_moved(self, clone: Clone) -> None:
        clone.bootstrap()
        (clone.folder / ".venv" / "bin" / "pip").write_text("#!/somewhere/else/.venv/bin/python\n")

        clone.bootstrap()

        assert clone.installations() == [LOCAL_FILE, LOCAL_FILE]

    def test_is_left_alone_while_another_run_installs(self, clone: Clone) -> None:
        (clone.folder / ".venv").mkdir()
        (clone.folder / ".venv" / ".unfinished").write_text(str(os.getpid()))

        result = clone.run("bootstrap.sh", LOCAL_FILE)

        assert result.returncode == 1
        assert f"Process {os.getpid()} is installing" in result.stderr


class TestBrowser:
    def test_is_the_one_on_the_path(self, clone: Clone) -> None:
        clone.add_python("programs/google-chrome", "3.13")

        assert clone.run("browser.sh").stdout.strip() == f"{clone.programs}/google-chrome"

    def test_that_is_missing_can_be_had_or_left_out(self, clone: Clone) -> None:
        # There is no apt-get on this PATH, so nothing is installed even for root.
        result = clone.run("browser.sh")

        assert result.returncode == 1
        assert "apt-get install chromium" in result.stderr
        assert "make test JOURNEYS=0" in result.stderr
