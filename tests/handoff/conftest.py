"""Letters, and real receivers."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bot.handoff import Letter, Line
from tests.receivers import Hook, Mailbox

WRITTEN = datetime(2026, 11, 27, 19, 57, tzinfo=UTC)
NASTY = "hi <!channel> <https://evil.example|click>\r\nBcc: eve@evil.example\n.\nContact: eve@evil.example \U0001f600"


@pytest.fixture
def letter() -> Letter:
    """A letter in which the visitor tries what can be tried."""
    return Letter(
        id="11111111-aaaa-4aaa-8aaa-111111111111",
        thread="11111111-aaaa-4aaa-8aaa-111111111111",
        conversation="visitor\r\nBcc: eve@evil.example",
        written=WRITTEN,
        contact="jane@example.com",
        profile={"work": ["hr_payroll"]},
        answers=("payroll", "about 60 employees"),
        link="https://bot.example.com/recommendations/token",
        lines=(Line("visitor", NASTY, WRITTEN), Line("bot", "How can they reach you?", WRITTEN)),
    )


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    receiver = Mailbox()
    yield receiver
    receiver.close()


@pytest.fixture
def hook() -> Iterator[Hook]:
    receiver = Hook()
    yield receiver
    receiver.close()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate that this machine gave itself, with its key."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now, here = datetime.now(UTC), x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(hours=1))
    made = made.add_extension(here, critical=True)
    path, pem = tmp_path / "certificate.pem", serialization.Encoding.PEM
    written = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(written + made.sign(key, hashes.SHA256()).public_bytes(pem))
    return path


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    """What a server needs to show the certificate."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context
