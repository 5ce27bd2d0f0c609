#!/usr/bin/env python
"""The operator's entry point. Commands run with the login that owns the database, pages and jobs never do."""

import os
import sys
from importlib import import_module


def main() -> None:
    """Run one management command."""
    import_module("config")  # Reads .env, which may name the settings.
    os.environ["ROOSTER_PROCESS"] = "operator"
    calculates = sys.argv[1:2] == ["check_statutory"]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.calculator" if calculates else "config.settings.local")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
