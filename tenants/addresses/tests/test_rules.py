"""Which domains may be, and when they are looked at."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import idna
import pytest
from hypothesis import example, given, strategies as st

from tenants.addresses.rules import (
    FIRST_PAUSE,
    LONGEST_DOMAIN,
    LONGEST_PAUSE,
    LOOKED_FOR,
    DomainNotAllowed,
    DomainState,
    clean_custom_domain,
    expected_record,
    is_being_checked,
    may_rename_from,
    next_check_of_unproven,
    readable_domain,
    state_of,
)

BASE = "rooster.example.com"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


class TestCustomDomains:
    @pytest.mark.parametrize(
        ("written", "kept"),
        [
            ("hr.acme.com", "hr.acme.com"),
            ("acme.com", "acme.com"),
            ("  HR.Acme.COM ", "hr.acme.com"),
            ("https://hr.acme.com/", "hr.acme.com"),
            ("http://hr.acme.co.uk", "hr.acme.co.uk"),
            ("personal.müller.de", "personal.xn--mller-kva.de"),
            ("faß.de", "xn--fa-hia.de"),
            ("例え.jp", "xn--r8jz45g.jp"),
            ("xn--mller-kva.de", "xn--mller-kva.de"),
            ("hr。acme。com", "hr.acme.com"),
            ("acme.github.io", "acme.github.io"),
            ("not-rooster.example.com", "not-rooster.example.com"),
            ("rooster.example.com.acme.com", "rooster.example.com.acme.com"),
        ],
    )
    def test_are_kept_in_one_form(self, written: str, kept: str) -> None:
        assert clean_custom_domain(written, base_domain=BASE) == kept

    @pytest.mark.parametrize(
        "written",
        [
            "",
            " ",
            ".",
            "127.0.0.1",
            "10.0.0.1:80",
            "::1",
            "[::1]",
            "1.2.3.4.5",
            "acme",
            "com",
            "co.uk",
            "github.io",
            "xn--p1ai",
            "localhost",
            "hr.localhost",
            "printer.local",
            "hr.acme.internal",
            "hr.acme.test",
            "hr.acme.nothing",
            "1.0.0.127.in-addr.arpa",
            "hr.facebookcorewwwi.onion",
            BASE,
            f"acme.{BASE}",
            f"a.b.{BASE.upper()}",
            "*.acme.com",
            "hr.*.com",
            "hr.acme.com:8443",
            "hr.acme.com/login",
            "hr.acme.com?x=1",
            "hr.acme.com#top",
            "alice@acme.com",
            "hr.acme.com.",
            "hr.acme.com。",
            ".acme.com",
            "hr..acme.com",
            "hr .acme.com",
            "hr_x.acme.com",
            "-hr.acme.com",
            "hr-.acme.com",
            "ab--cd.acme.com",
            "xn--zzzzzzzz.com",
            f"{'x' * 64}.acme.com",
            f"{'x.' * 130}com",
            f"{'x' * 60}.{'y' * 60}.{'z' * 60}.{'w' * 60}.com",
            "hr\0.acme.com",
            "hr\n.acme.com",
            "http://",
            "ftp://hr.acme.com",
            "a" * 100_000,
        ],
    )
    def test_are_refused_with_a_reason(self, written: str) -> None:
        with pytest.raises(DomainNotAllowed) as refusal:
            clean_custom_domain(written, base_domain=BASE)

        assert str(refusal.value.message).endswith(".")

    @given(st.text() | st.from_regex(r"[a-zA-Z0-9ß.ü。_-]{1,80}\.(com|de|co\.uk|test)", fullmatch=True))
    @example("ẞ.de")
    @example("１２３.com")
    def test_whatever_is_written_becomes_a_host_or_is_refused(self, written: str) -> None:
        try:
            host = clean_custom_domain(written, base_domain=BASE)
        except DomainNotAllowed:
            return

        assert host == host.lower().strip(".")
        assert host.isascii()
        assert len(host) <= LONGEST_DOMAIN
        assert len(expected_record(host, "t").name) <= 253
        assert len(host.split(".")) >= 2
        assert all(0 < len(label) <= 63 and label.strip("-") == label for label in host.split("."))
        assert set(host) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
        assert host != BASE
        assert not host.endswith(f".{BASE}")
        assert clean_custom_domain(host, base_domain=BASE) == host
        assert idna.encode(readable_domain(host)).decode() == host

    def test_are_shown_in_their_own_script(self) -> None:
        assert readable_domain("personal.xn--mller-kva.de") == "personal.müller.de"
        assert readable_domain("xn--zzzzzzzz.com") == "xn--zzzzzzzz.com"


class TestChecks:
    def test_come_ever_more_seldom_and_end_after_a_fortnight(self) -> None:
        moments, now = [], NOW + FIRST_PAUSE
        while (following := next_check_of_unproven(requested_at=NOW, now=now)) is not None:
            moments.append(following)
            now = following

        pauses = [later - earlier for earlier, later in pairwise(moments)]
        assert pauses == sorted(pauses)
        assert (min(pauses), max(pauses)) == (FIRST_PAUSE, LONGEST_PAUSE)
        assert 50 < len(moments) < 90
        assert LOOKED_FOR <= moments[-1] - NOW < LOOKED_FOR + LONGEST_PAUSE

    @pytest.mark.parametrize(
        ("verified", "lost", "due", "state"),
        [
            (True, False, True, DomainState.ANSWERS),
            (True, True, True, DomainState.LOST),
            (False, False, True, DomainState.WAITING),
            (False, True, True, DomainState.WAITING),
            (False, False, False, DomainState.GIVEN_UP),
            (False, True, False, DomainState.SWITCHED_OFF),
        ],
    )
    def test_tell_how_a_domain_stands(self, verified: bool, lost: bool, due: bool, state: DomainState) -> None:
        moments = [NOW if each else None for each in (verified, lost, due)]
        assert state_of(verified_at=moments[0], lost_since=moments[1], next_check_at=moments[2]) == state

    def test_asked_for_by_hand_are_under_way_until_they_are_answered(self) -> None:
        assert not is_being_checked(check_asked_at=None, checked_at=NOW)
        assert is_being_checked(check_asked_at=NOW, checked_at=None)
        assert is_being_checked(check_asked_at=NOW, checked_at=NOW - DAY)
        assert not is_being_checked(check_asked_at=NOW, checked_at=NOW)


class TestPace:
    YEAR = timedelta(days=365)

    def test_allows_one_new_name_a_day(self) -> None:
        assert may_rename_from([], reserved_for=self.YEAR) is None
        assert may_rename_from([NOW - DAY, NOW], reserved_for=self.YEAR) == NOW + DAY

    def test_allows_so_many_in_a_year(self) -> None:
        five = [NOW - days * DAY for days in (0, 10, 20, 30, 40)]
        assert may_rename_from(five, reserved_for=self.YEAR) == NOW + 325 * DAY
        assert may_rename_from([NOW, *[NOW - self.YEAR] * 4], reserved_for=self.YEAR) == NOW + DAY
