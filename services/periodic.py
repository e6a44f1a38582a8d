"""What the clock starts: reminders of tomorrow's sessions."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from core.rounds import each
from services.enums import ActivityState, SessionState
from services.models import Session
from services.notifications.session import tell_reminder


@shared_task
def remind_sessions() -> None:
    """Tell those concerned about each published session of tomorrow; running it again tells nobody twice."""
    each(list(_due().values_list("pk", flat=True)), _remind, "session %s could not be announced")


def _due():
    tomorrow = timezone.localdate() + timedelta(days=1)
    return Session.objects.filter(
        starts_on=tomorrow, state=SessionState.PLANNED, activity__state=ActivityState.PUBLISHED
    )


def _remind(pk: int) -> None:
    """Asked again under the lock: it may have been moved or cancelled since the list was made."""
    rows = _due().select_related("organization", "activity__lead", "activity__project__worker")
    if session := rows.select_for_update(of=("self",)).filter(pk=pk).first():
        tell_reminder(session)
