"""Everything that an owner can click, searched for words of the other company."""

import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django_tenants.utils import tenant_context

from conftest import HostClient
from core.tenancy import enter_public
from tests.isolation.watch import Watch, sent_mails, traces, words_of_others
from tests.isolation.world import World

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
        if not answers[url].streaming:
            queue.extend(_links(url, answers[url].content.decode(errors="replace")))
    return answers


@pytest.mark.parametrize("name", ["acme", "globex"])
def test_no_link_leads_to_a_word_of_the_other_company(world: World, name: str, db: None) -> None:
    side = getattr(world, name)
    browser = HostClient(side.host)
    with tenant_context(side.company):
        browser.force_login(side.user("owner"))
    enter_public()
    watch = Watch(words_of_others(side))

    answers = _crawl(browser, "/", "/admin/")

    for url, answer in answers.items():
        assert answer.status_code < 500, url
        watch.look(url, [*traces(answer), *sent_mails()])
    watch.look_into_cache(side.host, world)
    watch.check()
    paths = {urlsplit(url).path for url in answers}
    assert len(answers) > 40
    assert paths >= {"/", "/people/", "/time/", "/time/team/", "/admin/", "/admin/people/employee/"}
    assert {canary.table for canary in watch.seen} > {"logo", "people_employee", "people_department", "audit_auditevent"}
