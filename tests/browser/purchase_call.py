"""The purchase walk, 1 to 3 and 6 to 8: from the need to the call, from the panel to the award."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import expect

from projects.defaults import CENTRAL, SCORECARD
from projects.enums import NegativeItem
from projects.models import Call, Fund, Panelist, Project, Publicity, ScoreSheet
from tests.browser.actors import MINUTE
from tests.browser.papers import download, word
from tests.browser.purchase_application import NAME

SCORES = ((14, 23, 18, 13, 9, 4, 9), (13, 22, 17, 13, 8, 4, 9), (13, 21, 17, 12, 8, 4, 9))  # 90, 86, 84


def need_is_verified(at):
    """1. The community files a need, the street verifies it."""
    community = at("community")
    community.go("/projects/needs/create/")
    community.fill(
        title="快递员心理减压", category="心理适应", frequency="每月", people="120", groups="new_form",
        evidence="走访12个站点，回收问卷86份，七成反映压力大。",
    )  # fmt: skip
    community.press("提出需求")
    community.sees("待核实")
    street = at("street")
    street.page.goto(community.page.url)
    street.follow("核实")
    street.press("核实需求")
    street.sees("已核实")


def plan_is_approved(at) -> str:
    """2. Finance opens the fund, one officer of the district plans the purchase, another approves it."""
    finance = at("finance")
    finance.go("/projects/funds/create/")
    finance.fill(name="购买服务专项", kind="工会经费", organization="和平区总工会", amount="200,000")
    finance.press("设立资金来源")
    finance.sees("200,000.00")

    author = at("district")
    author.go("/projects/plans/")
    author.follow("编制采购计划")
    author.fill(name="年度购买服务计划")
    author.press("建立计划")
    author.step(
        "增加明细",
        name="职工心理关爱服务",
        category="心理适应",
        fund="购买服务专项",
        amount="60000",
        procedure="公开征集",
    )
    author.sees("60,000.00")
    plan = author.page.url
    author.step("提交审批")
    author.sees("待审批")
    deputy = at("deputy")
    deputy.page.goto(plan)
    deputy.step("批准")
    deputy.sees("已批准")
    return plan


def call_is_published(at, plan: str) -> str:
    """3. The author draws up the call and answers the negative list, the deputy approves, the author publishes."""
    now = timezone.localtime()
    author = at("district")
    author.page.goto(plan)
    author.follow("编制征集批次")
    author.fill(
        title="职工心理关爱服务项目征集", description="面向辖区职工开展心理关爱服务。",
        requirements="依法登记的社会组织，近两年年检合格。", contact="024-20000001", supervision_phone="024-20000002",
        opens_at=(now + timedelta(hours=1)).strftime(MINUTE), closes_at=(now + timedelta(days=10)).strftime(MINUTE),
        max_amount="40000", instalment_ratios="50/50", scorecard=SCORECARD, rule_set=CENTRAL,
    )  # fmt: skip
    author.press("保存草稿")
    author.step("负面清单自查", **dict.fromkeys(NegativeItem.values, "no"))
    author.sees("六项均为“否”")
    call = author.page.url
    deputy = at("deputy")
    deputy.page.goto(call)
    deputy.step("批准预算")
    author.page.goto(call)
    author.step("发布公告")
    author.sees("征集中")
    return call


def everybody_reads_the_call(new_page):
    """Without an account; then it opens."""
    page = new_page()
    page.goto(Call.objects.get().get_public_url())
    expect(page.get_by_role("heading", level=1)).to_contain_text("职工心理关爱服务项目征集")
    expect(page.get_by_text("60,000.00").first).to_be_visible()
    expect(page.get_by_text("不得提取管理费").first).to_be_visible()
    Call.objects.update(opens_at=timezone.now() - timedelta(minutes=1))


def experts_are_drawn_and_score(at, call: str):
    """6. Three of the pool by lot; each scores and signs alone, on a phone."""
    district = at("district")
    district.page.goto(call)
    district.step("抽取专家")
    district.sees("首次抽取")
    district.page.goto(call)
    district.step("开始评审")
    district.sees("评审中")
    criteria = list(Call.objects.get().scorecard.items.all())
    drawn = Panelist.objects.order_by("pk").values_list("expert__username", flat=True)
    for username, scores in zip(drawn, SCORES, strict=True):
        expert = at(username, width=375, height=812)
        expert.go("/projects/review/")
        expert.page.get_by_role("link", name=NAME).click()
        pairs = zip(criteria, scores, strict=True)
        expert.fill(**{f"points_{item.pk}": str(points) for item, points in pairs}, comment="目标清楚，预算合理。")
        expert.press("签署")
        expert.sees("已签署")
    assert sorted(ScoreSheet.objects.values_list("total", flat=True)) == [84, 86, 90]


def result_is_ranked_and_published(at, new_page, call: str, folder: Path):
    """7. The scores are put together; the recommendation is public without an account."""
    district = at("district")
    district.page.goto(call)
    district.step("汇总评分")
    district.sees("86.67")
    text = word(download(district, "评审报告（Word）", folder))
    drawn = Panelist.objects.values_list("expert__name", flat=True)
    figures = (*drawn, "86.67", "6.00", "30,000.00", "拟立项1个")
    assert [figure for figure in figures if figure not in text] == []
    district.step("发布公示")
    district.sees("公示中")
    page = new_page()
    page.goto(Publicity.objects.get().get_public_url())
    expect(page.get_by_text(NAME).first).to_be_visible()
    expect(page.get_by_text("30,000.00").first).to_be_visible()


def publicity_ends_with_a_project(at) -> str:
    """8. Its last day passes without an objection; the deputy ends it and makes the result final."""
    today = timezone.localdate()
    Publicity.objects.update(starts_on=today - timedelta(days=8), ends_on=today - timedelta(days=1))
    deputy = at("deputy")
    deputy.go(Publicity.objects.get().get_absolute_url())
    deputy.step("公示期满")
    deputy.step("确认立项")
    deputy.sees("已完成")
    project = Project.objects.get()
    assert (project.committed, Fund.objects.get().available) == (Decimal("30000.00"), Decimal("170000.00"))
    return project.get_absolute_url()
