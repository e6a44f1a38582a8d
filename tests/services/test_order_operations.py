"""点单: from the catalogue to the feedback."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from core.models import Notification
from services import operations
from services.enums import ActivityKind, ActivityState, OrderState, SessionState
from services.models import CatalogueItem, Order, Session
from tests.cast import make_activity, make_project, make_session
from tests.refusals import refused
from tests.services.build_order import make_item, make_lecturer, make_order

S = OrderState


def fresh(order) -> Order:
    return Order.objects.get(pk=order.pk)


def told(order) -> set:
    return set(
        Notification.objects.filter(key__startswith=f"order:{order.pk}:").values_list("title", "recipient__name")
    )


def order_fields(w, **fields) -> dict:
    return {
        "item": fields.pop("item", None) or make_item(w), "organization": w.community_union, "enterprise": "机械厂",
        "contact_name": "赵红", "contact_phone": "１３８ 0000 0009", "place": "食堂", "people": 40,
        "wished_on": [timezone.localdate() + timedelta(days=7)],
    } | fields  # fmt: skip


def when(days=7) -> dict:
    starts_at = timezone.localtime().replace(hour=14, minute=0, second=0, microsecond=0) + timedelta(days=days)
    return {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2), "capacity": 40}


# Catalogue


def test_offer_and_change(world):
    facts = {"name": "普法讲座", "kind": ActivityKind.LAW, "minutes": 90, "people_max": 60}
    item = operations.create_catalogue_item(by=world.ngo, organization=world.contractor, **facts)
    assert (item.people_min, item.is_open) == (1, True)
    assert "已有“普法讲座”" in refused(
        operations.create_catalogue_item, by=world.ngo, organization=world.contractor, **facts
    )
    operations.update_catalogue_item(item, by=world.ngo, is_open=False)
    assert CatalogueItem.objects.get().is_open is False
    assert list(item.events.values_list("kind", flat=True)) == ["create", "update"]


@pytest.mark.parametrize(
    "wrong", [{"minutes": 0}, {"minutes": 1441}, {"people_min": 0}, {"people_min": 61}, {"people_max": 100_001}]
)
def test_offers_that_make_no_sense(world, wrong):
    facts = {"name": "x", "kind": ActivityKind.LAW, "minutes": 90, "people_max": 60} | wrong
    refused(operations.create_catalogue_item, by=world.ngo, organization=world.contractor, **facts)
    assert CatalogueItem.objects.count() == 0


def test_an_item_belongs_to_an_own_project(world):
    foreign = make_project(world, contractor=world.rival)
    item = make_item(world)
    refused(operations.update_catalogue_item, item, by=world.ngo, project=foreign)
    assert CatalogueItem.objects.get().project is None


# Ordering


def test_order_tells_the_provider(world):
    order = operations.create_order(by=world.community, **order_fields(world))
    assert (order.state, order.contact_phone, order.orderer) == (S.SUBMITTED, "13800000009", "机械厂")
    assert told(order) == {(f"新的点单：{order.item.name}", "ngo")}
    assert list(order.events.values_list("kind", "to_state")) == [("create", "submitted")]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"people": 19}, "接受20至80人，请核对人数。"),
        ({"people": 81}, "接受20至80人，请核对人数。"),
        ({"contact_phone": "123"}, "联系电话不正确"),
        ({"wished_on": []}, "请填写1至3个期望日期。"),
        ({"wished_on": [timezone.localdate() - timedelta(days=1)]}, "期望日期须在今天以后一年之内"),
        ({"wished_on": [timezone.localdate() + timedelta(days=800)]}, "期望日期须在今天以后一年之内"),
        ({"wished_on": [timezone.localdate() + timedelta(days=n) for n in range(4)]}, "请填写1至3个期望日期。"),
    ],
)
def test_wrong_orders_leave_nothing(world, wrong, sentence):
    assert sentence in refused(operations.create_order, by=world.community, **order_fields(world, **wrong))
    assert (Order.objects.count(), Notification.objects.count()) == (0, 0)


def test_only_what_is_open_and_serves_the_place(world):
    closed = make_item(world, is_open=False)
    assert "暂不接受点单" in refused(operations.create_order, by=world.community, **order_fields(world, item=closed))
    bound = make_item(world, project=make_project(world))
    operations.create_order(by=world.community, **order_fields(world, item=bound))
    elsewhere = order_fields(world, item=bound, organization=world.neighbour)
    assert "不服务河畔社区" in refused(operations.create_order, by=world.street, **elsewhere)


def test_wished_days_are_sorted_and_counted_once(world):
    first, second = (timezone.localdate() + timedelta(days=days) for days in (3, 9))
    fields = order_fields(world, wished_on=[second, first, second])
    assert operations.create_order(by=world.community, **fields).wished_on == [first, second]


# From the schedule to the feedback


def test_the_whole_way(world):
    order, activity = make_order(world), make_activity(world)
    operations.schedule_order(order, by=world.worker, activity=activity, **when())
    session = fresh(order).session
    assert (session.organization, session.venue, session.activity) == (
        world.community_union, "机械厂职工食堂", activity,
    )  # fmt: skip
    lecturer = make_lecturer(world)
    operations.dispatch_order(order, by=world.worker, lecturer=lecturer, crew="医护志愿者六人")
    assert (fresh(order).crew, Session.objects.get().lecturer) == ("医护志愿者六人", lecturer)
    assert "还没有确认已举办" in refused(operations.finish_order, order, by=world.worker)
    Session.objects.update(state=SessionState.HELD)
    operations.finish_order(order, by=world.worker)
    operations.feedback_order(order, by=world.community, score=5, feedback="很受欢迎")
    row = fresh(order)
    assert (row.state, row.score, row.feedback) == (S.FEEDBACK, 5, "很受欢迎")
    assert list(row.events.values_list("kind", flat=True)) == ["schedule", "dispatch", "finish", "feedback"]
    name = order.item.name
    assert told(order) == {
        (f"点单已排期：{name}", "community"), (f"点单已派人：{name}", "community"),
        (f"服务已完成，请评价：{name}", "community"), (f"点单有了评价：{name}", "ngo"),
    }  # fmt: skip
    refused(operations.feedback_order, order, by=world.community, score=1)
    assert fresh(order).score == 5


def test_scheduled_under_an_activity_of_the_provider(world):
    order = make_order(world)
    foreign = make_activity(world, make_project(world, "active", contractor=world.rival))
    refused(operations.schedule_order, order, by=world.worker, activity=foreign, **when())
    bound = make_order(world, item=make_item(world, project=make_project(world)))
    refused(operations.schedule_order, bound, by=world.worker, activity=make_activity(world), **when())
    closed = make_activity(world, state=ActivityState.CANCELLED)
    refused(operations.schedule_order, order, by=world.worker, activity=closed, **when())
    assert (fresh(order).state, Session.objects.count(), order.events.count()) == (S.SUBMITTED, 0, 0)


def test_scheduled_again_only_when_the_session_was_cancelled(world):
    order = make_order(world, S.DISPATCHED)
    activity = order.session.activity
    assert "已有场次" in refused(operations.schedule_order, order, by=world.worker, activity=activity, **when())
    operations.cancel_session(order.session, by=world.worker, note="下雨")
    operations.schedule_order(order, by=world.worker, activity=activity, **when(9))
    assert (fresh(order).state, fresh(order).session.state) == (S.SCHEDULED, SessionState.PLANNED)


def test_only_lecturers_who_passed_are_sent(world):
    order = make_order(world, S.SCHEDULED)
    for lecturer in (
        make_lecturer(world, passed=False), make_lecturer(world, is_active=False),
        make_lecturer(world, organization=world.rival),
    ):  # fmt: skip
        assert "还没有通过试讲或已出库" in refused(operations.dispatch_order, order, by=world.worker, lecturer=lecturer)
    assert refused(operations.dispatch_order, order, by=world.worker, crew=" ") == "请选择讲师或填写派出人员。"
    assert fresh(order).state == S.SCHEDULED


def test_nobody_is_sent_to_a_postponed_session(world):
    order = make_order(world, S.SCHEDULED)
    operations.postpone_session(order.session, by=world.worker, note="待定")
    assert "已延期" in refused(operations.dispatch_order, order, by=world.worker, crew="六人")


def test_reject_and_cancel(world):
    order = make_order(world)
    operations.reject_order(order, by=world.ngo, note="排不开")
    assert (fresh(order).state, len(told(order))) == (S.REJECTED, 1)
    other = make_order(world, S.DISPATCHED)
    operations.cancel_order(other, by=world.community, note="企业停产")
    other.session.refresh_from_db()
    assert (fresh(other).state, other.session.state) == (S.CANCELLED, SessionState.CANCELLED)
    held = make_order(world, S.DONE)
    refused(operations.cancel_order, held, by=world.community, note="x")


@pytest.mark.parametrize("score", [0, 6, -1])
def test_scores_are_one_to_five(world, score):
    order = make_order(world, S.DONE)
    assert refused(operations.feedback_order, order, by=world.community, score=score) == "评分须为1至5分。"
    assert (fresh(order).state, fresh(order).score) == (S.DONE, None)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"state": S.SCHEDULED}, IntegrityError),  # without a session
        ({"state": S.FEEDBACK}, InternalError),  # no move leads there: the trigger
        ({"score": 9}, IntegrityError),
        ({"people": 0}, IntegrityError),
    ],
)
def test_the_database_keeps_the_states(world, wrong, refusal):
    order = make_order(world)
    with pytest.raises(refusal), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(**wrong)


def test_a_session_answers_one_order(world):
    session = make_session(world)
    make_order(world, S.SCHEDULED, session=session)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_order(world, S.SCHEDULED, session=session)


def test_what_was_given_is_not_called_off(world):
    order = make_order(world, S.DISPATCHED)
    Session.objects.filter(pk=order.session_id).update(state=SessionState.HELD)
    assert "场次已经举办" in refused(operations.cancel_order, order, by=world.community, note="x")
    assert fresh(order).state == S.DISPATCHED
