"""Publishing policies, and signing them."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.audit.actions import Actor, record_event
from core.dates import local_date
from hr.documents.actions.keeping import Upload, kept_file
from hr.documents.actions.refusals import NameNotTyped, NewerVersionThere, NotForThem, PolicyNameTaken, SameVersion
from hr.documents.emails import send_policy
from hr.documents.models import Acknowledgement, Policy, PolicyVersion
from hr.documents.queries.policies import audience_of, latest_version, latest_versions, unsigned
from hr.documents.rules.signatures import is_signed_by, signature_reminder_due
from hr.people.models import Department, Employee
from tenants.accounts.models import User

FOLDER = "policies"


def add_policy(*, name: str, department: Department | None, upload: Upload, acting_user: User, now: datetime) -> Policy:
    """Publish a policy for everybody or for a department. Raises PolicyNameTaken, NoRoom, FileRefused."""
    if Policy.objects.filter(name__iexact=name).exists():
        raise PolicyNameTaken
    try:
        with kept_file(upload, folder=FOLDER) as file:
            policy = Policy(name=name, department=department)
            policy.save(force_insert=True)
            _publish(policy, 1, file, upload, changes="", acting_user=acting_user, now=now)
    except IntegrityError as error:
        # Checked above; somebody else has used the name at this moment.
        raise PolicyNameTaken from error
    return policy


def publish_version(*, policy: Policy, upload: Upload, changes: str, acting_user: User, now: datetime) -> PolicyVersion:
    """Publish a newer version, which everybody has to sign anew. Raises SameVersion, NoRoom, FileRefused."""
    with kept_file(upload, folder=FOLDER) as file:
        Policy.objects.select_for_update(of=("self",)).get(pk=policy.pk)
        latest = latest_version(policy)
        if latest is not None and latest.sha256 == upload.sha256:
            raise SameVersion
        number = latest.number + 1 if latest else 1
        return _publish(policy, number, file, upload, changes=changes, acting_user=acting_user, now=now)


def _publish(
    policy: Policy, number: int, file: str, upload: Upload, *, changes: str, acting_user: User, now: datetime
) -> PolicyVersion:
    version = PolicyVersion(
        policy=policy,
        number=number,
        changes=changes,
        file=file,
        extension=upload.kind.extension,
        original_name=upload.name,
        size=len(upload.content),
        sha256=upload.sha256,
        published_by=acting_user,
        published_at=now,
    )
    version.save(force_insert=True)
    told = {"number": number, "changes": changes, "sha256": version.sha256}
    record_event(action="policyversion:published", acting_user=acting_user, subject=version, after=told)
    # Thousands of mails are not for whoever waits for the page. Imported here, since the job calls an action.
    from hr.documents import tasks  # noqa: PLC0415

    tasks.announce_policy.enqueue(version_id=str(version.pk))
    return version


def tell_of_policy(*, version: PolicyVersion, today: date, is_reminder: bool = False) -> int:
    """Write to everybody who has to sign a version and has not; how many mails left."""
    people = list(unsigned(version, on=today))
    for employee in people:
        send_policy(version=version, employee=employee, is_reminder=is_reminder)
    return len(people)


def sign_policy(
    *,
    version: PolicyVersion,
    employee: Employee,
    typed_name: str,
    acting_user: Actor,
    ip: str | None,
    user_agent: str,
    today: date,
    now: datetime,
) -> Acknowledgement:
    """Somebody has read a version. Signed twice it is signed once. Raises NameNotTyped, NewerVersionThere, NotForThem."""
    if not is_signed_by(typed_name, employee.full_name):
        raise NameNotTyped(employee.full_name)
    with transaction.atomic():
        policy = Policy.objects.select_for_update(of=("self",)).select_related("department").get(pk=version.policy_id)
        if (latest := latest_version(policy)) is None or latest.pk != version.pk:
            raise NewerVersionThere
        if not audience_of(policy, on=today).filter(pk=employee.pk).exists():
            raise NotForThem
        signature, is_new = Acknowledgement.objects.get_or_create(
            version=version,
            employee=employee,
            defaults={
                "signed_name": typed_name,
                "signed_at": now,
                "ip": ip,
                "user_agent": user_agent[:300],
                "sha256": version.sha256,
                "signed_by_id": acting_user.id,
            },
        )
        if is_new:
            record_event(
                action="acknowledgement:signed", acting_user=acting_user, subject=signature, after={"sha256": version.sha256}
            )
    return signature


def remind_of_policies(*, today: date) -> int:
    """Write to whoever has not signed for a week, two, three or four, and to whoever is new today; how many left."""
    sent = 0
    for version in latest_versions():
        with transaction.atomic():
            locked = PolicyVersion.objects.select_for_update(of=("self",)).exclude(reminded_on=today).filter(pk=version.pk).first()
            if locked is None:
                continue
            locked.reminded_on = today
            locked.save(update_fields=["reminded_on"])
            published_on = local_date(version.published_at, timezone.get_current_timezone_name())
            for employee in unsigned(version, on=today):
                first_day = employee.period.start_date
                if signature_reminder_due(published_on=published_on, first_day=first_day, today=today):
                    send_policy(version=version, employee=employee, is_reminder=today != first_day)
                    sent += 1
    return sent
