"""Call-outs of rescue teams."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked, step
from orgs.models import Organization, User
from services import workflow
from services.enums import CallOutState, HourClaimState, HourSource, TeamKind
from services.hours import hours_of
from services.models import CallOut, HourClaim, Team, Volunteer
from services.operations.hour import LONGEST, claim_hours, void_hours
from services.queries.volunteer import day_begins

EARLIEST = timezone.make_aware(datetime(2000, 1, 1))
MOST_PEOPLE = 10_000  # configurable default: beyond it a typing mistake is likelier than a rescue
NUMBERING = 20_211_009  # any constant of our own: the advisory lock of the next number
ORDER = (("alarm_at", "接警"), ("departed_at", "出动"), ("arrived_at", "到场"), ("ended_at", "撤收"))
CHANGEABLE = (
    "kind",
    "place",
    "departed_at",
    "arrived_at",
    "ended_at",
    "cause",
    "people",
    "equipment",
    "helped",
    "result",
)


def create_call_out(
    *, by: User, team: Team, organization: Organization, kind: str, place: str, alarm_at: datetime, cause: str
) -> CallOut:
    """Record an alarm the team answers; number YJ-year-sequence.

    Raises ``DomainError`` for a team that does no rescue or is dissolved, and for an alarm in the future.
    """
    with transaction.atomic():
        team = locked(team)
        if team.kind != TeamKind.RESCUE or not team.is_active:
            raise DomainError(f"“{team}”不是在队的应急救援队，不能登记应急响应。")
        if not EARLIEST <= alarm_at <= timezone.now():
            raise DomainError("接警时间不正确：不能晚于现在，也不能早于2000年。")
        call_out = CallOut.objects.create(
            team=team, organization=organization, kind=kind, place=place, alarm_at=alarm_at, cause=cause,
            number=_next_number(alarm_at),
        )  # fmt: skip
        call_out.events.create(kind="create", to_state=call_out.state, by=by)
    return call_out


def update_call_out(call_out: CallOut, *, by: User, members: Iterable[Volunteer] | None = None, **changes) -> CallOut:
    """Add what became known while the call-out is open; ``changes`` are any of ``CHANGEABLE``."""
    with transaction.atomic():
        call_out = locked(call_out)
        if call_out.state != CallOutState.OPEN:
            raise DomainError("应急响应已撤收，不能再修改。确需补充的，请上级工会退回。")
        for name in CHANGEABLE:
            setattr(call_out, name, changes.get(name, getattr(call_out, name)))
        members = list(members) if members is not None else list(call_out.members.all())
        _check_times(call_out)
        _check_people(call_out)
        _check_members(call_out, members)
        call_out.save(update_fields=list(CHANGEABLE))
        call_out.members.set(members)
        call_out.events.create(kind="update", by=by)
    return call_out


def close_call_out(call_out: CallOut, *, by: User, note: str = "") -> CallOut:
    """The team is back: times, people and result are complete, and the volunteers' hours are claimed.

    Raises ``DomainError`` when something is missing. Hours a volunteer has claimed before for the same call-out are
    not claimed again.
    """
    with step(call_out, workflow.CLOSE_CALL_OUT, by=by, note=note) as call_out:
        missing = [label for name, label in ORDER if getattr(call_out, name) is None]
        if missing:
            raise DomainError(f"还没有登记{'、'.join(missing)}时间，请先补充记录。")
        if call_out.people < 1 or not call_out.result.strip():
            raise DomainError("还没有登记出动人数或成果，请先补充记录。")
        for volunteer in call_out.members.select_related("person").order_by("pk"):
            _claim(call_out, volunteer, by=by)
    return call_out


def verify_call_out(call_out: CallOut, *, by: User, note: str = "") -> CallOut:
    """The union confirms the record; it counts in the figures from now on."""
    with step(call_out, workflow.VERIFY_CALL_OUT, by=by, note=note) as call_out:
        if call_out.events.filter(kind="close", by=by).exists():
            raise DomainError("登记结果的人不能核定自己的记录，请由另一人核定。")
    return call_out


def reopen_call_out(call_out: CallOut, *, by: User, note: str) -> CallOut:
    """Send it back to be completed. Hours nobody has confirmed yet are void, and claimed anew when it is closed."""
    with step(call_out, workflow.REOPEN_CALL_OUT, by=by, note=note) as call_out:
        pending = _claims(call_out).filter(state=HourClaimState.PENDING)
        for claim in pending.select_related("volunteer").order_by("volunteer", "pk"):
            void_hours(claim, by=by, note=f"应急响应退回补充：{note}")
    return call_out


def _claims(call_out: CallOut) -> QuerySet[HourClaim]:
    """Those of this call-out that stand; it names itself in their text."""
    rows = HourClaim.objects.filter(source=HourSource.CALL_OUT, content=_content(call_out))  # unscoped: the call-out's
    return rows.exclude(state=HourClaimState.VOID)


def _content(call_out: CallOut) -> str:
    return f"应急响应 {call_out.number}"


def _next_number(alarm_at: datetime) -> str:
    """Gap-free within a year; one alarm is numbered after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBERING])
    start = f"YJ-{timezone.localtime(alarm_at).year}-"
    last = CallOut.objects.filter(number__startswith=start).order_by("-number").first()
    return f"{start}{int(last.number.removeprefix(start)) + 1 if last else 1:04}"


def _check_times(call_out: CallOut) -> None:
    before, label_before = None, ""
    for name, label in ORDER:
        at = getattr(call_out, name)
        if at is None:
            before, label_before = None, label
            continue
        if at > timezone.now():
            raise DomainError(f"{label}时间晚于现在，请改正。")
        if name != "alarm_at" and before is None:
            raise DomainError(f"请先填写{label_before}时间，再填写{label}时间。")
        if before is not None and at < before:
            raise DomainError(f"{label}时间早于{label_before}时间，请改正。")
        before, label_before = at, label


def _check_people(call_out: CallOut) -> None:
    for name, label in (("people", "出动人数"), ("helped", "救助人数")):
        if not 0 <= getattr(call_out, name) <= MOST_PEOPLE:
            raise DomainError(f"{label}须在0至{MOST_PEOPLE:,}之间，请核对。")


def _check_members(call_out: CallOut, members: list[Volunteer]) -> None:
    if len(members) > call_out.people:
        raise DomainError(f"选了{len(members)}名志愿者，多于出动人数{call_out.people}，请核对。")
    for volunteer in members:
        if volunteer.team_id != call_out.team_id:
            raise DomainError(f"{volunteer}不是{call_out.team}的志愿者，请核对。")


def _claim(call_out: CallOut, volunteer: Volunteer, *, by: User) -> None:
    """From departure to return; what is confirmed already is changed by a correction only."""
    if _claims(call_out).filter(volunteer=volunteer).exists():
        return
    for starts_at, ends_at in _parts(call_out.departed_at, call_out.ended_at):
        if hours_of(starts_at, ends_at):  # an alarm that was over in minutes is no hour of service
            claim_hours(
                volunteer, by=by, source=HourSource.CALL_OUT, content=_content(call_out),
                organization=call_out.team.organization, starts_at=starts_at, ends_at=ends_at,
            )  # fmt: skip


def _parts(starts_at: datetime, ends_at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The whole time, or day by day where it is longer than one claim may be: a flood takes more than a day."""
    if ends_at - starts_at <= LONGEST:
        yield starts_at, ends_at
        return
    while starts_at < ends_at:
        midnight = day_begins(timezone.localtime(starts_at).date() + timedelta(days=1))
        yield starts_at, min(midnight, ends_at)
        starts_at = midnight
