"""Policies: published, signed, asked for anew, reminded of."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils import timezone

from core.audit.models import AuditEvent
from core.audit.sentences import sentence_of
from hr.documents import tasks
from hr.documents.actions.policies import publish_version, remind_of_policies, sign_policy, tell_of_policy
from hr.documents.actions.refusals import NameNotTyped, NewerVersionThere, NotForThem, PolicyNameTaken, SameVersion
from hr.documents.models import Acknowledgement, Policy, PolicyVersion
from hr.documents.queries import storage
from hr.documents.queries.policies import audience_of, progress_of, unsigned
from hr.documents.rules.signatures import is_signed_by, signature_reminder_due
from hr.documents.tests.factories import NOW, pdf, publish, upload
from hr.people.models import Department, Employee
from hr.people.tests.factories import add_people, employ, employ_user
from tenants.accounts.models import User

type SignIn = Callable[[User], Any]
TODAY = NOW.date()


def sign(version: PolicyVersion, employee: Employee, name: str = "", **values: Any) -> Acknowledgement:
    assert employee.user is not None
    given = {"ip": "192.0.2.7", "user_agent": "Firefox", "today": TODAY, "now": NOW, **values}
    return sign_policy(
        version=version, employee=employee, typed_name=name or employee.full_name, acting_user=employee.user, **given
    )


@pytest.fixture
def version(alice: User, carols_record: Employee) -> PolicyVersion:
    # Provisioning employs the owner from the day of the tests on.
    employ_user(alice)
    return publish(alice)


class TestPublishing:
    def test_asks_everybody(self, version: PolicyVersion, carols_record: Employee, django_capture_on_commit_callbacks: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            assert tell_of_policy(version=version, today=TODAY) == 4
        assert {message.to[0].partition("@")[0] for message in mail.outbox} == {"alice", "bob", "carol", "dave"}
        assert mail.outbox[0].subject == "Please read and sign: Code of conduct"
        assert "Alice Archer published Code of conduct, version 1." in [sentence_of(event) for event in AuditEvent.objects.all()]
        assert storage().used == version.size

    def test_may_be_for_a_department_and_its_parts(self, alice: User, bob: User, carols_record: Employee) -> None:
        engineering = Department.objects.get(name="Engineering")
        part = Department.objects.create(name="Platform", parent=engineering)
        employ(carols_record, department=part)
        policy = publish(alice, department=engineering).policy
        assert [str(person) for person in audience_of(policy, on=TODAY)] == ["Bob Brown", "Carol Chen"]

    def test_a_name_twice_and_a_file_twice_are_told(self, version: PolicyVersion, alice: User) -> None:
        with pytest.raises(PolicyNameTaken):
            publish(alice, name="CODE of conduct")
        with pytest.raises(SameVersion):
            publish_version(policy=version.policy, upload=upload("Be kind"), changes="", acting_user=alice, now=NOW)

    def test_a_newer_version_asks_anew(
        self, version: PolicyVersion, alice: User, carols_record: Employee, django_capture_on_commit_callbacks: Any
    ) -> None:
        sign(version, carols_record)
        newer = publish_version(policy=version.policy, upload=upload("Be kinder"), changes="More", acting_user=alice, now=NOW)

        assert newer.number == 2
        assert carols_record in unsigned(newer, on=TODAY)
        with pytest.raises(NewerVersionThere):
            sign(version, carols_record)
        with django_capture_on_commit_callbacks(execute=True):
            tasks.announce_policy(version_id=str(newer.pk))
        assert "has a new version of “Code of conduct”" in str(mail.outbox[0].body)


class TestSigning:
    def test_keeps_who_when_where_and_what(self, version: PolicyVersion, carols_record: Employee) -> None:
        signature = sign(version, carols_record, "carol  CHEN")

        assert (signature.signed_name, signature.signed_at, signature.ip) == ("carol  CHEN", NOW, "192.0.2.7")
        assert signature.sha256 == version.sha256 == upload("Be kind").sha256
        assert sign(version, carols_record) == signature
        assert Acknowledgement.objects.count() == 1

    def test_is_refused(self, version: PolicyVersion, carols_record: Employee, alice: User) -> None:
        with pytest.raises(NameNotTyped, match="Carol Chen"):
            sign(version, carols_record, "Bob Brown")
        finance = Department.objects.get(name="Finance")
        with pytest.raises(NotForThem):
            sign(publish(alice, name="For finance", words="x", department=finance), carols_record)

    def test_is_never_undone(self, version: PolicyVersion, carols_record: Employee) -> None:
        signature = sign(version, carols_record)
        for change in (lambda: Acknowledgement.objects.update(signed_name="x"), signature.delete):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()

    @pytest.mark.parametrize(
        ("typed", "name", "signs"),
        [
            ("Zoë Müller", "Zoe\u0308 Mu\u0308ller", True),
            (" zoë  müller ", "Zoë Müller", True),
            ("Zoe Muller", "Zoë Müller", False),
            ("", "", False),
        ],
        ids=["accents", "case", "other", "nothing"],
    )
    def test_takes_ones_own_name(self, typed: str, name: str, signs: bool) -> None:
        assert is_signed_by(typed, name) is signs


class TestPages:
    def test_from_home_to_signature(self, sign_in: SignIn, carol: User, version: PolicyVersion) -> None:
        client = sign_in(carol)
        url = f"/policies/{version.policy_id}/"
        assert "Please read and sign" in client.get("/").content.decode()
        assert version.sha256 in client.get(url).content.decode()
        assert b"".join(client.get(f"{url}{version.pk}/")) == pdf("Be kind")

        page = client.post(url, {"version": version.pk, "has_read": "on", "name": "Bob Brown"}).content.decode()
        assert "Type your name as it stands in your record: Carol Chen." in page
        assert "This field is required" in client.post(url, {"version": version.pk, "name": "Carol Chen"}).content.decode()
        assert client.post(url, {"version": version.pk, "has_read": "on", "name": "Carol Chen"}).status_code == 302

        assert Acknowledgement.objects.get().ip == "127.0.0.1"
        assert "You have signed it" in client.get(url).content.decode()
        assert "Please read and sign" not in client.get("/").content.decode()

    def test_who_reads_an_older_one_is_shown_the_newer(
        self, sign_in: SignIn, alice: User, carol: User, version: PolicyVersion
    ) -> None:
        publish_version(policy=version.policy, upload=upload("Be kinder"), changes="", acting_user=alice, now=NOW)
        data = {"version": version.pk, "has_read": "on", "name": "Carol Chen"}
        page = sign_in(carol).post(f"/policies/{version.policy_id}/", data, follow=True).content.decode()
        assert "A newer version was published in the meantime" in page
        assert not Acknowledgement.objects.exists()

    def test_nothing_waits_before_the_first_day(
        self, sign_in: SignIn, carol: User, carols_record: Employee, version: PolicyVersion
    ) -> None:
        employ(carols_record, start_date=timezone.localdate() + timedelta(days=1))
        client = sign_in(carol)
        assert "Nothing to sign" in client.get("/policies/").content.decode()
        assert "Please read and sign" not in client.get("/").content.decode()
        assert client.get(f"/policies/{version.policy_id}/").status_code == 404

    def test_what_is_for_others_is_not_there(self, sign_in: SignIn, alice: User, carol: User, carols_record: Employee) -> None:
        version = publish(alice, department=Department.objects.get(name="Finance"))
        assert "Nothing to sign" in sign_in(carol).get("/policies/").content.decode()
        assert sign_in(carol).get(f"/policies/{version.policy_id}/").status_code == 404
        assert sign_in(carol).get(f"/policies/{version.policy_id}/{version.pk}/").status_code == 404


class TestReminders:
    def test_come_weekly_until_it_is_signed(
        self, version: PolicyVersion, carols_record: Employee, daves_record: Employee, bob: User, alice: User
    ) -> None:
        sign(version, Employee.objects.get(user=alice))
        sign(version, Employee.objects.get(user=bob))
        employ(daves_record, start_date=TODAY + timedelta(days=3))
        sent = {}
        for day in range(60):
            sent[day] = remind_of_policies(today=TODAY + timedelta(days=day))
            assert remind_of_policies(today=TODAY + timedelta(days=day)) == 0
        assert [day for day, count in sent.items() if count] == [3, 7, 10, 14, 17, 21, 24, 28, 31]

    def test_go_by_the_companys_days(self, version: PolicyVersion) -> None:
        # It is the 21st already where they are.
        PolicyVersion.objects.update(published_at=datetime(2026, 11, 20, 20, 0, tzinfo=UTC))
        with timezone.override("Pacific/Auckland"):
            assert remind_of_policies(today=date(2026, 11, 27)) == 0
            assert remind_of_policies(today=date(2026, 11, 28)) == 4

    def test_do_not_come_for_what_is_not_used(self, version: PolicyVersion) -> None:
        Policy.objects.update(is_active=False)
        assert remind_of_policies(today=TODAY + timedelta(days=7)) == 0

    @pytest.mark.parametrize(("day", "due"), [(0, False), (1, False), (7, True), (28, True), (35, False)])
    def test_rule(self, day: int, due: bool) -> None:
        first_day = date(2020, 1, 1)
        assert signature_reminder_due(published_on=TODAY, first_day=first_day, today=TODAY + timedelta(days=day)) is due


class TestAdmin:
    LIST = "/admin/documents/policy/"

    def test_publishes(self, sign_in: SignIn, alice: User) -> None:
        client = sign_in(alice)
        data = {"name": "Travel", "department": "", "file": SimpleUploadedFile("travel.pdf", pdf("Go by train"))}
        assert client.post(f"{self.LIST}add/", data).status_code == 302
        policy = Policy.objects.get()
        data = {"changes": "Night trains", "file": SimpleUploadedFile("travel.pdf", pdf("Go by night"))}
        assert client.post(f"{self.LIST}{policy.pk}/publish/", data).status_code == 302
        assert list(policy.versions.values_list("number", "changes").order_by("number")) == [(1, ""), (2, "Night trains")]

    def test_tells_nonsense(self, sign_in: SignIn, alice: User, version: PolicyVersion) -> None:
        client = sign_in(alice)
        for data, said in (
            ({"name": "New", "file": SimpleUploadedFile("x.pdf", b"MZ")}, "that is not what is in the file"),
            ({"name": "Code of conduct", "file": SimpleUploadedFile("x.pdf", pdf())}, "There is a policy of this name already"),
            ({"name": "New"}, "This field is required"),
        ):
            assert said in client.post(f"{self.LIST}add/", data).content.decode()

    def test_shows_who_has_not_signed(self, sign_in: SignIn, alice: User, version: PolicyVersion, carols_record: Employee) -> None:
        sign(version, carols_record)
        page = sign_in(alice).get(f"{self.LIST}{version.policy_id}/change/").content.decode()
        assert "Bob Brown</a>" in page
        assert "Carol Chen</a>" not in page
        assert version.sha256 in page

    def test_reminds(self, sign_in: SignIn, alice: User, version: PolicyVersion) -> None:
        client = sign_in(alice)
        assert "4 people have not signed" in client.get(f"{self.LIST}{version.policy_id}/remind/").content.decode()
        assert client.post(f"{self.LIST}{version.policy_id}/remind/", {"post": "yes"}).status_code == 302
        assert AuditEvent.objects.filter(action="policyversion:reminded").exists()

    def test_lists_cost_the_same_however_long(
        self, sign_in: SignIn, alice: User, version: PolicyVersion, django_assert_max_num_queries: Any
    ) -> None:
        people = add_people(25)
        for number in range(12):
            publish(alice, name=f"Policy {number}", words=f"Words {number}")
        Acknowledgement.objects.bulk_create(
            Acknowledgement(
                version=version, employee=each, signed_name="x", signed_at=NOW, sha256=version.sha256, signed_by_id=alice.pk
            )
            for each in people
        )
        client = sign_in(alice)
        client.get("/admin/")
        with django_assert_max_num_queries(12):
            assert "25 of 29" in client.get(self.LIST).content.decode()
        with django_assert_max_num_queries(12):
            assert "Test 24" in client.get("/admin/documents/acknowledgement/").content.decode()
        assert version.sha256 in b"".join(client.get("/admin/documents/acknowledgement/?export=csv")).decode()

    def test_progress_counts_only_who_is_asked(self, version: PolicyVersion, carols_record: Employee) -> None:
        sign(version, carols_record)
        employ(carols_record, end_date=TODAY - timedelta(days=1))
        progress = progress_of([version.policy], on=TODAY)[version.policy_id]
        assert (progress.signed, progress.asked) == (0, 3)
