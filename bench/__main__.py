"""`python -m bench`, or `make bench`: start the product, measure, print a table and keep it in bench/results/latest.json."""

import argparse
import os
import sys
from importlib import import_module

from bench import machine
from bench.options import Options
from bench.report import Row, table, write
from bench.stack import ROOT, running_stack
from deploy.local.processes import LocalError, raise_on_stop_signals

# Each is a module with `measure(stack, options)`, which returns its rows. Memory comes after the load of the others.
AREAS = ("payslips", "provisioning", "pages", "memory", "first_load", "imports")
RESULTS = ROOT / "bench" / "results" / "latest.json"
# With more running beside it the figures tell about the neighbours.
QUIET_LOAD = 0.5


def main() -> int:
    """The exit code is 1 when something is in the way; a missed target is a figure, not a failure."""
    defaults = Options()
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("areas", nargs="*", default=AREAS, metavar="area", help=f"of {', '.join(AREAS)}; all without any")
    parser.add_argument("--companies", type=int, default=defaults.companies, help="companies when provisioning is measured again")
    parser.add_argument("--people", type=int, default=defaults.people, help="people in the company whose pages are measured")
    given = parser.parse_args()
    if unknown := set(given.areas) - set(AREAS):
        parser.error(f"There is no area {', '.join(sorted(unknown))}. There are {', '.join(AREAS)}.")
    raise_on_stop_signals()
    try:
        rows = run([area for area in AREAS if area in given.areas], Options(given.companies, given.people))
    except KeyboardInterrupt:
        return 1
    except LocalError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"\n{table(rows)}\n\nKept in {RESULTS.relative_to(ROOT)}.")
    return 0


def run(areas: list[str], options: Options) -> list[Row]:
    """Measure the areas and keep the rows; those of the areas before are kept if one fails."""
    load = os.getloadavg()[0]
    if load > QUIET_LOAD:
        print(f"This machine is busy (load {load:.1f}); the figures will be worse than it can do.", file=sys.stderr)
    rows = [machine.row("before")]
    print("Starting servers, web and worker on a fresh database ...", flush=True)
    with running_stack(ROOT / ".local" / "bench") as stack:
        for area in areas:
            print(f"Measuring {area} ...", flush=True)
            # Only now are there settings for what it imports.
            rows += import_module(f"bench.{area}").measure(stack, options)
            write(rows, RESULTS)
        rows.append(machine.row("after"))
        write(rows, RESULTS)
    return rows


if __name__ == "__main__":
    sys.exit(main())
