"""Sign-up, check-in and headcounts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import DomainError
from orgs.models import Person, PersonOrganization
from projects.enums import ProjectState
from services import operations
from services.counting import standing
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
    assert session.named_times == standing(rows).count()
    return session.person_times


def named(session) -> set:
    """Who counts as having been there."""
    return {row.person for row in standing(session.attendances.all())}


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
    waiting = operations.register_participant(session, name="李强", phone="13800000002")
    assert (first.state, waiting.state) == (RegistrationState.REGISTERED, RegistrationState.WAITING)
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


def test_reverse_a_headcount_and_restore_it(world, running):
    wrong = operations.record_headcount(running, by=world.worker, headcount=350)
    reversal = operations.reverse_attendance(wrong, by=world.ngo)
    assert (reversal.headcount, reversal.reverses, reversal.by, came_to(running)) == (-350, wrong, world.ngo, 0)
    refused("已经冲正过", operations.reverse_attendance, wrong, by=world.ngo)
    operations.reverse_attendance(reversal, by=world.ngo)
    assert came_to(running) == 350
    refused("已经冲正过", operations.reverse_attendance, reversal, by=world.ngo)
    operations.reverse_attendance(wrong, by=world.ngo)
    assert came_to(running) == 0


def test_reverse_the_wrong_person(world, running, come):
    wrong, right = come(running, "王小芳"), come(running, "李强")
    reversal = operations.reverse_attendance(wrong, by=world.worker)
    assert (reversal.person, reversal.headcount, reversal.method, reversal.original) == (None, -1, "correction", wrong)
    assert (came_to(running), named(running)) == (1, {right.person})
    operations.reverse_attendance(reversal, by=world.worker)
    assert (came_to(running), named(running)) == (2, {wrong.person, right.person})


def test_checking_in_again_restores_who_was_taken_back(world, running, come):
    row = come(running, "王小芳")
    operations.reverse_attendance(row, by=world.worker)
    assert (come(running, "王小芳"), came_to(running)) == (row, 1)


def test_reverse_attendance_never_empties_a_held_session(world, running, come):
    wrong = operations.record_headcount(running, by=world.worker, headcount=350)
    operations.hold_session(running, by=world.worker)
    refused("没有任何人次", operations.reverse_attendance, wrong, by=world.worker)
    only = come(running, "王小芳")
    operations.reverse_attendance(wrong, by=world.worker)
    assert came_to(running) == 1
    refused("没有任何人次", operations.reverse_attendance, only, by=world.worker)


# Online, arrival and leaving


def test_an_online_visit_counts_from_five_minutes(world, activity):
    online = make_session(world, activity, starts_at=timezone.now(), is_online=True)
    short = operations.record_online(online, by=world.worker, **WANG, minutes=4)
    long = operations.record_online(online, by=world.worker, name="李强", phone="13800000002", minutes=5)
    assert (short.is_counted, long.is_counted, long.method, long.online_minutes) == (False, True, "online", 5)
    online.refresh_from_db()
    assert (online.person_times, online.named_times) == (1, 1)
    assert operations.record_online(online, by=world.worker, name="李强", phone="13800000002", minutes=90) == long
    refused("已登记停留4分钟", operations.record_online, online, by=world.worker, **WANG, minutes=30)


def test_an_online_visit_needs_an_online_session_and_sane_minutes(world, activity, running):
    refused("不是线上场次", operations.record_online, running, by=world.worker, **WANG, minutes=30)
    for minutes in (-1, 10**6):
        refused("停留时间须在", operations.record_online, running, by=world.worker, **WANG, minutes=minutes)


def test_staff_may_say_when_somebody_came(world, running):
    at = timezone.now() - timedelta(minutes=7)
    row = operations.check_in_person(running, by=world.worker, **WANG, at=at)
    assert (row.at, row.recorded_at > at) == (at, True)
    still_to_come = timezone.now() + timedelta(minutes=5)
    refused("登记的时间还没有到", operations.check_in_person, running, by=world.worker, **WANG, at=still_to_come)


def test_a_pass_checks_in_one_person_once(world, running):
    operations.check_in_person(running, **WANG, method=CheckInMethod.QR, nonce="pass-1")
    other = {"name": "李强", "phone": "13800000002"}
    refused("已经用过一次", operations.check_in_person, running, **other, method=CheckInMethod.QR, nonce="pass-1")


def test_check_out(world, running, come):
    row = come(running)
    left = operations.check_out(row, by=world.community)
    assert (left.attendance, left.by, left.at >= row.at) == (row, world.community, True)
    assert operations.check_out(row, by=world.worker) == left
    with pytest.raises(DomainError, match="早于签到时间"):
        operations.check_out(come(running, "李强"), by=world.worker, at=row.at - timedelta(hours=1))
    operations.reverse_attendance(row, by=world.worker)
    for wrong in (row, operations.record_headcount(running, by=world.worker, headcount=5)):
        with pytest.raises(DomainError, match="不能签退"):
            operations.check_out(wrong, by=world.worker)


def test_nothing_is_recorded_under_a_draft(world, come):
    session = make_session(world, make_activity(world, state=ActivityState.DRAFT), starts_at=timezone.now())
    refused("活动目前是“草稿”", operations.check_in_person, session, by=world.worker, **WANG)
    refused("活动目前是“草稿”", operations.record_headcount, session, by=world.worker, headcount=3)
