"""Which registration a browser may go on with: the one its session holds, and no other."""

import uuid
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.urls import reverse

from core.ids import new_id
from tenants.accounts.arrival import issue_pass
from tenants.companies.models import Company
from tenants.signup.models import Registration
from tenants.signup.queries import code_state, current_step
from tenants.signup.rules import ARRIVAL_WINDOW, Step

_REGISTRATION_KEY = "registration_id"
_ARRIVED_KEY = "arrived_registration_id"


def find_registration(session: SessionBase) -> Registration | None:
    """The registration that this browser began, if it is still there."""
    kept = session.get(_REGISTRATION_KEY)
    if not kept:
        return None
    return Registration.objects.select_related("company").filter(pk=uuid.UUID(kept)).first()


def reserve_registration_id(session: SessionBase, registration: Registration | None, now: datetime) -> None:
    """Choose, when the form is shown, the id under which it will be kept: a form sent twice is then one registration.

    One that was not confirmed is changed instead of made anew, as long as it has codes left.
    """
    is_open = registration is not None and current_step(registration, now) in {Step.VERIFY, Step.EXPIRED}
    if registration is None or not is_open or not code_state(registration).may_send_more:
        session[_REGISTRATION_KEY] = str(new_id())


def reserved_registration_id(session: SessionBase) -> uuid.UUID:
    """The id chosen when the form was shown; a new one for a browser that came without seeing it."""
    if _REGISTRATION_KEY not in session:
        session[_REGISTRATION_KEY] = str(new_id())
    return uuid.UUID(session[_REGISTRATION_KEY])


def forget_registration(session: SessionBase) -> None:
    """Let this browser begin anew."""
    session.pop(_REGISTRATION_KEY, None)


def note_arrival(session: SessionBase, registration: Registration) -> None:
    """Remember that this browser was led into its company: the form is for another one from now on."""
    session[_ARRIVED_KEY] = str(registration.id)


def has_arrived(session: SessionBase, registration: Registration) -> bool:
    """Whether this browser was led into the company of this registration."""
    return bool(session.get(_ARRIVED_KEY) == str(registration.id))


def arrival_url(*, company: Company, email: str, secret: str, now: datetime) -> str:
    """Where the person who signed a ready company up goes: inside while it is new, to its sign-in page afterwards.

    Inside it is by way of a secret that the company's host keeps in this browser, without which there is no pass.
    """
    if company.ready_at is None or now > company.ready_at + ARRIVAL_WINDOW:
        return company.url + reverse("account_login", urlconf=settings.ROOT_URLCONF)
    door = company.url + reverse("arrive", urlconf=settings.ROOT_URLCONF)
    return f"{door}?{urlencode({'pass': issue_pass(company=company, email=email, secret=secret)})}" if secret else door
