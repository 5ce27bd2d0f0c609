"""A template is a whole file, or it is not there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from tenants.schemas import template
from tenants.schemas.owner import owner_transaction


@pytest.fixture
def place(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Where this release's template would be, with nothing there."""
    settings.SCHEMA_TEMPLATE_DIR = tmp_path
    template.load_template.cache_clear()
    yield tmp_path / f"{template.current_version()}.json"
    template.load_template.cache_clear()


@pytest.mark.parametrize("content", ["", '{"version": "1", "sql": "CREATE TAB', "[]", '{"version": "1"}', "\x00"])
def test_a_broken_file_is_none(place: Path, content: str) -> None:
    place.write_text(content)

    assert not template.template_exists()
    with pytest.raises(template.TemplateMissing, match=r"Run `manage\.py build_schema_template`"):
        template.load_template()


def test_two_are_not_built_at_once(place: Path, django_db_setup: None) -> None:
    with owner_transaction() as builder, mock.patch.object(template, "BUILD_TIMEOUT", "20ms"):
        builder.execute("SELECT pg_advisory_xact_lock(%s, 0)", [template.BUILD_LOCK])
        with pytest.raises(template.TemplateNotBuilt, match="Another process has been building"):
            template.build_template()
