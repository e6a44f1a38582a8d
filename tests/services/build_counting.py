"""Attendance in a few words, for tables of cases worked by hand."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from orgs.models import Person, PersonOrganization
from services.enums import AttendanceRole, CheckInMethod, SessionState
from services.models import Attendance, Session
from tests.cast import make_session


def make_person(w, name="王小芳", organization=None, **fields) -> Person:
    """A row of the registry as it is, also one that registration would have found."""
    organization = organization or w.community_union
    person = Person.objects.create(name=name, organization=organization, **fields)
    PersonOrganization.objects.create(person=person, organization=organization)
    return person


def make_held(w, activity, on=None, **fields):
    """A held session, on the day ``on`` at 19:00 or two days ahead."""
    starts_at = on and timezone.make_aware(datetime.combine(on, time(19)))
    return make_session(w, activity, starts_at, state=SessionState.HELD, **fields)


DAY = date(2026, 3, 4)


def holding(w, activity):
    """``holding(w, activity)()`` → a held session, on ``DAY`` unless told otherwise."""

    def make(on=DAY, **fields):
        return make_held(w, activity, on, **fields)

    make.activity = activity
    return make


def came(session, who=None, headcount=1, role=AttendanceRole.PARTICIPANT, **fields) -> Attendance:
    """``who`` by name, or so many heads."""
    fields.setdefault("method", CheckInMethod.QR if who else CheckInMethod.HEADCOUNT)
    return Attendance.objects.create(
        session=session, person=who, headcount=headcount, role=role, at=session.starts_at, **fields
    )


def watched(session, who, minutes: int) -> Attendance:
    """Online for ``minutes``; under five it does not count."""
    return came(session, who, method=CheckInMethod.ONLINE, online_minutes=minutes, is_counted=minutes >= 5)


def reverse(row: Attendance) -> Attendance:
    """The correction that takes ``row`` back, or what ``row`` took back."""
    return Attendance.objects.create(
        session=row.session,
        headcount=-row.headcount,
        role=row.role,
        method=CheckInMethod.CORRECTION,
        at=row.at + timedelta(minutes=1),
        reverses=row,
    )


def the_triggers_agree():
    """What the triggers kept on each session is what counting its rows again gives."""
    for session in Session.objects.all():
        rows = session.attendances.filter(role="participant", is_counted=True)
        named = [row for row in rows.filter(person__isnull=False) if stands(row)]
        assert session.person_times == sum(row.headcount for row in rows)
        assert session.named_times == len(named)


def stands(row) -> bool:
    """Step by step along the corrections, one reversal after another."""
    correction = Attendance.objects.filter(reverses=row).first()
    return True if correction is None else not stands(correction)
