"""What operations enqueue."""

from celery import shared_task

from reports import building


@shared_task
def build_report(pk: int) -> None:
    building.build(pk)
