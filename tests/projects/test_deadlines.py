"""The time limits of a purchase: each from its article, in the working days of a known year."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.models import CalendarDay
from projects import deadlines
from projects.enums import FundKind, ParameterName, ProjectState
from projects.models import Parameter
from projects.queries.contract import is_statutory, time_limits
from projects.queries.instalment import pay_by
from tests.cast import make_project
from tests.projects.build_contract import make_contract
from tests.projects.build_money import make_instalment
from tests.projects.build_review import make_publicity

pytestmark = pytest.mark.django_db

FRIDAY = date(2025, 9, 26)  # followed by a worked Sunday and the National Day holiday of 1–8 October


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        (deadlines.review_report_due, date(2025, 9, 29)),
        (deadlines.winner_due, date(2025, 10, 10)),
        (deadlines.notice_due, date(2025, 9, 29)),
        (deadlines.announcement_due, date(2025, 9, 29)),
        (deadlines.filing_due, date(2025, 10, 13)),
        (deadlines.query_due, date(2025, 10, 13)),
        (deadlines.query_reply_due, date(2025, 10, 13)),
        (deadlines.complaint_due, date(2025, 10, 23)),
        (deadlines.publicity_ends, date(2025, 10, 10)),
        (deadlines.payment_due, date(2025, 10, 16)),
    ],
)
def test_limits_in_working_days(limit, due):
    assert limit(FRIDAY) == due


@pytest.mark.parametrize(
    ("noticed", "due"),
    [
        (date(2025, 8, 27), date(2025, 9, 26)),  # the thirtieth day is a Friday
        (date(2025, 8, 29), date(2025, 9, 28)),  # a Sunday that was worked
        (date(2025, 9, 1), date(2025, 10, 9)),  # the thirtieth day is National Day: the first working day after it
    ],
)
def test_signing_runs_to_a_working_day(noticed, due):
    assert deadlines.signing_due(noticed) == due


def test_the_administrators_calendar_counts():
    CalendarDay.objects.create(date=date(2025, 9, 29), is_workday=False)
    assert deadlines.announcement_due(FRIDAY) == date(2025, 9, 30)


@pytest.mark.parametrize(
    ("ended", "until"), [(date(2025, 3, 1), date(2040, 3, 1)), (date(2024, 2, 29), date(2039, 3, 1))]
)
def test_files_are_kept_fifteen_years(ended, until):
    assert deadlines.kept_until(ended) == until


@pytest.mark.parametrize(
    ("amount", "limit"), [("50000.00", "5000.00"), ("33333.33", "3333.33"), ("0.09", "0.00"), ("100.09", "10.00")]
)
def test_ten_per_cent_is_never_rounded_up(amount, limit):
    assert deadlines.supplement_limit(Decimal(amount)) == deadlines.bond_limit(Decimal(amount)) == Decimal(limit)


@pytest.mark.parametrize(
    ("today", "done", "standing"),
    [
        (FRIDAY, None, "waiting"),
        (FRIDAY + timedelta(days=1), None, "overdue"),
        (FRIDAY + timedelta(days=9), FRIDAY, "done"),
        (FRIDAY + timedelta(days=9), FRIDAY + timedelta(days=1), "late"),
    ],
)
def test_standing(today, done, standing):
    assert deadlines.Deadline("合同备案", "政府采购法第47条", FRIDAY, done).standing(today)[0] == standing


def test_limits_of_a_project(world):
    project = make_project(world, ProjectState.APPROVED)
    assert time_limits(project, None) == []
    project.events.create(kind="approve", by=world.district)
    assert [row.title for row in time_limits(project, None)] == ["签订合同"]
    type(project).objects.update(state="terminated")
    project.refresh_from_db()
    assert time_limits(project, None) == []  # nothing is due that nobody will sign
    project = make_project(world, ProjectState.APPROVED)
    project.events.create(kind="approve", by=world.district)
    contract = make_contract(world, project)
    rows = time_limits(contract.project, contract)
    assert [row.title for row in rows] == ["签订合同", "公告合同", "合同备案"]
    assert [row.done_on for row in rows] == [contract.signed_on, None, contract.registered_on]
    assert rows[2].due_on == deadlines.filing_due(contract.signed_on)
    assert rows[0].due_on == deadlines.signing_due(timezone.localdate())


def test_public_money_is_under_the_law(world):
    project = make_project(world, ProjectState.APPROVED)
    assert is_statutory(project) is False
    type(project.fund).objects.update(kind=FundKind.FISCAL)
    project.fund.refresh_from_db()
    assert is_statutory(project) is True


def test_limits_of_the_review_stand_before_those_of_the_contract(world):
    publicity = make_publicity(world, "closed")
    application = publicity.entries.get().application
    project = make_project(world, "approved", application=application)
    project.events.create(kind="award", by=world.district)
    assert [row.title for row in time_limits(project, None)] == ["发出立项通知", "签订合同"]
    for kind in ("rank", "publicise"):
        publicity.call.events.create(kind=kind, by=world.district)
    today, rows = timezone.localdate(), time_limits(project, None)
    assert [row.title for row in rows] == ["确定并公示拟立项名单", "发出立项通知", "签订合同"]
    assert (rows[0].due_on, rows[0].done_on) == (deadlines.winner_due(deadlines.review_report_due(today)), today)
    assert (rows[1].due_on, rows[1].done_on) == (deadlines.notice_due(publicity.ends_on), today)


def test_what_was_asked_for_is_paid_within_the_days_of_the_rule_centre(world):
    instalment = make_instalment(world)
    assert pay_by(instalment) is None
    type(instalment).objects.update(state="applied")
    instalment.events.create(kind="apply", by=world.ngo)
    instalment.refresh_from_db()
    assert pay_by(instalment) == deadlines.payment_due(timezone.localdate())
    Parameter.objects.create(
        name=ParameterName.PAYMENT_DAYS, value=3, valid_from=timezone.localdate(), source_text="区总内控办法"
    )
    assert pay_by(instalment) == deadlines.payment_due(timezone.localdate(), 3)
