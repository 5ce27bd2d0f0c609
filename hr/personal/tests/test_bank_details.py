"""Where pay goes: nobody changes that alone, at once, or unseen."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django_tenants.utils import tenant_context

from conftest import HostClient
from core.audit.models import AuditEvent
from core.encryption import CannotDecrypt
from hr.people.actions import change_employee
from hr.people.models import Employee
from hr.personal.actions.bank import confirm_bank_details, refuse_bank_details, request_bank_details, withdraw_bank_details
from hr.personal.actions.changes import submit_change
from hr.personal.actions.refusals import AlreadyDecided, ChangeWaits, NotASecondPerson, TooLateToWithdraw
from hr.personal.models import BankAccount, BankDetails, ChangeVerb
from hr.personal.queries import accounts_of, bank_changes, details_at, details_in_the_making, others_paid_to, shares_of
from hr.personal.rules.shares import SharesNotPossible
from hr.personal.sections import SECTIONS
from hr.personal.tests.factories import IBAN, OTHER_IBAN, ask_for_account, new_account, set_policy
from tenants.accounts.models import User
from tenants.companies.models import Company

HOUR = timedelta(hours=1)
COOLING = timedelta(hours=48)


def paid_to(employee: Employee, moment: datetime) -> list[str]:
    details = details_at(employee_ids=[employee.pk], moment=moment).get(employee.pk)
    return [account.number for account in accounts_of(details)] if details else []


class TestAChange:
    def test_holds_once_confirmed_and_cooled_off(self, carol: User, dave: User, carols_record: Employee, now: datetime) -> None:
        details = ask_for_account(carols_record, by=carol, now=now)
        assert paid_to(carols_record, now + 2 * COOLING) == []

        confirm_bank_details(details=details, acting_user=dave, now=now + HOUR)

        assert paid_to(carols_record, now + COOLING - HOUR) == []
        assert paid_to(carols_record, now + COOLING) == [IBAN]

    def test_confirmed_late_holds_from_then(self, carol: User, dave: User, carols_record: Employee, now: datetime) -> None:
        details = ask_for_account(carols_record, by=carol, now=now)
        late = now + 2 * COOLING

        assert confirm_bank_details(details=details, acting_user=dave, now=late).effective_from == late

    def test_leaves_what_held_before_to_be_read(self, carol: User, dave: User, carols_record: Employee, now: datetime) -> None:
        first = ask_for_account(carols_record, by=carol, now=now)
        confirm_bank_details(details=first, acting_user=dave, now=now)
        later = now + 10 * COOLING
        second = ask_for_account(carols_record, by=carol, now=later, number=OTHER_IBAN)
        confirm_bank_details(details=second, acting_user=dave, now=later)

        assert paid_to(carols_record, later) == [IBAN]
        assert paid_to(carols_record, later + COOLING) == [OTHER_IBAN]

    def test_may_split_the_pay(self, carol: User, carols_record: Employee, now: datetime) -> None:
        accounts = [new_account(), new_account(OTHER_IBAN, "percent", "30")]
        details = request_bank_details(employee=carols_record, accounts=accounts, acting_user=carol, now=now)

        assert [share.kind for share in shares_of(details)] == ["remainder", "percent"]
        with pytest.raises(SharesNotPossible):
            request_bank_details(employee=carols_record, accounts=[accounts[1]], acting_user=carol, now=now)

    def test_is_alone(self, carol: User, dave: User, carols_record: Employee, now: datetime) -> None:
        details = ask_for_account(carols_record, by=carol, now=now)
        with pytest.raises(ChangeWaits):
            ask_for_account(carols_record, by=dave, now=now, number=OTHER_IBAN)

        confirm_bank_details(details=details, acting_user=dave, now=now)
        with pytest.raises(ChangeWaits):
            ask_for_account(carols_record, by=carol, now=now + HOUR, number=OTHER_IBAN)

    def test_needs_nobody_where_the_company_says_so(self, carol: User, carols_record: Employee, now: datetime) -> None:
        set_policy(bank_needs_second_person=False, bank_cooling_hours=1)

        ask_for_account(carols_record, by=carol, now=now)

        assert paid_to(carols_record, now) == []
        assert paid_to(carols_record, now + HOUR) == [IBAN]


class TestASecondPerson:
    def test_is_neither_who_asked_nor_who_is_paid(
        self, alice: User, carol: User, dave: User, carols_record: Employee, daves_record: Employee, now: datetime
    ) -> None:
        own = ask_for_account(daves_record, by=dave, now=now)
        for_another = ask_for_account(carols_record, by=dave, now=now)
        for details, person in ((own, dave), (for_another, dave), (for_another, carol)):
            with pytest.raises(NotASecondPerson):
                confirm_bank_details(details=details, acting_user=person, now=now)
            with pytest.raises(NotASecondPerson):
                refuse_bank_details(details=details, acting_user=person, now=now)

        confirm_bank_details(details=own, acting_user=alice, now=now)
        refuse_bank_details(details=for_another, acting_user=alice, now=now)

        assert paid_to(daves_record, now + COOLING) == [IBAN]
        assert paid_to(carols_record, now + COOLING) == []

    def test_is_asked_for_by_the_database_too(self, carol: User, carols_record: Employee, now: datetime) -> None:
        details = ask_for_account(carols_record, by=carol, now=now)
        values = {"status": "confirmed", "decided_at": now, "decided_by": carol, "effective_from": now + COOLING}
        with pytest.raises(IntegrityError, match="confirmed_by_another"), transaction.atomic():
            BankDetails.objects.filter(pk=details.pk).update(**values)
        with pytest.raises(IntegrityError, match="after_cooling_off"), transaction.atomic():
            BankDetails.objects.filter(pk=details.pk).update(**values | {"decided_by": None, "effective_from": now})

    def test_decides_once(self, carol: User, dave: User, carols_record: Employee, now: datetime) -> None:
        details = ask_for_account(carols_record, by=carol, now=now)
        refuse_bank_details(details=details, acting_user=dave, now=now)

        with pytest.raises(AlreadyDecided):
            confirm_bank_details(details=details, acting_user=dave, now=now)
        with pytest.raises(AlreadyDecided):
            withdraw_bank_details(details=details, acting_user=carol, now=now)


class TestWithdrawing:
    def test_stops_it_until_it_holds(self, carol: User, dave: User, carols_record: Employee, now: datetime) -> None:
        details = ask_for_account(carols_record, by=dave, now=now)
        alice = User.objects.get(email="alice@acme.example")
        confirm_bank_details(details=details, acting_user=alice, now=now)

        withdraw_bank_details(details=details, acting_user=carol, now=now + COOLING - HOUR)

        assert paid_to(carols_record, now + COOLING) == []
        assert details_in_the_making(carols_record, now=now) is None

    def test_is_too_late_afterwards(self, carol: User, dave: User, carols_record: Employee, now: datetime) -> None:
        details = ask_for_account(carols_record, by=carol, now=now)
        confirm_bank_details(details=details, acting_user=dave, now=now)

        with pytest.raises(TooLateToWithdraw):
            withdraw_bank_details(details=details, acting_user=carol, now=now + COOLING)


class TestTelling:
    def recipients(self) -> set[str]:
        return {message.to[0] for message in mail.outbox}

    def write_from(self, employee: Employee, addresses: list[str], by: User) -> None:
        """Have these personal addresses, one after the other."""
        for address in addresses:
            submit_change(
                employee=employee,
                section=SECTIONS["contact"],
                verb=ChangeVerb.CHANGE,
                entry_id=None,
                values={"personal_email": address},
                acting_user=by,
                now=timezone.now(),
            )

    def test_the_person_at_every_address(
        self, alice: User, dave: User, carols_record: Employee, django_capture_on_commit_callbacks: Any
    ) -> None:
        # Whoever has taken a mailbox over may change the address twice, and have the work e-mail changed as well.
        self.write_from(carols_record, ["old@carol.example", "thief@mail.example", "", "other@mail.example"], alice)
        changed = change_employee(employee=carols_record, work_email="carol2@acme.example", acting_user=alice)
        with django_capture_on_commit_callbacks(execute=True):
            ask_for_account(changed, by=dave, now=timezone.now())

        told = {"carol@acme.example", "old@carol.example", "carol2@acme.example", "thief@mail.example", "other@mail.example"}
        assert self.recipients() == told
        text = str(mail.outbox[0].body)
        assert "Dave Dunn has asked" in text
        assert f"/people/{carols_record.pk}/bank/" in text
        assert IBAN[-4:] not in text

    def test_not_at_one_that_is_long_gone(
        self, alice: User, dave: User, carols_record: Employee, django_capture_on_commit_callbacks: Any
    ) -> None:
        self.write_from(carols_record, ["old@carol.example", ""], alice)
        with django_capture_on_commit_callbacks(execute=True):
            ask_for_account(carols_record, by=dave, now=timezone.now() + timedelta(days=31))

        assert self.recipients() == {"carol@acme.example"}


class TestDeciding:
    def test_is_about_what_was_seen(
        self, dave: User, alice: User, carol: User, carols_record: Employee, now: datetime, sign_in: Callable[[User], HostClient]
    ) -> None:
        page = f"/people/{carols_record.pk}/bank/"
        browser = sign_in(dave)
        seen = ask_for_account(carols_record, by=carol, now=now)
        assert f'name="details" value="{seen.pk}"' in browser.get(page).content.decode()
        # In the meantime other accounts are asked for.
        withdraw_bank_details(details=seen, acting_user=carol, now=now)
        other = ask_for_account(carols_record, by=carol, now=now, number=OTHER_IBAN)

        for verb in ("confirm", "refuse", "withdraw"):
            answer = browser.post(f"{page}{verb}/", {"details": str(seen.pk)}, follow=True)
            assert "That change is not under way any more." in answer.content.decode()
        other.refresh_from_db()
        assert other.status == "waiting"
        browser.post(f"{page}confirm/", {"details": str(other.pk)})
        other.refresh_from_db()
        assert other.status == "confirmed"


class TestThePayRun:
    def test_is_told_what_changed_and_what_waits(
        self, carol: User, dave: User, carols_record: Employee, daves_record: Employee, now: datetime
    ) -> None:
        details = ask_for_account(carols_record, by=carol, now=now)
        confirm_bank_details(details=details, acting_user=dave, now=now)
        ask_for_account(daves_record, by=dave, now=now)
        run = now + COOLING + HOUR

        flags = bank_changes(since=now - 30 * COOLING, until=run)

        assert [(str(flag.employee), flag.is_waiting) for flag in flags] == [("Carol Chen", False), ("Dave Dunn", True)]
        assert [str(flag.employee) for flag in bank_changes(since=run, until=run + COOLING)] == ["Dave Dunn"]
        assert [flag.is_waiting for flag in bank_changes(since=now - COOLING, until=now + HOUR)] == [True, True]

    def test_reads_everybodys_accounts_in_two_statements(
        self,
        alice: User,
        carol: User,
        dave: User,
        carols_record: Employee,
        daves_record: Employee,
        now: datetime,
        django_assert_num_queries: Any,
    ) -> None:
        for employee, person in ((carols_record, carol), (daves_record, dave)):
            confirm_bank_details(details=ask_for_account(employee, by=person, now=now), acting_user=alice, now=now)
        ids = [carols_record.pk, daves_record.pk]

        with django_assert_num_queries(2):
            found = details_at(employee_ids=ids, moment=now + COOLING)
            assert [account.number for details in found.values() for account in accounts_of(details)] == [IBAN, IBAN]

    def test_sees_whose_account_it_is_too(
        self, alice: User, carol: User, dave: User, carols_record: Employee, daves_record: Employee, now: datetime
    ) -> None:
        confirm_bank_details(details=ask_for_account(carols_record, by=carol, now=now), acting_user=alice, now=now)
        mine = ask_for_account(daves_record, by=dave, now=now + 2 * COOLING)

        assert others_paid_to(mine, now=now + 2 * COOLING) == [carols_record]

    @pytest.mark.parametrize("is_confirmed", [False, True], ids=["waits", "cools off"])
    def test_sees_it_also_before_it_holds(
        self,
        is_confirmed: bool,
        alice: User,
        carol: User,
        dave: User,
        carols_record: Employee,
        daves_record: Employee,
        now: datetime,
    ) -> None:
        theirs = ask_for_account(carols_record, by=carol, now=now)
        if is_confirmed:
            confirm_bank_details(details=theirs, acting_user=alice, now=now)
        assert others_paid_to(ask_for_account(daves_record, by=dave, now=now), now=now + HOUR) == [carols_record]


class TestSecrecy:
    def test_neither_the_table_nor_the_trail_tells_a_number(
        self, carol: User, dave: User, carols_record: Employee, now: datetime
    ) -> None:
        details = ask_for_account(carols_record, by=carol, now=now)
        confirm_bank_details(details=details, acting_user=dave, now=now)

        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM personal_bankaccount")
            assert [text.startswith("v1.") for (text,) in cursor.fetchall()] == [True]
        events = AuditEvent.objects.filter(action__startswith="bankdetails:")
        assert set(events.values_list("action", flat=True)) == {"bankdetails:asked", "bankdetails:confirmed"}
        assert IBAN not in str([(event.before, event.after, event.object_label) for event in events])

    def test_a_number_carried_to_another_company_does_not_open(
        self, acme: Company, globex: Company, carol: User, carols_record: Employee, now: datetime
    ) -> None:
        ask_for_account(carols_record, by=carol, now=now)
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM personal_bankaccount")
            stolen = cursor.fetchone()
        with tenant_context(globex):
            mallory = User.objects.get(email="mallory@globex.example")
            ask_for_account(Employee.objects.get(user=mallory), by=mallory, now=now, number=OTHER_IBAN)
            with connection.cursor() as cursor:
                cursor.execute("UPDATE personal_bankaccount SET number = %s", stolen)
            with pytest.raises(CannotDecrypt):
                list(BankAccount.objects.all())
