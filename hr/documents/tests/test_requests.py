"""Asking people for documents: the mail, the answer, the reminders."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given, strategies as st

from core.audit.models import AuditEvent
from core.audit.sentences import sentence_of
from hr.documents import tasks
from hr.documents.actions.refusals import DueBeforeToday, NotOpen, NotShownToEmployee, TypeNotUsed
from hr.documents.actions.requests import ask_for_document, cancel_request, remind_of_requests
from hr.documents.models import Document, DocumentRequest, DocumentType, RequestStatus
from hr.documents.rules.reminders import request_reminder_due
from hr.documents.tests.factories import ask, keep, pdf, type_named
from hr.people.models import Department, Employee
from hr.people.tests.factories import add_people, employ
from tenants.accounts.models import Role, RoleAssignment, RoleGrant, User

type SignIn = Callable[[User], Any]
TODAY = date(2026, 11, 20)
DUE = date(2026, 12, 1)
PASSPORT = "Passport or identity card"
ASK = "/admin/documents/documentrequest/add/"


def ask_all(employees: list[Employee], acting_user: User, now: datetime, **values: Any) -> list[DocumentRequest]:
    given = {"type": type_named(PASSPORT), "due_on": DUE, "note": "Both sides, please", "today": TODAY, **values}
    return ask_for_document(employees=employees, **given, acting_user=acting_user, now=now)


class TestAsking:
    def test_writes_to_each(
        self,
        carols_record: Employee,
        daves_record: Employee,
        alice: User,
        now: datetime,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        ask(daves_record)
        with django_capture_on_commit_callbacks(execute=True):
            asked = ask_all([carols_record, daves_record], alice, now)

        assert [each.employee for each in asked] == [carols_record]
        (message,) = mail.outbox
        assert message.to == ["carol@acme.example"]
        assert message.subject == "Please hand in: Passport or identity card"
        assert "Alice Archer asks you for this document by" in str(message.body)
        assert "“Both sides, please”" in str(message.body)
        assert f"/documents/requests/{asked[0].pk}/" in str(message.body)
        sentence = sentence_of(AuditEvent.objects.get(action="documentrequest:asked"))
        assert "Alice Archer asked for a document: Carol Chen: Passport or identity card, due on" in sentence

    @pytest.mark.parametrize(
        ("changes", "values", "refusal"),
        [
            ({"is_active": False}, {}, TypeNotUsed),
            ({"shown_to_employee": False, "uploaded_by_employee": False}, {}, NotShownToEmployee),
            ({}, {"due_on": TODAY - timedelta(days=1)}, DueBeforeToday),
        ],
        ids=["removed", "hidden", "past"],
    )
    def test_is_refused(
        self,
        carols_record: Employee,
        alice: User,
        now: datetime,
        changes: dict[str, bool],
        values: dict[str, Any],
        refusal: type[Exception],
    ) -> None:
        if changes:
            DocumentType.objects.filter(name=PASSPORT).update(**changes)
        with pytest.raises(refusal):
            ask_all([carols_record], alice, now, **values)
        assert not DocumentRequest.objects.exists()


class TestAnswer:
    def test_closes_it_whoever_uploads(self, carols_record: Employee, alice: User, now: datetime) -> None:
        request = ask(carols_record)
        keep(carols_record)
        document = keep(carols_record, PASSPORT, expires_on=DUE, acting_user=alice)

        request.refresh_from_db()
        assert (request.status, request.document, request.closed_at) == (RequestStatus.FULFILLED, document, now)

    def test_may_be_of_a_type_that_was_removed_since(self, carols_record: Employee) -> None:
        ask(carols_record)
        DocumentType.objects.update(is_active=False)
        keep(carols_record, PASSPORT, expires_on=DUE)
        with pytest.raises(TypeNotUsed):
            keep(carols_record, PASSPORT, words="Another", expires_on=DUE)

    def test_is_given_on_a_page_of_its_own(self, sign_in: SignIn, carol: User, carols_record: Employee) -> None:
        older = keep(carols_record, PASSPORT, expires_on=TODAY)
        request = ask(carols_record, note="Both sides, please")
        client = sign_in(carol)
        url = f"/people/{carols_record.pk}/documents/requests/{request.pk}/"

        assert "Please hand in" in client.get("/").content.decode()
        page = client.get(url).content.decode()
        assert "Both sides, please" in page
        assert f'<option value="{older.pk}" selected' in page
        data = {"file": SimpleUploadedFile("p.pdf", pdf("New")), "replaces": older.pk, "expires_on": "2036-01-01"}
        assert client.post(url, data).status_code == 302

        assert Document.objects.get(superseded_at=None).version == 2
        assert client.get(url).status_code == 404
        assert "Please hand in" not in client.get("/").content.decode()

    def test_may_be_one_that_the_type_alone_would_not_let_them_upload(
        self, sign_in: SignIn, carol: User, carols_record: Employee
    ) -> None:
        request = ask(carols_record, "Employment contract")
        url = f"/people/{carols_record.pk}/documents/requests/{request.pk}/"
        assert sign_in(carol).post(url, {"file": SimpleUploadedFile("p.pdf", pdf())}).status_code == 302
        assert Document.objects.get().type == request.type

    def test_cannot_take_the_place_of_what_others_have_uploaded(
        self, sign_in: SignIn, alice: User, carol: User, carols_record: Employee
    ) -> None:
        contract = keep(carols_record, "Employment contract", acting_user=alice)
        url = f"/people/{carols_record.pk}/documents/requests/{ask(carols_record, 'Employment contract').pk}/"
        data = {"file": SimpleUploadedFile("p.pdf", pdf("Mine")), "replaces": contract.pk}
        assert "Select a valid choice" in sign_in(carol).post(url, data).content.decode()
        data["file"] = SimpleUploadedFile("p.pdf", pdf("By HR"))
        assert sign_in(alice).post(url, data).status_code == 302
        assert Document.objects.get(superseded_at=None).series == contract.series

    def test_is_not_asked_for_of_a_type_that_was_hidden_since(
        self, sign_in: SignIn, alice: User, carol: User, carols_record: Employee
    ) -> None:
        request = ask(carols_record, due_on=TODAY)
        DocumentType.objects.update(shown_to_employee=False, uploaded_by_employee=False)
        documents = f"/people/{carols_record.pk}/documents/"
        assert "Please hand in" not in sign_in(carol).get(documents).content.decode()
        assert sign_in(carol).get(f"{documents}requests/{request.pk}/").status_code == 404
        assert "Asked for" in sign_in(alice).get(documents).content.decode()
        assert remind_of_requests(today=TODAY + timedelta(days=1)) == 0

    def test_cannot_replace_what_is_of_another_type(self, sign_in: SignIn, carol: User, carols_record: Employee) -> None:
        letter, request = keep(carols_record), ask(carols_record)
        url = f"/people/{carols_record.pk}/documents/requests/{request.pk}/"
        data = {"file": SimpleUploadedFile("p.pdf", pdf("New")), "replaces": letter.pk, "expires_on": "2036-01-01"}
        assert "Select a valid choice" in sign_in(carol).post(url, data).content.decode()


def test_who_is_not_asked_any_more_is_told(
    sign_in: SignIn, alice: User, carols_record: Employee, django_capture_on_commit_callbacks: Any
) -> None:
    request = ask(carols_record)
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(alice).post(f"/people/{carols_record.pk}/documents/requests/{request.pk}/cancel/")

    request.refresh_from_db()
    assert request.status == RequestStatus.CANCELLED
    assert mail.outbox[0].subject == "Not needed any more: Passport or identity card"


def test_what_was_answered_cannot_be_cancelled(carols_record: Employee, alice: User, now: datetime) -> None:
    request = ask(carols_record)
    keep(carols_record, PASSPORT, expires_on=DUE)
    with pytest.raises(NotOpen):
        cancel_request(request=request, acting_user=alice, now=now)


class TestReminders:
    def test_each_leaves_once_until_it_is_there(
        self, carols_record: Employee, daves_record: Employee, django_capture_on_commit_callbacks: Any
    ) -> None:
        ask(carols_record)
        ask(daves_record)
        employ(daves_record, end_date=TODAY)
        sent = []
        with django_capture_on_commit_callbacks(execute=True):
            for day in range(60):
                sent += [day] * remind_of_requests(today=TODAY + timedelta(days=day))
                assert remind_of_requests(today=TODAY + timedelta(days=day)) == 0
        assert [(TODAY + timedelta(days=day) - DUE).days for day in sent] == [-3, 1, 8, 15, 22]
        assert [message.subject for message in mail.outbox[:2]] == [
            "Passport or identity card is due on 1 Dec 2026",
            "Passport or identity card was due on 1 Dec 2026",
        ]

    def test_do_not_leave_on_the_day_of_asking(self, carols_record: Employee) -> None:
        # It is the 21st already where they are.
        ask(carols_record, due_on=date(2026, 11, 24), requested_at=datetime.fromisoformat("2026-11-20T20:00:00Z"))
        with timezone.override("Pacific/Auckland"):
            assert remind_of_requests(today=date(2026, 11, 21)) == 0
            assert remind_of_requests(today=date(2026, 11, 25)) == 1

    def test_leave_by_the_round(self, carols_record: Employee, django_capture_on_commit_callbacks: Any) -> None:
        ask(carols_record, due_on=date(2026, 1, 31), requested_at=datetime.fromisoformat("2026-01-05T09:00:00Z"))
        with django_capture_on_commit_callbacks(execute=True):
            tasks.send_reminders()
        assert "due on 31/01/2026" in str(mail.outbox[0].body)

    @given(due=st.integers(0, 60), asked=st.integers(-60, 0), days=st.lists(st.integers(0, 120), max_size=40))
    def test_are_five_at_most_and_never_two_a_day(self, due: int, asked: int, days: list[int]) -> None:
        due_on, asked_on = TODAY + timedelta(days=due), TODAY + timedelta(days=asked)
        reminded: date | None = None
        count = 0
        for day in sorted(days):
            today = TODAY + timedelta(days=day)
            if request_reminder_due(due_on=due_on, today=today, asked_on=asked_on, reminded_on=reminded):
                assert reminded is None or reminded < today
                reminded, count = today, count + 1
        assert count <= 5


class TestAdmin:
    def good(self, **values: Any) -> dict[str, Any]:
        return {"type": type_named(PASSPORT).pk, "due_on": "2099-01-01", "note": "", **values}

    def test_asks_people_and_departments(
        self, sign_in: SignIn, alice: User, carols_record: Employee, daves_record: Employee
    ) -> None:
        department = carols_record.terms_history.get().department
        assert department is not None
        data = self.good(employees=[daves_record.pk], department=department.pk)
        response = sign_in(alice).post(ASK, data, follow=True)

        assert "3 people are asked." in response.content.decode()
        names = {str(request.employee) for request in DocumentRequest.objects.select_related("employee")}
        assert names == {"Bob Brown", "Carol Chen", "Dave Dunn"}

    def test_a_department_is_asked_with_its_parts(self, sign_in: SignIn, alice: User, carols_record: Employee) -> None:
        engineering = Department.objects.get(name="Engineering")
        employ(carols_record, department=Department.objects.create(name="Platform", parent=engineering))
        sign_in(alice).post(ASK, self.good(department=engineering.pk))
        assert DocumentRequest.objects.filter(employee=carols_record).exists()

    def test_whoever_may_ask_is_shown_the_way_and_nobody_else(
        self, sign_in: SignIn, alice: User, dave: User, carols_record: Employee
    ) -> None:
        # Dave, of the payroll, changes salaries and so manages their documents, but asks for none.
        url = f"/people/{carols_record.pk}/documents/"
        assert "Ask for a document" in sign_in(alice).get(url).content.decode()
        assert "Ask for a document" not in sign_in(dave).get(url).content.decode()

    def test_who_looks_after_a_department_asks_its_people(
        self, sign_in: SignIn, dave: User, carols_record: Employee, daves_record: Employee
    ) -> None:
        engineering = Department.objects.get(name="Engineering")
        employ(daves_record, department=engineering)
        bob = Employee.objects.get(first_name="Bob")
        employ(bob, department=Department.objects.get(name="Finance"))
        role = Role.objects.create(name="Office")
        for capability, scope in (("admin.enter", "company"), ("documents.manage", "department")):
            RoleGrant.objects.create(role=role, capability=capability, scope=scope)
        RoleAssignment.objects.filter(user=dave).delete()
        RoleAssignment.objects.create(user=dave, role=role)
        client = sign_in(dave)
        assert "You may not ask for" in client.post(ASK, self.good(employees=[bob.pk])).content.decode()
        client.post(ASK, self.good(employees=[carols_record.pk]))
        assert DocumentRequest.objects.get().employee == carols_record

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ({"employees": []}, "Choose at least one person"),
            ({"due_on": "2020-01-01"}, "This day is past"),
            ({"due_on": "soon"}, "Enter a valid date"),
            ({"type": "nonsense"}, "Select a valid choice"),
            ({"employees": ["nonsense"]}, "is not a valid value"),
        ],
        ids=["nobody", "past", "no date", "no type", "no person"],
    )
    def test_tells_nonsense(self, sign_in: SignIn, alice: User, carols_record: Employee, values: dict[str, Any], said: str) -> None:
        page = sign_in(alice).post(
            ASK, self.good(employees=[carols_record.pk], **values) if "employees" not in values else self.good(**values)
        )
        assert said in page.content.decode()
        assert not DocumentRequest.objects.exists()

    def test_a_type_that_was_removed_is_not_offered(self, sign_in: SignIn, alice: User, carols_record: Employee) -> None:
        DocumentType.objects.filter(name=PASSPORT).update(is_active=False)
        page = sign_in(alice).post(ASK, self.good(employees=[carols_record.pk]))
        assert "Select a valid choice" in page.content.decode()

    def test_lists_them_at_one_price(self, sign_in: SignIn, alice: User, django_assert_max_num_queries: Any) -> None:
        for person in add_people(25):
            ask(person, due_on=date(2020, 1, 1))
        client = sign_in(alice)
        client.get("/admin/")
        with django_assert_max_num_queries(10):
            page = client.get("/admin/documents/documentrequest/?late=late").content.decode()
        assert "Test 24" in page
