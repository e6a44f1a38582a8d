"""Pages and API of 点单 and lecturers: who gets where, what is offered to whom, what is never shown."""

from datetime import timedelta

import pytest
from django.utils import timezone

from services.enums import OrderState, SessionState
from services.models import CatalogueItem, Lecturer, Order, Session, TrialLecture
from tests.cast import make_activity, make_project
from tests.services.build_order import make_item, make_lecturer, make_order
from tests.services.pages import said, url

PROVIDER, ORDERERS = {"ngo", "worker"}, {"city", "district", "street", "community"}
READERS = ("city", "district", "street", "community", "ngo", "worker", "supervisor", "finance", "leader")


def make_request(w):
    return make_order(w, OrderState.REQUESTED)


# (page, row, who may open it); everybody else who sees the row gets 403.
OPENS = [
    ("catalogueitem-update", make_item, PROVIDER),
    ("order-verify", make_request, ORDERERS),
    ("order-decline", make_request, ORDERERS),
    ("order-schedule", make_order, PROVIDER),
    ("order-dispatch", make_order, PROVIDER),
    ("order-finish", make_order, PROVIDER),
    ("order-reject", make_order, PROVIDER),
    ("order-feedback", make_order, ORDERERS),
    ("order-cancel", make_order, ORDERERS | PROVIDER),
    ("lecturer-update", make_lecturer, PROVIDER | {"supervisor"}),
    ("lecturer-trial", make_lecturer, {"ngo", "supervisor", "city"}),
    ("lecturer-retire", make_lecturer, {"ngo", "supervisor", "city"}),
    ("lecturer-restore", make_lecturer, {"ngo", "supervisor", "city"}),
]
CREATES = [
    ("catalogueitem-create", PROVIDER),
    ("order-create", ORDERERS),
    ("lecturer-create", PROVIDER | {"supervisor"}),
]


@pytest.mark.parametrize(("page", "make", "allowed"), OPENS)
def test_who_opens_which_page(world, signed_in, page, make, allowed):
    row = make(world)
    got = {role: signed_in(getattr(world, role)).get(url(page, row.pk)).status_code for role in READERS}
    assert {role for role, code in got.items() if code == 200} == allowed
    assert set(got.values()) <= {200, 403, 404}


@pytest.mark.parametrize(("page", "allowed"), CREATES)
def test_who_makes_what(world, signed_in, page, allowed):
    got = {role: signed_in(getattr(world, role)).get(url(page)).status_code for role in READERS}
    assert {role for role, code in got.items() if code == 200} == allowed
    assert set(got.values()) == {200, 403}


def test_the_catalogue_is_seen_along_the_line(world, signed_in):
    open_item = make_item(world)
    make_item(world, is_open=False)
    bound = make_item(world, project=make_project(world))

    def seen(user):
        rows = signed_in(user).get(url("catalogueitem-list")).context["table"].rows
        return {row.record.pk for row in rows}

    everything = set(CatalogueItem.objects.values_list("pk", flat=True))
    assert seen(world.ngo) == seen(world.city) == everything
    assert seen(world.community) == seen(world.street) == {open_item.pk, bound.pk}
    assert seen(world.stranger) == {open_item.pk}
    assert seen(world.rival_head) == seen(world.expert) == set()


def order_data(item, **fields):
    day = timezone.localdate() + timedelta(days=7)
    return {
        "item": item.pk, "organization": item.organization_id, "enterprise": "机械厂", "contact_name": "赵红",
        "contact_phone": "13800000009", "wished_1": day, "place": "食堂", "people": 40,
    } | fields  # fmt: skip


def test_a_community_orders_for_an_enterprise(world, signed_in):
    item, client = make_item(world), signed_in(world.community)
    page = client.get(url("order-create", item=item.pk))
    assert page.context["form"]["item"].value() == str(item.pk)
    data = order_data(item, organization=world.community_union.pk)
    response = client.post(url("order-create"), data, follow=True)
    assert said(response) == ["已点单，提供单位安排后会通知您"]
    text = response.content.decode()
    assert ("机械厂" in text, "13800000009" in text) == (True, True)
    assert Order.objects.get().created_by == world.community


@pytest.mark.parametrize(
    "wrong",
    [
        {"people": "１２３x"}, {"people": "0"}, {"people": "9" * 40}, {"contact_name": "长" * 10_000},
        {"place": "\x00"}, {"wished_1": "9999-99-99"}, {"wished_1": "2001-01-01"}, {"contact_phone": "abc"},
        {"item": "999999"}, {"organization": "1"},
    ],
)  # fmt: skip
def test_wrong_orders_are_explained(world, signed_in, wrong):
    item = make_item(world)
    data = order_data(item, organization=world.community_union.pk) | wrong
    response = signed_in(world.community).post(url("order-create"), data)
    assert (response.status_code, Order.objects.count()) == (200, 0)
    assert response.context["form"].errors


def test_nobody_orders_in_the_name_of_others(world, signed_in):
    data = order_data(make_item(world), organization=world.neighbour.pk)
    response = signed_in(world.community).post(url("order-create"), data)
    assert (response.status_code, Order.objects.count()) == (200, 0)


def test_the_phone_is_for_those_who_deal_with_the_order(world, signed_in):
    order = make_order(world)

    def shown(user):
        return signed_in(user).get(order.get_absolute_url()).context["phone"]

    assert {shown(getattr(world, role)) for role in ("community", "ngo", "worker", "street")} == {"13800000009"}
    assert {shown(getattr(world, role)) for role in ("finance", "leader", "supervisor", "party")} == {"138****0009"}


def test_schedule_dispatch_finish_feedback_on_pages(world, signed_in):
    order, activity = make_order(world), make_activity(world)
    client = signed_in(world.worker)
    form = client.get(url("order-schedule", order.pk)).context["form"]
    assert (form.initial["on"], form.initial["capacity"], list(form.fields["activity"].queryset)) == (
        order.wished_on[0], 40, [activity],
    )  # fmt: skip
    data = {
        "activity": activity.pk, "on": order.wished_on[0], "starts": "14:00", "ends": "16:00", "venue": "食堂",
        "capacity": "40",
    }  # fmt: skip
    response = client.post(url("order-schedule", order.pk), data, follow=True)
    assert said(response) == ["已安排场次，请派单"]
    assert [step["label"] for step in response.context["transitions"]] == ["派单", "取消点单"]
    response = client.post(url("order-dispatch", order.pk), {"crew": ""})
    assert response.context["form"].errors == {"crew": ["请选择讲师或填写派出人员。"]}
    response = client.post(url("order-dispatch", order.pk), {"crew": "六人"}, follow=True)
    finish = response.context["transitions"][0]
    assert (finish["label"], finish["allowed"]) == ("确认完成", False)
    Session.objects.update(state=SessionState.HELD)
    client.post(url("order-finish", order.pk), {"note": ""}, follow=True)
    response = signed_in(world.community).post(
        url("order-feedback", order.pk), {"score": "4", "feedback": "好"}, follow=True
    )
    assert said(response) == ["评价已提交"]
    assert (Order.objects.get().state, Order.objects.get().score) == (OrderState.FEEDBACK, 4)


def test_sent_lecturers_come_from_the_own_list(world, signed_in):
    order = make_order(world, OrderState.SCHEDULED)
    passed, waiting = make_lecturer(world), make_lecturer(world, passed=False)
    client = signed_in(world.worker)
    assert list(client.get(url("order-dispatch", order.pk)).context["form"].fields["lecturer"].queryset) == [passed]
    client.post(url("order-dispatch", order.pk), {"lecturer": waiting.pk})
    assert Order.objects.get().state == OrderState.SCHEDULED


def test_lecturer_pages(world, signed_in):
    client = signed_in(world.ngo)
    data = {"organization": world.contractor.pk, "name": "白露", "phone": "13900000008"}
    response = client.post(url("lecturer-create"), data, follow=True)
    assert said(response) == ["讲师已入库，请登记试讲"]
    lecturer = Lecturer.objects.get()
    for wrong in ("NaN", "101", "-1", "80.001", "九十"):
        client.post(url("lecturer-trial", lecturer.pk), trial_data(wrong))
    assert TrialLecture.objects.count() == 0
    response = client.post(url("lecturer-trial", lecturer.pk), trial_data("85"), follow=True)
    assert said(response) == ["试讲已登记"]
    assert "可排课" in response.content.decode()
    assert signed_in(world.city).get(lecturer.get_absolute_url()).context["phone"] == "139****0008"


def trial_data(score):
    return {"topic": "减压", "held_on": timezone.localdate(), "score": score}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("page", "make", "most"),
    [("catalogueitem-list", make_item, 12), ("order-list", make_order, 12), ("lecturer-list", make_lecturer, 12)],
)
def test_lists_take_the_same_queries(world, signed_in, django_assert_max_num_queries, page, make, most, rows):
    for _ in range(rows):
        make(world)
    client = signed_in(world.ngo)
    with django_assert_max_num_queries(most):
        client.get(url(page))


def test_the_number_of_orders_is_that_of_the_list_behind_it(world, signed_in):
    item = make_item(world)
    make_order(world, item=item)
    make_order(world, item=item, organization=world.neighbour, enterprise="")
    for user, number in ((world.ngo, 2), (world.community, 1)):
        client = signed_in(user)
        [row] = client.get(url("catalogueitem-list")).context["table"].rows
        assert f'href="{url("order-list", item=item.pk)}"' in row.get_cell("ordered")
        behind = client.get(url("order-list", item=item.pk)).context["table"].rows
        assert (row.record.ordered, len(behind)) == (number, number)


def test_a_session_leads_back_to_its_order(world, signed_in):
    order = make_order(world, OrderState.SCHEDULED)
    for user, shown in ((world.worker, True), (world.community, True), (world.rival_head, None)):
        page = signed_in(user).get(order.session.get_absolute_url())
        found = page.status_code == 200 and order.get_absolute_url() in page.content.decode()
        assert found is bool(shown)


def test_filters(world, signed_in):
    order = make_order(world)
    make_order(world, OrderState.DONE, enterprise="")
    passed = make_lecturer(world)
    make_lecturer(world, passed=False)
    client = signed_in(world.ngo)

    def found(page, **query):
        return [row.record.pk for row in client.get(url(page, **query)).context["table"].rows]

    assert found("order-list", state="submitted") == found("order-list", q="浑河湾") == [order.pk]
    assert found("order-list", item=order.item.pk) == [order.pk]
    assert found("lecturer-list", standing="schedulable") == [passed.pk]
    assert found("catalogueitem-list", is_open="false") == []
    assert found("catalogueitem-list", provider=world.contractor.pk, kind="clinic") == found("catalogueitem-list")


# API


def test_orders_over_the_api(world, api):
    item = make_item(world)
    day = timezone.localdate() + timedelta(days=7)
    body = {
        "item": item.pk, "organization": world.community_union.pk, "contact_name": "赵红", "place": "食堂",
        "contact_phone": "13800000009", "wished_on": [day], "people": 40,
    }  # fmt: skip
    got = api(world.community).post("/api/v1/orders/", body, format="json")
    assert (got.status_code, got.json()["state"], got.json()["contact_phone"]) == (201, "submitted", "13800000009")
    path = f"/api/v1/orders/{got.json()['id']}"
    assert api(world.leader).get(f"{path}/").json()["contact_phone"] == "138****0009"
    assert api(world.community).post(f"{path}/schedule/", {}).status_code == 403
    client, activity = api(world.worker), make_activity(world)
    starts = timezone.localtime().replace(hour=14, minute=0) + timedelta(days=7)
    meeting = {"activity": activity.pk, "starts_at": starts, "ends_at": starts + timedelta(hours=2), "capacity": 40}
    assert client.post(f"{path}/schedule/", meeting | {"venue": "食堂"}, format="json").json()["state"] == "scheduled"
    assert client.post(f"{path}/dispatch/", {"crew": "六人"}).json()["state"] == "dispatched"
    assert client.post(f"{path}/finish/").status_code == 409
    Session.objects.update(state=SessionState.HELD)
    assert client.post(f"{path}/finish/").json()["state"] == "done"
    assert api(world.community).post(f"{path}/feedback/", {"score": 7}).status_code == 400
    assert api(world.community).post(f"{path}/feedback/", {"score": 5}).json()["score"] == 5
    outside = body | {"organization": world.neighbour.pk}
    assert api(world.community).post("/api/v1/orders/", outside, format="json").status_code == 400
    assert client.post("/api/v1/orders/", body, format="json").status_code == 403


def test_catalogue_and_lecturers_over_the_api(world, api):
    client = api(world.ngo)
    body = {"organization": world.contractor.pk, "name": "普法", "kind": "law", "minutes": 90, "people_max": 60}
    item = client.post("/api/v1/catalogue/", body).json()
    assert client.post(f"/api/v1/catalogue/{item['id']}/update/", {"is_open": False}).json()["is_open"] is False
    assert client.post("/api/v1/catalogue/", body).status_code == 409
    lecturer = client.post("/api/v1/lecturers/", {"organization": world.contractor.pk, "name": "白露"}).json()
    path = f"/api/v1/lecturers/{lecturer['id']}"
    day = timezone.localdate()
    assert client.post(f"{path}/trial/", {"topic": "x", "held_on": day, "score": "NaN"}).status_code == 400
    assert client.post(f"{path}/trial/", {"topic": "x", "held_on": day, "score": "80"}).json()["is_passed"] is True
    assert api(world.worker).post(f"{path}/retire/", {"note": "x"}).status_code == 403
    assert client.post(f"{path}/retire/", {"note": "离职"}).json()["is_schedulable"] is False
