"""The product and the browser, once for all journeys."""

import os
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.databases import ROOT
from tests.journeys.product import Product, running_product

NO_OUTSIDE_WORLD = [
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--disable-gpu",
]


@pytest.fixture(scope="module")
def product(django_db_setup: None, django_db_blocker: Any) -> Iterator[Product]:
    with django_db_blocker.unblock(), running_product() as product:
        yield product


@pytest.fixture(scope="module")
def browser(product: Product) -> Iterator[Browser]:
    """Chromium. Opened after the product and closed with the module: while it is open, Django refuses queries in this thread."""
    with sync_playwright() as playwright:
        # Chromium refuses its own sandbox to root, which tests in containers run as.
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=_path(), args=[*NO_OUTSIDE_WORLD, *sandbox])
        yield browser
        browser.close()


def _path() -> str:
    if given := os.environ.get("CHROMIUM"):
        return given
    found = subprocess.run(["sh", "deploy/local/browser.sh"], cwd=ROOT, capture_output=True, text=True, check=False)
    if found.returncode:
        pytest.fail(found.stderr, pytrace=False)
    return found.stdout.strip()
