"""Follow-ups: encrypted, done with a result, or raised as a need that knows where it came from."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from core.models import Notification
from projects.enums import NeedSource, NeedState
from projects.models import Need
from services import operations
from services.enums import FollowUpState
from services.models import FollowUp
from tests.cast import ROLE_NAMES, make_session
from tests.refusals import refused
from tests.services.build_after import make_attendance, make_follow_up, make_held, make_person

NEED = {
    "title": "暑期子女托管", "category": "child", "groups": ["employee"], "frequency": "yearly", "people": 30,
    "evidence": "活动后五名职工提出。",
}  # fmt: skip


def create(session, w, **fields):
    return operations.create_follow_up(
        session, **({"by": w.worker, "text": "想了解托管班", "responsible": w.worker} | fields)
    )


def test_the_text_is_encrypted_and_told_to_nobody(world):
    session = make_held(world)
    person = session.attendances.get().person
    due = timezone.localdate() + timedelta(days=7)
    follow_up = create(session, world, person=person, responsible=world.community, due_on=due)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM services_followup")
        assert "托管".encode() not in bytes(cursor.fetchone()[0])
    assert FollowUp.objects.get().text == "想了解托管班"
    told = Notification.objects.get()
    assert (told.recipient, told.title) == (world.community, "有一件跟进事项由您负责")
    assert "托管" not in told.body and person.name not in told.body + told.title
    assert [event.note for event in follow_up.events.all()] == [""]


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"text": "  "}, "请填写需跟进事项"),
        ({"text": "字" * 10_000}, "最多2000字，现有10000字"),
        ({"text": "a\x00b"}, "不能保存的字符"),
    ],
)
def test_bad_text_is_refused(world, fields, text):
    assert text in refused(create, make_held(world), world, **fields)
    assert not FollowUp.objects.exists()


def test_only_people_who_were_there_and_staff_of_the_parties(world):
    session = make_held(world)
    assert "没有参加或报名本场" in refused(create, session, world, person=make_person(world, "路人"))
    assert "不能担任责任人" in refused(create, session, world, responsible=world.rival_head)
    assert not FollowUp.objects.exists()


def test_a_cancelled_session_leaves_nothing_to_do(world):
    assert "已取消" in refused(create, make_session(world, state="cancelled"), world)


def test_somebody_else_made_responsible_is_told(world):
    follow_up = make_follow_up(world)
    operations.update_follow_up(follow_up, by=world.worker, text="新内容", responsible=world.supervisor)
    assert Notification.objects.get().recipient == world.supervisor


def test_finished_with_an_encrypted_result(world):
    follow_up = operations.finish_follow_up(make_follow_up(world), by=world.worker, result="已转介社区托管班")
    assert (follow_up.state, follow_up.result) == (FollowUpState.DONE, "已转介社区托管班")
    assert "不能办结" in refused(operations.finish_follow_up, follow_up, by=world.worker, result="再办")
    assert "不能修改" in refused(
        operations.update_follow_up, follow_up, by=world.worker, text="改", responsible=world.worker
    )


def test_a_need_raised_from_it_waits_for_the_street_and_both_know_each_other(world):
    follow_up = operations.raise_need_from_follow_up(make_follow_up(world), by=world.worker, **NEED)
    need = follow_up.need
    assert (follow_up.state, need.follow_up) == (FollowUpState.NEED, follow_up)
    assert (need.source, need.state, need.organization) == (
        NeedSource.ACTIVITY, NeedState.COLLECTED, world.community_union,
    )  # fmt: skip
    assert need.raised_by == world.worker
    assert "孩子" not in need.evidence + need.title
    assert "不能转为需求" in refused(operations.raise_need_from_follow_up, follow_up, by=world.worker, **NEED)
    assert Need.objects.filter(source=NeedSource.ACTIVITY).count() == 1


def test_a_need_without_groups_leaves_the_follow_up_open(world):
    follow_up = make_follow_up(world)
    refused(operations.raise_need_from_follow_up, follow_up, by=world.worker, **(NEED | {"groups": []}))
    follow_up.refresh_from_db()
    assert (follow_up.state, follow_up.need) == (FollowUpState.OPEN, None)


SEE = {"city", "district", "street", "community", "ngo", "worker", "supervisor"}


def test_only_those_who_serve_people_see_it(world):
    session = make_held(world)
    make_follow_up(world, session, person=session.attendances.get().person)
    seen = {name for name in ROLE_NAMES if FollowUp.objects.visible_to(getattr(world, name)).exists()}
    assert seen == SEE


def test_attendance_of_a_session_elsewhere_is_no_reason(world):
    here, there = make_held(world), make_held(world, people=0)
    other = make_attendance(there, make_person(world, "别场的人")).person
    assert "没有参加或报名本场" in refused(create, here, world, person=other)
