"""Everything that the other company's owner can click, searched for words that only we know."""

import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from conftest import HostClient

# Links that change only how a list is sorted or filtered lead to the same rows again.
ENOUGH = 120
LEAVES = ("/accounts/logout/", "/admin/logout/", "/static/")


def _links(url: str, page: str) -> Iterator[str]:
    """Where a page leads on its own host."""
    for target in re.findall(r'(?:href|hx-get|src)="([^"#]+)"', page):
        absolute = urlsplit(urljoin(f"http://host{url}", unescape(target)))
        if absolute.netloc == "host" and not absolute.path.startswith(LEAVES):
            yield absolute.path + (f"?{absolute.query}" if absolute.query else "")


def _crawl(browser: HostClient, *starts: str) -> dict[str, Any]:
    """Answers by address, beginning with `starts` and following every link; each path with at most two queries."""
    answers: dict[str, Any] = {}
    queue = deque(starts)
    queries: dict[str, int] = {}
    while queue and len(answers) < ENOUGH:
        url = queue.popleft()
        path = urlsplit(url).path
        if url in answers or queries.get(path, 0) >= 2:
            continue
        queries[path] = queries.get(path, 0) + 1
        answers[url] = browser.get(url)
        queue.extend(_links(url, answers[url].content.decode(errors="replace")))
    return answers


def _leaks(answers: dict[str, Any], words: tuple[str, ...]) -> list[str]:
    # Carol works for both companies under her Acme address, which is Globex's to know.
    texts = {url: answer.content.decode(errors="replace").replace("carol@acme.example", "") for url, answer in answers.items()}
    return [f"{url} says {word}" for url, text in texts.items() for word in words if word.lower() in text.lower()]


def test_no_page_of_another_company_says_a_word_of_ours(mallory_client: HostClient, canaries: tuple[str, ...]) -> None:
    answers = _crawl(mallory_client, "/", "/admin/", "/people/?q=uokkasmit", "/admin/search/?s=uokkasmit")

    assert len(answers) > 40
    assert [url for url, answer in answers.items() if answer.status_code >= 500] == []
    assert {urlsplit(url).path for url in answers} >= {
        "/",
        "/people/",
        "/time/",
        "/time/team/",
        "/admin/",
        "/admin/people/employee/",
    }
    assert _leaks(answers, canaries) == []


def test_the_crawl_finds_the_words_at_home(sign_in: Any, alice: Any, canaries: tuple[str, ...]) -> None:
    answers = _crawl(sign_in(alice), "/", "/admin/")

    found = {leak.rpartition(" says ")[2] for leak in _leaks(answers, canaries)}
    assert found == set(canaries)


def test_pages_without_a_company_say_nothing_either(public_client: HostClient, canaries: tuple[str, ...]) -> None:
    # The sign-up's examples and the landing page's pictures show invented companies.
    answers = _crawl(public_client, "/", "/find/", "/signup/")
    unknown = HostClient("nobody.rooster.test").get("/")

    assert len(answers) > 4
    assert _leaks({**answers, "unknown host": unknown}, ("Zanzibarite", "Quokkasmith", "Xylotherapy", "canary.bird@")) == []
