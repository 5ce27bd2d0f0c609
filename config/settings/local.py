"""One machine, `make run`: embedded servers, plain http on *.localhost, mail into a folder with a page to read it."""

import os

import environ
from django.core.exceptions import ImproperlyConfigured

from config import env

LOCAL_DIR = env.PROJECT_ROOT / ".local"
# Written by `make run`, so that manage.py finds the running servers without any variable set by hand.
if (LOCAL_DIR / "env").exists():
    environ.Env.read_env(LOCAL_DIR / "env")
os.environ.setdefault("BASE_URL", "http://localhost:8000")
os.environ.setdefault("MAIL_FROM", "Rooster <hello@localhost>")

from config.settings.base import *

if not f".{BASE_DOMAIN}".endswith(".localhost"):
    # These settings keep mails in a folder that a page shows to everybody, and send cookies without TLS.
    raise ImproperlyConfigured(
        f"config.settings.local serves localhost only, and BASE_URL names {BASE_DOMAIN}. "
        "Set DJANGO_SETTINGS_MODULE=config.settings.production."
    )

DEBUG = False
# Shows mails on a page of the base domain, so that a person without a mail server can finish signing up.
LOCAL_MAILBOX_DIR = LOCAL_DIR / "mail"
if "EMAIL_URL" in os.environ:
    MAILERS = {"default": env.read_mailer("EMAIL_URL")}
    LOCAL_MAILBOX_DIR = None
else:
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": LOCAL_MAILBOX_DIR},
        }
    }

# Browsers take *.localhost for safe, the library wants https.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
IDENTITY_PROVIDERS_MAY_BE_LOCAL = True
SESSION_COOKIE_NAME = "rooster_session"
STATIC_ROOT = LOCAL_DIR / "static"
LOGGING = {"level": LOG_LEVEL, "readable": True}
