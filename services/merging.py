"""How the records of a person follow into the row that is kept (``orgs.merging``)."""

from django.utils import timezone

from core.errors import DomainError
from core.workflow import step
from orgs.merging import register
from orgs.models import Person, User
from services import workflow
from services.counting import standing
from services.enums import CheckInMethod, RegistrationState, VolunteerState
from services.models import Attendance, CalendarFeed, Registration, Volunteer
from services.models.certificate import Certificate
from services.models.summary import FollowUp
from services.operations.session import locked_session
from services.operations.waiting_list import give_free_places

# Of two registrations for one session the one further on is kept.
FURTHEST_FIRST = (
    RegistrationState.REGISTERED,
    RegistrationState.OFFERED,
    RegistrationState.PENDING,
    RegistrationState.WAITING,
)
NOTE = "人员档案合并"


def move_attendances(source: Person, target: Person, *, by: User) -> int:
    """Each row moves; where both came to one session the second name is taken back, as it is one person.

    A name of the target that had been taken back stands again where the source's stood.
    """
    own, other = Attendance.objects.filter(person=source), Attendance.objects.filter(person=target)
    twice = list(standing(own.filter(session__in=other.values("session"))).order_by("session_id"))
    standing_there = set(standing(other).values_list("session", flat=True))
    for row in twice:
        if row.session_id not in standing_there:
            _answer(other.get(session=row.session_id), by)
        _answer(row, by)
    return own.exclude(session__in=other.values("session")).update(person=target) + len(twice)


def _answer(row: Attendance, by: User) -> None:
    """The opposite of the last word on ``row``: taken back if it stands, put back if it does not."""
    last = row.corrections.filter(reversed_by=None).first() or row
    Attendance.objects.create(
        session_id=row.session_id,
        role=row.role,
        headcount=-last.headcount,
        method=CheckInMethod.CORRECTION,
        at=timezone.now(),
        by=by,
        reverses=last,
    )


def move_registrations(source: Person, target: Person, *, by: User) -> int:
    """Each row moves; of two live ones for a session the better stays and the other's place goes to the next."""
    live = Registration.objects.live()
    theirs = {row.session_id: row for row in live.filter(person=target)}
    twice = live.filter(person=source, session__in=list(theirs)).select_related("session").order_by("session_id")
    for row in twice:
        pair = sorted((theirs[row.session_id], row), key=lambda one: FURTHEST_FIRST.index(one.state))
        session = locked_session(row.session)
        with step(pair[1], workflow.CANCEL_REGISTRATION, by=by, note=NOTE):
            pass
        give_free_places(session)
    return Registration.objects.filter(person=source).update(person=target)


def move_volunteer(source: Person, target: Person, *, by: User) -> int:
    """A volunteer's registration moves. Two of them cannot become one: the hours of each stand in its own account and
    on certificates; one without hours stays behind once it has left."""
    mine = Volunteer.objects.filter(person=source).first()
    if mine is None:
        return 0
    if not Volunteer.objects.filter(person=target).exists():
        return Volunteer.objects.filter(pk=mine.pk).update(person=target)
    if mine.hours or mine.state != VolunteerState.LEFT:
        raise DomainError(
            f"两份档案都登记为志愿者，时长不能自动合到一起。请保留有时长的一份，先为另一份（{mine.number}）办理退出；"
            "两份都有时长的，请先作废重复的一份并在保留的档案上补记。"
        )
    return 0


register(Attendance, move_attendances)
register(Registration, move_registrations)
register(Volunteer, move_volunteer)
register(Certificate)
register(FollowUp)
register(CalendarFeed)
