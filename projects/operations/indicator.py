"""Figures nobody can count from records: filled in with evidence, approved by the purchaser."""

from datetime import date
from decimal import Decimal

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked, step
from orgs.models import User
from projects import workflow
from projects.enums import Measure, ProjectState
from projects.models import Indicator, IndicatorPeriod, ManualActual, Project
from projects.models.project import UNFUNDED
from projects.money import to_figure
from projects.notifications.indicator import actual_changed
from projects.operations.duties import check_not_archived, check_outside_contractor
from projects.operations.need import require_reason
from projects.queries.report import REPORTING
from projects.uploads import stored

PERIODS_OPEN = (*UNFUNDED, ProjectState.APPROVED, ProjectState.CONTRACTING, ProjectState.SIGNED, ProjectState.ACTIVE)
NOTE_LENGTH = 200


def fill_actual(indicator: Indicator, *, by: User, on: date, value: Decimal, note: str, file: File) -> ManualActual:
    """Report ``value`` more of a manual indicator as of ``on``; it counts once the purchaser has approved it.

    Raises ``DomainError`` for an indicator the system counts itself, a day outside the project or ahead, a value
    that is no plain positive number, a missing explanation, or a file of none of the accepted kinds.
    """
    try:
        value = to_figure(value)
    except ValueError as error:
        raise DomainError(str(error)) from None
    note = _explained(note)
    if indicator.measure != Measure.MANUAL:
        raise DomainError(f"“{indicator.title}”由系统按服务记录计算，不能人工填报。请补录相应的服务记录。")
    with transaction.atomic():
        project = locked(indicator.project)
        _check_day(project, on)
        actual = ManualActual.objects.create(
            indicator=indicator, on=on, value=value, note=note, **stored(file, by=by)
        )  # fmt: skip
        actual_changed(actual, "create", by=by)
        actual.events.create(kind="create", to_state=actual.state, by=by)
    return actual


def approve_actual(actual: ManualActual, *, by: User, note: str = "") -> ManualActual:
    """Count the figure. Nobody approves their own, or their own unit's (职责分离)."""
    with step(actual, workflow.APPROVE_ACTUAL, by=by, note=note) as actual:
        _check_judge(actual, by)
        actual.approved_by = by
        actual.save(update_fields=["approved_by"])
        actual_changed(actual, "approve", by=by)
    return actual


def return_actual(actual: ManualActual, *, by: User, note: str) -> ManualActual:
    """Refuse the figure with a reason; a new one may be filled in."""
    with step(actual, workflow.RETURN_ACTUAL, by=by, note=require_reason(note)) as actual:
        _check_judge(actual, by)
        actual_changed(actual, "return", by=by)
    return actual


def plan_periods(indicator: Indicator, *, by: User, periods: list[tuple[date, int]]) -> list[IndicatorPeriod]:
    """Replace the periods of an indicator: ``periods`` are (last day, cumulative target) in order of time.

    Raises ``DomainError`` unless days and targets rise, lie within project and target, and the last period reaches
    the target at the project's end.
    """
    with transaction.atomic():
        project = locked(indicator.project)
        if project.state not in PERIODS_OPEN:
            raise DomainError(f"项目目前是“{project.get_state_display()}”，不能调整指标分期。")
        check_outside_contractor(project, by)
        rows = _checked_periods(indicator, project, periods)
        indicator.periods.all().delete()
        return IndicatorPeriod.objects.bulk_create(rows)


def _checked_periods(indicator: Indicator, project: Project, periods: list[tuple[date, int]]) -> list[IndicatorPeriod]:
    rows, starts_on, reached = [], project.starts_on, 0
    for number, (ends_on, target) in enumerate(periods, start=1):
        if ends_on < starts_on or ends_on > project.ends_on:
            raise DomainError(f"第{number}期的结束日期应在{starts_on}至{project.ends_on}之间，请核对。")
        if not reached <= target <= indicator.target:
            raise DomainError(f"第{number}期的累计目标应在{reached}至{indicator.target}之间，请核对。")
        rows.append(
            IndicatorPeriod(indicator=indicator, number=number, starts_on=starts_on, ends_on=ends_on, target=target)
        )
        starts_on, reached = date.fromordinal(ends_on.toordinal() + 1), target
    if not rows or rows[-1].ends_on != project.ends_on or reached != indicator.target:
        raise DomainError(f"最后一期应在项目结束日{project.ends_on}达到目标值{indicator.target}，请补齐。")
    return rows


def _check_day(project: Project, on: date) -> None:
    if project.state not in REPORTING:
        raise DomainError(f"项目目前是“{project.get_state_display()}”，不能填报完成情况。")
    if not project.starts_on <= on <= min(project.ends_on, timezone.localdate()):
        raise DomainError(f"发生日期应在项目开始（{project.starts_on}）之后、今天和项目结束日之前，请核对。")


def _explained(note: str) -> str:
    note = note.replace("\0", "").strip()
    if not note:
        raise DomainError("请说明这个数是怎么得来的，以便核定。")
    if len(note) > NOTE_LENGTH:
        raise DomainError(f"说明最多{NOTE_LENGTH}字，请精简。")
    return note


def _check_judge(actual: ManualActual, by: User) -> None:
    check_outside_contractor(actual.indicator.project, by)
    check_not_archived(actual.indicator.project)
    if actual.uploaded_by_id == by.pk:
        raise DomainError("这是您自己填报的，不能由您核定。请由其他人员办理。")
