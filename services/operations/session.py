"""Schedule, move, hold and cancel sessions."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.templatetags.ui import moment
from core.workflow import locked, step
from orgs.models import Organization, User
from projects.enums import ProjectState
from projects.models.project import RUNNING
from projects.operations.commission import YEARS
from services import workflow
from services.enums import ActivityState, SessionState
from services.models import Activity, Series, Session, SessionEvent
from services.notifications.registration import tell_called_off, tell_moved, tell_put_off
from services.notifications.session import (
    tell_assigned,
    tell_cancelled,
    tell_postponed,
    tell_rescheduled,
    tell_resumed,
)
from services.notifications.volunteer import tell_leads
from services.operations.insurance import check_insured
from services.operations.meeting import check_fits, check_host, check_time, checked, what_changed
from services.operations.waiting_list import give_free_places, renew_offers
from services.queries.activity import PLANNABLE
from services.time_band import band_of, bands_of

RECORDING = (*RUNNING, ProjectState.FINAL_REVIEW)  # a completed project's figures stand
CLOSED = (ActivityState.DONE, ActivityState.CANCELLED)
MOVES = ("starts_at", "ends_at", "venue", "is_online")  # what those who come must know


def schedule_session(
    activity: Activity,
    *,
    by: User,
    starts_at: datetime,
    ends_at: datetime,
    capacity: int,
    venue: str = "",
    organization: Organization | None = None,
    **details,
) -> Session:
    """A planned session at ``organization`` (the project's community unless told otherwise).

    ``details`` are any of ``meeting.DETAILS``; ``venue`` may stay empty when ``place`` is given. A start in the past is
    allowed and noted: the record of a session that was held before it was entered. Raises ``DomainError`` when activity
    or project are closed, the time is not within one day of the project's period, the place lies outside what the
    contractor serves, or a lecturer or worker may not be scheduled.
    """
    with transaction.atomic():
        activity = open_activity(activity)
        check_time(activity.project, starts_at, ends_at)
        facts = {"venue": venue, "capacity": capacity, **details}
        return make_sessions(activity, [(starts_at, ends_at)], by=by, organization=organization, facts=facts)[0]


def open_activity(activity: Activity) -> Activity:
    """``activity`` under its lock; raises ``DomainError`` unless sessions may be added."""
    activity = locked(activity)
    project = activity.project
    if activity.state in CLOSED:
        raise DomainError(f"活动{activity.get_state_display()}，不能再安排场次。需要时请另建活动。")
    if project.state not in PLANNABLE:
        raise DomainError(f"项目目前是“{project.get_state_display()}”，不能安排场次。")
    return activity


def make_sessions(
    activity: Activity,
    slots: list[tuple[datetime, datetime]],
    *,
    by: User,
    organization: Organization | None,
    facts: dict,
    series: Series | None = None,
) -> list[Session]:
    """One session per slot, with as many statements for a hundred as for one; the slots are checked by the caller."""
    project = activity.project
    organization = organization or project.organization
    check_host(project, organization)
    check_insured(activity, *(timezone.localtime(start).date() for start, _ in slots))
    columns, workers = checked(project, organization, facts), facts.get("workers", ())
    bands = bands_of(start for start, _ in slots)
    sessions = Session.objects.bulk_create(
        Session(
            activity=activity, organization=organization, series=series, **columns, starts_at=start, ends_at=end,
            starts_on=timezone.localtime(start).date(), time_band=bands[start],
        )
        for start, end in slots
    )  # fmt: skip
    now = timezone.now()
    SessionEvent.objects.bulk_create(
        SessionEvent(subject=row, kind="create", to_state=row.state, by=by, note="补录" if row.starts_at < now else "")
        for row in sessions
    )
    assign(sessions, workers)
    tell_assigned(sessions, set(workers) - {by})
    return sessions


def assign(sessions: list[Session], workers) -> None:
    """These social workers, and no others, come to each of ``sessions``."""
    places = Session.workers.through
    places.objects.filter(session__in=sessions).exclude(user__in=workers).delete()
    pairs = [places(session_id=row.pk, user_id=worker.pk) for row in sessions for worker in workers]
    places.objects.bulk_create(pairs, ignore_conflicts=True)


def reschedule_session(
    session: Session, *, by: User, starts_at: datetime, ends_at: datetime, capacity: int, venue: str = "", **details
) -> Session:
    """Another time, venue, capacity or detail for a planned session nobody attended yet; who comes is told of a move.

    A detail that is left out stays. Raises ``DomainError`` as ``schedule_session`` does, and when people are checked in
    or more are signed up than the new capacity allows.
    """
    with transaction.atomic():
        session = locked(session)
        if session.state != SessionState.PLANNED or session.attendances.exists():
            raise DomainError("本场已有签到、已举办或已取消，不能再改期。")
        facts = {"venue": venue, "capacity": capacity, **details}
        moved, note = _move(session, starts_at, ends_at, facts)
        session.events.create(kind="reschedule" if moved else "update", by=by, note=note[:1000])
        if moved:
            tell_rescheduled(session, by=by)
            tell_moved(session)
            renew_offers(session)
        give_free_places(session)
    return session


def hold_session(session: Session, *, by: User, note: str = "") -> Session:
    """Confirm that the session took place; from now on it counts as one 场次.

    Raises ``DomainError`` before its start, and without a participant or headcount behind it.
    """
    with step(session, workflow.HOLD_SESSION, by=by, note=note) as session:
        check_recordable(session)
        if timezone.now() < session.starts_at:
            raise DomainError(f"本场{moment(session.starts_at)}才开始，开始之后才能确认已举办。")
        if session.person_times < 1:
            raise DomainError("本场还没有签到或点数，不能计为已举办。请先登记签到或录入点数。")
    return session


def cancel_session(session: Session, *, by: User, note: str) -> Session:
    """Call off a planned session; those concerned are told. Refused once people are checked in."""
    return cancel_locked_session(session, by=by, note=note)


def cancel_locked_session(session: Session, *, by: User, note: str) -> Session:
    """``cancel_session`` for callers inside this app."""
    with step(session, workflow.CANCEL_SESSION, by=by, note=note) as session:
        if session.person_times:
            raise DomainError(f"“{session}”已有签到记录，不能取消。请确认已举办，或先冲正录错的点数。")
        tell_cancelled(session, by=by)
        tell_called_off(session)
        tell_leads(session)
    return session


def postpone_session(session: Session, *, by: User, note: str) -> Session:
    """Put off a planned session until a new time is known; sign-ups stay. Refused once people are checked in."""
    with step(session, workflow.POSTPONE_SESSION, by=by, note=note) as session:
        if session.attendances.exists():
            raise DomainError(f"“{session}”已有签到记录，不能延期。")
        tell_postponed(session, by=by)
        tell_put_off(session)
        tell_leads(session)
    return session


def resume_session(
    session: Session, *, by: User, starts_at: datetime, ends_at: datetime, capacity: int, venue: str = "", **details
) -> Session:
    """A postponed session gets its new time and place and is planned again; those concerned are told."""
    with transaction.atomic():
        with step(session, workflow.RESUME_SESSION, by=by, note=_new_time(starts_at)) as session:
            _move(session, starts_at, ends_at, {"venue": venue, "capacity": capacity, **details})
            tell_resumed(session, by=by)
            tell_moved(session)
            renew_offers(session)
        give_free_places(session)
    return session


def _new_time(starts_at: datetime) -> str:
    """For the history; a year no clock can convert is refused a moment later."""
    return moment(starts_at) if starts_at.year in YEARS else ""


def derived(starts_at: datetime) -> dict:
    """The columns that follow from the start: its local day and its band."""
    return {"starts_on": timezone.localtime(starts_at).date(), "time_band": band_of(starts_at)}


CHECKED = Session.objects.select_related("organization", "activity__project__contractor")


def whole_session(session: Session) -> Session:
    """``session`` with what check-in asks about it, and no lock."""
    return CHECKED.get(pk=session.pk)


def locked_session(session: Session) -> Session:
    """``session`` under its row lock, with what check-in asks about it in the same query."""
    return CHECKED.select_for_update(of=("self",)).get(pk=session.pk)


def check_recordable(session: Session) -> None:
    """Raises ``DomainError`` unless the activity is public and the project still takes records."""
    activity = session.activity
    if activity.state != ActivityState.PUBLISHED:
        raise DomainError(f"活动目前是“{activity.get_state_display()}”，不能登记。请先发布活动。")
    if activity.project.state not in RECORDING:
        raise DomainError(f"项目目前是“{activity.project.get_state_display()}”，不再接受新的服务记录。")


def _move(session: Session, starts_at: datetime, ends_at: datetime, facts: dict) -> tuple[bool, str]:
    """Whether those who come must know of it, and the change in words. The caller holds the lock."""
    project = session.activity.project
    check_time(project, starts_at, ends_at)
    check_insured(session.activity, timezone.localtime(starts_at).date())
    facts["venue"] = facts["venue"] or ("" if "place" in facts else session.venue)
    if facts["venue"] == session.venue:
        facts.setdefault("place", session.place)
    columns = checked(project, session.organization, facts) | {"starts_at": starts_at, "ends_at": ends_at}
    check_fits(session, columns["capacity"])
    workers = facts.get("workers")
    note = what_changed(session, columns, workers)
    moved = any(getattr(session, name) != columns[name] for name in MOVES if name in columns)
    columns |= derived(starts_at)
    for name, value in columns.items():
        setattr(session, name, value)
    session.save(update_fields=list(columns))
    if workers is not None:
        before = set(session.workers.all())
        assign([session], workers)
        tell_assigned([session], set(workers) - before)
    return moved, note
