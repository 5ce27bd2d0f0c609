"""The wizard from the upload to taking it back, as a browser goes through it."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from conftest import HostClient
from hr.imports.models import EmployeeImport, ImportStatus
from hr.imports.tests.factories import checked
from hr.lifecycle.models import Checklist
from hr.people.models import Department, Employee
from hr.people.tests.test_seats import give_limit
from tenants.accounts.models import Role, RoleAssignment, RoleGrant, User
from tenants.companies.models import Company

FILE = "Name,Email,Start date,Team\nErin Eld,erin@acme.example,03/04/2026,Sales\nFay Fox,fay@acme.example,05/06/2026,Enginering\n"


@pytest.fixture
def browser(alice: User, sign_in: Callable[[User], HostClient]) -> HostClient:
    return sign_in(alice)


def upload(browser: HostClient, text: str | bytes) -> Any:
    content = text.encode() if isinstance(text, str) else text
    return browser.post("/imports/new/", {"file": SimpleUploadedFile("people.csv", content)})


def downloaded(browser: HostClient, address: str) -> bytes:
    response: Any = browser.get(address)
    return b"".join(response.streaming_content)


class TestTheWay:
    def test_from_a_file_to_people_and_back(self, browser: HostClient, django_capture_on_commit_callbacks: Any) -> None:
        columns = upload(browser, FILE).headers["Location"]
        page = browser.get(columns)
        assert page.context["form"]["column_3"].value() == "department"

        chosen = {f"column_{at}": code for at, code in enumerate(["full_name", "work_email", "start_date", "department"])}
        refused = browser.post(columns, {**chosen, "effective_date": "2026-11-21"})
        assert "Say which day this is" in refused.content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            detail = browser.post(columns, {**chosen, "effective_date": "2026-11-21", "order_2": "day_first"}).headers["Location"]
        page = browser.get(detail)
        assert "There is no department “Sales”" in page.content.decode()

        engineering = Department.objects.get(name="Engineering")
        names = {"department_1": f"{engineering.pk}=enginering", "add_all": "on"}
        with django_capture_on_commit_callbacks(execute=True):
            browser.post(f"{detail}names/", names)
        page = browser.get(detail)
        assert "Bring 2 people in" in page.content.decode()

        with django_capture_on_commit_callbacks(execute=True):
            browser.post(f"{detail}apply/", {"checklists": "yes"})
        assert {str(each) for each in Employee.objects.filter(work_email__in=["erin@acme.example", "fay@acme.example"])} == {
            "Erin Eld",
            "Fay Fox",
        }
        assert "Brought in" in browser.get(detail).content.decode()
        assert "2 people who were brought in are deleted" in browser.get(f"{detail}undo/").content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            browser.post(f"{detail}undo/")
        assert not Employee.objects.filter(work_email="erin@acme.example").exists()
        assert EmployeeImport.objects.get().status == ImportStatus.UNDONE
        assert "Taken back" in browser.get("/imports/").content.decode()


class TestUpload:
    @pytest.mark.parametrize(
        ("content", "words"),
        [(b"", "The submitted file is empty."), (b"%PDF-1.7\x01\x02", "neither a CSV file"), (b"\n\n", "The file has no rows")],
    )
    def test_what_is_no_table_is_refused_on_the_page(self, browser: HostClient, content: bytes, words: str) -> None:
        assert words in upload(browser, content).content.decode()
        assert not EmployeeImport.objects.exists()

    def test_no_file_at_all(self, browser: HostClient) -> None:
        assert "This field is required." in browser.post("/imports/new/", {}).content.decode()


class TestColumns:
    @pytest.mark.parametrize(
        ("chosen", "words"),
        [
            ({"column_0": "first_name"}, "Choose which column holds the work e-mail"),
            ({"column_0": "work_email", "column_1": "work_email"}, "Two columns are chosen as “Work e-mail”"),
            ({"column_0": "salary"}, "Select a valid choice."),
            ({"column_1": "work_email", "effective_date": "soon"}, "Enter a valid date."),
        ],
    )
    def test_what_cannot_be_is_said(self, browser: HostClient, chosen: dict[str, str], words: str) -> None:
        columns = upload(browser, FILE).headers["Location"]
        assert words in browser.post(columns, {"effective_date": "2026-11-21", **chosen}).content.decode()


class TestTemplates:
    def test_a_workbook_has_an_example_and_explanations(self, browser: HostClient) -> None:
        book = load_workbook(io.BytesIO(downloaded(browser, "/imports/template.xlsx")))
        people, notes = book.worksheets
        assert people.max_row == 2
        assert [cell.value for cell in people[1]] == [row[0].value for row in list(notes.rows)[1:]]

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_what_it_holds_can_be_uploaded_as_it_is(self, browser: HostClient, kind: str) -> None:
        content = downloaded(browser, f"/imports/template.{kind}")
        columns = upload(browser, content).headers["Location"]
        form = browser.get(columns).context["form"]
        # Only the number is left out: nobody's stands in it.
        left_out = [each["heading"] for each in form.rows() if not each["field"].value()]
        assert left_out == ["Employee number"]

    def test_there_are_no_others(self, browser: HostClient) -> None:
        assert browser.get("/imports/template.pdf").status_code == 404


class TestObstacles:
    def test_an_obstacle_that_was_removed_is_found_to_be(
        self, browser: HostClient, alice: User, acme: Company, django_capture_on_commit_callbacks: Any
    ) -> None:
        give_limit(acme, 4)
        found = checked("First name,Email,Start date\nErin,erin@acme.example,2026-12-01\n", alice)
        page = browser.get(f"/imports/{found.pk}/").content.decode()
        assert "Check again" in page
        assert "Bring one person in" not in page
        give_limit(acme, 5)
        with django_capture_on_commit_callbacks(execute=True):
            browser.post(f"/imports/{found.pk}/names/", {"csrfmiddlewaretoken": "x"})
        assert "Bring one person in" in browser.get(f"/imports/{found.pk}/").content.decode()


class TestChecklists:
    @pytest.mark.parametrize(("data", "count"), [({"checklists": "yes"}, 1), ({}, 0)], ids=["ticked", "not ticked"])
    def test_hr_chooses_whether_they_start(
        self, browser: HostClient, alice: User, data: dict[str, str], count: int, django_capture_on_commit_callbacks: Any
    ) -> None:
        found = checked("First name,Email,Start date\nErin,erin@acme.example,2099-12-01\n", alice)
        assert "for the one person whose first or last day" in browser.get(f"/imports/{found.pk}/").content.decode()
        for step, sent in (("names", {}), ("apply", data)):
            with django_capture_on_commit_callbacks(execute=True):
                browser.post(f"/imports/{found.pk}/{step}/", {"csrfmiddlewaretoken": "x", **sent})
        assert Employee.objects.filter(work_email="erin@acme.example").exists()
        assert Checklist.objects.count() == count

    def test_nothing_is_said_where_none_would(self, browser: HostClient, alice: User) -> None:
        found = checked("First name,Email,Start date\nErin,erin@acme.example,2020-12-01\n", alice)
        assert "checklists" not in browser.get(f"/imports/{found.pk}/").content.decode()


class TestRowsWithErrors:
    def test_they_can_be_taken_away_and_put_right(self, browser: HostClient, alice: User) -> None:
        found = checked("Email,Weekly hours\ncarol@acme.example,all\nbob@acme.example,40\n", alice)
        content = downloaded(browser, f"/imports/{found.pk}/errors/")
        rows = list(load_workbook(io.BytesIO(content)).worksheets[0].values)
        assert rows[0] == ("Email", "Weekly hours", "What is wrong")
        assert rows[1][:2] == ("carol@acme.example", "all")
        assert len(rows) == 2


class TestPersonalColumns:
    def test_an_import_with_them_is_not_there_for_whoever_may_not_change_them(
        self, alice: User, dave: User, sign_in: Callable[[User], HostClient]
    ) -> None:
        found = checked("Email,Date of birth\ncarol@acme.example,1990-05-17\n", alice)
        role = Role.objects.create(name="Recruiter")
        for capability in ("people.manage", "job.manage"):
            RoleGrant.objects.create(role=role, capability=capability, scope="company")
        RoleAssignment.objects.create(user=dave, role=role)
        assert sign_in(dave).get(f"/imports/{found.pk}/").status_code == 404
        assert b"Date of birth" not in downloaded(sign_in(dave), "/imports/template.csv")
        assert sign_in(alice).get(f"/imports/{found.pk}/").status_code == 200


def test_the_list_and_the_rows_cost_the_same_however_many_there_are(
    browser: HostClient, alice: User, django_assert_max_num_queries: Any
) -> None:
    text = "Name,Email,Start date,Manager\n" + "".join(f"P{n} X,p{n}@acme.example,2026-12-01,\n" for n in range(120))
    checked(text, alice)
    found = checked(text, alice)
    with django_assert_max_num_queries(14):
        assert browser.get("/imports/").status_code == 200
    with django_assert_max_num_queries(16):
        page = browser.get(f"/imports/{found.pk}/")
    assert "1 to 50 of 120" in page.content.decode()
