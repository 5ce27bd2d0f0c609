"""Pages and jobs start only where companies can be kept apart."""

from collections.abc import Iterator
from typing import Any, cast

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from tenants.schemas.fitness import DatabaseUnfit, refuse_powerful_login, refuse_shared_sessions, refuse_unfit_database
from tenants.schemas.owner import owner_parameters

Session = psycopg.Connection[Any]


@pytest.fixture
def sessions(db: None) -> Iterator[tuple[Session, Session]]:
    parameters: Any = connection.get_connection_params()
    with psycopg.connect(**parameters) as first, psycopg.connect(**parameters) as second:
        yield first, second


class SessionPerStatement:
    """What a client sees of a pooler that gives each transaction another session."""

    def __init__(self, *sessions: Session) -> None:
        self.sessions = list(sessions)
        self.autocommit = True

    def execute(self, *arguments: Any) -> Any:
        self.sessions.append(self.sessions.pop(0))
        self.sessions[0].autocommit = True
        return self.sessions[0].execute(*arguments)


class TestSessions:
    def test_of_ones_own_are_fit(self, sessions: tuple[Session, Session]) -> None:
        refuse_shared_sessions(*sessions)

    def test_shared_with_another_client_are_refused(self, sessions: tuple[Session, Session]) -> None:
        with pytest.raises(DatabaseUnfit, match="pool_mode = session"):
            refuse_shared_sessions(sessions[0], sessions[0])

    def test_that_change_between_statements_are_refused(self, sessions: tuple[Session, Session]) -> None:
        parameters: Any = connection.get_connection_params()
        with psycopg.connect(**parameters) as third, pytest.raises(DatabaseUnfit):
            refuse_shared_sessions(cast("Session", SessionPerStatement(sessions[0], third)), sessions[1])


class TestTheLogin:
    def test_of_pages_is_fit(self, sessions: tuple[Session, Session]) -> None:
        if settings.OWNER_DATABASE["USER"] == settings.WEB_LOGIN:
            pytest.skip("One login was given for everything (DATABASE_URL alone), so it owns the tables.")
        refuse_powerful_login(sessions[0])

    def test_that_owns_the_tables_is_refused(self, db: None) -> None:
        with (
            psycopg.connect(make_conninfo(**owner_parameters())) as owner,
            pytest.raises(DatabaseUnfit, match="DATABASE_OWNER_URL"),
        ):
            refuse_powerful_login(owner)


def test_a_database_that_does_not_answer_is_waited_for(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    refuse_unfit_database()
    assert "does not answer" in caplog.text
