#!/usr/bin/env python
"""The operator's entry point. Commands run with the login that owns the database, pages and jobs never do."""

import gc
import os
import sys
from importlib import import_module


def main() -> None:
    """Run one management command."""
    # What Django loads is never garbage. To look for some every 2,000 objects takes a seventh of the time until a command begins.
    gc.set_threshold(50_000, 20, 50)
    import_module("config")  # Reads .env, which may name the settings.
    os.environ["ROOSTER_PROCESS"] = "operator"
    calculates = sys.argv[1:2] == ["check_statutory"]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.calculator" if calculates else "config.settings.local")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
