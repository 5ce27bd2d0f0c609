"""Who comes into the company administration, what its pages may load, and that it stays within the company's schema."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tenants.utils import tenant_context

from conftest import HostClient
from hr.people.models import Department, Employee
from tenants.accounts.models import Role, User
from tenants.companies.models import Company

SignIn = Callable[..., HostClient]

LISTS = {
    "/admin/": {"alice", "dave"},
    "/admin/people/employee/": {"alice", "dave"},
    "/admin/people/department/": {"alice", "dave"},
    "/admin/people/employmentterms/": {"alice", "dave"},
    "/admin/attendance/punch/": {"alice", "dave"},
    "/admin/attendance/punch/today/": {"alice", "dave"},
    "/admin/company_settings/companysettings/1/change/": {"alice"},
    "/admin/addresses/": {"alice"},
    "/admin/accounts/user/": {"alice"},
    "/admin/accounts/role/": {"alice"},
    "/admin/audit/auditevent/": {"alice"},
    "/admin/people/": {"alice", "dave"},
    "/admin/people/employee/add/": {"alice"},
    "/admin/people/department/add/": {"alice"},
    "/admin/accounts/role/add/": {"alice"},
    # Nobody adds these by hand.
    "/admin/attendance/punch/add/": set(),
    "/admin/people/employmentterms/add/": set(),
    "/admin/accounts/user/add/": set(),
    "/admin/audit/auditevent/add/": set(),
    "/admin/company_settings/companysettings/add/": set(),
}


@pytest.mark.parametrize("person", ["alice", "dave", "bob", "carol"])
@pytest.mark.parametrize("url", LISTS)
def test_each_page_opens_for_whose_role_allows_it(url: str, person: str, sign_in: SignIn, acme: Company) -> None:
    client = sign_in(User.objects.get(email=f"{person}@acme.example"), has_proved=True)

    assert client.get(url).status_code == (200 if person in LISTS[url] else 403)


@pytest.mark.parametrize("url", LISTS)
def test_a_stranger_is_asked_to_sign_in_and_comes_back(url: str, acme_client: HostClient) -> None:
    page = acme_client.get(url, follow=True)

    last_url, _status = page.redirect_chain[-1]
    assert last_url.startswith("/accounts/login/?next=")
    assert url.strip("/").split("/")[-1] in last_url


def test_whoever_may_not_enter_reads_why(sign_in: SignIn, carol: User) -> None:
    page = sign_in(carol).get("/admin/")

    assert page.status_code == 403
    assert "Your role does not include this page" in page.content.decode()


def test_the_platforms_hosts_have_no_company_administration(public_client: HostClient, console_client: HostClient) -> None:
    assert public_client.get("/admin/").status_code == 404
    assert console_client.get("/admin/").status_code in {302, 404}


@pytest.mark.parametrize(
    ("kind", "model"),
    [("people_employee", Employee), ("people_department", Department), ("accounts_user", User), ("accounts_role", Role)],
)
@pytest.mark.parametrize("page", ["change", "delete", "history"])
def test_another_companys_records_do_not_exist(
    kind: str, model: type[Model], page: str, mallory_client: HostClient, acme: Company, globex: Company
) -> None:
    foreign = model._default_manager.first()
    assert foreign is not None
    with tenant_context(globex):
        url = reverse(f"admin:{kind}_{page}", args=[foreign.pk])

    assert mallory_client.get(url).status_code in ({404} if page != "delete" else {403, 404})


@pytest.mark.parametrize("url", ["/admin/r/1/1/", "/admin/nonsense/"])
def test_an_address_of_nothing_is_not_found(url: str, sign_in: SignIn, alice: User) -> None:
    assert sign_in(alice).get(url).status_code == 404


def test_signing_in_has_one_page_and_leads_nowhere_else(acme_client: HostClient, sign_in: SignIn, alice: User) -> None:
    assert (
        acme_client.get("/admin/login/?next=/admin/people/employee/").headers["Location"]
        == "/accounts/login/?next=/admin/people/employee/"
    )
    assert acme_client.get("/admin/login/?next=//evil.example/").headers["Location"] == "/accounts/login/?next=/admin/"
    assert sign_in(alice).get("/admin/login/?next=https://evil.example/").headers["Location"] == "/admin/"
    assert sign_in(alice).get("/admin/password_change/").headers["Location"] == reverse("account_change_password")


def test_signing_out_ends_the_session(sign_in: SignIn, alice: User) -> None:
    client = sign_in(alice)

    client.post("/admin/logout/")

    assert client.get("/admin/").status_code == 302


def test_its_pages_may_load_only_what_unfold_needs(sign_in: SignIn, alice: User) -> None:
    policy = sign_in(alice).get("/admin/people/employee/").headers["Content-Security-Policy"]

    assert "script-src 'self' 'unsafe-eval';" in f"{policy};"
    assert "'unsafe-inline'" not in policy
    assert "http" not in policy
    assert "frame-ancestors 'self'" in policy


def test_other_pages_keep_the_strict_policy(sign_in: SignIn, alice: User, carol: User) -> None:
    for page in (sign_in(alice).get("/"), sign_in(carol).get("/admin/")):
        assert "unsafe" not in page.headers["Content-Security-Policy"]


def test_no_page_writes_style_into_the_document_without_a_nonce(sign_in: SignIn, alice: User) -> None:
    client, employee = sign_in(alice), Employee.objects.get(work_email="carol@acme.example")
    for url in [*(url for url, people in LISTS.items() if people), f"/admin/people/employee/{employee.pk}/change/"]:
        html = client.get(url).content.decode()
        assert "<style>" not in html
        assert "<style id" not in html
        assert ' style="' not in html
        assert " onclick=" not in html


def test_no_page_asks_for_what_lies_in_public(sign_in: SignIn, alice: User) -> None:
    client, employee = sign_in(alice), Employee.objects.get(work_email="carol@acme.example")
    pages = [url for url, people in LISTS.items() if people]
    pages += [f"/admin/people/employee/{employee.pk}/{page}/" for page in ("change", "delete", "history")]

    with CaptureQueriesContext(connection) as queries:
        for url in pages:
            client.get(url)

    asked = " ".join(query["sql"] for query in queries)
    assert "people_employee" in asked
    assert "django_content_type" not in asked
    assert "django_admin_log" not in asked
    assert "auth_permission" not in asked


def test_the_company_and_its_colour_are_on_every_page(sign_in: SignIn, alice: User) -> None:
    html = sign_in(alice).get("/admin/").content.decode()

    assert "Acme Robotics" in html
    assert "--color-primary-600: rgb(" in html


def test_the_sidebar_shows_what_a_person_may_open(sign_in: SignIn, alice: User, dave: User) -> None:
    def links(user: User) -> set[str]:
        groups = sign_in(user).get("/admin/").context["sidebar_navigation"]
        return {item["link"] for group in groups for item in group["items"]}

    assert links(alice) - links(dave) == {
        "/admin/company_settings/companysettings/",
        "/admin/addresses/",
        "/admin/accounts/user/",
        "/admin/accounts/role/",
        "/admin/invitations/invitation/",
        "/admin/accounts/signin/",
        "/admin/personal/personalpolicy/",
        "/admin/sign_in/signinpolicy/",
        "/admin/audit/auditevent/",
        "/admin/single_sign_on/identityprovider/",
        "/admin/custom_fields/customfield/",
        "/admin/documents/acknowledgement/",
        "/admin/documents/document/",
        "/admin/documents/documentrequest/",
        "/admin/documents/documenttype/",
        "/admin/documents/lettertemplate/",
        "/admin/documents/policy/",
    }
    assert "/" in links(dave)


def test_the_search_finds_people_and_pages(sign_in: SignIn, alice: User) -> None:
    html = sign_in(alice).get("/admin/search/?s=carol").content.decode()

    assert "Carol Chen" in html
    assert "Departments" in sign_in(alice).get("/admin/search/?s=depart").content.decode()


def test_a_page_of_the_search_that_does_not_exist_is_not_found(sign_in: SignIn, alice: User) -> None:
    assert sign_in(alice).get("/admin/search/?s=carol&extended=1&page=nonsense").status_code == 404
