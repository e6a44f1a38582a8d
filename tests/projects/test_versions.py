"""Past decisions keep the version they were made under, whatever is published later."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from projects import operations, parameters
from projects.defaults import GENERAL
from projects.models import Call, Project, Publicity, RewardSheet, Settlement
from projects.operations.reward import create_reward_scheme
from projects.queries.expense import budget_rules, expense_findings
from projects.queries.instalment import payable, unmet_conditions
from projects.queries.ranking import standing
from tests.cast import make_project
from tests.projects.build_application import make_application
from tests.projects.build_call import make_call, make_rule_set
from tests.projects.build_money import make_expense, make_instalment, make_paid_project, make_settlement
from tests.projects.build_review import make_publicity, make_review
from tests.projects.build_reward import make_sheet as make_reward_sheet
from tests.projects.build_reward import register

pytestmark = pytest.mark.django_db


def set_now(w, **values) -> None:
    for name, value in values.items():
        operations.set_parameter(
            by=w.city, name=name, value=Decimal(value), valid_from=timezone.localdate(), source_text="新办法"
        )


def test_a_new_scorecard_leaves_calls_and_sheets_alone(world):
    review = make_review(world)
    card, before = review.call.scorecard, standing(review.call)
    newer = operations.create_scorecard(
        by=world.city, name=card.name, valid_from=timezone.localdate(), source_text="新评分卡",
        items=[{"title": "唯一一项", "points": Decimal(100)}],
    )  # fmt: skip
    operations.publish_scorecard(newer, by=world.city)
    call = Call.objects.get(pk=review.call.pk)
    assert (newer.version, call.scorecard, call.scorecard.version) == (card.version + 1, card, card.version)
    assert call.scorecard.items.count() == 7
    assert [row.average for row in standing(call).rows] == [row.average for row in before.rows]


def test_a_new_pass_mark_or_spread_limit_leaves_a_running_review_alone(world):
    call = make_review(world).call
    before = standing(call)
    set_now(world, pass_mark="95", spread_limit="1")
    after = standing(Call.objects.get(pk=call.pk))
    assert (after.floor, after.limit) == (before.floor, before.limit) == (Decimal(60), Decimal(20))
    assert (after.selection.proposed, after.unexplained) == (before.selection.proposed, [])
    assert parameters.value("pass_mark") == 95


def test_new_budget_rules_leave_the_projects_of_older_calls_alone(world):
    application = make_application(world, make_call(world, "done"), "awarded")
    project = make_paid_project(world, application=application)
    voucher = make_expense(world, project, "draft", unit_price="900.00")
    assert expense_findings(voucher) == []
    newer = operations.create_budget_rule_set(
        by=world.city, name=application.call.rule_set.name, valid_from=timezone.localdate(), source_text="新规则",
        rules=[{"kind": "forbid", "categories": ["activity"], "keyword": "", "value": None, "tiers": [],
                "message": "不得列支活动费", "source_text": "新规则"}],
    )  # fmt: skip
    operations.publish_budget_rule_set(newer, by=world.city)
    assert application.call.rule_set.pk != newer.pk
    assert expense_findings(voucher) == []


def test_a_new_publicity_period_leaves_an_open_one_alone(world):
    publicity = make_publicity(world)
    before = Publicity.objects.values().get()
    set_now(world, publicity_days="30")
    assert Publicity.objects.values().get(pk=publicity.pk) == before


def test_a_new_pass_mark_and_share_leave_a_finished_project_alone(world):
    project = make_paid_project(world, "audited", final_score=Decimal(65))
    make_settlement(world, project, "audited", spent=Decimal(50000), balance=Decimal(-20000), use="")
    last = make_instalment(world, project, is_final=True, amount=Decimal(20000), conditions=["final_passed"])
    set_now(world, pass_mark="80", final_share_passed="50", final_share_failed="10")
    project = Project.objects.get(pk=project.pk)
    assert (project.has_passed, unmet_conditions(last), payable(last)) == (True, [], Decimal(20000))
    newer = make_project(world, "completed", final_score=Decimal(65), starts_on=timezone.localdate())
    assert newer.has_passed is False


def test_an_audited_settlement_stands(world):
    settlement = make_settlement(world, state="audited")
    before = (Settlement.objects.values().get(), list(settlement.lines.values()))
    set_now(world, expense_grace_days="0", execution_share="100")
    assert (Settlement.objects.values().get(), list(settlement.lines.values())) == before


def test_the_rate_a_payment_waits_for_is_the_contracts(world):
    project = make_paid_project(world, paid="10000.00")
    make_expense(world, project, "accepted", unit_price="8000.00")
    row = make_instalment(
        world, Project.objects.get(pk=project.pk), conditions=[("execution_rate", Decimal(80))]
    )  # fmt: skip
    set_now(world, execution_share="95")
    assert unmet_conditions(row) == []


def test_a_new_scheme_leaves_a_computed_sheet_alone(world, monkeypatch):
    register(monkeypatch)
    sheet = make_reward_sheet(world)
    before = (RewardSheet.objects.values().get(), list(sheet.lines.values()))
    create_reward_scheme(
        by=world.district, organization=sheet.scheme.organization, fund=sheet.scheme.fund, name=sheet.scheme.name,
        source=sheet.scheme.source, grades=[{"name": "一般", "price": "1.00", "when": []}],
        yearly_cap=Decimal(10), valid_from=timezone.localdate() + timedelta(days=1), source_text="新办法",
    )  # fmt: skip
    assert (RewardSheet.objects.values().get(), list(sheet.lines.values())) == before


def test_a_direct_commission_keeps_the_general_rules_it_began_under(world):
    project = make_paid_project(world)
    older = make_rule_set(name=GENERAL, valid_from=project.starts_on)
    make_rule_set(name=GENERAL, valid_from=timezone.localdate())
    assert {rule.rule_set_id for rule in budget_rules(project)} == {older.pk}
    early = make_project(world, "active", starts_on=project.starts_on - timedelta(days=900))
    assert budget_rules(early) != []
