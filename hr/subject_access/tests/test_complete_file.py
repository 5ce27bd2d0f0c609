"""One person's complete file: what is in it, who gets it, and for how long."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from conftest import HostClient
from core.audit.actions import record_read
from core.audit.models import AuditEvent, ReadEvent
from core.files.kinds import WEBP
from core.files.storage import keep_file
from hr.documents.tests.factories import keep
from hr.people.actions import change_employee
from hr.people.models import Employee
from hr.personal.models import Identifier, PersonalRecord
from hr.subject_access.actions import FileUnderWay, forget_files, request_file
from hr.subject_access.models import CompleteFile
from payroll.compensation.actions import agree_terms
from tenants.accounts.capabilities import DataGroup
from tenants.accounts.models import Role, RoleAssignment, RoleGrant, User
from tests.cast import CREATED, PASSWORD


@pytest.fixture
def carols_data(carols_record: Employee, alice: User) -> Employee:
    """Something of several groups, and somebody who looked."""
    Identifier.objects.create(employee=carols_record, kind="passport", country="GB", number="123456789")
    PersonalRecord.objects.create(employee=carols_record, photo=keep_file("photo", b"pixels", WEBP))
    change_employee(employee=carols_record, acting_user=alice, last_name="Chen-Brown")
    terms: Any = {
        "amount": Decimal(52_000),
        "basis": "annual",
        "currency": "GBP",
        "frequency": "monthly",
        "start_date": CREATED.date(),
    }
    agree_terms(employee=carols_record, acting_user=alice, **terms)
    record_read(acting_user=alice, subjects=[carols_record], data_group="salary")
    return carols_record


def prepared(browser: HostClient, employee: Employee, capture: Any) -> CompleteFile:
    with capture(execute=True):
        assert browser.post(f"/people/{employee.pk}/complete-file/").status_code == 302
    return CompleteFile.objects.get()


def downloaded(browser: HostClient, file: CompleteFile) -> zipfile.ZipFile:
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    response: Any = browser.get(f"/people/{file.employee_id}/complete-file/{file.pk}/")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


class TestOnesOwn:
    def test_it_holds_everything_in_three_forms_and_the_files(
        self, carols_data: Employee, carol: User, sign_in: Callable[[User], HostClient], django_capture_on_commit_callbacks: Any
    ) -> None:
        browser = sign_in(carol)
        archive = downloaded(browser, prepared(browser, carols_data, django_capture_on_commit_callbacks))
        names = archive.namelist()
        assert {"index.html", "data.json", "files/photo.webp"} <= set(names)
        assert any(re.fullmatch(r"tables/personal/\d\d-identity-numbers\.csv", name) for name in names)
        assert archive.read("files/photo.webp") == b"pixels"
        data = json.loads(archive.read("data.json"))
        tables = {table["name"]: table for group in data["groups"] for table in group["tables"]}
        assert "123456789" in tables["personal.Identifier"]["rows"][0]
        assert "52000" in str(tables["compensation.PayTerms"]["values"])
        assert tables["looks"]["rows"][0][1:] == ["Alice Archer", "Salary and benefits"]
        assert "Alice Archer changed Carol Chen-Brown’s last name from “Chen” to “Chen-Brown”." in [
            row[1] for row in tables["changes"]["rows"]
        ]
        page = archive.read("index.html").decode()
        assert "Chen-Brown" in page
        # Nothing that opens anything.
        assert carol.password not in json.dumps(data)

    def test_it_is_noted(
        self, carols_data: Employee, carol: User, sign_in: Callable[[User], HostClient], django_capture_on_commit_callbacks: Any
    ) -> None:
        browser = sign_in(carol)
        downloaded(browser, prepared(browser, carols_data, django_capture_on_commit_callbacks))
        assert AuditEvent.objects.filter(action__in=["completefile:asked", "completefile:downloaded"]).count() == 2
        assert ReadEvent.objects.count() == 1  # The one that was there.

    def test_whoever_takes_it_proves_again_who_they_are(
        self, carols_data: Employee, carol: User, sign_in: Callable[[User], HostClient], django_capture_on_commit_callbacks: Any
    ) -> None:
        browser = sign_in(carol)
        file = prepared(browser, carols_data, django_capture_on_commit_callbacks)
        answer = browser.get(f"/people/{carols_data.pk}/complete-file/{file.pk}/")
        assert answer.headers["Location"].startswith("/accounts/reauthenticate/")


class TestSomebodyElses:
    @pytest.fixture
    def hr(self, dave: User) -> User:
        RoleAssignment.objects.all().filter(user=dave).delete()
        RoleAssignment.objects.create(user=dave, role=Role.objects.get(code="hr"))
        return dave

    def test_without_a_right_to_pay_there_is_none_in_it_and_the_index_says_so(
        self, carols_data: Employee, hr: User, sign_in: Callable[[User], HostClient], django_capture_on_commit_callbacks: Any
    ) -> None:
        browser = sign_in(hr)
        archive = downloaded(browser, prepared(browser, carols_data, django_capture_on_commit_callbacks))
        everything = b"".join(archive.read(name) for name in archive.namelist())
        assert b"52000" not in everything
        assert b"PayTerms" not in everything
        assert b"Salary and benefits: Dave Dunn may not see it." in archive.read("index.html")
        assert b"123456789" in everything

    def test_reads_of_sensitive_groups_are_noted_for_the_person(
        self, carols_data: Employee, alice: User, sign_in: Callable[[User], HostClient], django_capture_on_commit_callbacks: Any
    ) -> None:
        browser = sign_in(alice)
        downloaded(browser, prepared(browser, carols_data, django_capture_on_commit_callbacks))
        assert set(ReadEvent.objects.values_list("data_group", flat=True)) == {"salary", "bank", "medical"}

    def test_one_that_was_made_before_a_right_was_taken_away_is_gone(
        self, carols_data: Employee, hr: User, sign_in: Callable[[User], HostClient], django_capture_on_commit_callbacks: Any
    ) -> None:
        file = prepared(sign_in(hr), carols_data, django_capture_on_commit_callbacks)
        RoleAssignment.objects.filter(user=hr).delete()
        RoleAssignment.objects.create(user=hr, role=Role.objects.get(code="payroll"))
        assert sign_in(hr).get(f"/people/{carols_data.pk}/complete-file/{file.pk}/").status_code in {302, 404}
        assert sign_in(hr).get(f"/people/{carols_data.pk}/complete-file/").status_code == 404

    def test_leading_somebody_is_no_reason(self, carols_record: Employee, bob: User, sign_in: Callable[[User], HostClient]) -> None:
        assert sign_in(bob).get(f"/people/{carols_record.pk}/complete-file/").status_code == 404

    def test_nobody_takes_what_somebody_else_asked_for(
        self,
        carols_data: Employee,
        alice: User,
        carol: User,
        sign_in: Callable[[User], HostClient],
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        file = prepared(sign_in(alice), carols_data, django_capture_on_commit_callbacks)
        browser = sign_in(carol)
        browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
        assert browser.get(f"/people/{carols_data.pk}/complete-file/{file.pk}/").status_code == 404


class TestDocuments:
    """A document belongs to the group of its type, in the file as on the pages."""

    def test_medical_ones_are_for_whoever_sees_medical_data(
        self,
        carols_data: Employee,
        alice: User,
        carol: User,
        sign_in: Callable[[User], HostClient],
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        keep(carols_data)
        keep(carols_data, "Medical certificate", words="Ill")
        file = prepared(sign_in(alice), carols_data, django_capture_on_commit_callbacks)
        archive = downloaded(sign_in(alice), file)
        groups = {group["code"]: group["tables"] for group in json.loads(archive.read("data.json"))["groups"]}
        assert [len(table["rows"]) for code in ("documents", "medical") for table in groups[code]] == [1, 1]
        assert "medical" in ReadEvent.objects.values_list("data_group", flat=True)
        assert len([name for name in archive.namelist() if name.startswith("files/documents/")]) == 2
        # Whoever may not see it any more cannot open what was made while they might.
        RoleGrant.objects.filter(capability__startswith="medical.", scope="company").delete()
        assert sign_in(alice).get(f"/people/{carols_data.pk}/complete-file/{file.pk}/").status_code == 404

    def test_without_that_they_are_left_out_and_the_index_says_so(
        self, carols_data: Employee, alice: User, sign_in: Callable[[User], HostClient], django_capture_on_commit_callbacks: Any
    ) -> None:
        keep(carols_data, "Medical certificate", words="Ill")
        RoleGrant.objects.filter(capability__startswith="medical.", scope="company").delete()
        browser = sign_in(alice)
        archive = downloaded(browser, prepared(browser, carols_data, django_capture_on_commit_callbacks))
        assert b"Medical data: Alice Archer may not see it." in archive.read("index.html")
        assert not [name for name in archive.namelist() if name.startswith("files/documents/")]

    def test_what_is_hidden_from_the_person_is_not_in_their_own_and_that_is_said(
        self, carols_data: Employee, carol: User, sign_in: Callable[[User], HostClient], django_capture_on_commit_callbacks: Any
    ) -> None:
        hidden = keep(carols_data, "Internal note", words="Hidden")
        browser = sign_in(carol)
        archive = downloaded(browser, prepared(browser, carols_data, django_capture_on_commit_callbacks))
        assert hidden.original_name not in "".join(archive.namelist())
        assert b"Internal note" not in archive.read("data.json")
        assert b"Documents that the company keeps for itself" in archive.read("index.html")

    def test_looks_at_medical_data_are_told(
        self, carols_data: Employee, alice: User, carol: User, sign_in: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        record_read(acting_user=alice, subjects=[carols_data], data_group="medical")
        browser = sign_in(carol)
        archive = downloaded(browser, prepared(browser, carols_data, django_capture_on_commit_callbacks))
        tables = {table["name"]: table for group in json.loads(archive.read("data.json"))["groups"] for table in group["tables"]}
        assert [row[2] for row in tables["looks"]["rows"]] == ["Salary and benefits", "Medical data"]


class TestTime:
    def test_one_that_never_came_does_not_stand_in_the_way(self, carols_record: Employee, carol: User) -> None:
        asked: Any = {"employee": carols_record, "groups": [DataGroup.PERSONAL], "acting_user": carol}
        now = timezone.now()
        request_file(**asked, now=now)
        again = request_file(**asked, now=now + timedelta(minutes=16))
        assert CompleteFile.objects.get() == again

    def test_one_at_a_time(self, carols_record: Employee, carol: User) -> None:
        asked: Any = {"employee": carols_record, "groups": [DataGroup.PERSONAL], "acting_user": carol}
        request_file(**asked, now=timezone.now())
        with pytest.raises(FileUnderWay):
            request_file(**asked, now=timezone.now())

    def test_it_goes_after_a_week(self, carols_record: Employee, carol: User) -> None:
        now = timezone.now()
        request_file(employee=carols_record, groups=[DataGroup.PERSONAL], acting_user=carol, now=now)
        forget_files(now=now + timedelta(days=6))
        assert CompleteFile.objects.exists()
        forget_files(now=now + timedelta(days=7))
        assert not CompleteFile.objects.exists()


def test_the_content_is_encrypted(carols_data: Employee, carol: User) -> None:
    from django.db import connection

    file = request_file(employee=carols_data, groups=[DataGroup.PERSONAL], acting_user=carol, now=timezone.now())
    CompleteFile.objects.filter(pk=file.pk).update(content="123456789")
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM subject_access_completefile")
        assert "123456789" not in cursor.fetchone()[0]
