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
        *_rows("web worker", list(_children(stack.web.pid))),
        Row.of("web worker: at its peak", "MB", [_peak(pid) for pid in _children(stack.web.pid)], note="while it checks passwords"),
        *_rows("web master", [stack.web.pid]),
        *_rows("Celery worker", list(_children(stack.worker.pid))),
        *_rows("Celery master", [stack.worker.pid]),
    ]


def _rows(name: str, pids: list[int]) -> list[Row]:
    resident = Row.of(f"{name}: resident", "MB", [_megabytes(pid, "Rss") for pid in pids], at_most=TARGET_MB)
    shares = [_megabytes(pid, "Pss") for pid in pids]
    return [resident, Row.of(f"{name}: its share", "MB", shares, note="pages that processes share are divided among them")]


def _children(pid: int) -> Iterator[int]:
    for thread in Path(f"/proc/{pid}/task").iterdir():
        yield from map(int, (thread / "children").read_text().split())


def _peak(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) * 1024 / 1e6


def _megabytes(pid: int, field: str) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:")) * 1024 / 1e6
