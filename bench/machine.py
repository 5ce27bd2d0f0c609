"""How fast this machine is at the moment: the figures of two runs compare only where this one is the same."""

import os
import time

from bench.report import Row

ROUNDS = 50
_STEPS = 100_000


def row(when: str) -> Row:
    """Milliseconds of a fixed piece of work, in Python alone; a p95 far from the p50 tells of company on the machine."""
    times = [_work() for _ in range(ROUNDS)]
    return Row.of(f"fixed work, {when}", "ms", times, note=f"tells how fast the machine is just now; load {os.getloadavg()[0]:.1f}")


def _work() -> float:
    started = time.perf_counter()
    sum(number * number for number in range(_STEPS))
    return (time.perf_counter() - started) * 1000
