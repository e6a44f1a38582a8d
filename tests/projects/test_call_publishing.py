"""Calls from publishing to closing or cancelling, the closing time exact to the second; their files; every move."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from core.models import Notification
from projects import operations, workflow
from projects.enums import CallState
from projects.models import Application, Call, Fund, Publicity, Threshold
from projects.queries.call import publicity_floor
from tests.cast import make_fund, make_project
from tests.projects.build_call import make_call, make_plan, make_rule_set, make_scorecard
from tests.projects.call_steps import checked, upcoming
from tests.projects.leaving import refusal

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_publish_call(world):
    call = operations.publish_call(upcoming(world), by=world.district)
    assert call.state == "published"
    assert set(Notification.objects.values_list("recipient__username", "title")) == {
        ("ngo", "有新的项目征集"), ("rival", "有新的项目征集"),
    }  # fmt: skip
    assert Call.objects.visible_to(world.rival_head).get() == call


def test_dates_must_lie_ahead(world):
    call = upcoming(world)
    for now in (call.opens_at, call.opens_at + SECOND, call.closes_at):
        with refusal("都要晚于现在"):
            operations.publish_call(call, by=world.district, now=now)
    assert operations.publish_call(call, by=world.district, now=call.opens_at - SECOND).state == "published"


@pytest.mark.parametrize("column", ["scorecard", "rule_set"])
def test_rules_must_be_published_and_in_force(world, column):
    make = {"scorecard": make_scorecard, "rule_set": make_rule_set}[column]
    tomorrow = timezone.localdate() + timedelta(days=1)
    for rule in (make(published=False, name="未发布"), make(valid_from=tomorrow, name="未生效")):
        call = upcoming(world, **{column: rule})
        with refusal("还没有发布或还没有生效"):
            operations.publish_call(call, by=world.district)


def test_no_publishing_once_the_money_is_gone(world):
    fund = make_fund(world, "500000.00")
    call = upcoming(world, item=make_plan(world, fund=fund).items.get())
    make_project(world, "approved", fund=fund, budget=Decimal("0.01"))
    with refusal("请先追加安排"):
        operations.publish_call(call, by=world.district)


def single_source(w, days):
    """A single source of fiscal money at the tender threshold, published on Monday 2026-03-02."""
    Threshold.objects.get_or_create(
        organization=w.city_union, level="district", category="services", kind="public_tender",
        amount=Decimal(400_000), valid_from=date(2020, 1, 1), source_text="省目录",
    )  # fmt: skip
    item = make_plan(w, amount="400000.00").items.get()
    Fund.objects.filter(pk=item.fund_id).update(kind="fiscal")
    monday = timezone.make_aware(timezone.datetime(2026, 3, 2, 9))
    rules = {"valid_from": date(2020, 1, 1)}
    call = upcoming(
        w, item=item, procedure="single_source", opens_at=monday + timedelta(hours=1),
        closes_at=monday + timedelta(days=days), scorecard=make_scorecard(**rules), rule_set=make_rule_set(**rules),
    )  # fmt: skip
    return Call.objects.get(pk=call.pk), monday


def test_a_single_source_at_the_threshold_is_public_for_five_working_days(world):
    call, monday = single_source(world, days=6)  # Sunday: four working days after Monday
    assert publicity_floor(call) == 5
    with refusal("公示不得少于5个工作日"):
        operations.publish_call(call, by=world.district, now=monday)
    call, monday = single_source(world, days=7)
    assert operations.publish_call(call, by=world.district, now=monday).state == "published"


def test_the_law_does_not_ask_small_or_own_money_for_publicity(world):
    assert publicity_floor(make_call(world, procedure="single_source")) == 0
    call, _ = single_source(world, days=7)
    call.amount = Decimal("399999.99")
    assert publicity_floor(call) == 0


def test_close_call_to_the_second(world):
    call = make_call(world)
    with refusal("还没有到截止时间"):
        operations.close_call(call, by=world.district, now=call.closes_at - SECOND)
    operations.close_call(call, now=call.closes_at)
    assert list(call.events.values_list("kind", "by")) == [("close", None)]
    assert set(Notification.objects.values_list("recipient__username", "title")) == {("district", "征集批次已截止")}


def test_the_closing_second_is_too_late(world):
    call = make_call(world)
    moments = (call.opens_at - SECOND, call.opens_at, call.closes_at - SECOND, call.closes_at)
    assert [call.is_open(moment) for moment in moments] == [False, True, True, False]


def test_cancel_call_tells_everybody(world):
    call = make_call(world)
    Application.objects.create(
        code="SB-T1", call=call, contractor=world.rival, name="心理关爱", state="submitted", created_by=world.rival_head
    )
    operations.cancel_call(call, by=world.city, note=" 预算调减 ")
    assert list(Call.objects.get().events.values_list("kind", "note")) == [("cancel", "预算调减")]
    assert set(Notification.objects.values_list("recipient__username", "title")) == {
        ("district", "征集批次已废止"), ("rival", "征集批次已废止"),
    }  # fmt: skip
    assert Application.objects.get().state == "submitted"


def test_a_cancellation_stops_the_publicity(world):
    call, today = make_call(world, "publicity"), timezone.localdate()
    publicity = Publicity.objects.create(call=call, days=5, starts_on=today, ends_on=today, by=world.district)
    operations.cancel_call(call, by=world.city, note="废标")
    assert Publicity.objects.get().state == "stopped"
    assert list(publicity.events.values_list("kind", "note")) == [("stop", "批次已废止")]


def test_a_cancellation_needs_a_reason_and_no_award(world):
    call = make_call(world, "publicity")
    with refusal("请写明原因"):
        operations.cancel_call(call, by=world.city, note="\n ")
    application = Application.objects.create(
        code="SB-T1", call=call, contractor=world.contractor, name="心理关爱", state="awarded", created_by=world.ngo
    )
    make_project(world, "approved", fund=call.fund, application=application)
    with refusal("已有项目立项，不能废止"):
        operations.cancel_call(call, by=world.city, note="重来")


def test_files_are_judged_by_their_content(world):
    call = make_call(world, "draft")
    row = operations.attach_call_file(call, by=world.district, file=ContentFile(b"%PDF-1.4\nguide", "指南.exe"))
    assert (row.name, row.size, row.uploaded_by) == ("指南.pdf", 14, world.district)
    with refusal("附件不是 PDF"):
        operations.attach_call_file(call, by=world.district, file=ContentFile(b"MZ\x90\x00", "指南.pdf"))
    operations.remove_call_file(call, by=world.district, file=row)
    assert (call.files.count(), call.events.count()) == (0, 2)
    with refusal("已经删除"):
        operations.remove_call_file(call, by=world.district, file=row)


def test_a_file_too_large_is_refused(world, settings):
    settings.UPLOAD_MAX_BYTES = 10
    call = make_call(world, "draft")
    with refusal("附件超过"):
        operations.attach_call_file(call, by=world.district, file=ContentFile(b"%PDF-1.4\nguide", "a.pdf"))


OPERATIONS = {
    "approve": lambda w, call: operations.approve_call(call, by=w.city),
    "publish": lambda w, call: operations.publish_call(call, by=w.district),
    "close": lambda w, call: operations.close_call(call, now=call.closes_at),
    "cancel": lambda w, call: operations.cancel_call(call, by=w.district, note="流标"),
}
OWN = [move for move in workflow.CALL if move.name in OPERATIONS]


@pytest.mark.parametrize("state", CallState.values)
@pytest.mark.parametrize("transition", OWN, ids=lambda row: row.name)
def test_every_move_from_every_state(world, transition, state):
    make = checked if (transition.name, state) == ("approve", "draft") else lambda w: upcoming(w, state)
    call = make(world)
    if state in transition.sources:
        OPERATIONS[transition.name](world, call)
        assert Call.objects.get().state == transition.target
    else:
        with refusal(f"不能{transition.label}"):
            OPERATIONS[transition.name](world, call)
