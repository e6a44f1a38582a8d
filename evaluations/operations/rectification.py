"""Order, report and review a rectification; then the project is reviewed again."""

from datetime import date

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from core.calendar import add_workdays
from core.errors import DomainError
from core.workflow import locked, step
from evaluations import queries, workflow
from evaluations.models import Rectification, RectificationFile
from evaluations.notifications import rectification_changed
from projects import operations as projects
from projects import parameters
from projects.enums import ParameterName, ProjectState
from projects.operations.duties import check_outside_contractor
from projects.uploads import stored

LENGTHS = {"problem": 2000, "basis": 1000, "reply": 2000, "conclusion": 1000}


def default_due() -> date:
    """整改期 (working days, configurable default) from today."""
    return add_workdays(timezone.localdate(), parameters.days(ParameterName.RECTIFICATION_DAYS))


def order_rectification(
    project, *, by, problem: str, basis: str, responsible, due_on: date | None = None
) -> Rectification:
    """Send a project that failed its review into rectification; without ``due_on`` the default period runs.

    Raises ``DomainError`` unless the present review ended below the pass mark, after the final review also when it
    has been rectified before, and when ``responsible`` does not work for the contractor.
    """
    problem, basis = _text(problem, "problem", "整改问题"), _text(basis, "basis", "依据")
    due_on = due_on or default_due()
    if due_on <= timezone.localdate():
        raise DomainError("整改期限应在今天之后，请重新选择日期。")
    with transaction.atomic():
        project = locked(project)
        evaluation = queries.failed_evaluation(project)
        if evaluation is None:
            raise DomainError("本轮评估还没有评分，不能责令整改。")
        if not queries.staff_of_contractor(project).filter(pk=responsible.pk).exists():
            raise DomainError(f"{responsible}不是承接单位的在职人员，不能作为整改责任人。请重新选择。")
        projects.rectify_project(project, by=by, note=problem)
        rectification = Rectification.objects.create(
            evaluation=evaluation, project=project, problem=problem, basis=basis, responsible=responsible,
            due_on=due_on, ordered_by=by,
        )  # fmt: skip
        rectification_changed(rectification, "create", by=by)
        rectification.events.create(kind="create", to_state=rectification.state, by=by)
    return rectification


def submit_rectification(rectification, *, by, reply: str, file: File | None = None) -> Rectification:
    """Report what was put right, with at least one file as evidence. Late is possible and shows."""
    reply = _text(reply, "reply", "整改情况")
    with step(rectification, workflow.SUBMIT_RECTIFICATION, by=by) as rectification:
        _check_rectifying(rectification)
        if file:
            RectificationFile.objects.create(rectification=rectification, **stored(file, by=by))
        if not rectification.files.exists():
            raise DomainError("请上传整改证据，没有证据不能提交整改。")
        rectification.reply = reply
        rectification.save(update_fields=["reply"])
        rectification_changed(rectification, "submit", by=by)
    return rectification


def close_rectification(rectification, *, by, conclusion: str) -> Rectification:
    """Find the problem put right; nobody of the contractor may."""
    conclusion = _text(conclusion, "conclusion", "复核结论")
    with step(rectification, workflow.CLOSE_RECTIFICATION, by=by, note=conclusion) as rectification:
        _check_rectifying(rectification)
        check_outside_contractor(rectification.project, by)
        rectification.conclusion, rectification.reviewed_by = conclusion, by
        rectification.save(update_fields=["conclusion", "reviewed_by"])
        rectification_changed(rectification, "close", by=by)
    return rectification


def return_rectification(rectification, *, by, note: str) -> Rectification:
    """Find it not put right yet: back to the contractor, with at least the default period from today."""
    note = _text(note, "conclusion", "退回原因")
    with step(rectification, workflow.RETURN_RECTIFICATION, by=by, note=note) as rectification:
        _check_rectifying(rectification)
        check_outside_contractor(rectification.project, by)
        rectification.due_on = max(rectification.due_on, default_due())
        rectification.save(update_fields=["due_on"])
        rectification_changed(rectification, "return", by=by)
    return rectification


def review_again(project, *, by, note: str = ""):
    """Another round of the review the project failed, once every rectification is closed; then a new evaluation is
    assigned."""
    with transaction.atomic():
        project = locked(project)
        if waiting := queries.open_rectifications(project).first():
            raise DomainError(f"“{waiting}”目前是“{waiting.get_state_display()}”，复核通过后才能复评。")
        return projects.review_again(project, by=by, note=note)


def _check_rectifying(rectification) -> None:
    """The project's row is locked too: it may be terminated meanwhile."""
    project = locked(rectification.project)
    if project.state != ProjectState.RECTIFYING:
        raise DomainError(f"项目目前是“{project.get_state_display()}”，不在整改中，不能办理整改单。")


def _text(text: str, column: str, label: str) -> str:
    text = text.replace("\0", "").strip()
    if not text:
        raise DomainError(f"请填写{label}。")
    if len(text) > LENGTHS[column]:
        raise DomainError(f"{label}最多{LENGTHS[column]}字，请精简。")
    return text
