"""manage.py build_schema_template: make the template of this release's company schema, unless it is there."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.schemas.template import TemplateNotBuilt, build_template, current_version, template_exists


class Command(BaseCommand):
    """Run once per release, after migrate_shared."""

    help = "Runs all migrations of a company's schema once and keeps the result for provisioning."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """--force builds again."""
        parser.add_argument("--force", action="store_true", help="Build it again even if it is there.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Build or leave."""
        if template_exists() and not options["force"]:
            self.stdout.write(f"Schema template {current_version()} is there.")
            return
        try:
            template = build_template()
        except TemplateNotBuilt as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Schema template {template.version} built.")
