"""The certificate with which a provider signs its assertions."""

from datetime import datetime

from cryptography import x509

_BEGIN, _END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"


class NoCertificate(ValueError):
    """The text is none."""


def read_certificate(text: str) -> x509.Certificate:
    """The certificate that a text holds, with or without its first and last line. Raises NoCertificate."""
    try:
        return x509.load_pem_x509_certificate(as_pem(text).encode())
    except ValueError as error:
        raise NoCertificate from error


def as_pem(text: str) -> str:
    """With its first and last line, which providers leave out of what they call metadata."""
    text = text.strip()
    return text if _BEGIN in text else f"{_BEGIN}\n{text}\n{_END}"


def good_until(text: str) -> datetime:
    """When a certificate ends. Raises NoCertificate."""
    return read_certificate(text).not_valid_after_utc
