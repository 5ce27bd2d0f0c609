"""What people read is there: a README in each slice, the variables in .env.example, the files that links lead to."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.guards.sources import PRODUCT_FOLDERS, ROOT, Problem, Source, check, files, product_files, read

# A registry's or a content network's host name; in pieces, so that this file does not hold what it forbids.
REGISTRIES = re.compile(
    "|".join(
        [
            r"py" + r"pi\.org",
            r"python" + r"hosted\.org",
            r"npm" + r"js\.(org|com)",
            r"deb\." + r"debian\.org",
            r"js" + r"delivr\.net",
            r"un" + r"pkg\.com",
            r"cd" + r"njs\.",
            r"extra-" + r"index-url",
        ]
    )
)
READS = re.compile(r"""(?:environ(?:\.get\(|\.setdefault\(|\[)\s*|environ, |read_\w+\(\s*)"([A-Z][A-Z0-9_]+)\"""")
# Read by the machinery of one machine, and described with `make run` in docs/operations.md.
VARIABLES_NOT_FOR_PEOPLE = {
    "ROOSTER_REQUIRES_HTTPS": "config.settings.production tells config.settings.base; nobody sets it.",
    "DEMO_LOGINS": "deploy.local.run tells deploy.local.prepare where to write; nobody sets it.",
    "CELERY_SKIP_CHECKS": "config.worker tells Celery; nobody sets it.",
    "POSTGRES_PORT": "Only to free a port of the embedded server; the message about a taken port names it.",
    "VALKEY_PORT": "Only to free a port of the embedded server; the message about a taken port names it.",
}


LINKS_ALLOWED: dict[str, str] = {}


def _slices() -> list[str]:
    """Folders with Python of ours that a person would look up: an app, or a package with models, views or actions."""
    marks = {"apps.py", "models.py", "views.py", "actions.py"}
    folders = {str(Path(source.path).parent) for source in product_files() if source.name in marks}
    # config is wiring, not a slice; docs/architecture.md says what is in it.
    return sorted(folder for folder in folders if folder.count("/") < 2 and folder != "config")


def _example() -> Source:
    return read(ROOT / ".env.example")


def _examples_variables(example: Source) -> set[str]:
    return set(re.findall(r"^(?:# )?([A-Z][A-Z0-9_]+)=", example.text, re.MULTILINE))


def _variables_read(sources: Iterable[Source]) -> set[str]:
    return {name for source in sources for name in READS.findall(source.text)}


def _lines_without_comment(example: Source) -> Iterator[Problem]:
    is_explained = False
    for number, line in enumerate(example.lines, start=1):
        is_variable = bool(re.match(r"(# )?[A-Z][A-Z0-9_]+=", line))
        if is_variable and not is_explained:
            yield Problem(example, number, "has no line above that says what it is.")
        is_explained = line.startswith("#")


def _dead_links(source: Source) -> Iterator[Problem]:
    for number, line in enumerate(source.lines, start=1):
        for target in re.findall(r"\]\(([^)#\s]+)", line):
            if (
                "://" not in target
                and not target.startswith("mailto:")
                and not (ROOT / source.path).parent.joinpath(target).exists()
            ):
                yield Problem(source, number, f"leads to {target}, which is not there.", name=target)


def _registry_names(source: Source) -> Iterator[Problem]:
    for number, line in enumerate(source.lines, start=1):
        if match := REGISTRIES.search(line):
            yield Problem(source, number, f"names {match[0]}; where packages come from is each machine's own configuration.")


def _unhashed(source: Source) -> Iterator[Problem]:
    """Requirements that pip would take unseen: not pinned to a version, or without a hash."""
    for line in source.text.replace("\\\n", " ").splitlines():
        text = line.strip()
        if text and not text.startswith("#") and ("==" not in text or "--hash=sha256:" not in text):
            yield Problem(source, 1, f"“{text[:60]}” is not pinned and hashed.", name=text.split()[0])


def _texts() -> Iterator[Source]:
    for path in files():
        try:
            yield read(path)
        except UnicodeDecodeError:
            continue  # A picture or a font.


@pytest.mark.parametrize("folder", _slices())
def test_each_slice_says_what_it_is(folder: str) -> None:
    readme = ROOT / folder / "README.md"
    assert readme.exists(), f"{folder} has no README.md"
    assert len(readme.read_text().splitlines()) <= 40, f"{folder}/README.md is a page; 20 lines are read"


def test_slices_are_found() -> None:
    assert {"hr/people", "hr/home", "tenants/accounts", "superadmin", "billing", "core/audit"} <= set(_slices())
    assert {folder.split("/")[0] for folder in _slices()} <= set(PRODUCT_FOLDERS)


def test_the_example_names_every_variable_that_is_read() -> None:
    sources = [read(path) for folder in ("config", "deploy") for path in files(".py", under=folder) if "/tests/" not in str(path)]
    read_names = _variables_read([*sources, read(ROOT / "manage.py")])
    named = _examples_variables(_example())
    assert read_names - named == set(VARIABLES_NOT_FOR_PEOPLE), "read, but not in .env.example (or an exception is stale)"
    assert named - read_names == set(), "in .env.example, but nothing reads it"


def test_the_example_says_what_each_variable_is() -> None:
    check(_lines_without_comment, [_example()])


def test_links_lead_somewhere() -> None:
    check(_dead_links, [read(path) for path in files(".md")], allowed=LINKS_ALLOWED)


def test_no_registry_is_named() -> None:
    check(_registry_names, _texts())


def test_requirements_are_pinned_and_hashed() -> None:
    compiled = [read(path) for path in sorted(ROOT.glob("requirements*.txt"))]
    assert len(compiled) == 3
    check(_unhashed, compiled)


class TestGuardsBite:
    def test_on_variables(self) -> None:
        code = 'a = env.read_text(\n    "FIRST", expected="x")\nb = os.environ.get("SECOND")\nc = os.environ["THIRD"]\n'
        assert _variables_read([Source("config/x.py", code)]) == {"FIRST", "SECOND", "THIRD"}
        assert _examples_variables(Source(".env.example", "# One.\nFIRST=1\n# SECOND=2\n")) == {"FIRST", "SECOND"}

    def test_on_unexplained_variables(self) -> None:
        assert list(_lines_without_comment(Source(".env.example", "# One.\nFIRST=1\nSECOND=2\n")))

    def test_on_dead_links(self) -> None:
        assert list(_dead_links(Source("README.md", "[nothing](docs/nothing.md)")))
        assert not list(_dead_links(Source("README.md", "[a](docs/architecture.md#tenancy) [b](https://example.com)")))

    @pytest.mark.parametrize("host", ["https://py" + "pi.org/simple", "https://un" + "pkg.com/htmx"])
    def test_on_registries(self, host: str) -> None:
        assert list(_registry_names(Source("Dockerfile", f"RUN fetch {host}")))

    @pytest.mark.parametrize("line", ["django>=6", "django==6.1.3", "-e ./here", "https://example.com/x.whl --hash=sha256:0"])
    def test_on_loose_requirements(self, line: str) -> None:
        assert list(_unhashed(Source("requirements.txt", line)))
        assert not list(
            _unhashed(Source("requirements.txt", "# via x\ndjango==6.1.3 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\n"))
        )
