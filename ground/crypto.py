"""Sealing and fingerprints.

Sealed text is AES-256-GCM with the place it belongs to as additional data, so that two sealed values cannot be swapped
between rows. A fingerprint is an HMAC-SHA256 under a key of its own: equal inputs give equal fingerprints, and nobody
without the key can try values. Keys come from the settings and never touch the database.
"""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE_BYTES = 12
_VERSION = b"\x01"


class SealBroken(Exception):
    """The sealed value was altered, belongs to another place, or was sealed under another key."""


def seal(text: str, *, context: str) -> bytes:
    """Encrypt ``text`` for one place. ``context`` names the place, for example ``token:17``."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(settings.FIELD_KEY).encrypt(nonce, text.encode(), context.encode())
    return _VERSION + nonce + sealed


def unseal(blob: bytes | memoryview, *, context: str) -> str:
    """The text that was sealed for this place. Every kind of failure raises the same ``SealBroken``."""
    blob = bytes(blob)
    nonce, sealed = blob[1 : 1 + _NONCE_BYTES], blob[1 + _NONCE_BYTES :]
    if blob[:1] != _VERSION or len(nonce) != _NONCE_BYTES:
        raise SealBroken
    try:
        return AESGCM(settings.FIELD_KEY).decrypt(nonce, sealed, context.encode()).decode()
    except InvalidTag:
        raise SealBroken from None


def fingerprint(*parts: str, kind: str) -> bytes:
    """A keyed fingerprint (32 bytes) of the parts. ``kind`` keeps fingerprints of different things apart.

    Parts are joined by their lengths, so ("ab", "c") and ("a", "bc") differ.
    """
    message = kind.encode() + b"".join(
        b"\x00%d\x00%s" % (len(raw), raw) for raw in (p.encode() for p in parts)
    )
    return hmac.new(settings.FINGERPRINT_KEY, message, hashlib.sha256).digest()
