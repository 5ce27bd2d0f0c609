"""The test suite: the product as it runs, with cheap password hashes and mail kept in memory."""

import os

os.environ.setdefault("SECRET_KEY", "for tests only, " * 4)
os.environ.setdefault("ENCRYPTION_KEYS", "for tests only: the newest secret of this installation")
os.environ.setdefault("BASE_URL", "http://rooster.test")
os.environ.setdefault("MAIL_FROM", "Rooster <hello@rooster.test>")
# The suite's own servers set these before Django starts; the values here only let tools such as mypy load settings.
os.environ.setdefault("DATABASE_URL", "postgres://rooster_web@127.0.0.1:1/rooster")
os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:1/0")
os.environ["ROOSTER_PROCESS"] = "worker"

from config.settings.base import *

DEBUG = False
IDENTITY_PROVIDERS_MAY_BE_LOCAL = True
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SESSION_COOKIE_NAME = "rooster_session"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
DATABASES["default"]["CONN_MAX_AGE"] = 0
LOGGING = {"level": "WARNING"}
# Static files are the journeys' business; without them WhiteNoise would warn of a missing folder.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]
