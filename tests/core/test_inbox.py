"""The inbox, on the page and over the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import Notification
from core.notifications import notify
from tests.cast import make_user

pytestmark = pytest.mark.django_db
PAGE = "/notifications/"
API = "/api/v1/notifications/"


@pytest.fixture
def ann(db):
    return make_user("ann")


def send(user, key: str, url: str = "", read: bool = False, age: int = 0) -> Notification:
    notify([user], key=key, title=f"消息{key}", url=url)
    rows = Notification.objects.filter(recipient=user, key=key)
    rows.update(created_at=timezone.now() - timedelta(hours=age), read_at=timezone.now() if read else None)
    return rows.get()


def test_unread_first_then_newest(ann, signed_in):
    for key, read, age in [("旧", False, 5), ("新", False, 1), ("读新", True, 0), ("读旧", True, 9)]:
        send(ann, key, read=read, age=age)
    page = signed_in(ann).get(PAGE)
    assert [row.key for row in page.context["notification_list"]] == ["新", "旧", "读新", "读旧"]
    assert "2 条未读" in page.content.decode()


def test_an_empty_inbox_says_so(ann, signed_in):
    html = signed_in(ann).get(PAGE).content.decode()
    assert "还没有通知" in html
    assert "全部标为已读" not in html


def test_opening_marks_as_read_and_goes_there(ann, signed_in):
    row = send(ann, "一", url="/projects/1/")
    answer = signed_in(ann).get(f"{PAGE}{row.pk}/")
    assert (answer.status_code, answer.url) == (302, "/projects/1/")
    row.refresh_from_db()
    first_read = row.read_at
    assert first_read is not None
    signed_in(ann).get(f"{PAGE}{row.pk}/")
    row.refresh_from_db()
    assert row.read_at == first_read


def test_a_message_without_a_link_leads_back_to_the_inbox(ann, signed_in):
    assert signed_in(ann).get(f"{PAGE}{send(ann, '一').pk}/").url == PAGE


def test_mark_all_as_read_is_a_post_and_ones_own(ann, signed_in):
    ben = make_user("ben")
    send(ann, "一"), send(ann, "二"), send(ben, "三")
    client = signed_in(ann)
    assert client.get(f"{PAGE}read/").status_code == 405
    assert client.post(f"{PAGE}read/").url == PAGE
    assert list(Notification.objects.unread().values_list("key", flat=True)) == ["三"]


def test_the_messages_of_others_do_not_exist(ann, signed_in, api):
    row = send(make_user("ben"), "一")
    assert signed_in(ann).get(f"{PAGE}{row.pk}/").status_code == 404
    assert api(ann).get(f"{API}{row.pk}/").status_code == 404
    assert api(ann).post(f"{API}{row.pk}/read/").status_code == 404
    assert not Notification.objects.exclude(read_at=None).exists()


@pytest.mark.parametrize("path", ["", "read/", "1/"])
def test_the_anonymous_go_to_login(client, db, path):
    answer = client.post(PAGE + path) if path == "read/" else client.get(PAGE + path)
    assert (answer.status_code, answer.url) == (302, f"/login/?next={PAGE}{path}")


def test_pages_of_fifty(ann, signed_in):
    for number in range(51):
        notify([ann], key=str(number), title="消息")
    client = signed_in(ann)
    pages = [client.get(f"{PAGE}?page={number}") for number in (1, 2)]
    assert [len(page.context["notification_list"]) for page in pages] == [50, 1]
    assert client.get(f"{PAGE}?page=3").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_query_count(ann, signed_in, django_assert_num_queries, rows):
    for number in range(rows):
        send(ann, str(number))
    client = signed_in(ann)
    with django_assert_num_queries(6):
        client.get(PAGE)


def test_api_lists_filters_and_marks(ann, api):
    row, _ = send(ann, "一"), send(ann, "二", read=True)
    client = api(ann)
    assert client.get(API).data["count"] == 2
    assert [found["id"] for found in client.get(f"{API}?unread=true").data["results"]] == [row.pk]
    read = client.post(f"{API}{row.pk}/read/")
    assert (read.status_code, read.data["read_at"] is not None) == (200, True)
    assert client.get(f"{API}?unread=true").data["count"] == 0


def test_api_marks_everything(ann, api):
    send(ann, "一"), send(ann, "二"), send(make_user("ben"), "三")
    answer = api(ann).post(f"{API}read-all/")
    assert (answer.status_code, answer.data) == (200, {"read": 2})
    assert Notification.objects.unread().count() == 1
