"""What an import would do."""

from datetime import date

import pytest

from hr.imports.models import ImportStatus, Verdict
from hr.imports.rules.dates import DayOrder
from hr.imports.tests.factories import checked, problems, row, uploaded
from hr.people.actions import change_employee
from hr.people.models import Department, Employee, EmploymentTerms, Location
from hr.people.tests.test_seats import give_limit
from tenants.accounts.models import User
from tenants.companies.models import Company

HEAD = "First name,Last name,Email,Start date,Job title,Department,Manager\n"
ERIN = "Erin,Eld,erin@acme.example,2026-12-01,Engineer,Engineering,bob@acme.example\n"


class TestVerdicts:
    def test_a_new_person_is_told_with_all_values(self, alice: User) -> None:
        found = checked(HEAD + ERIN, alice)
        assert (found.status, row(found).verdict, row(found).name) == (ImportStatus.CHECKED, Verdict.NEW, "Erin Eld")
        assert ["Manager", "", "Bob Brown"] in row(found).changes
        assert ["First day", "", "1 Dec 2026"] in row(found).changes

    def test_somebody_who_is_here_is_known_by_their_address_and_told_with_what_differs(self, alice: User) -> None:
        found = checked(HEAD + "Carol,Chen, CAROL@acme.example,2026-01-05,Lead,Engineering,Bob Brown\n", alice)
        assert (row(found).verdict, row(found).changes) == (Verdict.CHANGED, [["Job title", "", "Lead"]])
        assert row(found).employee == Employee.objects.get(work_email="carol@acme.example")

    def test_nothing_differs(self, alice: User) -> None:
        assert row(checked("Email,Department\ncarol@acme.example,engineering\n", alice)).verdict == Verdict.SAME

    def test_an_empty_cell_changes_nothing(self, alice: User) -> None:
        assert row(checked("Email,Manager,Department\ncarol@acme.example,,\n", alice)).verdict == Verdict.SAME

    def test_somebody_is_known_by_their_number(self, alice: User, carol: User) -> None:
        number = Employee.objects.get(user=carol).number
        found = checked(f"Employee number,Last name,Email\n{number},Chen,carol.chen@acme.example\n", alice)
        assert row(found).changes == [["Work e-mail", "carol@acme.example", "carol.chen@acme.example"]]

    def test_nothing_is_written(self, alice: User) -> None:
        before = list(Employee.objects.values()), list(EmploymentTerms.objects.values()), list(Department.objects.values())
        checked(HEAD + ERIN + "Carol,Chen,carol@acme.example,,Lead,Sales,\n", alice)
        assert before == (
            list(Employee.objects.values()),
            list(EmploymentTerms.objects.values()),
            list(Department.objects.values()),
        )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Email,Start date\nerin@acme.example,2026-12-01\n", "2 First name: New people need it."),
        ("First name,Email\nErin,erin@acme.example\n", "2 First day: New people need it."),
        ("First name,Email,Start date\nErin,erin@,2026-12-01\n", "2 Email: “erin@”: Enter a valid email address."),
        ("First name,Email,Start date\nErin,erin@acme.example,31.02.2026\n", "2 Start date: “31.02.2026” is no date"),
        ("First name,Email,Start date\nErin,e@acme.example,03/04/2026\n", "2 Start date: “03/04/2026” may be either of 3 Apr 2026"),
        ("First name,Email,Start date\nErin,e@acme.example,0026-12-01\n", "2 Start date: The year 26 cannot be right."),
        ("Email,Weekly hours\ncarol@acme.example,all\n", "2 Weekly hours: “all” is no number."),
        ("Email,Weekly hours\ncarol@acme.example,200\n", "2 Weekly hours: “200”: Ensure this value is less than or equal to 168."),
        ("Email,Weekly hours\ncarol@acme.example,#REF!\n", "2 Weekly hours: The cell holds an error of the spreadsheet, “#REF!”."),
        ("Email,Contract\ncarol@acme.example,for life\n", "2 Contract: “for life” is none of these: Permanent, Fixed term"),
        ("Email,Nationality\ncarol@acme.example,Atlantis\n", "2 Nationality: “Atlantis” is no country"),
        ("Email,Time zone\ncarol@acme.example,Mars/Base\n", "2 Time zone: “Mars/Base”: "),
        (f"Email,Job title\ncarol@acme.example,{'x' * 121}\n", f"2 Job title: “{'x' * 60}…”: Ensure this value has at most 120"),
        ("Email,Mobile\ncarol@acme.example,call me\n", "2 Mobile: “call me”: Give a phone number with digits"),
        ("Email,City\ncarol@acme.example,London\n", "2 Town or city: An address needs this too: "),
        ("Email,Department\ncarol@acme.example,Enginering\n", "2 Department: There is no department “Enginering”."),
        ("Email,Manager\ncarol@acme.example,Somebody Else\n", "2 Manager: We cannot tell who “Somebody Else” is."),
        ("Email,Manager\ncarol@acme.example,Carol Chen\n", "2 Manager: Nobody is their own manager."),
        ("Email,Start date\ncarol@acme.example,2026-02-01\n", "2 First day: Carol Chen is here since 5 Jan 2026."),
        ("Email,End date\ncarol@acme.example,2025-12-31\n", "2 Last day: The last day comes before the first."),
        ("Email,Title,Last day\ncarol@acme.example,A,2026-10-31\n", "2 Job title: The last day comes before 21 Nov 2026, from"),
        ("Email,Job title\ncarol@acme.example,A\nCarol@acme.example,B\n", "3 Work e-mail: Row 2 is about the same person."),
        ("Name,Email,Start date,End date\nErin,e@acme.example,2026-12-01,2026-11-01\n", "2 Last day: The last day comes before"),
        ("Email,Manager\nbob@acme.example,Carol Chen\n", "2 Manager: They would report to themselves: Bob Brown → Carol Chen"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_cell_is_said_with_what_to_do(alice: User, text: str, expected: str) -> None:
    found = problems(checked(text, alice))
    [message] = found
    assert message.startswith(expected)


class TestFullNames:
    """Where a name parts is known of whoever is here; a file cannot know it."""

    @pytest.mark.parametrize("written", ["Mary Jane Watson", "Watson, Mary Jane", "mary jane WATSON", "Watson Mary Jane"])
    def test_the_same_name_is_no_change(self, alice: User, carols_record: Employee, written: str) -> None:
        change_employee(employee=carols_record, acting_user=alice, first_name="Mary Jane", last_name="Watson")
        by_email = checked(f'Email,Name\ncarol@acme.example,"{written}"\n', alice)
        by_number = checked(f'Employee number,Name\n{carols_record.number},"{written}"\n', alice)
        assert (row(by_email).verdict, row(by_number).verdict) == (Verdict.SAME, Verdict.SAME)

    def test_half_a_name_empties_nothing(self, alice: User) -> None:
        assert row(checked("Email,Name\ncarol@acme.example,Carol\n", alice)).verdict == Verdict.SAME

    def test_another_name_is_a_change(self, alice: User) -> None:
        found = checked("Email,Name\ncarol@acme.example,Carol Chen-Brown\n", alice)
        assert row(found).changes == [["Last name", "Chen", "Chen-Brown"]]

    def test_who_is_new_may_have_one_name(self, alice: User) -> None:
        found = checked("Email,Name,Start date\nsuharto@acme.example,Suharto,2026-12-01\n", alice)
        assert (row(found).verdict, row(found).name) == (Verdict.NEW, "Suharto")

    def test_a_number_and_a_new_last_name_are_somebody_who_is_here(self, alice: User, carols_record: Employee) -> None:
        found = checked(f"Employee number,Name\n{carols_record.number},Carol Brown\n", alice)
        assert row(found).changes == [["Last name", "Chen", "Brown"]]
        other = checked(f"Employee number,Name\n{carols_record.number},Nora Nilsson\n", alice)
        assert "the row is about somebody else" in problems(other)[0]


class TestNumbersOfAnotherSystem:
    def test_they_are_not_taken_for_ours(self, alice: User) -> None:
        found = uploaded("Employee number,Name,Email,Start date\n10023,Erin Eld,erin@acme.example,2026-12-01\n", alice)
        assert found.mapping["columns"] == {"1": "full_name", "2": "work_email", "3": "start_date"}

    def test_one_that_nobody_has_is_an_error(self, alice: User) -> None:
        found = checked("Employee number,Email\n10023,carol@acme.example\n", alice, columns={0: "number", 1: "work_email"})
        assert problems(found)[0].startswith("2 Employee number: Nobody has the number 10023.")

    def test_one_of_somebody_else_is_an_error(self, alice: User, bobs_record: Employee) -> None:
        text = f"Employee number,Email\n{bobs_record.number},carol@acme.example\n"
        assert problems(checked(text, alice))[0].startswith(f"2 Employee number: The number {bobs_record.number} is Bob Brown’s")


class TestManagersInTheSameFile:
    def test_one_may_come_later(self, alice: User) -> None:
        text = (
            "Name,Email,Start date,Manager\nErin Eld,erin@acme.example,2026-12-01,Fay Fox\nFay Fox,fay@acme.example,2026-12-01,\n"
        )
        found = checked(text, alice)
        assert problems(found) == []
        assert ["Manager", "", "Fay Fox"] in row(found).changes

    def test_a_circle_is_refused_for_all_in_it_and_those_below(self, alice: User) -> None:
        text = "Name,Email,Start date,Manager\n" + "".join(
            f"{name} X,{name}@acme.example,2026-12-01,{manager}@acme.example\n"
            for name, manager in [("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"), ("e", "d"), ("f", "bob")]
        )
        found = problems(checked(text, alice))
        assert found[0].startswith("2 Manager: They would report to themselves: a X → b X → c X → a X.")
        assert [each[0] for each in found] == ["2", "3", "4", "5", "6"]
        assert found[3] == "5 Manager: Row 2, their manager, has errors of its own. Put that right first."

    def test_whoever_reports_to_an_error_waits(self, alice: User) -> None:
        text = "Name,Email,Start date,Manager\nErin Eld,erin@acme.example,nonsense,\nFay Fox,fay@acme.example,2026-12-01,Erin Eld\n"
        assert problems(checked(text, alice))[1].startswith("3 Manager: Row 2, their manager, has errors of its own.")

    def test_endless_lines_are_refused(self, alice: User) -> None:
        rows = [f"P{n} X,p{n}@acme.example,2026-12-01,p{n + 1}@acme.example\n" for n in range(60)]
        text = "Name,Email,Start date,Manager\n" + "".join(rows) + "P60 X,p60@acme.example,2026-12-01,\n"
        assert "More than 50 people would stand one above another." in problems(checked(text, alice))[0]


class TestNamesThatAreNotKnown:
    def test_what_looks_like_one_is_suggested_and_never_taken(self, alice: User) -> None:
        found = checked("Email,Department,Manager\ncarol@acme.example,Enginering,Alise Archer\n", alice)
        engineering = Department.objects.get(name="Engineering")
        assert found.unknown["department"][0]["suggestions"] == [[str(engineering.pk), "Engineering"]]
        assert found.unknown["manager"][0]["suggestions"][0][1] == "Alice Archer, alice@acme.example"
        assert row(found).verdict == Verdict.ERROR

    def test_choices_are_followed(self, alice: User) -> None:
        choices = {"department": {"sales": "add"}, "manager": {"alise": str(Employee.objects.get(work_email=alice.email).pk)}}
        found = checked("Email,Department,Manager\ncarol@acme.example,Sales,Alise\n", alice, choices=choices)
        assert row(found).changes == [["Department", "Engineering", "Sales"], ["Manager", "Bob Brown", "Alice Archer"]]

    def test_a_choice_may_be_to_leave_it_empty(self, alice: User) -> None:
        found = checked("Email,Manager\ncarol@acme.example,The board\n", alice, choices={"manager": {"the board": "empty"}})
        assert row(found).changes == [["Manager", "Bob Brown", ""]]

    def test_of_two_with_one_name_somebody_has_to_choose(self, alice: User) -> None:
        text = (
            "Name,Email,Start date,Manager\nBob Brown,bob2@acme.example,2026-12-01,\nErin,erin@acme.example,2026-12-01,Bob Brown\n"
        )
        found = checked(text, alice)
        assert {label for _key, label in found.unknown["manager"][0]["suggestions"]} >= {
            "Bob Brown, bob@acme.example",
            "Bob Brown, row 2 of the file",
        }
        chosen = checked(text, alice, choices={"manager": {"bob brown": "line:2"}})
        assert problems(chosen) == []


class TestTwelveWaysToWriteADate:
    DATES = (
        "2026-12-03", "2026/12/03", "03.12.2026", "3-12-2026", "03/12/2026", "3/12/26", "3 Dec 2026", "December 3, 2026",
        "3-Dec-26", "3. Dezember 2026", "46359", "20261203",
    )  # fmt: skip

    def test_all_are_read_once_the_order_is_chosen(self, alice: User) -> None:
        rows = [f'P{n},p{n}@acme.example,"{written}"\n' for n, written in enumerate(self.DATES)]
        found = checked("First name,Email,Start date\n" + "".join(rows), alice, day_orders={2: DayOrder.DAY_FIRST})
        assert {each[2] for one in found.rows.all() for each in one.changes if each[0] == "First day"} == {"3 Dec 2026"}
        assert problems(found) == []

    def test_without_a_choice_those_that_may_be_either_are_errors(self, alice: User) -> None:
        rows = [f'P{n},p{n}@acme.example,"{written}"\n' for n, written in enumerate(self.DATES)]
        assert len(problems(checked("First name,Email,Start date\n" + "".join(rows), alice))) == 3


class TestSeats:
    def test_too_many_new_people_are_an_obstacle_and_leavers_are_not(self, alice: User, acme: Company) -> None:
        give_limit(acme, 6)
        rows = [f"P{n},p{n}@acme.example,2026-12-01,\n" for n in range(2)]
        head = "First name,Email,Start date,End date\n"
        assert checked(head + "".join(rows), alice).obstacle == ""
        assert checked(head + "".join(rows) + "Q,q@acme.example,2020-01-01,2021-01-01\n", alice).obstacle == ""
        found = checked(head + "".join(rows) + "Q,q@acme.example,2026-12-01,\n", alice)
        assert found.obstacle.startswith("Your plan Growth has 6 seats. 4 are taken and the file adds 3,")


def test_the_effective_day_decides(alice: User, carols_record: Employee) -> None:
    found = checked("Email,Job title\ncarol@acme.example,Lead\n", alice, effective_date=date(2025, 12, 31))
    [message] = problems(found)
    assert message.startswith("2 Job title: Carol Chen is not employed on 31 Dec 2025")


def test_five_thousand_rows_cost_as_many_statements_as_one(alice: User, django_assert_max_num_queries: object) -> None:
    text = "Name,Email,Start date,Manager\n" + "".join(f"P{n} X,p{n}@acme.example,2026-12-01,p0@acme.example\n" for n in range(200))
    with django_assert_max_num_queries(32):  # type: ignore[operator]
        checked(text, alice)


def test_of_many_locations_some_are_named(alice: User) -> None:
    Location.objects.bulk_create(Location(name=f"Shop {number:03}") for number in range(200))
    [message] = problems(checked("Email,Location\ncarol@acme.example,Nowhere\n", alice))
    assert message.endswith(" ….")
    assert len(message) < 300
