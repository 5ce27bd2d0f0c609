"""Settings that hold in every environment. The environment's variables are named in .env.example."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.messages import constants as message_levels
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from config import env, tenancy, unfold
from tenants.schemas.postgresql.pool import take_over

BASE_DIR = env.PROJECT_ROOT

# --- What kind of process this is ---------------------------------------------------------------------------------

# Pages run as "web", jobs as "worker", manage.py as "operator". Only an operator logs in as the database's owner.
PROCESS = env.read_choice("ROOSTER_PROCESS", choices=("web", "worker", "operator"), default="web")

# --- Secrets and addresses ----------------------------------------------------------------------------------------

# Mails land on a page of the base domain instead of leaving; local settings set it.
LOCAL_MAILBOX_DIR: Path | None = None

SECRET_KEY = env.read_text("SECRET_KEY", expected="at least 50 random characters", minimum_length=50)
# The first encrypts, all of them decrypt (core.encryption).
ENCRYPTION_KEYS = env.read_secrets("ENCRYPTION_KEYS", minimum_length=40)
if SECRET_KEY in ENCRYPTION_KEYS:
    # One is changed to sign everybody out; the other must stay, or data are lost.
    raise ImproperlyConfigured("ENCRYPTION_KEYS holds SECRET_KEY. Give each a secret of its own. See .env.example.")
SITE_ADDRESS = env.read_site_address("BASE_URL", requires_https=bool(os.environ.get("ROOSTER_REQUIRES_HTTPS")))
BASE_DOMAIN = SITE_ADDRESS.base_domain
CONSOLE_DOMAIN = f"console.{BASE_DOMAIN}"
# Hosts are checked against the domains table by CompanyMiddleware, which answers 404 before anything else runs.
ALLOWED_HOSTS = ["*"]
# Set only behind a proxy that overwrites X-Forwarded-For and X-Forwarded-Proto: the number of such proxies.
TRUSTED_PROXY_COUNT = env.read_integer("TRUSTED_PROXY_COUNT", default=0, minimum=0, maximum=9)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Database and tenancy -----------------------------------------------------------------------------------------

_web_login = env.read_database("DATABASE_URL")
# The login that owns the schemas and may create roles. Provisioning connects with it directly.
OWNER_DATABASE = env.read_database("DATABASE_OWNER_URL", default=os.environ.get("DATABASE_URL"))

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **(OWNER_DATABASE if PROCESS == "operator" else _web_login),
        "ENGINE": "tenants.schemas.postgresql",
        "CONN_HEALTH_CHECKS": True,
    }
}
WEB_LOGIN = _web_login["USER"]
# An installation for the public refuses a login that could do more than pages must; a laptop may have one login for all.
LOGIN_MUST_BE_POWERLESS = False
DATABASE_OPTIONS = DATABASES["default"].setdefault("OPTIONS", {})
DATABASE_POOL = {
    "min_size": 1,
    "max_size": env.read_integer("DATABASE_POOL_SIZE", default=8, minimum=1, maximum=100),
    # A bounded lifetime bounds what a backend remembers of the schemas it has touched (about 2 MB each).
    "max_lifetime": 600,
    "timeout": 10,
    "check": take_over,
}
if PROCESS == "web":
    DATABASE_OPTIONS["pool"] = DATABASE_POOL
elif PROCESS == "worker":
    DATABASES["default"]["CONN_MAX_AGE"] = 60

INSTALLED_APPS = tenancy.INSTALLED_APPS
SHARED_APPS = tenancy.SHARED_APPS
TENANT_APPS = tenancy.TENANT_APPS
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
TENANT_MODEL = "companies.Company"
TENANT_DOMAIN_MODEL = "companies.Domain"
TENANT_LIMIT_SET_CALLS = True
SCHEMA_TEMPLATE_DIR = env.read_path("SCHEMA_TEMPLATE_DIR", default=BASE_DIR / ".local" / "schema_template")
# How long a company whose deletion was asked for can still be kept.
REMOVAL_GRACE_DAYS = env.read_integer("REMOVAL_GRACE_DAYS", default=30, minimum=0, maximum=365)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Cache and jobs -----------------------------------------------------------------------------------------------

REDIS_URL = env.read_redis("REDIS_URL")
# A server that hangs is one that is down: no page waits for it longer than this.
CACHE_OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 2}
CACHES = {
    # Keys carry the schema's name. Also allauth's rate limits count in it.
    "default": {
        "BACKEND": "core.caches.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "rooster",
        "KEY_FUNCTION": "core.caches.make_key",
        "OPTIONS": CACHE_OPTIONS,
    },
    # What belongs to no company: host look-ups, heartbeats.
    "platform": {
        "BACKEND": "core.caches.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "rooster-platform",
        "OPTIONS": CACHE_OPTIONS,
    },
}

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A message that Redis hands out again while its job runs is found to be one too many (core.jobs.worker).
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900, "socket_timeout": 5, "socket_connect_timeout": 2}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.1}
CELERY_TIMEZONE = "UTC"

# What the dispatcher has done once in each period, by the platform or in every ready company.
JOB_ROUNDS = {
    "core.jobs.tasks.forget_done": timedelta(minutes=5),
    "core.tasks.sweep": timedelta(hours=24),
    "core.tasks.sweep_disk": timedelta(hours=24),
    "tenants.companies.tasks.expire_trials": timedelta(minutes=10),
    "tenants.signup.tasks.delete_unfinished_registrations": timedelta(hours=6),
    "tenants.addresses.tasks.check_due_domains": timedelta(seconds=15),
    "hr.calendars.tasks.add_coming_years": timedelta(hours=24),
    "hr.lifecycle.tasks.remind_of_tasks": timedelta(hours=24),
    "hr.personal.tasks.remind_of_certificates": timedelta(hours=6),
    "hr.documents.tasks.send_reminders": timedelta(hours=6),
    "hr.imports.tasks.forget": timedelta(hours=24),
    "hr.subject_access.tasks.forget": timedelta(hours=24),
    "tenants.removal.tasks.carry_out_removals": timedelta(minutes=5),
    "tenants.addresses.tasks.release_former_subdomains": timedelta(hours=6),
    "superadmin.tasks.close_accounts_of_leavers": timedelta(minutes=15),
    "superadmin.tasks.count_usage": timedelta(minutes=5),
    "tenants.accounts.tasks.forget_old_sign_ins": timedelta(hours=24),
    "tenants.accounts.tasks.forget_old_staff_sign_ins": timedelta(hours=24),
    "superadmin.tasks.delete_expired_sessions": timedelta(hours=6),
    "superadmin.tasks.delete_expired_staff_sessions": timedelta(hours=6),
}

# --- Requests -----------------------------------------------------------------------------------------------------

ROOT_URLCONF = "config.urls_tenant"
PUBLIC_SCHEMA_URLCONF = "config.urls_public"
CONSOLE_URLCONF = "config.urls_console"
WSGI_APPLICATION = "config.wsgi.application"

MIDDLEWARE = [
    "core.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "tenants.companies.middleware.StrictTransportMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.health.HealthMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "tenants.companies.middleware.CompanyMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "core.bad_input.NullCharacterMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tenants.accounts.middleware.SignInMiddleware",
    # After signing in is asked for: a form sent after the session ended leads to signing in, not to a lecture on tokens.
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tenants.company_settings.middleware.CompanySettingsMiddleware",
    "tenants.accounts.leaving.LeaverMiddleware",
    "tenants.sign_in.middleware.SignInRulesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tenants.accounts.view_as.ViewAsMiddleware",
]

# Widgets find their templates where pages do.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.layout",
            ],
        },
    }
]

# --- Security -----------------------------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Cookies are host-only (no Domain), so one company's browser never sends them to another's host.
SESSION_ENGINE = "tenants.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# Without "keep me signed in" a session ends with the browser, and after a working day at the latest.
SESSION_COOKIE_AGE = 60 * 60 * 12
ACCOUNT_SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_EXPIRE_AT_BROWSER_CLOSE = False
# The CSRF secret lives in the session, so in the company's own schema: a token of one company is worthless in another.
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "core.error_pages.show_csrf_failure"

# --- Accounts -----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["tenants.accounts.backend.AccountBackend"]
PASSWORD_HASHERS = ["tenants.accounts.passwords.PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "tenants.accounts.passwords.StrengthValidator"},
    {"NAME": "tenants.sign_in.passwords.CompanyLengthValidator"},
]
LOGIN_URL = "account_login"
# The start page has this address on every host: a company's home, the console's overview.
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "tenants.single_sign_on.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PREVENT_ENUMERATION = True
# An unknown address gets no mail: a stranger must not be able to make a company's server write to anybody.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = None
# Only wrong passwords are counted: a whole office signs in at nine from one address, and each count costs time.
ACCOUNT_RATE_LIMITS = {"login": False, "login_failed": "30/m/ip,5/300s/key"}
ACCOUNT_FORMS = {
    "login": "tenants.accounts.forms.SignInForm",
    "reset_password": "tenants.invitations.forms.ResetPasswordForm",
    "confirm_password_reset_code": "tenants.accounts.forms.EnterCodeForm",
    "reset_password_from_key": "tenants.accounts.forms.ChoosePasswordForm",
    "change_password": "tenants.accounts.forms.ChangePasswordForm",
}
SOCIALACCOUNT_ADAPTER = "tenants.single_sign_on.adapter.IdentityProviderAdapter"
# The provider stands in for the address.
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
# Companies name the addresses of their providers. A server that followed them into its own network would serve strangers there.
IDENTITY_PROVIDERS_MAY_BE_LOCAL = False

MFA_ADAPTER = "tenants.sign_in.second_factors.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Clocks of phones are a few seconds wrong.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "tenants.sign_in.forms.AuthenticateForm",
    "reauthenticate": "tenants.sign_in.forms.ReauthenticateForm",
    "activate_totp": "tenants.sign_in.forms.AddAppForm",
    "add_webauthn": "tenants.sign_in.forms.AddPasskeyForm",
    "authenticate_webauthn": "tenants.sign_in.forms.PasskeyForm",
    "login_webauthn": "tenants.sign_in.forms.SignInWithPasskeyForm",
    "reauthenticate_webauthn": "tenants.sign_in.forms.ReauthenticateWithPasskeyForm",
    "edit_webauthn": "tenants.sign_in.forms.RenamePasskeyForm",
}
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}

# --- Words, dates, files, mail ------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
# With one language there is nothing to look up, which would take a tenth of each page.
USE_I18N = len(LANGUAGES) > 1
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]

# What people upload: in a folder, or in a bucket. Behind a proxy that has the folder too, the proxy sends the files.
FILES_DIR = env.read_path("FILES_DIR", default=BASE_DIR / ".local" / "files")
FILES_ACCEL_PREFIX = env.read_url_prefix("FILES_ACCEL_PREFIX") if os.environ.get("FILES_ACCEL_PREFIX") else ""
_all_companies: dict[str, Any] = {"BACKEND": "core.files.disk.FilesOnDisk", "OPTIONS": {"location": FILES_DIR}}
# Which column names the files of a folder; those that it does not name are deleted (core/files/sweeping.py).
FILE_COLUMNS = {
    "documents": "documents.Document.file",
    "logo": "company_settings.CompanySettings.logo",
    "photo": "personal.PersonalRecord.photo",
    "policies": "documents.PolicyVersion.file",
}
if os.environ.get("FILES_S3_URL"):
    if FILES_ACCEL_PREFIX:
        raise ImproperlyConfigured(
            "With FILES_ACCEL_PREFIX the proxy sends files from a folder; with FILES_S3_URL there is no folder. Set one of them."
        )
    _all_companies = {"BACKEND": "core.files.bucket.FilesInBucket", "OPTIONS": env.read_bucket("FILES_S3_URL")}
STORAGES = {
    "default": {"BACKEND": "core.files.storage.CompanyStorage"},
    "all_companies": _all_companies,
    "staticfiles": {"BACKEND": "core.static_files.StaticFiles"},
}
FILE_UPLOAD_HANDLERS = [
    "core.files.uploads.BoundedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Where clamd looks for viruses in what people upload; while it does not answer, nothing is taken.
CLAMD_ADDRESS = env.read_scanner("CLAMD_ADDRESS") if os.environ.get("CLAMD_ADDRESS") else ""

UNFOLD = unfold.UNFOLD
# Say until when a person's pay is final, and what is agreed with them; both stand above those who ask.
PAY_CLOSED_UNTIL = "payroll.compensation.queries.closed_until_of"
PAY_CASE = "payroll.compensation.queries.case_for"

MESSAGE_STORAGE = "core.tokens.MessageStorage"
MESSAGE_TAGS = {message_levels.ERROR: "danger"}
DEFAULT_FROM_EMAIL = env.read_text("MAIL_FROM", expected="an address such as Rooster <hello@example.com>")

LOGGING_CONFIG = "core.logs.configure_logging"
LOG_LEVEL = env.read_choice("LOG_LEVEL", choices=("DEBUG", "INFO", "WARNING", "ERROR"), default="INFO")
LOGGING: dict[str, Any] = {"level": LOG_LEVEL}
