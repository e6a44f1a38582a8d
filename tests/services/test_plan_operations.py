"""Plans: written in part, approved by a second pair of eyes, insured before they are published."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.models import Notification
from projects.enums import BudgetRuleKind, NeedState, ProjectState
from projects.models import BudgetRule, BudgetRuleSet
from services import operations
from services.enums import ActivityKind, ActivityScale, ActivityState, SessionState
from services.models import Activity, ActivityPlan
from services.queries.plan import approval_reasons, cost_standing, plan_gaps
from tests.cast import make_activity, make_need, make_project, make_session
from tests.refusals import refused
from tests.services.build_after import make_summary
from tests.services.build_plan import COST, make_dangerous, make_insurance, make_plan
from tests.services.plan_steps import kinds, set_parameter, state_of

A = ActivityState


# Writing


def test_save_plan_writes_everything(world):
    activity = make_activity(world, state=A.DRAFT)
    project = activity.project
    operations.save_plan(
        activity, by=world.worker, scale="medium", groups=["new_form"], expected_people=40, is_dangerous=False,
        safety_plan="备急救包", volunteer_duties="引导",
        objectives=[{"text": "学会减压", "need": project.needs.get(), "indicator": None}],
        steps=[{"time": "19:00", "content": "开场"}, {"time": "19:10", "content": "讲座", "materials": "话筒"}],
        costs=[COST],
    )  # fmt: skip
    row = Activity.objects.get(pk=activity.pk)
    assert (row.scale, row.groups, row.expected_people) == (ActivityScale.MEDIUM, ["new_form"], 40)
    assert (row.plan.safety_plan, row.plan.volunteer_duties, row.plan.publicity) == ("备急救包", "引导", "")
    assert list(row.steps.values_list("number", "content")) == [(1, "开场"), (2, "讲座")]
    assert [cost.amount for cost in row.costs.all()] == [Decimal("50.00")]
    assert kinds(row) == ["plan"]


def test_what_is_not_given_stays(world):
    activity = make_plan(world, costs=[("activity", 10, 2)])
    operations.save_plan(activity, by=world.worker, publicity="职工群")
    row = Activity.objects.get(pk=activity.pk)
    assert (row.plan.publicity, row.plan.worker_duties) == ("职工群", "组织签到")
    assert (row.objectives.count(), row.steps.count(), row.costs.count()) == (1, 1, 1)
    operations.save_plan(activity, by=world.worker, costs=[])
    assert row.costs.count() == 0


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"expected_people": 0}, "预计人数须在1至100,000之间。"),
        ({"steps": [{"time": "1", "content": "x"}] * 61}, "“流程”最多60行，请合并后再保存。"),
        ({"costs": [COST | {"unit_price": "NaN"}]}, "请填写数字金额，例如 128000.00。"),
        ({"costs": [COST | {"unit_price": "0.001"}]}, "金额最多保留两位小数（分），请核对。"),
    ],
)
def test_what_makes_no_sense_changes_nothing(world, fields, sentence):
    activity = make_plan(world)
    assert refused(operations.save_plan, activity, by=world.worker, scale="large", **fields) == sentence
    assert (Activity.objects.get(pk=activity.pk).scale, kinds(activity)) == (ActivityScale.SMALL, [])
    assert (activity.steps.count(), activity.costs.count()) == (1, 0)


def test_aims_serve_the_own_project(world):
    activity = make_plan(world)
    other = make_project(world)
    foreign = [{"text": "x", "need": make_need(world, NeedState.VERIFIED)}]
    assert refused(operations.save_plan, activity, by=world.worker, objectives=foreign) == (
        "活动目标只能对应本项目的需求，请重新选择。"
    )
    foreign = [{"text": "x", "indicator": other.indicators.get()}]
    assert refused(operations.save_plan, activity, by=world.worker, objectives=foreign) == (
        "活动目标只能对应本项目的指标，请重新选择。"
    )
    assert activity.objectives.get().text == "四十名快递员学会一种减压方法"


@pytest.mark.parametrize("state", [A.SUBMITTED, A.DONE, A.CANCELLED])
def test_a_plan_that_waits_or_is_over_stands(world, state):
    activity = make_plan(world, state=state)
    refused(operations.save_plan, activity, by=world.worker, publicity="x")
    assert not ActivityPlan.objects.filter(publicity="x").exists()


def test_changing_an_approved_plan_asks_for_approval_again(world):
    activity = make_plan(world, state=A.APPROVED)
    operations.save_plan(activity, by=world.worker, publicity="职工群")
    assert (state_of(activity), kinds(activity)) == (A.DRAFT, ["return", "plan"])
    other = make_plan(world, state=A.APPROVED)
    facts = {"kind": other.kind, "lead": other.lead}
    operations.update_activity(other, by=world.worker, name="新名称", **facts)
    assert state_of(other) == A.APPROVED  # a name is not what was approved
    operations.update_activity(other, by=world.worker, name="新名称", **(facts | {"kind": ActivityKind.LAW}))
    assert state_of(other) == A.DRAFT


def test_what_was_published_with_approval_stands(world):
    activity = make_plan(world, state=A.PUBLISHED, costs=[("activity", 10, 2)])
    assert "（列有预算）" in refused(operations.save_plan, activity, by=world.worker, publicity="x")
    harmless = make_plan(world, state=A.PUBLISHED)
    operations.save_plan(harmless, by=world.worker, publicity="职工群")
    assert "（大型活动）" in refused(operations.save_plan, harmless, by=world.worker, scale="large")
    facts = {"name": "x", "lead": harmless.lead}
    refused(operations.update_activity, harmless, by=world.worker, kind=ActivityKind.DRILL, **facts)
    row = Activity.objects.get(pk=harmless.pk)
    assert (row.state, row.scale, row.kind, row.plan.publicity) == (A.PUBLISHED, "small", "psychology", "职工群")


# Approval


def test_submit_approve_publish(world):
    activity = make_plan(world, costs=[("activity", 10, 2)])
    make_session(world, activity)
    assert refused(operations.publish_activity, activity, by=world.worker) == (
        "策划书须审批后才能发布（列有预算）。请先提交审批。"
    )
    operations.submit_activity(activity, by=world.worker)
    told = Notification.objects.filter(key__startswith=f"activity:{activity.pk}:submit")
    assert {row.recipient for row in told} == {world.ngo, world.supervisor}
    operations.approve_activity(activity, by=world.supervisor)
    assert Notification.objects.get(recipient=world.worker).title == "策划书已审批通过：心理减压讲座"
    operations.publish_activity(activity, by=world.worker)
    assert (state_of(activity), kinds(activity)) == (A.PUBLISHED, ["submit", "approve", "publish"])


def test_nobody_approves_what_they_wrote(world):
    activity = make_plan(world)
    operations.save_plan(activity, by=world.ngo, publicity="x")
    operations.submit_activity(activity, by=world.worker)
    sentence = "策划书由您编写或提交，不能由您自己审批。请由本单位另一位负责人或督导审批。"
    assert refused(operations.approve_activity, activity, by=world.ngo) == sentence
    assert (state_of(activity), kinds(activity)) == (A.SUBMITTED, ["plan", "submit"])
    operations.return_activity(activity, by=world.ngo, note="流程太简")
    assert state_of(activity) == A.DRAFT


@pytest.mark.parametrize(
    ("fields", "reasons"),
    [
        ({}, []),
        ({"scale": "large"}, ["大型活动"]),
        ({"expected_people": 200}, ["大型活动"]),
        ({"expected_people": 199}, []),
        ({"kind": ActivityKind.SPORT}, ["有人身危险"]),
        ({"is_dangerous": True, "scale": "large"}, ["大型活动", "有人身危险"]),
        ({"costs": [("activity", 1, 1)]}, ["列有预算"]),
    ],
)
def test_what_needs_approval(world, fields, reasons):
    assert approval_reasons(make_plan(world, **fields)) == reasons


def test_what_is_large_and_dangerous_is_configurable(world, settings):
    set_parameter(world, "large_activity", 30)
    settings.DANGEROUS_KINDS = ["psychology"]
    assert approval_reasons(make_plan(world)) == ["大型活动", "有人身危险"]


def test_an_incomplete_plan_is_not_submitted(world):
    activity = make_activity(world, state=A.DRAFT, kind=ActivityKind.SPORT)
    gaps = ["没有填写预计人数", "没有填写活动目标", "没有填写流程", "没有填写安全应急预案"]
    assert plan_gaps(activity) == gaps
    assert refused(operations.submit_activity, activity, by=world.worker) == (
        f"策划书还不完整，不能提交审批：{'；'.join(gaps)}。请补充后再提交。"
    )
    assert (state_of(activity), Notification.objects.count()) == (A.DRAFT, 0)


def test_every_aim_serves_something(world):
    activity = make_plan(world)
    activity.objectives.update(need=None, indicator=None)
    assert "第1个目标没有对应需求或指标" in refused(operations.submit_activity, activity, by=world.worker)
    assert "第1个目标没有对应需求或指标" in refused(operations.publish_activity, activity, by=world.worker)


# Budget


def test_costs_beside_the_projects_budget(world):
    activity = make_plan(world, costs=[("activity", 30000, 1), ("venue", 5, 2)])
    other = make_plan(world, make_activity(world, activity.project), costs=[("activity", 25000, 1)])
    row, venue = cost_standing(activity)
    assert (row.planned, row.budget, row.used, row.others) == (30000, 50000, 0, 25000)
    assert (row.blocks, row.warns, venue.blocks) == (False, True, True)
    assert venue.message == "项目预算中没有“场地费”，不能列支。"
    Activity.objects.filter(pk=other.pk).update(state=A.CANCELLED)
    assert not cost_standing(activity)[0].warns


def test_more_than_the_project_has_left_is_not_submitted(world):
    activity = make_plan(world, costs=[("activity", "55000.01", 1)])
    assert refused(operations.submit_activity, activity, by=world.worker) == (
        "活动预算有问题：“活动费”计划 55,000.01 元，项目预算剩余 50,000.00 元，超出可调剂的幅度。 请调整后再办理。"
    )
    activity.costs.update(unit_price="55000.00")  # within the transfer share: a warning on the page
    operations.submit_activity(activity, by=world.worker)


def test_price_rules_of_the_project_hold_for_plans(world):
    rules = BudgetRuleSet.objects.create(
        name="工会购买服务通用规则", version=1, valid_from=timezone.localdate() - timedelta(days=90),
        published_at=timezone.now(), source_text="依据",
    )  # fmt: skip
    BudgetRule.objects.create(
        rule_set=rules, kind=BudgetRuleKind.FORBID, keyword="现金", categories=[], message="不得发放现金"
    )
    activity = make_plan(world, costs=[("activity", 10, 1)])
    activity.costs.update(item="现金奖励")
    assert "不得发放现金" in refused(operations.submit_activity, activity, by=world.worker)


# Copies, templates, closing


def test_copy_takes_the_plan_and_nothing_else(world):
    activity = make_dangerous(world, costs=[("activity", 10, 2)], minimum_age=18)
    make_insurance(world, activity)
    make_session(world, activity)
    copied = operations.copy_activity(activity, by=world.worker, project=activity.project, name="第二届演练")
    assert (copied.name, copied.state, copied.kind, copied.minimum_age) == ("第二届演练", A.DRAFT, "drill", 18)
    assert (copied.plan.safety_plan, copied.steps.get().content) == ("设观察员两名，备急救包。", "讲座")
    assert (copied.objectives.get().need, copied.costs.get().amount) == (activity.project.needs.get(), 20)
    assert (copied.sessions.count(), copied.insurances.count()) == (0, 0)
    assert (kinds(copied), copied.token == activity.token) == (["create", "copy"], False)


def test_copy_into_another_project_drops_the_ties(world):
    activity = make_plan(world)
    project = make_project(world, ProjectState.ACTIVE, need=make_need(world))
    copied = operations.copy_activity(activity, by=world.ngo, project=project, name="x")
    objective = copied.objectives.get()
    assert (objective.need, objective.indicator, copied.lead) == (None, None, world.ngo)
    closed = make_project(world, ProjectState.COMPLETED)
    refused(operations.copy_activity, activity, by=world.ngo, project=closed, name="x")
    assert Activity.objects.count() == 2


def test_templates(world):
    activity = make_plan(world)
    operations.mark_template(activity, by=world.worker)
    assert refused(operations.mark_template, activity, by=world.worker) == "活动已经是模板。"
    operations.unmark_template(activity, by=world.worker)
    assert kinds(activity) == ["template", "untemplate"]


def test_finish_when_nothing_is_ahead(world):
    activity = make_activity(world)
    assert refused(operations.finish_activity, activity, by=world.worker) == (
        "活动还没有举办过场次，不能办结。不再举办的，请取消活动。"
    )
    held = make_session(world, activity, state=SessionState.HELD)
    waiting = make_session(world, activity, state=SessionState.POSTPONED)
    assert refused(operations.finish_activity, activity, by=world.worker) == (
        "还有1场待举办或已延期，不能办结。请先确认已举办，或取消这些场次。"
    )
    operations.cancel_session(waiting, by=world.worker, note="x")
    assert refused(operations.finish_activity, activity, by=world.worker) == (
        "还有1场没有审核通过的活动总结，不能办结。请先补齐总结并完成审核。"
    )
    make_summary(world, held, "approved")
    operations.finish_activity(activity, by=world.worker)
    assert (state_of(activity), kinds(activity)) == (A.DONE, ["finish"])


def test_cancelling_takes_postponed_sessions_along(world):
    activity = make_activity(world)
    waiting = make_session(world, activity, state=SessionState.POSTPONED)
    operations.cancel_activity(activity, by=world.worker, note="x")
    waiting.refresh_from_db()
    assert waiting.state == SessionState.CANCELLED
