"""A missing or nonsensical variable stops the start and names itself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklm",
    "ENCRYPTION_KEYS": "newest-0123456789abcdefghijklmnopqrstuvwxyz,former-0123456789abcdefghijklmnopqrstuvwxyz",
    "BASE_URL": "https://rooster.example",
    "DATABASE_URL": "postgres://rooster_web:pw@db.internal:5432/rooster",
    "DATABASE_OWNER_URL": "postgres://rooster_owner:pw@db.internal:5432/rooster",
    "REDIS_URL": "redis://cache.internal:6379/0",
    "EMAIL_URL": "smtp+tls://mail:p%40ss@smtp.internal",
    "MAIL_FROM": "Rooster <hello@rooster.example>",
}


def _start(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "ROOSTER_PROCESS": "web", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


class TestProduction:
    def test_is_clean_for_deployment(self) -> None:
        result = _start(GOOD, "check", "--deploy", "--fail-level", "WARNING")

        assert result.returncode == 0, result.stderr
        assert "no issues" in result.stdout

    @pytest.mark.parametrize("name", sorted(set(GOOD) - {"DJANGO_SETTINGS_MODULE", "DATABASE_OWNER_URL"}))
    def test_says_which_variable_is_missing(self, name: str) -> None:
        result = _start({key: value for key, value in GOOD.items() if key != name}, "check")

        assert result.returncode != 0
        assert f"{name} is not set. Expected: " in result.stderr

    def test_keeps_files_in_a_bucket(self) -> None:
        bucket = {"FILES_S3_URL": "s3://key:secret@s3.test/kept"}

        assert _start(GOOD | bucket, "check").returncode == 0
        refused = _start(GOOD | bucket | {"FILES_ACCEL_PREFIX": "/company-files/"}, "check")
        assert refused.returncode != 0
        assert "Set one of them" in refused.stderr

    def test_refuses_an_address_without_tls(self) -> None:
        result = _start(GOOD | {"BASE_URL": "http://rooster.example"}, "check")

        assert "BASE_URL has a value that cannot be used" in result.stderr

    def test_refuses_to_encrypt_with_the_secret_that_signs(self) -> None:
        result = _start(GOOD | {"ENCRYPTION_KEYS": GOOD["SECRET_KEY"]}, "check")

        assert "ENCRYPTION_KEYS holds SECRET_KEY" in result.stderr


class TestReading:
    @pytest.mark.parametrize(
        ("value", "read"),
        [
            ("postgres://user@host", env.read_database),
            ("mysql://user@host/db", env.read_database),
            ("http://host", env.read_redis),
            ("ftp://example.com", env.read_site_address),
            ("https://example.com/path", env.read_site_address),
            ("rooster.example", env.read_site_address),
            ("smtp://", env.read_mailer),
            ("gopher://host", env.read_mailer),
            ("https://key:secret@s3.test/bucket", env.read_bucket),
            ("s3://key:secret@s3.test/", env.read_bucket),
            ("s3://key:secret@s3.test/bucket/folder", env.read_bucket),
            ("s3://key:secret@s3.test/B", env.read_bucket),
            ("s3://key@s3.test/bucket", env.read_bucket),
            ("s3:///bucket", env.read_bucket),
            ("s3://s3.test/bucket?regoin=eu", env.read_bucket),
            ("s3://s3.test/bucket?region", env.read_bucket),
            ("s3://s3.test:x/bucket", env.read_bucket),
            ("localhost", env.read_scanner),
            ("localhost:0", env.read_scanner),
            ("localhost:99999", env.read_scanner),
            ("run/clamd.ctl", env.read_scanner),
            ("kept-here", env.read_url_prefix),
            ("/kept-here", env.read_url_prefix),
            ("/../", env.read_url_prefix),
            ("//", env.read_url_prefix),
            ("https://files.test/", env.read_url_prefix),
        ],
    )
    def test_nonsense_is_refused_without_repeating_it(self, monkeypatch: pytest.MonkeyPatch, value: str, read: object) -> None:
        monkeypatch.setenv("X_URL", value)

        with pytest.raises(ImproperlyConfigured) as refused:
            read("X_URL")  # type: ignore[operator]
        assert "X_URL" in str(refused.value)
        assert value not in str(refused.value)

    @pytest.mark.parametrize(
        ("value", "endpoint", "key", "region"),
        [
            ("s3://k%2Fey:sec%40ret@s3.test/kept?region=eu-central-1", "https://s3.test", "k/ey", "eu-central-1"),
            ("s3+http://minio:9000/kept", "http://minio:9000", None, None),
        ],
    )
    def test_a_bucket(self, monkeypatch: pytest.MonkeyPatch, value: str, endpoint: str, key: str, region: str) -> None:
        monkeypatch.setenv("X_URL", value)

        options = env.read_bucket("X_URL")
        assert (options["bucket_name"], options["endpoint_url"]) == ("kept", endpoint)
        assert (options["access_key"], options["region_name"]) == (key, region)
        assert options["secret_key"] == ("sec@ret" if key else None)

    @pytest.mark.parametrize("value", ["", "short", "a" * 40 + ",short", "a" * 40 + ",", "a" * 40 + "," + "a" * 40])
    def test_secrets_are_long_and_differ(self, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
        monkeypatch.setenv("X_SECRETS", value)

        with pytest.raises(ImproperlyConfigured, match="X_SECRETS"):
            env.read_secrets("X_SECRETS", minimum_length=40)

    def test_several_secrets_keep_their_order(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("X_SECRETS", f"{'b' * 40}, {'a' * 40}")

        assert env.read_secrets("X_SECRETS", minimum_length=40) == ("b" * 40, "a" * 40)

    @pytest.mark.parametrize("value", ["", "x", "-1", "101", "1.5"])
    def test_numbers_have_limits(self, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
        monkeypatch.setenv("X_NUMBER", value)

        with pytest.raises(ImproperlyConfigured, match="X_NUMBER"):
            env.read_integer("X_NUMBER", default=1, minimum=0, maximum=100)

    def test_choices_are_listed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LOG_LEVEL", "LOUD")

        with pytest.raises(ImproperlyConfigured, match="one of DEBUG, INFO"):
            env.read_choice("LOG_LEVEL", choices=("DEBUG", "INFO"), default="INFO")

    def test_a_mailer_from_a_url(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("EMAIL_URL", "smtp+tls://mail:p%40ss@smtp.internal")

        options = env.read_mailer("EMAIL_URL")["OPTIONS"]
        assert (options["host"], options["port"], options["password"], options["use_tls"]) == ("smtp.internal", 587, "p@ss", True)

    def test_an_address_and_its_hosts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("BASE_URL", "http://localhost:8000")

        assert env.read_site_address("BASE_URL").host_url("acme.localhost") == "http://acme.localhost:8000"
