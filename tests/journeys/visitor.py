"""A person at a browser: does what people do, and looks at every page for what must not be there."""

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Response, expect

from tests.journeys.product import FOLDER, Product

AXE = (Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js").read_text()
# WCAG 2.2 A and AA, and what axe calls best practice.
AXE_OPTIONS = {"resultTypes": ["violations"], "iframes": False}
VIEWPORTS = {"phone": (390, 844), "desktop": (1440, 900)}
PATIENCE_MS = 10_000
MAIL_SECONDS = 15


class Visitor:
    """One browser window of one person. What the console, the network or axe complain of fails the journey."""

    def __init__(self, context: BrowserContext, product: Product, *, has_scripts: bool = True) -> None:
        self.context = context
        self.product = product
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self._has_scripts = has_scripts
        self._seen: set[str] = set()
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))
        self.page.on("response", self._receive)

    def goes_to(self, subdomain: str = "", path: str = "/", *, status: int = 200) -> None:
        """Type an address."""
        response = self.page.goto(self.product.url(subdomain, path))
        assert response is not None
        assert response.status == status, f"{response.url} answers {response.status}"
        self.looks()

    def follows(self, name: str | re.Pattern[str]) -> None:
        """Click a link that is in sight."""
        self.page.get_by_role("link", name=name).filter(visible=True).first.click()
        self._arrives()

    def presses(self, name: str) -> None:
        """Press a button that is in sight."""
        self.button(name).click()
        self._arrives()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True).filter(visible=True).first

    def fills(self, values: Mapping[str, str]) -> None:
        """Fill fields in by their labels; the administration marks those that are needed."""
        for label, value in values.items():
            self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$")).fill(value)

    def sees(self, text: str | re.Pattern[str]) -> None:
        """Wait until a text is in sight."""
        expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible(timeout=PATIENCE_MS)

    def stands_at(self, subdomain: str, path: str) -> None:
        """Wait until the address bar says so."""
        self.page.wait_for_url(self.product.url(subdomain, path))

    def signs_in(self, subdomain: str, email: str, password: str) -> None:
        """From whatever page of the host to its start page."""
        self.goes_to(subdomain, "/accounts/login/")
        self.fills({"E-mail": email, "Password": password})
        self.presses("Sign in")
        self.stands_at(subdomain, "/")

    def looks(self, state: str = "") -> None:
        """Have axe go over the page, and see that it fits the window.

        Once for each address, title and `state` of a page that changes without loading.
        """
        here = f"{urlsplit(self.page.url).netloc}{urlsplit(self.page.url).path} {self.page.title()} {state}"
        if here in self._seen or not self._has_scripts:
            return
        self._seen.add(here)
        widest = self.page.evaluate("document.documentElement.scrollWidth")
        if self.page.viewport_size and widest > self.page.viewport_size["width"]:
            self.complaints.append(f"{self.page.url}: wider than the window, {widest} pixels")
        # Evaluated by the debugger, so that the page's own policy stays in force.
        self.page.evaluate(AXE)
        result: dict[str, Any] = self.page.evaluate("options => axe.run(document, options)", AXE_OPTIONS)
        for violation in result["violations"]:
            places = [" ".join(map(str, node["target"])) for node in violation["nodes"][:3]]
            self.complaints.append(f"{self.page.url}: {violation['id']}, {violation['help']}: {', '.join(places)}")

    def reads_mail(self, *, to: str, about: str) -> str:
        """Open the newest mail to somebody in this machine's mailbox; the text of it."""
        deadline = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < deadline:
            self.goes_to("", "/mailbox/")
            row = self.page.get_by_role("listitem").filter(has_text=f"to {to}").filter(has_text=re.compile(about, re.IGNORECASE))
            if row.count():
                row.first.get_by_role("link").click()
                self._arrives()
                return self.page.get_by_role("main").inner_text()
            time.sleep(0.2)
        raise AssertionError(f"No mail about “{about}” came to {to} within {MAIL_SECONDS} seconds.")

    def _arrives(self) -> None:
        self.page.wait_for_load_state("load")
        self.looks()

    def _hear(self, message: ConsoleMessage) -> None:
        # A page that is itself an answer such as “404” is no error of a page; parts of pages are judged in _receive.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _receive(self, response: Response) -> None:
        host = str(urlsplit(response.url).hostname)
        if host != "localhost" and not host.endswith(".localhost"):
            self.complaints.append(f"{self.page.url} asks {response.url}, outside this machine")
        if response.status >= 400 and response.request.resource_type != "document":
            self.complaints.append(f"{self.page.url}: {response.url} answers {response.status}")


@contextmanager
def visiting(browser: Browser, product: Product, viewport: str = "desktop", *, has_scripts: bool = True) -> Iterator[Visitor]:
    """A window without history; complaints fail the journey when it closes."""
    width, height = VIEWPORTS[viewport]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        has_touch=viewport == "phone",
        is_mobile=viewport == "phone",
        locale="en-GB",
        # Half-faded text has too little contrast while it fades in.
        reduced_motion="reduce",
        java_script_enabled=has_scripts,
    )
    visitor = Visitor(context, product, has_scripts=has_scripts)
    try:
        yield visitor
        assert not visitor.complaints, "\n" + "\n".join(visitor.complaints)
    except BaseException as error:
        # Any error, since what the person saw explains it better than the line that it came from.
        picture = FOLDER / f"failed-{viewport}.png"
        visitor.page.screenshot(path=picture)
        error.add_note(f"At {visitor.page.url}, see {picture}:\n{visitor.page.locator('body').inner_text()[:800]}")
        raise
    finally:
        context.close()
