"""The demo's settings on the benchmark's database, with the bare views beside the real ones."""

import logging

from sanlian.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.bare"
CELERY_TASK_ALWAYS_EAGER = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
logging.disable(logging.INFO)
