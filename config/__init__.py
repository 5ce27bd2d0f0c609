"""Wiring only: settings, tenancy lists, URL roots, Celery and the entry points."""

from pathlib import Path

import environ

# Before any entry point chooses its settings: the file may name them. What the environment says already, stays.
environ.Env.read_env(Path(__file__).resolve().parent.parent / ".env")
