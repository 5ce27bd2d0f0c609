"""The form, and what it says while somebody types."""

from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
import redis.exceptions
from django.core import mail

from conftest import HostClient
from tenants.signup.limits import LIMITS
from tenants.signup.models import Registration
from tenants.signup.tests.factories import FORM, PASSWORD, hold, make_registration, text_of

Send = Callable[..., Any]


class TestSending:
    def test_keeps_the_entries_and_mails_a_code(self, send: Send) -> None:
        answer = send("/signup/", FORM)

        assert answer["Location"] == "/signup/verify/"
        registration = Registration.objects.get()
        assert (registration.company_name, registration.subdomain) == ("Wren & Söhne", "wren-sohne")
        assert (registration.email, registration.full_name) == ("robin@wren.example", "Robin Wren")
        assert PASSWORD not in registration.password_hash
        assert [message.to for message in mail.outbox] == [["robin@wren.example"]]

    def test_sent_twice_is_one_registration_with_one_mail(self, send: Send, public_client: HostClient) -> None:
        public_client.get("/signup/")

        answers = [send("/signup/", FORM), send("/signup/", FORM)]

        assert [answer["Location"] for answer in answers] == ["/signup/verify/"] * 2
        assert Registration.objects.count() == 1
        assert len(mail.outbox) == 1

    def test_a_token_is_needed(self, db: None) -> None:
        assert HostClient("rooster.test", enforce_csrf_checks=True).post("/signup/", FORM).status_code == 403


class TestFollowingFromTheCountry:
    def test_time_zone_and_currency(self, send: Send) -> None:
        send("/signup/", {**FORM, "country": "JP"})

        registration = Registration.objects.get()
        assert (registration.time_zone, registration.currency) == ("Asia/Tokyo", "JPY")

    def test_unless_they_were_changed(self, send: Send) -> None:
        send("/signup/", {**FORM, "country": "US", "time_zone": "America/Chicago", "currency": "EUR"})

        registration = Registration.objects.get()
        assert (registration.time_zone, registration.currency) == ("America/Chicago", "EUR")

    def test_live(self, public_client: HostClient) -> None:
        followed = text_of(public_client.get("/signup/region/", {"country": "JP", "time_zone": "", "currency": ""}))
        changed = text_of(public_client.get("/signup/region/", {"country": "JP", "time_zone": "Asia/Seoul", "currency": ""}))

        assert "Asia/Tokyo · JPY" in followed
        assert "Asia/Seoul · JPY" in changed
        assert "details" in followed
        assert " open" not in followed
        assert " open " in changed

    def test_the_browsers_language_suggests_a_country(self, public_client: HostClient) -> None:
        named = public_client.get("/signup/", headers={"accept-language": "de-AT,de;q=0.9,en;q=0.8"})
        unnamed = public_client.get("/signup/", headers={"accept-language": "eo,x-"})

        assert named.context["form"]["country"].value() == "AT"
        assert unnamed.context["form"]["country"].value() == ""


class TestMistakes:
    def test_nothing_is_lost_but_the_password_which_is_said(self, send: Send) -> None:
        answer = send("/signup/", {**FORM, "full_name": "", "plan": "basic"})

        page = text_of(answer)
        assert answer.status_code == 200
        assert "Enter your own name." in page
        assert "Type your password once more" in page
        for value in ("Wren &amp; Söhne", "Robin@Wren.example", 'value="basic"', '<option value="DE" selected>'):
            assert value in page
        assert PASSWORD not in page

    @pytest.mark.parametrize(
        ("subdomain", "problem"),
        [
            ("admin", "This address is reserved."),
            ("acme", "This address is taken."),
            ("ab", "Use 3 to 40 small letters"),
            ("ac--me", "Use 3 to 40 small letters"),
            ("-acme", "Use 3 to 40 small letters"),
            ("äcme", "Use 3 to 40 small letters"),
            ("a" * 41, "Use 3 to 40 small letters"),
        ],
    )
    def test_addresses_that_cannot_be_had(self, send: Send, subdomain: str, problem: str) -> None:
        page = text_of(send("/signup/", {**FORM, "subdomain": subdomain}))

        assert problem in page
        assert 'aria-invalid="true"' in page
        assert not Registration.objects.exists()

    @pytest.mark.parametrize(
        ("password", "problem"),
        [
            ("kestrel9", "too short"),
            ("password1234", "too common|easily guessed"),
            ("robin wren sohne", "close to your name"),
            ("Robin-Wren-2026!", "close to your name"),
            ("", "Choose a password."),
        ],
    )
    def test_weak_passwords(self, send: Send, password: str, problem: str) -> None:
        page = text_of(send("/signup/", {**FORM, "password": password}))

        assert any(words in page for words in problem.split("|"))
        assert not Registration.objects.exists()

    def test_a_name_without_letters_asks_for_an_address(self, send: Send) -> None:
        page = text_of(send("/signup/", {**FORM, "company_name": "株式会社"}))

        assert "We could not make an address from this name." in page

    def test_unknown_countries_and_zones_are_refused(self, send: Send) -> None:
        page = text_of(send("/signup/", {**FORM, "country": "ZZ", "time_zone": "Mars/Base"}))

        assert page.count("is not one of the available choices") >= 2


class TestAddresses:
    def test_a_whole_address_or_capitals_are_understood(self, send: Send) -> None:
        send("/signup/", {**FORM, "subdomain": " HTTP://Wren-Works.Rooster.Test/ "})

        assert Registration.objects.get().subdomain == "wren-works"

    def test_a_taken_or_reserved_suggestion_gets_a_number(self, public_client: HostClient) -> None:
        for name, suggestion in (("Acme", "acme-2"), ("Support", "support-2"), ("Wren Ltd", "wren-ltd")):
            page = text_of(public_client.get("/signup/suggestion/", {"company_name": name, "subdomain": "", "suggested": ""}))
            assert f'name="subdomain" value="{suggestion}"' in page
            assert "This address is free." in page

    def test_a_typed_address_is_left_alone_and_a_suggested_one_follows(self, public_client: HostClient) -> None:
        def suggest(current: str, last: str) -> str:
            query = {"company_name": "Wren Ltd", "subdomain": current, "suggested": last}
            return text_of(public_client.get("/signup/suggestion/", query))

        assert 'value="my-own"' in suggest("my-own", "wren")
        assert 'name="subdomain" value="wren-ltd"' in suggest("wren", "wren")

    @pytest.mark.parametrize(
        ("subdomain", "words"),
        [("wren", "is free"), ("WREN", "is free"), ("globex", "is taken"), ("www", "is reserved"), ("a", "Use 3 to 40")],
    )
    def test_live_answers(self, public_client: HostClient, subdomain: str, words: str) -> None:
        assert words in text_of(public_client.get("/signup/subdomain/", {"subdomain": subdomain}))

    def test_nothing_is_said_about_nothing(self, public_client: HostClient) -> None:
        assert not public_client.get("/signup/subdomain/").content.strip()


class TestPasswordStrength:
    @pytest.mark.parametrize(
        ("password", "words"),
        [
            ("qwertyuiop", "Very weak"),
            ("Xk9#vQ2!", "not strong enough yet"),
            ("Gd7#xK2!q", "too short"),
            ("robin wren sohne", "close to your name"),
            (PASSWORD, "Strong."),
        ],
    )
    def test_is_judged_by_the_rules_of_the_form(self, send: Send, password: str, words: str) -> None:
        page = text_of(send("/signup/password/", {**FORM, "password": password}))

        assert words in page
        assert password not in page

    def test_nothing_is_said_about_nothing(self, send: Send) -> None:
        assert send("/signup/password/", {"password": ""}).content == b""

    def test_is_never_in_an_address(self, public_client: HostClient) -> None:
        assert public_client.get("/signup/password/", {"password": PASSWORD}).status_code == 405


class TestPlanAndCampaign:
    def test_the_plan_is_kept(self, send: Send, public_client: HostClient) -> None:
        assert "The Professional plan, free for 14 days" in text_of(public_client.get("/signup/?plan=professional"))

        send("/signup/", {**FORM, "plan": "professional"})

        assert Registration.objects.get().plan_code == "professional"

    def test_an_unknown_plan_stops_nobody(self, send: Send, public_client: HostClient) -> None:
        assert "The  plan" not in text_of(public_client.get("/signup/?plan=gold"))

        send("/signup/", {**FORM, "plan": "gold"})

        assert Registration.objects.get().plan_code == ""

    @pytest.mark.parametrize("page", ["/", "/plans/", "/find/", "/signup/"])
    def test_the_first_source_is_kept_from_any_page(self, send: Send, public_client: HostClient, page: str) -> None:
        public_client.get(page, {"utm_source": "newsletter"})
        public_client.get("/plans/", {"utm_source": "later"})

        send("/signup/", FORM)

        assert Registration.objects.get().utm_source == "newsletter"


class TestComingBack:
    def test_goes_on_at_the_code(self, public_client: HostClient, send: Send) -> None:
        send("/signup/", FORM)

        assert public_client.get("/signup/")["Location"] == "/signup/verify/"

    def test_entries_can_be_changed(self, public_client: HostClient, send: Send) -> None:
        send("/signup/", FORM)

        assert 'value="wren-sohne"' in text_of(public_client.get("/signup/?edit=1"))
        send("/signup/", {**FORM, "email": "office@wren.example"})

        assert Registration.objects.get().email == "office@wren.example"
        assert mail.outbox[-1].to == ["office@wren.example"]

    def test_after_a_day_the_form_is_filled_in(self, public_client: HostClient) -> None:
        hold(public_client, make_registration())

        page = public_client.get("/signup/")

        assert 'value="Robin Wren"' in text_of(page)

    def test_after_five_codes_a_new_registration_begins(self, public_client: HostClient, send: Send) -> None:
        send("/signup/", FORM)
        Registration.objects.update(codes_sent=5)

        public_client.get("/signup/?edit=1")
        send("/signup/", FORM)

        assert Registration.objects.count() == 2


class TestLimits:
    def test_mails_to_one_address_end(self, send: Send) -> None:
        answers = [send("/signup/", FORM) for _ in range(11)]

        assert answers[9].status_code == 302
        assert answers[10].status_code == 429
        page = text_of(answers[10])
        assert "too many attempts" in page
        assert 'value="Robin Wren"' in page

    def test_a_cache_that_is_down_stops_nobody(self, send: Send) -> None:
        with mock.patch("allauth.core.internal.ratelimit.consume", side_effect=redis.exceptions.ConnectionError):
            assert send("/signup/", FORM).status_code == 302

    def test_looking_addresses_up_ends(self, public_client: HostClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(LIMITS, "look_up", "1/m/ip")
        public_client.get("/signup/subdomain/", {"subdomain": "wren"})

        assert "too many attempts" in text_of(public_client.get("/signup/subdomain/", {"subdomain": "wren"}))
