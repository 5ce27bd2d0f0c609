"""Any list of the administration comes as a file, for whoever may see it, and the trail says so."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook

from conftest import HostClient
from core.audit.models import AuditEvent
from core.audit.sentences import sentence_of
from core.company_admin import exports
from hr.people.models import Department
from tenants.accounts.models import User

SignIn = Callable[[User], HostClient]
LIST = "/admin/people/department/"


def csv_of(response: object) -> list[list[str]]:
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_file_has_the_rows_that_the_filter_leaves(sign_in: SignIn, alice: User) -> None:
    Department.objects.create(name="=HYPERLINK(0)")
    client = sign_in(alice)

    headings, *rows = csv_of(client.get(LIST, {"export": "csv", "q": "HYPERLINK"}))

    assert headings[0] == "Name"
    assert [row[0] for row in rows] == ["'=HYPERLINK(0)"]
    everything = client.get(LIST, {"export": "csv"})
    assert everything["Content-Disposition"].startswith('attachment; filename="departments-')
    assert len(csv_of(everything)) == 1 + Department.objects.count()


def test_a_workbook_has_them_too(sign_in: SignIn, alice: User) -> None:
    Department.objects.create(name="=1+1")

    page = sign_in(alice).get(LIST, {"export": "xlsx", "q": "=1+1"})

    sheet = load_workbook(io.BytesIO(b"".join(page.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet is not None
    assert sheet["A2"].value == "=1+1"
    assert sheet["A2"].data_type == "s"


def test_the_trail_tells_who_took_it(sign_in: SignIn, alice: User) -> None:
    csv_of(sign_in(alice).get(LIST, {"export": "csv"}))

    event = AuditEvent.objects.get(action="list:exported")
    count = Department.objects.count()
    assert sentence_of(event) == f"{alice.full_name} took the list “Departments” as a file: {count} rows, CSV."


def test_nobody_takes_what_they_may_not_see(sign_in: SignIn, carol: User, dave: User) -> None:
    assert sign_in(carol).get(LIST, {"export": "csv"}).status_code == 403
    assert sign_in(dave).get("/admin/accounts/user/", {"export": "csv"}).status_code == 403
    assert not AuditEvent.objects.filter(action="list:exported").exists()


def test_a_kind_that_is_none_is_not_found(sign_in: SignIn, alice: User) -> None:
    assert sign_in(alice).get(LIST, {"export": "exe"}).status_code == 404


def test_a_list_that_is_too_long_asks_for_a_filter(sign_in: SignIn, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_ROWS", 0)

    page = sign_in(alice).get(LIST, {"export": "csv"}, follow=True)

    assert "A file holds at most 0 rows" in page.content.decode()


def test_a_file_of_500_rows_costs_as_few_queries_as_one_of_5(
    sign_in: SignIn, alice: User, django_assert_max_num_queries: Any
) -> None:
    Department.objects.bulk_create(
        Department(name=f"Team {index}", parent=Department.objects.get(name="Finance")) for index in range(500)
    )
    client = sign_in(alice)

    with django_assert_max_num_queries(10):
        assert len(csv_of(client.get(LIST, {"export": "csv"}))) > 500
