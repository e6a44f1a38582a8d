"""Progress reports: written and submitted by the contractor, judged by the purchaser."""

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from core.calendar import add_workdays
from core.errors import DomainError
from core.workflow import locked, step
from orgs.models import User
from projects import parameters, workflow
from projects.enums import ParameterName, ReportKind
from projects.models import IndicatorSnapshot, ProgressReport, ReportComment, ReportFile
from projects.notifications.report import report_changed
from projects.operations.duties import check_not_archived, check_outside_contractor
from projects.operations.need import require_reason
from projects.queries.report import REPORTING, WRITABLE, figures_for, has_failed, reports_that_may_fail, sections_for
from projects.reporting import cleaned, missing
from projects.uploads import stored

MOST_FILES = 20
REASON_LENGTH = 200
COMMENT_LENGTH = 500


def save_report(report: ProgressReport, *, by: User, content: dict) -> ProgressReport:
    """Keep what has been written so far; sections not named stay. Raises ``DomainError`` once it is submitted."""
    texts = cleaned(sections_for(report), content)
    with transaction.atomic():
        report = _writable(report)
        report.content = report.content | texts
        report.save(update_fields=["content"])
    return report


def attach_report_file(report: ProgressReport, *, by: User, file: File) -> ReportFile:
    """Add an attachment, accepted by its content."""
    with transaction.atomic():
        report = _writable(report)
        if report.files.count() >= MOST_FILES:
            raise DomainError(f"一份报告最多附{MOST_FILES}个文件，请合并后再传。")
        return ReportFile.objects.create(report=report, **stored(file, by=by))


def explain_report(report: ProgressReport, *, by: User, reason: str) -> ProgressReport:
    """Say why the report is or will be late; with a reason it does not fail by itself (domain practice: only
    unexplained lateness counts as failed)."""
    reason = _checked_reason(require_reason(reason))
    with transaction.atomic():
        report = _writable(report)
        report.late_reason = reason
        report.save(update_fields=["late_reason"])
        report.events.create(kind="explain", by=by, note=reason)
    return report


def submit_report(report: ProgressReport, *, by: User, late_reason: str = "") -> ProgressReport:
    """Hand the report in; its figures are computed now and stay.

    Raises ``DomainError`` when a required section is empty, a month is not over, the project takes no more reports,
    or the day has passed without a reason.
    """
    late_reason = _checked_reason(late_reason)
    with step(report, workflow.SUBMIT_REPORT, by=by) as report:
        _check_taken(report)
        today = timezone.localdate()
        if report.kind == ReportKind.MONTHLY and today < report.ends_on:
            raise DomainError(f"报告期到{report.ends_on}才结束，之后才能提交。可以先保存。")
        if empty := missing(sections_for(report), report.content):
            raise DomainError(f"还没有填写：{'、'.join(empty)}。请补充后再提交。")
        report.late_reason = late_reason or report.late_reason
        if today > report.due_on and not report.late_reason:
            raise DomainError(f"提交期限是{report.due_on}，已经逾期。请写明逾期原因后提交。")
        report.figures = figures_for(report)
        report.submitted_by, report.submitted_at = by, timezone.now()
        report.save(update_fields=["figures", "submitted_by", "submitted_at", "late_reason"])
        report_changed(report, "submit", by=by)
    return report


def comment_report(report: ProgressReport, *, by: User, text: str, section: str = "") -> ReportComment:
    """A remark on one section (or the whole) of a submitted report, for the contractor to read."""
    text = text.replace("\0", "").strip()
    if not text or len(text) > COMMENT_LENGTH:
        raise DomainError(f"批注应有内容，且不超过{COMMENT_LENGTH}字。")
    with transaction.atomic():
        report = locked(report)
        if report.state != workflow.RETURN_REPORT.sources[0]:
            raise DomainError(f"报告目前是“{report.get_state_display()}”，只能批注待审核的报告。")
        check_outside_contractor(report.project, by)
        check_not_archived(report.project)
        if section and section not in {known.key for known in sections_for(report)}:
            raise DomainError("没有这个章节，请刷新页面后重试。")
        comment = ReportComment.objects.create(report=report, section=section, text=text, by=by)
        report.events.create(kind="comment", by=by, note=text)
    return comment


def return_report(report: ProgressReport, *, by: User, note: str) -> ProgressReport:
    """Send the report back; the contractor has at least the correction period (configurable default) for it."""
    with step(report, workflow.RETURN_REPORT, by=by, note=require_reason(note)) as report:
        _check_judge(report, by)
        again = add_workdays(timezone.localdate(), parameters.days(ParameterName.CORRECTION_DAYS))
        report.due_on = max(report.due_on, again)
        report.save(update_fields=["due_on"])
        report_changed(report, "return", by=by)
    return report


def accept_report(report: ProgressReport, *, by: User, note: str = "") -> ProgressReport:
    """Accept the report; the actuals it states are kept as snapshots, whatever is recorded later."""
    with step(report, workflow.ACCEPT_REPORT, by=by, note=note) as report:
        _check_judge(report, by)
        rows = [row for row in report.figures.get("indicators", []) if row["actual"] is not None]
        IndicatorSnapshot.objects.bulk_create(
            IndicatorSnapshot(indicator_id=row["id"], report=report, value=row["actual"]) for row in rows
        )
        report_changed(report, "accept", by=by)
    return report


def fail_report(report: ProgressReport, *, by: User | None = None) -> ProgressReport:
    """Record that a report did not come (无故不交材料视为不合格, where the call says so). Asked by the timer.

    Raises ``DomainError`` when it is not late beyond grace, has a reason, or its call has no such rule.
    """
    note = f"期限{report.due_on}，逾期未交且未说明原因"
    with step(report, workflow.FAIL_REPORT, by=by, note=note) as report:
        if not (reports_that_may_fail().filter(pk=report.pk).exists() and has_failed(report)):
            raise DomainError("这份报告没有逾期，或已经说明原因，不能按不合格处理。")
        report_changed(report, "fail", by=by)
    return report


def _writable(report: ProgressReport) -> ProgressReport:
    report = locked(report)
    if report.state not in WRITABLE:
        raise DomainError(f"报告目前是“{report.get_state_display()}”，不能修改。")
    _check_taken(report)
    return report


def _check_taken(report: ProgressReport) -> None:
    if report.project.state not in REPORTING:
        raise DomainError(f"项目目前是“{report.project.get_state_display()}”，不再接收报告。")


def _check_judge(report: ProgressReport, by: User) -> None:
    check_outside_contractor(report.project, by)
    check_not_archived(report.project)
    if report.submitted_by_id == by.pk:
        raise DomainError("这份报告是您提交的，不能由您审核。请由其他人员办理。")


def _checked_reason(reason: str) -> str:
    reason = reason.replace("\0", "").strip()
    if len(reason) > REASON_LENGTH:
        raise DomainError(f"逾期原因最多{REASON_LENGTH}字，请精简。")
    return reason
