"""Lecturers: nobody is scheduled before a passed trial lecture."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import InternalError, transaction
from django.utils import timezone

from projects.models import Parameter
from services import operations
from services.models import Lecturer, TrialLecture
from tests.refusals import refused
from tests.services.build_order import make_lecturer


def trial(score, days_ago=0) -> dict:
    day = timezone.localdate() - timedelta(days=days_ago)
    return {"topic": "情绪管理", "held_on": day, "score": Decimal(score)}


def fresh(lecturer) -> Lecturer:
    return Lecturer.objects.get(pk=lecturer.pk)


def test_register_and_correct(world):
    lecturer = operations.create_lecturer(
        by=world.ngo, organization=world.contractor, name="白露", phone="139-0000-0008"
    )
    assert (lecturer.phone, lecturer.is_schedulable, lecturer.standing) == ("13900000008", False, "待试讲")
    operations.update_lecturer(lecturer, by=world.ngo, topics="减压")
    assert (fresh(lecturer).topics, fresh(lecturer).phone) == ("减压", "13900000008")
    assert "联系电话不正确" in refused(operations.update_lecturer, lecturer, by=world.ngo, phone="123")
    assert list(lecturer.events.values_list("kind", flat=True)) == ["create", "update"]


@pytest.mark.parametrize(("score", "passed"), [("79.99", False), ("80", True), ("100", True), ("0", False)])
def test_the_pass_mark_decides(world, score, passed):
    lecturer = make_lecturer(world, passed=False)
    row = operations.record_trial(lecturer, by=world.supervisor, **trial(score))
    assert (row.is_passed, fresh(lecturer).is_schedulable) == (passed, passed)
    assert lecturer.events.get().note == f"情绪管理 {Decimal(score):.2f}分，{'通过' if passed else '未通过'}"


def test_the_pass_mark_is_the_one_of_the_day(world):
    today = timezone.localdate()
    Parameter.objects.create(name="trial_mark", value=90, valid_from=today, source_text="内控制度", by=world.city)
    lecturer = make_lecturer(world, passed=False)
    assert operations.record_trial(lecturer, by=world.ngo, **trial("85")).is_passed is False
    assert operations.record_trial(lecturer, by=world.ngo, **trial("85", days_ago=1)).is_passed is True
    assert fresh(lecturer).passed_on == today - timedelta(days=1)


def test_the_latest_pass_counts_and_a_failure_takes_nothing_back(world):
    lecturer = make_lecturer(world, passed=False)
    for score, days_ago in (("90", 10), ("88", 30), ("50", 1)):
        operations.record_trial(lecturer, by=world.ngo, **trial(score, days_ago))
    assert fresh(lecturer).passed_on == timezone.localdate() - timedelta(days=10)
    assert TrialLecture.objects.count() == 3


@pytest.mark.parametrize(
    "wrong", [{"score": Decimal("100.01")}, {"score": Decimal("-1")}, {"score": Decimal("NaN")},
              {"held_on": timezone.localdate() + timedelta(days=1)}]
)  # fmt: skip
def test_wrong_trials_leave_nothing(world, wrong):
    lecturer = make_lecturer(world, passed=False)
    refused(operations.record_trial, lecturer, by=world.ngo, **(trial("90") | wrong))
    assert (TrialLecture.objects.count(), lecturer.events.count(), fresh(lecturer).passed_on) == (0, 0, None)


def test_retired_until_restored(world):
    lecturer = make_lecturer(world)
    operations.retire_lecturer(lecturer, by=world.ngo, note="离职")
    assert (fresh(lecturer).is_schedulable, fresh(lecturer).standing) == (False, "已出库")
    assert list(Lecturer.objects.schedulable()) == []
    refused(operations.retire_lecturer, lecturer, by=world.ngo, note="x")
    refused(operations.record_trial, lecturer, by=world.ngo, **trial("90"))
    operations.restore_lecturer(lecturer, by=world.ngo)
    assert list(Lecturer.objects.schedulable()) == [lecturer]
    assert list(lecturer.events.values_list("kind", flat=True)) == ["retire", "restore"]


def test_trials_are_never_rewritten(world):
    lecturer = make_lecturer(world, passed=False)
    operations.record_trial(lecturer, by=world.ngo, **trial("50"))
    with pytest.raises(InternalError), transaction.atomic():
        TrialLecture.objects.update(score=99)
