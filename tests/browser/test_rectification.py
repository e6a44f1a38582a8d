"""A midterm review that fails: rectification, another round, and the project's good end."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from projects.enums import ConditionKind, InstalmentState, ProjectState, ReportKind, ReportState
from projects.models import Project
from tests.browser.actors import Actor
from tests.cast import make_project, make_world
from tests.projects.build_money import make_instalment, register_contract
from tests.projects.build_report import make_report
from tests.projects.build_review import make_experts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAME = "新业态劳动者心理关爱"
PROOF = b"%PDF-1.4 attendance lists"


@pytest.fixture
def project(transactional_db) -> Project:
    """Running, its first instalment paid; the second waits for the midterm, whose report is accepted."""
    w = make_world()
    make_experts(w, 1)
    project = make_project(w, ProjectState.ACTIVE, name=NAME)
    register_contract(w, project)
    make_instalment(w, project, InstalmentState.RECEIPTED)
    waits_for = (ConditionKind.MIDTERM_PASSED, ConditionKind.REPORT_ACCEPTED)
    make_instalment(w, project, conditions=waits_for)
    make_report(w, project, ReportKind.MIDTERM, ReportState.ACCEPTED)
    make_report(w, project, ReportKind.FINAL, ReportState.ACCEPTED)
    return project


def test_a_failed_midterm_is_rectified_and_the_project_completed(project, new_page):
    district, ngo = Actor(new_page, "district"), Actor(new_page, "ngo")
    midterm_is_started(district, project)
    evaluation_is_assigned(district, project, "委派中期评估", "expert")
    evaluation_is_scored(new_page, "expert", "52", "服务场次不足，小组活动没有开展。")
    rectification_is_ordered(district, project)
    second_instalment_is_refused(ngo, project)
    rectification_is_reported_and_closed(ngo, district)
    review_goes_on(district, project)
    evaluation_is_assigned(district, project, "委派中期评估", "评委1")
    evaluation_is_scored(new_page, "judge210102x1", "78.5", "整改到位，场次已经补齐。")
    midterm_is_passed(district, project)
    second_instalment_is_asked_for(ngo, project)
    project_is_completed(new_page, district, ngo, project)
    page_shows_both_rounds(district, project)


def midterm_is_started(district: Actor, project: Project):
    district.go(project.get_absolute_url())
    district.follow("进入中期评估")
    district.press("进入中期评估")
    district.sees("已进入中期评估，请委派评估人")


def evaluation_is_assigned(district: Actor, project: Project, step: str, evaluator: str):
    district.go(project.get_absolute_url())
    district.follow(step)
    district.fill(evaluator=evaluator, due_on=f"{timezone.localdate() + timedelta(days=7)}")
    district.press("委派评估")
    district.sees("已委派，评估人会收到通知")


def evaluation_is_scored(new_page, username: str, score: str, comment: str):
    expert = Actor(new_page, username)
    expert.go("/evaluations/?state=assigned")
    expert.page.locator("main tbody").get_by_role("link", name=NAME).first.click()
    expert.follow("提交评分")
    expert.fill(score=score, comment=comment)
    expert.press("提交评分")
    expert.sees("评分已提交")


def rectification_is_ordered(district: Actor, project: Project):
    """What is wrong, by which rule, who answers for it; the period is proposed."""
    district.go(project.get_absolute_url())
    district.sees("52.00")
    district.follow("责令整改")
    district.sees("服务场次不足")  # what the evaluator said stands above the form
    district.fill(problem="六场小组活动没有开展。", basis="合同第三条服务清单", responsible="worker")
    district.press("责令整改")
    district.sees("整改单已下达，承接单位会收到通知")
    district.sees("整改中")


def second_instalment_is_refused(ngo: Actor, project: Project):
    """The page marks the condition, and whoever asks all the same is told its name."""
    second = project.instalments.get(number=2)
    ngo.go(second.get_absolute_url())
    condition = ngo.page.locator(".list-group-item", has_text="中期评估达到 60 分（目前 52.00 分）")
    expect(condition).to_contain_text("未满足")
    ngo.go(f"{second.get_absolute_url()}apply/")
    ngo.fill(note="第二期服务费")
    ngo.press("申请拨款")
    ngo.sees("拨款条件还没有满足：中期评估达到 60 分（目前 52.00 分）。满足后再办理。")
    second.refresh_from_db()
    assert second.state == InstalmentState.PLANNED


def rectification_is_reported_and_closed(ngo: Actor, district: Actor):
    """Without evidence it is not accepted; with it the union reviews and closes."""
    ngo.go("/evaluations/rectifications/")
    ngo.page.locator("main tbody a").first.click()
    ngo.sees("六场小组活动没有开展。")
    address = ngo.page.url
    ngo.follow("提交整改")
    ngo.fill(reply="六场小组活动已经补齐。")
    ngo.press("提交整改")
    ngo.sees("请上传整改证据，没有证据不能提交整改。")
    ngo.attach("file", "补做场次签到表.pdf", PROOF)
    ngo.press("提交整改")
    ngo.sees("整改情况已提交，等待复核")
    district.page.goto(address)
    district.sees("补做场次签到表.pdf")
    district.follow("复核通过")
    district.fill(conclusion="签到表与系统记录一致，已补齐。")
    district.press("复核通过")
    district.sees("已整改")


def review_goes_on(district: Actor, project: Project):
    district.go(project.get_absolute_url())
    part(district).get_by_role("link", name="进入复评").click()
    district.press("进入复评")
    district.sees("已进入复评，请委派评估人")


def midterm_is_passed(district: Actor, project: Project):
    district.go(project.get_absolute_url())
    district.follow("确认中期结果")
    district.press("中期合格")
    district.sees("中期评估合格，项目继续实施")
    district.sees("实施中")


def second_instalment_is_asked_for(ngo: Actor, project: Project):
    ngo.go(project.instalments.get(number=2).get_absolute_url())
    ngo.follow("申请拨款")
    ngo.fill(note="第二期服务费")
    ngo.press("申请拨款")
    ngo.sees("已申请，等待区县工会复核")


def project_is_completed(new_page, district: Actor, ngo: Actor, project: Project):
    ngo.go(project.get_absolute_url())
    ngo.follow("申请结项")
    ngo.press("申请结项")
    ngo.sees("末期评估")
    evaluation_is_assigned(district, project, "委派末期评估", "expert")
    evaluation_is_scored(new_page, "expert", "91", "目标全部达成，群众认可。")
    district.go(project.get_absolute_url())
    district.follow("确认结项")
    district.press("确认结项")
    district.sees("已结项")


def page_shows_both_rounds(district: Actor, project: Project):
    """The failed round, the good one, the final review and the rectification between them, each with its record."""
    district.go(project.get_absolute_url())
    district.sees("78.50 分")  # the score that counts
    shown = part(district)
    for line in (
        r"中期评估 · expert · 52\.00 分",
        r"中期评估（第2轮） · 评委1 · 78\.50 分",
        r"末期评估 · expert · 91\.00 分",
        r"整改单 · 中期评估 · worker",
    ):
        expect(shown.get_by_role("link", name=re.compile(line))).to_be_visible()
    district.page.go_back()
    expect(district.page.get_by_role("heading", name="需求与目标")).to_be_visible()


def part(actor: Actor):
    """The evaluations of the project, at their tab."""
    actor.page.get_by_role("navigation", name="项目内容").get_by_role("link", name="评估").click()
    return actor.page.locator("#evaluation")
