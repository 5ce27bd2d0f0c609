"""Whatever an address or a form of the company administration holds, the answer says what is wrong; none is a failure of ours."""

from collections.abc import Callable, Iterable
from itertools import product
from typing import Any

import pytest
from django.urls import reverse

from conftest import HostClient
from core.company_admin import company_admin
from core.ids import new_id
from hr.people.models import Department, Employee, EmploymentTerms
from tenants.accounts.models import User

SCREENS = {screen.opts.label_lower: screen for screen in company_admin._registry.values()}
# Fixed, so that every test process collects the same tests.
NOBODY = "01900000-0000-7000-8000-000000000000"
NO_KEYS = ["xyz", "0", "9" * 40, "_ZZ%0a", NOBODY]
NO_VALUES = ["xyz", "-1", "9" * 40, "0001-01-01", "9999-12-31", "🐓'%"]
UNDERSTOOD = {200, 302, 400, 403, 404}
PEOPLE = "/admin/people/employee/"


@pytest.fixture
def owner(sign_in: Callable[[User], HostClient], alice: User) -> HostClient:
    client = sign_in(alice)
    client.raise_request_exception = False
    return client


def list_of(label: str) -> str:
    return reverse(f"admin:{label.replace('.', '_')}_changelist")


def check(client: HostClient, requests: Iterable[tuple[str, str, dict[str, Any]]], answers: set[int]) -> None:
    wrong = []
    for method, url, data in requests:
        status = (client.get if method == "GET" else client.post)(url, data).status_code
        if status not in answers:
            wrong.append(f"{method} {url} {data}: {status}")
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("label", SCREENS)
def test_a_record_that_cannot_be_is_not_found(label: str, owner: HostClient) -> None:
    screen = SCREENS[label]
    pages = ["change", "delete", "history", *(getattr(screen, name).url_path for name in screen.actions_detail)]
    urls = [f"{list_of(label)}{key}/{page}/" for key, page in product(NO_KEYS, pages)]

    check(owner, product(("GET", "POST"), urls, [{}]), {403, 404})


@pytest.mark.parametrize("label", SCREENS)
def test_a_list_takes_any_address(label: str, owner: HostClient) -> None:
    context = owner.get(list_of(label)).context
    filters = [name for each in context["cl"].filter_specs for name in each.expected_parameters()] if context else []
    names = [*filters, "o", "p", "q", "e", "_to_field", "password__regex"]

    check(owner, [("GET", list_of(label), {name: value}) for name, value in product(names, NO_VALUES)], UNDERSTOOD)


@pytest.mark.parametrize("label", SCREENS)
def test_a_form_takes_anything(label: str, owner: HostClient) -> None:
    names = [field.name for field in SCREENS[label].opts.fields]
    forms = [(method, dict.fromkeys(names, value)) for method, value in product(("GET", "POST"), NO_VALUES)]

    check(owner, [(method, f"{list_of(label)}add/", data) for method, data in forms], UNDERSTOOD)


@pytest.mark.parametrize("label", SCREENS)
def test_an_action_on_rows_that_are_not_there_does_nothing(label: str, owner: HostClient) -> None:
    actions = ["xyz", "delete_selected", *(str(name) for name in SCREENS[label].actions)]
    forms = [{"action": action, "_selected_action": [key], "index": "x"} for action, key in product(actions, NO_KEYS)]

    check(owner, [("POST", list_of(label), data) for data in forms], {200, 302, 403})


def test_an_action_says_that_a_row_is_gone(owner: HostClient) -> None:
    department, carol = Department.objects.get(name="Finance"), Employee.objects.get(work_email="carol@acme.example")
    chosen = {"action": "move_to_department", "_selected_action": [str(carol.pk), str(new_id())]}
    where_to = {"department": str(department.pk), "start_date": "2026-12-01"}

    page = owner.post(PEOPLE, chosen | where_to, follow=True)

    assert "not in this list any more, so nothing was done" in page.content.decode()
    assert not EmploymentTerms.objects.filter(employee=carol, department=department).exists()


@pytest.mark.parametrize(
    "query",
    [
        "employment=xyz",
        "account=xyz",
        "department=xyz",
        f"department={NOBODY}",
        "manager=xyz",
        f"manager={NOBODY}",
        "period_history__start_date_from=xyz",
        "e=1&period_history__start_date_to=2026-02-30",
    ],
)
def test_a_list_says_that_it_could_not_filter(query: str, owner: HostClient) -> None:
    page = owner.get(f"{PEOPLE}?{query}", follow=True)

    assert page.redirect_chain == [(f"{PEOPLE}?e=1", 302)]
    assert "asked for something that this list does not know" in page.content.decode()


def test_what_a_form_refuses_it_shows_again(owner: HostClient) -> None:
    page = owner.post(f"{PEOPLE}add/", {"first_name": "Erin", "department": "xyz", "manager": str(new_id())})

    assert page.status_code == 200
    assert {"department", "manager"} <= set(page.context["adminform"].form.errors)


RIGHT = {"term": "a", "app_label": "people", "model_name": "employmentterms", "field_name": "manager"}


def test_a_search_finds_what_a_screen_offers(owner: HostClient) -> None:
    assert owner.get("/admin/autocomplete/", RIGHT).json()["results"]


@pytest.mark.parametrize(
    "changed",
    [
        *({name: value} for name, value in product(RIGHT, ["", "xyz", "🐓"]) if name != "term"),
        {"field_name": "reports"},
        {"field_name": "user"},
        {"model_name": "department", "field_name": "employees"},
        {"app_label": "accounts", "model_name": "user", "field_name": "roles"},
        {"page": "xyz"},
        {"page": "99"},
    ],
)
def test_a_search_for_anything_else_is_not_found(changed: dict[str, str], owner: HostClient) -> None:
    assert owner.get("/admin/autocomplete/", {**RIGHT, **changed}).status_code == 404
