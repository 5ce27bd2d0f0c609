"""The clock's button."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from core.ids import new_id
from hr.attendance.models import Punch
from hr.attendance.tests.factories import IN, clock_at, employee_of, punched, utc
from hr.people.models import Employee
from tenants.accounts.models import User

HTMX = {"hx-request": "true"}


@pytest.fixture
def press(sign_in: Callable[[User], Any], carol: User) -> Callable[..., Any]:
    """Carol presses a button of her clock."""
    client = sign_in(carol)

    def post(kind: str, at: str, key: object = None, device_time: str = "", **options: Any) -> Any:
        fields = {"kind": kind, "idempotency_key": str(key or new_id()), "device_time": device_time}
        with clock_at(at):
            return client.post("/time/punch/", fields, **options)

    return post


def test_without_javascript_it_leads_home_and_says_what_happened(press: Callable[..., Any]) -> None:
    response = press("in", "2026-03-10 08:57", follow=True)
    assert response.redirect_chain == [("/", 302)]
    page = response.content.decode()
    assert "Clocked in at 08:57." in page
    assert "Working since 08:57" in page


def test_with_htmx_it_answers_the_new_clock_and_week(press: Callable[..., Any]) -> None:
    key = new_id()
    page = press("in", "2026-03-10 08:57", key, headers=HTMX).content.decode()
    assert "<html" not in page
    assert re.search(r'<section class="card clock is-working" id="clock"', page)
    assert 'hx-swap-oob="true"' in page
    assert str(key) not in page


def test_a_double_tap_makes_one_punch_and_shows_the_same(press: Callable[..., Any], carol: User) -> None:
    key = new_id()
    pages = [press("in", "2026-03-10 08:57", key, headers=HTMX).content.decode() for _tap in range(2)]
    assert all("Working since 08:57" in page for page in pages)
    assert Punch.objects.filter(employee__user=carol).count() == 1


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_punch_while_in_explains_itself(press: Callable[..., Any], carol: User, headers: dict[str, str]) -> None:
    punched(employee_of(carol), (IN, "2026-03-10 08:57"))
    page = press("in", "2026-03-10 09:30", headers=headers, follow=True).content.decode()
    assert "You are already clocked in, since 08:57, and your time is running." in page
    assert "Working since 08:57" in page
    assert Punch.objects.filter(employee__user=carol).count() == 1


@pytest.mark.parametrize(
    "fields", [{}, {"kind": "lunch", "idempotency_key": str(new_id())}, {"kind": "in", "idempotency_key": "1"}]
)
def test_nonsense_is_refused(sign_in: Callable[[User], Any], carol: User, fields: dict[str, str]) -> None:
    assert sign_in(carol).post("/time/punch/", fields).status_code == 400
    assert not Punch.objects.filter(employee__user=carol).exists()


@pytest.mark.parametrize(
    "device_time",
    [
        "0001-01-01T00:00:00+15:00",
        "9999-12-31T23:59:59-15:00",
        "1970-01-01T00:00:00Z",
        "2026-03-07T08:57:00Z",
        "0001-01-01T00:00",
        "noon",
    ],
)
def test_a_devices_clock_that_tells_nothing_is_dropped(
    press: Callable[..., Any], sign_in: Callable[[User], Any], alice: User, carol: User, device_time: str
) -> None:
    assert press("in", "2026-03-10 08:57", device_time=device_time).status_code == 302
    assert Punch.objects.get(employee__user=carol).device_time is None
    assert sign_in(alice).get("/admin/attendance/punch/").status_code == 200


def test_a_devices_clock_may_be_far_from_utc(press: Callable[..., Any], carol: User) -> None:
    assert press("in", "2026-03-10 08:57", device_time="2026-03-11T08:55:00+23:59").status_code == 302
    assert Punch.objects.get(employee__user=carol).device_time == utc("2026-03-10 08:56")


def test_an_account_without_an_employee_has_no_clock(sign_in: Callable[[User], Any], carol: User) -> None:
    Employee.objects.filter(user=carol).update(user=None)
    response = sign_in(carol).post("/time/punch/", {"kind": "in", "idempotency_key": str(new_id())})
    assert response.status_code == 400


def test_signed_out_it_leads_to_sign_in_and_back_home(acme_client: Any) -> None:
    response = acme_client.post("/time/punch/", {"kind": "in", "idempotency_key": str(new_id())})
    assert response.url.startswith("/accounts/login/")
    assert "punch" not in response.url


def test_statements(press: Callable[..., Any], django_assert_max_num_queries: Any) -> None:
    """Switch, session, user, settings, employee, the action's eight, own time, and the roles that the layout asks for."""
    press("in", "2026-03-10 08:57", headers=HTMX)
    with django_assert_max_num_queries(16):
        press("out", "2026-03-10 17:00", headers=HTMX)
