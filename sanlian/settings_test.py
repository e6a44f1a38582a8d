"""Overrides for the tests: servers of their own under var/test unless the environment names real ones."""

import os
from datetime import UTC, datetime
from pathlib import Path

from sanlian.embedded import Servers
from sanlian.keys import demo_environment

SERVERS = Servers(Path(__file__).resolve().parent.parent / "var" / "test", durable=False)
EMBEDDED = {name for name in ("DATABASE_URL", "REDIS_URL") if not os.environ.get(name)}
for name, value in SERVERS.environment().items():
    if name in EMBEDDED:
        os.environ[name] = value
os.environ.update(demo_environment(SERVERS.home) | {"SANLIAN_ENV": "test"})

from sanlian.settings import *  # noqa: E402, F403
from sanlian.settings import CACHES, DATABASES, STATIC_ROOT, VAR_DIR  # noqa: E402

# Engineers and processes share one server: a database, a key prefix and a media folder for each of them.
TEST_NAME = os.environ.get("TEST_DATABASE_NAME", "test_sanlian")
TEST_SLOT = f"{TEST_NAME}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
DATABASES["default"]["TEST"] = {"NAME": TEST_NAME}
CACHES["default"] |= {"KEY_PREFIX": TEST_SLOT, "BACKEND": "tests.plugins.cache.OwnKeysCache"}
CELERY_BROKER_TRANSPORT_OPTIONS = {"global_keyprefix": f"{TEST_SLOT}:"}
MEDIA_ROOT = VAR_DIR / "media" / TEST_SLOT
EMAIL_FILE_PATH = VAR_DIR / "mail" / TEST_SLOT
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns about a missing one, test by test

# Much of what is tested happens within a few hours of one day: near midnight it could not. The tests therefore live
# where it is eleven in the morning (Etc/GMT counts westwards), whatever the hour they are started at.
TIME_ZONE = os.environ.setdefault("TEST_TIME_ZONE", f"Etc/GMT{datetime.now(UTC).hour - 11:+d}")

CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
