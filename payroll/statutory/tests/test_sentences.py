"""Every rule that a pack notes has words, and no words are left over."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from string import Formatter

import pytest

import payroll.engine
import payroll.statutory
from payroll.engine.sentences import SENTENCES as ENGINE_SENTENCES
from payroll.statutory.packs import COUNTRIES, sentences_of
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
    return {code for code in sentences if not code.startswith(SHARED) and "=" not in code}


def noted(pack: str) -> set[str]:
    """The codes in a pack's own files: strings such as "uk.tax.due"."""
    (prefix,) = {code.partition(".")[0] + "." for code in worded(pack)}
    files = [path for path in (FOLDER / pack).glob("*.py") if path.name != "sentences.py"]
    constants = (node.value for path in files for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str) and value.startswith(prefix) and " " not in value}


def test_rules_and_words_of_the_engine_match() -> None:
    files = [path for path in Path(payroll.engine.__file__).parent.glob("*.py") if path.name != "sentences.py"]

    assert {rule for path in files for rule in _rules_in(path)} == {code for code in ENGINE_SENTENCES if "=" not in code}


def _rules_in(path: Path) -> set[str]:
    """The codes in calls of `note` and in steps."""
    calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call) and node.args)
    texts = (call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant))
    return {text for text in texts if isinstance(text, str) and text.startswith("engine.")}


def _noted(path: Path) -> Iterator[tuple[str, set[str]]]:
    """Codes of rules with the names of the values that are noted with them, where both stand in the call."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call) or not ast.unparse(node.func).endswith(("note", "note_exact")):
            continue
        rules = [each.value for each in node.args[:2] if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        names = {each.arg for each in node.keywords}
        if rules and None not in names:
            yield rules[0], {name for name in names if name is not None}


def test_every_sentence_names_only_what_is_noted() -> None:
    noted_in = [*FOLDER.rglob("*.py"), *Path(payroll.engine.__file__).parent.glob("*.py")]
    words = {rule: str(text) for country in (*COUNTRIES, "other") for rule, text in sentences_of(country).items()}
    checked = set()
    for path in noted_in:
        for rule, names in _noted(path):
            if rule in words:
                asked = {name for _text, name, _spec, _conversion in Formatter().parse(words[rule]) if name}
                assert asked <= names | {"result"}, (path.name, rule)
                checked.add(rule)

    assert len(checked) > 80


@pytest.mark.parametrize("pack", FOLDERS)
def test_rules_and_words_match(pack: str) -> None:
    assert noted(pack) == worded(pack)


@pytest.mark.parametrize("pack", FOLDERS)
def test_figures_that_are_not_verified_can_say_so(pack: str) -> None:
    files = [path.read_text() for path in (FOLDER / pack / "data").glob("*.json")]
    if pack == "generic" or any('"verified": false' in text for text in files):
        assert UNVERIFIED in import_module(f"payroll.statutory.{pack}.sentences").SENTENCES
