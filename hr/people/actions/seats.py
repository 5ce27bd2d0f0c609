"""Seats: a company has no more people at a time than its plan allows."""

from datetime import date

from django.db import connection

from hr.people.actions.refusals import NoSeatFree
from tenants.features.queries import current_limits

# The number can only rise on a day on which somebody begins.
_MOST_PEOPLE = """
SELECT max((SELECT count(*) FROM people_employmentperiod held WHERE daterange(held.start_date, held.end_date, '[]') @> begun.day))
  FROM (SELECT %(day)s AS day UNION SELECT start_date FROM people_employmentperiod WHERE start_date > %(day)s) begun
"""


def refuse_beyond_plan(*, start_date: date, today: date) -> None:
    """After somebody's employment from `start_date` on has been written: raises NoSeatFree if there are too many from then on.

    Days before `today` do not count, so whoever was forgotten can be added. A company whose plan became smaller keeps everyone.
    """
    limits = current_limits()
    if limits is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(_MOST_PEOPLE, {"day": max(start_date, today)})
        [people] = cursor.fetchone()
    if people > limits.employees:
        raise NoSeatFree(limits)
