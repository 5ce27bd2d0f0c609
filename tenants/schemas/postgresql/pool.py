"""What a connection of the pool goes through between two requests, which may be two companies'."""

from typing import Any

import psycopg

# Everything of a session that outlives what it was made for: held cursors give out rows of whoever opened them, also to the
# next company; prepared statements and settings may name what is not the next one's business; a lock or a subscription goes
# on for nobody. DISCARD ALL would do it too, but forgets the time zone as well, and may stand in no statement with others.
_CLEAN = b"CLOSE ALL; DEALLOCATE ALL; UNLISTEN *; SELECT pg_advisory_unlock_all(); RESET ALL; RESET ROLE; SET TIME ZONE 'UTC'"


def clean(connection: psycopg.Connection[Any]) -> None:
    """Leave nothing in the session. The pool calls it in a thread of its own, so no page waits for it."""
    connection.execute(_CLEAN)
