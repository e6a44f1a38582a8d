"""The public page of a community, its notices, and the need a resident raises there."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification
from orgs.enums import VenueKind
from orgs.models import Venue
from projects.models import Need
from services import operations
from services.enums import ActivityState, HourClaimState, NoticeState
from services.models import Notice
from tests.cast import ROLE_NAMES, make_activity, make_session
from tests.services.build_hour import make_claim
from tests.services.build_volunteer import make_volunteer

pytestmark = pytest.mark.django_db
SAID = {
    "title": "希望周末有孩子托管",
    "category": "child",
    "group": "employee",
    "people": "30",
    "evidence": "双职工家庭周末加班，孩子没有人看。",
    "name": "林女士",
    "phone": "13900000017",
}


@pytest.fixture(autouse=True)
def fresh_minute():
    cache.clear()


@pytest.fixture
def today():
    return timezone.localdate()


def address(community, name="community"):
    return reverse(f"public:{name}", args=[community.code])


def make_notice(organization, today, state=NoticeState.PUBLISHED, **fields):
    values = {"title": "春节慰问", "body": "困难职工慰问登记开始。", "shown_from": today} | fields
    return Notice.objects.create(organization=organization, state=state, **values)


def test_one_address_raises_so_many_needs(client, world, settings):
    settings.PUBLIC_NEEDS_PER_HOUR = 1
    path = address(world.community_union, "community-need")
    assert [client.post(path, SAID).status_code for _ in range(2)] == [200, 429]
    assert Need.objects.count() == 1


def test_guessing_addresses_is_counted(client, db, settings):
    settings.PUBLIC_GETS_PER_MINUTE = 1
    codes = [client.get(reverse("public:community", args=[f"nobody-{number}"])).status_code for number in range(2)]
    assert codes == [404, 429]


def test_the_page_shows_what_is_published_and_needs_no_cookie_or_script(client, world, today):
    session = make_session(world)
    make_session(world, make_activity(world, state=ActivityState.DRAFT, name="还没有发布"))
    make_session(world, organization=world.neighbour)
    make_notice(world.community_union, today)
    make_notice(world.district_union, today, title="区里的通知")
    make_notice(world.neighbour, today, title="邻居的通知")
    make_notice(world.community_union, today, NoticeState.DRAFT, title="草稿")
    Venue.objects.create(
        organization=world.community_union, name="职工之家", kind=VenueKind.HOME, opening_hours="每天 9:00–21:00"
    )
    Venue.objects.create(organization=world.community_union, name="仓库", kind=VenueKind.HALL, is_open=False)
    page = client.get(address(world.community_union))
    html = page.content.decode()
    assert (page.status_code, dict(page.cookies), "<script" in html) == (200, {}, False)
    assert [row.pk for row in page.context["sessions"]] == [session.pk]
    assert f"webcal://testserver{address(world.community_union, 'community-feed')}" in html
    assert {row.title for row in page.context["notices"]} == {"春节慰问", "区里的通知"}
    assert [row.name for row in page.context["venues"]] == ["职工之家"]
    assert "每天 9:00–21:00" in html and "还没有发布" not in html


def test_the_page_ranks_only_volunteers_who_agreed_and_names_nobody_in_full(client, world, today):
    for name, agrees in (("钱来", True), ("周小满", False)):
        volunteer = make_volunteer(world, name, agrees_to_ranking=agrees)
        make_claim(world, volunteer, state=HourClaimState.CONFIRMED, days_ago=0)
    page = client.get(address(world.community_union))
    html = page.content.decode()
    assert page.context["ranking"] == [{"place": 1, "name": "钱*", "hours": 3}]
    assert "钱*" in html and "钱来" not in html and "周" not in html.split("今年志愿服务时长")[1].split("</table>")[0]


def test_the_calendar_of_a_community_names_nobody(client, world):
    session = make_session(world)
    make_session(world, make_activity(world, state=ActivityState.DRAFT, name="还没有发布"))
    answer = client.get(address(world.community_union, "community-feed"))
    text = answer.content.decode().replace("\r\n ", "")
    assert (answer.status_code, answer["Content-Type"], text.count("BEGIN:VEVENT")) == (
        200, "text/calendar; charset=utf-8", 1
    )  # fmt: skip
    assert f"UID:session-{session.pk}@sanlian" in text and session.get_public_url() in text
    assert not any(person.name in text for person in (world.worker, world.ngo))


def test_an_activity_is_shown_with_its_next_session(client, world):
    activity = make_activity(world)
    _, soonest, _ = (
        make_session(world, activity, starts_at=timezone.now() + timedelta(days=days)) for days in (3, 2, 9)
    )
    other = make_session(world, starts_at=timezone.now() + timedelta(days=4))
    page = client.get(address(world.community_union))
    assert [(row, row.more) for row in page.context["sessions"]] == [(soonest, 2), (other, 0)]
    assert activity.get_public_url() in page.content.decode()


def test_a_street_shows_its_communities_and_takes_no_needs(client, world):
    session = make_session(world)
    page = client.get(address(world.street_union))
    assert [row.pk for row in page.context["sessions"]] == [session.pk]
    assert {row.pk for row in page.context["communities"]} == {world.community_union.pk, world.neighbour.pk}
    assert page.context["need_url"] == ""


def test_past_sessions_and_outdated_notices_are_gone(client, world, today):
    make_session(world, starts_at=timezone.now() - timedelta(days=1))
    make_notice(
        world.community_union, today, shown_from=today - timedelta(days=9), shown_until=today - timedelta(days=1)
    )
    make_notice(world.community_union, today, shown_from=today + timedelta(days=1))
    page = client.get(address(world.community_union))
    assert (list(page.context["sessions"]), list(page.context["notices"])) == ([], [])


@pytest.mark.parametrize("code", ["nothing", "2101", "210102"])
def test_only_communities_and_streets_have_a_page(client, world, code):
    assert client.get(reverse("public:community", args=[code])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(client, world, today, django_assert_num_queries, count):
    for _ in range(count):
        make_session(world)
        make_notice(world.community_union, today)
    with django_assert_num_queries(6):  # with the ranking
        client.get(address(world.community_union))


def test_a_resident_raises_a_need_and_the_street_hears_of_it(client, world):
    page = client.post(address(world.community_union, "community-need"), SAID)
    need = Need.objects.get()
    assert page.context["title"] == "需求已提交"
    assert (need.organization, need.raised_by, need.source, need.people) == (
        world.community_union,
        None,
        "resident",
        30,
    )
    assert (need.groups, need.raiser) == (["employee"], "林女士 13900000017")
    told = Notification.objects.get()
    assert (told.recipient, "13900000017" in told.body) == (world.street, False)


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", " "), ("title", "长" * 61), ("category", "gold"), ("people", "-1"), ("people", "NaN"), ("phone", "12"),
     ("evidence", ""), ("evidence", "长" * 1001), ("title", "a\x00b")],
)  # fmt: skip
def test_bad_input_gets_its_sentence_and_files_nothing(client, world, field, value):
    page = client.post(address(world.community_union, "community-need"), SAID | {field: value})
    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    assert Need.objects.count() == 0


def test_a_notice_is_published_withdrawn_and_only_then_changed(world, today):
    notice = operations.create_notice(
        by=world.community, organization=world.community_union, title="开放", body="周六照常开放。", shown_from=today
    )
    notice = operations.publish_notice(notice, by=world.community)
    changed = {"title": "开放", "body": "周六闭馆。", "shown_from": today}
    with pytest.raises(DomainError, match="请先撤回"):
        operations.update_notice(notice, by=world.community, **changed)
    operations.withdraw_notice(notice, by=world.community, note="时间有误")
    notice = operations.update_notice(notice, by=world.community, **changed)
    assert (notice.state, notice.body) == (NoticeState.WITHDRAWN, "周六闭馆。")
    assert [event.kind for event in notice.events.all()] == ["create", "publish", "withdraw", "update"]


def test_a_notice_needs_a_union_and_an_end_after_its_beginning(world, today):
    facts = {"by": world.district, "title": "x", "body": "y", "shown_from": today}
    with pytest.raises(DomainError, match="由工会组织发布"):
        operations.create_notice(organization=world.contractor, **facts)
    with pytest.raises(DomainError, match="早于开始日"):
        operations.create_notice(organization=world.district_union, shown_until=today - timedelta(days=1), **facts)
    assert Notice.objects.count() == 0


def test_who_may_write_for_a_community(world):
    allowed = {
        name for name in ROLE_NAMES if getattr(world, name).has_perm("services.create_notice", world.community_union)
    }
    assert allowed == {"city", "district", "street", "community"}


def test_the_pages_of_a_notice(signed_in, world, today):
    client = signed_in(world.community)
    body = {"organization": world.community_union.pk, "title": "开放", "body": "周六照常开放。", "shown_from": today}
    created = client.post(reverse("services:notice-create"), body)
    notice = Notice.objects.get()
    assert created.url == notice.get_absolute_url()
    client.post(reverse("services:notice-publish", args=[notice.pk]), {"note": ""})
    notice.refresh_from_db()
    assert notice.state == NoticeState.PUBLISHED
    assert [row.pk for row in client.get(reverse("services:notice-list")).context["table"].data] == [notice.pk]


def test_notices_over_the_api(api, world, today):
    body = {"organization": world.community_union.pk, "title": "开放", "body": "照常", "shown_from": today}
    assert api(world.worker).post("/api/v1/notices/", body).status_code == 400  # not visible to the contractor
    made = api(world.community).post("/api/v1/notices/", body)
    assert (made.status_code, made.data["state"]) == (201, "draft")
    published = api(world.community).post(f"/api/v1/notices/{made.data['id']}/publish/", {})
    assert (published.status_code, published.data["state"]) == (200, "published")


def test_the_poster_shows_the_code_of_the_page(signed_in, world):
    page = signed_in(world.community).get(reverse("services:community-poster", args=[world.community_union.pk]))
    assert page.context["public_url"].endswith(address(world.community_union))
    assert (
        signed_in(world.district).get(reverse("services:community-poster", args=[world.district_union.pk])).status_code
        == 404
    )
