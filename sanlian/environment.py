"""Read settings from the environment; refuse to start on nonsense instead of guessing."""

import base64
import binascii
import os
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def required(name: str) -> str:
    """The variable's value; raises ``ImproperlyConfigured`` when it is missing or empty."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"Set {name}; `make run` does it for you, production must do it itself.")
    return value


def optional(name: str, default: str = "") -> str:
    """The variable's value, or ``default``."""
    return os.environ.get(name, default)


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One of ``allowed``; raises ``ImproperlyConfigured`` otherwise."""
    value = os.environ.get(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}; use one of {', '.join(allowed)}.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """A comma separated list without blanks."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def clock_range(name: str, default: str) -> tuple[int, int]:
    """``"9-17"`` as ``(9, 17)``: whole hours, start before end."""
    text = os.environ.get(name, default)
    try:
        start, end = (int(part) for part in text.split("-"))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is {text!r}; write it like 9-17.") from error
    if not 0 <= start < end <= 24:
        raise ImproperlyConfigured(f"{name} is {text!r}; the start must come before the end, within 0-24.")
    return start, end


def secret_bytes(name: str, length: int) -> bytes:
    """A base64url secret of exactly ``length`` bytes."""
    try:
        secret = base64.urlsafe_b64decode(required(name))
    except (binascii.Error, ValueError) as error:
        raise ImproperlyConfigured(f"{name} is not base64url.") from error
    if len(secret) != length:
        raise ImproperlyConfigured(f"{name} must hold {length} bytes, not {len(secret)}.")
    return secret


def database(name: str = "DATABASE_URL") -> dict:
    """``postgresql://user:password@host:port/name`` (``?host=/socket/dir`` for a socket) as Django settings."""
    url = urlsplit(required(name))
    if url.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(f"{name} must be a postgresql:// address: Sanlian relies on its locks.")
    options = dict(part.split("=", 1) for part in url.query.split("&") if "=" in part)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(options.pop("host", "")) or unquote(url.hostname or ""),
        "PORT": str(url.port or options.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def redis(name: str = "REDIS_URL") -> tuple[str, str]:
    """The same server as redis-py and as Celery spell it: ``unix:///s`` is ``redis+socket:///s``."""
    url = required(name)
    scheme = url.split("://", 1)[0]
    if scheme not in ("redis", "rediss", "unix"):
        raise ImproperlyConfigured(f"{name} must start with redis://, rediss:// or unix://.")
    return url, url.replace("unix://", "redis+socket://", 1)
