"""Whatever opens something is tried where it must open nothing, and nothing that opens is made without such a try."""

import ast
import base64
import re
import zlib
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core import mail
from django.utils import timezone
from django_tenants.utils import tenant_context

from conftest import HostClient
from core.tenancy import in_public
from superadmin.actions import create_staff
from tenants.accounts.models import User
from tenants.companies.models import Company
from tenants.invitations.actions import invite
from tenants.invitations.models import Invitation
from tenants.signup.tests.factories import FORM
from tenants.single_sign_on.actions import change_provider
from tenants.single_sign_on.tests.provider import Provider, asks, brings_assertion, oidc_answer, running_provider, saml_answer
from tests.cast import CREATED
from tests.guards.sources import Problem, Source, check, product_files
from tests.isolation.conftest import CAROL
from tests.isolation.world import ACME_HOST, GLOBEX_HOST

STAFF_PASSWORD = "seven purple herons wading"
MAKERS = {"issue_token", "token_hex", "token_urlsafe", "token_bytes", "randbelow", "choice", "get_random_string", "salted_hmac"}
# Everything that is made to open something, and where it is tried elsewhere; or why it opens nothing.
OPENERS = {
    "core/tokens.py::issue_token": "tests.isolation.test_sessions.TestArrivalPasses",
    "tenants/accounts/arrival.py::issue_pass": "tests.isolation.test_sessions.TestArrivalPasses",
    "tenants/accounts/arrival.py::new_secret": "tests.isolation.test_sessions.TestArrivalPasses",
    "tenants/accounts/sessions.py::create": "tests.isolation.test_sessions.TestSessions",
    "tenants/signup/codes.py::new_code": "tests.isolation.test_tokens.TestSignUpCodes",
    "tenants/signup/codes.py::hash_code": "tests.isolation.test_tokens.TestSignUpCodes",
    "tenants/addresses/actions/custom_domains.py::request_custom_domain": "tenants.addresses.tests.test_custom_domains.TestAsking",
    "core/tokens.py::hash_secret": "tests.isolation.test_tokens.TestInvitations",
    "tenants/accounts/sign_ins.py::new_device_token": "tenants.sign_in.tests.test_devices.TestNewDevices",
    "tenants/invitations/codes.py::new_code": "tests.isolation.test_tokens.TestInvitations",
    "superadmin/management/commands/create_staff.py::handle": "tests.isolation.test_tokens.TestStaff",
}
# Codes and keys that the sign-in library makes by itself, by its setting.
LIBRARY = {
    "ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED": "tests.isolation.test_sessions.TestResetCodes",
    "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED": "tests.isolation.test_tokens.TestVerificationCodes",
    "SOCIALACCOUNT_ADAPTER": "tests.isolation.test_tokens.TestIdentityProviders",
}


def _makers(source: Source) -> Iterator[Problem]:
    for function in ast.walk(source.tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in MAKERS:
                message = "makes something that opens something: try it in another company, and name the try in OPENERS."
                yield Problem(source, node.lineno, message, name=function.name)
        if source.path == "core/tokens.py" and function.name == "issue_token":
            yield Problem(source, function.lineno, "makes every token.", name=function.name)


def test_everything_that_opens_is_tried_elsewhere() -> None:
    check(_makers, product_files(), allowed=OPENERS)
    by_code = {name for name in dir(settings) if name.startswith("ACCOUNT_") and name.endswith("_BY_CODE_ENABLED")}
    assert {*by_code, "SOCIALACCOUNT_ADAPTER"} == set(LIBRARY)
    for attack in {*OPENERS.values(), *LIBRARY.values()}:
        module, _, name = attack.rpartition(".")
        assert hasattr(import_module(module), name), attack


def test_the_guard_bites() -> None:
    for code in (
        "def invite():\n    return issue_token({}, purpose='x', company_id=1)",
        "def key():\n    return secrets.token_hex(8)",
    ):
        assert list(_makers(Source("hr/x/actions.py", code)))


def _form_token(page: Any) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert found, "the page has no form"
    return found[1]


def _send(browser: HostClient, path: str, **entered: str) -> Any:
    return browser.post(path, {**entered, "csrfmiddlewaretoken": _form_token(browser.get(path))})


def _mailed_code() -> str:
    found = re.search(r"\b\d{6}\b", str(mail.outbox[-1].body))
    assert found
    return found[0]


class TestVerificationCodes:
    CONFIRM = "/accounts/confirm-email/"

    @pytest.fixture
    def asked(
        self,
        acme: Company,
        globex: Company,
        make_browser: Callable[[str], HostClient],
        carols_two_passwords: dict[str, str],
        django_capture_on_commit_callbacks: Any,
    ) -> dict[str, tuple[HostClient, str]]:
        """By host: a browser that has signed in with an address that is not verified, and the code mailed to it."""
        asked = {}
        for company, (host, password) in zip((acme, globex), carols_two_passwords.items(), strict=True):
            with tenant_context(company):
                EmailAddress.objects.filter(email=CAROL).update(verified=False)
            browser = make_browser(host)
            with django_capture_on_commit_callbacks(execute=True):
                assert _send(browser, "/accounts/login/", login=CAROL, password=password)["Location"] == self.CONFIRM
            asked[host] = browser, _mailed_code()
        return asked

    def test_of_one_company_is_no_answer_in_another(self, asked: dict[str, tuple[HostClient, str]]) -> None:
        (at_acme, acmes_code), (at_globex, globexs_code) = asked[ACME_HOST], asked[GLOBEX_HOST]
        assert acmes_code != globexs_code

        assert _send(at_globex, self.CONFIRM, code=acmes_code).status_code == 200, "shown again, with the mistake"
        assert at_globex.get("/").status_code == 302
        assert _send(at_acme, self.CONFIRM, code=acmes_code)["Location"] == "/"

    def test_with_the_session_that_asked_leads_to_sign_in(
        self, asked: dict[str, tuple[HostClient, str]], make_browser: Callable[[str], HostClient]
    ) -> None:
        elsewhere = make_browser(GLOBEX_HOST)
        elsewhere.cookies = asked[ACME_HOST][0].cookies

        assert elsewhere.get(self.CONFIRM)["Location"] == "/accounts/login/"


class TestSignUpCodes:
    @pytest.fixture
    def two(self, db: None, django_capture_on_commit_callbacks: Any) -> list[tuple[HostClient, str]]:
        """Two browsers with a registration each, and the codes mailed to them."""
        signing_up = []
        for number in ("one", "two"):
            browser = HostClient(settings.BASE_DOMAIN)
            with django_capture_on_commit_callbacks(execute=True):
                answer = browser.post("/signup/", {**FORM, "subdomain": f"wren-{number}", "email": f"robin@{number}.example"})
            assert answer["Location"] == "/signup/verify/"
            signing_up.append((browser, _mailed_code()))
        return signing_up

    def test_of_one_registration_confirms_no_other(self, two: list[tuple[HostClient, str]]) -> None:
        (_first, code), (second, other_code) = two
        assert code != other_code

        answer = second.post("/signup/verify/", {"code": code})

        assert answer.status_code == 200, "shown again, with the mistake"
        with in_public():
            assert not Company.objects.filter(name=FORM["company_name"]).exists()

    def test_its_session_is_nothing_to_a_company(self, two: list[tuple[HostClient, str]]) -> None:
        elsewhere = HostClient(ACME_HOST)
        elsewhere.cookies = two[0][0].cookies

        assert elsewhere.get("/")["Location"] == "/accounts/login/?next=%2F"


class TestInvitations:
    def test_opens_the_company_that_sent_it_and_no_other(
        self, acme: Company, globex: Company, carol: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        """Also where both have the very same row."""
        with django_capture_on_commit_callbacks(execute=True):
            invitation = invite(user=carol, company=acme, acting_user=None, now=timezone.now())
        path = re.search(r"/accounts/invitation/\S+", str(mail.outbox[-1].body))
        assert path
        with tenant_context(globex):
            there = User.objects.get(email=CAROL)
            values = {name: getattr(invitation, name) for name in ("email", "code_hash", "sent_at", "expires_at")}
            Invitation.objects.create(user=there, **values)

        assert HostClient(GLOBEX_HOST).get(path[0]).status_code == 404
        assert HostClient(ACME_HOST).get(path[0]).status_code == 200


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with running_provider(tmp_path_factory.mktemp("provider")) as running:
        yield running


class TestIdentityProviders:
    """Two companies with one provider, the same people and the same settings."""

    @pytest.fixture
    def asked(self, acme: Company, globex: Company, provider: Provider, protocol: str) -> tuple[HostClient, str, HostClient, str]:
        for company in (acme, globex):
            with tenant_context(company):
                change_provider(acting_user=User.objects.get(roles__code="owner"), **provider.values(protocol))
        at_acme, at_globex = HostClient(ACME_HOST), HostClient(GLOBEX_HOST)
        return at_acme, asks(at_acme), at_globex, asks(at_globex)

    @pytest.mark.parametrize("protocol", ["openid_connect"])
    def test_a_code_for_one_company_opens_no_other(
        self, globex: Company, provider: Provider, asked: tuple[HostClient, str, HostClient, str]
    ) -> None:
        _at_acme, asked_by_acme, at_globex, asked_by_globex = asked
        path = oidc_answer(provider, asked_by_acme, "carol")
        code, state = (re.search(rf"{name}=([^&]+)", url) for name, url in (("code", path), ("state", asked_by_globex)))
        assert code
        assert state

        assert at_globex.get(path).status_code == 403, "with Acme's state"
        assert at_globex.get(f"/accounts/sso/oidc/callback/?code={code[1]}&state={state[1]}").status_code == 403, "with its own"
        with tenant_context(globex):
            assert not SocialAccount.objects.exists()

    @pytest.mark.parametrize("protocol", ["saml"])
    def test_an_assertion_for_one_company_opens_no_other(
        self, globex: Company, provider: Provider, asked: tuple[HostClient, str, HostClient, str]
    ) -> None:
        at_acme, asked_by_acme, at_globex, asked_by_globex = asked
        fields = saml_answer(provider, asked_by_acme, "carol")
        assert brings_assertion(at_globex, fields).status_code == 403
        assert brings_assertion(at_globex, {"SAMLResponse": _addressed_to_globex(fields, asked_by_globex)}).status_code == 403
        with tenant_context(globex):
            assert not SocialAccount.objects.exists()
        assert brings_assertion(at_acme, fields)["Location"] == "/"


def _addressed_to_globex(fields: dict[str, str], asked_by_globex: str) -> str:
    """The envelope around an assertion is not signed: whoever has one writes on it what they like."""
    head, end, rest = base64.b64decode(fields["SAMLResponse"]).decode().partition("<saml2:Issuer>")
    request = zlib.decompress(base64.b64decode(parse_qs(urlsplit(asked_by_globex).query)["SAMLRequest"][0]), -zlib.MAX_WBITS)
    asked = re.search(r'ID="(\w+)"', request.decode())
    assert asked
    head = re.sub(r'InResponseTo="\w+"', f'InResponseTo="{asked[1]}"', head.replace(ACME_HOST, GLOBEX_HOST))
    return base64.b64encode((head + end + rest).encode()).decode()


class TestStaff:
    @pytest.fixture
    def olgas_client(self, db: None) -> HostClient:
        with in_public():
            olga = create_staff(email=CAROL, full_name="Olga", password=STAFF_PASSWORD, now=CREATED)
            browser = HostClient(settings.CONSOLE_DOMAIN)
            browser.force_login(olga)
        return browser

    def test_have_no_session_in_a_company(self, olgas_client: HostClient, acme: Company) -> None:
        elsewhere = HostClient(ACME_HOST)
        elsewhere.cookies = olgas_client.cookies

        assert olgas_client.get("/").status_code == 200
        assert elsewhere.get("/")["Location"] == "/accounts/login/?next=%2F"

    def test_are_not_a_companys_people_by_their_session_or_password(
        self, olgas_client: HostClient, carol: User, sign_in: Callable[[User], HostClient], carols_two_passwords: dict[str, str]
    ) -> None:
        """Also not where both have the same e-mail."""
        elsewhere = HostClient(settings.CONSOLE_DOMAIN)
        elsewhere.cookies = sign_in(carol).cookies
        assert elsewhere.get("/").status_code == 302

        for host, password in ((settings.CONSOLE_DOMAIN, carols_two_passwords[ACME_HOST]), (ACME_HOST, STAFF_PASSWORD)):
            assert HostClient(host).post("/accounts/login/", {"login": CAROL, "password": password}).status_code == 200
