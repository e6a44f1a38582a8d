"""Plan, publish, finish and cancel shifts for volunteers."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.templatetags.ui import moment
from core.workflow import locked, step, step_all
from orgs.enums import OrganizationKind, Role
from orgs.models import Organization, User
from projects.models import Project
from projects.operations.commission import YEARS
from projects.permissions import CONTRACTOR_STAFF
from services import workflow
from services.ages import CAPABLE
from services.enums import InsuranceCover, SessionState, ShiftSignUpState, ShiftState, VolunteerSkill
from services.models import Session, Shift, Training
from services.notifications.volunteer import tell_cancelled, tell_published
from services.operations.session import RECORDING
from services.queries.plan import covered, is_dangerous

LEADS = (*CONTRACTOR_STAFF, Role.SUPERVISOR)
PLACES_LIMIT = 1000  # configurable default: more volunteers than the largest event takes
LONGEST = timedelta(hours=24)
OLDEST_MINIMUM = 70
# What people relied on when they signed up; it stays once somebody has.
PROMISED = ("starts_at", "ends_at", "skills", "minimum_age", "training", "is_dangerous", "session", "organization")
CHANGEABLE = ("name", "content", "venue", "places", "risk", "insurance", "lead", *PROMISED)
CAME = (ShiftSignUpState.SIGNED_IN, ShiftSignUpState.SIGNED_OUT)


def create_shift(
    *,
    by: User,
    project: Project,
    name: str,
    content: str,
    venue: str,
    starts_at: datetime,
    ends_at: datetime,
    places: int,
    risk: str,
    lead: User,
    session: Session | None = None,
    organization: Organization | None = None,
    skills: Iterable[str] = (),
    minimum_age: int = 14,
    is_dangerous: bool = False,
    insurance: str = "",
    training: Training | None = None,
) -> Shift:
    """A draft of a shift under ``project``, for one of its sessions or alone, at the session's or project's community.

    Raises ``DomainError`` when the project takes no records, the time, place, lead or a limit does not hold, or the
    risks are not described (志愿服务条例第12条).
    """
    if session is not None:
        organization = session.organization
    shift = Shift(
        project=project, session=session, organization=organization or project.organization, name=name.strip(),
        content=content.strip(), venue=venue.strip(), starts_at=starts_at, ends_at=ends_at, places=places,
        risk=risk.strip(), lead=lead, skills=sorted(set(skills)), minimum_age=minimum_age,
        is_dangerous=is_dangerous, insurance=insurance.strip(), training=training,
    )  # fmt: skip
    check_shift(shift)
    with transaction.atomic():
        shift.save()
        shift.events.create(kind="create", to_state=shift.state, by=by)
    return shift


def update_shift(shift: Shift, *, by: User, **changes) -> Shift:
    """Change a draft, or a shift that is recruiting; what volunteers relied on stays once one has signed up.

    Raises ``DomainError`` for a shift that is over, for fewer places than are taken, and as ``create_shift``.
    """
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"not facts of a shift: {sorted(unknown)}")
    with transaction.atomic():
        row = locked(shift)
        if row.state not in (ShiftState.DRAFT, ShiftState.PUBLISHED):
            raise DomainError(f"班次目前是“{row.get_state_display()}”，不能再修改。")
        changed = _apply(row, changes)
        if row.taken and set(changed) & set(PROMISED):
            labels = "、".join(str(Shift._meta.get_field(field).verbose_name) for field in changed if field in PROMISED)
            raise DomainError(f"已有{row.taken}名志愿者报名，不能再改{labels}。需要改时请取消本班次，另建班次。")
        check_shift(row)
        if row.state == ShiftState.PUBLISHED:
            check_insured(row)
        if changed:
            row.save(update_fields=changed)
            note = "、".join(str(Shift._meta.get_field(field).verbose_name) for field in changed)
            row.events.create(kind="update", by=by, note=note)
    shift.refresh_from_db()
    return shift


def publish_shift(shift: Shift, *, by: User, note: str = "") -> Shift:
    """Recruit: the public page opens. Dangerous work is insured beforehand (志愿服务条例第17条)."""
    with step(shift, workflow.PUBLISH_SHIFT, by=by, note=note) as shift:
        check_shift(shift)
        check_insured(shift)
        if shift.starts_at <= timezone.now():
            raise DomainError("班次的开始时间已过，不能再招募。请先修改时间。")
        tell_published(shift, by=by)
    return shift


def finish_shift(shift: Shift, *, by: User, note: str = "") -> Shift:
    """The shift is over; who never came is put down as absent.

    Raises ``DomainError`` before its start, and while somebody is signed in and not out.
    """
    with step(shift, workflow.FINISH_SHIFT, by=by, note=note) as shift:
        if timezone.now() < shift.starts_at:
            raise DomainError(f"班次{moment(shift.starts_at)}才开始，开始之后才能结束。")
        inside = shift.sign_ups.filter(state=ShiftSignUpState.SIGNED_IN).count()
        if inside:
            raise DomainError(f"还有{inside}名志愿者没有签退，不能结束班次。请先办理签退。")
        waiting = shift.sign_ups.filter(state=ShiftSignUpState.SIGNED_UP)
        step_all(waiting, workflow.MISS_SHIFT, by=by, note="班次结束时没有签到")
    return shift


def cancel_shift(shift: Shift, *, by: User, note: str) -> Shift:
    """Call the shift off; everybody who signed up is told. Refused once somebody has come."""
    with step(shift, workflow.CANCEL_SHIFT, by=by, note=note) as shift:
        if shift.sign_ups.filter(state__in=CAME).exists():
            raise DomainError("已有志愿者签到，不能取消班次。请办理签退后结束班次。")
        waiting = shift.sign_ups.filter(state=ShiftSignUpState.SIGNED_UP).select_related("volunteer__person")
        cancelled = step_all(waiting, workflow.CANCEL_SIGN_UP, by=by, note="班次取消")
        tell_cancelled(shift, cancelled, by=by)
    return shift


def check_shift(shift: Shift) -> None:
    """Raises ``DomainError`` for facts that cannot be."""
    _check_texts(shift)
    check_project(shift.project)
    _check_period(shift.starts_at, shift.ends_at, shift.project)
    _check_numbers(shift)
    _check_place(shift)
    if not set(shift.skills) <= set(VolunteerSkill.values):
        raise DomainError("技能不在可选范围内，请重新选择。")
    if not User.objects.holding(shift.project.contractor, *LEADS).filter(pk=shift.lead_id).exists():
        raise DomainError("带队社工须是承接单位在职的社工。请重新选择。")


def check_project(project: Project) -> None:
    """Raises ``DomainError`` unless volunteers may serve under the project now."""
    if project.state not in RECORDING:
        raise DomainError(f"项目目前是“{project.get_state_display()}”，不能安排志愿班次。")


def check_insured(shift: Shift) -> None:
    """Raises ``DomainError`` where volunteers would face a danger uninsured: their own work, or the activity's."""
    if shift.insurance:
        return
    if shift.is_dangerous:
        raise DomainError("可能发生人身危险的岗位，招募前须为志愿者购买人身意外险。请填写保单号。")
    activity, day = shift.session and shift.session.activity, timezone.localtime(shift.starts_at).date()
    if activity and is_dangerous(activity) and not covered(activity, InsuranceCover.VOLUNTEERS, day):
        raise DomainError(
            f"活动“{activity}”有人身危险，{day}没有志愿者的有效保险。请先为活动登记保险，或填写本班次的保单号。"
        )


def _apply(shift: Shift, changes: dict) -> list[str]:
    """Put ``changes`` on the row and name the columns that are different now."""
    if changes.get("session") is not None:
        changes["organization"] = changes["session"].organization
    elif changes.get("organization", shift) is None:
        changes["organization"] = shift.project.organization
    changed = []
    for field, value in changes.items():
        value = value.strip() if isinstance(value, str) else sorted(set(value)) if field == "skills" else value
        if value != getattr(shift, field):
            setattr(shift, field, value)
            changed.append(field)
    return changed


def _check_texts(shift: Shift) -> None:
    for field in ("name", "content", "venue"):
        if not getattr(shift, field):
            raise DomainError(f"没有填写{Shift._meta.get_field(field).verbose_name}。")
    if not shift.risk:
        raise DomainError("招募志愿者须说明可能的风险；没有特别风险的，请写明“无特别风险”。")


def _check_period(starts_at: datetime, ends_at: datetime, project: Project) -> None:
    if starts_at.year not in YEARS or ends_at.year not in YEARS:
        raise DomainError("日期的年份不正确，请改正。")
    if ends_at <= starts_at:
        raise DomainError("结束时间早于或等于开始时间，请改正。")
    if ends_at - starts_at > LONGEST:
        raise DomainError("一个班次不能超过24小时；持续多日的服务请按天分别建立班次。")
    day = timezone.localtime(starts_at).date()
    if not project.starts_on <= day <= project.ends_on:
        raise DomainError(f"{day}不在项目期（{project.starts_on}至{project.ends_on}）内，请改选日期。")


def _check_numbers(shift: Shift) -> None:
    if not 1 <= shift.places <= PLACES_LIMIT:
        raise DomainError(f"招募人数须在1至{PLACES_LIMIT}之间。")
    if shift.places < shift.taken:
        raise DomainError(f"已有{shift.taken}人报名，招募人数不能少于{shift.taken}。")
    if not CAPABLE <= shift.minimum_age <= OLDEST_MINIMUM:
        raise DomainError(f"最低年龄须在{CAPABLE}至{OLDEST_MINIMUM}周岁之间。")


def _check_place(shift: Shift) -> None:
    project, organization, session = shift.project, shift.organization, shift.session
    if session is not None and session.activity.project_id != project.pk:
        raise DomainError("所选场次不属于这个项目，请重新选择。")
    if session is not None and session.state == SessionState.CANCELLED:
        raise DomainError("所选场次已取消，请改选其他场次。")
    served = organization.path.startswith(project.contractor.parent_path) or project.organization.contains(organization)
    if organization.kind == OrganizationKind.SOCIAL or not served:
        raise DomainError(f"{organization}不在本项目的实施范围内。请选择项目的实施社区。")
