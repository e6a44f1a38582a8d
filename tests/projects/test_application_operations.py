"""Writing and submitting an application: each guard leaves nothing behind."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification
from orgs.models import Membership
from projects import content, workflow
from projects.enums import ApplicationState, CallState, NeedState
from projects.models import Application, ApplicationFile, ApplicationRevision
from projects.operations.application import (
    add_application_file,
    create_application,
    recall_application,
    remove_application_file,
    save_section,
    submit_application,
    withdraw_application,
)
from tests.cast import make_need
from tests.projects.build_application import make_application
from tests.projects.build_call import make_call

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%%EOF"


def pdf(name="年检.pdf"):
    return SimpleUploadedFile(name, PDF)


def untouched(application):
    """What a refused step must not change."""
    row = Application.objects.get(pk=application.pk)
    counts = (row.events.count(), row.revisions.count(), row.files.count(), Notification.objects.count())
    return row.state, row.version, row.content, row.amount, row.name, row.correct_by, counts


def refused(application, operation, sentence, **arguments):
    before = untouched(application)
    with pytest.raises(DomainError, match=sentence):
        operation(application, **arguments)
    assert untouched(application) == before


def draft(w, **fields):
    return make_application(w, state=ApplicationState.DRAFT, **fields)


def test_a_draft_starts_with_what_is_known(world):
    call = make_call(world)
    application = create_application(call, by=world.worker, contractor=world.contractor, name=" 心理关爱 ")
    assert (application.name, application.state, application.version) == ("心理关爱", "draft", 1)
    assert application.content == {"basic": {"legal_representative": "关海涛"}}
    assert application.code.startswith(f"SB-{timezone.localdate():%Y}-")
    assert [event.kind for event in application.events.all()] == ["create"]


def test_the_next_draft_starts_from_the_last_application(world):
    make_application(world)
    application = create_application(make_call(world), by=world.ngo, contractor=world.contractor, name="又一个")
    basic = application.content["basic"]
    assert (basic["credit_code"], basic["union_form"], basic["staff"]) == ("52210100MJ0000001X", "independent", 12)
    assert set(basic) <= {field.name for field in content.FACTS}


@pytest.mark.parametrize(
    "opens, closes, state",
    [(-2, -1, CallState.PUBLISHED), (1, 2, CallState.PUBLISHED), (-1, 1, CallState.APPROVED)],
)
def test_no_draft_outside_the_period(world, opens, closes, state):
    now = timezone.now()
    call = make_call(world, state, opens_at=now + timedelta(days=opens), closes_at=now + timedelta(days=closes))
    with pytest.raises(DomainError, match="不在征集期内"):
        create_application(call, by=world.ngo, contractor=world.contractor, name="甲")
    assert Application.objects.count() == 0


@pytest.mark.parametrize("name", ["", "   ", "长" * 61, "甲\x00乙"])
def test_no_draft_with_a_name_like_that(world, name):
    with pytest.raises(DomainError, match="项目名称"):
        create_application(make_call(world), by=world.ngo, contractor=world.contractor, name=name)
    assert Application.objects.count() == 0


def test_only_a_social_organization_applies_and_each_name_once(world):
    call = make_call(world)
    with pytest.raises(DomainError, match="不是社会组织"):
        create_application(call, by=world.ngo, contractor=world.street_union, name="甲")
    create_application(call, by=world.ngo, contractor=world.contractor, name="甲")
    with pytest.raises(DomainError, match="同名的申报"):
        create_application(call, by=world.ngo, contractor=world.contractor, name="甲")
    assert Application.objects.count() == 1


def test_a_section_is_kept_with_its_version(world):
    application = draft(world)
    saved = save_section(application, by=world.worker, section="risks", data={"risks": "下雨"}, version=1)
    assert saved.version == 2
    assert saved.content["risks"] == {"risks": "下雨", "responses": "", "sustainability": "", "innovation": ""}
    assert saved.saves["risks"]["by"] == str(world.worker)
    assert saved.events.filter(kind="update").get().note == "风险与可持续"


def test_saving_the_same_again_is_no_save(world):
    application = draft(world)
    data = application.content["risks"]
    assert save_section(application, by=world.ngo, section="risks", data=data, version=1).version == 1
    assert application.events.count() == 0


def test_an_hour_of_typing_is_one_event(world):
    application = draft(world)
    for number in range(1, 5):
        save_section(application, by=world.ngo, section="risks", data={"risks": f"第{number}稿"}, version=number)
    save_section(application, by=world.worker, section="risks", data={"risks": "另一人"}, version=5)
    assert [event.by for event in application.events.filter(kind="update")] == [world.ngo, world.worker]


def test_two_people_write_different_sections_from_the_same_version(world):
    application = draft(world)
    save_section(application, by=world.ngo, section="risks", data={"risks": "甲"}, version=1)
    saved = save_section(application, by=world.worker, section="linkage", data={"party_plan": "乙"}, version=1)
    assert (saved.content["risks"]["risks"], saved.content["linkage"]["party_plan"]) == ("甲", "乙")


def test_the_second_writer_of_a_section_hears_who_was_first(world):
    application = draft(world)
    save_section(application, by=world.ngo, section="risks", data={"risks": "甲"}, version=1)
    refused(
        application, save_section, f"{world.ngo}在今天 .*保存过“风险与可持续”",
        by=world.worker, section="risks", data={"risks": "乙"}, version=1,
    )  # fmt: skip


@pytest.mark.parametrize("version", [0, -1, 2, 10**9])
def test_a_version_that_never_was(world, version):
    refused(draft(world), save_section, "已经过期", by=world.ngo, section="risks", data={}, version=version)


BAD_VALUES = [
    ("nowhere", {}, "没有这一部分"),
    ("risks", {"risks": "长" * 2001}, "最多 2000 个字"),
    ("risks", {"risks": "甲\x00"}, "不能保存的字符"),
    ("risks", {"risks": 5}, "请填写文字"),
    ("risks", {"score": "100"}, "没有这些内容"),
    ("basic", {"staff": "1e9"}, "整数"),
    ("basic", {"staff": "NaN"}, "整数"),
    ("basic", {"staff": -1}, "应在 0 到"),
    ("basic", {"staff": 1.5}, "整数"),
    ("basic", {"registered_on": "2026-02-30"}, "请填写日期"),
    ("basic", {"registered_on": "0001-01-01"}, "年份"),
    ("basic", {"union_form": "forged"}, "从列表中选择"),
    ("basic", {"name": ""}, "请填写项目名称"),
    ("team", {"rows": "x"}, "格式不对"),
    ("team", {"rows": [5]}, "格式不对"),
    ("team", {"rows": [{"salary": 1}]}, "没有这些内容"),
    ("team", {"rows": [{"name": "甲"}] * 41}, "最多 40 行"),
    ("schedule", {"rows": [{"task": "甲", "start": "2026-13"}]}, "请填写月份"),
    ("outcomes", {"statements": ["forged"]}, "从列表中选择"),
    ("budget", {"rows": [{"unit_price": "1e9"}]}, "请填写数字金额"),
    ("budget", {"rows": [{"unit_price": "-0.00"}]}, "必须大于 0"),
    ("budget", {"rows": [{"unit_price": "NaN"}]}, "请填写数字金额"),
    ("budget", {"rows": [{"unit_price": "0.001"}]}, "两位小数"),
    ("budget", {"rows": [{"unit_price": 0.1}]}, "请填写数字"),
    ("budget", {"rows": [{"unit_price": "9" * 5000}]}, "请填写数字"),
    ("budget", {"rows": [{"unit_price": "99999999999"}]}, "数字过大"),
    ("budget", {"rows": [{"quantity": "0"}]}, "应在 1 到"),
    ("budget", {"rows": [{"unit_price": "9999999999.99", "quantity": 10**7, "source": "own"}]}, "12 位数"),
]  # fmt: skip


@pytest.mark.parametrize("section, data, sentence", BAD_VALUES)
def test_values_that_are_none(world, section, data, sentence):
    refused(draft(world), save_section, sentence, by=world.ngo, section=section, data=data, version=1)


def test_full_width_digits_are_read(world):
    row = {
        "category": "activity",
        "item": "讲座",
        "unit_price": "１２３．５",
        "quantity": "１０",
        "source": "requested",
    }
    saved = save_section(draft(world), by=world.ngo, section="budget", data={"rows": [row]}, version=1)
    assert (str(saved.amount), saved.content["budget"]["rows"][0]["quantity"]) == ("1235.00", 10)


def test_rows_without_a_number_take_the_next_one(world):
    rows = [{"number": 3, "name": "甲"}, {"name": "乙"}, {}, {"name": "丙"}]
    saved = save_section(draft(world), by=world.ngo, section="services", data={"rows": rows}, version=1)
    assert [row["number"] for row in saved.content["services"]["rows"]] == [3, 4, 5]


def test_columns_are_kept_in_the_model(world):
    application = draft(world)
    other = make_need(world, organization=world.neighbour, title="老人用餐")
    save_section(application, by=world.ngo, section="background", data={"needs": [other]}, version=1)
    data = {"name": "新名称", "organization": world.neighbour, "communities": [world.neighbour]}
    saved = save_section(application, by=world.ngo, section="basic", data=data, version=2)
    assert (saved.name, saved.organization, list(saved.communities.all())) == (
        "新名称",
        world.neighbour,
        [world.neighbour],
    )
    assert list(saved.needs.all()) == [other]


def test_the_end_is_not_before_the_start(world):
    today = timezone.localdate()
    data = {"starts_on": today, "ends_on": today - timedelta(days=1)}
    refused(draft(world), save_section, "早于开始日期", by=world.ngo, section="basic", data=data, version=1)


WRITABLE = (ApplicationState.DRAFT, ApplicationState.RETURNED)


@pytest.mark.parametrize("state", [state for state in ApplicationState if state not in WRITABLE])
def test_only_drafts_and_returned_ones_are_written(world, state):
    application = make_application(world, state=state)
    refused(application, save_section, "不能修改", by=world.ngo, section="risks", data={}, version=1)
    refused(application, add_application_file, "不能修改", by=world.ngo, file=pdf())


def test_submission_freezes_everything(world):
    application = draft(world)
    world.community_union.tier = "weak"
    world.community_union.save()
    submitted = submit_application(application, by=world.ngo, note="请审")
    revision = submitted.revisions.get()
    assert (submitted.state, submitted.has_union, submitted.is_weak) == ("submitted", True, True)
    assert (revision.number, revision.amount, revision.by) == (1, application.amount, world.ngo)
    assert revision.content == content.snapshot(application)
    event = submitted.events.get()
    assert (event.kind, event.from_state, event.to_state, event.note) == ("submit", "draft", "submitted", "请审")
    # The purchaser hears of nothing while the call is sealed.
    assert set(Notification.objects.values_list("recipient__username", flat=True)) == {"worker"}


def test_two_of_four_weak_communities_are_enough(world):
    application = draft(world)
    world.community_union.tier = "weak"
    world.community_union.save()
    application.communities.add(world.neighbour)
    make = make_need(world, organization=world.neighbour)
    application.needs.add(make)
    assert submit_application(application, by=world.ngo).is_weak is True


@pytest.fixture
def at(monkeypatch):
    """``at(moment)``: the clock stands there."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def test_the_last_microsecond_counts(world, at):
    application = draft(world)
    at(application.call.closes_at - timedelta(microseconds=1))
    assert submit_application(application, by=world.ngo).state == ApplicationState.SUBMITTED


def test_the_closing_second_is_too_late(world, at):
    application = draft(world)
    at(application.call.closes_at)
    refused(application, submit_application, "已经截止", by=world.ngo)


def test_not_before_it_opens(world, at):
    application = draft(world)
    at(application.call.opens_at - timedelta(microseconds=1))
    refused(application, submit_application, "还没有开始", by=world.ngo)


@pytest.mark.parametrize("state", [CallState.APPROVED, CallState.CLOSED, CallState.CANCELLED])
def test_not_to_a_call_that_is_not_open(world, state):
    call = make_call(world, state)
    application = draft(world, call=call)
    refused(application, submit_application, "不能提交", by=world.ngo)


def broken(w, application, **parts):
    for name, part in parts.items():
        application.content[name] = part
    application.amount = content.total(application.content)
    application.save()
    return application


def test_every_section_is_needed(world):
    for section in content.SECTIONS:
        application = draft(world, need=None)
        application.content.pop(section.name)
        application.save()
        if section.name == "background":
            application.needs.clear()
        refused(application, submit_application, section.label, by=world.ngo)


def requested(**row):
    defaults = {
        "category": "activity", "item": "讲座", "unit": "场", "unit_price": "1000.00", "quantity": 10,
        "service": None, "source": "requested", "basis": "每场",
    }  # fmt: skip
    return {"rows": [defaults | row]}


@pytest.mark.parametrize(
    "row, sentence",
    [
        ({"unit_price": "10000.01"}, "超过本批次单个项目上限 100,000.00 元"),
        ({"unit_price": "0.01", "quantity": 1}, "无法分期拨付"),
        ({"category": "management"}, "不得提取管理费"),
        ({"category": "training", "unit_price": "350.01"}, "培训每人天不超过350元"),
        ({"source": "own"}, "申请金额为 0"),
        ({"service": 9}, "对应服务没有这个编号"),
    ],
)
def test_the_budget_keeps_the_rules_of_the_call(world, row, sentence):
    application = broken(world, draft(world), budget=requested(**row))
    refused(application, submit_application, sentence, by=world.ngo)


@pytest.mark.parametrize("state", [s for s in NeedState if s not in (NeedState.VERIFIED, NeedState.MERGED)])
def test_needs_are_verified_ones(world, state):
    application = draft(world, need=make_need(world, state))
    refused(application, submit_application, "不能申报", by=world.ngo)


def test_a_need_may_be_named_by_several_applications(world):
    need = make_need(world)
    for _ in range(2):
        submit_application(draft(world, need=need), by=world.ngo)
    need.refresh_from_db()
    assert need.state == NeedState.VERIFIED


def test_needs_and_places_belong_together(world):
    application = draft(world)
    application.needs.add(make_need(world, organization=world.neighbour))
    refused(application, submit_application, "有的不在实施社区内", by=world.ngo)
    application = draft(world, organization=world.neighbour)
    refused(application, submit_application, "没有对应的需求", by=world.ngo)
    application = draft(world, organization=world.stranger_union)
    refused(application, submit_application, "不是和平区总工会所辖的社区", by=world.ngo)


def test_the_worker_is_still_there(world):
    application = draft(world)
    Membership.objects.filter(user=world.worker).update(valid_to=timezone.localdate() - timedelta(days=1))
    refused(application, submit_application, "不能做执行社工", by=world.ngo)


def test_dates_of_the_project(world):
    today = timezone.localdate()
    early = draft(world, starts_on=today, ends_on=today + timedelta(days=5))
    early.content["schedule"] = {"rows": [{"task": "甲", "start": f"{today:%Y-%m}", "end": f"{today:%Y-%m}"}]}
    early.save()
    refused(early, submit_application, "早于征集截止日期", by=world.ngo)
    refused(draft(world, ends_on=today + timedelta(days=4 * 366)), submit_application, "超过三年", by=world.ngo)


def test_a_correction_is_taken_until_the_end_of_its_last_day(world, at):
    application = make_application(world, state=ApplicationState.RETURNED)
    last = timezone.make_aware(timezone.datetime.combine(application.correct_by, timezone.datetime.max.time()))
    at(last + timedelta(microseconds=1))
    refused(application, submit_application, "补正期限", by=world.ngo)
    at(last)
    again = submit_application(application, by=world.ngo)
    assert (again.state, again.correct_by, again.revisions.count()) == ("submitted", None, 2)
    told = Notification.objects.values_list("recipient__username", "title")
    assert set(told) == {("district", "申报已补正")}


def test_taking_back_until_the_call_closes(world, at):
    application = make_application(world, make_call(world), state=ApplicationState.SUBMITTED)
    assert recall_application(application, by=world.ngo).state == ApplicationState.DRAFT
    again = submit_application(application, by=world.ngo)
    assert [revision.number for revision in again.revisions.all()] == [1, 2]
    at(application.call.closes_at)
    refused(application, recall_application, "已经截止", by=world.ngo)


def test_withdrawing_ends_it(world):
    application = make_application(world, state=ApplicationState.CHECKING)
    assert withdraw_application(application, by=world.ngo, note="人手不足").state == ApplicationState.WITHDRAWN
    told = set(Notification.objects.values_list("recipient__username", "title"))
    assert told == {("district", "有申报撤回"), ("worker", "申报已撤回")}
    seen = Notification.objects.get(recipient=world.district)  # the application is no longer theirs to see
    assert seen.url == application.call.get_absolute_url()


def test_revisions_never_change(world):
    revision = make_application(world).revisions.get()
    with pytest.raises(Exception, match="append_only"):
        ApplicationRevision.objects.filter(pk=revision.pk).update(amount=1)


def test_evidence_is_checked_by_content(world):
    application = draft(world)
    forged = SimpleUploadedFile("营业执照.pdf", b"MZ\x90 not a pdf", content_type="application/pdf")
    refused(application, add_application_file, "附件不是", by=world.ngo, file=forged)
    refused(application, add_application_file, "没有这项资格条件", by=world.ngo, file=pdf(), item="forged")
    row = add_application_file(application, by=world.worker, file=pdf("../../x\x00年检.pdf"), item="annual_report")
    assert (row.name, row.item, row.size) == ("x年检.pdf", "annual_report", len(PDF))
    assert application.events.get().note == row.name


def test_what_was_handed_in_stays(world):
    application = make_application(world, make_call(world))
    recall_application(application, by=world.ngo)
    application.refresh_from_db()
    old = ApplicationFile.objects.create(
        application=application, name="旧.pdf", file="x.pdf", size=1, sha256="0", uploaded_by=world.ngo,
        uploaded_at=application.submitted_at - timedelta(days=1),
    )  # fmt: skip
    with pytest.raises(DomainError, match="随申报提交过"):
        remove_application_file(old, by=world.ngo)
    new = add_application_file(application, by=world.ngo, file=pdf())
    remove_application_file(new, by=world.ngo)
    assert list(application.files.all()) == [old]


FROM_ANYWHERE = {
    "submit": submit_application,
    "recall": recall_application,
    "withdraw": withdraw_application,
}


@pytest.mark.parametrize("state", ApplicationState.values)
@pytest.mark.parametrize("name", FROM_ANYWHERE)
def test_the_applicants_steps_from_every_state(world, name, state):
    transition = next(move for move in workflow.APPLICATION if move.name == name)
    if state in transition.sources:
        call = make_call(world) if name == "recall" else None
        application = make_application(world, call, state=state)
        assert FROM_ANYWHERE[name](application, by=world.ngo).state == transition.target
    else:
        refused(make_application(world, state=state), FROM_ANYWHERE[name], "目前是", by=world.ngo)
