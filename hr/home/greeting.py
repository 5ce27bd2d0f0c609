"""How the home page greets. Pure."""

from datetime import time

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_GREETINGS: tuple[tuple[time, Promise], ...] = (
    (time(18), _("Good evening, %(name)s")),
    (time(12), _("Good afternoon, %(name)s")),
    (time(5), _("Good morning, %(name)s")),
)
# Before five it is one person's evening and another's morning.
_BEFORE_DAWN = _("Hello, %(name)s")


def greeting_at(wall_time: time, name: str) -> str:
    """A greeting by the clock on the wall."""
    words = next((words for since, words in _GREETINGS if wall_time >= since), _BEFORE_DAWN)
    return str(words) % {"name": name}
