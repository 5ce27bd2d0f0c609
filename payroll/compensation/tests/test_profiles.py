"""Tax details: the answers, the packs' profiles made of them, and what the law objects to."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core.audit.models import AuditEvent
from hr.people.models import Employee
from payroll.compensation.actions import AnswersRefused, CountryWithoutForm, PeriodClosed, change_profile, close_pay, record_profile
from payroll.compensation.models import StatutoryProfile
from payroll.compensation.profile_fields import fields_of
from payroll.compensation.profiles import AnswersNotValid, country_form, form_countries
from payroll.compensation.profiles.questions import literals_of, type_at
from payroll.compensation.queries import profile_for, profiles_for
from payroll.compensation.tests.conftest import Agree
from payroll.engine.problems import CannotCalculate
from payroll.statutory.au.declaration import Declaration
from payroll.statutory.uk.pack import Profile
from payroll.statutory.uk.pension_enrolment import Scheme
from payroll.statutory.us.w4 import W4, W4Before2020
from tenants.accounts.models import User

ON = date(2026, 5, 1)


def _profile(country: str, answers: dict[str, Any]) -> Any:
    form = country_form(country)
    assert form is not None
    form.check_answers(answers, ON)
    return form.profile_of(answers)


@pytest.mark.parametrize("country", form_countries())
def test_every_question_is_one_of_the_pack(country: str) -> None:
    form = country_form(country)
    assert form is not None
    for question in form.questions:
        known = literals_of(type_at(form.profile, question.path))
        assert {value for value, _words in question.choices} <= set(known) or not known, question.path
    assert len(fields_of(form)) == len(form.questions)


@pytest.mark.parametrize("country", [code for code in form_countries() if code not in {"GB", "CA"}])
def test_who_answers_nothing_has_what_the_pack_has(country: str) -> None:
    form = country_form(country)
    assert form is not None
    assert form.profile_of({}) == form.profile()


class TestUnitedKingdom:
    def test_a_profile(self) -> None:
        profile = _profile("GB", {"tax_code": "S1257L M1", "ni_category": "M", "student_loans": ["plan2", "pgl"]})
        assert (profile.tax_code, profile.ni_category, profile.student_loans) == ("S1257L M1", "M", ("plan2", "pgl"))

    @pytest.mark.parametrize(
        ("answers", "said"),
        [
            ({"tax_code": "125L7"}, "is not a tax code"),
            ({"tax_code": "1257L", "ni_category": "Q"}, "National Insurance category letter"),
            ({"tax_code": "1257L", "student_loans": ["plan9"]}, "loan plan"),
            ({"tax_code": "1257L", "director": "perhaps"}, "no answer to this question"),
            ({}, "has to be answered"),
        ],
    )
    def test_what_the_law_objects_to(self, answers: dict[str, Any], said: str) -> None:
        with pytest.raises(AnswersNotValid, match=said):
            _profile("GB", answers)

    def test_a_member_of_the_workplace_pension(self) -> None:
        shares = {"pension.employee_share": "0.045", "pension.employer_share": "0.035"}
        profile = _profile("GB", {"tax_code": "1257L", "pension": True, "pension.treatment": "net_pay", **shares})

        assert profile.pension == Scheme(employee_share=Decimal("0.045"), employer_share=Decimal("0.035"), treatment="net_pay")

    def test_what_is_likely_stands_in_the_fields_of_a_pension(self) -> None:
        form = country_form("GB")
        assert form is not None
        fields = {name: field.initial for name, field in fields_of(form).items() if name.startswith("answer_pension")}

        assert fields == {
            "answer_pension": False,
            "answer_pension__treatment": "relief_at_source",
            "answer_pension__basis": "qualifying_earnings",
            "answer_pension__employee_share": None,
            "answer_pension__employer_share": None,
        }

    @pytest.mark.parametrize(
        ("shares", "said"),
        [
            ({"pension.employee_share": "0.05", "pension.employer_share": "0.02"}, "needs 8 % .* Raise one of the shares"),
            ({"pension.employee_share": "0.05"}, "has to be answered"),
        ],
    )
    def test_a_pension_below_the_law_is_refused(self, shares: dict[str, str], said: str) -> None:
        with pytest.raises(AnswersNotValid, match=said):
            _profile("GB", {"tax_code": "1257L", "pension": True, **shares})

    def test_a_day_without_figures_says_nothing_against_answers(self) -> None:
        form = country_form("GB")
        assert form is not None
        form.check_answers({"tax_code": "1257L"}, date(2019, 1, 1))


class TestUnitedStates:
    def test_the_form_since_2020(self) -> None:
        answers = {"w4": "W4", "w4.W4.filing_status": "married", "w4.W4.step_2_checkbox": True, "w4.W4.credits": "4400"}
        profile = _profile("US", answers)
        assert profile.w4 == W4("married", step_2_checkbox=True, credits=Decimal(4400))

    def test_the_form_of_before(self) -> None:
        answers = {
            "w4": "W4Before2020",
            "w4.W4Before2020.filing_status": "single",
            "w4.W4Before2020.allowances": 2,
            "first_paid": "2016-03-01",
            "w4_signed": "2019-02-01",
        }
        assert _profile("US", answers).w4 == W4Before2020("single", allowances=2)

    @pytest.mark.parametrize(
        ("answers", "said"),
        [
            ({"w4": "W4Before2020", "w4.W4Before2020.filing_status": "single", "first_paid": "2024-03-01"}, "from 2019 or before"),
            ({"w4": "W4Before2020", "w4.W4Before2020.filing_status": "single", "w4_signed": "2024-03-01"}, "signed on 2024"),
            ({"w4": "W4", "w4.W4.filing_status": "single", "w4_signed": "2019-03-01"}, "signed on 2019"),
            ({"w4": "W4", "w4.W4.filing_status": "single", "w4.W4.credits": "-1"}, "below zero"),
            ({"w4": "W4", "w4.W4.filing_status": "divorced"}, "no answer to this question"),
            ({"w4": "W5"}, "Choose one of the forms"),
        ],
    )
    def test_what_the_law_objects_to(self, answers: dict[str, Any], said: str) -> None:
        with pytest.raises(AnswersNotValid, match=said):
            _profile("US", answers)


class TestOthers:
    def test_australia_reads_the_number_and_keeps_it(self) -> None:
        quoted = _profile("AU", {"declaration.tax_file_number": "123 456 782", "declaration.claims_tax_free_threshold": True})
        assert quoted.declaration == Declaration(tax_file_number="quoted", claims_tax_free_threshold=True)
        assert _profile("AU", {"declaration.tax_file_number": ""}).declaration.tax_file_number == "not_quoted"

    @pytest.mark.parametrize(
        ("country", "answers", "said"),
        [
            ("AU", {"declaration.tax_file_number": "123456789"}, "not a tax file number"),
            (
                "AU",
                {"declaration.residency": "foreign_resident", "declaration.claims_tax_free_threshold": True},
                "tax-free threshold",
            ),
            ("CA", {"province": "QC"}, "QC"),
            ("CA", {"province": "ON", "federal.total_claim": "16000", "federal.claim_code": 1}, "Enter one of them"),
            ("CA", {"province": "ON", "federal.claim_code": 12}, "not a claim code"),
            ("IN", {"payer.regime": "older"}, "no answer to this question"),
        ],
    )
    def test_what_the_law_objects_to(self, country: str, answers: dict[str, Any], said: str) -> None:
        with pytest.raises(AnswersNotValid, match=said):
            _profile(country, answers)

    def test_members_of_a_fund(self) -> None:
        assert _profile("IN", {"fund_member": False}).fund_member is None
        assert _profile("IN", {"fund_member": True, "fund_member.on_full_wages": True}).fund_member.on_full_wages

    def test_countries_without_a_form(self) -> None:
        assert country_form("DE") is None


class TestRecording:
    def test_the_next_ends_the_last_and_nothing_stands_in_plain_text(self, carols_record: Employee, alice: User) -> None:
        first = _recorded(carols_record, alice, date(2026, 1, 1), "1257L")
        _recorded(carols_record, alice, date(2026, 6, 1), "K475")

        first.refresh_from_db()
        assert first.end_date == date(2026, 5, 31)
        days = (date(2026, 5, 31), date(2026, 6, 1))
        found = [profile_for(employee=carols_record, country="GB", pay_date=day) for day in days]
        assert found == [Profile(tax_code="1257L"), Profile(tax_code="K475")]
        with pytest.raises(CannotCalculate, match="no tax details for a payment on 31 Dec 2025"):
            profile_for(employee=carols_record, country="GB", pay_date=date(2025, 12, 31))
        trail = AuditEvent.objects.filter(object_type="compensation.statutoryprofile").values_list("after", flat=True)
        assert "1257L" not in str(list(trail))

    def test_refusals(self, carols_record: Employee, alice: User, agree: Agree) -> None:
        with pytest.raises(AnswersRefused, match="not a tax code"):
            _recorded(carols_record, alice, ON, "nonsense")
        with pytest.raises(CountryWithoutForm):
            record_profile(employee=carols_record, country="DE", answers={}, start_date=ON, acting_user=alice)
        agree()
        profile = _recorded(carols_record, alice, date(2026, 1, 1), "1257L")
        close_pay(frequency="monthly", closed_until=date(2026, 3, 31), acting_user=alice)
        with pytest.raises(PeriodClosed):
            change_profile(
                profile=profile, answers={"tax_code": "BR"}, start_date=date(2026, 1, 1), end_date=None, acting_user=alice
            )
        assert StatutoryProfile.objects.count() == 1


class TestForPayments:
    def test_by_the_law_of_a_country_that_asks_nothing(self, carols_record: Employee) -> None:
        assert profile_for(employee=carols_record, country="DE", pay_date=ON) is None

    def test_not_by_the_answers_to_another_countrys_form(self, carols_record: Employee, alice: User) -> None:
        _recorded(carols_record, alice, ON, "1257L")
        with pytest.raises(CannotCalculate, match="those of United Kingdom, and pay is by the law of United States"):
            profile_for(employee=carols_record, country="US", pay_date=ON)

    def test_answers_that_the_pack_takes_no_more_are_that_persons_problem(
        self, carols_record: Employee, bob: User, alice: User, django_assert_num_queries: Any
    ) -> None:
        bobs_record = Employee.objects.get(user=bob)
        _recorded(carols_record, alice, ON, "1257L")
        broken = _recorded(bobs_record, alice, ON, "BR")
        broken.answers = '{"tax_code": "BR", "director_weeks": "many"}'
        broken.save()
        with django_assert_num_queries(1):
            found = profiles_for(employees=[carols_record, bobs_record], country="GB", pay_date=ON)
        assert found[carols_record.pk] == Profile(tax_code="1257L")
        problem = found[bobs_record.pk]
        assert isinstance(problem, CannotCalculate)
        assert problem.problem.fix == "Record them under “Tax details” in the administration."


def _recorded(employee: Employee, by: User, start_date: date, tax_code: str) -> StatutoryProfile:
    answers = {"tax_code": tax_code}
    return record_profile(employee=employee, country="GB", answers=answers, start_date=start_date, acting_user=by)
