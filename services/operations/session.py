"""Schedule, move, hold and cancel sessions."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.templatetags.ui import moment
from core.workflow import locked, step
from orgs.enums import OrganizationKind
from orgs.models import Organization, User
from projects.enums import ProjectState
from projects.models import Project
from projects.models.project import RUNNING
from projects.operations.commission import YEARS
from services import workflow
from services.enums import ActivityState, SessionState
from services.models import Activity, Session
from services.notifications.session import tell_cancelled, tell_postponed, tell_rescheduled, tell_resumed
from services.queries.activity import PLANNABLE
from services.time_band import band_of

CAPACITY_LIMIT = 10_000  # configurable default: more places than the largest hall
SERIES_LIMIT = 26  # weeks: half a year at a time
RECORDING = (*RUNNING, ProjectState.FINAL_REVIEW)  # a completed project's figures stand


def schedule_session(
    activity: Activity,
    *,
    by: User,
    venue: str,
    starts_at: datetime,
    ends_at: datetime,
    capacity: int,
    organization: Organization | None = None,
) -> Session:
    """A planned session at ``organization`` (the project's community unless told otherwise).

    A start in the past is allowed and noted: the record of a session that was held before it was entered.
    Raises ``DomainError`` when activity or project are closed, the time is not within one day of the
    project's period, or the place lies outside what the contractor serves.
    """
    with transaction.atomic():
        activity = locked(activity)
        project = activity.project
        if activity.state == ActivityState.CANCELLED:
            raise DomainError("活动已取消，不能再安排场次。需要时请另建活动。")
        if project.state not in PLANNABLE:
            raise DomainError(f"项目目前是“{project.get_state_display()}”，不能安排场次。")
        organization = organization or project.organization
        _check_place(project, organization)
        _check_time(project, starts_at, ends_at)
        _check_capacity(capacity)
        session = Session.objects.create(
            activity=activity,
            organization=organization,
            venue=venue,
            starts_at=starts_at,
            ends_at=ends_at,
            capacity=capacity,
            **derived(starts_at),
        )
        note = "补录" if starts_at < timezone.now() else ""
        session.events.create(kind="create", to_state=session.state, by=by, note=note)
    return session


def schedule_series(
    activity: Activity, *, by: User, starts_at: datetime, ends_at: datetime, weeks: int = 1, **fields
) -> list[Session]:
    """``weeks`` sessions, one a week at the same local time; all of them or none."""
    if not 1 <= weeks <= SERIES_LIMIT:
        raise DomainError(f"每周重复须在1至{SERIES_LIMIT}周之间，请分批安排。")
    with transaction.atomic():
        return [
            schedule_session(activity, by=by, starts_at=starts_at + week, ends_at=ends_at + week, **fields)
            for week in (timedelta(weeks=number) for number in range(weeks))
        ]


def reschedule_session(
    session: Session, *, by: User, venue: str, starts_at: datetime, ends_at: datetime, capacity: int
) -> Session:
    """Another time, venue or capacity for a planned session nobody attended yet; those concerned are told.

    Raises ``DomainError`` when people are checked in, or more are signed up than the new capacity allows.
    """
    with transaction.atomic():
        session = locked(session)
        if session.state != SessionState.PLANNED or session.attendances.exists():
            raise DomainError("本场已有签到、已举办或已取消，不能再改期。")
        note = _what_changed(session, starts_at, venue, capacity)
        _move(session, venue=venue, starts_at=starts_at, ends_at=ends_at, capacity=capacity)
        session.events.create(kind="reschedule", by=by, note=note)
        tell_rescheduled(session, by=by)
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
    return session


def postpone_session(session: Session, *, by: User, note: str) -> Session:
    """Put off a planned session until a new time is known; sign-ups stay. Refused once people are checked in."""
    with step(session, workflow.POSTPONE_SESSION, by=by, note=note) as session:
        if session.attendances.exists():
            raise DomainError(f"“{session}”已有签到记录，不能延期。")
        tell_postponed(session, by=by)
    return session


def resume_session(
    session: Session, *, by: User, venue: str, starts_at: datetime, ends_at: datetime, capacity: int
) -> Session:
    """A postponed session gets its new time and place and is planned again; those concerned are told."""
    with step(session, workflow.RESUME_SESSION, by=by) as session:
        _move(session, venue=venue, starts_at=starts_at, ends_at=ends_at, capacity=capacity)
        tell_resumed(session, by=by)
    return session


def derived(starts_at: datetime) -> dict:
    """The columns that follow from the start: its local day and its band."""
    return {"starts_on": timezone.localtime(starts_at).date(), "time_band": band_of(starts_at)}


def locked_session(session: Session) -> Session:
    """``session`` under its row lock, with what check-in asks about it in the same query."""
    rows = Session.objects.select_related("organization", "activity__project__contractor")
    return rows.select_for_update(of=("self",)).get(pk=session.pk)


def check_recordable(session: Session) -> None:
    """Raises ``DomainError`` unless the activity is public and the project still takes records."""
    activity = session.activity
    if activity.state != ActivityState.PUBLISHED:
        raise DomainError(f"活动目前是“{activity.get_state_display()}”，不能登记。请先发布活动。")
    if activity.project.state not in RECORDING:
        raise DomainError(f"项目目前是“{activity.project.get_state_display()}”，不再接受新的服务记录。")


def _move(session: Session, *, venue: str, starts_at: datetime, ends_at: datetime, capacity: int) -> None:
    _check_time(session.activity.project, starts_at, ends_at)
    _check_capacity(capacity)
    held = session.registered + session.offered
    if held > capacity:
        raise DomainError(f"已有{held}人报名，名额不能少于{held}。")
    changes = {"venue": venue, "starts_at": starts_at, "ends_at": ends_at, "capacity": capacity}
    changes |= derived(starts_at)
    for name, value in changes.items():
        setattr(session, name, value)
    session.save(update_fields=list(changes))


def _check_place(project: Project, organization: Organization) -> None:
    """The project's community or a body below it, else any territory the contractor is registered in."""
    served = organization.path.startswith(project.contractor.parent_path)
    if organization.kind == OrganizationKind.SOCIAL or not (served or project.organization.contains(organization)):
        raise DomainError(f"{organization}不在本项目的实施范围内。请选择项目的实施社区，或承接单位服务区域内的社区。")


def _check_time(project: Project, starts_at: datetime, ends_at: datetime) -> None:
    if starts_at.year not in YEARS or ends_at.year not in YEARS:  # also what no clock can convert
        raise DomainError("日期的年份不正确，请改正。")
    starts_on, ends_on = timezone.localtime(starts_at).date(), timezone.localtime(ends_at).date()
    if ends_at <= starts_at:
        raise DomainError("结束时间早于或等于开始时间，请改正。")
    if starts_on != ends_on:
        raise DomainError("一场活动须在同一天内结束；持续多日的活动请按天分别安排场次。")
    if not project.starts_on <= starts_on <= project.ends_on:
        raise DomainError(f"{starts_on}不在项目期（{project.starts_on}至{project.ends_on}）内，请改选日期。")


def _check_capacity(capacity: int) -> None:
    if not 1 <= capacity <= CAPACITY_LIMIT:
        raise DomainError(f"名额须在1至{CAPACITY_LIMIT}之间。")


def _what_changed(session: Session, starts_at: datetime, venue: str, capacity: int) -> str:
    pairs = (
        (moment(session.starts_at), moment(starts_at)),
        (session.venue, venue),
        (f"{session.capacity}个名额", f"{capacity}个名额"),
    )
    return "；".join(f"{old}改为{new}" for old, new in pairs if old != new)
