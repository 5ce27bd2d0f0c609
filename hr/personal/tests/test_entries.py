"""Entries of a record: written at once or asked for, checked, and told in the trail."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import HostClient
from core.audit.models import AuditEvent, ReadEvent
from core.encryption import MASK
from hr.people.models import Employee
from hr.personal.actions.changes import approve_change, refuse_change, submit_change, withdraw_change
from hr.personal.actions.refusals import AlreadyDecided, EntryGone, EntryNotValid, OwnRequest
from hr.personal.models import Address, ChangeRequest, ChangeVerb, Dependant, Identifier, PersonalRecord, Skill
from hr.personal.queries import waiting_requests
from hr.personal.sections import SECTIONS
from hr.personal.tests.factories import set_policy
from tenants.accounts.models import User

HOME = {"kind": "home", "street": "1 Fleet Street", "city": "London", "country": "GB"}


def submit(
    employee: Employee, section: str, verb: str, values: dict[str, Any], *, by: User, now: datetime, entry: Any = None
) -> Any:
    return submit_change(
        employee=employee,
        section=SECTIONS[section],
        verb=ChangeVerb(verb),
        entry_id=entry.pk if entry else None,
        values=values,
        acting_user=by,
        now=now,
    )


class TestOwnRecord:
    def test_addresses_are_changed_at_once(self, carol: User, carols_record: Employee, now: datetime) -> None:
        assert submit(carols_record, "addresses", "add", HOME, by=carol, now=now) is None
        address = Address.objects.get(employee=carols_record)
        submit(carols_record, "addresses", "change", HOME | {"city": "Leeds"}, by=carol, now=now, entry=address)
        submit(carols_record, "addresses", "remove", {}, by=carol, now=now, entry=address)

        assert not Address.objects.exists()
        trail = AuditEvent.objects.filter(action__startswith="address:").order_by("id")
        assert [(event.action, event.before) for event in trail][1] == ("address:changed", {"city": "London"})
        assert [event.action for event in trail] == ["address:added", "address:changed", "address:removed"]

    def test_a_date_of_birth_is_asked_for(self, alice: User, carol: User, carols_record: Employee, now: datetime) -> None:
        request = submit(carols_record, "about", "change", {"date_of_birth": date(1990, 5, 1)}, by=carol, now=now)

        assert not PersonalRecord.objects.filter(date_of_birth__isnull=False).exists()
        approve_change(request=request, acting_user=alice, now=now)
        assert PersonalRecord.objects.get(pk=carols_record.pk).date_of_birth == date(1990, 5, 1)
        assert waiting_requests(carols_record) == []

    def test_a_second_request_takes_the_place_of_the_first(self, carol: User, carols_record: Employee, now: datetime) -> None:
        first = submit(carols_record, "about", "change", {"pronouns": "she"}, by=carol, now=now)
        second = submit(carols_record, "about", "change", {"pronouns": "she/her"}, by=carol, now=now)

        first.refresh_from_db()
        assert first.status == "withdrawn"
        assert waiting_requests(carols_record) == [second]

    def test_two_requests_wait_for_each_other(self, carol: User, carols_record: Employee, now: datetime) -> None:
        with CaptureQueriesContext(connection) as queries:
            submit(carols_record, "about", "change", {"pronouns": "she"}, by=carol, now=now)
        statements = [query["sql"] for query in queries]
        locked = next(number for number, sql in enumerate(statements) if "FOR UPDATE" in sql and "people_employee" in sql)
        assert locked < next(number for number, sql in enumerate(statements) if "personal_changerequest" in sql)

    def test_a_request_holds_what_is_new(self, carol: User, carols_record: Employee, now: datetime) -> None:
        PersonalRecord.objects.create(employee=carols_record, preferred_name="Caz")
        same = {"preferred_name": "Caz", "pronouns": ""}

        assert submit(carols_record, "about", "change", same, by=carol, now=now) is None
        request = submit(carols_record, "about", "change", same | {"pronouns": "she"}, by=carol, now=now)

        assert json.loads(request.values) == {"pronouns": "she"}
        assert waiting_requests(carols_record) == [request]

    def test_nobody_approves_their_own(self, alice: User, now: datetime) -> None:
        own = Employee.objects.get(user=alice)
        request = submit(own, "about", "change", {"pronouns": "she"}, by=alice, now=now)

        with pytest.raises(OwnRequest):
            approve_change(request=request, acting_user=alice, now=now)

    def test_the_company_says_what_is_asked_for(self, carol: User, carols_record: Employee, now: datetime) -> None:
        set_policy(asked_sections=["skills"])

        assert submit(carols_record, "about", "change", {"pronouns": "she"}, by=carol, now=now) is None
        assert submit(carols_record, "skills", "add", {"name": "Welding", "level": 3}, by=carol, now=now) is not None
        assert not Skill.objects.exists()


class TestSomebodyElsesRecord:
    def test_is_changed_at_once(self, alice: User, carols_record: Employee, now: datetime) -> None:
        assert submit(carols_record, "about", "change", {"pronouns": "she"}, by=alice, now=now) is None
        assert PersonalRecord.objects.get(pk=carols_record.pk).pronouns == "she"

    def test_an_entry_of_another_person_is_not_there(
        self, alice: User, carols_record: Employee, daves_record: Employee, now: datetime
    ) -> None:
        address = Address.objects.create(employee=daves_record, **HOME)

        with pytest.raises(EntryGone):
            submit(carols_record, "addresses", "remove", {}, by=alice, now=now, entry=address)


class TestDeciding:
    @pytest.fixture
    def request_(self, carol: User, carols_record: Employee, now: datetime) -> ChangeRequest:
        values = {"name": "Kim Chen", "relationship": "child", "lives_with_employee": True}
        request: ChangeRequest = submit(carols_record, "dependants", "add", values, by=carol, now=now)
        return request

    def test_tells_the_person(
        self, alice: User, request_: ChangeRequest, now: datetime, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            refuse_change(request=request_, reason="Send us the birth certificate first.", acting_user=alice, now=now)

        assert not Dependant.objects.exists()
        assert mail.outbox[-1].to == ["carol@acme.example"]
        assert "Send us the birth certificate first." in str(mail.outbox[-1].body)

    def test_happens_once(self, alice: User, carol: User, request_: ChangeRequest, now: datetime) -> None:
        withdraw_change(request=request_, acting_user=carol, now=now)

        for decide in (approve_change, withdraw_change):
            with pytest.raises(AlreadyDecided):
                decide(request=request_, acting_user=alice, now=now)
        assert not Dependant.objects.exists()

    def test_forgets_the_values_that_were_asked_for(self, alice: User, request_: ChangeRequest, now: datetime) -> None:
        approve_change(request=request_, acting_user=alice, now=now)

        request_.refresh_from_db()
        assert request_.values == ""
        assert Dependant.objects.get().name == "Kim Chen"

    def test_of_an_entry_that_has_gone_says_so(self, alice: User, carol: User, carols_record: Employee, now: datetime) -> None:
        dependant = Dependant.objects.create(employee=carols_record, name="Kim", relationship="child")
        request = submit(carols_record, "dependants", "change", {"name": "Kimberly"}, by=carol, now=now, entry=dependant)
        submit(carols_record, "dependants", "remove", {}, by=alice, now=now, entry=dependant)

        with pytest.raises(EntryGone):
            approve_change(request=request, acting_user=alice, now=now)


class TestBadInput:
    @pytest.mark.parametrize(
        ("section", "values", "field"),
        [
            ("contact", {"mobile_phone": "call me"}, "mobile_phone"),
            ("contact", {"personal_email": "carol"}, "personal_email"),
            ("about", {"gender": "x"}, "gender"),
            ("about", {"date_of_birth": "31/31/1990"}, "date_of_birth"),
            ("about", {"date_of_birth": "2026-11-21"}, "date_of_birth"),
            ("dependants", {"name": "Kim", "relationship": "child", "date_of_birth": "1066-10-14"}, "date_of_birth"),
            ("certificates", {"name": "A", "issued_on": "2026-02-01", "expires_on": "2026-01-01"}, "__all__"),
            ("education", {"institution": "A", "finished_in": 1492}, "finished_in"),
            ("identifiers", {"kind": "us_ssn", "country": "US", "number": "666-90-4399"}, "number"),
            ("skills", {"name": "", "level": 2}, "name"),
        ],
    )
    def test_is_told_by_field(
        self, alice: User, carols_record: Employee, now: datetime, section: str, values: dict[str, Any], field: str
    ) -> None:
        verb = "add" if SECTIONS[section].is_list else "change"
        with pytest.raises(EntryNotValid) as refused:
            submit(carols_record, section, verb, values, by=alice, now=now)
        assert list(refused.value.errors) == [field]

    def test_two_addresses_of_a_kind(self, carol: User, carols_record: Employee, now: datetime) -> None:
        submit(carols_record, "addresses", "add", HOME, by=carol, now=now)

        with pytest.raises(EntryNotValid, match="address of this kind already"):
            submit(carols_record, "addresses", "add", HOME, by=carol, now=now)


class TestIdentifiers:
    NUMBER = {"kind": "us_ssn", "country": "US", "number": "536-90-4399"}

    def test_are_kept_plainly_and_encrypted(self, alice: User, carols_record: Employee, now: datetime) -> None:
        submit(carols_record, "identifiers", "add", self.NUMBER, by=alice, now=now)

        assert Identifier.objects.get().number == "536904399"
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM personal_identifier")
            assert "536904399" not in str(cursor.fetchall())
        event = AuditEvent.objects.get(action="identifier:added")
        assert event.after is not None
        assert event.after["number"] == MASK
        assert event.object_label == "Carol Chen, Social security number"

    def test_two_people_have_not_the_same(
        self, alice: User, carols_record: Employee, daves_record: Employee, now: datetime
    ) -> None:
        submit(carols_record, "identifiers", "add", self.NUMBER, by=alice, now=now)

        with pytest.raises(EntryNotValid, match="Somebody else in the company has this number"):
            submit(daves_record, "identifiers", "add", self.NUMBER, by=alice, now=now)

    def test_that_are_asked_for_are_secret_too(self, carol: User, carols_record: Employee, now: datetime) -> None:
        request = submit(carols_record, "identifiers", "add", self.NUMBER, by=carol, now=now)

        assert json.loads(request.values)["number"] == "536-90-4399"
        with connection.cursor() as cursor:
            cursor.execute("SELECT values FROM personal_changerequest")
            assert "4399" not in str(cursor.fetchall())


class TestPersonalEmail:
    def test_the_former_one_is_told(
        self, carol: User, carols_record: Employee, now: datetime, django_capture_on_commit_callbacks: Any
    ) -> None:
        submit(carols_record, "contact", "change", {"personal_email": "old@carol.example"}, by=carol, now=now)
        assert not mail.outbox

        with django_capture_on_commit_callbacks(execute=True):
            submit(carols_record, "contact", "change", {"personal_email": "new@carol.example"}, by=carol, now=now)

        assert [message.to for message in mail.outbox] == [["old@carol.example"]]


def test_who_sees_an_identity_number_is_written_down(
    sign_in: Callable[[User], HostClient], alice: User, carol: User, carols_record: Employee
) -> None:
    page = f"/people/{carols_record.pk}/personal/"
    sign_in(alice).get(page)
    assert not ReadEvent.objects.exists()
    number = Identifier.objects.create(employee=carols_record, kind="gb-nino", country="GB", number="AB123456C")

    sign_in(carol).get(page)
    assert not ReadEvent.objects.exists()
    sign_in(alice).get(page)
    sign_in(alice).get(f"/people/{carols_record.pk}/record/identifiers/{number.pk}/")
    assert [(look.reader_label, look.data_group) for look in ReadEvent.objects.all()] == [("Alice Archer", "identity_numbers")] * 2
    assert "Identity numbers" in sign_in(carol).get("/people/my-data/").content.decode()
