"""What the timer does for reports: nobody waits for a worker that was killed."""

from datetime import timedelta

from celery import shared_task
from django.db.models import Max
from django.utils import timezone

from reports import building, tasks
from reports.enums import ReportState
from reports.models import ReportRun

PATIENCE = timedelta(minutes=10)  # configurable default; a city's month takes seconds


@shared_task
def recover_reports() -> None:
    """Queue lost runs again and stop those whose worker died, so that the requester can retry."""
    runs = ReportRun.objects.annotate(since=Max("events__at")).filter(since__lt=timezone.now() - PATIENCE)
    for run in runs.filter(state=ReportState.QUEUED):
        tasks.build_report.delay(run.pk)
    for run in runs.filter(state=ReportState.RUNNING):
        building.fail(run, note="生成中断")
