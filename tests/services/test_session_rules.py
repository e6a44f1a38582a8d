"""Place, lecturer and workers of a session, and putting one off."""

import pytest
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification
from orgs.enums import OrganizationKind
from services import operations
from services.enums import ActivityState, SessionState
from services.models import Session
from tests.cast import make_activity, make_organization, make_session
from tests.services.build_session import evening, make_lecturer, make_venue, meeting


def trail(session):
    return [(row.kind, row.from_state, row.to_state, row.by, row.note) for row in session.events.all()]


def refused(said, operation, record, **fields):
    """Nothing is left behind: no session, no event, no word to anybody."""
    before = list(Session.objects.order_by("pk").values())
    with pytest.raises(DomainError, match=said):
        operation(record, **fields)
    assert list(Session.objects.order_by("pk").values()) == before
    assert Notification.objects.count() == 0


@pytest.mark.parametrize("owner", ["community_union", "street_union", "city_union", "contractor"])
def test_venues_of_the_host_above_it_and_ones_own(world, activity, owner):
    venue = make_venue(world, organization=getattr(world, owner))
    session = operations.schedule_session(activity, by=world.worker, place=venue, **meeting(venue=""))
    assert (session.place, session.venue) == (venue, venue.name)


@pytest.mark.parametrize("owner", ["neighbour", "stranger_union", "other_district", "rival"])
def test_no_other_venue(world, activity, owner):
    venue = make_venue(world, organization=getattr(world, owner))
    refused("不属于举办社区", operations.schedule_session, activity, by=world.worker, place=venue, **meeting())


def test_a_venue_inside_the_community(world, activity):
    firm = make_organization("河湾物流", "QY-9", world.community_union, OrganizationKind.ENTERPRISE)
    venue = make_venue(world, organization=firm)
    assert operations.schedule_session(activity, by=world.worker, place=venue, **meeting()).place == venue


def test_neither_venue_nor_text(world, activity):
    for text in ("", "  "):
        refused("请选择阵地，或填写地点", operations.schedule_session, activity, by=world.worker, **meeting(venue=text))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"passed_on": None}, "还没有通过试讲"),
        ({"is_active": False}, "已出库"),
    ],
)
def test_only_lecturers_who_may_be_scheduled(world, activity, fields, said):
    lecturer = make_lecturer(world, **fields)
    refused(said, operations.schedule_session, activity, by=world.worker, lecturer=lecturer, **meeting())
    session = make_session(world, activity)
    refused(said, operations.reschedule_session, session, by=world.worker, lecturer=lecturer, **meeting())


def test_the_pool_of_another_contractor(world, activity):
    lecturer = make_lecturer(world, organization=world.rival)
    refused(
        "不在承接单位的讲师库", operations.schedule_session, activity, by=world.worker, lecturer=lecturer, **meeting()
    )
    lecturer = make_lecturer(world, organization=world.district_union)
    assert operations.schedule_session(activity, by=world.worker, lecturer=lecturer, **meeting()).lecturer == lecturer


def test_only_staff_of_the_contractor(world, activity):
    workers = [world.worker, world.rival_head, world.community]
    said = "rival、community不是承接单位的在职人员"
    refused(said, operations.schedule_session, activity, by=world.worker, workers=workers, **meeting())


def test_who_is_named_is_told_once(world, activity):
    session = operations.schedule_session(activity, by=world.ngo, workers=[world.ngo, world.worker], **meeting())
    assert [row.recipient for row in Notification.objects.all()] == [world.worker]
    fields = meeting(session.starts_at, workers=[world.worker, world.supervisor])
    operations.reschedule_session(session, by=world.ngo, **fields)
    assert set(session.workers.all()) == {world.worker, world.supervisor}
    assert [row.recipient for row in Notification.objects.order_by("pk")] == [world.worker, world.supervisor]
    assert trail(session)[1:] == [("update", "", "", world.ngo, "到场社工：worker、supervisor")]


def test_a_detail_that_is_left_out_stays(world, activity):
    venue, lecturer = make_venue(world), make_lecturer(world)
    details = {"place": venue, "lecturer": lecturer, "topic": "睡眠", "workers": [world.worker]}
    session = operations.schedule_session(activity, by=world.worker, **details, **meeting(venue=""))
    moved = operations.reschedule_session(session, by=world.worker, **meeting(evening(9), venue=""))
    assert (moved.place, moved.venue, moved.lecturer, moved.topic) == (venue, venue.name, lecturer, "睡眠")
    assert list(moved.workers.all()) == [world.worker]
    elsewhere = operations.reschedule_session(session, by=world.worker, **meeting(evening(9), venue="文化广场"))
    assert (elsewhere.place, elsewhere.venue) == (None, "文化广场")


def test_unknown_details_are_a_programmers_error(world, activity):
    with pytest.raises(TypeError):
        operations.schedule_session(activity, by=world.worker, weather="晴", **meeting())


@pytest.mark.parametrize("state", [ActivityState.DONE, ActivityState.CANCELLED])
def test_closed_activities_take_no_session(world, state):
    activity = make_activity(world, state=state)
    refused("不能再安排场次", operations.schedule_session, activity, by=world.worker, **meeting())
    refused("不能再安排场次", operations.schedule_series, activity, by=world.worker, count=2, **meeting())


def test_postpone_tells_the_staff_and_keeps_the_sign_ups(world, session):
    operations.register_participant(session, name="王小芳", phone="13900000001")
    operations.postpone_session(session, by=world.worker, note="暴雨")
    session.refresh_from_db()
    assert (session.state, session.registered) == (SessionState.POSTPONED, 1)
    assert trail(session) == [("postpone", "planned", "postponed", world.worker, "暴雨")]
    told = Notification.objects.filter(key__startswith=f"session:{session.pk}:postpone")
    assert {row.recipient for row in told} == {world.community}


def test_resume_gives_a_new_time(world, session):
    operations.postpone_session(session, by=world.worker, note="暴雨")
    operations.resume_session(session, by=world.worker, **meeting(evening(10, 10)))
    session.refresh_from_db()
    assert (session.state, session.starts_on) == (SessionState.PLANNED, evening(10).date())
    assert trail(session)[1][:4] == ("resume", "postponed", "planned", world.worker)
    told = Notification.objects.filter(key__startswith=f"session:{session.pk}:resume")
    assert {row.recipient for row in told} == {world.community}


def test_no_way_to_postpone_or_resume(world, session, running, come):
    come(running)
    with pytest.raises(DomainError, match="已有签到"):
        operations.postpone_session(running, by=world.worker, note="雨")
    with pytest.raises(DomainError, match="不能确定新时间"):
        operations.resume_session(session, by=world.worker, **meeting())
    operations.postpone_session(session, by=world.worker, note="雨")
    for operation, fields in (
        (operations.postpone_session, {"note": "雨"}),
        (operations.reschedule_session, meeting()),
        (operations.hold_session, {}),
    ):
        with pytest.raises(DomainError):
            operation(session, by=world.worker, **fields)
    with pytest.raises(DomainError, match="不在项目期"):
        operations.resume_session(session, by=world.worker, **meeting(timezone.now().replace(year=2099)))
    session.refresh_from_db()
    assert (session.state, session.events.count()) == (SessionState.POSTPONED, 1)


def test_a_postponed_session_can_be_cancelled(world, session):
    operations.postpone_session(session, by=world.worker, note="雨")
    operations.cancel_session(session, by=world.worker, note="改不了期")
    session.refresh_from_db()
    assert session.state == SessionState.CANCELLED


def test_cancelling_the_activity_takes_the_postponed_with_it(world, session):
    operations.postpone_session(session, by=world.worker, note="雨")
    operations.cancel_activity(session.activity, by=world.worker, note="项目调整")
    session.refresh_from_db()
    assert session.state == SessionState.CANCELLED
