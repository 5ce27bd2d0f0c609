"""Two companies that differ in nothing but their words.

Every row of Acme's is copied to Globex under the same key, and every text in both is overwritten with a canary that names
company, table and column. So an answer that took the wrong schema looks right in every respect but its words, and those
say where they came from. Beside that each company has a few rows that only it has.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import Any

import psycopg
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import connection, models
from django_tenants.utils import tenant_context
from psycopg import sql

from core.audit.actions import record_read
from core.audit.models import AuditEvent
from core.encryption import encrypt
from core.fields import EncryptedTextField
from core.files.storage import save_company_file
from core.ids import new_id
from core.tenancy import enter_public
from hr.attendance.models import Punch
from hr.people.actions import change_terms, hire_employee
from hr.people.models import Department, Employee
from hr.personal.actions.bank import NewAccount, request_bank_details
from hr.personal.models import (
    AT_FIRST,
    Address,
    BankDetails,
    Certificate,
    ChangeRequest,
    Dependant,
    Education,
    EmergencyContact,
    Identifier,
    PersonalPolicy,
    PersonalRecord,
    Skill,
)
from hr.personal.rules.accounts import CheckedAccount
from payroll.compensation.actions import add_item, add_order, agree_terms, close_pay, grant_loan, record_profile, record_taking
from payroll.compensation.models import GarnishmentOrder, Loan, PayItem, PayTerms, StatutoryProfile
from payroll.structures.models import PayComponent, PayParameter, PayTable
from tenants.accounts.actions import create_user, deactivate_account
from tenants.accounts.models import Role, RoleGrant, SignIn, User
from tenants.addresses.actions.custom_domains import request_custom_domain
from tenants.companies.models import Company, Domain
from tenants.company_settings.models import CompanySettings
from tenants.invitations.actions import invite
from tenants.invitations.models import Invitation
from tenants.sign_in.models import SignInPolicy
from tests.cast import CREATED, PASSWORD
from tests.databases import copied_database, owner_connection

ACME_HOST, GLOBEX_HOST = "acme.rooster.test", "globex.rooster.test"
# Whose account stands for each role; the auditor and HR work for somebody else.
ROLES = {"owner": "alice", "manager": "bob", "employee": "carol", "payroll": "dave", "hr": "hr", "auditor": "auditor"}

# Columns whose text means something to the product, so that a canary in its place would only break the page.
KEPT = {
    "accounts_role.code": "names a built-in role",
    "audit_auditevent.action": "picks the sentence",
    "audit_auditevent.object_type": "leads from an object to its history",
    "audit_auditevent.object_id": "leads from an object to its history",
    "audit_readevent.object_type": "leads from an object to its history",
    "audit_readevent.object_id": "leads from an object to its history",
    "audit_readevent.data_group": "names a group of data",
    "attendance_punch.zone_name": "a time zone",
    "people_employee.time_zone": "a time zone",
    "structures_paycomponent.code": "a name in formulas",
    "structures_paycomponent.of": "a name in formulas",
    "structures_paycomponent.table": "a name in formulas",
    "structures_paycomponent.formula": "is calculated",
    "structures_paycomponent.condition": "is calculated",
    "structures_paycomponent.currency": "a currency's code",
    "structures_paytable.code": "a name in formulas",
    "structures_payparameter.code": "a name in formulas",
    "structures_paystructure.country": "a country's code",
    "structures_paystructure.currency": "a currency's code",
    "structures_paystructureversion.content": "is what a plan is made of",
    "personal_changerequest.section": "picks the form",
    "personal_personalrecord.photo": "names a file",
    "company_settings_companysettings.primary_color": "a colour",
    "company_settings_companysettings.secondary_color": "a colour",
    "company_settings_companysettings.logo": "names a file",
    "company_settings_companysettings.country": "a country's code",
    "company_settings_companysettings.currency": "a currency's code",
    "company_settings_companysettings.time_zone": "a time zone",
    "django_session.session_key": "is made by signing in",
    "django_session.session_data": "is made by signing in",
    "companies_company.schema_name": "names the schema",
    "companies_company.role_name": "names the role",
    "companies_company.country": "a country's code",
    "companies_company.currency": "a currency's code",
    "companies_company.time_zone": "a time zone",
    "compensation_payterms.currency": "a currency's code",
    "compensation_garnishmentorder.currency": "a currency's code",
    "compensation_loan.currency": "a currency's code",
    "compensation_payitem.currency": "a currency's code",
    "compensation_statutoryprofile.country": "a country's code",
}
# What a canary has to be wrapped in where the column's text has a form.
WRAPPED = {
    "compensation_statutoryprofile.answers": '{{"tax_code": "{}"}}',
    "personal_changerequest.values": '{{"city": "{}"}}',
}
# Shorter columns cannot hold a canary.
SHORTEST = 60
# Names of files: one that both companies have, and one that only this company has.
LOGO, OWN_LOGO = new_id(), {"acme": new_id(), "globex": new_id()}
PHOTO, OWN_PHOTO = new_id(), {"acme": new_id(), "globex": new_id()}
_SIGHTING = re.compile(r"canary-(acme|globex)-([a-z_]+)-([a-z_]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Canary:
    """One word in one place: whose it is, and the table and column that it was put into."""

    company: str
    table: str
    column: str


def canaries_in(text: str) -> set[Canary]:
    """Every canary of both companies in a text."""
    return {Canary(*(part.lower() for part in match)) for match in _SIGHTING.findall(text)}


@dataclass(frozen=True)
class Side:
    """One of the two companies."""

    company: Company
    host: str
    word: str
    # By table: the key of a row that both companies have, and of one that only this company has.
    shared: Mapping[str, object]
    own: Mapping[str, object]

    def user(self, role: str) -> User:
        """The account of a role; call it inside the company. E-mails are canaries, so it is found by its place."""
        return User.objects.get(pk=str(self.shared[f"accounts_user:{ROLES[role]}"]))


@dataclass(frozen=True)
class World:
    """Both of them."""

    acme: Side
    globex: Side


def tenant_models() -> list[type[models.Model]]:
    """Every model with a table in a company's schema."""
    return [
        model
        for config in apps.get_app_configs()
        if config.name in settings.TENANT_APPS
        for model in config.get_models(include_auto_created=True)
    ]


@cache
def planted_columns(model: type[models.Model]) -> dict[str, models.Field]:
    """Columns that can hold any text, so that they hold canaries."""
    return {
        str(field.column): field
        for field in model._meta.local_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices
        if f"{model._meta.db_table}.{field.column}" not in KEPT and (field.max_length or SHORTEST) >= SHORTEST
    }


@contextmanager
def two_worlds(name: str) -> Iterator[World]:
    """A database of its own with both companies in it, in the place of the tests' usual one."""
    with copied_database(name):
        usual = connection.settings_dict["NAME"]
        _use(name)
        try:
            yield _make_world(name)
        finally:
            _use(usual)


def _use(database: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = database


def _make_world(database: str) -> World:
    enter_public()
    companies = {str(domain.domain): domain.tenant for domain in Domain.objects.select_related("tenant")}
    acme, globex = companies[ACME_HOST], companies[GLOBEX_HOST]
    with tenant_context(acme):
        _fill_tables()
        shared = _some_keys()
    with owner_connection(database) as owner, owner.transaction():
        _make_equal(owner, source=acme.schema_name, targets={"acme": acme.schema_name, "globex": globex.schema_name})
        _plant_company(owner, acme, "acme")
        _plant_company(owner, globex, "globex")
    sides = []
    for word, company, host in (("acme", acme, ACME_HOST), ("globex", globex, GLOBEX_HOST)):
        enter_public()
        company.refresh_from_db()
        with tenant_context(company):
            sides.append(Side(company=company, host=host, word=word, shared=shared, own=_add_own_rows(company, word)))
    enter_public()
    return World(*sides)


def _fill_tables() -> None:
    """At least one row in every table, and an account for every role."""
    alice = User.objects.get(email="alice@acme.example")
    for role in ("hr", "auditor", "former"):
        roles = [] if role == "former" else [role]
        _add_account(role, f"{role}@acme.example", roles, acting_user=alice)
    deactivate_account(user=User.objects.get(email="former@acme.example"), acting_user=alice)
    Department.objects.create(name="Platform", parent=Department.objects.get(name="Engineering"))
    for employee in Employee.objects.all():
        title = "Changed, so that something is before and after"
        change_terms(employee=employee, start_date=date(2026, 12, 1), acting_user=alice, job_title=title)
        _add_punch(employee)
        record_read(acting_user=alice, subjects=[employee], data_group="salary")
        _add_pay(employee, acting_user=alice)
        _add_profile(employee, acting_user=alice)
        _add_deductions(employee, acting_user=alice)
    close_pay(frequency="weekly", closed_until=CREATED.date(), acting_user=alice)
    _fill_record(Employee.objects.get(work_email="carol@acme.example"), alice)
    CompanySettings.objects.update(logo=f"logo/{LOGO.hex}.webp", logo_width=300, logo_height=100)
    PayParameter.objects.create(code="factor", name="Factor", valid_from=CREATED.date(), value=1)
    PayTable.objects.create(code="dues", name="Dues", valid_from=CREATED.date(), above=[0], rates=["0.01"])
    Session.objects.create(session_key="a" * 32, session_data="", expire_date=CREATED)
    former = User.objects.get(email="former@acme.example")
    SignInPolicy.objects.create(settings_id=1)
    _add_sign_in(alice)
    Authenticator.objects.create(user=former, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": {}})
    Invitation.objects.create(
        user=former,
        email=former.email,
        code_hash="a" * 64,
        invited_by=alice,
        sent_at=CREATED,
        expires_at=CREATED + timedelta(days=7),
    )
    EmailConfirmation.objects.create(email_address=EmailAddress.objects.all()[0], created=CREATED, sent=CREATED, key="key")


def _fill_record(employee: Employee, alice: User) -> None:
    """Everything that a personal record may hold; the change of address and the bank details wait."""
    PersonalRecord.objects.create(
        employee=employee, photo=f"photo/{PHOTO.hex}.webp", personal_email="carol@mail.example", personal_email_changed_at=CREATED
    )
    address = {"employee": employee, "street": "1", "city": "London", "country": "GB"}
    Address.objects.create(**address)
    EmergencyContact.objects.create(employee=employee, name="Kim", relationship="child", phone="+44 20 7946 0018")
    Dependant.objects.create(employee=employee, name="Kim", relationship="child")
    Identifier.objects.create(employee=employee, kind="passport", country="GB", number="123456789")
    Education.objects.create(employee=employee, institution="UCL")
    Skill.objects.create(employee=employee, name="Welding")
    Certificate.objects.create(employee=employee, name="First aid")
    PersonalPolicy.objects.create(**AT_FIRST)
    ChangeRequest.objects.create(
        employee=employee, section="addresses", verb="add", values="{}", requested_by=employee.user, requested_at=CREATED
    )
    _add_bank_details(employee, asked_by=employee.user)


def _add_bank_details(employee: Employee, asked_by: User | None) -> BankDetails:
    account = CheckedAccount(number="55779911", bank_code="200000", bic="", bank_name="Barclays", is_iban=False)
    new = NewAccount(account, country="GB", holder_name="Carol Chen", bank_name="", share_kind="remainder")
    assert asked_by is not None
    return request_bank_details(employee=employee, accounts=[new], acting_user=asked_by, now=CREATED)


def _add_account(name: str, email: str, roles: list[str], acting_user: User | None) -> User:
    return create_user(
        email=email,
        full_name=name,
        password_hash=make_password(PASSWORD),
        roles=roles,
        is_verified=True,
        acting_user=acting_user,
        now=CREATED,
    )


def _add_punch(employee: Employee) -> Punch:
    # Not through the action: its clock would want a whole day's order.
    return Punch.objects.create(
        employee=employee,
        kind="in",
        occurred_at=CREATED,
        wall_time=CREATED.replace(tzinfo=None),
        utc_offset_minutes=0,
        zone_name="Europe/London",
        source="web",
        received_at=CREATED,
    )


def _add_pay(employee: Employee, acting_user: User | None) -> PayTerms:
    assert acting_user is not None
    return agree_terms(
        employee=employee,
        job="A job",
        start_date=CREATED.date(),
        amount=Decimal(52_000),
        basis="annual",
        currency="GBP",
        frequency="monthly",
        acting_user=acting_user,
    )


def _add_deductions(employee: Employee, acting_user: User | None) -> tuple[PayItem, Loan, GarnishmentOrder]:
    assert acting_user is not None
    by: Any = {"employee": employee, "acting_user": acting_user}
    component = PayComponent.objects.filter(rule="entered", kind="deduction", proration="none").order_by("pk")[0]
    day, amount = CREATED.date(), Decimal(100)
    item = add_item(component=component, amount=amount, start_date=day, note="A note", **by)
    loan = grant_loan(
        kind="loan",
        name="A loan",
        component=component,
        amount=amount,
        paid_on=day,
        instalment=amount,
        first_instalment_on=day,
        now=CREATED,
        **by,
    )
    order = add_order(
        name="An order", payee="A court", reference="1", kind="amount", value=amount, currency="GBP", start_date=day, **by
    )
    record_taking(order=order, amount=amount, booked_on=day, idempotency_key=order.pk, now=CREATED, acting_user=acting_user)
    return item, loan, order


def _add_profile(employee: Employee, acting_user: User | None) -> StatutoryProfile:
    assert acting_user is not None
    answers = {"tax_code": "1257L"}
    return record_profile(employee=employee, country="GB", answers=answers, start_date=CREATED.date(), acting_user=acting_user)


def _add_sign_in(user: User) -> SignIn:
    return SignIn.objects.create(
        user=user,
        at=CREATED,
        succeeded=True,
        method=SignIn.Method.PASSWORD,
        had_second_factor=False,
        is_new_device=False,
        user_agent="Firefox on Windows",
        session_key="a" * 32,
    )


def _some_keys() -> dict[str, object]:
    """By table: the key of a row; and the accounts of the roles by name."""
    keys = {model._meta.db_table: _first_key(model) for model in tenant_models()}
    users = {str(user.email).partition("@")[0]: user.pk for user in User.objects.all()}
    keys |= {f"accounts_user:{name}": users[name] for name in ROLES.values()}
    keys["logo"], keys["photo"] = LOGO, PHOTO
    keys["people_employee"] = Employee.objects.get(work_email="carol@acme.example").pk
    keys["audit_auditevent"] = AuditEvent.objects.filter(before__isnull=False)[0].pk
    return keys


def _first_key(model: type[models.Model]) -> object:
    row = model._default_manager.order_by("pk").first()
    assert row is not None, f"{model._meta.label} has no row, so nothing of it could be seen to leak. Add one in _fill_tables."
    return row.pk


def _add_own_rows(company: Company, word: str) -> dict[str, object]:
    """Rows of one company alone, of each kind that has a page."""
    owner = User.objects.filter(roles__code="owner")[0]
    own = f"canary-{word}-own-row"
    account = _add_account(own, f"{own}@mail.example", ["employee"], acting_user=owner)
    department = Department.objects.create(name=own)
    employee = hire_employee(
        first_name=own,
        last_name=own,
        work_email=f"{own}@mail.example",
        job_title=own,
        start_date=(CREATED - timedelta(days=1)).date(),
        department=department,
        user=account,
        acting_user=owner,
    )
    invitation = invite(user=account, company=company, acting_user=owner, now=CREATED)
    role = Role.objects.create(name=own)
    grant = RoleGrant.objects.create(role=role, capability="people.view", scope="company")
    event = AuditEvent.objects.order_by("-occurred_at").filter(object_id=str(employee.pk))[0]
    domain = request_custom_domain(company=company, domain=f"canary-{word}-companies-domain.com", acting_user=None, now=CREATED)
    return {
        "companies_domain": domain.pk,
        "logo": OWN_LOGO[word],
        "photo": OWN_PHOTO[word],
        "personal_address": Address.objects.create(employee=employee, street=own, city=own, country="GB").pk,
        "personal_changerequest": ChangeRequest.objects.create(
            employee=employee, section="addresses", verb="add", values="{}", requested_by=account, requested_at=CREATED
        ).pk,
        "accounts_user": account.pk,
        "accounts_role": role.pk,
        "accounts_signin": _add_sign_in(account).pk,
        "invitations_invitation": invitation.pk,
        "accounts_rolegrant": grant.pk,
        "people_department": department.pk,
        "people_employee": employee.pk,
        "attendance_punch": _add_punch(employee).pk,
        **_own_pay(employee, owner),
        "audit_auditevent": event.pk,
    }


def _own_pay(employee: Employee, owner: User) -> dict[str, object]:
    terms = _add_pay(employee, acting_user=owner)
    item, loan, order = _add_deductions(employee, acting_user=owner)
    return {
        "compensation_payterms": terms.pk,
        "compensation_payitem": item.pk,
        "compensation_loan": loan.pk,
        "compensation_garnishmentorder": order.pk,
        "compensation_statutoryprofile": _add_profile(employee, acting_user=owner).pk,
    }


def keep_files(world: World) -> None:
    """Give each company a file under the name that both have, and one more."""
    for side in (world.acme, world.globex):
        for name in (LOGO, OWN_LOGO[side.word]):
            content = BytesIO(f"canary-{side.word}-logo-file".encode())
            save_company_file(side.company.schema_name, f"logo/{name.hex}.webp", content)
        for name in (PHOTO, OWN_PHOTO[side.word]):
            content = BytesIO(f"canary-{side.word}-photo-file".encode())
            save_company_file(side.company.schema_name, f"photo/{name.hex}.webp", content)


def unknown_keys(side: Side) -> dict[str, object]:
    """Keys like those of `own`, which nobody has."""
    return {table: new_id() for table in side.own}


type _Owner = psycopg.Connection[tuple[object, ...]]


def _make_equal(owner: _Owner, *, source: str, targets: Mapping[str, str]) -> None:
    """Put the rows of the schema `source` into each target, by word, with the word's canaries for texts."""
    tables = {model: model._meta.db_table for model in tenant_models()}
    for table in tables.values():
        _run(owner, "CREATE TEMPORARY TABLE {kept} ON COMMIT DROP AS SELECT * FROM {table}", kept=(table,), table=(source, table))
    # Facts have triggers that let nobody take them away; the owner of the tables may put the triggers aside.
    places = [(schema, table) for schema in targets.values() for table in tables.values()]
    for place in places:
        _run(owner, "ALTER TABLE {table} DISABLE TRIGGER USER", table=place)
    owner.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(sql.Identifier(*place) for place in places)))
    for word, schema in targets.items():
        for model, table in tables.items():
            _insert_planted(owner, model, word, kept=(table,), into=(schema, table))
    # The keys between the tables are checked here; a table cannot be altered while that is still to come.
    owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for place in places:
        _run(owner, "ALTER TABLE {table} ENABLE TRIGGER USER", table=place)


def _insert_planted(owner: _Owner, model: type[models.Model], word: str, *, kept: tuple[str], into: tuple[str, str]) -> None:
    planted = planted_columns(model)
    columns = [str(field.column) for field in model._meta.local_fields]
    values = [
        _encrypted_canary(planted[name], word, into[0])
        if isinstance(planted.get(name), EncryptedTextField)
        else _canary(planted[name], word)
        if name in planted
        else sql.Identifier(name)
        for name in columns
    ]
    owner.execute(
        sql.SQL("INSERT INTO {into} ({columns}) SELECT {values} FROM pg_temp.{kept}").format(
            into=sql.Identifier(*into),
            columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
            values=sql.SQL(", ").join(values),
            kept=sql.Identifier(*kept),
        )
    )
    if isinstance(model._meta.pk, models.AutoField):
        name = ".".join(f'"{part}"' for part in into)
        owner.execute(
            sql.SQL("SELECT setval(pg_get_serial_sequence({name}, 'id'), (SELECT max(id) FROM {table}))").format(
                name=name, table=sql.Identifier(*into)
            )
        )


def _plant_company(owner: _Owner, company: Company, word: str) -> None:
    for field in planted_columns(Company).values():
        owner.execute(
            sql.SQL("UPDATE public.companies_company SET {column} = {value} WHERE id = {key}").format(
                column=sql.Identifier(str(field.column)), value=_canary(field, word, number="1"), key=company.pk
            )
        )


def _canary(field: models.Field, word: str, number: str = "row_number() OVER ()") -> sql.Composable:
    """What stands in the field's column, as an expression; the number keeps what has to be unique unique."""
    text = f"canary-{word}-{field.model._meta.db_table}-{field.column}-"
    if isinstance(field, models.JSONField):
        # The same keys, so that sentences made of it stay sentences.
        expression = "(SELECT jsonb_object_agg(key, {text}::text) FROM jsonb_each({column}))"
        return sql.SQL(expression).format(text=text, column=sql.Identifier(str(field.column)))
    ending = "@mail.example" if isinstance(field, models.EmailField) else ""
    return sql.SQL("({text} || " + number + " || {ending})").format(text=text, ending=ending)


def _encrypted_canary(field: Any, word: str, schema_name: str) -> sql.Composable:
    """The same for a column that only its own company can read."""
    table = field.model._meta.db_table
    text = WRAPPED.get(f"{table}.{field.column}", "{}").format(f"canary-{word}-{table}-{field.column}-1")
    return sql.Literal(encrypt(text, schema_name=schema_name, place=field.place))


def _run(owner: _Owner, statement: str, **names: tuple[str, ...]) -> None:
    owner.execute(sql.SQL(statement).format(**{key: sql.Identifier(*parts) for key, parts in names.items()}))
