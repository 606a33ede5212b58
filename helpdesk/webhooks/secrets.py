"""The secrets that messages are signed with: 256 random bits, kept encrypted under a key made of SECRET_KEY."""

import base64
import secrets
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

PREFIX = "whsec_"


def new_secret() -> str:
    """A secret as the Standard Webhooks specification writes it; shown once."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def locked(secret: str) -> str:
    return _box().encrypt(secret.encode()).decode()


def unlocked(kept: str) -> str:
    """Raises InvalidToken where SECRET_KEY is another than when it was locked."""
    return _box().decrypt(kept.encode()).decode()


def _box() -> MultiFernet:
    """SECRET_KEY first; those it replaced still open what they locked."""
    keys = [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(sha256(f"webhooks:{key}".encode()).digest())) for key in keys]
    )
