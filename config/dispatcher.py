"""The entry point of the dispatcher: `python -m config.dispatcher`. One is enough; a second one stands by."""

import argparse
import os
import signal
import threading
from types import FrameType

# Assigned, not defaulted: what kind of process this is follows from its entry point alone.
os.environ["ROOSTER_PROCESS"] = "worker"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

import django


def main() -> None:
    """Run until SIGTERM or Ctrl-C."""
    parser = argparse.ArgumentParser(description="Hands due jobs to the workers and plans the rounds.")
    parser.add_argument("--without-rounds", action="store_true", help="hand over jobs only, for measurements")
    options = parser.parse_args()
    django.setup()

    from config.celery import publish  # noqa: PLC0415 - Django first.
    from core.jobs.dispatcher import dispatch_until  # noqa: PLC0415
    from tenants.schemas.fitness import refuse_unfit_database  # noqa: PLC0415

    refuse_unfit_database()
    stop = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    dispatch_until(stop, publish=publish, with_rounds=not options.without_rounds)


if __name__ == "__main__":
    main()
