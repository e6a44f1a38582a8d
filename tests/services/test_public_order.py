"""点单 by an enterprise itself: a proven phone asks, the community verifies, the link shows how far it is."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification, TextMessage
from orgs.models import Organization
from reports.todo import todos
from services import operations
from services.enums import OrderState, SessionState
from services.models import CatalogueItem, Order
from services.models.order import OrderQuerySet
from services.phone_codes import new_pass
from services.queries.order import offered_to, serves, with_demand
from services.tickets import order_ticket
from tests.cast import make_organization, make_project, make_session
from tests.services.build_order import make_item, make_order
from tests.services.pages import url

pytestmark = pytest.mark.django_db
PHONE = "13800000009"
S = OrderState


@pytest.fixture(autouse=True)
def fresh_minute():
    cache.clear()


@pytest.fixture
def item(world):
    return make_item(world, name="义诊进企业")


@pytest.fixture
def page(world, item):
    return reverse("public:community-order", args=[world.community_union.code])


def form(offer, **fields) -> dict:
    return {
        "item": offer.pk, "enterprise": "浑河湾机械厂", "people": "40", "place": "职工食堂", "name": "赵红",
        "wished_1": timezone.localdate() + timedelta(days=7), "phone": PHONE, "phone_pass": new_pass(PHONE),
    } | fields  # fmt: skip


def requested(world, **fields) -> Order:
    return make_order(world, S.REQUESTED, **fields)


def told() -> list[tuple[str, str]]:
    return list(Notification.objects.order_by("pk").values_list("title", "recipient__name"))


def mine(order) -> str:
    return reverse("public:order", args=[order_ticket(order)])


def test_an_enterprise_orders_with_a_proven_phone(client, world, item, page):
    assert page in client.get(reverse("public:community", args=[world.community_union.code])).content.decode()
    first = client.get(page)
    assert ("义诊进企业" in first.content.decode(), len(first.content) < 60_000, dict(first.cookies)) == (
        True,
        True,
        {},
    )
    client.post(page, {"step": "phone", "phone": PHONE})
    code = re.search(r"\d{6}", TextMessage.objects.get().body)[0]
    last = client.post(page, {"step": "code", "phone": PHONE, "code": code})
    phone_pass = last.context["form"].fields["phone_pass"].initial
    done = client.post(page, form(item, phone_pass=phone_pass))
    order = Order.objects.get()
    assert (order.state, order.created_by, order.enterprise, order.contact_phone) == (
        S.REQUESTED, None, "浑河湾机械厂", PHONE,
    )  # fmt: skip
    assert [(row.kind, row.to_state, row.by) for row in order.events.all()] == [("request", "requested", None)]
    assert (done.status_code, done.url, PHONE in done.url) == (302, mine(order), False)
    shown = client.get(done.url).content.decode()
    assert ("待核实" in shown, PHONE in shown, "赵红" in shown) == (True, False, False)
    assert told() == [("企业点单待核实：义诊进企业", "community")]
    assert "已提交" in TextMessage.objects.last().body


def test_a_session_at_an_enterprise_invites_nobody_else(client, world):
    held_there, held_here = (
        make_order(world, S.SCHEDULED).session,
        make_order(world, S.SCHEDULED, enterprise="").session,
    )
    page = client.get(reverse("public:community", args=[world.community_union.code]))
    feed = client.get(reverse("public:community-feed", args=[world.community_union.code])).content.decode()
    assert page.context["sessions"] == [held_here]
    assert (f"session-{held_here.pk}@" in feed, f"session-{held_there.pk}@" in feed) == (True, False)
    assert not client.get(held_there.activity.get_public_url()).context["sessions"]
    assert client.get(held_there.get_public_url()).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("item", "999999"), ("item", ""), ("enterprise", "  "), ("enterprise", "厂" * 10_000), ("enterprise", "a\0b"),
        ("people", "1e9"), ("people", "-0.00"), ("people", "NaN"), ("people", "９９９９９９９"),
        ("wished_1", "9999-99-99"),
        ("name", ""), ("phone", "12345678901"), ("place", "\0"), ("note", "长" * 501),
    ],
)  # fmt: skip
def test_bad_input_gets_its_sentence_and_asks_for_nothing(client, item, page, field, value):
    response = client.post(page, form(item, **{field: value}))
    assert (response.status_code, field in response.context["form"].errors, Order.objects.count()) == (200, True, 0)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"people": "19"}, "接受20至80人"),
        ({"phone_pass": "x"}, "手机号没有验证"),
        ({"phone_pass": ""}, "手机号没有验证"),
        ({"phone": "13800000008"}, "手机号没有验证"),
        ({"wished_1": "2001-01-01"}, "期望日期须在今天以后一年之内"),
    ],
)
def test_refusals_ask_for_nothing(client, item, page, fields, sentence):
    response = client.post(page, form(item, **fields))
    assert (sentence in response.content.decode(), Order.objects.count()) == (True, 0)


def test_twice_and_too_often(client, world, item, page, settings):
    client.post(page, form(item))
    assert "不用重复提交" in client.post(page, form(item, enterprise=" 浑河湾机械厂 ")).content.decode()
    for day in range(8, 13):
        response = client.post(page, form(item, wished_1=timezone.localdate() + timedelta(days=day)))
    assert ("已有5个点单等待核实" in response.content.decode(), Order.objects.count()) == (True, 5)
    other = {"phone": "13800000008", "phone_pass": new_pass("13800000008")}  # is not told what others asked for
    assert client.post(page, form(item, **other)).status_code == 302
    settings.PUBLIC_ORDERS_PER_HOUR = 1
    assert client.post(page, form(item, enterprise="别家厂")).status_code == 429


def test_without_a_gateway_or_an_offer_it_stays_closed(client, world, item, page, settings):
    CatalogueItem.objects.update(is_open=False)
    for response in (client.get(page), client.post(page, form(item))):
        assert "没有接受点单的服务" in response.content.decode()
    settings.SMS_BACKEND, settings.SMS_URL = "core.sms.Gateway", ""
    assert "没有开通短信" in client.post(page, form(item)).content.decode()
    assert Order.objects.count() == 0
    assert client.get(reverse("public:community-order", args=["nobody"])).status_code == 404


def test_what_is_offered_is_what_is_served(world):
    near = make_organization("和平服务中心", "SO-9", Organization.objects.get(pk=world.district_union.pk), "social")
    far = make_organization("沈河服务中心", "SO-8", Organization.objects.get(pk=world.other_district.pk), "social")
    make_item(world)
    make_item(world, is_open=False)
    make_item(world, organization=near)
    make_item(world, organization=far)
    make_item(world, project=make_project(world))
    make_item(world, project=make_project(world, organization=world.stranger_union))
    for place in (world.community_union, world.neighbour, world.stranger_union, world.street_union):
        rows = [row.pk for row in CatalogueItem.objects.filter(is_open=True) if serves(row, place)]
        assert sorted(offered_to(place).values_list("pk", flat=True)) == sorted(rows)


def test_the_provider_sees_nothing_before_it_is_verified(world, signed_in, api):
    order = requested(world)
    assert {
        role for role in ("community", "street", "district", "city", "ngo", "worker", "neighbour_", "stranger")
        if Order.objects.visible_to(getattr(world, role, world.stranger)).exists()
    } == {"community", "street", "district", "city"}  # fmt: skip
    assert signed_in(world.ngo).get(order.get_absolute_url()).status_code == 404
    assert with_demand(CatalogueItem.objects.all(), world.ngo).get().ordered == 0
    assert [row.title for row in todos(world.community) if row.rows] == ["待核实的企业点单"]
    path = f"/api/v1/orders/{order.pk}"
    assert api(world.worker).post(f"{path}/verify/").status_code == 404
    assert api(world.community).post(f"{path}/verify/").json()["state"] == "submitted"
    assert api(world.ngo).get(f"{path}/").status_code == 200
    assert with_demand(CatalogueItem.objects.all(), world.ngo).get().ordered == 1


def test_verified_scheduled_done_and_judged(client, world, signed_in):
    order = requested(world)
    page = signed_in(world.community).get(order.get_absolute_url())
    assert [step["label"] for step in page.context["transitions"]] == ["核实并点单", "不予核实"]
    signed_in(world.community).post(url("order-verify", order.pk), {"note": ""})
    order = Order.objects.get()
    assert (order.state, order.created_by) == (S.SUBMITTED, world.community)
    assert told() == [(f"新的点单：{order.item.name}", "ngo")]
    Order.objects.filter(pk=order.pk).update(session=make_session(world))
    for state in (S.SCHEDULED, S.DISPATCHED):
        Order.objects.filter(pk=order.pk).update(state=state)
    order.refresh_from_db()
    type(order.session).objects.update(state=SessionState.HELD)
    operations.finish_order(order, by=world.worker)
    bodies = [row.body for row in TextMessage.objects.order_by("pk")]
    assert [("已核实" in body, "请评价" in body) for body in bodies] == [(True, False), (False, True)]
    assert client.post(mine(order), {"score": "9"}).context["form"].errors
    answers = [client.post(mine(order), {"score": "4", "feedback": "好"}).status_code for _ in range(2)]
    assert answers == [302, 200]  # pressed twice: the second time the page says what was said
    order.refresh_from_db()
    assert (order.state, order.score, order.events.last().by) == (S.FEEDBACK, 4, None)


def test_declined_with_a_reason_and_hidden_from_the_provider(world):
    order = requested(world)
    operations.decline_order(order, by=world.community, note="不在本辖区")
    assert (Order.objects.get().state, "不在本辖区" in TextMessage.objects.get().body) == (S.REJECTED, True)
    assert not Order.objects.visible_to(world.ngo).exists()
    with pytest.raises(DomainError):
        operations.verify_order(order, by=world.community)


def test_called_off_by_the_enterprise(client, world):
    order = requested(world)
    for _ in range(2):
        client.post(mine(order), {"cancel": "1"})
    assert (Order.objects.get().state, Notification.objects.count(), TextMessage.objects.count()) == (S.CANCELLED, 0, 0)
    placed = make_order(world, S.SCHEDULED, phone_verified_at=timezone.now())
    client.post(mine(placed), {"cancel": "1"})
    placed.session.refresh_from_db()
    assert (placed.session.state, {name for _, name in told()}) == (
        SessionState.CANCELLED,
        {"ngo", "community", "worker"},
    )
    done = make_order(world, S.DONE, phone_verified_at=timezone.now())
    assert "不能取消点单" in client.post(mine(done), {"cancel": "1"}).content.decode()


def test_tickets_open_only_what_was_asked_for_here(client, world):
    staff = make_order(world)
    for ticket in (order_ticket(staff), "x", "1", "1.2"):
        assert client.get(reverse("public:order", args=[ticket])).status_code == 404


def test_the_database_knows_who_placed_an_order(world):
    order = requested(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        OrderQuerySet(Order).filter(pk=order.pk).update(state=S.SUBMITTED)


def test_a_session_held_before_anybody_was_sent_does_not_block_the_order(world):
    order = make_order(world, S.SCHEDULED)
    type(order.session).objects.update(state=SessionState.HELD)
    operations.dispatch_order(order, by=world.worker, crew="六人")
    assert operations.finish_order(order, by=world.worker).state == S.DONE
