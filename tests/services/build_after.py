"""Held sessions, summaries, follow-ups and certificates in a given state."""

from datetime import timedelta
from io import BytesIO
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from orgs.models import Person
from services.enums import CertificateKind, CheckInMethod, FollowUpState, SessionState, SummaryState
from services.models import Attendance, Certificate, FollowUp, Session, Summary
from services.operations.summary import add_summary_photo
from services.queries.summary import due_on
from tests.cast import make_session

COLOURS = count(1)


def make_person(w, name="王小芳", **fields) -> Person:
    return Person.objects.create(name=name, organization=w.community_union, **fields)


def make_held(w, activity=None, *, days_ago=1, people=1, unnamed=0, **fields) -> Session:
    """A session that was held ``days_ago`` days before with so many named participants and others."""
    starts_at = timezone.now() - timedelta(days=days_ago)
    session = make_session(w, activity, starts_at=starts_at, state=SessionState.HELD, **fields)
    for number in range(people):
        make_attendance(session, make_person(w, f"参加者{number}"))
    if unnamed:
        make_attendance(session, None, headcount=unnamed, method=CheckInMethod.HEADCOUNT)
    return Session.objects.get(pk=session.pk)


def make_attendance(session, person, **fields) -> Attendance:
    defaults = {"at": session.starts_at, "method": CheckInMethod.STAFF}
    return Attendance.objects.create(session=session, person=person, **(defaults | fields))


def reverse(attendance) -> Attendance:
    return make_attendance(
        attendance.session, None, headcount=-attendance.headcount, role=attendance.role, reverses=attendance,
        method=CheckInMethod.CORRECTION,
    )  # fmt: skip


def make_summary(w, session=None, state=SummaryState.DRAFT, **fields) -> Summary:
    session = session or make_held(w)
    defaults = {
        "process": "14:00开场，两位讲师轮流主讲，最后半小时答疑。",
        "goal_result": "met",
        "due_on": due_on(session),
        "written_by": w.worker,
        "approved_by": w.supervisor if state == SummaryState.APPROVED else None,
    }
    summary = Summary.objects.create(session=session, state=state, **(defaults | fields))
    summary.events.create(kind="create", to_state=summary.state, by=summary.written_by)
    return summary


def picture(width=800, height=600, *, kind="JPEG", exif=None, name="现场.jpg") -> SimpleUploadedFile:
    """A picture of one colour, never the same twice."""
    number = next(COLOURS)
    written = BytesIO()
    image = Image.new("RGB", (width, height), (number % 256, (number * 37) % 256, (number * 101) % 256))
    image.save(written, kind, **({"exif": exif} if exif else {}))
    return SimpleUploadedFile(name, written.getvalue())


def add_photos(summary, by, number=3) -> None:
    for _ in range(number):
        add_summary_photo(summary, by=by, photo=picture(80, 60))


def make_follow_up(w, session=None, state=FollowUpState.OPEN, **fields) -> FollowUp:
    session = session or make_held(w)
    defaults = {"text": "孩子暑期无人照看，想了解托管班。", "responsible": w.worker, "created_by": w.worker}
    return FollowUp.objects.create(session=session, state=state, **(defaults | fields))


def make_certificate(w, attendance=None, **fields) -> Certificate:
    """Asked for and not issued yet."""
    attendance = attendance or make_attendance(make_held(w, people=0), make_person(w))
    defaults = {
        "kind": CertificateKind.ATTENDANCE,
        "person": attendance.person,
        "name": attendance.person.name,
        "organization": attendance.session.organization,
        "starts_on": attendance.session.starts_on,
        "ends_on": attendance.session.starts_on,
    }
    return Certificate.objects.create(attendance=attendance, **(defaults | fields))
