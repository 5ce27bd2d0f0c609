"""What a web worker and a Celery worker hold after they have worked."""

from collections.abc import Iterator
from pathlib import Path

from django.urls import reverse

from bench.company import PASSWORD, crowded_company
from bench.measure import CLIENTS, Visit, load
from bench.options import Options
from bench.report import Row
from bench.stack import Stack
from bench.visits import Open, SignIn

TARGET_MB = 150
LOAD_SECONDS = 5.0


def measure(stack: Stack, options: Options) -> list[Row]:
    """Resident and proportional memory; nothing where the system has no /proc."""
    if not Path("/proc/self/smaps_rollup").exists():
        return []
    crowd = crowded_company(stack, options.people)
    pages = ("home", "employee_list", "admin:people_employee_changelist", "attendance_history")
    visits: list[Visit] = [Open([crowd.owner], reverse(page)) for page in pages]
    visits.append(SignIn(crowd.host, crowd.emails, PASSWORD, reverse("account_login")))
    load(stack.port, [visits[client % len(visits)] for client in range(CLIENTS)], seconds=LOAD_SECONDS)
    return [
        _row("web worker", list(_children(stack.web.pid))),
        _row("web master", [stack.web.pid]),
        _row("Celery worker", list(_children(stack.worker.pid))),
        _row("Celery master", [stack.worker.pid]),
    ]


def _row(name: str, pids: list[int]) -> Row:
    """The largest of some processes: the target holds for each of them."""
    resident, share, peak = ([read(pid) for pid in pids] for read in (_resident, _share, _peak))
    note = f"{max(share):.0f} when what processes share is divided among them; {max(peak):.0f} at its peak"
    return Row.of(f"{name}: resident", "MB", [max(resident)], at_most=TARGET_MB, note=note)


def _children(pid: int) -> Iterator[int]:
    for thread in Path(f"/proc/{pid}/task").iterdir():
        yield from map(int, (thread / "children").read_text().split())


def _resident(pid: int) -> float:
    return megabytes(pid, "smaps_rollup", "Rss")


def _share(pid: int) -> float:
    return megabytes(pid, "smaps_rollup", "Pss")


def _peak(pid: int) -> float:
    return megabytes(pid, "status", "VmHWM")


def megabytes(pid: int, file: str, field: str) -> float:
    """A figure of /proc of a process."""
    lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:")) * 1024 / 1e6
