"""How good a password is, judged offline by zxcvbn: lists of leaked passwords, names, dates, keyboard walks."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# zxcvbn's scale is 0 to 4; 3 needs more than 10^8 guesses, which a salted slow hash makes impractical.
MINIMUM_SCORE = 3
# zxcvbn's cost grows with the length, and nobody's password is told apart by what comes after this.
_JUDGED_LENGTH = 72

_WORDS: dict[int, Promise] = {
    0: _("Very weak: it is on lists of leaked passwords or easily guessed."),
    1: _("Weak: it would be guessed within hours."),
    2: _("Fair: not strong enough yet. Add a word or two."),
    3: _("Good."),
    4: _("Strong."),
}


@dataclass(frozen=True)
class PasswordStrength:
    """A score from 0 to 4 and what to say about it."""

    score: int
    description: Promise

    @property
    def is_enough(self) -> bool:
        """Whether the password may be used."""
        return self.score >= MINIMUM_SCORE


def measure_strength(password: str, *, known_words: list[str]) -> PasswordStrength:
    """Judge a password; `known_words` (name, e-mail, company) count as easily guessed."""
    from zxcvbn import zxcvbn  # noqa: PLC0415 - Its lists of words take 11 MB, which most processes never need.

    score = int(zxcvbn(password[:_JUDGED_LENGTH], user_inputs=known_words)["score"]) if password else 0
    return PasswordStrength(score, _WORDS[score])


class StrengthValidator:
    """Django's password validator interface over `measure_strength`."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a password that is easily guessed."""
        known_words = [user.email, *str(user.full_name).split()] if user is not None and user.email else []
        if not measure_strength(password, known_words=known_words).is_enough:
            raise ValidationError(
                _("This password is easily guessed or on a list of leaked ones. Use a longer one, such as four words."),
                code="password_too_weak",
            )

    def get_help_text(self) -> str:
        """What a person reads before choosing."""
        return str(_("At least 10 characters. Four unrelated words make a good password."))


class PasswordHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane: OWASP's recommendation.

    Django's default takes 100 MiB a hash, so eight people who sign in at once would take as much memory as a server has.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
