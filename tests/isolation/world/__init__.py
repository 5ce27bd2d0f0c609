"""Two companies that differ in nothing but their words.

Every row of Acme's is copied to Globex under the same key, and every text in both is overwritten with a canary that names
company, table and column. So an answer that took the wrong schema looks right in every respect but its words, and those
say where they came from. Beside that each company has a few rows that only it has.

The rows themselves stand by slice in `rows/`; a new model's go there.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, models
from django_tenants.utils import tenant_context

from core.audit.models import AuditEvent
from core.ids import new_id
from core.tenancy import enter_public
from hr.people.models import Employee
from tenants.accounts.models import User
from tenants.companies.models import Company, Domain
from tests.databases import copied_database, owner_connection
from tests.isolation.world import files
from tests.isolation.world.canaries import make_equal, plant_company, tenant_models
from tests.isolation.world.rows import add_own_rows, fill_tables

ACME_HOST, GLOBEX_HOST = "acme.rooster.test", "globex.rooster.test"
# Whose account stands for each role; the auditor and HR work for somebody else.
ROLES = {"owner": "alice", "manager": "bob", "employee": "carol", "payroll": "dave", "hr": "hr", "auditor": "auditor"}


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
        fill_tables()
        shared = _some_keys()
    with owner_connection(database) as owner, owner.transaction():
        make_equal(owner, source=acme.schema_name, targets={"acme": acme.schema_name, "globex": globex.schema_name})
        plant_company(owner, acme, "acme")
        plant_company(owner, globex, "globex")
    sides = []
    for word, company, host in (("acme", acme, ACME_HOST), ("globex", globex, GLOBEX_HOST)):
        enter_public()
        company.refresh_from_db()
        with tenant_context(company):
            sides.append(Side(company=company, host=host, word=word, shared=shared, own=add_own_rows(company, word)))
    enter_public()
    return World(*sides)


def _some_keys() -> dict[str, object]:
    """By table: the key of a row; and the accounts of the roles by name."""
    keys = {model._meta.db_table: _first_key(model) for model in tenant_models()}
    users = {str(user.email).partition("@")[0]: user.pk for user in User.objects.all()}
    keys |= {f"accounts_user:{name}": users[name] for name in ROLES.values()}
    keys["logo"], keys["photo"] = files.LOGO, files.PHOTO
    keys["people_employee"] = Employee.objects.get(work_email="carol@acme.example").pk
    keys["audit_auditevent"] = AuditEvent.objects.filter(before__isnull=False)[0].pk
    return keys


def _first_key(model: type[models.Model]) -> object:
    row = model._default_manager.order_by("pk").first()
    assert row is not None, f"{model._meta.label} has no row, so nothing of it could be seen to leak. Add one in rows/."
    return row.pk


def keep_files(world: World) -> None:
    """Give each company files under the names that both have, and under some of its own."""
    for side in (world.acme, world.globex):
        files.keep_files(side.company.schema_name, side.word)


def unknown_keys(side: Side) -> dict[str, object]:
    """Keys like those of `own`, which nobody has."""
    return {table: new_id() for table in side.own}
