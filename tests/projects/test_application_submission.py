"""Submitting an application, correcting it, taking it back."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification
from orgs.models import Membership
from projects import content, workflow
from projects.enums import ApplicationState, CallState, NeedState
from projects.models import ApplicationFile, ApplicationRevision
from projects.operations.application import (
    add_application_file,
    recall_application,
    remove_application_file,
    submit_application,
    withdraw_application,
)
from tests.cast import make_need
from tests.projects.application_steps import PDF, draft, pdf, refused
from tests.projects.build_application import make_application
from tests.projects.build_call import make_call

pytestmark = pytest.mark.django_db


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
