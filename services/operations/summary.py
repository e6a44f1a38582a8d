"""Write the summary of a session with its photos, submit, approve and return it."""

from decimal import Decimal

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked, step
from orgs.enums import ServiceGroup
from orgs.models import User
from projects.enums import ParameterName
from projects.operations.need import require_reason
from projects.parameters import days
from projects.uploads import stored, stored_name
from services import workflow
from services.enums import GoalResult, SessionState, SummaryState
from services.models import Session, Summary, SummaryPhoto
from services.notifications.summary import tell_approved, tell_returned, tell_submitted
from services.operations.session import RECORDING, locked_session
from services.photos import redrawn
from services.queries.summary import due_on

WRITABLE = (SummaryState.DRAFT, SummaryState.RETURNED)
PHOTO_LIMIT = 30  # configurable default
TEXTS = {"process": 5000, "goals": 2000, "problems": 2000}
WRITING = ("create", "update", "photo", "submit")
STALE = "这份总结刚刚被他人修改过。请刷新页面，在最新内容上继续填写。"


def start_summary(session: Session, *, by: User) -> Summary:
    """The summary of a held session, a draft as long as nobody wrote one."""
    with transaction.atomic():
        session = locked_session(session)
        if found := Summary.objects.filter(session=session).first():
            return found
        if session.state != SessionState.HELD:
            raise DomainError("本场还没有确认举办，不能填写总结。请先确认已举办。")
        check_records(session)
        summary = Summary.objects.create(session=session, due_on=due_on(session), written_by=by)
        summary.events.create(kind="create", to_state=summary.state, by=by)
    return summary


def update_summary(
    summary: Summary,
    *,
    by: User,
    process: str,
    goal_result: str = "",
    goals: str = "",
    problems: str = "",
    cost: Decimal = Decimal(0),
    audience: dict[str, int] | None = None,
    version: int | None = None,
) -> Summary:
    """Keep what was written; gaps are allowed until it is submitted. ``audience`` are the numbers by ``ServiceGroup``
    among those who came without a name.

    With ``version``, the one the writer started from, a change by somebody else since is a refusal; one's own is
    not: the draft that saves itself may be on its way while one presses 保存.
    """
    with transaction.atomic():
        summary = _writable(summary)
        if version is not None and version != summary.version and summary.written_by_id != by.pk:
            raise DomainError(STALE)
        values = {
            "process": process.strip(), "goal_result": goal_result, "goals": goals.strip(), "cost": Decimal(cost),
            "problems": problems.strip(), "audience": _checked_audience(summary.session, audience or {}),
        }  # fmt: skip
        _check_content(values)
        if all(getattr(summary, name) == value for name, value in values.items()):
            return summary
        for name, value in values.items():
            setattr(summary, name, value)
        summary.version += 1
        summary.written_by = by
        summary.save(update_fields=[*values, "version", "written_by"])
        _note(summary, "update", by)
    return summary


def add_summary_photo(summary: Summary, *, by: User, photo: File, caption: str = "") -> SummaryPhoto:
    """Keep one photo, drawn anew; the same photo twice is refused."""
    drawn = redrawn(photo)
    with transaction.atomic():
        summary = _writable(summary)
        if summary.photos.count() >= PHOTO_LIMIT:
            raise DomainError(f"一份总结最多放{PHOTO_LIMIT}张照片。请先删去不需要的。")
        columns = stored(drawn.image, by=by)
        drawn.thumbnail.name = stored_name("jpg")
        try:
            with transaction.atomic():
                row = SummaryPhoto.objects.create(
                    summary=summary, caption=caption.strip()[:60], thumbnail=drawn.thumbnail, width=drawn.width,
                    height=drawn.height, **columns,
                )  # fmt: skip
        except IntegrityError:
            raise DomainError("这张照片已经上传过了。") from None
        _note(summary, "photo", by)
    return row


def remove_summary_photo(photo: SummaryPhoto, *, by: User) -> Summary:
    """Take a photo out of a summary that is still being written; its files go with it."""
    with transaction.atomic():
        summary = _writable(photo.summary)
        files = (photo.file, photo.thumbnail)
        SummaryPhoto.objects.filter(pk=photo.pk).delete()
        _note(summary, "photo", by)
        transaction.on_commit(lambda: [file.storage.delete(file.name) for file in files])
    return summary


def submit_summary(summary: Summary, *, by: User, note: str = "") -> Summary:
    """Hand it in for approval; everything asked for must be there."""
    with step(summary, workflow.SUBMIT_SUMMARY, by=by, note=note) as summary:
        check_records(summary.session)
        if lacking := missing(summary):
            raise DomainError(f"还不能提交：{'；'.join(lacking)}。")
        summary.written_by, summary.submitted_at = by, timezone.now()
        summary.save(update_fields=["written_by", "submitted_at"])
        tell_submitted(summary, by=by)
    return summary


def approve_summary(summary: Summary, *, by: User, note: str = "") -> Summary:
    """Confirm what was written. Nobody approves what they wrote themselves (职责分离), nor more people than came."""
    with step(summary, workflow.APPROVE_SUMMARY, by=by, note=note) as summary:
        if summary.events.filter(by=by, kind__in=WRITING).exists():
            raise DomainError("您参与填写了这份总结，不能由您审核。请由本单位其他负责人、督导或社区工会审核。")
        if lacking := too_many(summary):
            raise DomainError(f"提交以后签到有更正：{'；'.join(lacking)}。请退回修改后再审核。")
        summary.approved_by = by
        summary.save(update_fields=["approved_by"])
        tell_approved(summary, by=by)
    return summary


def return_summary(summary: Summary, *, by: User, note: str) -> Summary:
    """Back to its writer with what to change."""
    with step(summary, workflow.RETURN_SUMMARY, by=by, note=require_reason(note)) as summary:
        tell_returned(summary, by=by)
    return summary


def missing(summary: Summary) -> list[str]:
    """What the summary still lacks, in words."""
    wanted = days(ParameterName.SUMMARY_PHOTOS, summary.session.starts_on)
    there = summary.photos.count()
    lacking = [
        (not summary.process, "没有填写活动过程"),
        (not summary.goal_result, "没有选择目标达成情况"),
        (summary.goal_result == GoalResult.MISSED and not summary.goals, "目标未达成的，请写明原因"),
        (there < wanted, f"照片至少{wanted}张，现有{there}张"),
    ]
    return [*(text for lacks, text in lacking if lacks), *too_many(summary)]


def too_many(summary: Summary) -> list[str]:
    """Categories with more people typed than came without a name by now, in words: a count may have been corrected."""
    unnamed = summary.session.person_times - summary.session.named_times
    return [
        f"{ServiceGroup(group).label}填了{number}人，而本场未实名的现有{unnamed}人"
        for group, number in summary.audience.items()
        if number > unnamed
    ]


def check_records(session: Session) -> None:
    """Raises ``DomainError`` when the project takes no records any more."""
    project = session.activity.project
    if project.state not in RECORDING:
        raise DomainError(f"项目目前是“{project.get_state_display()}”，不再接受新的服务记录。")


def _writable(summary: Summary) -> Summary:
    summary = locked(summary)
    if summary.state not in WRITABLE:
        raise DomainError(f"总结目前是“{summary.get_state_display()}”，不能修改。需要修改时请先退回。")
    return summary


def _check_content(values: dict) -> None:
    for name, limit in TEXTS.items():
        if len(values[name]) > limit:
            raise DomainError(f"文字太长：最多{limit}字，现有{len(values[name])}字。请精简后再保存。")
        if "\x00" in values[name]:
            raise DomainError("文字中有不能保存的字符，请删去后重新输入。")
    if values["goal_result"] and values["goal_result"] not in GoalResult.values:
        raise DomainError("没有这个目标达成选项，请重新选择。")
    cost = values["cost"]
    if not cost.is_finite() or not 0 <= cost < 10**10 or cost != round(cost, 2):
        raise DomainError("费用须是不小于0的金额，最多两位小数。")


def _checked_audience(session: Session, typed: dict) -> dict[str, int]:
    """Known categories with 1 to as many people as came without a name."""
    unnamed = session.person_times - session.named_times
    numbers = {group: number for group, number in typed.items() if number}
    for group, number in numbers.items():
        if group not in ServiceGroup.values or not isinstance(number, int) or isinstance(number, bool):
            raise DomainError("服务对象类别的人数有误，请重新填写。")
        if not 0 < number <= unnamed:
            label = ServiceGroup(group).label
            raise DomainError(f"{label}填了{number}人，而本场未实名的共{unnamed}人。请核对。")
    return numbers


def _note(summary: Summary, kind: str, by: User) -> None:
    """One event for a run of changes by the same person: a form that saves itself would bury the others."""
    last = summary.events.order_by("-pk").first()
    if last is None or (last.kind, last.by_id) != (kind, by.pk):
        summary.events.create(kind=kind, by=by)
