"""Sessions made, changed and called off together."""

from collections.abc import Collection
from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from orgs.models import Organization, User
from services.enums import SeriesRule
from services.models import Activity, Series, Session, SessionEvent
from services.models.session import WEEKDAYS
from services.notifications.registration import tell_moved
from services.notifications.session import tell_assigned, tell_series_moved
from services.operations.meeting import check_fits, check_time, checked, what_changed
from services.operations.session import MOVES, assign, cancel_locked_session, make_sessions, open_activity
from services.operations.waiting_list import give_free_places, renew_offers
from services.queries.series import SlotOfSeries, retimed, series_slots, still_to_come
from services.time_band import bands_of

SERIES_LIMIT = 100  # sessions at a time; the longest series known are 64 lectures


def schedule_series(
    activity: Activity,
    *,
    by: User,
    starts_at: datetime,
    ends_at: datetime,
    capacity: int,
    venue: str = "",
    count: int = 1,
    every: str = SeriesRule.WEEKLY,
    weekdays: Collection[int] = (),
    skip_days_off: bool = False,
    organization: Organization | None = None,
    **details,
) -> list[Session]:
    """``count`` sessions at the same local hours, all of them or none; one alone is no series.

    ``every`` says how the days follow each other from ``starts_at`` on, ``weekdays`` (0 is Monday) which days of the
    week; with ``skip_days_off`` the series goes on for as many days more as are holidays. The statements do not grow
    with ``count``. Raises ``DomainError`` as ``schedule_session`` does, and when the project ends before the last one.
    """
    if not 1 <= count <= SERIES_LIMIT:
        raise DomainError(f"一次可安排1至{SERIES_LIMIT}场，请分批安排。")
    facts = {"venue": venue, "capacity": capacity, **details}
    with transaction.atomic():
        activity = open_activity(activity)
        check_time(activity.project, starts_at, ends_at)
        slots = _slots(activity, starts_at, ends_at, count, every, weekdays, skip_days_off)
        title = title_of(slots, every, weekdays)
        series = Series.objects.create(activity=activity, title=title, by=by) if count > 1 else None
        hours = [(slot.starts_at, slot.ends_at) for slot in slots]
        return make_sessions(activity, hours, by=by, organization=organization, facts=facts, series=series)


def _slots(activity, starts_at, ends_at, count, every, weekdays, skip_days_off) -> list[SlotOfSeries]:
    project = activity.project
    slots = series_slots(
        project, starts_at=starts_at, ends_at=ends_at, count=count, every=every, weekdays=weekdays,
        skip_days_off=skip_days_off,
    )  # fmt: skip
    kept = [slot for slot in slots if not slot.is_skipped]
    if len(kept) < count:
        raise DomainError(
            f"到项目期结束（{project.ends_on}）只能排出{len(kept)}场，不足{count}场。请减少场次数或改选日期。"
        )
    return kept


def title_of(slots: list[SlotOfSeries], every: str, weekdays: Collection[int]) -> str:
    """As people say it: 每周二、四 14:00–16:00."""
    if not slots:
        return ""
    start, end = timezone.localtime(slots[0].starts_at), timezone.localtime(slots[0].ends_at)
    hours = f"{start:%H:%M}–{end:%H:%M}"
    days = "、".join(WEEKDAYS[day] for day in sorted(weekdays)) or WEEKDAYS[start.weekday()]
    if every != SeriesRule.MONTHLY:
        return f"{'隔' if every == SeriesRule.BIWEEKLY else '每'}周{days} {hours}"
    nth = ("第一个", "第二个", "第三个", "第四个", "最后一个")[(start.day - 1) // 7]
    return f"每月{nth}周{WEEKDAYS[start.weekday()]} {hours}"


def update_series(
    series: Series,
    *,
    by: User,
    from_session: Session | None = None,
    starts: time | None = None,
    ends: time | None = None,
    **changes,
) -> list[Session]:
    """Change what is still to come of a series together, from ``from_session`` on; returns the sessions.

    ``starts`` and ``ends`` are local times of day, the days stay; ``changes`` are any of venue, capacity and
    ``meeting.DETAILS``. What took place, was cancelled or put off, or has attendance stays as it is. All or none:
    raises ``DomainError`` when one of the sessions may not be changed so. Statements do not grow with the sessions.
    """
    with transaction.atomic():
        sessions = _locked(series, from_session)
        if not sessions:
            raise DomainError("这个系列没有还可以调整的场次：都已举办、已延期、已取消或已有签到。")
        project, workers = series.activity.project, changes.get("workers")
        columns = checked(project, sessions[0].organization, changes)
        for row in sessions[1:]:
            if row.organization_id != sessions[0].organization_id:
                checked(project, row.organization, changes)
        moved = _change(sessions, project, columns, starts, ends, workers, by)
        if workers is not None:
            before = {user for row in sessions for user in row.workers.all()}
            assign(sessions, workers)
            tell_assigned(sessions, set(workers) - before - {by})
        _tell_and_fill(sessions, moved, by)
    return sessions


def _locked(series: Series, from_session: Session | None) -> list[Session]:
    """What is still to come, soonest first, under its locks, which are taken in one order everywhere.

    Attendance is asked apart, as an outer join cannot be locked, and once more with the locks held: a session may
    have been called off meanwhile.
    """
    coming = still_to_come(series, from_session).values_list("pk", flat=True)
    rows = Session.objects.select_for_update(of=("self",)).filter(pk__in=list(coming)).order_by("pk")
    locked = list(rows.select_related("organization", "place", "lecturer").prefetch_related("workers"))
    still = set(coming.filter(pk__in=[row.pk for row in locked]))
    return sorted((row for row in locked if row.pk in still), key=lambda row: (row.starts_at, row.pk))


def _tell_and_fill(sessions: list[Session], moved: list[Session], by: User) -> None:
    """Staff hear once, those signed up of their own session; what became free goes to who waits."""
    if moved:
        tell_series_moved(moved, by=by)
    for row in moved:
        tell_moved(row)
        if row.offered:
            renew_offers(row)
    for row in sessions:
        if row.waiting:
            give_free_places(row)


def _change(sessions, project, columns, starts, ends, workers, by) -> list[Session]:
    """Write ``columns`` and the new hours to ``sessions`` with their history; returns those that moved."""
    moved, events = [], []
    hours = [retimed(row, starts, ends) for row in sessions]
    bands = bands_of(start for start, _ in hours)
    for row, (start, end) in zip(sessions, hours, strict=True):
        check_time(project, start, end)
        own = columns | {"starts_at": start, "ends_at": end}
        check_fits(row, own.get("capacity", row.capacity))
        note = what_changed(row, own, workers)
        is_moved = any(getattr(row, name) != own[name] for name in MOVES if name in own)
        moved += [row] if is_moved else []
        events.append(SessionEvent(subject=row, kind="reschedule" if is_moved else "update", by=by, note=note[:1000]))
        for name, value in (own | {"time_band": bands[start]}).items():
            setattr(row, name, value)
    Session.objects.bulk_update(sessions, [*columns, "starts_at", "ends_at", "time_band"])
    SessionEvent.objects.bulk_create(events)
    return moved


def cancel_series(series: Series, *, by: User, note: str, from_session: Session | None = None) -> list[Session]:
    """Call off what is still to come of a series, from ``from_session`` on; what took place keeps its figures.

    Each session is cancelled as ``cancel_session`` does, so everybody signed up is told of theirs.
    """
    with transaction.atomic():
        sessions = list(still_to_come(series, from_session).order_by("pk"))  # the order of their locks
        if not sessions:
            raise DomainError("这个系列没有还可以取消的场次：都已举办、已延期、已取消或已有签到。")
        return [cancel_locked_session(session, by=by, note=note) for session in sessions]
