"""The container image holds what the product imports, although nobody here can build it."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
PRODUCT = sorted(name for name in FOLDERS if (ROOT / name).is_dir() and not name.startswith("deploy"))


def is_for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def imported_modules(node: ast.AST) -> Iterator[str]:
    """The top-level names of all modules that running this code imports, from outside its own package."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in child.names)
        elif isinstance(child, ast.ImportFrom) and child.module and not child.level:
            yield child.module.partition(".")[0]
        elif not is_for_types_only(child):
            yield from imported_modules(child)


def test_every_package_that_the_product_imports_is_in_its_requirements() -> None:
    required = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    distributions = packages_distributions()
    missing = {}

    for path in (path for folder in PRODUCT for path in (ROOT / folder).rglob("*.py") if "tests" not in path.parts):
        for module in set(imported_modules(ast.parse(path.read_text()))) - sys.stdlib_module_names - FOLDERS:
            providers = {name.lower().replace("_", "-") for name in distributions.get(module, [])}
            if not providers & required:
                missing[str(path.relative_to(ROOT))] = module

    assert missing == {}


def test_everything_that_the_product_is_made_of_reaches_the_image() -> None:
    packages = {path.parent.name for path in ROOT.glob("[a-z]*/__init__.py")} - {"bench", "deploy", "tests"}

    assert packages <= FOLDERS
