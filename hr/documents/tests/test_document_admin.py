"""The administration's list of documents, and the types."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.audit.models import ReadEvent
from hr.documents.models import DocumentType
from hr.documents.tests.factories import keep
from hr.people.models import Employee
from hr.people.tests.factories import add_people
from tenants.accounts.models import Role, RoleAssignment, User
from tenants.features.queries import Limits

LIST = "/admin/documents/document/"
TYPES = "/admin/documents/documenttype/"
type SignIn = Callable[[User], Any]


class TestList:
    def test_costs_the_same_however_long(self, sign_in: SignIn, alice: User, django_assert_max_num_queries: Any) -> None:
        for person in add_people(25):
            keep(person)
            keep(person, "Medical certificate", words="Ill")
        client = sign_in(alice)
        client.get("/admin/")
        with django_assert_max_num_queries(12):
            page = client.get(LIST).content.decode()
        assert "Test 24" in page
        assert ReadEvent.objects.filter(data_group="medical").exists()

    def test_shows_only_groups_that_one_may_see(self, sign_in: SignIn, alice: User, bob: User, carols_record: Employee) -> None:
        keep(carols_record)
        keep(carols_record, "Medical certificate", words="Ill")
        RoleAssignment.objects.create(user=bob, role=Role.objects.get(code="auditor"))

        assert "Medical certificate" in _rows(sign_in(alice).get(LIST))
        seen = _rows(sign_in(bob).get(LIST))
        assert "Letter" in seen
        assert "Medical certificate" not in seen

    def test_finds_what_runs_out(self, sign_in: SignIn, alice: User, carols_record: Employee, daves_record: Employee) -> None:
        today = timezone.localdate()
        keep(carols_record, "Visa or work permit", expires_on=today + timedelta(days=40))
        keep(daves_record, "Visa or work permit", expires_on=today - timedelta(days=1))
        client = sign_in(alice)

        found = {value: _rows(client.get(f"{LIST}?validity={value}")) for value in ("over", "30", "90", "none")}

        assert {value: ("Carol" in rows, "Dave" in rows) for value, rows in found.items()} == {
            "over": (False, True),
            "30": (False, False),
            "90": (True, False),
            "none": (False, False),
        }

    def test_is_exported_with_its_words(self, sign_in: SignIn, alice: User, carols_record: Employee) -> None:
        keep(carols_record, "Visa or work permit", title='=HYPERLINK("x")', expires_on=date(2027, 3, 1))
        file = b"".join(sign_in(alice).get(f"{LIST}?export=csv")).decode()
        assert "Carol Chen" in file
        assert "01/03/2027" in file
        assert "'=HYPERLINK" in file

    def test_says_how_much_room_is_left(
        self, sign_in: SignIn, alice: User, carols_record: Employee, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        size = keep(carols_record).size
        monkeypatch.setattr("hr.documents.queries.documents._GIGABYTE", 4 * size)
        monkeypatch.setattr("hr.documents.queries.documents.current_limits", lambda: Limits("Basic", 25, 1))
        page = sign_in(alice).get(LIST).content.decode()
        assert f"{size}\xa0bytes of {4 * size}\xa0bytes are used (25 %)." in page


class TestTypes:
    GOOD = {"name": "Driving licence", "data_group": "documents", "shown_to_employee": "on", "is_active": "on", "expires": "on"}

    def test_are_added(self, sign_in: SignIn, alice: User) -> None:
        assert sign_in(alice).post(f"{TYPES}add/", self.GOOD).status_code == 302
        assert DocumentType.objects.get(name="Driving licence").expires

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ({"name": "LETTER"}, "There is a type of this name already"),
            ({"shown_to_employee": "", "uploaded_by_employee": "on"}, "What the person may upload the person also sees"),
            ({"data_group": "attendance"}, "Select a valid choice"),
            ({"name": ""}, "This field is required"),
            ({"reminder_days": "soon"}, "Enter a whole number"),
            ({"reminder_days": "0"}, "greater than or equal to 1"),
        ],
        ids=["name", "hidden upload", "group", "empty", "no number", "no days"],
    )
    def test_nonsense_is_told(self, sign_in: SignIn, alice: User, values: dict[str, str], said: str) -> None:
        page = sign_in(alice).post(f"{TYPES}add/", {key: value for key, value in (self.GOOD | values).items() if value})
        assert said in page.content.decode()

    def test_one_with_documents_stays(self, sign_in: SignIn, alice: User, carols_record: Employee) -> None:
        document = keep(carols_record)
        response = sign_in(alice).post(f"{TYPES}{document.type_id}/delete/", {"post": "yes"}, follow=True)
        assert "There are documents of the type" in response.content.decode()
        assert DocumentType.objects.filter(pk=document.type_id).exists()


def _rows(response: Any) -> str:
    """What the table of a list holds, without filters and navigation."""
    page = response.content.decode()
    return str(page.partition("<tbody")[2].rpartition("</tbody>")[0])
