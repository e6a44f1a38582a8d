"""资格审查: condition by condition, correction once, and what the timer does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import DomainError
from core.models import CalendarDay, Notification
from orgs.enums import Role
from projects import workflow
from projects.enums import ApplicationState, CallState, EligibilityItem
from projects.models import Application, ApplicationFile, EligibilityCheck, Parameter
from projects.operations.eligibility import (
    check_application,
    fail_application,
    pass_application,
    record_eligibility,
    return_application,
)
from projects.periodic import fail_missed_corrections
from projects.queries.application import latest_checks
from tests.cast import make_user
from tests.projects.build_application import make_application
from tests.projects.build_call import make_call

pytestmark = pytest.mark.django_db


def checking(w, result="met", **fields):
    application = make_application(w, state=ApplicationState.CHECKING, **fields)
    find_all(w, application, result)
    return application


def find_all(w, application, result="met"):
    EligibilityCheck.objects.bulk_create(
        EligibilityCheck(application=application, item=item, result=result, note="缺", by=w.district)
        for item in EligibilityItem
    )


def find(w, application, item="audit", result="met", note="说明"):
    return record_eligibility(application, by=w.district, item=item, result=result, note=note)


def untouched(application):
    row = Application.objects.get(pk=application.pk)
    return row.state, row.correct_by, row.events.count(), row.checks.count(), Notification.objects.count()


def refused(application, operation, sentence, **arguments):
    before = untouched(application)
    with pytest.raises(DomainError, match=sentence):
        operation(application, **arguments)
    assert untouched(application) == before


def test_the_check_begins_after_the_call_has_closed(world):
    application = make_application(world)
    assert check_application(application, by=world.district).state == ApplicationState.CHECKING
    assert application.events.get().kind == "check"


def test_not_while_it_is_sealed(world):
    application = make_application(world, make_call(world))
    refused(application, check_application, "还没有截止", by=world.district)


@pytest.mark.parametrize("state", [CallState.REVIEWING, CallState.PUBLICITY, CallState.CANCELLED])
def test_not_in_another_stage_of_the_call(world, state):
    call = make_call(
        world, state, closes_at=timezone.now() - timedelta(hours=1), opens_at=timezone.now() - timedelta(days=9)
    )
    refused(make_application(world, call), check_application, "不在资格审查阶段", by=world.district)


def test_nobody_checks_their_own_unit(world):
    both = make_user("both", world.contractor, Role.SUPERVISOR)
    for person in (both, world.ngo):
        refused(make_application(world), check_application, "申报单位的人员", by=person)
        refused(checking(world), pass_application, "申报单位的人员", by=person)
        refused(
            make_application(world, state="checking"), record_eligibility, "申报单位的人员",
            by=person, item="audit", result="met",
        )  # fmt: skip


def test_the_newest_finding_counts_and_all_stay(world):
    application = make_application(world, state=ApplicationState.CHECKING)
    for result in ("not_met", "to_correct", "met"):
        find(world, application, result=result)
    assert (latest_checks(application)["audit"].result, application.checks.count()) == ("met", 3)
    with pytest.raises(Exception, match="append_only"):
        application.checks.update(result="met")


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        ({"item": "forged", "result": "met"}, "从列表中选择"),
        ({"item": "audit", "result": "forged"}, "从列表中选择"),
        ({"item": "audit", "result": "not_met"}, "写明原因"),
        ({"item": "audit", "result": "to_correct", "note": "  "}, "写明原因"),
        ({"item": "audit", "result": "met", "note": "长" * 201}, "最多 200 字"),
    ],
)
def test_findings_that_are_none(world, arguments, sentence):
    application = make_application(world, state=ApplicationState.CHECKING)
    refused(application, record_eligibility, sentence, by=world.district, **arguments)


def test_evidence_is_of_the_same_application(world):
    other = ApplicationFile.objects.create(
        application=make_application(world), name="x.pdf", file="x.pdf", size=1, sha256="0", uploaded_by=world.ngo
    )
    application = make_application(world, state=ApplicationState.CHECKING)
    refused(
        application, record_eligibility, "不属于这份申报", by=world.district, item="audit", result="met", file=other
    )


@pytest.mark.parametrize("state", [state for state in ApplicationState if state != ApplicationState.CHECKING])
def test_findings_only_during_the_check(world, state):
    refused(
        make_application(world, state=state),
        record_eligibility,
        "不能登记",
        by=world.district,
        item="audit",
        result="met",
    )


def test_all_met_passes(world):
    application = checking(world)
    assert pass_application(application, by=world.district).state == ApplicationState.ELIGIBLE
    assert set(Notification.objects.values_list("recipient__username", "title")) == {
        ("ngo", "申报资格合格"), ("worker", "申报资格合格"),
    }  # fmt: skip


def test_passing_needs_every_condition(world):
    application = make_application(world, state=ApplicationState.CHECKING)
    refused(application, pass_application, "还有 11 项资格条件没有结论", by=world.district)
    application = checking(world)
    find(world, application, result="to_correct")
    refused(application, pass_application, "不能判为合格", by=world.district)


def test_correction_is_asked_for_once_and_due_in_working_days(world):
    today = timezone.localdate()
    CalendarDay.objects.bulk_create(  # five working days that are not
        CalendarDay(date=today + timedelta(days=number), is_workday=number > 5) for number in range(1, 15)
    )
    application = checking(world)
    find(world, application, result="to_correct")
    returned = return_application(application, by=world.district, note="缺审计报告")
    assert (returned.state, returned.correct_by) == ("returned", today + timedelta(days=10))
    assert returned.events.get().note == "缺审计报告"


def test_the_correction_period_is_a_parameter(world):
    today = timezone.localdate()
    CalendarDay.objects.bulk_create(CalendarDay(date=today + timedelta(days=n), is_workday=True) for n in range(1, 9))
    Parameter.objects.create(name="correction_days", value=3, valid_from=today, source_text="内控制度")
    application = checking(world, "to_correct")
    assert return_application(application, by=world.district, note="补").correct_by == today + timedelta(days=3)


def test_correction_only_where_it_can_help(world):
    refused(checking(world), return_application, "没有待补正", by=world.district, note="补")
    application = checking(world, "to_correct")
    refused(application, return_application, "写明原因", by=world.district, note=" ")
    find(world, application, result="not_met")
    refused(application, return_application, "补正不能改变结论", by=world.district, note="补")
    application = make_application(world, state=ApplicationState.CHECKING)
    refused(application, return_application, "一次审完", by=world.district, note="补")


def test_failing_needs_a_condition_that_is_not_met(world):
    application = checking(world)
    refused(application, fail_application, "没有不符合", by=world.district, note="不行")
    find(world, application, result="not_met")
    assert fail_application(application, by=world.district, note="近三年有处罚").state == ApplicationState.INELIGIBLE


def test_failing_a_missed_correction(world):
    today = timezone.localdate()
    application = make_application(world, state=ApplicationState.RETURNED, correct_by=today)
    refused(application, fail_application, "期限内不能", by=world.district, note="逾期")
    Application.objects.filter(pk=application.pk).update(correct_by=today - timedelta(days=1))
    assert fail_application(application, by=world.district, note="逾期").state == ApplicationState.INELIGIBLE


def test_the_timer_closes_missed_corrections_once(world):
    today = timezone.localdate()
    late = make_application(world, state=ApplicationState.RETURNED, correct_by=today - timedelta(days=1))
    still = make_application(world, state=ApplicationState.RETURNED, correct_by=today)
    for _ in range(2):
        fail_missed_corrections()
    assert [Application.objects.get(pk=row.pk).state for row in (late, still)] == ["ineligible", "returned"]
    event = late.events.get()
    assert (event.by, event.kind, event.note) == (None, "fail", "补正期限已过，没有补正。")
    assert Notification.objects.filter(title="申报资格不符").count() == 2


STEPS = {
    "check": (check_application, {}),
    "pass": (pass_application, {}),
    "return": (return_application, {"note": "补"}),
    "fail": (fail_application, {"note": "不行"}),
}
NEEDED = {"pass": "met", "return": "to_correct", "fail": "not_met"}


@pytest.mark.parametrize("state", ApplicationState.values)
@pytest.mark.parametrize("name", STEPS)
def test_the_purchasers_steps_from_every_state(world, name, state):
    transition = next(move for move in workflow.APPLICATION if move.name == name)
    operation, arguments = STEPS[name]
    past = timezone.localdate() - timedelta(days=1)
    call = make_call(world, CallState.CLOSED)
    application = make_application(world, call, state=state, **({"correct_by": past} if state == "returned" else {}))
    find_all(world, application, NEEDED.get(name, "met"))
    if state in transition.sources:
        assert operation(application, by=world.district, **arguments).state == transition.target
    else:
        refused(application, operation, "目前是", by=world.district, **arguments)
