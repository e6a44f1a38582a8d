"""What the tests of this app start from."""

from datetime import timedelta

from django.utils import timezone

from evaluations.models import Evaluation, Rating
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
