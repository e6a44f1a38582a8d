"""What the tests of this app start from."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from evaluations.enums import EvaluationState, RectificationState
from evaluations.models import Evaluation, Rating, Rectification
from orgs.operations import register_person
from projects.enums import ProjectState
from services.enums import AttendanceRole, CheckInMethod, SessionState
from services.models import Attendance
from tests.cast import make_project, make_session


def make_attendance(w, session=None, name="王晓明", phone="13900000001", role=AttendanceRole.PARTICIPANT) -> Attendance:
    """One named participant at a session that began an hour ago."""
    session = session or make_open_session(w)
    person = register_person(organization=session.organization, name=name, phone=phone)
    return Attendance.objects.create(
        session=session, person=person, role=role, method=CheckInMethod.QR, at=session.starts_at
    )


def make_open_session(w, activity=None, **fields):
    """Held an hour ago: open for rating."""
    starts_at = fields.pop("starts_at", timezone.now() - timedelta(hours=1))
    return make_session(w, activity, starts_at, **({"state": SessionState.HELD} | fields))


def make_ratings(session, *scores) -> None:
    """Ratings without receipts: nothing joins the two anyway."""
    Rating.objects.bulk_create(Rating(session=session, score=score, on=session.starts_on) for score in scores)


def make_evaluation(w, project=None, evaluator=None, **fields) -> Evaluation:
    """Assigned to the expert, due in ten days, the project opened to them."""
    evaluator = evaluator or w.expert
    project = project or make_project(w, ProjectState.FINAL_REVIEW)
    project.evaluator = evaluator
    project.save(update_fields=["evaluator"])
    defaults = {"due_on": timezone.localdate() + timedelta(days=10), "assigned_by": w.district}
    return Evaluation.objects.create(project=project, evaluator=evaluator, **(defaults | fields))


def make_rectification(w, state=RectificationState.OPEN, **fields) -> Rectification:
    """Ordered after a failed midterm; the project waits for it."""
    project = fields.pop("project", None) or make_project(
        w, ProjectState.RECTIFYING, midterm_score=Decimal("55.00"), evaluator=w.expert
    )
    project.events.create(
        kind="rectify", from_state=ProjectState.MIDTERM_REVIEW, to_state=ProjectState.RECTIFYING, by=w.district
    )
    evaluation = make_evaluation(
        w, project, stage="midterm", score=Decimal("55.00"), comment="档案不全。", state=EvaluationState.SCORED
    )
    defaults = {
        "problem": "签到表缺失", "basis": "合同第五条", "responsible": w.worker, "ordered_by": w.district,
        "due_on": timezone.localdate() + timedelta(days=10),
        "reply": "" if state == RectificationState.OPEN else "已补齐",
        "conclusion": "已改正" if state == RectificationState.CLOSED else "",
    }  # fmt: skip
    return Rectification.objects.create(project=project, evaluation=evaluation, state=state, **(defaults | fields))
