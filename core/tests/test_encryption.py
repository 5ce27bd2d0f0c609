"""What is encrypted opens for its own company and column alone, also while secrets are exchanged."""

import base64
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import models
from django.test.utils import isolate_apps
from hypothesis import given, strategies as st

from core.encryption import CannotDecrypt, decrypt, encrypt, newest_prefix
from core.fields import EncryptedTextField
from core.tenancy import NoContext

ACME, GLOBEX = "t_" + "a" * 32, "t_" + "b" * 32
ACCOUNT, PASSPORT = "personal.bankaccount.number", "personal.identifier.number"
NEWEST, FORMER = "n" * 40, "f" * 40


@pytest.fixture(autouse=True)
def _secrets(settings: Any) -> None:
    settings.ENCRYPTION_KEYS = (NEWEST,)


class TestEncrypt:
    @given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
    def test_every_text_comes_back(self, text: str) -> None:
        stored = encrypt(text, schema_name=ACME, place=ACCOUNT)

        assert decrypt(stored, schema_name=ACME, place=ACCOUNT) == text

    def test_does_not_tell_that_two_texts_are_the_same(self) -> None:
        stored = {encrypt("DE02120300000000202051", schema_name=ACME, place=ACCOUNT) for _ in range(20)}

        assert len(stored) == 20
        assert not any("202051" in text for text in stored)


class TestDecrypt:
    @pytest.mark.parametrize(
        ("schema_name", "place"), [(GLOBEX, ACCOUNT), ("public", ACCOUNT), (ACME, PASSPORT)], ids=["company", "public", "column"]
    )
    def test_refuses_what_was_copied_from_elsewhere(self, schema_name: str, place: str) -> None:
        stored = encrypt("DE02120300000000202051", schema_name=ACME, place=ACCOUNT)

        assert decrypt(stored, schema_name=ACME, place=ACCOUNT) == "DE02120300000000202051"
        with pytest.raises(CannotDecrypt):
            decrypt(stored, schema_name=schema_name, place=place)

    def test_refuses_every_changed_bit(self) -> None:
        prefix, encoded = encrypt("1", schema_name=ACME, place=ACCOUNT).rsplit(".", 1)
        sealed = base64.urlsafe_b64decode(encoded)

        for bit in range(len(sealed) * 8):
            changed = bytearray(sealed)
            changed[bit // 8] ^= 1 << bit % 8
            with pytest.raises(CannotDecrypt):
                decrypt(f"{prefix}.{base64.urlsafe_b64encode(changed).decode()}", schema_name=ACME, place=ACCOUNT)

    @pytest.mark.parametrize(
        "nonsense", ["DE02120300000000202051", "v1", "v1.", "v1..", "v1.00000000.AAAA", "v2.00000000.AAAA", "…"]
    )
    def test_refuses_what_was_never_encrypted(self, nonsense: str) -> None:
        with pytest.raises(CannotDecrypt) as refused:
            decrypt(nonsense, schema_name=ACME, place=ACCOUNT)
        assert ACCOUNT in str(refused.value)
        assert nonsense not in str(refused.value).split()

    def test_refuses_a_stump(self) -> None:
        with pytest.raises(CannotDecrypt):
            decrypt(f"{newest_prefix()}AAAA", schema_name=ACME, place=ACCOUNT)


class TestExchangeOfSecrets:
    def test_former_secrets_decrypt_and_the_newest_encrypts(self, settings: Any) -> None:
        settings.ENCRYPTION_KEYS = (FORMER,)
        old = encrypt("1234", schema_name=ACME, place=ACCOUNT)
        settings.ENCRYPTION_KEYS = (NEWEST, FORMER)

        assert decrypt(old, schema_name=ACME, place=ACCOUNT) == "1234"
        assert not old.startswith(newest_prefix())
        assert encrypt("1234", schema_name=ACME, place=ACCOUNT).startswith(newest_prefix())

        settings.ENCRYPTION_KEYS = (NEWEST,)
        with pytest.raises(CannotDecrypt, match="ENCRYPTION_KEYS"):
            decrypt(old, schema_name=ACME, place=ACCOUNT)


class TestEncryptedTextField:
    @pytest.fixture
    def field(self) -> Any:
        with isolate_apps("core"):

            class Safe(models.Model):
                content = EncryptedTextField(null=True)

                class Meta:
                    app_label = "core"

                def __str__(self) -> str:
                    return "safe"

            return Safe._meta.get_field("content")

    @pytest.fixture(autouse=True)
    def _company(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("core.fields.current_schema_name", lambda: ACME)

    def test_is_bound_to_company_and_column(self, field: Any) -> None:
        stored = field.get_db_prep_value("1234", connection=None)

        assert field.from_db_value(stored) == "1234"
        assert decrypt(stored, schema_name=ACME, place="core.safe.content") == "1234"

    @pytest.mark.parametrize("empty", [None, ""])
    def test_keeps_what_is_empty(self, field: Any, empty: str | None) -> None:
        assert field.from_db_value(field.get_db_prep_value(empty, connection=None)) == empty

    def test_is_nowhere_without_a_company(self, field: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("core.fields.current_schema_name", lambda: "")

        with pytest.raises(NoContext):
            field.get_db_prep_value("1234", connection=None)

    @pytest.mark.parametrize("lookup", ["exact", "in", "startswith", "icontains", "gt"])
    def test_is_not_searched(self, field: Any, lookup: str) -> None:
        with pytest.raises(FieldError, match="Unsupported lookup"):
            str(field.model._default_manager.filter(**{f"content__{lookup}": ["x"]}).query)
        assert "IS NULL" in str(field.model._default_manager.filter(content__isnull=True).query)

    def test_is_one_line_in_a_form(self, field: Any) -> None:
        assert 'type="text"' in str(field.formfield().widget.render("content", ""))
