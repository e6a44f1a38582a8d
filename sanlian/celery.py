"""The Celery application; tasks live in each app's ``tasks`` and ``periodic`` modules."""

import os

from celery import Celery

from sanlian.heartbeat import Heartbeat

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanlian.settings")

app = Celery("sanlian")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="periodic")
app.steps["worker"].add(Heartbeat)
