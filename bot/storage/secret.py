"""Secrets that are shown once, and kept as a hash."""

import hashlib
import secrets

BYTES = 32


def secret() -> str:
    """A new secret: 256 random bits, in letters, digits, `-` and `_`."""
    return secrets.token_urlsafe(BYTES)


def hashed(secret: str) -> str:
    """What is kept of a secret, as 64 hexadecimal digits. Nobody guesses 256 random bits, so one fast round is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
