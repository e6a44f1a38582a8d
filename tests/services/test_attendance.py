"""Sign-up, check-in and headcounts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import DomainError
from orgs.models import Person, PersonOrganization
from projects.enums import ProjectState
from services import operations
from services.enums import ActivityState, CheckInMethod, RegistrationState
from services.models import Attendance, Registration, RegistrationEvent
from tests.cast import make_activity, make_project, make_session

WANG = {"name": "王小芳", "phone": "13800000001"}


def refused(match, operation, *args, **fields):
    """Refused with ``match``; no person, registration, attendance or event is left."""
    models = (Person, PersonOrganization, Registration, RegistrationEvent, Attendance)
    before = [model.objects.count() for model in models]
    with pytest.raises(DomainError, match=match):
        operation(*args, **fields)
    assert [model.objects.count() for model in models] == before


def came_to(session) -> int:
    """人次 as the session keeps it, equal to a recount."""
    session.refresh_from_db()
    rows = session.attendances.filter(role="participant")
    assert session.person_times == sum(row.headcount for row in rows)
    assert session.named_times == rows.exclude(person=None).count()
    return session.person_times


def starting_in(world, activity, **delta):
    return make_session(world, activity, starts_at=timezone.now() + timedelta(**delta))


# Sign-up


def test_register_participant_makes_the_person_known(world, session):
    registration = operations.register_participant(session, **WANG)
    assert (registration.state, registration.person.name) == (RegistrationState.REGISTERED, "王小芳")
    assert [(e.kind, e.by) for e in registration.events.all()] == [("create", None)]
    known = set(registration.person.known_to.values_list("organization__name", flat=True))
    assert known == {"水源地社区联合工会", "晨光社会工作服务中心"}


def test_register_participant_again_is_the_same_place(session):
    first = operations.register_participant(session, **WANG)
    assert operations.register_participant(session, name="王小芳", phone="+86 138 0000 0001") == first
    assert RegistrationEvent.objects.count() == 1


def test_register_participant_when_full(world, activity):
    session = make_session(world, activity, capacity=1)
    first = operations.register_participant(session, **WANG)
    refused("名额已满", operations.register_participant, session, name="李强", phone="13800000002")
    operations.cancel_registration(first)
    assert operations.register_participant(session, name="李强", phone="13800000002").pk != first.pk


@pytest.mark.parametrize("state", [ProjectState.COMPLETED, ProjectState.APPROVED])
def test_register_participant_only_while_the_project_takes_records(world, client, state):
    session = make_session(world, make_activity(world, make_project(world, state)))
    refused("没有开放报名", operations.register_participant, session, **WANG)
    assert "没有开放报名" in client.get(session.get_public_url()).content.decode()


def test_register_participant_until_the_end(world, activity):
    operations.register_participant(starting_in(world, activity, minutes=-80), **WANG)
    refused("已经结束", operations.register_participant, starting_in(world, activity, minutes=-100), **WANG)


def test_register_participant_only_while_open(world, held, session):
    refused("已举办，不能再报名", operations.register_participant, held, **WANG)
    operations.cancel_session(session, by=world.worker, note="x")
    refused("已取消，不能再报名", operations.register_participant, session, **WANG)
    draft = make_session(world, make_activity(world, state=ActivityState.DRAFT))
    refused("没有开放报名", operations.register_participant, draft, **WANG)


@pytest.mark.parametrize(
    ("who", "match"),
    [({"name": " ", "phone": "13800000001"}, "没有姓名"), ({"name": "王小芳", "phone": "123"}, "手机号不正确")],
)
def test_register_participant_needs_a_usable_name_and_phone(session, who, match):
    refused(match, operations.register_participant, session, **who)


def test_cancel_registration_by_the_person(session):
    registration = operations.register_participant(session, **WANG)
    operations.cancel_registration(registration, note="本人取消")
    event = registration.events.last()
    assert (event.kind, event.from_state, event.to_state, event.by) == ("cancel", "registered", "cancelled", None)
    refused("不能取消报名", operations.cancel_registration, registration)


def test_cancel_registration_not_after_the_start(running):
    registration = operations.register_participant(running, **WANG)
    refused("已经开始", operations.cancel_registration, registration)
    registration.refresh_from_db()
    assert registration.state == RegistrationState.REGISTERED


# Check-in


def test_check_in_person(world, running):
    attendance = operations.check_in_person(running, **WANG, method=CheckInMethod.QR)
    assert (attendance.person.name, attendance.headcount, attendance.role) == ("王小芳", 1, "participant")
    assert (attendance.method, attendance.by) == ("qr", None)


def test_check_in_person_twice_is_one_row(world, running):
    first = operations.check_in_person(running, **WANG, method=CheckInMethod.QR)
    assert operations.check_in_person(running, by=world.worker, **WANG) == first
    assert came_to(running) == 1


def test_walk_ins_are_welcome_beyond_the_capacity(world, activity):
    session = make_session(world, activity, starts_at=timezone.now(), capacity=1)
    operations.register_participant(session, **WANG)
    operations.check_in_person(session, name="李强", phone="13800000002", method=CheckInMethod.QR)
    operations.check_in_person(session, **WANG, method=CheckInMethod.QR)
    assert came_to(session) == 2


def test_check_in_opens_an_hour_before(world, activity):
    early, soon = starting_in(world, activity, minutes=61), starting_in(world, activity, minutes=59)
    refused("还没有到签到时间", operations.check_in_person, early, by=world.worker, **WANG)
    operations.check_in_person(soon, **WANG, method=CheckInMethod.QR)


def test_check_in_by_oneself_closes_an_hour_after_the_end(world, activity):
    over = starting_in(world, activity, minutes=-151)
    refused("签到已经结束", operations.check_in_person, over, **WANG, method=CheckInMethod.QR)
    assert operations.check_in_person(over, by=world.worker, **WANG).by == world.worker


def test_staff_may_add_somebody_to_a_held_session(world, held):
    refused("签到已经结束", operations.check_in_person, held, **WANG, method=CheckInMethod.QR)
    operations.check_in_person(held, by=world.worker, **WANG)
    assert came_to(held) == 2


def test_check_in_not_when_cancelled(world, activity, running):
    operations.cancel_session(running, by=world.worker, note="x")
    refused("本场已取消", operations.check_in_person, running, by=world.worker, **WANG)


def test_check_in_registration(world, running):
    registration = operations.register_participant(running, **WANG)
    attendance = operations.check_in_registration(registration, by=world.community)
    assert (attendance.person, attendance.by) == (registration.person, world.community)
    assert operations.check_in_registration(registration, by=world.worker) == attendance


def test_check_in_registration_not_when_cancelled(world, activity):
    session = starting_in(world, activity, minutes=30)
    registration = operations.register_participant(session, **WANG)
    operations.cancel_registration(registration)
    refused("报名已取消", operations.check_in_registration, registration, by=world.worker)


# Headcounts


def test_record_headcount(world, running):
    row = operations.record_headcount(running, by=world.worker, headcount=35)
    assert (row.person, row.headcount, row.method, row.by) == (None, 35, "headcount", world.worker)


@pytest.mark.parametrize("headcount", [0, -5, 999_999, 10**9])
def test_record_headcount_refuses_nonsense(world, running, headcount):
    refused("点数须在", operations.record_headcount, running, by=world.worker, headcount=headcount)


def test_reverse_headcount(world, running):
    wrong = operations.record_headcount(running, by=world.worker, headcount=350)
    reversal = operations.reverse_headcount(wrong, by=world.ngo)
    assert (reversal.headcount, reversal.reverses, reversal.by, came_to(running)) == (-350, wrong, world.ngo, 0)
    refused("已经冲正过", operations.reverse_headcount, wrong, by=world.ngo)
    refused("只有点数可以冲正", operations.reverse_headcount, reversal, by=world.ngo)


def test_reverse_headcount_never_touches_named_people(world, running, come):
    refused("只有点数可以冲正", operations.reverse_headcount, come(running), by=world.ngo)


def test_reverse_headcount_never_empties_a_held_session(world, running):
    wrong = operations.record_headcount(running, by=world.worker, headcount=350)
    operations.hold_session(running, by=world.worker)
    refused("没有任何人次", operations.reverse_headcount, wrong, by=world.worker)
    operations.record_headcount(running, by=world.worker, headcount=35)
    operations.reverse_headcount(wrong, by=world.worker)
    assert came_to(running) == 35


def test_nothing_is_recorded_under_a_draft(world, come):
    session = make_session(world, make_activity(world, state=ActivityState.DRAFT), starts_at=timezone.now())
    refused("活动目前是“草稿”", operations.check_in_person, session, by=world.worker, **WANG)
    refused("活动目前是“草稿”", operations.record_headcount, session, by=world.worker, headcount=3)
