"""A domain of the company's own: asked for, proved, lost, made the primary one, removed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django_tenants.utils import tenant_context

from conftest import HostClient
from core.audit.models import AuditEvent
from core.jobs.models import Job
from core.tenancy import enter_public, in_public
from tenants.accounts.models import User
from tenants.addresses import tasks
from tenants.addresses.access import get_domain
from tenants.addresses.actions import checks
from tenants.addresses.actions.custom_domains import (
    CheckTooSoon,
    DomainKnown,
    DomainNotVerified,
    TooManyDomains,
    make_primary,
    remove_custom_domain,
    request_check,
    request_custom_domain,
)
from tenants.addresses.rules import DomainNotAllowed
from tenants.companies import hosts
from tenants.companies.models import Company, Domain, DomainKind, Finding
from tests.cast import PASSWORD

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
HOST = "hr.acme.com"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

Check = Callable[..., Domain]


@pytest.fixture
def requested(acme: Company) -> Domain:
    return request_custom_domain(company=acme, domain=HOST, acting_user=None, now=NOW)


@pytest.fixture
def verified(requested: Domain, check: Check) -> Domain:
    return check(requested, NOW + MINUTE, [_proof(requested)])


@pytest.fixture
def check(django_capture_on_commit_callbacks: Any) -> Check:
    """Let the job run at a moment with records, or a trouble, at the domain's name; the row as it is afterwards."""

    def run(domain: Domain, now: datetime, records: list[str] | Finding) -> Domain:
        def read(names: list[str]) -> list[list[str] | Finding]:
            assert set(names) <= {f"_rooster-verification.{domain.domain}"}
            return [records for _name in names]

        with in_public(), django_capture_on_commit_callbacks(execute=True):
            checks.check_due_domains(now=now, read_records=read)
            seen: Domain = Domain.objects.get(pk=domain.pk)
        return seen

    return run


def _proof(domain: Domain) -> str:
    return f"rooster-verification={domain.token}"


def _actions(company: Company) -> list[str]:
    with in_public():
        return list(AuditEvent.objects.filter(object_id=str(company.pk)).order_by("id").values_list("action", flat=True))


class TestAsking:
    def test_is_refused_for_what_is_no_domain_of_ones_own(self, acme: Company) -> None:
        for domain in ("globex.rooster.test", "127.0.0.1", "com", "a b.com"):
            with pytest.raises(DomainNotAllowed):
                request_custom_domain(company=acme, domain=domain, acting_user=None, now=NOW)

    def test_answers_nothing_yet(self, requested: Domain) -> None:
        assert HostClient(HOST).get("/").status_code == 404
        assert (requested.kind, requested.is_primary, requested.verified_at) == (DomainKind.CUSTOM, False, None)
        assert len(requested.token) == 32

    def test_by_a_person_stands_in_both_trails(self, acme: Company, alice: User) -> None:
        request_custom_domain(company=acme, domain=HOST, acting_user=alice, now=NOW)

        assert AuditEvent.objects.get(action="company:domain_requested").after == {"address": HOST}
        assert "company:domain_requested" in _actions(acme)

    def test_twice_says_so(self, acme: Company, requested: Domain) -> None:
        with pytest.raises(DomainKnown):
            request_custom_domain(company=acme, domain=f"https://{HOST.upper()}/", acting_user=None, now=NOW)

    def test_is_limited(self, acme: Company) -> None:
        for number in range(5):
            request_custom_domain(company=acme, domain=f"hr{number}.acme.com", acting_user=None, now=NOW)

        with pytest.raises(TooManyDomains):
            request_custom_domain(company=acme, domain=HOST, acting_user=None, now=NOW)

    def test_by_two_companies_gives_each_its_own_proof(self, requested: Domain, globex: Company, check: Check) -> None:
        other = request_custom_domain(company=globex, domain=HOST, acting_user=None, now=NOW)
        assert other.token != requested.token

        check(requested, NOW + MINUTE, [_proof(requested)])

        with in_public():
            found = hosts.find_company_by_host(HOST)
            other.refresh_from_db()
        assert found is not None
        assert found.name == "Acme Robotics"
        assert (other.verified_at, other.finding, other.found_text) == (None, Finding.OTHER_VALUE, _proof(requested))

    def test_the_second_to_prove_it_is_told(self, verified: Domain, globex: Company, check: Check) -> None:
        other = request_custom_domain(company=globex, domain=HOST, acting_user=None, now=NOW + DAY)

        other = check(other, NOW + DAY + MINUTE, [_proof(verified), _proof(other)])

        assert (other.verified_at, other.finding) == (None, Finding.HELD)
        assert other.next_check_at is not None
        with in_public():
            assert Domain.objects.get(pk=verified.pk).verified_at is not None


class TestProving:
    def test_opens_the_companys_pages_there(self, verified: Domain, acme: Company) -> None:
        assert verified.verified_at == NOW + MINUTE
        assert HostClient(HOST).get("/").headers["Location"].startswith("/accounts/login/")
        assert HostClient(HOST.upper()).get("/accounts/login/").status_code == 200
        assert HostClient("acme.rooster.test").get("/accounts/login/").status_code == 200
        assert _actions(acme)[-2:] == ["company:domain_requested", "company:domain_verified"]

    def test_lets_people_sign_in_there_from_its_own_pages_only(self, verified: Domain, alice: User) -> None:
        browser = HostClient(HOST, enforce_csrf_checks=True)
        page = browser.get("/accounts/login/").content.decode()
        token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
        answers = {
            origin: browser.post(
                "/accounts/login/",
                {"login": alice.email, "password": PASSWORD, "csrfmiddlewaretoken": token},
                headers={"origin": f"http://{origin}"},
            )
            for origin in ("acme.rooster.test", "globex.rooster.test", HOST)
        }

        assert [answer.status_code for answer in answers.values()] == [403, 403, 302]
        assert all(not cookie["domain"] for cookie in browser.cookies.values())
        assert browser.get("/").status_code == 200

    def test_takes_any_of_several_records(self, requested: Domain, check: Check) -> None:
        assert check(requested, NOW + MINUTE, ["v=spf1 -all", _proof(requested)]).verified_at is not None

    @pytest.mark.parametrize(
        ("records", "finding", "text"),
        [
            (Finding.NO_NAME, Finding.NO_NAME, ""),
            (Finding.NO_RECORD, Finding.NO_RECORD, ""),
            (Finding.TIMED_OUT, Finding.TIMED_OUT, ""),
            (Finding.FAILED, Finding.FAILED, ""),
            ([], Finding.NO_RECORD, ""),
            (["v=spf1 -all", "rooster-verification=old"], Finding.OTHER_VALUE, "rooster-verification=old"),
            (["x" * 5000], Finding.OTHER_VALUE, "x" * 200),
        ],
    )
    def test_that_fails_says_why_and_is_tried_again(
        self, requested: Domain, check: Check, records: list[str] | Finding, finding: Finding, text: str
    ) -> None:
        seen = check(requested, NOW + MINUTE, records)

        assert (seen.verified_at, seen.checked_at, seen.finding, seen.found_text) == (None, NOW + MINUTE, finding, text)
        assert seen.next_check_at == NOW + 2 * MINUTE

    def test_does_not_take_a_part_or_other_capitals(self, requested: Domain, check: Check) -> None:
        proof = _proof(requested)
        for wrong in (proof[:-1], proof + "0", proof.upper(), requested.token, ""):
            with in_public():
                Domain.objects.filter(pk=requested.pk).update(next_check_at=NOW)
            assert check(requested, NOW + MINUTE, [wrong]).verified_at is None

    def test_is_not_tried_before_it_is_due_nor_after_a_fortnight(self, requested: Domain, check: Check) -> None:
        assert check(requested, NOW + MINUTE / 2, [_proof(requested)]).checked_at is None

        given_up = check(requested, NOW + 14 * DAY, Finding.NO_NAME)
        assert given_up.next_check_at is None

        with in_public():
            request_check(domain=given_up, now=NOW + 30 * DAY)
        assert check(requested, NOW + 30 * DAY, [_proof(requested)]).verified_at is not None

    def test_that_was_killed_is_done_again(self, requested: Domain, check: Check) -> None:
        with pytest.raises(KeyboardInterrupt), in_public():
            checks.check_due_domains(now=NOW + MINUTE, read_records=_interrupted)
        assert check(requested, NOW + 2 * MINUTE, [_proof(requested)]).verified_at is None

        assert check(requested, NOW + 6 * MINUTE, [_proof(requested)]).verified_at is not None

    def test_of_a_domain_removed_meanwhile_changes_nothing(self, acme: Company, requested: Domain) -> None:
        def remove(_names: list[str]) -> list[list[str] | Finding]:
            remove_custom_domain(company=acme, domain=requested, acting_user=None)
            request_custom_domain(company=acme, domain=HOST, acting_user=None, now=NOW)
            return [[_proof(requested)]]

        with in_public():
            checks.check_due_domains(now=NOW + MINUTE, read_records=remove)
            assert Domain.objects.get(domain=HOST).checked_at is None

    def test_runs_as_a_job(self, requested: Domain, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tasks, "read_together", lambda _names: [[_proof(requested)]])
        with time_machine.travel(NOW + MINUTE, tick=False), in_public():
            tasks.check_due_domains()
            assert Domain.objects.get(pk=requested.pk).verified_at == NOW + MINUTE


def _interrupted(_names: list[str]) -> list[list[str] | Finding]:
    raise KeyboardInterrupt


class TestAskingForACheck:
    def test_makes_it_due_at_once(self, requested: Domain, check: Check) -> None:
        request_check(domain=requested, now=NOW)
        with in_public():
            assert Job.objects.filter(task=tasks.check_due_domains.name).exists()

        assert check(requested, NOW, [_proof(requested)]).verified_at == NOW

    def test_again_has_to_wait_half_a_minute(self, requested: Domain) -> None:
        request_check(domain=requested, now=NOW)
        with pytest.raises(CheckTooSoon):
            request_check(domain=requested, now=NOW + timedelta(seconds=29))

        request_check(domain=requested, now=NOW + timedelta(seconds=30))


class TestARecordThatIsGone:
    def test_is_named_at_once_and_the_domain_answers_on(self, verified: Domain, acme: Company, check: Check) -> None:
        lost = check(verified, NOW + 2 * DAY, Finding.NO_NAME)

        assert (lost.lost_since, lost.verified_at) == (NOW + 2 * DAY, NOW + MINUTE)
        assert HostClient(HOST).get("/accounts/login/").status_code == 200
        assert _actions(acme)[-1] == "company:domain_lost"
        (message,) = mail.outbox
        assert message.to == ["alice@acme.example"]
        assert HOST in message.subject
        assert f"_rooster-verification.{HOST}  TXT  {_proof(verified)}" in message.body
        assert "Until 7 Dec 2026" in message.body

        check(verified, NOW + 3 * DAY, Finding.NO_NAME)
        assert len(mail.outbox) == 1

    def test_names_the_day_by_the_companys_clock(self, verified: Domain, acme: Company, check: Check) -> None:
        with in_public():
            Company.objects.filter(pk=acme.pk).update(time_zone="Asia/Tokyo")

        check(verified, NOW + 2 * DAY + timedelta(hours=8), Finding.NO_NAME)

        (message,) = mail.outbox
        assert "Until 8 Dec 2026" in message.body

    def test_and_comes_back_is_forgiven(self, verified: Domain, check: Check) -> None:
        check(verified, NOW + 2 * DAY, Finding.NO_NAME)

        back = check(verified, NOW + 3 * DAY, [_proof(verified)])

        assert (back.lost_since, back.verified_at, back.next_check_at) == (None, NOW + MINUTE, NOW + 4 * DAY)

    @pytest.mark.parametrize("silence", [Finding.TIMED_OUT, Finding.FAILED])
    def test_is_not_concluded_from_silence(self, verified: Domain, check: Check, silence: Finding) -> None:
        seen = check(verified, NOW + 2 * DAY, silence)

        assert (seen.lost_since, seen.finding) == (None, silence)
        assert seen.next_check_at == NOW + 2 * DAY + timedelta(hours=1)
        assert mail.outbox == []

    def test_for_a_fortnight_switches_the_domain_off(self, verified: Domain, acme: Company, check: Check) -> None:
        make_primary(company=acme, domain=verified, acting_user=None)
        check(verified, NOW + 2 * DAY, Finding.NO_RECORD)

        off = check(verified, NOW + 16 * DAY, ["something else"])

        assert (off.verified_at, off.is_primary, off.next_check_at) == (None, False, None)
        assert HostClient(HOST).get("/").status_code == 404
        with in_public():
            assert Company.objects.get(pk=acme.pk).url == "http://acme.rooster.test"
        assert _actions(acme)[-1] == "company:domain_switched_off"
        assert "http://acme.rooster.test" in mail.outbox[-1].body

        with in_public():
            request_check(domain=off, now=NOW + 20 * DAY)
        assert check(off, NOW + 20 * DAY, [_proof(off)]).lost_since is None
        assert HostClient(HOST).get("/accounts/login/").status_code == 200

    def test_yields_to_another_company_that_proves_the_domain(
        self, verified: Domain, acme: Company, globex: Company, check: Check
    ) -> None:
        """The domain was sold: its new owner need not wait for the fortnight."""
        make_primary(company=acme, domain=verified, acting_user=None)
        check(verified, NOW + 2 * DAY, Finding.NO_NAME)
        other = request_custom_domain(company=globex, domain=HOST, acting_user=None, now=NOW + 2 * DAY)

        other = check(other, NOW + 2 * DAY + MINUTE, [_proof(other)])

        with in_public():
            verified.refresh_from_db()
            found = hosts.find_company_by_host(HOST)
            assert Company.objects.get(pk=acme.pk).host == "acme.rooster.test"
        assert other.verified_at == NOW + 2 * DAY + MINUTE
        assert (verified.verified_at, verified.next_check_at) == (None, None)
        assert found is not None
        assert found.pk == globex.pk
        assert mail.outbox[-1].to == ["alice@acme.example"]

    def test_stays_when_its_record_is_found_just_then(
        self, verified: Domain, acme: Company, globex: Company, check: Check, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        check(verified, NOW + 2 * DAY, Finding.NO_NAME)
        other = request_custom_domain(company=globex, domain=HOST, acting_user=None, now=NOW + 2 * DAY)
        locks: list[Any] = []

        def lock(companies: Any) -> Any:
            locks.append(companies)
            if len(locks) == 2:
                Domain.objects.filter(pk=verified.pk).update(lost_since=None)
            return companies.get_queryset().select_for_update()

        monkeypatch.setattr(type(Company.objects), "select_for_update", lock)
        other = check(other, NOW + 2 * DAY + MINUTE, [_proof(other)])

        with in_public():
            verified.refresh_from_db()
        assert (verified.verified_at, verified.lost_since) == (NOW + MINUTE, None)
        assert (other.verified_at, other.finding) == (None, Finding.HELD)


class TestThePrimaryDomain:
    def test_has_to_answer(self, acme: Company, requested: Domain) -> None:
        with pytest.raises(DomainNotVerified):
            make_primary(company=acme, domain=requested, acting_user=None)

    def test_is_the_one_in_links(self, acme: Company, verified: Domain, alice: User) -> None:
        make_primary(company=acme, domain=verified, acting_user=alice)

        with in_public():
            assert Company.objects.get(pk=acme.pk).url == f"http://{HOST}"
        event = AuditEvent.objects.get(action="company:primary_changed")
        assert (event.before, event.after) == ({"address": "acme.rooster.test"}, {"address": HOST})

        make_primary(company=acme, domain=verified, acting_user=alice)
        assert AuditEvent.objects.filter(action="company:primary_changed").count() == 1

    def test_is_not_another_companys(self, verified: Domain, globex: Company) -> None:
        with pytest.raises(Domain.DoesNotExist):
            make_primary(company=globex, domain=verified, acting_user=None)
        with pytest.raises(Domain.DoesNotExist):
            remove_custom_domain(company=globex, domain=verified, acting_user=None)
        with pytest.raises(Domain.DoesNotExist):
            get_domain(company=globex, domain_id=verified.pk)
        with pytest.raises(Domain.DoesNotExist):
            get_domain(company=globex, domain_id=uuid4())

    def test_when_removed_leaves_the_subdomain(
        self, acme: Company, verified: Domain, django_capture_on_commit_callbacks: Any
    ) -> None:
        make_primary(company=acme, domain=verified, acting_user=None)
        assert HostClient(HOST).get("/accounts/login/").status_code == 200

        with django_capture_on_commit_callbacks(execute=True):
            remove_custom_domain(company=acme, domain=verified, acting_user=None)

        assert HostClient(HOST).get("/").status_code == 404
        with in_public():
            assert Company.objects.get(pk=acme.pk).host == "acme.rooster.test"

    def test_a_subdomain_cannot_be_removed(self, acme: Company) -> None:
        enter_public()
        subdomain = Domain.objects.get(domain="acme.rooster.test")
        with tenant_context(acme), pytest.raises(Domain.DoesNotExist):
            remove_custom_domain(company=acme, domain=subdomain, acting_user=None)


class TestCertificates:
    @pytest.mark.parametrize(
        ("host", "code"),
        [
            (HOST, 200),
            (HOST.upper(), 200),
            ("acme.rooster.test", 200),
            ("stranger.example", 404),
            ("", 404),
            ("x" * 10_000, 404),
            ("hr.acme.com\0", 400),
        ],
    )
    def test_are_made_for_hosts_of_ours_only(self, verified: Domain, public_client: HostClient, host: str, code: int) -> None:
        assert public_client.get("/certificates/ask/", {"domain": host}).status_code == code

    def test_are_not_made_for_a_domain_that_is_not_proved(self, requested: Domain, public_client: HostClient) -> None:
        assert public_client.get("/certificates/ask/", {"domain": HOST}).status_code == 404
        assert public_client.get("/certificates/ask/").status_code == 404

    def test_strict_transport_is_asked_of_the_host_alone(self, verified: Domain, settings: Any) -> None:
        """The rest of the company's domain is not ours to bind to https."""
        settings.SECURE_HSTS_SECONDS = 1000
        settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True

        own = HostClient(HOST).get("/accounts/login/", secure=True)
        file = HostClient(HOST).get("/static/icons/favicon.svg", secure=True)
        ours = HostClient("acme.rooster.test").get("/accounts/login/", secure=True)

        assert file.headers["Strict-Transport-Security"] == "max-age=1000"
        assert own.headers["Strict-Transport-Security"] == "max-age=1000"
        assert "Strict-Transport-Security" not in HostClient(HOST).get("/accounts/login/").headers
        assert "includeSubDomains" in ours.headers["Strict-Transport-Security"]
