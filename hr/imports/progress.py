"""How far a job is. Kept in the cache: the job's own transaction shows nothing before its end, and nothing depends on it."""

from dataclasses import dataclass

from core.caches import company_cache
from hr.imports.models import EmployeeImport

_KEPT_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Progress:
    """So many rows of so many."""

    done: int
    total: int

    @property
    def percent(self) -> int:
        """For the bar."""
        return round(100 * self.done / self.total) if self.total else 0


def note_progress(employee_import: EmployeeImport, done: int, total: int) -> None:
    """Let the page know."""
    company_cache.set(_key(employee_import), [done, total], _KEPT_SECONDS)


def forget_progress(employee_import: EmployeeImport) -> None:
    """Before a job begins."""
    company_cache.delete(_key(employee_import))


def progress_of(employee_import: EmployeeImport) -> Progress | None:
    """How far the job is; None before it has begun."""
    noted = company_cache.get(_key(employee_import))
    return Progress(*noted) if noted else None


def _key(employee_import: EmployeeImport) -> str:
    return f"import:{employee_import.pk}"
