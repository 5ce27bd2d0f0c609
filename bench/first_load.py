"""What a browser that has never been here fetches: requests, and bytes as they were transferred."""

import subprocess
from typing import Any

from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, sync_playwright

from bench.company import crowded_company
from bench.measure import Visitor
from bench.options import Options
from bench.report import Row
from bench.stack import ROOT, Stack

TARGET_KB, TARGET_REQUESTS = 200, 12


def measure(stack: Stack, options: Options) -> list[Row]:
    """The landing page of a stranger and the home page of an employee, each in a fresh browser.

    Raises subprocess.CalledProcessError where there is no browser; how to get one is printed.
    """
    crowd = crowded_company(stack, options.people)
    pages = {
        "landing page": (Visitor(stack.host(), "10.9.9.8"), "/"),
        "sign-in page": (Visitor(crowd.host, "10.9.9.8"), reverse("account_login")),
        "home page": (crowd.staff[0], reverse("home")),
    }
    find = subprocess.run(["sh", ROOT / "deploy/local/browser.sh"], stdout=subprocess.PIPE, text=True, check=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find.stdout.strip(), args=["--no-sandbox"])
        try:
            return [row for name, (visitor, path) in pages.items() for row in _rows(browser, f"first load, {name}", visitor, path)]
        finally:
            browser.close()


def _rows(browser: Browser, name: str, visitor: Visitor, path: str) -> list[Row]:
    # The browser speaks as the proxy that ends TLS would.
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-For": visitor.address}
    with browser.new_context(extra_http_headers=headers) as context:
        if visitor.session:
            cookie: Any = {
                "name": settings.SESSION_COOKIE_NAME,
                "value": visitor.session,
                "url": f"https://{visitor.host}",
                "secure": True,
            }
            context.add_cookies([cookie])
        page = context.new_page()
        sizes: list[float] = []
        network = context.new_cdp_session(page)
        network.send("Network.enable")
        # What comes from the browser's cache, such as an icon that is also a picture, has no size.
        network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"] / 1000))
        answer = page.goto(f"http://{visitor.host}{path}", wait_until="networkidle")
        if answer is None or not answer.ok or not page.url.endswith(path):
            raise AssertionError(f"{path} led to {page.url}.")
    return [
        Row.of(f"{name}: bytes", "KB", [sum(sizes)], at_most=TARGET_KB, note="compressed, with headers"),
        Row.of(f"{name}: requests", "1", [sum(size > 0 for size in sizes)], at_most=TARGET_REQUESTS),
    ]
