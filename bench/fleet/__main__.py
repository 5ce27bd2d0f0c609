"""`python -m bench.fleet 1000`, or `make bench-fleet ARGS=1000`: what that many companies cost, as a table to be pasted."""

import argparse
import os
import sys
import time
import traceback
from importlib import import_module

from bench import machine
from bench.fleet.releases import Releases
from bench.report import Row, markdown, table, write
from bench.stack import ROOT, running_stack
from deploy.local.processes import LocalError, raise_on_stop_signals

# Each is a module with `measure(fleet)`, which yields its rows. Those that alter schemas come after those that do not.
AREAS = (
    "provisioning",
    "space",
    "looking",
    "visiting",
    "entering",
    "backend_memory",
    "migrating",
    "killing",
    "dropping",
    "comparing",
)
FOLDER = ROOT / ".local" / "bench" / "fleet"
RESULTS = ROOT / "bench" / "results" / "fleet.json"


def main() -> int:
    """The exit code is 1 when an area failed or something is in the way; a missed target is a figure, not a failure."""
    parser = argparse.ArgumentParser(prog="python -m bench.fleet", description=__doc__)
    parser.add_argument("companies", nargs="?", type=int, default=100, help="how many companies (100)")
    parser.add_argument("--stock", type=int, default=20, help="schemas of stock django-tenants (20); 0 leaves the comparison out")
    parser.add_argument("--without", nargs="*", default=[], choices=AREAS[1:], metavar="area", help="areas to leave out")
    given = parser.parse_args()
    raise_on_stop_signals()
    try:
        rows, failed = run(given.companies, given.stock, [area for area in AREAS if area not in given.without])
    except KeyboardInterrupt:
        return 1
    except LocalError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"\n{table(rows)}\n\n{markdown(rows)}\n\nKept in {RESULTS.relative_to(ROOT)}.")
    if failed:
        print(f"These areas failed; their errors stand above: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


def run(companies: int, stock_size: int, areas: list[str]) -> tuple[list[Row], list[str]]:
    """The rows, kept one by one as they come, and the areas that failed, which cost no other area its rows."""
    started, failed = time.monotonic(), list[str]()
    rows = [machine.row("before")]
    releases = Releases(FOLDER / "releases" / "attendance_releases")
    print(f"Starting servers, web and worker on a fresh database; load {os.getloadavg()[0]:.1f} ...", flush=True)
    with running_stack(FOLDER, settings="bench.fleet.settings") as stack:
        # Only now are there settings for what they import.
        from bench.fleet.commands import Operator  # noqa: PLC0415
        from bench.fleet.fleet import Fleet  # noqa: PLC0415

        operator = Operator(stack.variables, FOLDER / "log" / "command.log")
        fleet = Fleet(stack, operator, releases, companies, stock_size, rows)
        for area in areas:
            print(f"{time.monotonic() - started:5.0f} s  {area} ...", flush=True)
            try:
                for row in import_module(f"bench.fleet.{area}").measure(fleet):
                    rows.append(row)
                    write(rows, RESULTS)
                    print(table([row]).splitlines()[-1], flush=True)
            except Exception:  # noqa: BLE001 -- whatever it is, the other areas are measured.
                traceback.print_exc()
                failed.append(area)
        rows.append(machine.row("after"))
        write(rows, RESULTS)
    print(f"{time.monotonic() - started:5.0f} s  done", flush=True)
    return rows, failed


if __name__ == "__main__":
    sys.exit(main())
