"""What is not a row carries its company too: cache keys, files, tokens, locks. docs/architecture.md has the table.

Each has one module that puts the company in; nothing else may reach past it.
"""

import ast
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.urls import get_resolver

from tests.guards.sources import Guard, Problem, Source, check, product_files
from tests.permissions.tables import routes

# What names no company by itself, and the modules of ours that make it do so.
KEEPERS = {
    "django.core.cache": ("core/caches.py",),
    "django.core.signing": ("core/tokens.py",),
    "django.utils.crypto.salted_hmac": ("core/tokens.py",),
    "django.contrib.auth.tokens": (),
    "django.contrib.messages.storage": ("core/tokens.py",),
    "django.core.files.storage": ("core/files/storage.py", "core/files/disk.py", "core/files/answers.py"),
    "storages": ("core/files/bucket.py",),
    "boto3": ("core/files/bucket.py",),
    "redis": ("core/caches.py",),
}
HARMLESS = ("redis.exceptions",)
SIGNED_COOKIES = {"set_signed_cookie", "get_signed_cookie"}

IMPORTS_ALLOWED = {
    "tenants/signup/codes.py::django.utils.crypto.salted_hmac": "Keyed by the registration; there is no company yet.",
}
LOCKS_ALLOWED = {
    "tenants/schemas/locks.py::lock_schema": "Keyed by the company.",
    "tenants/schemas/template.py::build_template": "One template for the installation.",
    "tenants/fleet/scratch.py::drop_leftovers": "One template for the installation, and whoever builds it.",
    "tenants/fleet/actions.py::_alone": "One run for the installation.",
    "core/jobs/dispatcher.py::_take": "One dispatcher for the installation.",
    "core/jobs/worker.py::_alone": "Keyed by the job, whose row names the company.",
}


def _imported(source: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def _past_the_keepers(source: Source) -> Iterator[Problem]:
    for line, name in _imported(source):
        for kept, keepers in KEEPERS.items():
            is_kept = name == kept or name.startswith(f"{kept}.")
            if is_kept and source.path not in keepers and not name.startswith(HARMLESS):
                message = f"imports {name}, which knows no company; use {' or '.join(keepers[:1]) or 'core/tokens.py'}."
                yield Problem(source, line, message, name=kept)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr in SIGNED_COOKIES:
            yield Problem(source, node.lineno, "signs a cookie for every company at once; use core/tokens.py.", name=node.attr)


def _locks(source: Source) -> Iterator[Problem]:
    for function in ast.walk(source.tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and "advisory_" in node.value:
                    message = "takes an advisory lock: say in LOCKS_ALLOWED how its key names the company, or why it has none."
                    yield Problem(source, node.lineno, message, name=function.name)


def _lock_numbers(source: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and isinstance(node.value, ast.Constant):
            name = node.targets[0].id
            if name.endswith(("_LOCK", "_LOCKS")) and isinstance(node.value.value, int):
                yield node.value.value, f"{source.path}::{name}"


def test_nothing_reaches_past_the_keepers() -> None:
    check(_past_the_keepers, product_files(), allowed=IMPORTS_ALLOWED)


def test_every_lock_says_whose_it_is() -> None:
    check(_locks, product_files(), allowed=LOCKS_ALLOWED)


def test_no_two_locks_have_one_number() -> None:
    found = [each for source in product_files() for each in _lock_numbers(source)]
    assert len(found) > 4
    numbers = [number for number, _name in found]
    assert {name for number, name in found if numbers.count(number) > 1} == set()


def test_settings_lead_through_the_keepers() -> None:
    assert settings.CACHES["default"]["KEY_FUNCTION"] == "core.caches.make_key"
    assert settings.CACHES["platform"]["KEY_PREFIX"] != settings.CACHES["default"]["KEY_PREFIX"]
    assert settings.STORAGES["default"]["BACKEND"] == "core.files.storage.CompanyStorage"
    assert settings.MESSAGE_STORAGE == "core.tokens.MessageStorage"
    # Sessions, and with them CSRF secrets and the codes of allauth, are rows of the company's schema.
    assert issubclass(import_module(settings.SESSION_ENGINE).SessionStore, SessionStore)
    assert settings.CSRF_USE_SESSIONS
    assert settings.SESSION_COOKIE_DOMAIN is None
    assert settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED
    assert settings.ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED


@pytest.mark.parametrize("urlconf", [settings.ROOT_URLCONF, settings.CONSOLE_URLCONF, settings.PUBLIC_SCHEMA_URLCONF])
def test_no_page_takes_allauths_links(urlconf: str) -> None:
    # Their keys sign a number and no company; codes take their place.
    names = get_resolver(urlconf).reverse_dict.keys()
    assert routes(urlconf)
    assert not {"account_confirm_email", "account_reset_password_from_key"} & set(names)


@pytest.mark.parametrize(
    ("guard", "code"),
    [
        (_past_the_keepers, "from django.core.cache import cache"),
        (_past_the_keepers, "from django.core import signing"),
        (_past_the_keepers, "from django.core.signing import dumps"),
        (_past_the_keepers, "import redis"),
        (_past_the_keepers, "from redis import Redis"),
        (_past_the_keepers, "from django.core.files.storage import default_storage"),
        (_past_the_keepers, "from django.utils.crypto import salted_hmac"),
        (_past_the_keepers, "def show(request):\n    request.get_signed_cookie('a')"),
        (_locks, "def lock(cursor):\n    cursor.execute('SELECT pg_advisory_lock(1)')"),
    ],
)
def test_they_bite(guard: Guard, code: str) -> None:
    assert list(guard(Source("hr/x/actions.py", code)))


def test_errors_of_redis_may_be_caught() -> None:
    assert not list(_past_the_keepers(Source("hr/x/actions.py", "import redis.exceptions")))
    assert not list(_past_the_keepers(Source("hr/x/actions.py", "from django.utils.crypto import constant_time_compare")))
