"""Who gets a place: the waiting list moves up whenever one is free. All of it wants the session's lock held."""

from datetime import datetime, timedelta

from django.utils import timezone

from core.errors import DomainError
from core.workflow import step_all
from services import workflow
from services.enums import ActivityState, RegistrationState, SessionState
from services.models import Registration, Session
from services.notifications.registration import tell_offered, tell_promoted

TOO_LATE = "本场已经开始，名额已满，不再候补。已到现场的不用报名，请扫描屏幕上的二维码，或请工作人员登记。"


def state_on_arrival(session: Session) -> str:
    """A place while there is one and nobody waits for it, else the waiting list; with approval first the desk."""
    if session.activity.needs_approval:
        return RegistrationState.PENDING
    check_line(session)
    return RegistrationState.REGISTERED if free_on_arrival(session) else RegistrationState.WAITING


def free_on_arrival(session: Session) -> int:
    """Places for those who come now: none while somebody waits."""
    return session.left if session.waiting == 0 else 0


def check_line(session: Session) -> None:
    """Raises ``DomainError`` for a full session that has started: nothing is given any more, nobody waits in vain."""
    if free_on_arrival(session) <= 0 and timezone.now() >= session.starts_at:
        raise DomainError(TOO_LATE)


def give_free_places(session: Session) -> list[Registration]:
    """Offer every free place to the next in line, or hand it over at once when the activity holds nothing.

    Called after each cancellation, refusal, expiry or change of capacity or time; nothing is given after the start,
    nor while the session is postponed or cancelled. Afterwards no place is free while somebody waits.
    """
    session.refresh_from_db(fields=["registered", "offered", "waiting", "capacity"])
    free = min(session.left, session.waiting)
    if free <= 0 or not is_giving(session):
        return []
    next_ones = list(session.registrations.in_line().values_list("pk", flat=True)[:free])
    rows = session.registrations.filter(pk__in=next_ones).select_related("person")
    if not session.activity.hold_hours:
        promoted = step_all(rows, workflow.PROMOTE_REGISTRATION, by=None)
        tell_promoted(session, promoted)
        return promoted
    until = held_until(session)
    rows.update(offered_until=until)
    offered = step_all(rows, workflow.OFFER_REGISTRATION, by=None)
    tell_offered(session, offered, until)
    return offered


def renew_offers(session: Session) -> None:
    """Open offers run anew from now: the session has another time, and nobody could answer to the old one."""
    session.registrations.filter(state=RegistrationState.OFFERED).update(offered_until=held_until(session))


def is_giving(session: Session) -> bool:
    planned = session.state == SessionState.PLANNED and session.activity.state == ActivityState.PUBLISHED
    return planned and timezone.now() < session.starts_at


def held_until(session: Session) -> datetime:
    """An offer ends after the activity's hours, and never after the session has started."""
    return min(timezone.now() + timedelta(hours=session.activity.hold_hours), session.starts_at)
