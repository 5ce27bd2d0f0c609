"""How the dispatcher hears that there is something to do: PostgreSQL tells it at the commit."""

from django.db import connection

CHANNEL = "rooster_jobs"


def nudge() -> None:
    """Have the dispatcher look for due jobs as soon as this transaction commits, instead of within a second."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
