"""What the timer does."""

import logging

from celery import shared_task
from django.db import transaction

from projects import notifications
from projects.models import Instalment
from projects.queries import instalments_to_remind

logger = logging.getLogger(__name__)


@shared_task
def remind_instalments() -> None:
    """Tell finance and the contractor of unpaid instalments due soon or overdue, once each.

    A row that cannot be handled is logged and left for the next round; the others are told.
    """
    for pk in instalments_to_remind().order_by("due_on").values_list("pk", flat=True):
        try:
            with transaction.atomic():
                _remind(pk)
        except Exception:  # one bad row must not silence the rest
            logger.exception("instalment %s could not be reminded of", pk)


def _remind(pk: int) -> None:
    """Ask again right before telling: the instalment may have been paid since the list was read."""
    due = instalments_to_remind().select_related("project__fund__organization", "project__contractor")
    instalment: Instalment | None = due.filter(pk=pk).first()
    if instalment:
        notifications.instalment_due(instalment)
