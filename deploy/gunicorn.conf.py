# ruff: noqa: N999 -- the name that gunicorn's own documentation gives this file.
"""gunicorn's settings, the same for `make run`, the bench and the container. The variables are in .env.example."""

import ctypes
import gc
import itertools
import os
from pathlib import Path

wsgi_app = "config.wsgi:application"
# Addresses to listen on, separated by commas.
bind = os.environ.get("WEB_BIND", "127.0.0.1:8000").split(",")

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
# Django is loaded once and the workers are forked from it: a quicker start, and memory they share.
preload_app = True
# A worker is replaced now and then, so that a slow leak never becomes an outage; forking a new one is cheap.
max_requests = 20_000
max_requests_jitter = 2_000

timeout = 30
graceful_timeout = 15
# A proxy keeps its connections open; one that we close first would turn into an error page.
keepalive = 75
# The sign of life that workers give must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 -- memory, and gunicorn's file in it is private
control_socket_disable = True

# Django alone decides which proxy headers to believe, and only when TRUSTED_PROXY_COUNT says so.
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""

# Requests are logged by core.logs, with the company and the request id.
accesslog = None
errorlog = "-"

# glibc's mallopt(3), for the 19 MB that each password check takes: from one pool that all threads share, of which at most
# one such block is kept for the next check. A fresh block each time would cost a third of the check in page faults; a pool
# for each thread would keep a block for each.
_MEMORY_OPTIONS = {"M_ARENA_MAX": (-8, 1), "M_MMAP_THRESHOLD": (-3, 32 << 20), "M_TRIM_THRESHOLD": (-1, 24 << 20)}
_C_LIBRARY = ctypes.CDLL(None)
# Requests of a worker; each time takes a few milliseconds.
_TRIM_EVERY = 200


def pre_fork(_server: object, _worker: object) -> None:
    """Take what is loaded out of the garbage collector's sight: it never becomes garbage, and looking at it costs each page."""
    gc.collect()
    gc.freeze()


def post_fork(_server: object, _worker: object) -> None:
    """Collect garbage less often, and keep what password checks need at hand (glibc)."""
    # A page makes a few thousand objects that die with it; the default would look for cycles several times a page.
    gc.set_threshold(20_000, 20, 50)
    if hasattr(_C_LIBRARY, "mallopt"):
        for option, value in _MEMORY_OPTIONS.values():
            _C_LIBRARY.mallopt(option, value)


_answered = itertools.count(1)


def post_request(_worker: object, _request: object, _environ: object, _response: object) -> None:
    """Give back now and then what big pages and password checks have left between what is still in use (glibc)."""
    if next(_answered) % _TRIM_EVERY == 0:
        gc.collect()
        if hasattr(_C_LIBRARY, "malloc_trim"):
            _C_LIBRARY.malloc_trim(0)
