"""`make run`'s settings with folders, cache keys and a job queue of the journeys' own."""

import os
from pathlib import Path
from typing import Any, cast

from config.settings.local import *  # noqa: F403 -- As Django's settings are extended.
from config.settings.local import CACHES, CELERY_BROKER_TRANSPORT_OPTIONS, STORAGES

JOURNEYS_DIR = Path(os.environ["JOURNEYS_DIR"])
KEY_PREFIX = os.environ["JOURNEYS_KEY_PREFIX"]

LOCAL_MAILBOX_DIR = JOURNEYS_DIR / "mail"
MAILERS = {
    "default": {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": LOCAL_MAILBOX_DIR}},
}
STATIC_ROOT = JOURNEYS_DIR / "static"
for name, cache in CACHES.items():
    cache["KEY_PREFIX"] = f"{KEY_PREFIX}{name}"
cast("dict[str, Any]", CELERY_BROKER_TRANSPORT_OPTIONS)["global_keyprefix"] = KEY_PREFIX
STORAGES["all_companies"]["OPTIONS"]["location"] = JOURNEYS_DIR / "files"
