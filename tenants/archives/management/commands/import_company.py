"""manage.py import_company: a new company from an archive."""

from pathlib import Path
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.files.storage import FileNotKept
from tenants.archives.actions import import_company
from tenants.archives.manifest import ArchiveRefused
from tenants.companies.actions import SubdomainTaken
from tenants.companies.rules import SubdomainNotAllowed
from tenants.schemas.locks import ProvisioningRunsElsewhere
from tenants.schemas.template import TemplateMissing


class Command(BaseCommand):
    """Alters no company that is there already."""

    help = "Makes a new company of an archive that export_company wrote. All of it is there afterwards, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which archive, and under which address."""
        parser.add_argument("archive", type=Path, metavar="FILE", help="The archive.")
        parser.add_argument("--subdomain", required=True, help="The new company's subdomain, such as acme-restored.")
        parser.add_argument("--name", default="", help="What the console calls it; as archived unless given.")

    def handle(self, *_args: Any, archive: Path, subdomain: str, name: str, **_options: Any) -> None:
        """Check the whole archive, then make the company."""
        try:
            company = import_company(path=archive, subdomain=subdomain, name=name, now=timezone.now())
        except (SubdomainTaken, SubdomainNotAllowed) as error:
            message = f"Nothing was imported. {error.message}"
            raise CommandError(message) from error
        except ProvisioningRunsElsewhere as error:
            message = f"Another import to {subdomain} runs right now. Nothing was done here."
            raise CommandError(message) from error
        except (ArchiveRefused, TemplateMissing) as error:
            message = f"Nothing was imported. {error}"
            raise CommandError(message) from error
        except (OSError, FileNotKept, psycopg.OperationalError) as error:
            message = f"The import stopped and what it had made is gone again: {error}. Mend that and run the command again."
            raise CommandError(message) from error
        self.stdout.write(
            f"{company.name} ({company.get_status_display()}) answers at {company.url}/. Its people sign in anew there."
        )
