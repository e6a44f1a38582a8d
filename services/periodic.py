"""What the clock starts: reminders of tomorrow's sessions."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from core.rounds import each
from services.enums import ActivityState, RegistrationState, SessionState
from services.models import Registration, Session
from services.notifications.session import tell_reminder
from services.operations.registration import expire_offer
from services.operations import hour_check


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


@shared_task
def check_hours() -> None:
    """Every night: hours of volunteers against their ledger."""
    hour_check.check_hours()


@shared_task
def expire_offers() -> None:
    """Places nobody took in time go to the next in line; a postponed session's offers wait for its new time."""
    due = Registration.objects.filter(
        state=RegistrationState.OFFERED, offered_until__lte=timezone.now(), session__state=SessionState.PLANNED
    )
    each(list(due.order_by("offered_until", "pk")), expire_offer, "registration %s could not expire")
