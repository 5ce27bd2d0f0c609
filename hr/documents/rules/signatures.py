"""Whether a typed name signs, and when people are reminded to. Pure."""

import unicodedata
from datetime import date

# Days after somebody came to have to sign: on the first, those who came later than the policy hear of it.
_REMINDED_AFTER = (0, 7, 14, 21, 28)


def is_signed_by(typed: str, name: str) -> bool:
    """Whether somebody has typed their own name; case, spaces and the way in which accents are put together do not count."""
    return bool(_folded(typed)) and _folded(typed) == _folded(name)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def signature_reminder_due(*, published_on: date, first_day: date, today: date) -> bool:
    """Whether to remind somebody today who has not signed. On the day of publication everybody is told anyway."""
    since = max(published_on, first_day)
    return today != published_on and (today - since).days in _REMINDED_AFTER
