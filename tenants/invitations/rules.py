"""How long an invitation is good, and whom a line of text names."""

import re
from dataclasses import dataclass
from datetime import timedelta

LIFETIME = timedelta(days=7)
MOST_AT_ONCE = 500
# "Erin Eld <erin@acme.example>" as mail programs write it, or name and address as two cells of a table.
_NAMED = re.compile(r"^(?P<name>[^<>]*?)\s*<(?P<email>[^<>\s]+)>$")
_CELLS = re.compile(r"^(?P<name>.*?)\s*[,;\t]\s*(?P<email>[^\s,;]+@[^\s,;]+)$")
_CELLS_BACKWARDS = re.compile(r"^(?P<email>[^\s,;]+@[^\s,;]+)\s*[,;\t]\s*(?P<name>.*?)$")


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody to be invited."""

    full_name: str
    email: str


def read_invitee(line: str) -> Invitee | None:
    """Who a line names: "Erin Eld <erin@acme.example>", or name and address beside each other. None if it is neither."""
    for pattern in (_NAMED, _CELLS, _CELLS_BACKWARDS):
        if (found := pattern.match(line.strip())) and (name := found["name"].strip(" \"'")):
            return Invitee(full_name=name, email=found["email"].lower())
    return None
