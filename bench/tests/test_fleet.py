import os
from pathlib import Path

import pytest

from bench.fleet.commands import CommandFailed, Operator
from bench.fleet.releases import ADD_FIELD_WITH_INDEX, CREATE_TABLE, RUN_PYTHON, Releases
from bench.report import Row, markdown


class TestReleases:
    def test_begin_as_the_product_is(self, tmp_path: Path) -> None:
        package = tmp_path / "releases" / "some"
        package.mkdir(parents=True)
        (package / "0099_of_an_earlier_run.py").touch()

        Releases(package)

        product = Path("hr/attendance/migrations")
        assert {path.name for path in package.glob("*.py")} == {path.name for path in product.glob("*.py")}

    def test_add_one_migration_after_the_other(self, tmp_path: Path) -> None:
        releases = Releases(tmp_path / "some")
        before = set((tmp_path / "some").glob("[0-9]*.py"))

        releases.add(CREATE_TABLE, RUN_PYTHON)
        releases.add(ADD_FIELD_WITH_INDEX)

        first, second, third = sorted(set((tmp_path / "some").glob("[0-9]*.py")) - before)
        assert f'"{max(before).stem}"' in first.read_text()
        assert f'"{first.stem}"' in second.read_text()
        assert f'"{second.stem}"' in third.read_text()
        for path in (first, second, third):
            compile(path.read_text(), path, "exec")


def test_a_command_that_fails_says_its_last_words(tmp_path: Path) -> None:
    operator = Operator(os.environ, tmp_path / "log")

    with pytest.raises(CommandFailed, match="Unknown command: 'flee'"):
        operator.seconds("flee")


def test_markdown_is_a_table_to_be_pasted() -> None:
    lines = markdown([Row("fleet status", "s", 5, 0.75, 0.9, "≤ 1 met")]).splitlines()
    assert lines == ["| | p50 | p95 | | n | |", "|---|---|---|---|---|---|", "| fleet status | 0.750 | 0.900 | s | 5 | ≤ 1 met |"]
