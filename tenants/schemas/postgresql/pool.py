"""What a connection of the pool goes through between two requests, which may be two companies'."""

from typing import Any

import django.db
import psycopg

# Everything of a session that outlives what it was made for: held cursors give out rows of whoever opened them, also to the
# next company; prepared statements and settings may name what is not the next one's business; a lock or a subscription goes
# on for nobody. DISCARD ALL would do it too, but forgets the time zone as well, and may stand in no statement with others.
# DEALLOCATE ALL goes past psycopg's own list of what it has prepared, which stays empty: Django lets it prepare nothing.
CLEAN = b"CLOSE ALL; DEALLOCATE ALL; UNLISTEN *; SELECT pg_advisory_unlock_all(); RESET ALL; RESET ROLE; SET TIME ZONE 'UTC'"


def take_over(connection: psycopg.Connection[Any]) -> None:
    """Clean the session and enter where this thread works. The pool calls it for each connection that it hands out.

    One round trip does what three would: find out whether the server still answers, clean, and enter. An error means that it
    does not answer, and the pool tries another connection.
    """
    django.db.connection.take_over(connection)  # type: ignore[attr-defined]  # Our own wrapper has it.


def clean_kept_connection() -> None:
    """The same for a process without a pool, which keeps one connection: call it between two jobs, which may be two companies'."""
    kept = django.db.connection
    if kept.connection is None:
        return
    try:
        take_over(kept.connection)
    except psycopg.OperationalError:
        # The next statement makes another one.
        kept.close()
