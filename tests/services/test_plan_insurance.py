"""Dangerous activities: insured on every day, volunteers always, before anybody is invited."""

from datetime import timedelta

from django.utils import timezone

from services import operations
from services.enums import ActivityState, InsuranceCover, SessionState, ShiftState
from services.models import ActivityPlan, Insurance
from services.operations.insurance import check_insured
from services.queries.plan import planned_days
from tests.cast import make_session
from tests.refusals import refused
from tests.services.build_plan import PDF, make_dangerous, make_insurance, policy_file
from tests.services.build_volunteer import make_shift
from tests.services.plan_steps import kinds, set_parameter, state_of

A = ActivityState


def test_no_insurance_no_publishing(world):
    activity = make_dangerous(world)
    make_session(world, activity)
    assert refused(operations.publish_activity, activity, by=world.worker) == (
        "“心理减压讲座”还不能发布：没有为参加者登记保险。请补充后再发布。"
    )
    policy = make_insurance(world, activity, days=1)
    day = planned_days(activity)[0]
    assert refused(operations.publish_activity, activity, by=world.worker) == (
        f"“心理减压讲座”还不能发布：{day}没有参加者的有效保险。请补充后再发布。"
    )
    Insurance.objects.filter(pk=policy.pk).update(ends_on=day)
    operations.publish_activity(activity, by=world.worker)
    assert state_of(activity) == A.PUBLISHED


def test_no_safety_plan_no_publishing(world):
    activity = make_dangerous(world, safety="")
    make_insurance(world, activity)
    assert "没有填写安全应急预案" in refused(operations.publish_activity, activity, by=world.worker)


def test_volunteers_are_always_insured(world):
    set_parameter(world, "participant_insurance", 0)
    activity = make_dangerous(world)
    operations.publish_activity(activity, by=world.worker)  # participants need not be, and no volunteers come
    other = make_dangerous(world)
    ActivityPlan.objects.filter(activity=other).update(volunteer_duties="水上救生")
    make_insurance(world, other, cover=InsuranceCover.PARTICIPANTS)
    assert "没有为志愿者登记保险" in refused(operations.publish_activity, other, by=world.worker)
    make_insurance(world, other, cover=InsuranceCover.VOLUNTEERS)
    operations.publish_activity(other, by=world.worker)


def test_two_policies_cover_what_one_does_not(world):
    activity = make_dangerous(world)
    start = timezone.localdate()
    for days in (2, 9, 12):
        make_session(world, activity, starts_at=timezone.now() + timedelta(days=days))
    make_insurance(world, activity, days=8)
    gap = refused(operations.publish_activity, activity, by=world.worker)
    assert f"{start + timedelta(days=9)}、{start + timedelta(days=12)}没有参加者的有效保险" in gap
    make_insurance(world, activity, starts_on=start + timedelta(days=9), days=12)
    operations.publish_activity(activity, by=world.worker)


def test_sessions_of_a_published_dangerous_activity_lie_within_the_policy(world):
    activity = make_dangerous(world, state=A.PUBLISHED)
    make_insurance(world, activity, days=5)
    today = timezone.localdate()
    check_insured(activity, today, today + timedelta(days=5))
    late = timezone.now() + timedelta(days=6)
    when = {"starts_at": late, "ends_at": late + timedelta(minutes=1), "capacity": 10, "venue": "广场"}
    assert "不能安排在这一天" in refused(operations.schedule_session, activity, by=world.worker, **when)
    session = make_session(world, activity)
    assert "不能安排在这一天" in refused(operations.reschedule_session, session, by=world.worker, **when)
    assert activity.sessions.count() == 1


def test_insure_and_void(world):
    activity = make_dangerous(world, state=A.PUBLISHED)
    session = make_session(world, activity)
    today = timezone.localdate()
    terms = {"insurer": "和平财险", "policy_number": "P1", "starts_on": today, "ends_on": today + timedelta(days=30)}
    policy = operations.insure_activity(activity, by=world.worker, file=policy_file("../单.exe"), **terms)
    assert (policy.cover, policy.name, policy.file.read()) == (InsuranceCover.EVERYBODY, "单.pdf", PDF)
    again = refused(operations.insure_activity, activity, by=world.worker, file=policy_file(), **terms)
    assert again == "保单号“P1”已登记在本活动，不必重复登记。"
    assert refused(operations.void_insurance, policy, by=world.worker, note="录错") == (
        "活动已发布，作废后没有为参加者登记保险。请先登记新的保险单。"
    )
    other = operations.insure_activity(
        activity, by=world.worker, file=policy_file(), **(terms | {"policy_number": "P2"})
    )
    operations.void_insurance(policy, by=world.worker, note="录错")
    assert refused(operations.void_insurance, policy, by=world.worker, note="录错") == "这份保险已作废。"
    assert (Insurance.objects.get(is_void=False), session.state) == (other, SessionState.PLANNED)
    assert kinds(activity) == ["insure", "insure", "void_insurance"]


def test_policies_that_make_no_sense(world):
    activity = make_dangerous(world)
    today = timezone.localdate()
    terms = {"insurer": "和平财险", "policy_number": "P1", "starts_on": today}
    for ends_on in (today - timedelta(days=1), today + timedelta(days=2000)):
        refused(operations.insure_activity, activity, by=world.worker, file=policy_file(), ends_on=ends_on, **terms)
    assert (Insurance.objects.count(), kinds(activity)) == (0, [])


def test_volunteers_of_a_shift_are_insured_where_the_activity_is_dangerous(world):
    activity = make_dangerous(world, state=A.PUBLISHED)
    make_insurance(world, activity, cover=InsuranceCover.PARTICIPANTS)
    session = make_session(world, activity)
    shift = make_shift(world, ShiftState.DRAFT, project=activity.project, session=session, starts_at=session.starts_at)
    assert "没有志愿者的有效保险" in refused(operations.publish_shift, shift, by=world.worker)
    shift.refresh_from_db()
    assert shift.state == ShiftState.DRAFT
    make_insurance(world, activity, cover=InsuranceCover.VOLUNTEERS)
    assert operations.publish_shift(shift, by=world.worker).state == ShiftState.PUBLISHED
