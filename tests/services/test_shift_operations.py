"""Shifts: planned, published, staffed by volunteers, and over."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification, TextMessage
from projects.enums import ProjectState
from services import operations
from services.counting import service_figures
from services.enums import AttendanceRole, SessionState, ShiftSignUpState, ShiftState, VolunteerState
from services.models import Attendance, HourClaim, Session, Shift, ShiftSignUp, TrainingRecord
from tests.cast import make_activity, make_project, make_session
from tests.services.build_volunteer import make_shift, make_sign_up, make_team, make_training, make_volunteer

NOW = timezone.now()


def hours_ago(hours):
    return timezone.now() - timedelta(hours=hours)


def running(w, **fields):
    """Began an hour ago and lasts two more."""
    return make_shift(w, **({"starts_at": hours_ago(1)} | fields))


def plan(w, **fields):
    project = fields.pop("project", None) or make_project(w, ProjectState.ACTIVE)
    starts_at = timezone.now() + timedelta(days=2)
    facts = {
        "project": project, "name": "义诊引导", "content": "维持秩序", "venue": "职工之家", "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3), "places": 5, "risk": "无特别风险", "lead": w.worker,
    }  # fmt: skip
    return operations.create_shift(by=w.worker, **(facts | fields))


# Planning


def test_create_and_publish(world):
    shift = plan(world, skills=["law", "art", "law"])
    assert (shift.state, shift.organization, shift.skills) == (ShiftState.DRAFT, world.community_union, ["art", "law"])
    published = operations.publish_shift(shift, by=world.worker)
    assert published.state == ShiftState.PUBLISHED
    assert list(published.events.values_list("kind", flat=True)) == ["create", "publish"]
    assert list(Notification.objects.values_list("recipient__username", "title")) == [
        ("community", "志愿班次开始招募：义诊引导")
    ]


def test_a_shift_of_a_session_is_at_its_place(world):
    session = make_session(world)
    assert plan(world, project=session.activity.project, session=session).organization == session.organization


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"risk": "  "}, "须说明可能的风险"),
        ({"name": " "}, "没有填写岗位名称"),
        ({"places": 0}, "招募人数须在"),
        ({"places": 1001}, "招募人数须在"),
        ({"minimum_age": 7}, "最低年龄"),
        ({"skills": ["flying"]}, "技能不在可选范围内"),
        ({"ends_at": NOW}, "结束时间"),
        ({"ends_at": NOW + timedelta(days=4)}, "不能超过24小时"),
        ({"starts_at": NOW + timedelta(days=400), "ends_at": NOW + timedelta(days=400, hours=1)}, "不在项目期"),
        ({"starts_at": NOW.replace(year=1), "ends_at": NOW}, "年份不正确"),
    ],
)
def test_what_a_shift_cannot_be(world, fields, sentence):
    with pytest.raises(DomainError, match=sentence):
        plan(world, **fields)
    assert Shift.objects.count() == 0


def test_the_parties_have_to_fit(world):
    with pytest.raises(DomainError, match="带队社工"):
        plan(world, lead=world.community)
    with pytest.raises(DomainError, match="不属于这个项目"):
        plan(world, session=make_session(world))
    with pytest.raises(DomainError, match="不能安排志愿班次"):
        plan(world, project=make_project(world, ProjectState.COMPLETED))
    with pytest.raises(DomainError, match="不在本项目的实施范围内"):
        plan(world, organization=world.contractor)


def test_dangerous_work_is_insured_before_it_is_published(world):
    shift = plan(world, is_dangerous=True)
    with pytest.raises(DomainError, match="须为志愿者购买人身意外险"):
        operations.publish_shift(shift, by=world.worker)
    operations.update_shift(shift, by=world.worker, insurance="PICC-2026-0001")
    assert operations.publish_shift(shift, by=world.worker).state == ShiftState.PUBLISHED
    with pytest.raises(DomainError, match="人身意外险"):
        operations.update_shift(shift, by=world.worker, insurance=" ")


def test_a_past_shift_is_not_published(world):
    with pytest.raises(DomainError, match="开始时间已过"):
        operations.publish_shift(make_shift(world, ShiftState.DRAFT, starts_at=hours_ago(1)), by=world.worker)


def test_what_volunteers_relied_on_stays(world):
    shift = make_shift(world)
    operations.update_shift(shift, by=world.worker, minimum_age=16, venue="南广场")
    make_sign_up(shift, make_volunteer(world))
    operations.update_shift(shift, by=world.worker, venue="北广场", places=1)
    for changes in ({"minimum_age": 18}, {"starts_at": shift.starts_at + timedelta(hours=1)}, {"skills": ["law"]}):
        with pytest.raises(DomainError, match="不能再改"):
            operations.update_shift(shift, by=world.worker, **changes)
    make_sign_up(operations.update_shift(shift, by=world.worker, places=2), make_volunteer(world, "钱进"))
    with pytest.raises(DomainError, match="不能少于2"):
        operations.update_shift(shift, by=world.worker, places=1)
    notes = ["最低年龄、集合地点", "集合地点、招募人数", "招募人数"]
    assert list(shift.events.values_list("note", flat=True)) == notes


MOVES = {
    "publish_shift": {ShiftState.DRAFT},
    "finish_shift": {ShiftState.PUBLISHED},
    "cancel_shift": {ShiftState.DRAFT, ShiftState.PUBLISHED},
}


@pytest.mark.parametrize("state", ShiftState.values)
@pytest.mark.parametrize("operation", MOVES)
def test_moves_from_every_state(world, operation, state):
    starts_at = hours_ago(1) if operation == "finish_shift" else None
    shift = make_shift(world, state, starts_at=starts_at)

    def move():
        return getattr(operations, operation)(shift, by=world.worker, note="说明")

    if state in MOVES[operation]:
        assert move().state != state
    else:
        with pytest.raises(DomainError, match="不能"):
            move()
        assert (shift.events.count(), Notification.objects.count()) == (0, 0)


def test_cancel_tells_everybody(world):
    shift, volunteer = make_shift(world), make_volunteer(world, phone="13600000001")
    make_sign_up(shift, volunteer)
    make_sign_up(shift, make_volunteer(world, "钱进"), ShiftSignUpState.CANCELLED)
    operations.cancel_shift(shift, by=world.ngo, note="暴雨预警")
    assert list(ShiftSignUp.objects.values_list("state", flat=True)) == ["cancelled", "cancelled"]
    assert [(row.phone, "已取消" in row.body) for row in TextMessage.objects.all()] == [("13600000001", True)]
    assert set(Notification.objects.values_list("recipient__username", flat=True)) == {"worker", "community"}


def test_a_shift_somebody_came_to_is_not_cancelled(world):
    shift = running(world)
    make_sign_up(shift, make_volunteer(world), ShiftSignUpState.SIGNED_IN)
    with pytest.raises(DomainError, match="已有志愿者签到"):
        operations.cancel_shift(shift, by=world.worker, note="说明")
    with pytest.raises(DomainError, match="没有签退"):
        operations.finish_shift(shift, by=world.worker)


def test_finish_puts_down_who_never_came(world):
    shift = running(world)
    came = make_sign_up(shift, make_volunteer(world), ShiftSignUpState.SIGNED_OUT, signed_out_at=timezone.now())
    missed = make_sign_up(shift, make_volunteer(world, "钱进"))
    assert operations.finish_shift(shift, by=world.worker).state == ShiftState.DONE
    came.refresh_from_db(), missed.refresh_from_db(), shift.refresh_from_db()
    assert (came.state, missed.state, shift.taken) == (ShiftSignUpState.SIGNED_OUT, ShiftSignUpState.ABSENT, 1)
    with pytest.raises(DomainError, match="才开始"):
        operations.finish_shift(make_shift(world), by=world.worker)


# Signing up


def test_sign_up_once(world):
    shift, volunteer = make_shift(world), make_volunteer(world)
    sign_up = operations.sign_up_for_shift(shift, volunteer=volunteer)
    assert operations.sign_up_for_shift(shift, by=world.worker, volunteer=volunteer) == sign_up
    shift.refresh_from_db()
    assert (shift.taken, sign_up.events.count()) == (1, 1)


@pytest.mark.parametrize(
    ("shift_fields", "volunteer_fields", "sentence"),
    [
        ({"state": ShiftState.DRAFT}, {}, "不能报名"),
        ({"state": ShiftState.DONE}, {}, "不能报名"),
        ({"starts_at": NOW - timedelta(minutes=5)}, {}, "已经开始"),
        ({}, {"state": VolunteerState.PENDING}, "待审核"),
        ({}, {"state": VolunteerState.PAUSED}, "暂停"),
        ({}, {"birth_date": None}, "没有登记出生日期"),
        ({"minimum_age": 18}, {"birth_date": date(NOW.year - 16, 1, 1)}, "年满18周岁"),
        ({}, {"birth_date": date(NOW.year - 16, 1, 1)}, "没有监护人同意"),
        ({"skills": ["law", "medicine"]}, {"skills": ["art"]}, "需要会“法律、医疗护理”"),
    ],
)
def test_who_cannot_sign_up(world, shift_fields, volunteer_fields, sentence):
    shift, volunteer = make_shift(world, **shift_fields), make_volunteer(world, **volunteer_fields)
    with pytest.raises(DomainError, match=sentence):
        operations.sign_up_for_shift(shift, volunteer=volunteer)
    assert ShiftSignUp.objects.count() == 0


def test_training_comes_first(world):
    training, volunteer = make_training(world), make_volunteer(world)
    shift = make_shift(world, training=training)
    with pytest.raises(DomainError, match="须先参加培训“志愿服务基础培训"):
        operations.sign_up_for_shift(shift, volunteer=volunteer)
    assert operations.record_training(training, by=world.worker, volunteers=[volunteer]) == 1
    assert operations.sign_up_for_shift(shift, volunteer=volunteer).state == ShiftSignUpState.SIGNED_UP


def test_one_of_the_skills_is_enough(world):
    shift, volunteer = make_shift(world, skills=["law", "art"]), make_volunteer(world, skills=["art"])
    assert operations.sign_up_for_shift(shift, volunteer=volunteer).volunteer == volunteer


def test_nobody_is_in_two_places(world):
    volunteer, shift = make_volunteer(world), make_shift(world)
    make_sign_up(make_shift(world, name="交通劝导", starts_at=shift.starts_at + timedelta(hours=2)), volunteer)
    with pytest.raises(DomainError, match="“交通劝导”"):
        operations.sign_up_for_shift(shift, volunteer=volunteer)
    after = make_shift(world, starts_at=shift.starts_at + timedelta(hours=5))
    assert operations.sign_up_for_shift(after, volunteer=volunteer).shift == after


def test_full_is_full_until_somebody_gives_up(world):
    shift = make_shift(world, places=1)
    first = operations.sign_up_for_shift(shift, volunteer=make_volunteer(world))
    second = make_volunteer(world, "钱进")
    with pytest.raises(DomainError, match="名额已满"):
        operations.sign_up_for_shift(shift, volunteer=second)
    assert operations.cancel_sign_up(first).state == ShiftSignUpState.CANCELLED
    assert Notification.objects.get().recipient == world.worker
    assert operations.sign_up_for_shift(shift, volunteer=second).state == ShiftSignUpState.SIGNED_UP


def test_a_cancelled_session_recruits_nobody(world):
    session = make_session(world)
    shift = make_shift(world, project=session.activity.project, session=session)
    Session.objects.filter(pk=session.pk).update(state=SessionState.CANCELLED)
    with pytest.raises(DomainError, match="场次已取消"):
        operations.sign_up_for_shift(shift, volunteer=make_volunteer(world))


@pytest.mark.parametrize("operation", ["cancel_session", "postpone_session"])
def test_leads_hear_what_becomes_of_the_session(world, operation):
    session = make_session(world)
    make_shift(world, project=session.activity.project, session=session)
    make_shift(world, ShiftState.CANCELLED, name="已撤", project=session.activity.project, session=session)
    getattr(operations, operation)(session, by=world.ngo, note="场地停电")
    told = Notification.objects.filter(recipient=world.worker, key__startswith="shift:")
    assert list(told.values_list("title", flat=True)) == ["班次所属的场次已取消或延期，请处理班次：义诊引导"]


def test_too_late_to_cancel(world):
    with pytest.raises(DomainError, match="已经开始"):
        operations.cancel_sign_up(make_sign_up(running(world), make_volunteer(world)))


# Coming and leaving


def test_in_and_out_leaves_hours_to_confirm(world):
    sign_up = make_sign_up(running(world), make_volunteer(world))
    operations.sign_in(sign_up, by=world.worker, at=sign_up.shift.starts_at)
    done = operations.sign_out(sign_up, by=world.worker)
    assert done.state == ShiftSignUpState.SIGNED_OUT
    claim = HourClaim.objects.get()
    assert (claim.sign_up, claim.state, claim.hours) == (done, "pending", Decimal("1.0"))
    assert list(done.events.values_list("kind", flat=True)) == ["sign_in", "sign_out"]


def test_a_volunteer_of_a_session_is_present_and_never_counted(world):
    session = make_session(world, make_activity(world), starts_at=hours_ago(1))
    shift = running(world, project=session.activity.project, session=session)
    sign_up = make_sign_up(shift, make_volunteer(world))
    operations.sign_in(sign_up, by=world.worker)
    row = Attendance.objects.get()
    assert (row.role, row.person, row.session) == (AttendanceRole.VOLUNTEER, sign_up.volunteer.person, session)
    Session.objects.filter(pk=session.pk).update(state=SessionState.HELD)
    assert service_figures(Session.objects.all()).person_times == 0


def test_who_is_on_the_sessions_list_stays_there_once(world):
    session = make_session(world, make_activity(world), starts_at=hours_ago(1))
    volunteer = make_volunteer(world)
    operations.check_in_person(session, by=world.worker, name=volunteer.person.name, phone=volunteer.person.phone)
    shift = running(world, project=session.activity.project, session=session)
    operations.sign_in(make_sign_up(shift, volunteer), by=world.worker)
    assert list(Attendance.objects.values_list("role", flat=True)) == [AttendanceRole.PARTICIPANT]


def test_times_have_to_be_possible(world):
    early = make_sign_up(make_shift(world), make_volunteer(world))
    with pytest.raises(DomainError, match="时间早于"):
        operations.sign_in(early)
    over = make_sign_up(make_shift(world, starts_at=hours_ago(9)), make_volunteer(world, "钱进"))
    with pytest.raises(DomainError, match="请联系带队社工补登"):
        operations.sign_in(over)
    with pytest.raises(DomainError, match="请填写实际时间补登"):
        operations.sign_in(over, by=world.worker)
    with pytest.raises(DomainError, match="还没有到"):
        operations.sign_in(over, by=world.worker, at=timezone.now() + timedelta(hours=1))
    operations.sign_in(over, by=world.worker, at=hours_ago(9))
    with pytest.raises(DomainError, match="时间早于"):
        operations.sign_out(over, by=world.worker, at=hours_ago(10))
    with pytest.raises(DomainError, match="请填写实际时间补登"):
        operations.sign_out(over, by=world.worker)
    over.refresh_from_db()
    with pytest.raises(DomainError, match="须晚于签到时间"):
        operations.sign_out(over, by=world.worker, at=over.signed_in_at)
    with pytest.raises(DomainError, match="时间晚于"):
        operations.sign_out(over, by=world.worker, at=hours_ago(1))
    assert HourClaim.objects.count() == 0
    assert operations.sign_out(over, by=world.worker, at=hours_ago(6)).state == ShiftSignUpState.SIGNED_OUT


SIGN_UP_MOVES = {
    "sign_in": {ShiftSignUpState.SIGNED_UP, ShiftSignUpState.ABSENT},
    "sign_out": {ShiftSignUpState.SIGNED_IN},
    "miss_shift": {ShiftSignUpState.SIGNED_UP},
    "cancel_sign_up": {ShiftSignUpState.SIGNED_UP},
}


@pytest.mark.parametrize("state", ShiftSignUpState.values)
@pytest.mark.parametrize("operation", SIGN_UP_MOVES)
def test_sign_ups_move_from_their_states_only(world, operation, state):
    shift = make_shift(world) if operation == "cancel_sign_up" else running(world)
    sign_up = make_sign_up(shift, make_volunteer(world), state)

    def move():
        return getattr(operations, operation)(sign_up, by=world.worker)

    if state in SIGN_UP_MOVES[operation]:
        assert move().state != state
    else:
        with pytest.raises(DomainError, match="不能"):
            move()
        assert (sign_up.events.count(), HourClaim.objects.count()) == (0, 0)


def test_the_place_of_somebody_absent_may_be_gone(world):
    shift = running(world, places=1)
    absent = make_sign_up(shift, make_volunteer(world), ShiftSignUpState.ABSENT)
    make_sign_up(shift, make_volunteer(world, "钱进"), ShiftSignUpState.SIGNED_IN)
    with pytest.raises(DomainError, match="已有人补上"):
        operations.sign_in(absent, by=world.worker)


def test_nobody_is_absent_before_the_start(world):
    with pytest.raises(DomainError, match="才开始"):
        operations.miss_shift(make_sign_up(make_shift(world), make_volunteer(world)), by=world.worker)


def test_grades(world):
    sign_up = make_sign_up(make_shift(world, starts_at=hours_ago(9)), make_volunteer(world), "signed_out")
    assert operations.grade_sign_up(sign_up, by=world.worker, grade=5, comment=" 耐心 ").comment == "耐心"
    operations.grade_sign_up(sign_up, by=world.worker, grade=4)
    assert list(sign_up.events.values_list("note", flat=True)) == ["5星 耐心", "4星"]
    for grade in (0, 6):
        with pytest.raises(DomainError, match="1至5星"):
            operations.grade_sign_up(sign_up, by=world.worker, grade=grade)
    waiting = make_sign_up(sign_up.shift, make_volunteer(world, "钱进"))
    with pytest.raises(DomainError, match="签退之后才能评价"):
        operations.grade_sign_up(waiting, by=world.worker, grade=5)


# Teams and trainings


def test_teams(world):
    team = operations.create_team(
        by=world.community, organization=world.community_union, name=" 蓝天救援队 ", kind="rescue", leader="赵长河",
        phone="13600000007", formal_members=12,
    )  # fmt: skip
    assert (team.name, team.masked_phone) == ("蓝天救援队", "136****0007")
    with pytest.raises(DomainError, match="已有同名队伍"):
        operations.create_team(
            by=world.community, organization=world.community_union, name="蓝天救援队", kind="rescue", leader="钱进"
        )
    operations.update_team(team, by=world.community, qualification="水域救援", formal_members=13)
    assert list(team.events.values_list("kind", "note")) == [("create", ""), ("update", "应急资质、正式队员")]
    for facts, sentence in (
        ({"phone": "12"}, "联系电话不正确"),
        ({"formal_members": 10_001}, "正式队员须在"),
        ({"founded_on": timezone.localdate() + timedelta(days=1)}, "成立日期"),
        ({"leader": " "}, "请填写队伍名称和负责人"),
    ):
        with pytest.raises(DomainError, match=sentence):
            operations.update_team(team, by=world.community, **facts)


def test_team_members_join_in_one_go(world):
    team, other = make_team(world), make_team(world, "理发队")
    volunteers = [
        make_volunteer(world), make_volunteer(world, "钱进", team=other), make_volunteer(world, "李和", team=team),
        make_volunteer(world, "周平", state=VolunteerState.LEFT),
    ]  # fmt: skip
    assert operations.add_team_members(team, by=world.community, volunteers=volunteers) == 2
    assert [row.name for row in sorted((v.person for v in team.volunteers.all()), key=lambda p: p.pk)] == [
        "孙有成", "钱进", "李和",
    ]  # fmt: skip
    with pytest.raises(DomainError, match="已停止活动"):
        operations.add_team_members(
            make_team(world, "老队", is_active=False), by=world.community, volunteers=volunteers
        )


def test_trainings(world):
    today, volunteer = timezone.localdate(), make_volunteer(world)
    training = operations.create_training(
        by=world.worker, organization=world.community_union, name="急救", held_on=today, hours=Decimal("2.5"),
        volunteers=[volunteer],
    )  # fmt: skip
    assert operations.record_training(training, by=world.worker, volunteers=[volunteer]) == 0
    volunteer.refresh_from_db()
    assert (TrainingRecord.objects.count(), volunteer.hours) == (1, 0)
    for facts, sentence in (
        ({"name": " "}, "没有填写培训名称"),
        ({"held_on": today + timedelta(days=1)}, "培训日期"),
        ({"hours": Decimal("0")}, "培训时长"),
        ({"hours": Decimal("NaN")}, "培训时长"),
        ({"hours": Decimal("1.3")}, "培训时长"),
    ):
        with pytest.raises(DomainError, match=sentence):
            operations.create_training(
                by=world.worker,
                organization=world.community_union,
                **({"name": "急救", "held_on": today, "hours": Decimal(2)} | facts),
            )
