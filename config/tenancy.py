"""Which app's tables live where. Every app with tables stands in a list; `tests/guards` checks it."""

# Tables of the platform: the companies themselves, and the staff's accounts.
SHARED_APPS = [
    # Before django_tenants: its `migrate` and `migrate_schemas` point to `fleet migrate`.
    "tenants.fleet",
    "django_tenants",
    "tenants.companies",
    "tenants.features",
    "tenants.schemas",
    "tenants.removal",
    "tenants.signup",
    "tenants.accounts",
    "core.audit",
    "core.jobs",
    "billing",
    "superadmin",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.sessions",
    # Needed as code by allauth and the admin. Tables in public only: ids of content types and permissions must not
    # differ between companies, so companies use neither (docs/architecture.md, section 4).
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "unfold",
    # Its screens are loaded with the addresses of the companies (config/urls_tenant.py): commands and workers need none.
    "django.contrib.admin.apps.SimpleAdminConfig",
]

# Tables of each company's own schema.
TENANT_APPS = [
    "tenants.accounts",
    "tenants.company_settings",
    "tenants.sign_in",
    "tenants.invitations",
    "tenants.single_sign_on",
    "core.audit",
    "hr.calendars",
    "hr.custom_fields",
    "hr.people",
    "hr.personal",
    "hr.documents",
    "hr.attendance",
    "hr.lifecycle",
    "hr.imports",
    "payroll.structures",
    "payroll.compensation",
    "hr.subject_access",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "django.contrib.sessions",
]

# Code without tables.
CODE_APPS = [
    "core",
    "tenants.addresses",
    "tenants.archives",
    "payroll.statutory",
    "allauth",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "django.forms",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "unfold.contrib.filters",
]

INSTALLED_APPS = [*SHARED_APPS, *(app for app in TENANT_APPS if app not in SHARED_APPS), *CODE_APPS]
