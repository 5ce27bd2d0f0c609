"""Writes of signing up. No audit rows before there is a company: `company:created` is the first, and it names the owner."""

import uuid
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _

from tenants.companies.actions import SubdomainTaken
from tenants.schemas.actions import request_company
from tenants.signup import codes, emails
from tenants.signup.models import Registration
from tenants.signup.queries import code_state, companies_of_person
from tenants.signup.rules import MAX_WRONG_CODES, UNFINISHED_KEPT_FOR


class CodeNotSent(Exception):
    """No code left; `message` says why and what to do."""

    message: Promise | str = _("We could not send the code just now. Nothing is lost: ask for a new code in a minute.")


class CodeTooSoon(CodeNotSent):
    """A code has just been sent."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.message = gettext("A code has just been sent. You can ask for another one in %(seconds)s seconds.") % {
            "seconds": seconds
        }


class NoCodesLeft(CodeNotSent):
    """The registration has had all its codes."""

    message = _(
        "Five codes have been sent for this sign-up, and no more will be. Check the e-mail address and send the form again."
    )


class CodeRefused(Exception):
    """The code does not count; `message` says why and what to do."""

    message: Promise | str = _("This code is too old. Ask for a new one.")


class CodeWrong(CodeRefused):
    """Not the newest code."""

    def __init__(self, tries_left: int) -> None:
        super().__init__(tries_left)
        self.message = (
            gettext("This is not the code from our newest mail. Compare the digits and try again.")
            if tries_left
            else gettext("This code was entered wrong too often, so it no longer counts. Ask for a new one.")
        )


class NotVerified(Exception):
    """A company is only made for an address that has been confirmed."""


@dataclass(frozen=True)
class Entries:
    """What the sign-up form gives, checked."""

    company_name: str
    subdomain: str
    full_name: str
    email: str
    password_hash: str
    country: str
    time_zone: str
    currency: str
    plan_code: str
    utm_source: str


def start_registration(*, registration_id: uuid.UUID, entries: Entries, now: datetime) -> Registration:
    """Keep what was entered. The same id again, while unconfirmed, changes the entries instead of making a second registration."""
    values = {**asdict(entries), "created_at": now}
    with transaction.atomic():
        registration, is_new = Registration.objects.select_for_update().get_or_create(
            pk=registration_id, defaults={**values, "code_sent_at": now}
        )
        if is_new or registration.verified_at is not None:
            return registration
        if registration.email != entries.email:
            # A code that went to another address proves nothing about this one.
            values["code_hash"] = ""
        for name, value in values.items():
            setattr(registration, name, value)
        registration.save(update_fields=list(values))
    return registration


def send_code(*, registration_id: uuid.UUID, now: datetime) -> None:
    """Make a new code and mail it; older codes stop counting. Raises CodeNotSent or one of its kinds."""
    code = codes.new_code()
    with transaction.atomic():
        registration = Registration.objects.select_for_update().get(pk=registration_id)
        state = code_state(registration)
        if seconds := state.seconds_until_next(now):
            raise CodeTooSoon(seconds)
        if not state.may_send_more:
            raise NoCodesLeft
        registration.code_hash = codes.hash_code(code, registration_id=registration.id)
        registration.code_sent_at = now
        registration.codes_sent += 1
        registration.wrong_codes = 0
        registration.save(update_fields=["code_hash", "code_sent_at", "codes_sent", "wrong_codes"])
        # In the same transaction: a code that counts is on its way.
        emails.send_code(email=registration.email, code=code)


def confirm_registration(*, registration_id: uuid.UUID, code: str, now: datetime) -> Registration:
    """Check the code and make the company, once, however often this is called.

    Raises CodeRefused; SubdomainTaken when somebody was faster, and then the address stays confirmed.
    """
    with transaction.atomic():
        registration = Registration.objects.select_for_update().get(pk=registration_id)
        problem = _check_code(registration, code, now) or _make_company(registration, now)
    # Raised out here, so that a counted try or a confirmed address is kept.
    if problem is not None:
        raise problem
    return registration


def choose_address(*, registration_id: uuid.UUID, subdomain: str, now: datetime) -> Registration:
    """Take another address; a confirmed registration gets its company at once. Raises SubdomainTaken or NotVerified."""
    with transaction.atomic():
        registration = Registration.objects.select_for_update().get(pk=registration_id)
        if registration.verified_at is None:
            raise NotVerified
        if registration.company_id is None:
            registration.subdomain = subdomain
            registration.save(update_fields=["subdomain"])
        problem = _make_company(registration, now)
    if problem is not None:
        raise problem
    return registration


def _check_code(registration: Registration, code: str, now: datetime) -> CodeRefused | None:
    if registration.verified_at is not None:
        return None
    state = code_state(registration)
    if not state.is_out or state.is_expired(now):
        return CodeRefused()
    if not state.tries_left:
        return CodeWrong(0)
    if not codes.is_code(code, code_hash=registration.code_hash, registration_id=registration.id):
        registration.wrong_codes += 1
        registration.save(update_fields=["wrong_codes"])
        return CodeWrong(MAX_WRONG_CODES - registration.wrong_codes)
    registration.verified_at = now
    registration.code_hash = ""
    registration.save(update_fields=["verified_at", "code_hash"])
    return None


def _make_company(registration: Registration, now: datetime) -> SubdomainTaken | None:
    """Ask for the company of a confirmed and locked registration that has none yet."""
    if registration.company_id is not None:
        return None
    try:
        registration.company = request_company(
            name=registration.company_name,
            subdomain=registration.subdomain,
            owner_name=registration.full_name,
            owner_email=registration.email,
            owner_password_hash=registration.password_hash,
            country=registration.country,
            time_zone=registration.time_zone,
            currency=registration.currency,
            plan_code=registration.plan_code,
            acting_user=None,
            now=now,
        )
    except SubdomainTaken as problem:
        return problem
    registration.password_hash = ""
    registration.save(update_fields=["company", "password_hash"])
    return None


def mail_company_list(*, email: str) -> None:
    """Write to the owner of an address where they can sign in; write nothing to an address that nobody uses."""
    companies = companies_of_person(email)
    if companies:
        emails.send_company_list(email=email, companies=companies)


def delete_unfinished_registrations(*, now: datetime) -> int:
    """Delete registrations that led to no company for a week, and return how many."""
    count, _by_model = Registration.objects.filter(company=None, created_at__lt=now - UNFINISHED_KEPT_FOR).delete()
    return count
