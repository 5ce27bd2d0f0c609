"""The production settings; only the static files are collected where `make clean` and `make run` do not meet them."""

from config.settings.production import *  # noqa: F403 -- settings extend settings in this way.

STATIC_ROOT = BASE_DIR / ".local" / "bench" / "static"  # noqa: F405
