"""递补 on pages and over the API: where it is offered, what it shows, who may; and the record of the purchase."""

from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from projects import operations
from projects.enums import CallState as C
from projects.models import Application, Call, Publicity
from tests.cast import ROLE_NAMES
from tests.projects.build_application import make_application
from tests.projects.build_call import make_call
from tests.projects.build_review import make_objection
from tests.projects.review_steps import finished, give_up, states

pytestmark = pytest.mark.django_db
DECIDE = {"city", "district"}


@pytest.fixture
def done(world):
    return finished(world)


def test_the_button_comes_with_the_reason_for_it(world, signed_in, done):
    client, url = signed_in(world.district), reverse("projects:call-promote", args=[done.call.pk])
    todo = "有项目未能实施、可以递补的批次"
    assert url not in client.get(done.call.get_absolute_url()).content.decode()
    assert todo not in client.get(reverse("workbench")).content.decode()
    give_up(world, done.first)
    assert url in client.get(done.call.get_absolute_url()).content.decode()
    assert todo in client.get(reverse("workbench")).content.decode()
    listed = client.get(reverse("projects:call-list"), {"reserve": "next"}).context["table"].data
    assert [row.pk for row in listed] == [done.call.pk]


def test_the_page_says_who_comes_next_and_publishes_it(world, signed_in, done):
    give_up(world, done.first)
    client, url = signed_in(world.district), reverse("projects:call-promote", args=[done.call.pk])
    page = client.get(url).content.decode()
    for text in ("项目1", "30,000.00 元", "项目3", "第 3 名，75.00 分"):
        assert text in page
    assert "项目4" not in page
    for body in ({"note": "", "days": "5"}, {"note": "放弃", "days": "1e9"}, {"note": "放弃\0", "days": "5"}):
        assert client.post(url, body).context["form"].errors
    assert "公示期应为5至60个工作日" in client.post(url, {"note": "放弃", "days": "3"}).content.decode()
    assert Publicity.objects.count() == 1
    response = client.post(url, {"note": "第一名放弃签约", "days": "5", "text": "递补公示"})
    assert response.url == Publicity.objects.get(round=2).get_absolute_url()
    assert states()[2] == "publicity"
    again = client.post(url, {"note": "再点一次", "days": "5"})
    assert "目前是“公示中”，不能递补" in again.content.decode()


def test_an_objection_to_a_promotion_offers_what_is_possible(world, signed_in, done):
    give_up(world, done.first)
    publicity = operations.promote_call(done.call, by=world.district, note="第一名放弃签约")
    objection = make_objection(world, publicity)
    client, url = signed_in(world.district), reverse("projects:objection-uphold", args=[objection.pk])
    page = client.get(url)
    assert "全部申报重新评审" not in page.content.decode() and "递补公示随即中止" in page.content.decode()
    body = {"note": "属实。", "application": objection.application_id, "outcome": "strike"}
    assert client.post(url, body | {"outcome": "again"}).context["form"].errors
    assert client.post(url, body).status_code == 302
    assert states()[2:] == ["objection_upheld", "reserve"]


def test_whoever_waits_in_reserve_may_be_let_go(world, signed_in, done):
    third = done.applications[2]
    client, url = signed_in(world.district), reverse("projects:application-decline", args=[third.pk])
    assert url in client.get(third.get_absolute_url()).content.decode()
    assert client.post(url, {"note": "书面放弃"}).url == third.get_absolute_url()
    third.refresh_from_db()
    assert third.state == "not_selected"
    waiting = make_application(world, make_call(world, C.REVIEWING), "reserve")
    (button,) = client.get(waiting.get_absolute_url()).context["transitions"]
    assert (button["allowed"], button["reason"]) == (False, "批次确认立项以后才能办理")


@pytest.mark.parametrize(("page", "row"), [("call-promote", Call), ("application-decline", Application)])
def test_who_may(world, client, page, row):
    application = make_application(world, make_call(world, C.DONE), "reserve")
    obj = application if row is Application else application.call
    answers = {}
    for name in ROLE_NAMES:
        client.force_login(getattr(world, name))
        answers[name] = client.get(reverse(f"projects:{page}", args=[obj.pk])).status_code
    sees = {name for name in ROLE_NAMES if row.objects.visible_to(getattr(world, name)).filter(pk=obj.pk).exists()}
    assert answers == {name: 200 if name in DECIDE else 403 if name in sees else 404 for name in ROLE_NAMES}


def test_over_the_api(world, api, done):
    promote = f"/api/v1/reviews/{done.call.pk}/promote/"
    decline = f"/api/v1/applications/{done.applications[3].pk}/decline/"
    assert api(world.district).post(promote, {"note": "递补"}).status_code == 409
    give_up(world, done.first)
    assert api(world.auditor).post(promote, {"note": "递补"}).status_code == 403
    assert api(world.district).post(promote, {}).json() == {"note": ["该字段是必填项。"]}
    assert api(world.district).post(decline, {"note": "放弃"}).json()["state"] == "not_selected"
    answer = api(world.district).post(promote, {"note": "第一名放弃"})
    assert (answer.status_code, answer.json()["entries"][0]["project_name"]) == (200, "项目3")


def test_the_record_of_the_purchase_has_what_the_law_asks_for(world, signed_in, done):
    operations.draft_contract(done.first, by=world.district)
    give_up(world, done.first)
    operations.promote_call(done.call, by=world.district, note="第一名放弃签约")
    url = reverse("projects:call-record", args=[done.call.pk])
    assert url in signed_in(world.auditor).get(reverse("projects:call-ranking", args=[done.call.pk])).content.decode()
    document = Document(BytesIO(signed_in(world.auditor).get(url).content))
    facts, chosen, criteria = ([[cell.text for cell in row.cells] for row in table.rows] for table in document.tables)
    said = dict(facts)
    assert said["采购预算（元）"] == "60,000.00" and said["资金构成"].startswith("工会经费：")
    assert (said["采购方式"], said["合同价合计（元）"]) == ("公开征集", "尚未签订合同")
    assert said["采用该方式的原因"] and "拟立项2个" in said["确定承接单位的原因"]
    assert "递补：第一名放弃签约" in said["递补、废止及原因"]
    assert [row[1] for row in chosen[1:]] == ["项目1", "项目2", "项目3", "项目4"]
    assert len(criteria) == 1 + done.call.scorecard.items.count()
    assert signed_in(world.ngo).get(url).status_code == 403
