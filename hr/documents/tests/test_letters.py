"""Letters: what templates may name, what they may not do, and what comes of them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.storage import default_storage

from hr.documents.actions.letters import make_letter
from hr.documents.actions.refusals import AlreadyThere, TypeNotUsed
from hr.documents.letters.typesetting import LetterNotSet, typeset_pdf, typeset_pictures
from hr.documents.letters.values import PLACEHOLDERS, empty_placeholders, example_values, letter_values
from hr.documents.models import Document, DocumentType, LetterTemplate
from hr.documents.tests.factories import NOW, add_template, type_named
from hr.people.models import Employee
from hr.people.tests.factories import employ
from hr.personal.models import Address, PersonalRecord
from tenants.accounts.models import User

type SignIn = Callable[[User], Any]
DAY = date(2026, 11, 20)
VALUES = {"employee": {"name": "Carol Chen"}, "company": {"name": "Acme"}, "letter": {"date": "20 Nov 2026"}}
ADMIN = "/admin/documents/lettertemplate/"


class TestTypesetting:
    def test_gives_the_same_file_for_the_same_letter(self) -> None:
        made = typeset_pdf("Dear #employee.name", VALUES, on=DAY)
        assert made.startswith(b"%PDF-1.7")
        assert typeset_pdf("Dear #employee.name", VALUES, on=DAY) == made
        assert typeset_pdf("Dear #employee.name", VALUES, on=date(2026, 11, 21)) != made

    def test_takes_values_for_text_whatever_they_look_like(self) -> None:
        name = '#panic("x") *Zoë* \\ [ $ " नेपाली'
        values = {**VALUES, "employee": {"name": name}}
        literal = name.replace("\\", "\\\\").replace('"', '\\"')
        assert typeset_pictures("Dear #employee.name", values, on=DAY) == typeset_pictures(f'Dear #"{literal}"', VALUES, on=DAY)

    @pytest.mark.parametrize(
        ("source", "said"),
        [
            ("\n\n#employee.nam", "Line 3: There is no “nam”. Use one of these: employee.name, company.name, letter.date."),
            ("#nope", "Line 1: “nope” is not known. Placeholders begin with employee, company or letter"),
            ("Dear\n#(", "Line 2: Typst says: unclosed delimiter. Mend this line and try again."),
            ('#read("/etc/passwd")', "Line 1: Templates can read no files"),
            ('#image("../../secret.png")', "Line 1: Templates can read no files"),
            ('#import "@preview/cetz:0.3.0"', "Line 1: Templates can read no files and no packages"),
            ('#import ("@pre" + "view/cetz:0.3.0")', "Line 1: Templates can read no files and no packages"),
            ("#let f(x) = f(x)\n#f(1)", "maximum function call depth exceeded"),
            ("#range(1000000000)", "This template takes too long or too much memory"),
        ],
        ids=["placeholder", "variable", "bracket", "file", "above", "package", "hidden package", "recursion", "memory"],
    )
    def test_a_wrong_template_is_told_with_its_line(self, source: str, said: str) -> None:
        with pytest.raises(LetterNotSet) as refusal:
            typeset_pdf(source, VALUES, on=DAY)
        assert said in refusal.value.message

    def test_shows_the_first_of_very_many_pages(self) -> None:
        source = "#set page(width: 2cm, height: 2cm)\n#for i in range(600) [#str(i) #pagebreak()]"
        assert len(typeset_pictures(source, VALUES, on=DAY)) == 20

    @pytest.mark.parametrize("size", ["1e9pt", "100000cm"])
    def test_a_page_that_is_too_large_to_be_drawn_is_told(self, size: str) -> None:
        with pytest.raises(LetterNotSet):
            typeset_pictures(f"#set page(width: {size}, height: {size})\nx", VALUES, on=DAY)


class TestValues:
    def test_are_those_of_the_day(self, carols_record: Employee, alice: User) -> None:
        employ(carols_record, job_title="Tester")
        PersonalRecord.objects.create(employee=carols_record, date_of_birth=date(1990, 1, 31))
        Address.objects.create(employee=carols_record, street="1 High Street", postcode="E1 6AN", city="London", country="GB")

        values = letter_values(carols_record, on=DAY, text="Hello", viewer=alice, today=DAY)

        assert {group: set(names) for group, names in values.items()} == {
            group: set(names) for group, names in PLACEHOLDERS.items()
        }
        assert values["employee"]["job_title"] == "Tester"
        assert values["employee"]["manager"] == "Bob Brown"
        assert values["employee"]["address"] == "1 High Street, E1 6AN London, United Kingdom"
        assert values["letter"] == {"date": "20 Nov 2026", "text": "Hello", "signed_by": "Alice Archer"}
        before = letter_values(carols_record, on=date(2025, 1, 1), text="", viewer=alice, today=DAY)
        assert (before["employee"]["job_title"], before["employee"]["first_day"]) == ("", "5 Jan 2026")

    def test_leave_out_what_whoever_writes_may_not_see(self, carols_record: Employee, bob: User) -> None:
        PersonalRecord.objects.create(employee=carols_record, date_of_birth=date(1990, 1, 31))
        values = letter_values(carols_record, on=DAY, text="", viewer=bob, today=DAY)
        assert (values["employee"]["date_of_birth"], values["employee"]["address"]) == ("", "")

    def test_that_are_missing_are_named(self) -> None:
        values = {"employee": {"name": "", "manager": ""}, "letter": {"text": "x"}}
        assert empty_placeholders("Dear #employee.name, #letter.text", values) == ["full name"]


class TestMaking:
    def make(self, template: LetterTemplate, employee: Employee, by: User) -> Document:
        values = letter_values(employee, on=DAY, text="Welcome.", viewer=by, today=DAY)
        return make_letter(template=template, employee=employee, values=values, on=DAY, acting_user=by, now=NOW)

    def test_keeps_a_document(self, carols_record: Employee, alice: User) -> None:
        template = add_template()
        document = self.make(template, carols_record, alice)

        assert (document.type.name, document.title, document.original_name) == ("Letter", "Welcome", "Welcome Carol Chen.pdf")
        with default_storage.open(document.file) as file:
            assert file.read().startswith(b"%PDF")
        with pytest.raises(AlreadyThere):
            self.make(template, carols_record, alice)

    def test_of_a_type_that_was_removed_is_refused(self, carols_record: Employee, alice: User) -> None:
        DocumentType.objects.update(is_active=False)
        template = add_template()
        with pytest.raises(TypeNotUsed):
            self.make(template, carols_record, alice)

    @pytest.mark.parametrize("name", ["Employment contract", "Confirmation of employment", "Reference"])
    def test_what_a_company_begins_with_can_be_made(self, carols_record: Employee, alice: User, name: str) -> None:
        template = LetterTemplate.objects.select_related("type").get(name=name)
        assert self.make(template, carols_record, alice).size > 1000
        typeset_pdf(template.source, example_values(), on=DAY)


class TestAdmin:
    def test_a_template_is_saved_once_it_works(self, sign_in: SignIn, alice: User) -> None:
        client = sign_in(alice)
        data = {"name": "Welcome", "type": type_named("Letter").pk, "is_active": "on"}
        page = client.post(f"{ADMIN}add/", {**data, "source": "Dear\r\n#employe.name"}).content.decode()
        assert "Line 2: “employe” is not known" in page
        assert not LetterTemplate.objects.filter(name="Welcome").exists()
        assert client.post(f"{ADMIN}add/", {**data, "source": "Dear\r\n#employee.name"}).status_code == 302
        assert LetterTemplate.objects.get(name="Welcome").source == "Dear\n#employee.name"

    def test_a_letter_is_looked_at_and_kept(self, sign_in: SignIn, alice: User, carols_record: Employee) -> None:
        template = add_template(source="Dear #employee.first_name #employee.cost #employee.job_title")
        client, url = sign_in(alice), f"{ADMIN}{template.pk}/write/"
        data = {"employee": carols_record.pk, "day": "2026-11-20", "text": ""}
        assert "There is no “cost”" in client.post(url, {**data, "look": "yes"}).content.decode()
        assert not Document.objects.exists()

        LetterTemplate.objects.update(source="Dear #employee.first_name #employee.job_title")
        page = client.post(url, {**data, "look": "yes"}).content.decode()
        assert "data:image/png;base64," in page
        assert "Nothing is known for: job title. Look" in page
        assert not Document.objects.exists()
        assert client.post(url, {**data, "keep": "yes"}).status_code == 302
        assert Document.objects.get().employee == carols_record

    def test_one_that_is_not_used_any_more_is_not_written(self, sign_in: SignIn, alice: User, carols_record: Employee) -> None:
        template = add_template(is_active=False)
        data = {"employee": carols_record.pk, "day": "2026-11-20", "text": "", "keep": "yes"}
        page = sign_in(alice).post(f"{ADMIN}{template.pk}/write/", data, follow=True)
        assert "No more letters are made of this template" in page.content.decode()
        assert not Document.objects.exists()

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ({"employee": "nonsense"}, "Select a valid choice"),
            ({"day": "soon"}, "Enter a valid date"),
            ({"employee": ""}, "required"),
        ],
        ids=["no person", "no date", "nobody"],
    )
    def test_nonsense_is_told(
        self, sign_in: SignIn, alice: User, carols_record: Employee, values: dict[str, str], said: str
    ) -> None:
        data = {"employee": str(carols_record.pk), "day": "2026-11-20", "text": "", "look": "yes", **values}
        assert said in sign_in(alice).post(f"{ADMIN}{add_template().pk}/write/", data).content.decode()
