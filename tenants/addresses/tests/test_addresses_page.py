"""The page Addresses of a company's administration."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from conftest import HostClient
from core.audit.models import AuditEvent
from core.audit.sentences import sentence_of
from core.tenancy import in_public
from tenants.accounts.models import User
from tenants.addresses.actions import checks
from tenants.addresses.actions.custom_domains import make_primary, request_custom_domain
from tenants.addresses.actions.subdomains import rename_subdomain
from tenants.addresses.queries import addresses_of
from tenants.companies.models import Company, Domain, Finding

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
HOST = "hr.acme.com"
URL = "/admin/addresses/"


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def owner(sign_in: Callable[[User], HostClient], alice: User) -> HostClient:
    return sign_in(alice)


@pytest.fixture
def requested(acme: Company) -> Domain:
    return request_custom_domain(company=acme, domain=HOST, acting_user=None, now=NOW)


def looked_at(domain: Domain, now: datetime, *records: str, finding: Finding | None = None) -> None:
    """As the job does it."""
    with in_public():
        Domain.objects.filter(pk=domain.pk).update(next_check_at=now)
        checks.check_due_domains(now=now, read_records=lambda names: [finding or list(records) for _name in names])


def proof_of(domain: Domain) -> str:
    return f"rooster-verification={domain.token}"


def text_of(browser: HostClient, url: str = URL) -> str:
    response = browser.get(url)
    assert response.status_code == 200
    return str(response.content.decode())


class TestTheList:
    def test_says_where_the_company_answers_and_offers_a_domain(self, owner: HostClient) -> None:
        page = text_of(owner)

        assert "acme.rooster.test" in page
        assert "Works, named in links and mails" in page
        assert "Add domain" in page
        assert "Former addresses" not in page
        assert "<article" not in page

    def test_shows_former_addresses_with_what_becomes_of_them(self, owner: HostClient, acme: Company) -> None:
        rename_subdomain(company=acme, subdomain="robots", acting_user=None, now=NOW - 300 * DAY)
        rename_subdomain(company=acme, subdomain="gears", acting_user=None, now=NOW - 10 * DAY)
        page = text_of(on_host("gears.rooster.test", owner))

        assert "Leads to the current address until 09/02/2027. Nobody else can have it before 11/11/2027." in page
        assert "No longer leads here. Nobody else can have it before 25/01/2027." in page
        assert page.index("robots.rooster.test") < page.index(f"{URL}subdomain/?subdomain=acme.rooster.test")

    def test_takes_few_statements_for_five_domains(
        self, owner: HostClient, acme: Company, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(5):
            request_custom_domain(company=acme, domain=f"hr{number}.acme.com", acting_user=None, now=NOW)

        # Four of them enter public and the company, three keep the secret of the forms.
        with django_assert_max_num_queries(12):
            page = text_of(owner)
        assert page.count("<article") == 5
        assert "that is the most we keep" in page
        assert "Add domain" not in page


def on_host(host: str, browser: HostClient) -> HostClient:
    """The same browser with its cookies on another host of the same company."""
    other = HostClient(host)
    other.cookies = browser.cookies
    return other


class TestAddingADomain:
    @pytest.mark.parametrize(
        ("domain", "complaint"),
        [
            ("", "This field is required."),
            ("acme", "Nobody can have this as a domain"),
            ("globex.rooster.test", "one of our own addresses"),
            ("https://hr.acme.com/admin", "Write the domain alone"),
            ("<script>", "This is no domain name"),
            ("x" * 301, "at most 300 characters"),
        ],
    )
    def test_that_cannot_be_says_why(self, owner: HostClient, acme: Company, domain: str, complaint: str) -> None:
        response = owner.post(URL, {"domain": domain})

        assert response.status_code == 422
        assert complaint in response.content.decode()
        assert "<script>" not in response.content.decode()
        assert addresses_of(acme).custom == []

    def test_shows_what_to_set(self, owner: HostClient, acme: Company) -> None:
        response = owner.post(URL, {"domain": "HR.Müller.de"})

        (domain,) = addresses_of(acme).custom
        assert response.headers["Location"] == f"{URL}#domain-{domain.pk}"
        page = text_of(owner)
        assert "hr.müller.de" in page
        assert "Waiting for its record" in page
        assert "next on 21/11/2026, 09:01" in page
        assert ">_rooster-verification.hr.xn--mller-kva.de</code>" in page
        assert f">{proof_of(domain)}</code>" in page
        assert ">CNAME</b>" in page
        assert ">rooster.test</code>" in page
        assert "Not looked for yet." in page

    def test_at_the_top_of_a_zone_asks_for_no_cname(self, owner: HostClient) -> None:
        owner.post(URL, {"domain": "acme.co.uk"})

        page = text_of(owner)
        assert "ALIAS or ANAME" in page
        assert ">CNAME</b>" not in page

    def test_twice_says_so(self, owner: HostClient, requested: Domain) -> None:
        assert "in your list already" in owner.post(URL, {"domain": HOST}).content.decode()

    @pytest.mark.parametrize("host", [HOST, "hr.müller.de"])
    def test_reads_as_a_sentence_in_the_trail(self, owner: HostClient, host: str) -> None:
        owner.post(URL, {"domain": host})

        event = AuditEvent.objects.get(action="company:domain_requested")
        assert sentence_of(event) == f"Alice Archer asked for the domain {host} for Acme Robotics."


class TestADomain:
    def test_with_another_record_shows_what_was_found(self, owner: HostClient, requested: Domain) -> None:
        looked_at(requested, NOW, "v=spf1 <b>-all</b>")
        page = text_of(owner)

        assert "with another value" in page
        assert "v=spf1 &lt;b&gt;-all" in page
        assert "Last looked 21/11/2026, 09:00." in page

    def test_that_works_hides_its_records(self, owner: HostClient, requested: Domain) -> None:
        looked_at(requested, NOW, proof_of(requested))
        page = text_of(owner)

        assert f'<a href="http://{HOST}/">' in page
        assert "We look at the TXT record once a day" in page
        assert requested.token not in page

    def test_that_lost_its_record_says_until_when_it_works(self, owner: HostClient, requested: Domain) -> None:
        looked_at(requested, NOW, proof_of(requested))
        looked_at(requested, NOW, finding=Finding.NO_NAME)
        page = text_of(owner)

        assert "Works, but its record is gone" in page
        assert "or the domain stops working on 05/12/2026" in page
        assert proof_of(requested) in page
        assert ">CNAME</b>" not in page

    def test_that_was_switched_off_or_given_up_says_what_to_do(self, owner: HostClient, requested: Domain) -> None:
        with in_public():
            Domain.objects.filter(pk=requested.pk).update(next_check_at=None)
        assert "have stopped" in text_of(owner)

        with in_public():
            Domain.objects.filter(pk=requested.pk).update(lost_since=NOW)
        assert "Switched off" in text_of(owner)


class TestCheckingNow:
    def test_waits_for_the_job_and_shows_its_answer(self, owner: HostClient, requested: Domain) -> None:
        response = owner.post(f"{URL}{requested.pk}/check/")

        assert response.headers["Location"] == f"{URL}#domain-{requested.pk}"
        part = text_of(owner, f"{URL}domains/")
        assert "Looking for the TXT record" in part
        assert 'hx-trigger="every 2s"' in part
        assert "<html" not in part

        looked_at(requested, NOW, finding=Finding.TIMED_OUT)
        part = text_of(owner, f"{URL}domains/")
        assert "did not answer in time" in part
        assert "hx-trigger" not in part

    def test_twice_within_half_a_minute_says_so(self, owner: HostClient, requested: Domain) -> None:
        owner.post(f"{URL}{requested.pk}/check/")
        owner.post(f"{URL}{requested.pk}/check/")

        assert "A check was asked for a few seconds ago." in text_of(owner)


class TestThePrimaryAddress:
    def test_is_chosen_after_a_question(self, owner: HostClient, acme: Company, requested: Domain) -> None:
        looked_at(requested, NOW, proof_of(requested))
        url = f"{URL}{requested.pk}/primary/"
        assert f"Open http://{HOST}/ in another window first" in text_of(owner, url)

        assert owner.post(url).headers["Location"] == URL

        assert addresses_of(acme).primary.domain == HOST
        page = text_of(owner)
        assert f"Links and mails name {HOST} from now on." in page
        assert f"{URL}{addresses_of(acme).subdomain.pk}/primary/" in page

    def test_is_refused_before_it_works(self, owner: HostClient, acme: Company, requested: Domain) -> None:
        owner.post(f"{URL}{requested.pk}/primary/")

        assert addresses_of(acme).primary.domain == "acme.rooster.test"
        assert "This domain is not verified" in text_of(owner)


class TestRemovingADomain:
    def test_says_what_is_lost_and_then_does_it(self, owner: HostClient, acme: Company, requested: Domain) -> None:
        looked_at(requested, NOW, proof_of(requested))
        make_primary(company=acme, domain=requested, acting_user=None)
        url = f"{URL}{requested.pk}/remove/"
        assert "acme.rooster.test goes on working" in text_of(owner, url)

        owner.post(url)

        assert addresses_of(acme).custom == []
        assert addresses_of(acme).primary.domain == "acme.rooster.test"
        assert f"{HOST} is removed." in text_of(owner)

    def test_is_not_done_from_that_domain(self, owner: HostClient, acme: Company, requested: Domain) -> None:
        looked_at(requested, NOW, proof_of(requested))
        there = on_host(HOST, owner)

        assert there.post(f"{URL}{requested.pk}/remove/").headers["Location"] == URL

        assert len(addresses_of(acme).custom) == 1
        assert f"Open http://acme.rooster.test{URL}{requested.pk}/remove/ and remove it there." in text_of(there)


class TestChangingTheSubdomain:
    @pytest.mark.parametrize(
        ("wished", "words"),
        [
            ("robots", "This address is free."),
            ("https://ROBOTS.rooster.test/", "This address is free."),
            ("acme", "This is your address already."),
            ("globex", "This address is taken."),
            ("admin", "This address is reserved."),
            ("a", "Use 3 to 40 small letters"),
            ("<b>", "Use 3 to 40 small letters"),
        ],
    )
    def test_says_while_typing_whether_it_can_be_had(self, owner: HostClient, wished: str, words: str) -> None:
        page = owner.get(f"{URL}subdomain/status/", {"subdomain": wished}).content.decode()

        assert words in page
        assert "<b>" not in page

    def test_says_nothing_before_anything_is_typed(self, owner: HostClient) -> None:
        assert text_of(owner, f"{URL}subdomain/status/").strip() == ""

    @pytest.mark.parametrize("wished", ["", "acme", "globex", "a--b", "x" * 201])
    def test_is_refused_with_what_was_typed(self, owner: HostClient, acme: Company, wished: str) -> None:
        response = owner.post(f"{URL}subdomain/", {"subdomain": wished})

        assert response.status_code == 422
        assert f'value="{wished}"' in response.content.decode() or not wished
        assert addresses_of(acme).subdomain.domain == "acme.rooster.test"

    def test_leads_to_the_new_host(
        self, owner: HostClient, alice: User, acme: Company, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            response = owner.post(f"{URL}subdomain/", {"subdomain": "robots"})

        assert response.status_code == 200
        assert f'href="http://robots.rooster.test{URL}"' in response.content.decode()
        assert owner.get(URL).headers["Location"] == f"http://robots.rooster.test{URL}"
        assert "Former addresses" in text_of(on_host("robots.rooster.test", owner))
        event = AuditEvent.objects.get(action="company:renamed")
        assert sentence_of(event) == (
            "Alice Archer changed Acme Robotics’s address from “acme.rooster.test” to “robots.rooster.test”."
        )

    def test_from_a_domain_of_their_own_stays_there(self, owner: HostClient, requested: Domain) -> None:
        looked_at(requested, NOW, proof_of(requested))

        response = on_host(HOST, owner).post(f"{URL}subdomain/", {"subdomain": "robots"})

        assert response.headers["Location"] == URL

    def test_twice_a_day_is_refused_but_taking_the_old_one_back_is_not(
        self, owner: HostClient, acme: Company, django_capture_on_commit_callbacks: Any
    ) -> None:
        rename_subdomain(company=acme, subdomain="robots", acting_user=None, now=NOW)
        there = on_host("robots.rooster.test", owner)
        assert "You can take a new one from 22/11/2026, 09:00 on" in (
            there.post(f"{URL}subdomain/", {"subdomain": "gears"}).content.decode()
        )

        assert "You had this address before and can take it back." in text_of(there, f"{URL}subdomain/?subdomain=acme.rooster.test")
        with django_capture_on_commit_callbacks(execute=True):
            there.post(f"{URL}subdomain/", {"subdomain": "acme"})
        assert addresses_of(acme).subdomain.domain == "acme.rooster.test"
