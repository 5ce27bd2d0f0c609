"""Looking at the TXT records of custom domains. The domain's row is the queue: it says when it is due."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from tenants.addresses.actions.custom_domains import set_primary
from tenants.addresses.actions.trail import record
from tenants.addresses.emails import send_domain_lost, send_domain_switched_off
from tenants.addresses.rules import (
    CHECK_LEASE,
    LONGEST_PAUSE,
    LOST_UNTIL_OFF,
    RECHECK_PAUSE,
    RECORD_VALUE,
    Expected,
    expected_record,
    next_check_of_unproven,
)
from tenants.companies.hosts import forget_hosts_on_commit
from tenants.companies.models import Company, Domain, DomainKind, Finding

log = logging.getLogger(__name__)

ReadRecords = Callable[[list[str]], list[list[str] | Finding]]

# They are asked at the same time, so this many threads, and a run takes as long as the slowest answer.
_AT_ONCE = 20
# No answer says nothing about a domain that was fine, so it is asked again soon.
_UNANSWERED_PAUSE = timedelta(hours=1)
_UNANSWERED = {Finding.TIMED_OUT, Finding.FAILED}
_CHECKED_FIELDS = ["checked_at", "finding", "found_text", "verified_at", "lost_since", "next_check_at"]


def check_due_domains(*, now: datetime, read_records: ReadRecords) -> int:
    """Look at the domains that are due, at most a handful, and return how many. No lock is held while DNS is asked."""
    due = _claim_due(now)
    answers = read_records([_record_of(domain).name for domain in due])
    for domain, answer in zip(due, answers, strict=True):
        finding, text = _compare(_record_of(domain).value, answer)
        _conclude(domain, finding, text, now)
        log.info("Checked the domain %s of company %s: %s.", domain.domain, domain.tenant_id, finding.value)
    return len(due)


def _claim_due(now: datetime) -> list[Domain]:
    with transaction.atomic():
        due = Domain.objects.custom().filter(next_check_at__lte=now).order_by("next_check_at")
        claimed = list(due.select_for_update(skip_locked=True)[:_AT_ONCE])
        Domain.objects.filter(pk__in=[domain.pk for domain in claimed]).update(next_check_at=now + CHECK_LEASE)
    return claimed


def _record_of(domain: Domain) -> Expected:
    return expected_record(domain.domain, domain.token)


def _compare(expected: str, answer: list[str] | Finding) -> tuple[Finding, str]:
    if isinstance(answer, Finding):
        return answer, ""
    if expected in answer:
        return Finding.FOUND, ""
    # An old token of ours tells more than a record that has nothing to do with us.
    texts = sorted(answer, key=lambda text: not text.startswith(RECORD_VALUE))
    return (Finding.OTHER_VALUE, texts[0][:200]) if texts else (Finding.NO_RECORD, "")


def _conclude(domain: Domain, finding: Finding, text: str, now: datetime) -> None:
    with transaction.atomic():
        company = Company.objects.select_for_update().filter(pk=domain.tenant_id).first()
        # Removed meanwhile, or removed and asked for again with another token.
        checked = Domain.objects.custom().select_for_update().filter(pk=domain.pk, token=domain.token).first()
        if company is None or checked is None:
            return
        checked.checked_at, checked.finding, checked.found_text = now, finding, text
        if finding == Finding.FOUND:
            _prove(company, checked, now)
        elif checked.verified_at is None:
            checked.next_check_at = next_check_of_unproven(requested_at=checked.requested_at or now, now=now)
            checked.save(update_fields=_CHECKED_FIELDS)
        elif finding in _UNANSWERED:
            checked.next_check_at = now + _UNANSWERED_PAUSE
            checked.save(update_fields=_CHECKED_FIELDS)
        else:
            _miss(company, checked, now)


def _prove(company: Company, domain: Domain, now: datetime) -> None:
    is_new = domain.verified_at is None
    if is_new:
        _let_go_of_lost(domain)
    domain.verified_at = domain.verified_at or now
    domain.lost_since = None
    domain.next_check_at = now + RECHECK_PAUSE
    try:
        with transaction.atomic():
            domain.save(update_fields=_CHECKED_FIELDS)
    except IntegrityError:
        # The database lets a domain answer for one company only, whoever was faster.
        domain.verified_at, domain.finding = None, Finding.HELD
        domain.next_check_at = next_check_of_unproven(requested_at=domain.requested_at or now, now=now)
        domain.save(update_fields=_CHECKED_FIELDS)
        return
    if is_new:
        record(company, "company:domain_verified", None, after={"address": domain.domain})
        forget_hosts_on_commit()


def _let_go_of_lost(domain: Domain) -> None:
    """A domain that changed hands: who has lost the record yields to who has set one."""
    lost = Domain.objects.custom().filter(domain=domain.domain, verified_at__isnull=False, lost_since__isnull=False)
    holder_id = lost.exclude(pk=domain.pk).values_list("tenant_id", flat=True).first()
    if holder_id is not None:
        company = Company.objects.select_for_update().get(pk=holder_id)
        # Asked again behind the lock: the record may have been found there meanwhile, or the domain removed.
        holder = lost.select_for_update().filter(tenant=company).first()
        if holder is not None:
            _switch_off(company, holder)


def _miss(company: Company, domain: Domain, now: datetime) -> None:
    """A domain that answers has lost its record: say so at once, switch it off only after a fortnight."""
    is_new = domain.lost_since is None
    domain.lost_since = domain.lost_since or now
    off_at = domain.lost_since + LOST_UNTIL_OFF
    if now < off_at:
        domain.next_check_at = now + LONGEST_PAUSE
        domain.save(update_fields=_CHECKED_FIELDS)
        if is_new:
            record(company, "company:domain_lost", None, before={"address": domain.domain})
            send_domain_lost(company=company, domain=domain, off_at=off_at)
        return
    _switch_off(company, domain)


def _switch_off(company: Company, domain: Domain) -> None:
    if domain.is_primary:
        set_primary(company, Domain.objects.get(tenant=company, kind=DomainKind.SUBDOMAIN))
    domain.is_primary, domain.verified_at, domain.next_check_at = False, None, None
    domain.save(update_fields=[*_CHECKED_FIELDS, "is_primary"])
    forget_hosts_on_commit()
    record(company, "company:domain_switched_off", None, before={"address": domain.domain})
    send_domain_switched_off(company=company, domain=domain)
