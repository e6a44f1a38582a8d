"""Pages of plans and calls: what they show, what they offer, what stays sealed."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from projects.models import Application, Call, Plan, Question
from tests.cast import make_fund
from tests.projects.build_call import make_call, make_call_file, make_plan, make_rule_set, make_scorecard

pytestmark = pytest.mark.django_db


def page_of(name, row) -> str:
    return reverse(f"projects:{name}", args=[row.pk])


def queries_of(client, url, django_assert_max_num_queries) -> int:
    client.get(url)
    with django_assert_max_num_queries(40) as asked:
        assert client.get(url, headers={"HX-Request": "true"}).status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", ["plan-list", "call-list"])
def test_lists_ask_the_same_whatever_they_hold(world, signed_in, django_assert_max_num_queries, name):
    client, url = signed_in(world.district), reverse(f"projects:{name}")
    make_call(world)
    one = queries_of(client, url, django_assert_max_num_queries)
    for _ in range(3):
        make_call(world)
    assert queries_of(client, url, django_assert_max_num_queries) == one <= 8


def test_a_plan_asks_the_same_whatever_it_holds(world, signed_in, django_assert_max_num_queries):
    client = signed_in(world.district)
    found = {}
    for count in (1, 4):
        plan = make_plan(world, items=count)
        for item in plan.items.all():
            make_call(world, item=item)
        found[count] = queries_of(client, plan.get_absolute_url(), django_assert_max_num_queries)
    assert found[1] == found[4] <= 20


def test_a_call_asks_the_same_whatever_it_holds(world, signed_in, django_assert_max_num_queries):
    client, call = signed_in(world.district), make_call(world)
    make_call_file(call, world.district)
    Question.objects.create(call=call, text="一", asked_by=world.ngo)
    one = queries_of(client, call.get_absolute_url(), django_assert_max_num_queries)
    for text in "二三四":
        make_call_file(call, world.district)
        Question.objects.create(call=call, text=text, asked_by=world.ngo)
    assert queries_of(client, call.get_absolute_url(), django_assert_max_num_queries) == one <= 20


def test_a_plan_from_the_first_page_to_the_approval(world, signed_in):
    client, fund = signed_in(world.district), make_fund(world)
    body = {"name": "购买服务计划", "organization": world.district_union.pk, "year": timezone.localdate().year}
    plan_url = client.post(reverse("projects:plan-create"), body).url
    plan = Plan.objects.get()
    assert plan_url == plan.get_absolute_url()
    assert client.post(reverse("projects:plan-create"), body).context["form"].errors
    refused = {row["label"]: row["reason"] for row in client.get(plan_url).context["transitions"] if not row["allowed"]}
    assert refused == {"提交审批": "先增加采购明细"}
    item = {
        "name": "心理关爱", "category": "psychology", "fund": fund.pk, "amount": "1e9", "procedure": "open_call",
    }  # fmt: skip
    assert list(client.post(page_of("plan-add-item", plan), item).context["form"].errors) == ["amount"]
    assert client.post(page_of("plan-add-item", plan), item | {"amount": "１００,０００"}).url == plan_url
    assert client.post(page_of("plan-submit", plan)).url == plan_url
    assert "不能批准" in client.post(page_of("plan-approve", plan)).context["form"].non_field_errors()[0]
    assert signed_in(world.city).post(page_of("plan-approve", plan)).url == plan_url
    assert Plan.objects.get().state == "approved"
    (row,) = client.get(plan_url).context["rows"]
    assert row["call_url"] == f"{reverse('projects:call-create')}?item={row['item'].pk}"


def call_body(item, **fields) -> dict:
    now = timezone.localtime()
    opens, closes = now + timedelta(days=1), now + timedelta(days=20)
    defaults = {
        "item": item.pk, "title": "心理关爱项目征集", "description": "为期一年。", "requirements": "依法登记。",
        "contact": "024-1", "supervision_phone": "024-2", "opens_at": opens.strftime("%Y-%m-%dT%H:%M"),
        "closes_at": closes.strftime("%Y-%m-%dT%H:%M"), "amount": "300,000", "max_amount": "100000",
        "weak_share": "30", "panel_size": "5", "instalment_ratios": "50、30，20", "late_report_fails": "on",
        "scorecard": make_scorecard().pk, "rule_set": make_rule_set().pk,
    }  # fmt: skip
    return defaults | fields


def test_a_call_from_the_plan_to_the_public(world, signed_in):
    client, item = signed_in(world.district), make_plan(world).items.get()
    form = client.get(f"{reverse('projects:call-create')}?item={item.pk}").context["form"]
    assert (form.initial["item"], form.initial["amount"]) == (item.pk, "500000.00")
    url = client.post(reverse("projects:call-create"), call_body(item)).url
    call = Call.objects.get()
    assert (url, call.instalment_ratios, call.panel_size) == (call.get_absolute_url(), [50, 30, 20], 5)
    first = client.get(url).context
    assert {row["label"]: row["reason"] for row in first["transitions"] if not row["allowed"]} == {
        "批准预算": "先完成负面清单自查",
    }  # fmt: skip
    answers = dict.fromkeys(client.get(page_of("call-self-check", call)).context["form"].fields, "no")
    stopped = client.post(page_of("call-self-check", call), answers | {"financing": "yes"})
    assert "属于不得购买的事项：融资行为" in stopped.context["form"].non_field_errors()[0]
    assert client.post(page_of("call-self-check", call), answers).url == url
    file = SimpleUploadedFile("指南.pdf", b"%PDF-1.4\nguide")
    assert client.post(page_of("call-attach", call), {"file": file}).url == url
    assert client.get(call.get_public_url()).status_code == 404
    signed_in(world.city).post(page_of("call-approve", call))
    signed_in(world.district).post(page_of("call-publish", call))
    assert Call.objects.get().state == "published"
    public = client.get(call.get_public_url())
    assert public.status_code == 200 and "指南.pdf" in public.content.decode()


def test_the_form_starts_from_the_default_share(world, signed_in):
    page = signed_in(world.district).get(reverse("projects:call-create")).content.decode()
    assert 'name="weak_share" value="30"' in page  # not 3E+1


def test_bad_terms_stay_in_the_form(world, signed_in):
    client, item = signed_in(world.district), make_plan(world).items.get()
    url, now = reverse("projects:call-create"), "2026-01-01T08:00"
    wrong = {
        "amount": "NaN", "max_amount": "-0.00", "title": "长" * 61, "panel_size": "2", "weak_share": "101",
        "description": "a\0b", "opens_at": now, "closes_at": now,
    }  # fmt: skip
    errors = client.post(url, call_body(item, **wrong)).context["form"].errors
    assert set(errors) == set(wrong) - {"opens_at"}
    refused = client.post(url, call_body(item, instalment_ratios="50/40")).context["form"].non_field_errors()
    assert refused == ["分期比例合计应为 100，最多6期，请核对。"]
    other = make_plan(world, "draft").items.get()
    assert list(client.post(url, call_body(other)).context["form"].errors) == ["item"]
    assert Call.objects.count() == 0


def test_nothing_tells_how_many_applied_before_the_closing_time(world, signed_in, api):
    """The same pages with and without applications, for everybody on the purchaser's side."""
    call = make_call(world)

    def seen(user):
        pages = (call.get_absolute_url(), reverse("projects:call-list"), reverse("workbench"), call.get_public_url())
        texts = [signed_in(user).get(page).content for page in pages]
        return [len(text) for text in texts], api(user).get(f"/api/v1/calls/{call.pk}/").json()

    for user in (world.district, world.city, world.leader):
        before = seen(user)
        application = Application.objects.create(
            code=f"SB-{user.pk}", call=call, contractor=world.rival, name=f"心理关爱{user.pk}", state="submitted",
            created_by=world.rival_head,
        )  # fmt: skip
        assert seen(user) == before
        assert not Application.objects.visible_to(user).filter(pk=application.pk).exists()
    context = signed_in(world.district).get(call.get_absolute_url()).context
    assert (context["sealed"], context["applications"]) == (True, None)


def test_after_closing_the_purchaser_sees_the_number(world, signed_in):
    call = make_call(world, "closed")
    Application.objects.create(
        code="SB-1", call=call, contractor=world.rival, name="心理关爱", state="submitted", created_by=world.rival_head
    )
    context = signed_in(world.district).get(call.get_absolute_url()).context
    assert (context["sealed"], context["applications"]["total"]) == (False, 1)
    assert signed_in(world.ngo).get(call.get_absolute_url()).context["applications"] is None


def test_applicants_see_the_announcement_not_its_making(world, signed_in):
    call = make_call(world)
    context = signed_in(world.ngo).get(call.get_absolute_url()).context
    assert (context["is_insider"], context["events"], context["transitions"]) == (False, None, [])
    assert "提问" in [action["label"] for action in context["actions"]]


def test_asking_and_answering_on_the_pages(world, signed_in):
    call = make_call(world)
    asked = signed_in(world.ngo).post(page_of("call-ask", call), {"text": "能否联合申报？"})
    assert asked.url == call.get_absolute_url()
    question = Question.objects.get()
    assert signed_in(world.rival_head).get(call.get_absolute_url()).context["questions"] == []
    (row,) = signed_in(world.district).get(call.get_absolute_url()).context["questions"]
    signed_in(world.district).post(row["url"], {"answer": "可以。"})
    assert Question.objects.get(pk=question.pk).answer == "可以。"
    page = signed_in(world.district).get(call.get_absolute_url()).content.decode()
    assert world.contractor.name not in page and ">ngo<" not in page


def test_attachments_by_who_sees_the_call(world, signed_in, client):
    draft, call = make_call(world, "draft"), make_call(world)
    hidden, shown = make_call_file(draft, world.district), make_call_file(call, world.district)
    answers = [signed_in(world.ngo).get(page_of("callfile-file", row)).status_code for row in (hidden, shown)]
    assert answers == [404, 200]
    client.logout()
    public = [client.get(reverse("call:file", args=[row.call.token, row.pk])) for row in (hidden, shown)]
    assert [answer.status_code for answer in public] == [404, 200]
    assert public[1]["Content-Disposition"].startswith("attachment;")
    assert client.get(reverse("call:file", args=[draft.token, shown.pk])).status_code == 404


def test_the_inbox(world, signed_in):
    make_plan(world, "submitted", created_by=world.city)
    make_call(world, "approved")
    make_call(world, "draft", negative_checked_at=timezone.now(), negative_checked_by=world.city, created_by=world.city)
    asked = make_call(world)
    Question.objects.create(call=asked, text="问题", asked_by=world.ngo)
    waiting = {todo.title: todo.total for todo in signed_in(world.district).get("/").context["todos"]}
    wanted = ("待审批的采购计划", "待批准预算的征集批次", "待发布的征集批次", "有提问待答复的征集批次")
    assert {title: waiting.get(title) for title in wanted} == dict.fromkeys(wanted, 1)
    waiting = {todo.title: todo.total for todo in signed_in(world.ngo).get("/").context["todos"]}
    assert waiting["正在受理申报的征集批次"] == 1


def test_filters(world, signed_in):
    client, first, second = signed_in(world.district), make_call(world), make_call(world, "draft", title="普法维权")
    Question.objects.create(call=first, text="问题", asked_by=world.ngo)

    def found(**query):
        return [row.pk for row in client.get(reverse("projects:call-list"), query).context["table"].data]

    assert found(q="普法") == [second.pk]
    assert found(state="published") == found(open="1") == found(questions="open") == [first.pk]
    assert found(category="law") == []
