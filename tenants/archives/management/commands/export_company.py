"""manage.py export_company: one company into one file."""

from pathlib import Path
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tenants.archives.actions import CompanyNotExported, export_company
from tenants.archives.container import ArchiveExists, ExportRuns
from tenants.archives.manifest import ArchiveRefused
from tenants.companies.models import Company
from tenants.companies.queries import company_at_subdomain
from tenants.schemas.locks import ProvisioningRunsElsewhere


class Command(BaseCommand):
    """Changes nothing. The company's people may work on; for a move, suspend the company first."""

    help = "Writes one company's rows and files to an archive, which import_company reads here or on another installation."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which company, and where to."""
        parser.add_argument("subdomain", help="The company's subdomain, such as acme.")
        parser.add_argument("--to", required=True, type=Path, metavar="FILE", help="The archive to write; it must not exist.")

    def handle(self, *_args: Any, subdomain: str, to: Path, **_options: Any) -> None:
        """Write the archive, whole or not at all."""
        try:
            company = company_at_subdomain(subdomain)
            manifest = export_company(company=company, path=to, now=timezone.now())
        except Company.DoesNotExist as error:
            message = f"No company has the subdomain {subdomain}. Nothing was written."
            raise CommandError(message) from error
        except ProvisioningRunsElsewhere as error:
            message = (
                f"The tables of {subdomain} are being made, altered or dropped right now. Nothing was written; try again later."
            )
            raise CommandError(message) from error
        except (CompanyNotExported, ArchiveExists, ExportRuns, ArchiveRefused) as error:
            raise CommandError(str(error)) from error
        except (OSError, psycopg.OperationalError) as error:
            message = f"The export stopped and left no archive: {error}. Mend that and run the command again."
            raise CommandError(message) from error
        files = len(manifest.files)
        self.stdout.write(f"{company.name} is in {to}: {manifest.rows} rows of {len(manifest.tables)} tables and {files} files.")
        self.stdout.write("It holds everything that its people entered, and the hashes of their passwords. Keep it as a secret.")
