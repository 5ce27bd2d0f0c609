"""One company, from a verified registration to ready, with nobody there, with a hundred, with all."""

from collections.abc import Iterator

from bench.company import build
from bench.fleet.fleet import Fleet
from bench.provisioning import fill_up_to
from bench.report import Row

AMONG_NONE = "provision one, 0 companies there"
ROUNDS = 20
FEW = 100
# At all companies against one.
TARGET_RATIO = 1.2


def measure(fleet: Fleet) -> Iterator[Row]:
    """Through the queue and the worker, as a person waits for it."""
    rounds = max(min(ROUNDS, fleet.size // 5), 1)
    counts = sorted({count for count in (0, FEW, fleet.size - rounds) if count <= fleet.size - rounds})
    medians = []
    for there in counts:
        fill_up_to(there)
        seconds = [build(f"measured{there + number}")[1] for number in range(rounds)]
        row = Row.of(f"provision one, {there} companies there", "s", seconds, note="verified → ready")
        medians.append(row.p50)
        yield row
    ratio = medians[-1] / medians[0]
    yield Row.of(f"provision one, {counts[-1]} against {counts[0]} companies", "×", [ratio], at_most=TARGET_RATIO)
