"""Run in the journeys' database before the product starts: hosts on localhost, passwords of the cast, one of the staff."""

import django


def main() -> None:
    """Do it all in one process, since loading Django takes longer than all of it."""
    django.setup()

    from django.contrib.auth.hashers import make_password
    from django.db.models import F, Value
    from django.db.models.functions import Replace
    from django.utils import timezone
    from django_tenants.utils import tenant_context

    from core.tenancy import enter_public
    from deploy.local.prepare import collect_static_files
    from superadmin.actions import create_staff
    from tenants.accounts.models import User
    from tenants.companies.models import Company, Domain
    from tests.cast import PASSWORD

    collect_static_files()
    enter_public()
    Domain.objects.update(domain=Replace(F("domain"), Value("rooster.test"), Value("localhost")))
    create_staff(email="olga@rooster.example", full_name="Olga Petrova", password=PASSWORD, now=timezone.now())
    # The suite hashes cheaply; the product checks with the real thing.
    password = make_password(PASSWORD)
    for company in Company.objects.all():
        with tenant_context(company):
            User.objects.update(password=password)


if __name__ == "__main__":
    main()
