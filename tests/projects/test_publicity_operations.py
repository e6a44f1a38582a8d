"""Publicity, objections and their consequences, up to the projects that come of it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from core.calendar import add_workdays
from core.crypto import decrypt
from core.models import Notification
from orgs.enums import Role
from orgs.models import Membership
from projects import operations, workflow
from projects.enums import ApplicationState as A
from projects.enums import CallState as C
from projects.enums import ObjectionState as O
from projects.enums import ParameterName, Procedure
from projects.enums import PublicityState as U
from projects.models import Application, Call, Objection, Parameter, Project, Publicity, ScoreSheet
from projects.queries.publicity import open_objections
from tests.cast import make_user
from tests.projects.build_application import make_application
from tests.projects.build_call import make_call
from tests.projects.build_review import make_applicant, make_objection, make_publicity, make_review, make_sheet
from tests.projects.leaving import refused

pytestmark = pytest.mark.django_db
SAID = {"name": "林知远", "contact": "13900000000", "text": "该单位去年受到行政处罚。"}


@pytest.fixture
def ranked(world):
    """Two applications recommended, one not selected."""
    review = make_review(world)
    operations.rank_call(review.call, by=world.district)
    return review


# ── publicise


def test_a_publicity_is_a_copy_for_five_working_days(world, ranked):
    publicity = operations.publicise_call(ranked.call, by=world.district, text=" 现予公示。 ")
    today = timezone.localdate()
    assert (publicity.days, publicity.round, publicity.state, publicity.text) == (5, 1, U.OPEN, "现予公示。")
    assert (publicity.starts_on, publicity.ends_on) == (add_workdays(today, 1), add_workdays(today, 5))
    entries = list(publicity.entries.values_list("project_name", "contractor_name", "amount", "score", "rank"))
    assert entries == [
        ("项目1", "晨光社会工作服务中心", Decimal("30000.00"), Decimal("88.00"), 1),
        ("项目2", "第1社会工作服务中心", Decimal("30000.00"), Decimal("80.00"), 2),
    ]
    assert list(Application.objects.order_by("pk").values_list("state", flat=True)) == [
        A.PUBLICITY, A.PUBLICITY, A.NOT_SELECTED,
    ]  # fmt: skip
    assert Call.objects.get().state == C.PUBLICITY
    assert [event.kind for event in publicity.events.all()] == ["create"]
    assert Notification.objects.filter(title="拟立项名单已公示", recipient=world.ngo).count() == 1


@pytest.mark.parametrize("days", [0, 4, 61, -1])
def test_days_out_of_the_rule(world, ranked, days):
    refused(operations.publicise_call, ranked.call, by=world.district, days=days, says="公示期应为5至60个工作日")


def test_the_rule_centre_says_how_long_but_a_single_source_never_less_than_the_law(world):
    Parameter.objects.create(
        name=ParameterName.PUBLICITY_DAYS, value=3, valid_from=timezone.localdate(), source_text="区总内控办法"
    )
    review = make_review(world)
    operations.rank_call(review.call, by=world.district)
    assert operations.publicise_call(review.call, by=world.district).days == 3
    single = make_call(world, C.REVIEWING, procedure=Procedure.SINGLE_SOURCE, weak_share=0)
    make_application(world, single, A.PROPOSED, score=80, rank=1)
    refused(operations.publicise_call, single, by=world.district, days=4, says="公示期应为5至60个工作日")
    assert operations.publicise_call(single, by=world.district).days == 5


def test_nothing_is_publicised_before_the_ranking_or_for_nobody(world):
    review = make_review(world)
    refused(operations.publicise_call, review.call, by=world.district, says="评分还没有汇总")
    empty = make_call(world, C.REVIEWING)
    make_application(world, empty, A.NOT_SELECTED, score=40, rank=1)
    refused(operations.publicise_call, empty, by=world.district, says="没有拟立项的申报")
    refused(operations.publicise_call, empty, by=world.district, text="字" * 2001, says="最多2000字")


@pytest.mark.parametrize("state", [state for state in C.values if state != C.REVIEWING])
def test_only_a_review_is_publicised(world, state):
    refused(operations.publicise_call, make_call(world, state), by=world.district, says="不能发布公示")


# ── objections come in


def test_an_objection_is_registered_encrypted_and_due_in_seven_working_days(world):
    publicity = make_publicity(world)
    application = publicity.entries.get().application
    objection = operations.receive_objection(publicity, application=application, **SAID)
    assert objection.reply_by == add_workdays(timezone.localdate(), 7)
    assert (objection.state, objection.name, objection.contact) == (O.RECEIVED, "林知远", "13900000000")
    event = objection.events.get()
    assert (event.kind, event.by, event.note) == ("create", None, "")
    assert Notification.objects.get(title="收到一条异议").recipient == world.district
    assert operations.receive_objection(publicity, application=application, **SAID) == objection
    assert Objection.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [({"name": " "}, "请填写提出人"), ({"name": "字" * 31}, "最多30字"), ({"contact": ""}, "请填写联系方式"),
     ({"contact": "1" * 61}, "最多60字"), ({"text": ""}, "请填写异议内容"), ({"text": "字" * 2001}, "最多2000字"),
     ({"text": "有\0字"}, "请填写异议内容")],
)  # fmt: skip
def test_objections_that_say_nothing_or_too_much(world, change, says):
    refused(operations.receive_objection, make_publicity(world), **(SAID | change), says=says)


def test_no_objection_to_a_stopped_publicity_or_about_another_call(world):
    refused(operations.receive_objection, make_publicity(world, U.STOPPED), **SAID, says="已经中止")
    other = make_application(world, make_call(world, C.PUBLICITY), A.PUBLICITY, name="另一项目")
    refused(operations.receive_objection, make_publicity(world), application=other, **SAID, says="不在这个批次")


# ── the end of a publicity


def test_a_publicity_ends_after_its_last_day(world):
    publicity = make_publicity(world, is_over=True)
    assert operations.close_publicity(publicity, by=world.district).state == U.CLOSED
    assert publicity.events.last().kind == "close"


def test_not_on_the_last_day_and_not_with_an_open_objection(world):
    last_day = make_publicity(world, ends_on=timezone.localdate())
    refused(operations.close_publicity, last_day, by=world.district, says="当天结束，期满后才能办理")
    objected = make_publicity(world, is_over=True)
    make_objection(world, objected)
    refused(operations.close_publicity, objected, by=world.district, says="还有异议没有答复")


def test_finishing_makes_a_project_of_every_published_application(world, ranked):
    publicity = operations.publicise_call(ranked.call, by=world.district)
    refused(operations.finish_call, ranked.call, by=world.district, says="还没有期满结束")
    Publicity.objects.update(starts_on="2026-01-05", ends_on="2026-01-09")
    refused(operations.finish_call, ranked.call, by=world.district, says="还没有期满结束")
    publicity.refresh_from_db()
    operations.close_publicity(publicity, by=world.district)
    late = make_objection(world, publicity)
    refused(operations.finish_call, ranked.call, by=world.district, says="还有异议没有答复")
    operations.dismiss_objection(late, by=world.district, note="经核查不属实。")
    operations.finish_call(ranked.call, by=world.district)
    assert Call.objects.get().state == C.DONE
    assert list(Application.objects.order_by("pk").values_list("state", flat=True)) == [
        A.AWARDED, A.AWARDED, A.NOT_SELECTED,
    ]  # fmt: skip
    assert list(Project.objects.order_by("pk").values_list("name", "state")) == [
        ("项目1", "approved"), ("项目2", "approved"),
    ]  # fmt: skip
    told = Notification.objects.filter(title="评审结果已确定").order_by("body").values_list("body", flat=True)
    assert [body.rpartition("：")[2] for body in told] == ["已立项。", "已立项。", "未入选。"]
    assert not any(open_objections(project) for project in Project.objects.all())


def test_too_little_money_leaves_everything_as_it_was(world, ranked):
    publicity = operations.publicise_call(ranked.call, by=world.district)
    Publicity.objects.update(state=U.CLOSED)
    call = ranked.call
    call.refresh_from_db()
    operations.appropriate_fund(call.fund, by=world.district, amount="-960000.00")
    refused(operations.finish_call, call, by=world.district, says="可用余额")
    assert publicity.call.state == C.PUBLICITY


def test_staff_of_a_party_and_experts_do_not_decide(world, ranked):
    publicity = operations.publicise_call(ranked.call, by=world.district)
    objection = make_objection(world, publicity)
    Membership.objects.create(user=world.city, organization=world.contractor, role=Role.SUPERVISOR)
    for person, says in ((world.city, "申报单位的人员"), (ranked.panel[0].expert, "评审专家，不能办理")):
        refused(operations.dismiss_objection, objection, by=person, note="不成立", says=says)
        refused(operations.uphold_objection, objection, by=person, note="成立", says=says)
        refused(operations.close_publicity, publicity, by=person, says=says)
        refused(operations.finish_call, ranked.call, by=person, says=says)


# ── objections are answered


def test_an_answer_needs_words(world):
    objection = make_objection(world)
    for note, says in ((" ", "请写明原因"), ("字" * 2001, "最多2000字"), ("有\0字", "最多2000字")):
        refused(operations.dismiss_objection, objection, by=world.district, note=note, says=says)
        refused(operations.uphold_objection, objection, by=world.district, note=note, says=says)


def test_an_upheld_objection_strikes_one_out_and_the_others_are_ranked_anew(world, ranked):
    call, (first, second, third) = ranked.call, ranked.applications
    publicity = operations.publicise_call(call, by=world.district)
    objection = operations.receive_objection(publicity, application=first, **SAID)
    refused(operations.uphold_objection, objection, by=world.district, note="成立", application=third, says="重新评审")
    answered = operations.uphold_objection(objection, by=world.district, note="经核查属实，取消资格。")
    assert (answered.state, answered.reply, answered.replied_by) == (O.UPHELD, "经核查属实，取消资格。", world.district)
    call.refresh_from_db()
    assert (call.state, call.review_round, Publicity.objects.get().state) == (C.REVIEWING, 1, U.STOPPED)
    assert list(Application.objects.order_by("pk").values_list("state", "score")) == [
        (A.OBJECTION_UPHELD, Decimal("88.00")), (A.REVIEWING, None), (A.REVIEWING, None),
    ]  # fmt: skip
    operations.rank_call(call, by=world.district)
    again = operations.publicise_call(call, by=world.district)
    assert (again.round, [entry.application for entry in again.entries.all()]) == (2, [second])
    assert Application.objects.get(pk=second.pk).rank == 1


def test_a_review_again_asks_every_expert_for_a_new_sheet(world, ranked):
    call, first = ranked.call, ranked.applications[0]
    publicity = operations.publicise_call(call, by=world.district)
    objection = operations.receive_objection(publicity, **SAID)
    refused(operations.uphold_objection, objection, by=world.district, note="成立", says="请选择异议成立所涉的申报")
    operations.uphold_objection(objection, by=world.district, note="评分有误，重新评审。", review_again=True)
    call.refresh_from_db()
    assert (call.state, call.review_round) == (C.REVIEWING, 2)
    assert set(Application.objects.values_list("state", flat=True)) == {A.REVIEWING}
    refused(operations.rank_call, call, by=world.district, says="还有9份评分表没有签署")
    old = ScoreSheet.objects.get(application=first, panelist=ranked.panel[0])
    fresh = operations.open_sheet(first, by=ranked.panel[0].expert)
    assert (old.round, old.state, fresh.round, fresh.state) == (1, "signed", 2, "draft")
    for application in ranked.applications:
        application.refresh_from_db()
        application.call = call
        for seat in ranked.panel:
            if (application, seat) != (first, ranked.panel[0]):
                make_sheet(application, seat, "70.00")
    operations.save_sheet(
        fresh, by=ranked.panel[0].expert,
        points=dict(zip(call.scorecard.items.values_list("pk", flat=True), (15, 25, 20, 10, 0, 0, 0), strict=True)),
    )  # fmt: skip
    operations.sign_sheet(fresh, by=ranked.panel[0].expert)
    operations.rank_call(call, by=world.district)
    assert set(Application.objects.values_list("score", flat=True)) == {Decimal("70.00")}


def test_a_second_objection_is_answered_before_the_new_ranking(world, ranked):
    call, (first, second, _) = ranked.call, ranked.applications
    publicity = operations.publicise_call(call, by=world.district)
    one = operations.receive_objection(publicity, application=first, **SAID)
    two = operations.receive_objection(publicity, application=second, **SAID)
    operations.uphold_objection(one, by=world.district, note="属实。")
    refused(operations.rank_call, call, by=world.district, says="还有异议没有答复")
    operations.uphold_objection(two, by=world.district, note="同样属实。")
    assert list(Application.objects.order_by("pk").values_list("state", flat=True)) == [
        A.OBJECTION_UPHELD, A.OBJECTION_UPHELD, A.REVIEWING,
    ]  # fmt: skip
    call.refresh_from_db()
    operations.rank_call(call, by=world.district)
    refused(operations.publicise_call, call, by=world.district, says="没有拟立项的申报")


def done(world):
    """A finished call with its one project, and its publicity."""
    publicity = make_publicity(world, U.CLOSED)
    operations.finish_call(publicity.call, by=world.district)
    return publicity, Project.objects.get()


def test_a_late_objection_stands_in_the_way_of_the_contract(world):
    publicity, project = done(world)
    assert open_objections(project) is False
    late = operations.receive_objection(publicity, application=project.application, **SAID)
    assert open_objections(project) is True
    operations.dismiss_objection(late, by=world.district, note="不属实。")
    assert open_objections(project) is False
    upheld = operations.receive_objection(publicity, application=project.application, **(SAID | {"text": "另一事实。"}))
    operations.uphold_objection(upheld, by=world.district, note="属实。")
    assert open_objections(project) is True
    publicity.refresh_from_db()
    assert (Call.objects.get().state, publicity.state, Application.objects.get().state) == (C.DONE, U.CLOSED, A.AWARDED)


def test_a_late_objection_to_the_whole_result_stands_in_the_way_of_everybody(world):
    publicity, project = done(world)
    general = operations.receive_objection(publicity, **SAID)
    assert open_objections(project) is True
    operations.dismiss_objection(general, by=world.district, note="不属实。")
    assert open_objections(project) is False


def test_an_objection_to_one_leaves_the_other_project_alone(world, ranked):
    publicity = operations.publicise_call(ranked.call, by=world.district)
    Publicity.objects.update(state=U.CLOSED)
    ranked.call.refresh_from_db()
    operations.finish_call(ranked.call, by=world.district)
    publicity.refresh_from_db()
    operations.receive_objection(publicity, application=ranked.applications[0], **SAID)
    assert [open_objections(project) for project in Project.objects.order_by("pk")] == [True, False]


# ── every move from every state


@pytest.mark.parametrize("state", U.values)
def test_publicity_moves_from_every_state(world, state):
    publicity = make_publicity(world, state, is_over=True)
    if state in workflow.CLOSE_PUBLICITY.sources:
        assert operations.close_publicity(publicity, by=world.district).state == U.CLOSED
    else:
        refused(operations.close_publicity, publicity, by=world.district, says="不能公示期满")
    stopped = make_publicity(world, state)
    objection = make_objection(world, stopped)
    if state in workflow.STOP_PUBLICITY.sources:
        operations.uphold_objection(objection, by=world.district, note="属实。")
        stopped.refresh_from_db()
        assert stopped.state == U.STOPPED
    else:
        refused(operations.uphold_objection, objection, by=world.district, note="属实。", says="不能中止公示")


@pytest.mark.parametrize("transition", workflow.OBJECTION, ids=lambda transition: transition.name)
@pytest.mark.parametrize("state", O.values)
def test_objection_moves_from_every_state(world, state, transition):
    objection = make_objection(world, **({"state": state} if state != O.RECEIVED else {}))
    operate = getattr(operations, f"{transition.name}_objection")
    if state in transition.sources:
        answered = operate(objection, by=world.district, note="说明。")
        assert (answered.state, objection.events.last().kind) == (transition.target, transition.name)
    else:
        refused(operate, objection, by=world.district, note="说明。", says=f"不能{transition.label}")


def test_the_purchaser_alone_sees_objections(world):
    make_objection(world)
    outsider = make_applicant(world, 9)[1]
    seen = {
        name for name in ("city", "district", "finance", "auditor", "leader", "street", "ngo", "expert")
        if Objection.objects.visible_to(getattr(world, name)).exists()
    }  # fmt: skip
    assert seen == {"city", "district"}
    assert not Objection.objects.visible_to(outsider).exists()
    assert not Objection.objects.visible_to(make_user("nobody")).exists()


def test_nothing_is_finished_a_day_early(world):
    publicity = make_publicity(world, ends_on=timezone.localdate() - timedelta(days=1))
    assert operations.close_publicity(publicity, by=world.district).state == U.CLOSED


def test_what_is_said_and_who_says_it_is_kept_encrypted(world):
    publicity = make_publicity(world)
    objection = operations.receive_objection(publicity, **SAID)
    assert operations.receive_objection(publicity, **SAID) == objection  # the same words come in once
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, name, contact FROM projects_objection WHERE id = %s", [objection.pk])
        stored = [bytes(column) for column in cursor.fetchone()]
    assert [decrypt(column) for column in stored] == [SAID["text"], SAID["name"], SAID["contact"]]
    assert not any("处罚".encode() in column or "林知远".encode() in column for column in stored)
