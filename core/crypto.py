"""Encryption at rest for identity numbers and phones, and the keyed index that finds them."""

import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

NONCE_BYTES = 12


def _key(purpose: bytes) -> bytes:
    """Separate keys for separate uses, all from ``FIELD_KEY``."""
    return hmac.new(settings.FIELD_KEY, purpose, hashlib.sha256).digest()


def encrypt(text: str) -> bytes:
    """AES-256-GCM with a fresh nonce in front; the same text never looks the same twice."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(_key(b"field")).encrypt(nonce, text.encode(), None)


def decrypt(blob: bytes) -> str:
    """The text; raises ``cryptography.exceptions.InvalidTag`` when key or data are wrong."""
    return AESGCM(_key(b"field")).decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], None).decode()


def blind_index(text: str) -> str:
    """64 hex digits that equal texts share; without the key nobody can compute or invert them."""
    return hmac.new(_key(b"index"), text.encode(), hashlib.sha256).hexdigest() if text else ""


class EncryptedField(models.Field):
    """Text in Python, ciphertext in the database. The empty string stays empty. Not searchable."""

    def get_internal_type(self):
        return "BinaryField"

    def get_prep_value(self, value):
        return encrypt(value) if value else b""

    def get_db_prep_value(self, value, connection, prepared=False):
        return connection.Database.Binary(value if prepared else self.get_prep_value(value))

    def from_db_value(self, value, expression, connection):
        return decrypt(bytes(value)) if value else ""
