"""Attendance in the company administration: read, never written."""

from collections.abc import Callable
from typing import Any

import pytest

from conftest import HostClient
from hr.attendance.models import Punch
from hr.attendance.tests.factories import BACK, BREAK, IN, OUT, clock_at, employee_of, punched
from hr.people.tests.factories import employ_user
from tenants.accounts.models import User

PUNCHES = "/admin/attendance/punch/"
TODAY = f"{PUNCHES}today/"
# A Tuesday in winter: London's clock shows UTC. Work starts at 09:00, with 15 minutes of grace.
NOON = "2026-03-10 12:00"


@pytest.fixture
def alices_client(sign_in: Callable[[User], HostClient], alice: User) -> HostClient:
    return sign_in(alice)


@pytest.fixture
def a_morning(alice: User, bob: User, carol: User) -> None:
    """Alice works, Bob is on a break and came late, Carol has left; Dave is missing."""
    # Her record begins on the day on which the suite made the company.
    employ_user(alice)
    punched(employee_of(alice), (IN, "2026-03-10 08:58"))
    punched(employee_of(bob), (IN, "2026-03-10 09:40"), (BREAK, "2026-03-10 11:50"))
    punched(
        employee_of(carol),
        (IN, "2026-03-10 09:05"),
        (BREAK, "2026-03-10 10:00"),
        (BACK, "2026-03-10 10:10"),
        (OUT, "2026-03-10 11:30"),
    )


def get(client: HostClient, url: str) -> Any:
    with clock_at(NOON):
        return client.get(url)


@pytest.mark.usefixtures("a_morning")
def test_today_says_where_everybody_is(alices_client: HostClient) -> None:
    page = get(alices_client, TODAY)

    rows = {row.full_name: (row.label, row.first_in) for row in page.context["rows"]}
    assert rows == {
        "Alice Archer": ("Working", "08:58"),
        "Bob Brown": ("On a break", "09:40"),
        "Carol Chen": ("Finished", "09:05"),
        "Dave Dunn": ("Not in yet", ""),
    }


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("status=expected", {"Dave Dunn"}),
        ("q=carol", {"Carol Chen"}),
        ("status=nonsense&q=engineering", {"Bob Brown", "Carol Chen"}),
        ("q=nobody", set()),
        ("page=99", {"Alice Archer", "Bob Brown", "Carol Chen", "Dave Dunn"}),
    ],
)
@pytest.mark.usefixtures("a_morning")
def test_today_is_searched_and_filtered(query: str, names: set[str], alices_client: HostClient) -> None:
    assert {row.full_name for row in get(alices_client, f"{TODAY}?{query}").context["rows"]} == names


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 7),
        ("wall_time_from=2026-03-10&wall_time_to=2026-03-10", 7),
        ("wall_time_from=2026-03-11", 0),
        ("wall_time_to=2026-03-09", 0),
        ("kind__exact=break_start", 2),
        ("q=carol", 4),
    ],
)
@pytest.mark.usefixtures("a_morning")
def test_punches_are_filtered_by_day_kind_and_person(query: str, count: int, alices_client: HostClient) -> None:
    assert alices_client.get(f"{PUNCHES}?{query}").context["cl"].result_count == count


@pytest.mark.usefixtures("a_morning")
def test_one_persons_punches(alices_client: HostClient, bob: User) -> None:
    page = alices_client.get(f"{PUNCHES}?employee__id__exact={employee_of(bob).pk}")

    assert page.context["cl"].result_count == 2


@pytest.mark.usefixtures("a_morning")
def test_a_punch_is_read_and_never_written(alices_client: HostClient) -> None:
    punch = Punch.objects.get(kind=OUT)
    url = f"{PUNCHES}{punch.pk}/"

    html = alices_client.get(f"{url}change/").content.decode()
    assert "Carol Chen, Clocked out" in html
    assert 'name="_save"' not in html
    for page in ("change", "delete"):
        assert alices_client.post(f"{url}{page}/", {"kind": "in", "post": "yes"}).status_code == 403
    assert alices_client.post(f"{PUNCHES}add/", {"kind": "in"}).status_code == 403
    assert alices_client.post(PUNCHES, {"action": "delete_selected", "_selected_action": punch.pk}).status_code in {200, 302}
    assert Punch.objects.filter(pk=punch.pk, kind=OUT).exists()


@pytest.mark.usefixtures("a_morning")
def test_payroll_reads_them_too(sign_in: Callable[[User], HostClient], dave: User) -> None:
    assert get(sign_in(dave), TODAY).status_code == 200


@pytest.mark.usefixtures("a_morning")
def test_they_cost_few_queries(alices_client: HostClient, django_assert_max_num_queries: Any) -> None:
    alices_client.get(PUNCHES)

    for url in (PUNCHES, TODAY):
        with django_assert_max_num_queries(12):
            get(alices_client, url)
