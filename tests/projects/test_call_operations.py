"""Calls from draft to approval: every guard leaves nothing behind."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from core.models import Notification
from projects import operations
from projects.enums import CallState, NegativeItem, Procedure
from projects.models import Application, Call, Parameter
from projects.queries.call import left_of
from tests.cast import make_fund, make_project
from tests.projects.build_call import make_call, make_call_file, make_plan, make_rule_set, make_scorecard
from tests.projects.call_steps import checked, upcoming
from tests.projects.leaving import refusal

pytestmark = pytest.mark.django_db
NO = dict.fromkeys(NegativeItem.values, False)


def terms(**fields) -> dict:
    now = timezone.now()
    defaults = {
        "title": "职工心理关爱项目征集", "description": "为期一年的服务。", "requirements": "依法登记的社会组织。",
        "contact": "024-20000001", "supervision_phone": "024-20000002", "opens_at": now + timedelta(days=1),
        "closes_at": now + timedelta(days=21), "amount": "300000.00", "max_amount": "100000.00",
        "instalment_ratios": ["50", "30", "20"],
    }  # fmt: skip
    for column, make in (("scorecard", make_scorecard), ("rule_set", make_rule_set)):
        if column not in fields:
            defaults[column] = make()
    return defaults | fields


def test_create_call(world):
    item = make_plan(world, amount="500000.00").items.get()
    call = operations.create_call(by=world.district, item=item, **terms())
    assert (call.state, call.organization, call.fund, call.category, call.procedure, call.created_by) == (
        "draft", world.district_union, item.fund, "psychology", "open_call", world.district,
    )  # fmt: skip
    assert (call.amount, call.weak_share, call.instalment_ratios) == (Decimal("300000.00"), 30, [50, 30, 20])
    assert call.code == f"ZJ-{timezone.localdate().year}-{call.pk:05d}"
    assert list(call.events.values_list("kind", "to_state", "by")) == [("create", "draft", world.district.pk)]
    assert left_of(item) == Decimal("200000.00")


REFUSED = {
    "closes_early": ({"closes_at": timezone.now()}, "截止时间应晚于开始时间"),
    "far": ({"closes_at": timezone.now() + timedelta(days=800)}, "截止时间在两年以后"),
    "over_item": ({"amount": "500000.01"}, "还剩 500,000.00 元"),
    "nan": ({"amount": "NaN"}, "请填写数字金额"),
    "scientific": ({"amount": "1e5"}, "请填写数字金额"),
    "zero": ({"max_amount": "-0.00"}, "金额必须大于 0"),
    "max": ({"max_amount": "300000.01"}, "不能超过批次总额"),
    "share": ({"weak_share": Decimal("29.99")}, "低于默认的 30%，请写明理由"),
    "share_over": ({"weak_share": Decimal(101), "weak_share_reason": "x"}, "0 到 100 之间"),
    "share_nan": ({"weak_share": Decimal("NaN")}, "0 到 100 之间"),
    "even": ({"panel_size": 4}, "三人以上单数"),
    "few": ({"panel_size": 1}, "三人以上单数"),
    "ratios": ({"instalment_ratios": ["50", "30"]}, "合计应为 100"),
    "ratio_words": ({"instalment_ratios": ["五十", "50"]}, "大于 0 的数字"),
    "ratio_zero": ({"instalment_ratios": ["0", "100"]}, "大于 0 的数字"),
    "ratio_none": ({"instalment_ratios": []}, "合计应为 100"),
    "ratio_many": ({"instalment_ratios": ["10"] * 10}, "最多6期"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_create_call_is_refused(world, case):
    fields, sentence = REFUSED[case]
    item, values = make_plan(world, amount="500000.00").items.get(), terms(**fields)
    with refusal(sentence):
        operations.create_call(by=world.district, item=item, **values)


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_no_call_without_an_approved_plan(world, state):
    item, values = make_plan(world, state).items.get(), terms()
    with refusal("采购计划还没有批准"):
        operations.create_call(by=world.district, item=item, **values)


def test_no_call_for_a_direct_commission(world):
    plan = make_plan(world)
    plan.items.update(procedure=Procedure.DIRECT)
    values = terms()
    with refusal("定向委托，不需要征集"):
        operations.create_call(by=world.district, item=plan.items.get(), **values)


def test_extremes_stay_in_a_statutory_procedure(world):
    plan = make_plan(world)
    plan.items.update(procedure=Procedure.PUBLIC_TENDER)
    values = terms(drops_extremes=True)
    with refusal("法定采购方式"):
        operations.create_call(by=world.district, item=plan.items.get(), **values)
    assert operations.create_call(by=world.district, item=make_plan(world).items.get(), **values).drops_extremes


def test_a_lower_share_for_a_reason_and_by_the_rule_of_the_day(world):
    item = make_plan(world).items.get()
    about = terms(weak_share=Decimal(10), weak_share_reason=" 辖区没有薄弱社区 ", amount="1000.00", max_amount="1000")
    call = operations.create_call(by=world.district, item=item, **about)
    assert (call.weak_share, call.weak_share_reason) == (10, "辖区没有薄弱社区")
    Parameter.objects.create(name="weak_share", value=40, valid_from=date(2020, 1, 1), source_text="本级规定")
    about = terms(amount="1000.00", max_amount="1000")
    assert operations.create_call(by=world.district, item=item, **about).weak_share == 40


def test_what_is_left_of_an_item(world):
    """A running call takes its amount, a cancelled one nothing, a finished one what it committed."""
    item = make_plan(world, amount="500000.00").items.get()
    make_call(world, "cancelled", item, amount=Decimal("500000.00"))
    make_call(world, "published", item, amount=Decimal("100000.00"))
    done = make_call(world, "done", item, amount=Decimal("200000.00"))
    assert left_of(item) == Decimal("400000.00")
    application = Application.objects.create(
        code="SB-T1", call=done, contractor=world.contractor, name="心理关爱", state="awarded", created_by=world.ngo
    )
    make_project(world, "approved", fund=item.fund, budget=Decimal("150000.00"), application=application)
    make_project(world, "approved", fund=item.fund, budget=Decimal("20000.00"), plan_item=item)
    assert left_of(item) == Decimal("230000.00")


def test_update_call(world):
    call = make_call(world, "draft", amount=Decimal("100000.00"))
    operations.update_call(call, by=world.district, **terms(title="改过的标题", amount="500000.00"))
    call = Call.objects.get()
    assert (call.title, call.amount) == ("改过的标题", Decimal("500000.00"))
    assert list(call.events.values_list("kind", "by")) == [("update", world.district.pk)]


def test_an_approved_amount_stands(world):
    call, values = make_call(world, "approved", amount=Decimal("100000.00")), terms(amount="100000.01")
    with refusal("批次总额不能再改"):
        operations.update_call(call, by=world.district, **values)
    operations.update_call(call, by=world.district, **terms(amount="100000.00", title="改过"))
    assert Call.objects.get().title == "改过"


def test_another_text_is_to_be_checked_anew(world):
    """The negative list was answered for what the call said then."""
    call = checked(world)
    same = {"title": call.title, "description": call.description, "requirements": call.requirements}
    operations.update_call(call, by=world.district, **terms(**same, contact="024-20000009"))
    assert Call.objects.get().negative_checked_by == world.district
    operations.update_call(call, by=world.district, **terms(**same | {"description": "为机关招聘派遣人员"}))
    assert (Call.objects.get().negative_checked_by, Call.objects.get().negative_checked_at) == (None, None)
    with refusal("还没有完成负面清单自查"):
        operations.approve_call(call, by=world.city)


def test_nobody_publishes_what_they_changed_after_the_approval(world):
    drafted = upcoming(world, "draft", negative_checked_by=world.district, negative_checked_at=timezone.now())
    call = operations.approve_call(drafted, by=world.city)
    operations.update_call(call, by=world.district, **terms(amount=call.amount, max_amount=call.amount))
    with refusal("批准以后您修改过公告或附件"):
        operations.publish_call(call, by=world.district)
    assert operations.publish_call(call, by=world.city).state == "published"


@pytest.mark.parametrize("state", [state for state in CallState.values if state not in ("draft", "approved")])
def test_a_published_call_does_not_change(world, state):
    call, values = make_call(world, state), terms()
    file = make_call_file(call, world.district)
    with refusal("不能修改"):
        operations.update_call(call, by=world.district, **values)
    with refusal("不能修改"):
        operations.attach_call_file(call, by=world.district, file=ContentFile(b"%PDF-1.4\n", "a.pdf"))
    with refusal("不能修改"):
        operations.remove_call_file(call, by=world.district, file=file)


def test_self_check(world):
    call = make_call(world, "draft")
    operations.self_check_call(call, by=world.district, items=NO)
    call = Call.objects.get()
    assert (call.negative_items, call.negative_checked_by) == ([], world.district)
    assert call.negative_checked_at is not None
    assert list(call.events.values_list("kind", "note")) == [("self_check", "六项均为“否”")]
    told = Notification.objects.values_list("recipient__username", "title")
    assert set(told) == {("city", "征集批次待批准预算")}


@pytest.mark.parametrize("item", NegativeItem.values)
def test_one_yes_stops_the_call(world, item):
    call = make_call(world, "draft")
    with refusal(NegativeItem(item).label):
        operations.self_check_call(call, by=world.district, items=NO | {item: True})
    with refusal("还缺"):
        operations.self_check_call(call, by=world.district, items={key: no for key, no in NO.items() if key != item})


@pytest.mark.parametrize("state", [state for state in CallState.values if state != "draft"])
def test_self_check_only_while_drawing_up(world, state):
    call = make_call(world, state)
    with refusal("编制中才需要自查"):
        operations.self_check_call(call, by=world.district, items=NO)


def test_approve_call(world):
    call = operations.approve_call(checked(world), by=world.city, note="同意")
    assert call.state == "approved"
    assert list(call.events.values_list("kind", "by", "note")) == [("approve", world.city.pk, "同意")]
    assert set(Notification.objects.values_list("recipient__username", "title")) == {("district", "征集批次预算已批准")}


def test_nobody_approves_their_own_call(world):
    call = checked(world, created_by=world.district)
    with refusal("不能批准"):
        operations.approve_call(call, by=world.district)
    call.events.create(kind="update", by=world.city)
    with refusal("不能批准"):
        operations.approve_call(call, by=world.city)


def test_no_approval_without_the_self_check(world):
    call = make_call(world, "draft")
    with refusal("还没有完成负面清单自查"):
        operations.approve_call(call, by=world.city)


def test_no_approval_beyond_the_fund(world):
    fund = make_fund(world, "500000.00")
    item = make_plan(world, fund=fund, amount="500000.00").items.get()
    call = checked(world, item=item, amount=Decimal("300000.00"))
    other = make_call(world, item=make_plan(world, fund=fund, amount="300000.00").items.get(), amount="200000.01")
    with refusal("还剩 299,999.99 元，不足本批次 300,000.00 元"):
        operations.approve_call(call, by=world.city)
    Call.objects.filter(pk=other.pk).update(state="cancelled")
    assert operations.approve_call(call, by=world.city).state == "approved"


def test_no_approval_beyond_the_plan(world):
    item = make_plan(world, amount="500000.00").items.get()
    make_call(world, item=item, amount=Decimal("400000.00"))
    call = checked(world, item=item, amount=Decimal("100000.01"))
    with refusal("还剩 100,000.00 元"):
        operations.approve_call(call, by=world.city)
