"""Codes and steps."""

from datetime import timedelta

import pytest

from core.ids import new_id
from tenants.signup.codes import hash_code, is_code, new_code
from tenants.signup.rules import ARRIVAL_WINDOW, CODE_LIFETIME, UNCONFIRMED_LIFETIME, CodeState, Step, next_step
from tenants.signup.tests.factories import NOW

SECOND = timedelta(seconds=1)


def _code(**changes: object) -> CodeState:
    return CodeState(**{"is_out": True, "sent_at": NOW, "sent_count": 1, "wrong_count": 0, **changes})  # type: ignore[arg-type]


class TestCodes:
    def test_have_six_digits_and_differ(self) -> None:
        made = {new_code() for _ in range(50)}

        assert all(len(code) == 6 and code.isdigit() for code in made)
        assert len(made) > 45

    def test_belong_to_one_registration(self) -> None:
        mine, other = new_id(), new_id()
        kept = hash_code("123456", registration_id=mine)

        assert is_code("123456", code_hash=kept, registration_id=mine)
        assert not is_code("123457", code_hash=kept, registration_id=mine)
        assert not is_code("123456", code_hash=kept, registration_id=other)
        assert not is_code("123456", code_hash="", registration_id=mine)

    def test_the_hash_is_worthless_under_another_key(self, settings: object) -> None:
        registration_id = new_id()
        kept = hash_code("123456", registration_id=registration_id)

        settings.SECRET_KEY = "another key " * 6  # type: ignore[attr-defined]

        assert not is_code("123456", code_hash=kept, registration_id=registration_id)


class TestCodeState:
    def test_expires_after_fifteen_minutes(self) -> None:
        assert not _code().is_expired(NOW + CODE_LIFETIME - SECOND)
        assert _code().is_expired(NOW + CODE_LIFETIME)

    def test_pauses_thirty_seconds_between_codes(self) -> None:
        assert _code().seconds_until_next(NOW + 10 * SECOND) == 20
        assert _code().seconds_until_next(NOW + 30 * SECOND) == 0
        assert _code(is_out=False).seconds_until_next(NOW) == 0

    def test_ends_after_five_codes_and_five_tries(self) -> None:
        assert _code(sent_count=4).may_send_more
        assert not _code(sent_count=5).may_send_more
        assert _code(wrong_count=4).tries_left == 1
        assert _code(wrong_count=5).tries_left == 0


@pytest.mark.parametrize(
    ("verified", "has_company", "ready", "age", "step"),
    [
        (False, False, False, timedelta(0), Step.VERIFY),
        (False, False, False, UNCONFIRMED_LIFETIME, Step.EXPIRED),
        (True, False, False, UNCONFIRMED_LIFETIME, Step.ADDRESS),
        (True, True, False, UNCONFIRMED_LIFETIME, Step.PREPARING),
        (True, True, True, ARRIVAL_WINDOW, Step.PREPARING),
        (True, True, True, ARRIVAL_WINDOW + SECOND, Step.FINISHED),
    ],
)
def test_next_step(verified: bool, has_company: bool, ready: bool, age: timedelta, step: Step) -> None:
    reached = next_step(
        created_at=NOW,
        verified_at=NOW if verified else None,
        has_company=has_company,
        ready_at=NOW if ready else None,
        now=NOW + age,
    )

    assert reached is step
