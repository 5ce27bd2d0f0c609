"""A public installation behind a TLS-terminating proxy. `manage.py check --deploy` is clean with it."""

import os

from config import env

os.environ["ROOSTER_REQUIRES_HTTPS"] = "1"

from config.settings.base import *

DEBUG = False
LOGIN_MUST_BE_POWERLESS = True
MAILERS = {"default": env.read_mailer("EMAIL_URL")}

# __Host- cookies: the browser refuses them without Secure, with a Domain, or for a path other than /.
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
# The health checks come from inside, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
