"""The public face of calls: without an account, a cookie or a script."""

from datetime import timedelta

import pytest
from django.utils import timezone

from projects import operations
from projects.models import Call, Publicity, Question
from tests.projects.build_call import make_call

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", Call._meta.get_field("state").choices)
def test_only_announced_calls_exist(world, client, state):
    call = make_call(world, state[0])
    expected = 404 if state[0] in ("draft", "approved", "cancelled") else 200
    assert client.get(call.get_public_url()).status_code == expected


def test_the_list_names_open_calls(world, client):
    call = make_call(world)
    make_call(world, "closed", title="已经截止的征集")
    page = client.get("/c/").content.decode()
    assert (call.title in page, "已经截止的征集" in page) == (True, False)


def test_an_announcement_is_light_and_leaves_nothing_in_the_browser(world, client):
    call = make_call(world, description="说明" * 2000, requirements="要求" * 1000)
    for _ in range(20):
        asked = {"text": "问" * 100, "answer": "答" * 100, "answered_at": timezone.now()}
        Question.objects.create(call=call, asked_by=world.ngo, **asked)
    response = client.get(call.get_public_url())
    page = response.content.decode()
    assert len(response.content) < 60_000
    assert (len(response.cookies), "<script" in page, "no-store" in response["Cache-Control"]) == (0, False, True)


def test_answers_are_public_their_askers_are_not(world, client):
    call = make_call(world)
    answered = {"answer": "可以，须明确牵头单位。", "answered_at": timezone.now()}
    Question.objects.create(call=call, text="能否联合申报？", asked_by=world.ngo, **answered)
    Question.objects.create(call=call, text="还没有答复的问题", asked_by=world.ngo)
    page = client.get(call.get_public_url()).content.decode()
    assert "能否联合申报？" in page and answered["answer"] in page
    assert "还没有答复的问题" not in page and world.contractor.name not in page


def test_what_was_announced_is_cancelled_in_public(world, client):
    call = make_call(world, "approved", opens_at=timezone.now() + timedelta(hours=1))
    operations.publish_call(call, by=world.district)
    operations.cancel_call(call, by=world.district, note="申报单位不足三家。")
    response = client.get(call.get_public_url())
    page = response.content.decode()
    assert (response.status_code, "本批次已废止" in page, "申报单位不足三家。" in page) == (200, True, True)
    never = make_call(world, "draft")
    operations.cancel_call(never, by=world.district, note="不办了")
    assert client.get(never.get_public_url()).status_code == 404


def test_the_page_says_when_applications_are_taken(world, client):
    words = {
        make_call(world, opens_at=timezone.now() + timedelta(days=1)): "开始受理申报",
        make_call(world): "正在受理申报",
        make_call(world, "closed"): "申报已截止",
    }
    for call, text in words.items():
        assert text in client.get(call.get_public_url()).content.decode()


def test_no_token_no_page(client, db):
    for path in ("/c/nothing/", "/c/nothing/files/1/", f"/c/{'a' * 300}/"):
        assert client.get(path).status_code == 404


def test_the_list_asks_the_same_whatever_it_holds(world, client, django_assert_num_queries):
    for _ in range(2):
        make_call(world)
        with django_assert_num_queries(1):
            client.get("/c/")


def test_the_announcement_leads_to_the_result(world, client):
    call, today = make_call(world, "publicity"), timezone.localdate()
    about = {"call": call, "days": 5, "starts_on": today, "ends_on": today, "by": world.district}
    stopped = Publicity.objects.create(state="stopped", **about)
    standing = Publicity.objects.create(round=2, **about)
    page = client.get(call.get_public_url()).content.decode()
    assert (standing.get_public_url() in page, stopped.get_public_url() in page) == (True, False)
