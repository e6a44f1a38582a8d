"""What the database refuses whatever the code does."""

from datetime import timedelta

import pytest
from django.db import Error, IntegrityError, transaction
from django.utils import timezone

from core.workflow import step
from orgs.models import Person
from services import operations, workflow
from services.enums import AttendanceRole, CheckInMethod
from services.models import Activity, Attendance, Registration, Session
from tests.cast import make_session


def refused(write, *args, error=Error, **fields):
    with pytest.raises(error), transaction.atomic():
        write(*args, **fields)


@pytest.fixture
def attendance(running, come):
    return come(running)


def test_attendance_is_append_only(attendance):
    rows = Attendance.objects.filter(pk=attendance.pk)
    refused(rows.update, headcount=2)
    refused(rows.delete)
    assert rows.get().headcount == 1


def test_one_row_per_person_and_session(attendance):
    fields = {"session": attendance.session, "person": attendance.person, "method": CheckInMethod.QR}
    refused(Attendance.objects.create, **fields, at=timezone.now(), error=IntegrityError)


@pytest.mark.parametrize("headcount", [0, -5])
def test_no_negative_headcount_without_a_reversal(running, headcount):
    fields = {"session": running, "headcount": headcount, "method": CheckInMethod.HEADCOUNT, "at": timezone.now()}
    refused(Attendance.objects.create, **fields, error=IntegrityError)


def test_a_named_person_counts_once(attendance):
    fields = {"session": attendance.session, "headcount": 2, "method": CheckInMethod.QR, "at": timezone.now()}
    attendance.person.pk = None
    attendance.person.phone_index, attendance.person.name = "x", "李强"
    attendance.person.save(force_insert=True)
    refused(Attendance.objects.create, **fields, person=attendance.person, error=IntegrityError)


@pytest.mark.parametrize(
    ("model", "change"),
    [(Session, {"state": "held"}), (Registration, {"state": "registered"}), (Activity, {"state": "draft"})],
)
def test_a_state_moves_only_along_the_transitions(world, session, model, change):
    registration = operations.register_participant(session, name="王小芳", phone="13800000001")
    operations.cancel_registration(registration)
    operations.cancel_session(session, by=world.worker, note="x")
    refused(model.objects.update, **change)


def test_events_are_append_only(world, held):
    refused(held.events.update, note="")
    refused(held.events.all().delete)


@pytest.mark.parametrize("change", [{"ends_at": timezone.now() - timedelta(days=9)}, {"capacity": 0}])
def test_sessions_keep_to_their_constraints(session, change):
    refused(Session.objects.filter(pk=session.pk).update, **change, error=IntegrityError)


def test_two_live_registrations_of_one_person_do_not_exist(session):
    registration = operations.register_participant(session, name="王小芳", phone="13800000001")
    refused(Registration.objects.create, session=session, person=registration.person, error=IntegrityError)


def test_tokens_differ_and_name_nobody(world, activity):
    tokens = {make_session(world, activity).token for _ in range(20)}
    assert (len(tokens), {len(token) for token in tokens}) == (20, {16})


def test_names(world, held):
    attendance = held.attendances.get()
    assert str(attendance) == f"王小芳 · 心理减压讲座（{held.starts_on}）"
    assert str(operations.record_headcount(held, by=world.worker, headcount=2)).startswith("未实名 · ")


def test_a_session_keeps_its_own_totals(world):
    session = make_session(world, capacity=2)
    people = [Person.objects.create(name=name, organization=world.community_union) for name in ("甲", "乙", "丙")]
    rows = [Registration.objects.create(session=session, person=person) for person in people[:2]]
    refused(Registration.objects.create, session=session, person=people[2], error=IntegrityError)
    with step(rows[0], workflow.CANCEL_REGISTRATION, by=None):
        pass
    Registration.objects.create(session=session, person=people[2])
    for role in AttendanceRole.values:
        Attendance.objects.create(session=session, role=role, headcount=5, method="headcount", at=session.starts_at)
    Attendance.objects.create(session=session, person=people[0], method="qr", at=session.starts_at)
    session.refresh_from_db()
    assert (session.registered, session.person_times, session.named_times) == (2, 6, 1)


@pytest.mark.parametrize("column", ["registered", "person_times", "named_times"])
def test_nobody_else_writes_the_totals(world, column):
    session = make_session(world)
    refused(Session.objects.filter(pk=session.pk).update, **{column: 1}, error=IntegrityError)
