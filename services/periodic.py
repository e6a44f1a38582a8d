"""What the clock starts: reminders of tomorrow's sessions."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from core.rounds import each
from projects.enums import ParameterName
from projects.parameters import days
from services.enums import ActivityState, RegistrationState, SessionState
from services.models import Registration, Session
from services.notifications.session import tell_reminder
from services.notifications.summary import tell_no_check_in, tell_no_summary
from services.operations import hour_check
from services.operations.registration import expire_offer
from services.queries.summary import due_on, without_summary


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


@shared_task
def remind_records() -> None:
    """Published sessions past their day without check-in, and held ones without a summary, each told once."""
    each(list(missing_check_in().values_list("pk", flat=True)), _tell_no_check_in, "session %s could not be reminded")
    each(list(late_summaries().values_list("pk", flat=True)), _tell_no_summary, "session %s could not be reminded")


def missing_check_in():
    """So many days (a parameter) after their day still planned and nobody recorded, for a month."""
    last = timezone.localdate() - timedelta(days=days(ParameterName.CHECK_IN_DAYS))
    return Session.objects.filter(
        starts_on__range=(last - timedelta(days=31), last), state=SessionState.PLANNED, person_times=0,
        activity__state=ActivityState.PUBLISHED,
    )  # fmt: skip


def late_summaries():
    """Held sessions without a submitted summary, the day after it was due, for two months."""
    last = timezone.localdate() - timedelta(days=days(ParameterName.SUMMARY_DAYS) + 1)
    return without_summary(Session.objects.filter(starts_on__range=(last - timedelta(days=62), last)))


CONCERNED = ("organization", "activity__lead", "activity__project__worker", "activity__project__contractor")


def _tell_no_check_in(pk: int) -> None:
    if session := missing_check_in().select_related(*CONCERNED).filter(pk=pk).first():
        tell_no_check_in(session)


def _tell_no_summary(pk: int) -> None:
    if session := late_summaries().select_related(*CONCERNED).filter(pk=pk).first():
        tell_no_summary(session, due_on(session))
