"""Pages and API of plans: who gets where, what is said when it is wrong, what a reader sees."""

import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.utils import timezone

from projects.enums import ProjectState
from services import operations
from services.enums import ActivityState
from services.models import Activity, Insurance
from tests.cast import make_activity, make_project, make_session
from tests.services.build_plan import make_dangerous, make_insurance, make_plan, policy_file
from tests.services.pages import said, url

PLAN = {
    "scale": "medium", "expected_people": "40", "groups": ["new_form", "elder"], "publicity": "职工群",
    "objectives-TOTAL_FORMS": "1", "objectives-INITIAL_FORMS": "0", "objectives-0-text": "学会减压",
    "steps-TOTAL_FORMS": "2", "steps-INITIAL_FORMS": "0", "steps-0-time": "19:00", "steps-0-content": "开场",
    "costs-TOTAL_FORMS": "1", "costs-INITIAL_FORMS": "0", "costs-0-category": "activity", "costs-0-item": "彩绳",
    "costs-0-unit_price": "１２.５", "costs-0-quantity": "4",
}  # fmt: skip


def answers(activity):
    return PLAN | {"objectives-0-need": activity.project.needs.get().pk}


def word_text(content: bytes) -> str:
    return zipfile.ZipFile(BytesIO(content)).read("word/document.xml").decode()


# (page, who may open it); everybody else who sees the activity gets 403.
OPENS = {
    "activity-plan": {"ngo", "worker"},
    "activity-submit": {"ngo", "worker"},
    "activity-approve": {"ngo", "supervisor"},
    "activity-return": {"ngo", "supervisor"},
    "activity-finish": {"ngo", "worker"},
    "activity-insure": {"ngo", "worker"},
    "activity-copy": {"ngo", "worker"},
    "activity-mark-template": {"ngo", "worker"},
    "activity-unmark-template": {"ngo", "worker"},
}
READERS = ("city", "district", "street", "community", "ngo", "worker", "supervisor", "finance", "leader")


@pytest.mark.parametrize("page", OPENS)
def test_who_opens_which_page(world, signed_in, page):
    activity = make_plan(world)
    got = {role: signed_in(getattr(world, role)).get(url(page, activity.pk)).status_code for role in READERS}
    assert {role for role, code in got.items() if code == 200} == OPENS[page]
    assert set(got.values()) == {200, 403}
    assert signed_in(world.rival_head).get(url(page, activity.pk)).status_code == 404


def test_write_the_plan(world, signed_in):
    activity = make_activity(world, state=ActivityState.DRAFT)
    response = signed_in(world.worker).post(url("activity-plan", activity.pk), answers(activity), follow=True)
    assert said(response) == ["策划书已保存"]
    row = Activity.objects.get(pk=activity.pk)
    assert (row.scale, row.groups, row.expected_people, row.plan.publicity) == (
        "medium", ["new_form", "elder"], 40, "职工群",
    )  # fmt: skip
    assert (row.objectives.get().need, row.steps.count(), row.costs.get().amount) == (
        activity.project.needs.get(), 1, 50,
    )  # fmt: skip
    page = response.content.decode()
    assert all(text in page for text in ("学会减压", "开场", "50.00", "职工群", "新就业形态劳动者"))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"expected_people": "-1"}, "请填写大于0的整数"),
        ({"costs-0-unit_price": "NaN"}, "请填写数字金额"),
        ({"costs-0-quantity": "999999999999"}, ""),
        ({"objectives-0-need": ""}, "请选择对应的需求或指标。"),
        ({"objectives-0-text": "长" * 10_000}, ""),
        ({"steps-0-content": "\x00"}, ""),
        ({"groups": ["nobody"]}, ""),
    ],
)
def test_a_wrong_plan_is_explained_and_not_saved(world, signed_in, wrong, sentence):
    activity = make_activity(world, state=ActivityState.DRAFT)
    response = signed_in(world.worker).post(url("activity-plan", activity.pk), answers(activity) | wrong)
    assert response.status_code == 200
    assert "没有保存，请先改正下面的问题" in response.content.decode()
    assert (activity.events.count(), activity.objectives.count(), activity.steps.count()) == (0, 0, 0)
    if sentence and "expected" not in str(wrong):
        assert sentence in response.content.decode()


def test_foreign_needs_are_no_choice(world, signed_in):
    activity = make_activity(world, state=ActivityState.DRAFT)
    other = make_project(world).needs.get()
    data = answers(activity) | {"objectives-0-need": other.pk}
    response = signed_in(world.worker).post(url("activity-plan", activity.pk), data)
    assert (response.status_code, activity.objectives.count()) == (200, 0)


def test_rows_come_and_go_with_and_without_javascript(world, signed_in):
    activity, client = make_activity(world, state=ActivityState.DRAFT), signed_in(world.worker)
    more = answers(activity) | {"reshape_steps": "add"}
    page = client.post(url("activity-plan", activity.pk), more)
    form = page.context["form"]
    assert [len(form.tables[name].forms) for name in ("objectives", "steps", "costs")] == [1, 3, 1]
    assert "职工群</textarea>" in page.content.decode()
    assert form["groups"].value() == ["new_form", "elder"]
    part = client.post(
        url("activity-plan", activity.pk), answers(activity) | {"reshape_costs": "0"}, headers={"HX-Request": "true"}
    )
    assert (len(part.context["rows"].forms), "活动策划书" in part.content.decode()) == (1, False)
    assert activity.events.count() == 0


def test_saving_what_stands_there_keeps_every_row(world, signed_in):
    activity, client = make_activity(world, state=ActivityState.DRAFT), signed_in(world.worker)
    client.post(url("activity-plan", activity.pk), answers(activity))
    form = client.get(url("activity-plan", activity.pk)).context["form"]
    again = {bound.html_name: bound.value() or "" for table in form.tables.values() for row in table for bound in row}
    assert again["costs-0-unit_price"] == Decimal("12.50")
    counts = {name: value for name, value in answers(activity).items() if "FORMS" in name}
    client.post(url("activity-plan", activity.pk), again | counts | {"scale": "medium"})
    assert [getattr(activity, name).count() for name in ("objectives", "steps", "costs")] == [1, 1, 1]
    assert activity.events.count() == 2


def test_reshaping_needs_the_right_to_write(world, signed_in):
    activity = make_activity(world, state=ActivityState.DRAFT)
    response = signed_in(world.community).post(url("activity-plan", activity.pk), {"reshape_steps": "add"})
    assert response.status_code == 403


def test_next_steps_follow_the_plan(world, signed_in):
    client = signed_in(world.worker)

    def steps(row):
        return [step["label"] for step in client.get(row.get_absolute_url()).context["transitions"]]

    harmless, costly = make_plan(world), make_plan(world, costs=[("activity", 10, 1)])
    assert steps(harmless) == ["安排场次", "发布", "取消活动"]
    assert steps(costly) == ["安排场次", "提交审批", "取消活动"]
    Activity.objects.filter(pk=costly.pk).update(state=ActivityState.SUBMITTED)
    assert steps(costly) == ["审批通过", "安排场次", "退回修改", "取消活动"]
    Activity.objects.filter(pk=costly.pk).update(state=ActivityState.APPROVED)
    make_session(world, costly)
    assert steps(costly) == ["发布", "安排场次", "退回修改", "取消活动"]


def test_page_says_what_publishing_asks_for(world, signed_in):
    activity = make_dangerous(world)
    page = signed_in(world.worker).get(activity.get_absolute_url()).content.decode()
    assert "发布前须补充：没有为参加者登记保险。" in page
    assert "还没有登记保险" in page


def test_insurance_pages(world, signed_in):
    activity, client = make_dangerous(world), signed_in(world.worker)
    today = timezone.localdate().isoformat()
    data = {"insurer": "和平财险", "policy_number": "P1", "cover": "everybody", "starts_on": today, "ends_on": today}
    wrong = client.post(url("activity-insure", activity.pk), data | {"file": policy_file_of(b"MZ")})
    assert (wrong.status_code, Insurance.objects.count()) == (200, 0)
    response = client.post(url("activity-insure", activity.pk), data | {"file": policy_file()}, follow=True)
    assert said(response) == ["保险已登记"]
    policy = Insurance.objects.get()
    file = client.get(url("insurance-file", policy.pk))
    assert file.headers["Content-Disposition"].startswith("attachment")
    response = client.post(url("insurance-void", policy.pk), {"note": "录错"}, follow=True)
    assert said(response) == ["保险已作废"]


def policy_file_of(content: bytes):
    file = policy_file()
    file.file.seek(0)
    file.file.write(content + b" " * 20)
    file.file.seek(0)
    return file


def test_copy_leads_to_the_new_activity(world, signed_in):
    activity = make_plan(world)
    data = {"project": activity.project_id, "name": "第二场"}
    response = signed_in(world.worker).post(url("activity-copy", activity.pk), data, follow=True)
    assert said(response) == ["已复制，请核对策划书后安排场次"]
    assert response.context["object"].name == "第二场"


def test_nobody_copies_into_a_project_of_others(world, signed_in):
    activity = make_plan(world)
    foreign = make_project(world, ProjectState.ACTIVE, contractor=world.rival)
    response = signed_in(world.worker).post(url("activity-copy", activity.pk), {"project": foreign.pk, "name": "x"})
    assert (response.status_code, Activity.objects.count()) == (200, 1)


def test_templates_are_offered_to_colleagues_only(world, signed_in):
    operations.mark_template(make_plan(world), by=world.worker)
    page = signed_in(world.ngo).get(url("activity-templates"))
    assert [row.name for row in page.context["object_list"]] == ["心理减压讲座"]
    assert list(signed_in(world.rival_head).get(url("activity-templates")).context["object_list"]) == []
    assert signed_in(world.community).get(url("activity-templates")).status_code == 403


def test_the_plan_as_word(world, signed_in):
    activity = make_plan(world, costs=[("activity", "12.50", 4)], name="减压<讲座>&")
    make_session(world, activity)
    content = signed_in(world.worker).get(url("activity-plan-word", activity.pk)).content
    text = word_text(content)
    assert all(
        part in text
        for part in ("减压&lt;讲座&gt;&amp;", "学会一种减压方法", "快递员心理减压", "50.00", "社区职工之家")
    )
    assert "{" not in text.replace("{{", "{").partition("<w:body>")[2]


def test_an_approval_at_night_is_of_the_local_day(world, signed_in, monkeypatch):
    activity, night = make_plan(world), datetime(2026, 3, 31, 17, 30, tzinfo=UTC)
    with monkeypatch.context() as patched:
        patched.setattr("django.utils.timezone.now", lambda: night)
        activity.events.create(kind="submit", by=world.worker)
    client = signed_in(world.worker)
    with timezone.override("Asia/Shanghai"):
        text = word_text(client.get(url("activity-plan-word", activity.pk)).content)
    assert ("2026-04-01" in text, "2026-03-31" in text) == (True, False)


def test_the_outside_expert_reads_the_plan_without_money_and_policies(world, signed_in):
    activity = make_plan(world, costs=[("activity", "12.50", 4)])
    make_insurance(world, activity)
    type(activity.project).objects.filter(pk=activity.project_id).update(evaluator=world.expert)
    client = signed_in(world.expert)
    context = client.get(activity.get_absolute_url()).context
    assert (context["costs"], list(context["insurances"]), len(context["objectives"])) == ([], [], 1)
    text = word_text(client.get(url("activity-plan-word", activity.pk)).content)
    assert ("50.00" in text, Insurance.objects.get().policy_number in text) == (False, False)
    assert client.get(url("insurance-file", Insurance.objects.get().pk)).status_code == 404


def test_activity_page_queries_do_not_grow(world, signed_in, django_assert_max_num_queries):
    client, counts = signed_in(world.worker), []
    for rows in (1, 3):
        activity = make_plan(world, costs=[("activity", 10, 1)] * rows)
        activity.objectives.all().delete()
        need = activity.project.needs.get()
        operations.save_plan(activity, by=world.worker, objectives=[{"text": "x", "need": need}] * rows)
        for _ in range(rows):
            make_insurance(world, activity)
        with django_assert_max_num_queries(60) as found:
            client.get(activity.get_absolute_url())
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_list_narrows_by_scale_group_and_template(world, signed_in):
    make_plan(world, scale="large", groups=["elder"], name="大型")
    make_plan(world, is_template=True, name="模板")
    client = signed_in(world.worker)

    def found(**query):
        return [row.record.name for row in client.get(url("activity-list", **query)).context["table"].rows]

    assert found(scale="large") == found(group="elder") == found(is_template="false") == ["大型"]
    assert found(is_template="true") == ["模板"]
    assert found(lead=world.ngo.pk) == []


# API


def test_plan_over_the_api(world, api):
    activity, client = make_activity(world, state=ActivityState.DRAFT), api(world.worker)
    path = f"/api/v1/activities/{activity.pk}"
    need = activity.project.needs.get().pk
    body = {
        "scale": "medium", "groups": ["elder"], "expected_people": 30, "safety_plan": "急救包",
        "objectives": [{"text": "学会减压", "need": need}], "steps": [{"time": "19:00", "content": "开场"}],
        "costs": [{"category": "activity", "item": "彩绳", "unit_price": "12.50", "quantity": 4}],
    }  # fmt: skip
    got = client.post(f"{path}/save-plan/", body, format="json")
    assert got.status_code == 200, got.json()
    shown = client.get(f"{path}/plan/").json()
    assert (shown["costs"][0]["amount"], shown["objectives"][0]["need"], shown["texts"]["safety_plan"]) == (
        "50.00", need, "急救包",
    )  # fmt: skip
    assert shown["approval_reasons"] == ["列有预算"]
    assert client.post(f"{path}/publish/").status_code == 409
    assert client.post(f"{path}/submit/").json()["state"] == "submitted"
    assert client.post(f"{path}/approve/").status_code == 403
    assert api(world.supervisor).post(f"{path}/return/", {"note": "太简"}).json()["state"] == "draft"
    assert client.post(f"{path}/mark-template/").json()["is_template"] is True


@pytest.mark.parametrize(
    "wrong",
    [
        {"scale": "huge"},
        {"expected_people": "１２３x"},
        {"costs": [{"category": "activity", "item": "x", "unit_price": "NaN", "quantity": 1}]},
        {"objectives": [{"text": "x", "need": 999999}]},
        {"steps": [{"time": "\x00", "content": "x"}]},
        {"publicity": "长" * 10_000},
    ],
)
def test_wrong_bodies_are_400(world, api, wrong):
    activity = make_activity(world, state=ActivityState.DRAFT)
    got = api(world.worker).post(f"/api/v1/activities/{activity.pk}/save-plan/", wrong, format="json")
    assert (got.status_code, activity.events.count()) == (400, 0)


def test_copy_and_insure_over_the_api(world, api):
    activity, client = make_dangerous(world), api(world.worker)
    path = f"/api/v1/activities/{activity.pk}"
    got = client.post(f"{path}/copy/", {"project": activity.project_id, "name": "第二届"})
    assert (got.status_code, got.json()["state"]) == (201, "draft")
    today = timezone.localdate()
    terms = {"insurer": "和平财险", "policy_number": "P1", "starts_on": today, "ends_on": today}
    got = client.post(f"{path}/insure/", terms | {"file": policy_file()}, format="multipart")
    assert (got.status_code, got.json()["cover"]) == (201, "everybody")
    void = client.post(f"/api/v1/insurances/{got.json()['id']}/void/", {"note": "录错"})
    assert void.json()["is_void"] is True
