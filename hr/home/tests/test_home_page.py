"""The home page."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from hr.attendance.tests.factories import BACK, BREAK, IN, OUT, clock_at, employee_of, punched
from hr.people.models import Employee
from hr.people.tests.factories import employ_user
from tenants.accounts.models import User


@pytest.fixture
def show(sign_in: Callable[[User], Any]) -> Callable[..., str]:
    """The content of somebody's home page at an instant."""

    def get(viewer: User, at: str = "2026-03-10 12:42") -> str:
        client = sign_in(viewer)
        with clock_at(at):
            page: str = client.get("/").content.decode()
        return " ".join(page.split('<main class="page"')[1].split("</main>", maxsplit=1)[0].split())

    return get


def test_out(show: Callable[..., str], carol: User) -> None:
    page = show(carol)
    assert "Good afternoon, Carol" in page
    assert "Tuesday 10 March" in page
    assert "Not clocked in" in page
    assert re.findall(r'name="kind" value="(\w+)"', page) == ["in"]
    assert "data-timer-start" not in page


def test_working(show: Callable[..., str], carol: User) -> None:
    punched(employee_of(carol), (IN, "2026-03-10 08:57:40"), (BREAK, "2026-03-10 12:00"), (BACK, "2026-03-10 12:30"))
    page = show(carol)
    assert "Working since 08:57" in page
    assert re.findall(r'name="kind" value="(\w+)"', page) == ["break_start", "out"]
    assert "<span data-hours>3</span>" in page
    assert "<span data-minutes>15</span>" in page
    assert f'data-timer-base="{(3 * 60 + 3) * 60}"' in page
    assert "On track to finish</dt><dd>17:27" in page
    assert "Break from 12:00 to 12:30, 30 min" in page


def test_on_a_break(show: Callable[..., str], carol: User) -> None:
    punched(employee_of(carol), (IN, "2026-03-10 08:57"), (BREAK, "2026-03-10 12:30"))
    page = show(carol)
    assert "On a break since 12:30" in page
    assert re.findall(r'name="kind" value="(\w+)"', page) == ["out", "break_end"]
    assert "<span data-minutes>12</span>" in page


def test_after_work(show: Callable[..., str], carol: User) -> None:
    punched(employee_of(carol), (IN, "2026-03-10 09:00"), (OUT, "2026-03-10 12:00"))
    page = show(carol)
    assert "Clocked out at 12:00" in page
    assert "Worked <b>3 h</b> of 40 h" in page


def test_a_forgotten_clock_out_is_explained(show: Callable[..., str], carol: User) -> None:
    punched(employee_of(carol), (IN, "2026-02-27 09:00"))
    page = show(carol)
    assert "You clocked in at 09:00 on Friday 27 February and did not clock out." in page
    assert re.findall(r'name="kind" value="(\w+)"', page) == ["in"]


def test_a_night_shift_counts_for_the_evening(show: Callable[..., str], carol: User) -> None:
    """Sunday's night belongs to Sunday's week, although Monday has begun."""
    punched(employee_of(carol), (IN, "2026-03-08 22:00"))
    page = show(carol, "2026-03-09 05:00")
    assert "Working since 22:00" in page
    assert "<span data-hours>7</span>" in page
    assert "Worked <b>7 h</b> of 40 h" in page


def test_the_own_zone_greets(show: Callable[..., str], carol: User) -> None:
    Employee.objects.filter(user=carol).update(time_zone="Pacific/Auckland")
    page = show(carol, "2026-03-10 20:00")
    assert "Good morning, Carol" in page
    assert "Wednesday 11 March" in page


def test_a_manager_sees_the_team(show: Callable[..., str], bob: User, carol: User) -> None:
    punched(employee_of(carol), (IN, "2026-03-10 08:57"))
    page = show(bob)
    assert "Team today" in page
    assert "since 08:57" in page
    assert f"/time/{employee_of(carol).pk}/" in page


def test_an_employee_has_no_team(show: Callable[..., str], carol: User) -> None:
    page = show(carol)
    assert "Team today" not in page
    assert "First steps" not in page


def test_a_new_company_gets_first_steps(show: Callable[..., str], alice: User) -> None:
    assert "First steps" not in show(alice)
    Employee.objects.exclude(user=alice).delete()
    page = show(alice)
    assert "First steps" in page
    assert "Add your people" in page


def test_an_account_without_an_employee_gets_an_explanation(show: Callable[..., str], carol: User) -> None:
    Employee.objects.filter(user=carol).update(user=None)
    page = show(carol)
    assert "You have an account, but no employee record" in page
    assert 'id="clock"' not in page


def test_no_inline_style_or_script(show: Callable[..., str], bob: User) -> None:
    page = show(bob)
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", page)


def test_signed_out_it_leads_to_sign_in(acme_client: Any) -> None:
    assert acme_client.get("/").url.startswith("/accounts/login/")


@pytest.mark.parametrize("viewer", ["carol", "bob", "alice"])
def test_statements(
    request: pytest.FixtureRequest, sign_in: Callable[[User], Any], viewer: str, django_assert_max_num_queries: Any
) -> None:
    user = request.getfixturevalue(viewer)
    punched(employee_of(user), (IN, "2026-03-10 08:57"))
    with clock_at("2026-03-10 12:42"):
        client = sign_in(user)
        client.get("/")
        # Two of them ask what waits to be handed in or signed.
        with django_assert_max_num_queries(12):
            client.get("/")


def test_whoever_may_see_everybody_sees_their_own_reports_first(show: Callable[..., str], alice: User, bob: User) -> None:
    punched(employee_of(bob), (IN, "2026-03-10 08:57"))
    assert "Carol Chen" in show(alice)
    employ_user(bob, manager=employee_of(alice))
    page = show(alice)
    assert "Bob Brown" in page
    assert "Carol Chen" not in page
