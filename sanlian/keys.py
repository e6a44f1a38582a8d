"""Secrets of a demo or test data directory: made once, readable by their owner only."""

import base64
import json
import os
import secrets
from pathlib import Path


def demo_environment(home: Path) -> dict[str, str]:
    """The variables, beside the servers' addresses, that make the settings run on ``home``."""
    keys = _keys(home / "secrets.json")
    return {"SANLIAN_ENV": "demo", "SANLIAN_VAR": str(home)} | keys


def _keys(path: Path) -> dict[str, str]:
    if path.exists():
        return json.loads(path.read_text())
    if (path.parent / "demo.json").exists():
        # A new key would not decrypt what the old one encrypted: stop before anything is written with it.
        raise SystemExit(f"{path} is gone; the data beside it cannot be read without it.")
    keys = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "FIELD_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    }
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half_made = path.with_name(f"secrets.{os.getpid()}")
    half_made.touch(mode=0o600)
    half_made.write_text(json.dumps(keys))
    half_made.rename(path)
    return keys
