"""Check the statutory packs against files of published cases."""

import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from payroll.statutory.vectors import Vector, VectorsNotReadable, Verdict, judge, read_vectors


class Command(BaseCommand):
    """Counts passed, failed and unsupported cases by country, year, kind and class of source. Exits 1 if one fails."""

    help = "Check the payroll of each country against files of published cases."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The files, and how to say what came of them."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="JSON files of vectors")
        parser.add_argument("--explain", metavar="ID", help="print how the results of this case come about, and nothing else")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print everything as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, calculate, compare, print."""
        verdicts = judge(vector for path in options["files"] for vector in self._read(path))
        if options["explain"]:
            self.stdout.write(_explained(verdicts, options["explain"]))
            return
        self.stdout.write(_as_json(verdicts) if options["as_json"] else _as_text(verdicts))
        failed = sum(verdict.outcome == "failed" for verdict in verdicts)
        if failed:
            raise CommandError(f"{failed} of {len(verdicts)} cases differ from what their source says.", returncode=1)

    def _read(self, path: Path) -> list[Vector]:
        try:
            return read_vectors(path.read_bytes(), str(path))
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.", returncode=2) from error
        except VectorsNotReadable as error:
            raise CommandError(str(error), returncode=2) from error


def _explained(verdicts: list[Verdict], vector_id: str) -> str:
    for verdict in verdicts:
        if verdict.vector.id == vector_id:
            return "\n".join([f"{vector_id}: {verdict.outcome}. {verdict.detail}".strip(), *verdict.explain()])
    raise CommandError(f"None of the files has a case {vector_id!r}.", returncode=2)


def _key(verdict: Verdict) -> tuple[str, str, str, str]:
    vector = verdict.vector
    return vector.country, str(vector.year), vector.kind, vector.oracle_class


def _as_text(verdicts: list[Verdict]) -> str:
    counts = Counter((_key(verdict), verdict.outcome) for verdict in verdicts)
    lines = [f"{'country':8}{'year':18}{'kind':34}{'source':44}{'passed':>8}{'failed':>8}{'unsupported':>13}"]
    for key in dict.fromkeys(_key(verdict) for verdict in verdicts):
        country, year, kind, oracle = key
        passed, failed, unsupported = (counts[key, outcome] for outcome in ("passed", "failed", "unsupported"))
        lines.append(f"{country:8}{year:18}{kind:34}{oracle:44}{passed:>8}{failed:>8}{unsupported:>13}")
    lines += [f"failed: {verdict.vector.id}: {verdict.detail}" for verdict in verdicts if verdict.outcome == "failed"]
    reasons = Counter((_key(verdict), verdict.detail) for verdict in verdicts if verdict.outcome == "unsupported")
    lines += [f"unsupported: {' '.join(key)} ({count}): {reason}" for (key, reason), count in reasons.items()]
    return "\n".join(lines)


def _as_json(verdicts: list[Verdict]) -> str:
    counts = Counter((_key(verdict), verdict.outcome) for verdict in verdicts)
    groups = [
        {
            **dict(zip(("country", "year", "kind", "oracle_class"), key, strict=True)),
            **{outcome: counts[key, outcome] for outcome in ("passed", "failed", "unsupported")},
        }
        for key in dict.fromkeys(_key(verdict) for verdict in verdicts)
    ]
    details = [
        {"id": verdict.vector.id, "outcome": verdict.outcome, "detail": verdict.detail}
        for verdict in verdicts
        if verdict.outcome != "passed"
    ]
    return json.dumps({"groups": groups, "not_passed": details}, indent=2)
