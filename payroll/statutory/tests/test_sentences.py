"""Every rule that a pack notes has words, and no words are left over."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

import payroll.statutory
from payroll.statutory.proof import UNVERIFIED
from payroll.statutory.vectors import PACKS

# A company's own levies have no published cases.
FOLDERS = [*PACKS.values(), "generic"]
FOLDER = Path(payroll.statutory.__file__).parent


# Rules that several packs share begin with this and are noted outside them.
SHARED = "statutory."


def worded(pack: str) -> set[str]:
    """The codes that have words, but for the shared ones."""
    sentences = import_module(f"payroll.statutory.{pack}.sentences").SENTENCES
    return {code for code in sentences if not code.startswith(SHARED)}


def noted(pack: str) -> set[str]:
    """The codes in a pack's own files: strings such as "uk.tax.due"."""
    (prefix,) = {code.partition(".")[0] + "." for code in worded(pack)}
    files = [path for path in (FOLDER / pack).glob("*.py") if path.name != "sentences.py"]
    constants = (node.value for path in files for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str) and value.startswith(prefix) and " " not in value}


@pytest.mark.parametrize("pack", FOLDERS)
def test_rules_and_words_match(pack: str) -> None:
    assert noted(pack) == worded(pack)


@pytest.mark.parametrize("pack", FOLDERS)
def test_figures_that_are_not_verified_can_say_so(pack: str) -> None:
    files = [path.read_text() for path in (FOLDER / pack / "data").glob("*.json")]
    if pack == "generic" or any('"verified": false' in text for text in files):
        assert UNVERIFIED in import_module(f"payroll.statutory.{pack}.sentences").SENTENCES
