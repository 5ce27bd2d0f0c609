"""remove_company and abandon_company as an operator meets them."""

import getpass
import io
from datetime import timedelta
from unittest import mock

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tenants.companies.models import Company
from tenants.removal import steps
from tenants.removal.models import Removal
from tenants.removal.tests.conftest import Make
from tenants.schemas.actions import make_schema
from tenants.schemas.locks import lock_schema
from tenants.schemas.models import Provisioning
from tenants.schemas.owner import owner_transaction


def subdomain_of(company: Company) -> str:
    return company.host.split(".")[0]


def run(command: str, *arguments: str) -> str:
    said = io.StringIO()
    call_command(command, *arguments, stdout=said)
    return said.getvalue()


class TestRemoveCompany:
    def test_asks_waits_deletes_and_certifies(self, initech: Company) -> None:
        name = subdomain_of(initech)
        with pytest.raises(CommandError, match="Nobody has asked for the deletion"):
            run("remove_company", name, "--carry-out")
        with pytest.raises(CommandError, match="was not confirmed"):
            run("remove_company", name, "--confirm", "acme")
        with mock.patch("builtins.input", return_value="no"), pytest.raises(CommandError, match="was not confirmed"):
            run("remove_company", name)
        assert not Removal.objects.filter(company=initech).exists()

        with mock.patch("builtins.input", return_value=name):
            assert "Initech is closed and will be deleted after" in run("remove_company", name)
        with pytest.raises(CommandError, match="asked for already"):
            run("remove_company", name, "--confirm", name)
        with pytest.raises(CommandError, match="can be kept until"):
            run("remove_company", name, "--carry-out")
        with pytest.raises(CommandError, match="is not deleted yet"):
            run("remove_company", name, "--certificate")

        assert "Initech is kept (Trial)" in run("remove_company", name, "--keep")
        run("remove_company", name, "--confirm", name, "--days", "0")
        certificate = run("remove_company", name, "--carry-out")
        assert "CERTIFICATE OF DELETION" in certificate
        assert f"by {getpass.getuser()}, manage.py" in certificate
        assert "- Other records: " in certificate
        assert run("remove_company", name, "--certificate") == certificate
        with pytest.raises(CommandError, match="no deletion to call off"):
            run("remove_company", name, "--keep")

    def test_says_what_stopped_it_and_goes_on(self, initech: Company) -> None:
        name = subdomain_of(initech)
        run("remove_company", name, "--confirm", name, "--days", "0")
        failure = psycopg.OperationalError("the server closed the connection")

        with mock.patch.object(steps, "drop_schema", side_effect=failure), pytest.raises(CommandError, match="again to go on"):
            run("remove_company", name, "--carry-out")

        assert "CERTIFICATE" in run("remove_company", name, "--carry-out")

    def test_waits_for_whoever_has_the_schema(self, initech: Company) -> None:
        name = subdomain_of(initech)
        run("remove_company", name, "--confirm", name, "--days", "0")
        with owner_transaction() as cursor:
            lock_schema(cursor, initech.id)
            with pytest.raises(CommandError, match="by another process"):
                run("remove_company", name, "--carry-out")

    def test_refuses_what_is_not_there(self, request_company: Make) -> None:
        with pytest.raises(CommandError, match="No company has the subdomain nobody"):
            run("remove_company", "nobody", "--confirm", "nobody")
        name = subdomain_of(request_company())
        with pytest.raises(CommandError, match="was never finished"):
            run("remove_company", name, "--confirm", name)


class TestAbandonCompany:
    def test_undoes_what_never_got_ready(self, request_company: Make) -> None:
        company = request_company()
        make_schema(Provisioning.objects.get(company=company))
        name = subdomain_of(company)
        with mock.patch("builtins.input", return_value="no"), pytest.raises(CommandError, match="was not confirmed"):
            run("abandon_company", name)

        assert f"{name} is free" in run("abandon_company", name, "--confirm", name)

        assert not Company.objects.filter(pk=company.pk).exists()
        with pytest.raises(CommandError, match="No company has"):
            run("abandon_company", name, "--confirm", name)

    def test_waits_for_a_worker(self, request_company: Make) -> None:
        company = request_company()
        with owner_transaction() as cursor:
            lock_schema(cursor, company.id)
            with pytest.raises(CommandError, match="A worker is building Initech right now"):
                run("abandon_company", subdomain_of(company), "--confirm", subdomain_of(company))

    def test_keeps_away_from_companies_in_use_and_deleted_ones(self, initech: Company) -> None:
        name = subdomain_of(initech)
        with pytest.raises(CommandError, match="Initech is in use"):
            run("abandon_company", name, "--confirm", name)

        run("remove_company", name, "--confirm", name, "--days", "0")
        steps.close_company(Removal.objects.get(company=initech), timezone.now() + timedelta(seconds=1))

        with pytest.raises(CommandError, match="is being deleted, or is"):
            run("abandon_company", name, "--confirm", name)
