"""Fields that a company adds: defined, filled in, shown, removed, purged."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from conftest import HostClient
from core.audit.models import AuditEvent
from core.audit.sentences import sentence_of
from hr.custom_fields.actions import add_field, change_field, remove_field, restore_field
from hr.custom_fields.forms import form_name
from hr.custom_fields.models import CustomField
from hr.people.actions import CustomValueRefused, FieldInUse, purge_field, set_custom_values
from hr.people.models import Employee
from hr.people.tests.factories import as_sent
from tenants.accounts.models import User

SignIn = Callable[[User], HostClient]


@pytest.fixture
def size(alice: User) -> CustomField:
    """A field of the personal data that people change by themselves."""
    choices = {"kind": "choice", "choices": ["S", "M", "L"], "is_in_lists": True, "person_may_change": True}
    return add_field(name="Shirt size", acting_user=alice, **choices)


@pytest.fixture
def badge(alice: User) -> CustomField:
    """A field of the job, which they do not."""
    return add_field(name="Badge", kind="number", data_group="job", is_required=True, acting_user=alice)


class TestValues:
    def test_they_are_set_told_and_taken_away(self, size: CustomField, carols_record: Employee, alice: User) -> None:
        set_custom_values(employee=carols_record, values={size.key: "M"}, acting_user=alice)
        carols_record.refresh_from_db()
        assert carols_record.custom_values == {size.key: "M"}
        event = AuditEvent.objects.filter(action="employee:changed").latest("occurred_at")
        assert (event.before, event.after) == ({"Shirt size": ""}, {"Shirt size": "M"})
        assert sentence_of(event) == "Alice Archer changed Carol Chen’s Shirt size to “M”."
        set_custom_values(employee=carols_record, values={size.key: None}, acting_user=alice)
        carols_record.refresh_from_db()
        assert carols_record.custom_values == {}

    def test_the_history_shows_personal_ones_to_who_may_see_personal_data(
        self, size: CustomField, badge: CustomField, carols_record: Employee, alice: User, bob: User, sign_in: SignIn
    ) -> None:
        set_custom_values(employee=carols_record, values={size.key: "M", badge.key: 17}, acting_user=alice)
        page = f"/people/{carols_record.pk}/history/"
        managers = sign_in(bob).get(page).content.decode()
        assert "Badge" in managers
        assert "Shirt size" not in managers
        assert "Shirt size" in sign_in(alice).get(page).content.decode()

    def test_what_does_not_fit_is_refused(
        self, size: CustomField, badge: CustomField, carols_record: Employee, alice: User
    ) -> None:
        for values in ({size.key: "XL"}, {badge.key: None}):
            with pytest.raises(CustomValueRefused):
                set_custom_values(employee=carols_record, values=values, acting_user=alice)

    def test_the_table_takes_nothing_but_an_object(self, carols_record: Employee) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Employee.objects.filter(pk=carols_record.pk).update(custom_values=["S"])


class TestRemoving:
    def test_values_stay_until_they_are_purged(self, size: CustomField, carols_record: Employee, alice: User) -> None:
        set_custom_values(employee=carols_record, values={size.key: "M"}, acting_user=alice)
        with pytest.raises(FieldInUse):
            purge_field(field=size, acting_user=alice)
        remove_field(field=size, acting_user=alice, now=timezone.now())
        restore_field(field=size, acting_user=alice)
        remove_field(field=size, acting_user=alice, now=timezone.now())
        carols_record.refresh_from_db()
        assert carols_record.custom_values == {size.key: "M"}
        assert purge_field(field=size, acting_user=alice) == 1
        carols_record.refresh_from_db()
        assert carols_record.custom_values == {}
        assert not CustomField.objects.exists()

    def test_a_name_is_free_again(self, size: CustomField, alice: User) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            add_field(name="shirt size", kind="text", acting_user=alice)
        remove_field(field=size, acting_user=alice, now=timezone.now())
        assert str(add_field(name="shirt size", kind="text", acting_user=alice)) == "shirt size"

    def test_the_kind_stays(self, size: CustomField, alice: User) -> None:
        assert change_field(field=size, acting_user=alice, kind="text", name="Size").kind == "choice"


class TestTheAdministration:
    def test_a_field_is_added_and_stands_on_the_forms_lists_and_filters(
        self, alice: User, carols_record: Employee, sign_in: Callable[[User], HostClient]
    ) -> None:
        browser = sign_in(alice)
        values = {"name": "Parking", "data_group": "job", "kind": "yes_no", "choices": "", "is_in_lists": "on", "position": "0"}
        added = browser.post("/admin/custom_fields/customfield/add/", values)
        assert added.status_code == 302, added.context["errors"]
        field = CustomField.objects.get()
        page = browser.get(f"/admin/people/employee/{carols_record.pk}/change/").content.decode()
        assert "Parking" in page
        sent = as_sent(carols_record, **{form_name(field): "yes"})
        answer = browser.post(f"/admin/people/employee/{carols_record.pk}/change/", sent)
        assert answer.status_code == 302, answer.context["adminform"].form.errors
        carols_record.refresh_from_db()
        assert carols_record.custom_values == {field.key: True}
        rows = browser.get(f"/admin/people/employee/?custom_{field.pk.hex}=yes").content.decode()
        assert "Carol Chen" in rows
        assert "Dave Dunn" not in rows.partition("result_list")[2]
        exported: Any = browser.get("/admin/people/employee/?export=csv")
        text = b"".join(exported.streaming_content).decode("utf-8-sig")
        assert text.splitlines()[0].endswith("Parking")
        assert "yes" in next(line for line in text.splitlines() if "Carol" in line)

    def test_a_value_that_is_no_choice_any_more_stays_until_it_is_changed(
        self, size: CustomField, alice: User, carols_record: Employee, sign_in: SignIn
    ) -> None:
        set_custom_values(employee=carols_record, values={size.key: "M"}, acting_user=alice)
        change_field(field=size, acting_user=alice, choices=["S", "L"])
        browser, url = sign_in(alice), f"/people/{carols_record.pk}/further/personal/"
        assert '<option value="M" selected>' in browser.get(url).content.decode()
        for chosen, kept in (("M", "M"), ("L", "L")):
            assert browser.post(url, {form_name(size): chosen}).status_code == 302
            carols_record.refresh_from_db()
            assert carols_record.custom_values == {size.key: kept}
        assert "Select a valid choice" in browser.post(url, {form_name(size): "M"}).content.decode()

    def test_numbers_are_sorted_as_numbers(self, badge: CustomField, alice: User, sign_in: SignIn) -> None:
        change_field(field=badge, acting_user=alice, is_in_lists=True)
        for name, number in (("Bob", 9), ("Carol", 10), ("Dave", 100)):
            set_custom_values(employee=Employee.objects.get(first_name=name), values={badge.key: number}, acting_user=alice)
        page = sign_in(alice).get("/admin/people/employee/?o=8")
        shown = [employee.first_name for employee in page.context["cl"].result_list]
        assert [name for name in shown if name != "Alice"] == ["Bob", "Carol", "Dave"]

    def test_choices_are_needed_where_there_are_choices(self, alice: User, sign_in: Callable[[User], HostClient]) -> None:
        values = {"name": "Size", "data_group": "personal", "kind": "choice", "choices": "\n\n", "position": "0"}
        answer = sign_in(alice).post("/admin/custom_fields/customfield/add/", values)
        assert "Give at least one choice." in answer.content.decode()

    def test_a_wrong_value_stays_in_the_form_with_its_error(
        self, badge: CustomField, alice: User, carols_record: Employee, sign_in: Callable[[User], HostClient]
    ) -> None:
        answer = sign_in(alice).post(
            f"/admin/people/employee/{carols_record.pk}/change/", as_sent(carols_record, **{form_name(badge): "x"})
        )
        assert "Enter a number." in answer.content.decode()


class TestThePagesOfAPerson:
    def test_people_change_what_they_may_and_see_the_rest(
        self, size: CustomField, badge: CustomField, carol: User, carols_record: Employee, sign_in: Callable[[User], HostClient]
    ) -> None:
        browser = sign_in(carol)
        assert browser.get(f"/people/{carols_record.pk}/further/job/").status_code == 404
        answer = browser.post(f"/people/{carols_record.pk}/further/personal/", {form_name(size): "L"})
        assert answer.headers["Location"] == f"/people/{carols_record.pk}/personal/"
        assert "Shirt size" in browser.get(answer.headers["Location"]).content.decode()

    def test_only_those_who_may(
        self, size: CustomField, bob: User, carols_record: Employee, sign_in: Callable[[User], HostClient]
    ) -> None:
        assert sign_in(bob).get(f"/people/{carols_record.pk}/further/personal/").status_code == 404
        assert sign_in(bob).get(f"/people/{carols_record.pk}/further/nonsense/").status_code == 404


class TestImports:
    def test_a_column_may_be_one_of_them(self, size: CustomField, badge: CustomField, alice: User, carols_record: Employee) -> None:
        from hr.imports.tests.factories import applied, checked, problems, undone

        text = "Email,Shirt size,Badge\ncarol@acme.example,m,17\n"
        assert "none of these: S, M, L" in problems(checked(text.replace(",m,", ",XL,"), alice))[0]
        done = applied(text, alice)
        carols_record.refresh_from_db()
        assert carols_record.custom_values == {size.key: "M", badge.key: "17"}
        undone(done, alice)

    def test_new_people_need_what_is_required(self, badge: CustomField, alice: User) -> None:
        from hr.imports.tests.factories import applied, checked, problems

        text = "Name,Email,Start date,Badge\nErin Eld,erin@acme.example,2026-12-01,\n"
        assert problems(checked(text, alice)) == ["2 Badge: New people need it. Fill the cell in, or add a column that has it."]
        applied(text.replace("01,", "01,18"), alice)
        assert Employee.objects.get(work_email="erin@acme.example").custom_values == {badge.key: "18"}
