"""What each operation on activities and sessions does, and that a refused one leaves nothing behind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification
from orgs.enums import OrganizationKind
from projects.enums import ProjectState
from services import operations
from services.enums import ActivityKind, ActivityState, SessionState, TimeBand
from services.models import Activity, ActivityEvent, Session, SessionEvent
from tests.cast import make_activity, make_organization, make_project, make_session
from tests.services.build_session import evening, meeting

LECTURE = {"name": "情绪急救课", "kind": ActivityKind.PSYCHOLOGY}


def trail(record):
    return [(event.kind, event.from_state, event.to_state, event.by, event.note) for event in record.events.all()]


def told(key):
    return set(Notification.objects.filter(key__startswith=key).values_list("recipient__username", flat=True))


def refused(record, match, operation, **fields):
    """The operation is refused with ``match``; the row, its events and the inbox stay as they were."""
    before = type(record).objects.values().get(pk=record.pk)
    counts = (record.events.count(), Notification.objects.count(), Session.objects.count())
    with pytest.raises(DomainError, match=match):
        operation(record, **fields)
    assert type(record).objects.values().get(pk=record.pk) == before
    assert (record.events.count(), Notification.objects.count(), Session.objects.count()) == counts


# Activities


def test_create_activity(world):
    project = make_project(world, ProjectState.APPROVED)
    activity = operations.create_activity(by=world.worker, project=project, lead=world.worker, **LECTURE)
    assert (activity.state, activity.project, len(activity.token)) == (ActivityState.DRAFT, project, 16)
    assert trail(activity) == [("create", "", "draft", world.worker, "")]


@pytest.mark.parametrize("state", [ProjectState.DRAFT, ProjectState.SUBMITTED, ProjectState.COMPLETED])
def test_create_activity_needs_an_approved_project(world, state):
    project = make_project(world, state)
    with pytest.raises(DomainError, match="不能安排活动"):
        operations.create_activity(by=world.worker, project=project, lead=world.worker, **LECTURE)
    assert (Activity.objects.count(), ActivityEvent.objects.count()) == (0, 0)


@pytest.mark.parametrize("who", ["rival_head", "community"])
def test_the_lead_works_for_the_contractor(world, who):
    project = make_project(world, ProjectState.ACTIVE)
    with pytest.raises(DomainError, match="不是承接单位的在职人员"):
        operations.create_activity(by=world.worker, project=project, lead=getattr(world, who), **LECTURE)
    assert Activity.objects.count() == 0


def test_update_activity(world, activity):
    operations.update_activity(activity, by=world.ngo, lead=world.supervisor, description="带上水杯", **LECTURE)
    activity.refresh_from_db()
    assert (activity.name, activity.lead, activity.description) == ("情绪急救课", world.supervisor, "带上水杯")
    assert trail(activity) == [("update", "", "", world.ngo, "")]


def test_update_activity_not_after_cancelling(world):
    activity = make_activity(world, state=ActivityState.CANCELLED)
    refused(activity, "已取消", operations.update_activity, by=world.ngo, lead=world.worker, **LECTURE)


def test_publish_activity(world):
    activity = make_activity(world, state=ActivityState.DRAFT)
    operations.publish_activity(activity, by=world.worker)
    assert trail(activity) == [("publish", "draft", "published", world.worker, "")]


def test_publish_activity_needs_a_running_project(world):
    activity = make_activity(world, make_project(world, ProjectState.APPROVED), ActivityState.DRAFT)
    refused(activity, "还没有启动实施", operations.publish_activity, by=world.worker)


def test_cancel_activity_cancels_what_is_planned_and_keeps_what_was_held(world, activity, held, session):
    operations.cancel_activity(activity, by=world.ngo, note="讲师生病")
    states = dict(activity.sessions.values_list("pk", "state"))
    assert states == {held.pk: SessionState.HELD, session.pk: SessionState.CANCELLED}
    assert trail(session) == [("cancel", "planned", "cancelled", world.ngo, "讲师生病")]
    assert told(f"session:{session.pk}:cancel") == {"worker", "community"}


def test_cancel_activity_refused_while_people_are_being_served(world, activity, session, running, come):
    come(running)
    refused(activity, "已有签到记录", operations.cancel_activity, by=world.ngo, note="停办")
    session.refresh_from_db()
    assert session.state == SessionState.PLANNED


# Sessions


def test_schedule_session_derives_day_and_band(world, activity):
    session = operations.schedule_session(activity, by=world.worker, **meeting(evening(days=3, hour=20)))
    assert (session.organization, session.starts_on) == (world.community_union, evening(days=3).date())
    assert session.time_band == TimeBand.OUTSIDE
    assert trail(session) == [("create", "", "planned", world.worker, "")]


def test_schedule_session_in_the_past_is_marked(world, activity):
    session = operations.schedule_session(activity, by=world.worker, **meeting(evening(days=-3)))
    assert trail(session) == [("create", "", "planned", world.worker, "补录")]


def test_schedule_session_in_another_community_the_contractor_serves(world, activity):
    fields = meeting(organization=world.stranger_union)
    assert operations.schedule_session(activity, by=world.worker, **fields).organization == world.stranger_union


@pytest.mark.parametrize(
    ("fields", "match"),
    [
        (meeting(hours=-1), "结束时间早于"),
        (meeting(hours=0), "结束时间早于"),
        (meeting(hours=6), "同一天"),
        (meeting(evening(days=400)), "不在项目期"),
        (meeting(evening(days=-60)), "不在项目期"),
        (meeting(capacity=0), "名额须在"),
        (meeting(capacity=10**9), "名额须在"),
    ],
)
def test_schedule_session_refuses_nonsense(world, activity, fields, match):
    refused(activity, match, operations.schedule_session, by=world.worker, **fields)
    assert SessionEvent.objects.count() == 0


def test_schedule_session_stays_where_the_contractor_is_registered(world, activity):
    world.district_union.refresh_from_db()
    local = make_organization("和平区巡回服务中心", "SO-0009", world.district_union, OrganizationKind.SOCIAL)
    activity.project.contractor = local
    activity.project.save(update_fields=["contractor"])
    fields = meeting(organization=world.stranger_union)
    refused(activity, "不在本项目的实施范围内", operations.schedule_session, by=world.worker, **fields)
    fields = meeting(organization=world.rival)
    refused(activity, "不在本项目的实施范围内", operations.schedule_session, by=world.worker, **fields)


def test_schedule_session_of_a_closed_activity_or_project(world):
    activity = make_activity(world, state=ActivityState.CANCELLED)
    refused(activity, "活动已取消", operations.schedule_session, by=world.worker, **meeting())
    activity = make_activity(world, make_project(world, ProjectState.COMPLETED))
    refused(activity, "项目目前是“已结项”", operations.schedule_session, by=world.worker, **meeting())


def test_schedule_series_is_weekly_at_the_same_hour(world, activity):
    sessions = operations.schedule_series(activity, by=world.worker, count=4, **meeting())
    days = [(session.starts_on - sessions[0].starts_on).days for session in sessions]
    assert (days, {timezone.localtime(s.starts_at).hour for s in sessions}) == ([0, 7, 14, 21], {19})


def test_schedule_series_is_all_or_nothing(world):
    project = make_project(world, ProjectState.ACTIVE, ends_on=timezone.localdate() + timedelta(days=20))
    activity = make_activity(world, project)
    refused(activity, "到项目期结束", operations.schedule_series, by=world.worker, count=4, **meeting())
    refused(activity, "一次可安排1至100场", operations.schedule_series, by=world.worker, count=101, **meeting())


def test_reschedule_session_recomputes_and_tells(world, session):
    noon = evening(days=5, hour=20)
    operations.reschedule_session(session, by=world.worker, **meeting(noon, venue="文化广场", capacity=20))
    session.refresh_from_db()
    assert (session.starts_on, session.venue, session.capacity) == (noon.date(), "文化广场", 20)
    (event,) = session.events.all()
    assert (event.kind, event.by) == ("reschedule", world.worker)
    assert event.note.endswith("社区职工之家改为文化广场；40个名额改为20个名额")
    assert told(f"session:{session.pk}:reschedule") == {"community"}


def test_reschedule_session_keeps_everybody_who_signed_up(world, session):
    for number in range(2):
        operations.register_participant(session, name=f"职工{number}", phone="13800000001")
    refused(session, "已有2人报名", operations.reschedule_session, by=world.worker, **meeting(capacity=1))


def test_reschedule_session_not_once_it_took_place(world, held, running, come):
    refused(held, "不能再改期", operations.reschedule_session, by=world.worker, **meeting())
    other = make_session(world, held.activity, starts_at=timezone.now())
    come(other)
    refused(other, "不能再改期", operations.reschedule_session, by=world.worker, **meeting())


def test_hold_session(world, running, come):
    come(running)
    operations.hold_session(running, by=world.worker, note="现场照片已归档")
    assert trail(running) == [("hold", "planned", "held", world.worker, "现场照片已归档")]


def test_hold_session_needs_a_participant(world, running, come):
    refused(running, "还没有签到或点数", operations.hold_session, by=world.worker)
    come(running, role="staff")
    refused(running, "还没有签到或点数", operations.hold_session, by=world.worker)


def test_hold_session_not_before_its_start(world, activity, come):
    soon = make_session(world, activity, starts_at=timezone.now() + timedelta(minutes=30))
    come(soon)
    refused(soon, "才开始", operations.hold_session, by=world.worker)


def test_hold_session_not_after_the_project_was_completed(world, running, come):
    come(running)
    type(running.activity.project).objects.filter(pk=running.activity.project.pk).update(state="final_review")
    project = running.activity.project
    type(project).objects.filter(pk=project.pk).update(state="completed", final_score=90)
    refused(running, "不再接受新的服务记录", operations.hold_session, by=world.worker)


def test_hold_session_twice(world, held):
    refused(held, "不能确认已举办", operations.hold_session, by=world.worker)


def test_cancel_session_tells_the_community(world, session):
    operations.cancel_session(session, by=world.worker, note="场地维修")
    assert trail(session) == [("cancel", "planned", "cancelled", world.worker, "场地维修")]
    assert told(f"session:{session.pk}:cancel") == {"community"}


def test_cancel_session_not_once_people_came(world, running, come):
    come(running)
    refused(running, "已有签到记录", operations.cancel_session, by=world.worker, note="x")
