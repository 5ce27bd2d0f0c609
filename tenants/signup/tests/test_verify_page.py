"""Entering the code, and choosing another address when the first is gone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core import mail
from django.utils import timezone

from conftest import HostClient
from tenants.companies.models import Company, Domain
from tenants.signup.models import Registration
from tenants.signup.rules import CODE_LIFETIME
from tenants.signup.tests.factories import FORM, hold, make_registration, newest_code, text_of, wrong_code

Send = Callable[..., Any]


def _age_code(by: timedelta) -> None:
    Registration.objects.update(code_sent_at=timezone.now() - by)


class TestTheCode:
    def test_makes_the_company(self, send: Send, public_client: HostClient) -> None:
        send("/signup/", FORM)
        before = public_client.session.session_key

        code = newest_code()
        answer = send("/signup/verify/", {"code": f" {code[:3]}-{code[3:]} "})

        assert answer["Location"] == "/signup/preparing/"
        assert Registration.objects.get().company == Company.objects.get(name="Wren & Söhne")
        assert public_client.session.session_key != before

    def test_sent_twice_makes_one_company(self, send: Send) -> None:
        send("/signup/", FORM)
        code = newest_code()

        answers = [send("/signup/verify/", {"code": code}) for _ in range(2)]

        assert [answer["Location"] for answer in answers] == ["/signup/preparing/"] * 2
        assert Company.objects.filter(name="Wren & Söhne").count() == 1

    def test_a_wrong_one_may_be_put_right(self, send: Send) -> None:
        send("/signup/", FORM)

        page = text_of(send("/signup/verify/", {"code": wrong_code()}))

        assert "This is not the code from our newest mail." in page
        assert send("/signup/verify/", {"code": newest_code()}).status_code == 302

    def test_what_is_no_code_is_not_counted(self, send: Send) -> None:
        send("/signup/", FORM)

        for entered in ("", "12345", "abcdef", "१२३४५६"):
            assert "Enter the six digits from the mail." in text_of(send("/signup/verify/", {"code": entered}))

        assert Registration.objects.get().wrong_codes == 0

    def test_after_five_wrong_ones_a_new_one_is_needed(self, send: Send, public_client: HostClient) -> None:
        send("/signup/", FORM)
        for _ in range(5):
            page = text_of(send("/signup/verify/", {"code": wrong_code()}))

        assert "was entered wrong too often" in page
        assert 'name="code"' not in page
        _age_code(timedelta(minutes=1))
        send("/signup/code/")
        assert 'name="code"' in text_of(public_client.get("/signup/verify/"))
        assert send("/signup/verify/", {"code": newest_code()}).status_code == 302

    def test_an_old_one_says_so(self, send: Send, public_client: HostClient) -> None:
        send("/signup/", FORM)
        _age_code(CODE_LIFETIME)

        assert "is older than 15 minutes" in text_of(public_client.get("/signup/verify/"))
        assert send("/signup/verify/", {"code": newest_code()}).status_code == 200
        assert not Company.objects.filter(name="Wren & Söhne").exists()

    def test_without_a_sign_up_leads_to_the_form(self, public_client: HostClient) -> None:
        answer = public_client.get("/signup/verify/", follow=True)

        assert answer.redirect_chain[-1][0] == "/signup/"
        assert "This browser has no sign-up under way." in text_of(answer)

    def test_of_another_browser_is_out_of_reach(self, send: Send) -> None:
        send("/signup/", FORM)
        stranger = HostClient("rooster.test")

        assert stranger.post("/signup/verify/", {"code": newest_code()})["Location"] == "/signup/"
        assert not Company.objects.filter(name="Wren & Söhne").exists()


class TestANewCode:
    def test_too_soon_says_how_long(self, send: Send, public_client: HostClient) -> None:
        send("/signup/", FORM)

        answer = send("/signup/code/")

        assert "You can ask for another one in" in text_of(public_client.get(answer["Location"]))
        assert len(mail.outbox) == 1

    def test_comes_after_the_pause(self, send: Send, public_client: HostClient) -> None:
        send("/signup/", FORM)
        _age_code(timedelta(seconds=31))

        answer = send("/signup/code/")

        assert "A new code is on its way." in text_of(public_client.get(answer["Location"]))
        assert len(mail.outbox) == 2

    def test_the_fifth_is_the_last(self, send: Send, public_client: HostClient) -> None:
        send("/signup/", FORM)
        Registration.objects.update(codes_sent=5)
        _age_code(CODE_LIFETIME)

        send("/signup/code/")

        page = text_of(public_client.get("/signup/verify/"))
        assert "Five codes have been sent" in page
        assert "Send a new code" not in page
        assert len(mail.outbox) == 1


class TestAnotherAddress:
    def test_is_chosen_without_a_new_code(self, send: Send, public_client: HostClient) -> None:
        send("/signup/", {**FORM, "subdomain": "wren"})
        Domain.objects.filter(domain="globex.rooster.test").update(domain="wren.rooster.test")

        answer = send("/signup/verify/", {"code": newest_code()})

        page = text_of(public_client.get(answer["Location"], follow=True))
        assert "Choose another address" in page
        assert "This address is taken." in page
        again = text_of(send("/signup/address/", {"subdomain": "wren"}))
        assert "This address is taken." in again
        assert send("/signup/address/", {"subdomain": "wren-2"})["Location"] == "/signup/preparing/"
        assert Company.objects.get(name="Wren & Söhne").host == "wren-2.rooster.test"
        assert len(mail.outbox) == 1

    def test_coming_back_leads_to_it(self, public_client: HostClient) -> None:
        hold(public_client, make_registration(verified_at=timezone.now()))

        assert public_client.get("/signup/")["Location"] == "/signup/address/"
        assert "Confirm the address" in text_of(public_client.get("/signup/address/"))

    def test_is_not_for_the_unconfirmed(self, send: Send) -> None:
        send("/signup/", FORM)

        assert send("/signup/address/", {"subdomain": "wren-2"})["Location"] == "/signup/verify/"
