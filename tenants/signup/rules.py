"""When a code counts, how often one is sent, and where a registration goes on. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

CODE_LIFETIME = timedelta(minutes=15)
MAX_WRONG_CODES = 5
MAX_CODES_SENT = 5
SEND_PAUSE = timedelta(seconds=30)
# After this a registration that nobody confirmed has to be sent again; its entries are offered once more.
UNCONFIRMED_LIFETIME = timedelta(hours=24)
# Unfinished registrations are deleted after this, so that strangers' addresses do not pile up.
UNFINISHED_KEPT_FOR = timedelta(days=7)
# For this long after a company is ready, the browser that signed it up may enter without a password.
ARRIVAL_WINDOW = timedelta(minutes=10)
# What a password must hold besides the names of its owner and of the company.
_OWN_CHARACTERS = 8
_SHORTEST_NAME = 3


class Step(StrEnum):
    """What a registration waits for."""

    VERIFY = "verify"
    ADDRESS = "address"
    PREPARING = "preparing"
    EXPIRED = "expired"
    FINISHED = "finished"


@dataclass(frozen=True)
class CodeState:
    """The newest code of a registration."""

    is_out: bool
    sent_at: datetime
    sent_count: int
    wrong_count: int

    @property
    def tries_left(self) -> int:
        """How many wrong codes are still forgiven."""
        return max(MAX_WRONG_CODES - self.wrong_count, 0)

    @property
    def may_send_more(self) -> bool:
        """Whether this registration has a code left to send."""
        return self.sent_count < MAX_CODES_SENT

    def is_expired(self, now: datetime) -> bool:
        """Whether the code is too old to count."""
        return now >= self.sent_at + CODE_LIFETIME

    def seconds_until_next(self, now: datetime) -> int:
        """How long to wait before another code may be sent; 0 when it may be sent now."""
        if not self.is_out:
            return 0
        return max(int((self.sent_at + SEND_PAUSE - now).total_seconds()), 0)


def is_made_of(password: str, words: list[str]) -> bool:
    """Whether little but these words is left in a password: "Robin Wren 2026" of Robin Wren."""
    rest = password.casefold()
    for word in sorted(words, key=len, reverse=True):
        if len(word) >= _SHORTEST_NAME:
            rest = rest.replace(word.casefold(), "")
    return sum(character.isalnum() for character in rest) < _OWN_CHARACTERS


def next_step(
    *, created_at: datetime, verified_at: datetime | None, has_company: bool, ready_at: datetime | None, now: datetime
) -> Step:
    """Where somebody who comes back goes on."""
    if has_company:
        return Step.FINISHED if ready_at is not None and now > ready_at + ARRIVAL_WINDOW else Step.PREPARING
    if verified_at is not None:
        return Step.ADDRESS
    return Step.EXPIRED if now >= created_at + UNCONFIRMED_LIFETIME else Step.VERIFY
