"""The public page and its form, and the purchaser's pages behind it."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from projects import deadlines
from projects.models import Objection
from tests.cast import ROLE_NAMES
from tests.projects.build_review import make_objection, make_publicity

pytestmark = pytest.mark.django_db
SAID = {"name": "林知远", "contact": "13900000000", "text": "该单位去年受到行政处罚。"}


@pytest.fixture(autouse=True)
def fresh_minute():
    cache.clear()


@pytest.fixture
def publicity(world):
    return make_publicity(world)


def test_the_public_page_needs_no_account_cookie_or_script(client, publicity):
    page = client.get(publicity.get_public_url())
    html = page.content.decode()
    assert page.status_code == 200 and not page.cookies and "<script" not in html and len(page.content) < 60_000
    for text in ("晨光社会工作服务中心", "30,000.00 元", "88.00 分，第 1 名", "024-20000002", str(publicity.ends_on)):
        assert text in html


def test_an_objection_comes_in_encrypted_and_says_until_when(client, publicity):
    application = publicity.entries.get().application
    page = client.post(publicity.get_public_url(), SAID | {"application": application.pk})
    objection = Objection.objects.get()
    assert page.context["title"] == "异议已收到" and str(objection.reply_by) in page.content.decode()
    assert str(deadlines.complaint_due(objection.reply_by)) in page.content.decode()
    assert (objection.name, objection.contact, objection.application) == ("林知远", "13900000000", application)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, contact FROM projects_objection")
        stored = b"".join(bytes(value) for value in cursor.fetchone())
    assert "林知远".encode() not in stored and b"13900000000" not in stored
    assert "林知远" not in client.get(publicity.get_public_url()).content.decode()
    assert not page.cookies


@pytest.mark.parametrize(
    "change",
    [{"name": ""}, {"contact": ""}, {"text": ""}, {"text": "字" * 2001}, {"name": "字" * 31}, {"contact": "1" * 61},
     {"text": "有\0字"}, {"application": "999999"}, {"application": "x"}],
)  # fmt: skip
def test_a_form_that_says_nothing_or_too_much_stays(client, publicity, change):
    page = client.post(publicity.get_public_url(), SAID | change)
    assert page.status_code == 200 and page.context["form"].errors
    assert not Objection.objects.exists()


def test_too_many_posts_from_one_address(client, publicity, settings):
    settings.PUBLIC_POSTS_PER_MINUTE = 2
    answers = [client.post(publicity.get_public_url(), SAID | {"text": str(n)}).status_code for n in range(3)]
    assert answers == [200, 200, 429]
    assert Objection.objects.count() == 2


def test_a_stopped_publicity_takes_no_objection_and_a_wrong_address_is_no_error(world, client):
    stopped = make_publicity(world, "stopped")
    html = client.get(stopped.get_public_url()).content.decode()
    assert "本次公示已中止" in html and "<form" not in html
    refused = client.post(stopped.get_public_url(), SAID)
    assert refused.status_code == 200 and not Objection.objects.exists()
    missing = client.get(reverse("call:publicity", args=["no-such-token"]))
    assert (missing.status_code, missing.context["title"]) == (404, "没有找到公示")
    assert client.post(reverse("call:publicity", args=["no-such-token"]), SAID).status_code == 404


def test_a_late_objection_is_taken(world, client):
    over = make_publicity(world, is_over=True)
    assert client.post(over.get_public_url(), SAID).context["title"] == "异议已收到"


RUNS = {"city", "district"}
PAGES = {
    "publicity-detail": RUNS | {"finance", "auditor", "leader", "ngo", "worker", "supervisor"},
    "publicity-close": RUNS, "publicity-object": RUNS,
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_one_publicity(world, client, publicity, page):
    answers = {}
    for name in ROLE_NAMES:
        client.force_login(getattr(world, name))
        answers[name] = client.get(reverse(f"projects:{page}", args=[publicity.pk])).status_code
    sees = PAGES["publicity-detail"]
    expected = {name: 200 if name in PAGES[page] else 403 if name in sees else 404 for name in ROLE_NAMES}
    assert answers == expected


@pytest.mark.parametrize("page", ["objection-detail", "objection-dismiss", "objection-uphold"])
def test_only_the_purchaser_reads_an_objection(world, client, publicity, page):
    objection = make_objection(world, publicity)
    answers = {}
    for name in ROLE_NAMES:
        client.force_login(getattr(world, name))
        answers[name] = client.get(reverse(f"projects:{page}", args=[objection.pk])).status_code
    assert answers == {name: 200 if name in RUNS else 404 for name in ROLE_NAMES}
    client.force_login(world.ngo)
    html = client.get(publicity.get_absolute_url()).content.decode()
    assert "林知远" not in html and objection.text not in html
    assert client.get(reverse("projects:objection-list")).status_code == 403


def test_the_limits_of_an_objection_stand_on_its_page(world, signed_in):
    ended = timezone.localdate() - timedelta(days=30)
    over = make_publicity(world, starts_on=ended, ends_on=ended)
    objection, client = make_objection(world, over), signed_in(world.district)
    html = client.get(objection.get_absolute_url()).content.decode()
    assert "超过期限" in html and str(deadlines.query_due(over.ends_on)) in html
    assert str(deadlines.complaint_due(objection.reply_by)) in html
    in_time = make_objection(world, make_publicity(world, call=over.call, application=objection.application))
    assert "超过期限" not in client.get(in_time.get_absolute_url()).content.decode()


def test_answers_from_the_page(world, signed_in, publicity):
    client = signed_in(world.district)
    first, second = make_objection(world, publicity), make_objection(world, publicity, text="另一件事。")
    url = reverse("projects:objection-dismiss", args=[first.pk])
    assert client.post(url, {"note": ""}).context["form"].errors
    assert client.post(url, {"note": "经核查不属实。"}).status_code == 302
    url = reverse("projects:objection-uphold", args=[second.pk])
    assert "outcome" in client.post(url, {"note": "属实。"}).context["form"].errors
    body = {"note": "属实。", "application": second.application_id, "outcome": "again"}
    assert client.post(url, body).status_code == 302
    assert list(Objection.objects.order_by("pk").values_list("state", flat=True)) == ["dismissed", "upheld"]
    publicity.call.refresh_from_db()
    assert (publicity.call.state, publicity.call.review_round) == ("reviewing", 2)


def test_a_letter_is_registered_by_the_purchaser(world, signed_in, publicity):
    url = reverse("projects:publicity-object", args=[publicity.pk])
    assert signed_in(world.district).post(url, SAID).status_code == 302
    assert Objection.objects.get().events.get().by == world.district


# ── API


def test_the_review_over_the_api(world, api):
    from tests.projects.build_review import make_review

    review = make_review(world, scores=((None, 80, 80),))
    expert, peer = review.panel[0].expert, review.panel[1].expert
    opened = api(expert).post("/api/v1/score-sheets/", {"application": review.applications[0].pk})
    assert (opened.status_code, opened.json()["state"]) == (201, "draft")
    assert "contractor" not in opened.json()["application"]
    url = f"/api/v1/score-sheets/{opened.json()['id']}"
    items = list(review.call.scorecard.items.values_list("pk", flat=True))
    body = {"lines": [{"item": pk, "points": "5"} for pk in items], "comment": "可行"}
    assert api(expert).post(f"{url}/save/", body).json()["total"] == "35.00"
    wrong = api(expert).post(f"{url}/save/", {"lines": [{"item": items[0], "points": "1e9"}]})
    assert (wrong.status_code, "请填写分数" in wrong.json()["detail"]) == (409, True)
    assert [api(person).get(f"{url}/").status_code for person in (peer, world.expert, world.district)] == [404] * 3
    assert api(peer).post(f"{url}/sign/").status_code == 404
    assert [api(expert).post(f"{url}/sign/").status_code for _ in range(2)] == [200, 409]
    ranking = f"/api/v1/reviews/{review.call.pk}/"
    assert [api(getattr(world, name)).get(ranking).status_code for name in ("auditor", "leader", "ngo")] == [
        200, 404, 404,
    ]  # fmt: skip
    row = api(world.district).get(ranking).json()["rows"][0]
    assert (row["totals"], row["average"], row["rank"]) == (["35.00", "80.00", "80.00"], "65.00", 1)
    assert api(world.auditor).post(f"{ranking}rank/").status_code == 403
    refused = api(world.district).post(f"{ranking}rank/")
    assert (refused.status_code, "极差" in refused.json()["detail"]) == (409, True)


def test_publicities_and_objections_over_the_api(world, api, publicity):
    objection = make_objection(world, publicity)
    shown = api(world.district).get(f"/api/v1/publicities/{publicity.pk}/").json()
    assert shown["entries"][0]["contractor_name"] == "晨光社会工作服务中心"
    assert api(world.ngo).get(f"/api/v1/objections/{objection.pk}/").status_code == 404
    assert api(world.auditor).get("/api/v1/objections/").json()["count"] == 0
    url = f"/api/v1/objections/{objection.pk}/dismiss/"
    assert api(world.district).post(url, {}).json() == {"note": ["该字段是必填项。"]}
    assert [api(world.district).post(url, {"note": "不属实"}).status_code for _ in range(2)] == [200, 409]
    assert api(world.district).post(f"/api/v1/publicities/{publicity.pk}/close/").status_code == 409
    tie = {"expert": world.expert.pk, "organization": world.contractor.pk, "kind": "adviser"}
    assert api(world.expert).post("/api/v1/expert-ties/", tie).status_code == 201
    assert api(world.ngo).post("/api/v1/expert-ties/", tie).status_code == 403
