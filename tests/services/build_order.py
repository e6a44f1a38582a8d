"""Catalogue, orders and lecturers in a given state, rows made directly."""

from datetime import timedelta

from django.utils import timezone

from services.enums import ActivityKind, OrderState, SessionState
from services.models import CatalogueItem, Lecturer, Order
from tests.cast import make_activity, make_session

SENT = (OrderState.DISPATCHED, OrderState.DONE, OrderState.FEEDBACK)


def make_item(w, **fields) -> CatalogueItem:
    defaults = {
        "organization": w.contractor, "name": f"义诊进社区{CatalogueItem.objects.count()}",
        "kind": ActivityKind.CLINIC, "minutes": 120, "people_min": 20, "people_max": 80,
    }  # fmt: skip
    return CatalogueItem.objects.create(**(defaults | fields))


def make_order(w, state=OrderState.SUBMITTED, **fields) -> Order:
    """Ordered by the community for an enterprise, or asked for by it (REQUESTED); from SCHEDULED on with a session,
    held when it is done."""
    defaults = {
        "item": fields.pop("item", None) or make_item(w), "organization": w.community_union,
        "enterprise": "浑河湾机械厂", "contact_name": "赵红", "contact_phone": "13800000009",
        "wished_on": [timezone.localdate() + timedelta(days=7)], "place": "机械厂职工食堂", "people": 40,
        "created_by": w.community,
    }  # fmt: skip
    if state == OrderState.REQUESTED:
        defaults |= {"created_by": None, "phone_verified_at": timezone.now()}
    if (
        state not in (OrderState.REQUESTED, OrderState.SUBMITTED, OrderState.REJECTED, OrderState.CANCELLED)
        and "session" not in fields
    ):
        held = state in (OrderState.DONE, OrderState.FEEDBACK)
        fields["session"] = make_session(w, make_activity(w), state=SessionState.HELD if held else SessionState.PLANNED)
    if state in SENT:
        defaults["crew"] = "医护志愿者六人"
    if state == OrderState.FEEDBACK:
        defaults["score"] = 5
    return Order.objects.create(state=state, **(defaults | fields))


def make_lecturer(w, passed=True, **fields) -> Lecturer:
    defaults = {
        "organization": w.contractor, "name": "白露", "title": "二级心理咨询师", "topics": "减压",
        "phone": "13900000008", "passed_on": timezone.localdate() if passed else None,
    }  # fmt: skip
    return Lecturer.objects.create(**(defaults | fields))
