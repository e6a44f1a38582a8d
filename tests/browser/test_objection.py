"""An objection, from the public page to a new review and a second publicity, and one that comes after the result."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from projects import operations
from projects.models import Call, Contract, Objection, Project, Publicity
from tests.browser.actors import Actor
from tests.cast import make_world
from tests.projects.build_call import CRITERIA
from tests.projects.build_review import make_review

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 375, "height": 812}
FIRST, SECOND = "项目1", "项目2"
JUDGES = ("judge210102x1", "judge210102x2", "judge210102x3")
# What the three give each project in the second round, out of a hundred: the order is turned round.
AGAIN = {FIRST: (78, 80, 76), SECOND: (91, 90, 92)}
PAPER = b"%PDF-1.4 signed by both"


@pytest.fixture
def call(transactional_db) -> Call:
    """Two applications, ranked and in publicity."""
    w = make_world()
    call = make_review(w, ((90, 88, 86), (80, 82, 78))).call
    operations.rank_call(call, by=w.district)
    operations.publicise_call(call, by=w.district)
    return Call.objects.get()


def test_an_objection_leads_to_a_new_review_and_a_late_one_stops_the_contract(call, new_page):
    district = Actor(new_page, "district")
    anybody_objects(new_page, "项目1的团队成员与申报材料不符。")
    result_cannot_be_final(district, call)
    objection_is_upheld(district)
    for judge in JUDGES:
        fresh_sheets_are_signed(new_page, judge)
    scores_are_ranked_and_published_anew(district, call)
    result_is_final(district)
    contract = contract_is_drafted(district)
    anybody_objects(new_page, "公示后发现项目2的场地没有落实。")
    contract_waits_for_the_reply(district, contract)


def anybody_objects(new_page, text: str):
    """On a phone, without an account, without JavaScript, without a cookie."""
    phone = new_page(**PHONE, java_script_enabled=False)
    phone.goto(Publicity.objects.latest("round").get_public_url())
    phone.get_by_label("异议内容").fill(text)
    phone.get_by_label("姓名或单位").fill("林知远")
    phone.get_by_label("联系方式").fill("13900240001")
    phone.get_by_role("button", name="提交异议").click()
    expect(phone.get_by_text("异议已收到")).to_be_visible()
    assert phone.context.cookies() == []


def result_cannot_be_final(district: Actor, call: Call):
    """Not while the publicity runs, and not after its last day while nobody has answered."""
    district.go("/")
    district.sees("待答复的异议")
    district.go(f"/projects/calls/{call.pk}/finish/")
    district.press("确认立项")
    district.sees("公示还没有期满结束，不能确认立项。")
    publicity_is_over()
    district.go(f"/projects/publicities/{Publicity.objects.get().pk}/close/")  # the page offers it only when it can be
    district.press("公示期满")
    district.sees("还有异议没有答复，不能结束公示。请先答复异议。")
    assert not Project.objects.exists()


def publicity_is_over():
    """Time passes: the last day of the latest publicity was yesterday."""
    latest = Publicity.objects.latest("round")
    yesterday = timezone.localdate() - timedelta(days=1)
    Publicity.objects.filter(pk=latest.pk).update(starts_on=yesterday - timedelta(days=7), ends_on=yesterday)


def objection_is_upheld(district: Actor):
    district.go("/projects/objections/")
    district.page.locator("main tbody a").first.click()
    district.sees("林知远")
    district.follow("答复：成立")
    district.fill(outcome="again", note="经核查属实，全部申报重新评审。")
    district.press("答复：成立")
    district.sees("已答复")


def fresh_sheets_are_signed(new_page, judge: str):
    """On a phone: the sheet of the second round is empty, and its total is added up by the server."""
    expert = Actor(new_page, judge, **PHONE)
    for name, totals in AGAIN.items():
        expert.go("/projects/review/")
        expert.page.locator("main").get_by_role("link", name=name).first.click()
        expert.sees("填写后自动保存草稿")
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not expert.page.evaluate(wide)
        total = totals[JUDGES.index(judge)]
        boxes = expert.page.locator('#score-form input[name^="points_"]').all()
        assert [box.input_value() for box in boxes] == [""] * len(CRITERIA)
        for box, points in zip(boxes, shared_out(total), strict=True):
            box.fill(str(points))
        expert.page.get_by_label("评审意见").fill("按第二轮材料评分。")
        expert.press("签署")
        expert.sees("评分表已签署")


def shared_out(total: int) -> list[int]:
    """``total`` over the criteria of the card, filled up from the first one on."""
    parts = []
    for _, most in CRITERIA:
        parts.append(min(most, total - sum(parts)))
    return parts


def scores_are_ranked_and_published_anew(district: Actor, call: Call):
    district.go(f"/projects/calls/{call.pk}/ranking/")
    district.sees("第 2 轮")
    district.follow("汇总评分")
    district.press("汇总评分")
    district.sees("已汇总，可以发布公示")
    district.follow("发布公示")
    district.press("发布公示")
    district.sees("公示已发布")
    entries = Publicity.objects.latest("round").entries.order_by("rank")
    assert [(one.project_name, str(one.score)) for one in entries] == [(SECOND, "91.00"), (FIRST, "78.00")]


def result_is_final(district: Actor):
    publicity_is_over()
    district.go(Publicity.objects.latest("round").get_absolute_url())
    district.follow("公示期满")
    district.press("公示期满")
    district.sees("公示已办结")
    district.follow("确认立项")
    district.press("确认立项")
    district.sees("已立项，接下来起草合同")
    assert sorted(Project.objects.values_list("name", flat=True)) == [FIRST, SECOND]


def contract_is_drafted(district: Actor) -> Contract:
    """For the one whose contractor is a legal person."""
    district.go(Project.objects.get(name=FIRST).get_absolute_url())
    district.follow("起草合同")
    district.press("起草合同")
    district.sees("合同已起草")
    return Contract.objects.get()


def contract_waits_for_the_reply(district: Actor, contract: Contract):
    """The objection to the whole result stands in the way of every contract until it has its answer."""
    sign(district, contract)
    district.sees("还有没答复或已成立的异议，不能签订合同。请先在公示页面办理异议。")
    district.go(Objection.objects.latest("pk").get_absolute_url())
    district.follow("答复：不成立")
    district.fill(note="已现场核查，场地已经落实。")
    district.press("答复：不成立")
    district.sees("已答复")
    sign(district, contract)
    district.sees("合同已签署，承接单位可以启动实施")


def sign(district: Actor, contract: Contract):
    district.go(contract.get_absolute_url())
    district.follow("登记签署")
    district.attach("file", "合同.pdf", PAPER)
    district.press("登记签署")
