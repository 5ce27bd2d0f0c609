"""The greeting."""

from datetime import time

import pytest

from hr.home.greeting import greeting_at


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        (time(0, 0), "Hello, Carol"),
        (time(4, 59), "Hello, Carol"),
        (time(5, 0), "Good morning, Carol"),
        (time(11, 59), "Good morning, Carol"),
        (time(12, 0), "Good afternoon, Carol"),
        (time(18, 0), "Good evening, Carol"),
    ],
)
def test_it_follows_the_clock(clock: time, words: str) -> None:
    assert greeting_at(clock, "Carol") == words
