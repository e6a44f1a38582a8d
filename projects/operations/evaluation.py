"""What the evaluations have done to a project: midterm and final review, scores, rectification, review again."""

from decimal import Decimal

from django.db import transaction

from core.errors import DomainError
from core.workflow import Transition, locked, step
from orgs.models import User
from projects import notifications, workflow
from projects.enums import ProjectState, ReportKind, ReportState
from projects.models import Project
from projects.operations.duties import check_outside_contractor
from projects.operations.need import require_reason
from projects.queries.instalment import plain

IN_REVIEW = (ProjectState.MIDTERM_REVIEW, ProjectState.FINAL_REVIEW)
FINAL_RECTIFICATIONS = 1  # after the final review only (configurable default); then the project ends as 不合格
SCORE_COLUMN = {ProjectState.MIDTERM_REVIEW: "midterm_score", ProjectState.FINAL_REVIEW: "final_score"}
REPORT_OF = {ProjectState.MIDTERM_REVIEW: ReportKind.MIDTERM, ProjectState.FINAL_REVIEW: ReportKind.FINAL}
STAGE_NAME = {ProjectState.MIDTERM_REVIEW: "中期", ProjectState.FINAL_REVIEW: "末期"}


def start_midterm(project: Project, *, by: User, note: str = "") -> Project:
    """Open the midterm review. The midterm report must have been accepted, or have failed to come."""
    with step(project, workflow.START_MIDTERM, by=by, note=note) as project:
        check_outside_contractor(project, by)
        if project.midterm_score is not None:
            raise DomainError(f"中期评估已经合格（{project.midterm_score} 分），不再重复进行。")
        settled = (ReportState.ACCEPTED, ReportState.FAILED)
        reports = project.progress_reports.filter(kind=ReportKind.MIDTERM)
        if not reports.filter(state__in=settled).exists():
            raise DomainError("中期报告还没有审核通过，不能进入中期评估。请先办理中期报告。")
        project.evaluator = None
        project.save(update_fields=["evaluator"])
        notifications.project_changed(project, "start_midterm", by=by)
    return project


def appoint_evaluator(project: Project, *, by: User, evaluator: User | None) -> Project:
    """Open the project to its evaluator; ``None`` withdraws. Called by the evaluations. Nobody of the contractor
    chooses who judges it (职责分离)."""
    with transaction.atomic():
        project = locked(project)
        check_outside_contractor(project, by)
        if evaluator and project.state not in IN_REVIEW:
            raise DomainError(f"项目目前是“{project.get_state_display()}”，进入中期评估或申请结项后才能委派评估。")
        if project.state in IN_REVIEW and score_of(project) is not None:
            raise DomainError(f"{STAGE_NAME[project.state]}评分已经记入，不能更换评估人。")
        project.evaluator = evaluator
        project.save(update_fields=["evaluator"])
        note = f"评估人：{evaluator}" if evaluator else "撤回委派"
        project.events.create(kind="appoint_evaluator", by=by, note=note)
    return project


def record_midterm_score(project: Project, *, by: User, score: Decimal) -> Project:
    """Keep the evaluator's midterm score (0–100, two places), once per round. Called by the evaluations."""
    return _record(project, ProjectState.MIDTERM_REVIEW, "record_midterm_score", by=by, score=score)


def record_final_score(project: Project, *, by: User, score: Decimal) -> Project:
    """Keep the evaluator's final score (0–100, two places), once per round. Called by the evaluations."""
    return _record(project, ProjectState.FINAL_REVIEW, "record_final_score", by=by, score=score)


def pass_midterm(project: Project, *, by: User, note: str = "") -> Project:
    """Go on after a midterm score at or above the pass mark (configurable default); the evaluator is released."""
    with step(project, workflow.PASS_MIDTERM, by=by, note=note) as project:
        check_outside_contractor(project, by)
        if project.midterm_score is None:
            raise DomainError("还没有中期评分。请先委派评估人完成中期评估。")
        mark = project.pass_mark
        if project.midterm_score < mark:
            raise DomainError(f"中期评分 {project.midterm_score} 分，低于合格线 {plain(mark)} 分，应责令整改。")
        project.evaluator = None
        project.save(update_fields=["evaluator"])
        notifications.project_changed(project, "pass_midterm", by=by)
    return project


def rectify_project(project: Project, *, by: User, note: str) -> Project:
    """Demand a rectification after a score below the pass mark. Called by the evaluations, which keep what is to be
    rectified. After the final review this is possible once (configurable default)."""
    with step(project, workflow.RECTIFY, by=by, note=require_reason(note)) as project:
        check_outside_contractor(project, by)
        score, stage = score_of(project), STAGE_NAME[project.state]
        if score is None:
            raise DomainError(f"还没有{stage}评分，不能责令整改。")
        if score >= project.pass_mark:
            raise DomainError(f"{stage}评分 {score} 分，已经合格，无需整改。")
        is_final = project.state == ProjectState.FINAL_REVIEW
        if is_final and rectifications(project, project.state) >= FINAL_RECTIFICATIONS:
            raise DomainError("末期评估已经整改过，复评仍不合格。请确认结项，结果为不合格。")
        notifications.project_changed(project, "rectify", by=by)
    return project


def review_again(project: Project, *, by: User, note: str = "") -> Project:
    """Back to the review the rectification came from. The old score stays in its evaluation and leaves the project,
    which waits for a new evaluator. Called by the evaluations once everything is rectified."""
    transition = _way_back(project)
    with step(project, transition, by=by, note=note) as project:
        check_outside_contractor(project, by)
        column = SCORE_COLUMN[transition.target]
        setattr(project, column, None)
        project.evaluator = None
        project.save(update_fields=[column, "evaluator"])  # still RECTIFYING: only then may a score go
        notifications.project_changed(project, transition.name, by=by)
    return project


def score_of(project: Project) -> Decimal | None:
    """The score of the review the project is in."""
    return getattr(project, SCORE_COLUMN[project.state])


def rectifications(project: Project, stage: str) -> int:
    """How often the project has been sent into rectification from this review."""
    return project.events.filter(kind=workflow.RECTIFY.name, from_state=stage).count()


def _record(project: Project, stage: str, kind: str, *, by: User, score: Decimal) -> Project:
    name, column = STAGE_NAME[stage], SCORE_COLUMN[stage]
    score = Decimal(score)
    if not (score.is_finite() and 0 <= score <= 100 and score == score.quantize(Decimal("0.01"))):
        raise DomainError(f"{name}评分应在 0 到 100 之间，最多两位小数。")
    with transaction.atomic():
        project = locked(project)
        if project.state != stage:
            raise DomainError(f"项目目前是“{project.get_state_display()}”，不在{name}评估阶段，不能记分。")
        if project.evaluator_id != by.pk:
            raise DomainError("只有委派的评估人可以评分。")
        if getattr(project, column) is not None:
            raise DomainError(f"{name}评分已经记入，不能再改。")
        _check_veto(project, score)
        setattr(project, column, score)
        project.save(update_fields=[column])
        notifications.project_changed(project, kind, by=by)
        project.events.create(kind=kind, by=by, note=f"{score:.2f} 分")
    return project


def _check_veto(project: Project, score: Decimal) -> None:
    """一票否决: a report that failed to come makes the review fail (domain practice; where the call says so). The
    review after a rectification judges what was handed in since."""
    failed = project.progress_reports.filter(kind=REPORT_OF[project.state], state=ReportState.FAILED).exists()
    if failed and score >= project.pass_mark and not rectifications(project, project.state):
        raise DomainError(
            f"{STAGE_NAME[project.state]}报告无故逾期未交，按规定视为不合格，评分应低于 {plain(project.pass_mark)} 分。"
        )


def _way_back(project: Project) -> Transition:
    came_from = project.events.filter(kind=workflow.RECTIFY.name).values_list("from_state", flat=True).last()
    final = came_from == ProjectState.FINAL_REVIEW
    return workflow.REVIEW_FINAL_AGAIN if final else workflow.REVIEW_MIDTERM_AGAIN
