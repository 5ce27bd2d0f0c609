"""What the page of an import shows, in words."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.moments import moment_text
from hr.imports.actions.decisions import KEPT_FOR
from hr.imports.models import EmployeeImport, ImportRow, ImportStatus, Verdict
from hr.imports.queries import count_kept, list_rows, verdict_counts

KEPT = "kept"
_TONES = {Verdict.NEW: "good", Verdict.CHANGED: "warn", Verdict.SAME: "", Verdict.ERROR: "bad"}


@dataclass(frozen=True, slots=True)
class Tally:
    """So many rows of a kind, and where they are shown by themselves."""

    label: Promise | str
    count: int
    value: str
    tone: str


def import_page(found: EmployeeImport, *, shown: str) -> tuple[QuerySet[ImportRow], dict[str, Any]]:
    """The rows to show, and what is told about all of them."""
    counts = verdict_counts(found)
    verdict = Verdict(shown) if shown in Verdict.values else None
    kept = count_kept(found)
    tallies = [Tally(each.label, counts[each], each.value, _TONES[each]) for each in Verdict]
    if kept:
        tallies.append(Tally(_("Could not be taken back"), kept, KEPT, "bad"))
    coming = counts[Verdict.NEW] + counts[Verdict.CHANGED]
    context = {
        "import": found,
        "tallies": tallies,
        "shown": shown if verdict is not None or shown == KEPT else "",
        "new": counts[Verdict.NEW],
        "changed": counts[Verdict.CHANGED],
        "errors": counts[Verdict.ERROR],
        "coming": coming,
        "kept": kept,
        "kept_days": KEPT_FOR.days,
        "applied": moment_text(found.applied_at) if found.applied_at else "",
        "is_open": found.status == ImportStatus.CHECKED,
        "may_apply": found.status == ImportStatus.CHECKED and coming > 0 and not found.obstacle,
    }
    return list_rows(found, verdict=verdict, is_kept=shown == KEPT), context
