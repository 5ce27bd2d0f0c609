"""Migrations over all companies: one in SQL, one in Python."""

from collections.abc import Iterator

from bench.fleet.fleet import Fleet
from bench.fleet.releases import ADD_FIELD_WITH_INDEX, RUN_PYTHON
from bench.report import Row

ADDITIVE = "AddField with index, all companies"
PYTHON = "RunPython, all companies"
ADDITIVE_SECONDS = 60


def measure(fleet: Fleet) -> Iterator[Row]:
    """Each a release of its own, so the rehearsal counts too, once; the template comes with a release."""
    yield Row.of(
        "template of a release", "s", [fleet.add_release(ADD_FIELD_WITH_INDEX)], note="with a database of its own, as for an image"
    )
    seconds = fleet.operator.seconds("fleet", "migrate")
    yield Row.of(ADDITIVE, "s", [seconds], at_most=ADDITIVE_SECONDS, note=_each(fleet, seconds))
    fleet.add_release(RUN_PYTHON)
    seconds = fleet.operator.seconds("fleet", "migrate")
    yield Row.of(PYTHON, "s", [seconds], note=f"{_each(fleet, seconds)}; reads a company's roles and writes them")


def _each(fleet: Fleet, seconds: float) -> str:
    return f"{fleet.size} companies, {seconds / fleet.size * 1000:.0f} ms each"
