"""From a template and values to pages, bounded in time and memory."""

import base64
import json
import logging
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hr.documents.letters.compiler import SECONDS

log = logging.getLogger(__name__)

Values = Mapping[str, Mapping[str, str]]

_COMPILER = Path(__file__).with_name("compiler.py")
# One line, so that the template's own begin at the second. What is in the values is text, whatever it looks like.
_PRELUDE = "#let (employee, company, letter) = json(bytes(sys.inputs.values))\n"
_LINE = re.compile(r"__typst_py_bytes__\.typ:(\d+):\d+")


class LetterNotSet(Exception):
    """The template cannot be typeset; `message` says in which line, why, and what to do."""

    def __init__(self, message: Promise | str) -> None:
        super().__init__(str(message))
        self.message = str(message)


def typeset_pdf(source: str, values: Values, *, on: date) -> bytes:
    """The letter as PDF/A; the same for the same template, values and day. Raises LetterNotSet."""
    return _typeset(source, values, on=on, kind="pdf")[0]


def typeset_pictures(source: str, values: Values, *, on: date) -> list[bytes]:
    """Each of the first pages as PNG, to be looked at. Raises LetterNotSet."""
    return _typeset(source, values, on=on, kind="png")


def _typeset(source: str, values: Values, *, on: date, kind: str) -> list[bytes]:
    moment = datetime(on.year, on.month, on.day, tzinfo=UTC)
    job = {"source": _PRELUDE + source, "values": values, "format": kind, "timestamp": int(moment.timestamp())}
    with TemporaryDirectory() as folder:
        try:
            done = subprocess.run(  # noqa: S603 - Our own script; the template is its input.
                [sys.executable, "-I", str(_COMPILER)],
                input=json.dumps(job).encode(),
                capture_output=True,
                cwd=folder,
                env={},
                timeout=2 * SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise LetterNotSet(_too_much()) from error
    if done.returncode < 0 or b"MemoryError" in done.stderr:
        # A limit of the process has ended it.
        raise LetterNotSet(_too_much())
    if done.returncode:
        log.error("The typesetter gave up: %s", done.stderr.decode(errors="replace")[-2000:])
        raise LetterNotSet(
            _("This template could not be typeset, and we do not know why. Take out what was added last, and try again.")
        )
    answer: dict[str, Any] = json.loads(done.stdout)
    if "too_much" in answer:
        raise LetterNotSet(_too_much())
    if "error" in answer:
        raise LetterNotSet(_in_words(answer, values))
    return [base64.b64decode(page) for page in answer["pages"]]


def _too_much() -> str:
    return _("This template takes too long or too much memory. Look for a loop that does not end, or for very many pages.")


def _in_words(answer: dict[str, Any], values: Values) -> str:
    found = _LINE.search(answer["where"])
    line = int(found[1]) - 1 if found else 0
    reason = _reason(answer, values)
    return _("Line %(line)s: %(reason)s") % {"line": line, "reason": reason} if line > 0 else reason


def _reason(answer: dict[str, Any], values: Values) -> str:
    error = str(answer["error"])
    if missing := re.search(r'does not contain key "([^"]*)"', error):
        known = ", ".join(f"{group}.{name}" for group, names in values.items() for name in names)
        return _("There is no “%(name)s”. Use one of these: %(known)s.") % {"name": missing[1], "known": known}
    if unknown := re.match(r"unknown variable: (\S+)", error):
        words = _("“%(name)s” is not known. Placeholders begin with employee, company or letter; write \\# to have a # seen.")
        return words % {"name": unknown[1]}
    if re.match(r"file not found|failed to (load|download)|path .* would escape|package", error):
        return _("Templates can read no files and no packages. Take this out, and write the text itself.")
    hints = " ".join(f"{hint}." for hint in answer["hints"])
    return _("Typst says: %(error)s. %(hints)s") % {"error": error, "hints": hints or _("Mend this line and try again.")}
