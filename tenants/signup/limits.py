"""How often one network, and one address, may ask. allauth's counter, with limits of our own."""

import logging

import redis.exceptions
from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)

# times/period/per: "ip" is the network, "key" what the caller names, an e-mail address or a registration.
LIMITS = {
    "send_code": "60/h/ip,10/h/key",
    "try_code": "60/h/ip,30/h/key",
    "find": "20/h/ip,5/h/key",
    "look_up": "150/m/ip",
}


class TooManyAttempts(Exception):
    """One of the limits is reached."""

    message = _("There have been too many attempts in a short time. Wait a while, at most an hour, and try again.")


def count_attempt(request: HttpRequest, action: str, *, key: str | None = None) -> None:
    """Count one attempt at `action`. Raises TooManyAttempts.

    A cache that does not answer stops nobody: codes have a limit of their own in the database.
    """
    try:
        usage = ratelimit.consume(request, app="signup", action=action, config=LIMITS, key=key, limit_get=True)
    except redis.exceptions.RedisError:
        log.warning("The cache does not answer; %s is not counted.", action)
        return
    if usage is None:
        raise TooManyAttempts
