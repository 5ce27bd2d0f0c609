"""Audit rows in words."""

import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings

from core.audit.models import AuditEvent
from core.audit.sentences import changes_of, kind_name, sentence_of


def event(action: str, object_type: str = "people.employee", **values: Any) -> AuditEvent:
    return AuditEvent(action=action, actor_label="Alice", object_label="Carol", object_type=object_type, **values)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ({"job_title": "Tester"}, {"job_title": "Lead"}, "Alice changed Carol’s job title from “Tester” to “Lead”."),
        ({"manager": None}, {"manager": "Bob"}, "Alice changed Carol’s manager to “Bob”."),
        ({"manager": "Bob"}, {"manager": None}, "Alice changed Carol’s manager from “Bob” to nothing."),
        (
            {"job_title": "Tester", "start_date": "2026-01-05"},
            {"job_title": "Lead", "start_date": "2026-02-01"},
            "Alice changed Carol’s job title from “Tester” to “Lead” and first day from “5 Jan 2026” to “1 Feb 2026”.",
        ),
    ],
)
def test_a_change_names_each_field_and_both_values(before: dict[str, Any], after: dict[str, Any], sentence: str) -> None:
    assert sentence_of(event("employee:changed", before=before, after=after)) == sentence


@pytest.mark.parametrize(
    ("action", "object_type", "sentence"),
    [
        ("employee:hired", "people.employee", "Alice added Carol as an employee."),
        ("department:added", "people.department", "Alice added the department Carol."),
        ("department:deleted", "people.department", "Alice deleted the department Carol."),
        ("account:deactivated", "accounts.user", "Alice stopped Carol from signing in."),
        # An action nobody has put into words yet still reads.
        ("thing:put_away", "people.employee", "Alice: put away, Carol."),
        ("thing:added", "gone.model", "Alice added the model Carol."),
    ],
)
def test_every_action_reads_as_a_sentence(action: str, object_type: str, sentence: str) -> None:
    assert sentence_of(event(action, object_type)) == sentence


def test_what_a_phrase_says_by_itself_stands_there_once() -> None:
    changed = event("employee:terms_changed", before={"job_title": ""}, after={"effective_date": "2026-02-02", "job_title": "Lead"})
    assert sentence_of(changed) == "Alice changed Carol’s job title to “Lead”, from 2 Feb 2026 on."
    assert [change.label for change in changes_of(changed)] == ["job title", "holds from"]


def test_codes_and_numbers_are_put_into_words() -> None:
    changed = event(
        "settings:changed",
        "company_settings.companysettings",
        before={"working_days": [1, 2], "grace_minutes": 15, "uses_24_hours": True, "workday_start": "09:00:00"},
        after={"working_days": [1, 2, 6], "grace_minutes": 90, "uses_24_hours": False, "workday_start": "08:30:00"},
    )

    assert [(change.label, change.before, change.after) for change in changes_of(changed)] == [
        ("working days", "Monday and Tuesday", "Monday, Tuesday and Saturday"),
        ("grace", "15 min", "1 h 30 min"),
        ("24-hour clock", "yes", "no"),
        ("work starts", "09:00", "08:30"),
    ]


def test_a_value_that_no_longer_fits_its_field_is_shown_as_it_is() -> None:
    changed = event("employee:changed", before={"start_date": "long ago"}, after={"start_date": "2026-01-05"})

    assert [change.before for change in changes_of(changed)] == ["long ago"]


def test_kinds_of_records_have_names() -> None:
    assert kind_name("people.employee") == "employee"
    assert kind_name("gone.model") == "model"


def test_a_process_that_answers_no_pages_has_the_phrases_too() -> None:
    code = (
        "import django; django.setup()\n"
        "from core.audit.models import AuditEvent\n"
        "from core.audit.sentences import sentence_of\n"
        "values = {'action': 'acknowledgement:signed', 'actor_label': 'Carol', 'object_label': 'Conduct'}\n"
        "print(sentence_of(AuditEvent(object_type='documents.acknowledgement', **values)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=settings.BASE_DIR)
    assert done.stdout.strip() == "Carol signed to have read a policy: Conduct."
