"""The guards' own machinery."""

from collections.abc import Iterator

import pytest

from tests.guards.sources import Problem, Source, check, product_files, python_files, templates


def _shouting(source: Source) -> Iterator[Problem]:
    if source.text.isupper():
        yield Problem(source, 1, "shouts", name="title")


LOUD, QUIET = Source("hr/loud.py", "LOUD"), Source("hr/quiet.py", "quiet")


def test_a_problem_fails_and_says_where() -> None:
    with pytest.raises(AssertionError, match=r"hr/loud\.py:1: shouts"):
        check(_shouting, [QUIET, LOUD])


def test_an_exception_lets_it_pass() -> None:
    check(_shouting, [LOUD], allowed={"hr/loud.py::title": "A reason."})


def test_an_exception_that_nothing_needs_fails() -> None:
    with pytest.raises(AssertionError, match=r"hr/quiet\.py::title"):
        check(_shouting, [QUIET], allowed={"hr/quiet.py::title": "A reason."})


def test_the_files_are_found() -> None:
    paths = {source.path for source in [*python_files(), *templates()]}
    assert {"manage.py", "core/ids.py", "tests/guards/sources.py", "templates/app.html"} <= paths
    assert not [path for path in paths if "vendor" in path or path.startswith(".venv")]


def test_layers_are_recognised_as_file_and_as_folder() -> None:
    assert Source("hr/people/views.py", "").is_layer("views")
    assert Source("tenants/signup/views/form.py", "").is_layer("views")
    assert not Source("hr/people/tests/test_views.py", "").is_layer("views")
    assert not {source.path for source in product_files()} & {"conftest.py", "tests/cast.py", "manage.py"}
