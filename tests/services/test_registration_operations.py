"""Approval, an activity's own questions, ages and guardians, proven phones, and what the form may ask."""

import json
import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from core.errors import DomainError
from core.models import TextMessage
from orgs.models import Person
from projects.models import Parameter
from services import operations
from services.guardians import age_on
from services.models import FormField, Registration
from services.phone_codes import PER_DAY, TRIES, check_phone_pass, pass_for, send_code
from services.tickets import registration_ticket
from tests.cast import make_activity, make_session
from tests.services.build_registration import make_question, make_registration

WANG = {"name": "王小芳", "phone": "13800000001"}
PHONE = WANG["phone"]


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


def refused(match, call, *args, **kwargs):
    with pytest.raises(DomainError, match=match):
        call(*args, **kwargs)


def asking(world, **fields):
    """A session of an activity with these columns."""
    return make_session(world, make_activity(world, **fields))


def born(years):
    """A birth date that many whole years and a day ago."""
    today = timezone.localdate()
    return date(today.year - years, today.month, min(today.day, 28)) - timedelta(days=1)


# Approval


def test_pending_takes_no_place(world):
    session = asking(world, needs_approval=True)
    row = operations.register_participant(session, **WANG)
    session.refresh_from_db()
    assert (row.state, session.registered) == ("pending", 0)
    done = operations.approve_registration(row, by=world.worker)
    assert done.state == "registered"
    assert [(event.kind, event.by) for event in row.events.all()] == [("create", None), ("approve", world.worker)]
    assert "报名已通过审核，请按时参加" in TextMessage.objects.get().body


def test_approved_without_a_free_place_waits(world):
    session = make_session(world, make_activity(world, needs_approval=True), capacity=1)
    make_registration(session)
    assert operations.approve_registration(make_registration(session, "pending"), by=world.worker).state == "waiting"


def test_approve_many_gives_places_to_priority_and_early_comers(world, django_assert_num_queries):
    session = make_session(world, make_activity(world, needs_approval=True), capacity=2)
    rows = [make_registration(session, "pending", priority=number == 3) for number in range(4)]
    with django_assert_num_queries(10):
        operations.approve_registrations(session, by=world.worker, registrations=rows)
    states = [Registration.objects.get(pk=row.pk).state for row in rows]
    assert states == ["registered", "waiting", "waiting", "registered"]


def test_approve_many_is_all_or_none(world):
    session = asking(world)
    rows = [make_registration(session, "pending"), make_registration(session)]
    refused("已报名", operations.approve_registrations, session, by=world.worker, registrations=rows)
    assert [Registration.objects.get(pk=row.pk).state for row in rows] == ["pending", "registered"]
    assert TextMessage.objects.count() == 0


def test_a_row_of_another_session_is_not_approved(world):
    session, other = asking(world), asking(world)
    foreign = make_registration(other, "pending")
    refused("别的场次", operations.approve_registrations, session, by=world.worker, registrations=[foreign])
    foreign.refresh_from_db()
    assert foreign.state == "pending"


def test_reject_needs_a_reason_and_tells_it(world):
    row = make_registration(asking(world), "pending")
    refused("请写明", operations.reject_registration, row, by=world.worker, note=" ")
    operations.reject_registration(row, by=world.worker, note="只限本社区职工")
    row.refresh_from_db()
    assert (row.state, row.events.get().note) == ("rejected", "只限本社区职工")
    assert "报名未通过。原因：只限本社区职工" in TextMessage.objects.get().body


def test_queue_offers_at_once_when_there_is_a_place(world):
    row = make_registration(asking(world), "pending")
    operations.queue_registration(row, by=world.worker)
    row.refresh_from_db()
    assert row.state == "offered"


@pytest.mark.parametrize("state", ["rejected", "cancelled", "expired"])
def test_who_is_out_may_come_again(world, state):
    session = asking(world)
    old = make_registration(session, state)
    again = operations.register_participant(session, name=old.person.name, phone=old.person.phone)
    assert (again.person, again.state) == (old.person, "registered")
    assert again != old


def test_a_message_names_the_activity_and_links_the_page(world, settings):
    settings.PUBLIC_URL = "https://sanlian.example.test"
    row = make_registration(asking(world), "pending")
    operations.approve_registration(row, by=world.worker)
    body = TextMessage.objects.get().body
    assert body.endswith(f"https://sanlian.example.test/p/r/{registration_ticket(row)}/")
    assert row.person.name not in body


# Questions


def test_answers_are_kept_with_the_words_of_the_question_and_encrypted(world):
    session = asking(world)
    size = make_question(session.activity, "衣服尺码", "choice", choices=["M", "L"], is_required=True)
    food = make_question(session.activity, "忌口", "choices", choices=["辣", "海鲜", "牛羊肉"])
    row = operations.register_participant(session, **WANG, answers={size.pk: "L", str(food.pk): ["海鲜", "辣"]})
    row.refresh_from_db()
    assert json.loads(row.answers) == [
        {"id": size.pk, "label": "衣服尺码", "answer": "L"},
        {"id": food.pk, "label": "忌口", "answer": ["辣", "海鲜"]},
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(answers, 'escape') FROM services_registration WHERE id = %s", [row.pk])
        assert "label" not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("kind", "answer", "kept"),
    [
        ("text", " 坐轮椅 ", "坐轮椅"),
        ("number", "１２", "12"),
        ("number", "1.50", "1.50"),
        ("choice", "M", "M"),
        ("choices", ["L", "M", "L"], ["M", "L"]),
        ("yes_no", "yes", "是"),
        ("yes_no", False, "否"),
    ],
)
def test_good_answers(world, kind, answer, kept):
    session = asking(world)
    question = make_question(session.activity, "问", kind, choices=["M", "L"])
    row = operations.register_participant(session, **WANG, answers={question.pk: answer})
    assert json.loads(row.answers)[0]["answer"] == kept


@pytest.mark.parametrize(
    ("kind", "answer", "match"),
    [
        ("text", "字" * 501, "最多500个字"),
        ("text", "a\x00b", "不能保存的字符"),
        ("number", "许多", "请填写数字"),
        ("number", "NaN", "数字不正确"),
        ("number", "1e30", "数字不正确"),
        ("number", "1e-999999999", "数字不正确"),
        ("number", "0e999999999", "数字不正确"),
        ("choice", "XXL", "列出的选项"),
        ("choice", ["M"], "列出的选项"),
        ("choices", ["M", "XXL"], "列出的选项"),
        ("choices", "M", "列出的选项"),
        ("yes_no", "也许", "请选择是或否"),
        ("text", "", "必须填写"),
        ("text", None, "必须填写"),
    ],
)
def test_bad_answers_change_nothing(world, kind, answer, match):
    session = asking(world)
    question = make_question(session.activity, "问", kind, choices=["M", "L"], is_required=True)
    refused(match, operations.register_participant, session, **WANG, answers={question.pk: answer})
    assert (Registration.objects.count(), Person.objects.count()) == (0, 0)


def test_answers_to_other_questions_are_dropped(world):
    session = asking(world)
    gone = make_question(session.activity, "旧问题", is_removed=True)
    row = operations.register_participant(session, **WANG, answers={gone.pk: "x", 999: "y", "abc": "z"})
    assert row.answers == ""


# The form itself


def test_questions_are_added_moved_and_removed(world):
    activity = make_activity(world)
    first, second = (operations.add_question(activity, by=world.worker, label=label, kind="text") for label in "甲乙")
    operations.move_question(second, by=world.worker, up=True)
    operations.move_question(second, by=world.worker, up=True)
    assert [row.label for row in activity.form_fields.asked()] == ["乙", "甲"]
    operations.remove_question(first, by=world.worker)
    assert [row.label for row in activity.form_fields.asked()] == ["乙"]
    assert [event.kind for event in activity.events.all()] == ["form", "form", "form"]


def test_a_question_somebody_answered_stays_as_it_was(world):
    session = asking(world)
    question = make_question(session.activity)
    operations.register_participant(session, **WANG, answers={question.pk: "L"})
    refused("已有人回答", operations.update_question, question, by=world.worker, label="新", kind="text")
    other = make_question(session.activity, "后来加的")
    assert operations.update_question(other, by=world.worker, label="新", kind="number").kind == "number"


@pytest.mark.parametrize(
    ("fields", "match"),
    [
        ({"label": " "}, "请写明要问什么"),
        ({"label": "已有"}, "已经有“已有”"),
        ({"kind": "choice"}, "2至20个"),
        ({"kind": "choices", "choices": ["a", "a"]}, "不重复"),
        ({"kind": "choice", "choices": ["a", "b" * 41]}, "最多40个字"),
    ],
)
def test_bad_questions(world, fields, match):
    activity = make_activity(world)
    make_question(activity, "已有")
    wanted = {"label": "新问题", "kind": "text", "by": world.worker} | fields
    refused(match, operations.add_question, activity, **wanted)
    assert FormField.objects.count() == 1


def test_no_more_than_twenty_questions(world):
    activity = make_activity(world)
    for number in range(20):
        make_question(activity, str(number))
    refused("最多20个", operations.add_question, activity, by=world.worker, label="再来", kind="text")


def test_settings_are_noted_and_bounded(world):
    activity = make_activity(world)
    operations.update_sign_up(activity, by=world.worker, needs_approval=True, hold_hours=0)
    activity.refresh_from_db()
    assert (activity.needs_approval, activity.hold_hours) == (True, 0)
    assert activity.events.get().note == "报名须审核、候补保留时限（小时）"
    refused("0至168", operations.update_sign_up, activity, by=world.worker, hold_hours=169)
    refused("0至100", operations.update_sign_up, activity, by=world.worker, minimum_age=101)
    operations.cancel_activity(activity, by=world.worker, note="x")
    refused("不能再修改", operations.update_sign_up, activity, by=world.worker)


# Ages


def test_age_is_counted_in_whole_years():
    assert [age_on(date(2026, 6, day), date(2008, 6, 15)) for day in (14, 15)] == [17, 18]
    assert [age_on(day, date(2012, 2, 29)) for day in (date(2026, 2, 28), date(2026, 3, 1))] == [13, 14]


def test_too_young_is_refused_and_leaves_nothing(world):
    session = asking(world, minimum_age=18)
    refused("要求年满18周岁", operations.register_participant, session, **WANG, birth_date=born(16))
    refused("请填写出生日期", operations.register_participant, session, **WANG)
    assert (Registration.objects.count(), Person.objects.count()) == (0, 0)


def test_the_registry_knows_better_than_the_form(world):
    session = asking(world, minimum_age=18)
    operations.register_participant(asking(world, minimum_age=0), **WANG, birth_date=born(40))
    refused(
        "年满18周岁", operations.register_participant, session, **WANG, birth_date=born(10)
    )  # nobody says who is known
    row = operations.register_participant(session, by=world.worker, **WANG, birth_date=born(10))
    assert row.state == "registered"


@pytest.mark.parametrize("missing", ["guardian_name", "guardian_phone", "guardian_consents"])
def test_a_minor_needs_a_guardian_who_agrees(world, missing):
    session = asking(world, kind="childcare")
    guardian = {"guardian_name": "王建国", "guardian_phone": "13900000009", "guardian_consents": True}
    child = WANG | {"birth_date": born(9)}
    refused("须由监护人", operations.register_participant, session, **child, **(guardian | {missing: ""}))
    row = operations.register_participant(session, **child, **guardian)
    row.refresh_from_db()
    assert (row.guardian_name, row.guardian_phone) == ("王建国", "13900000009")
    assert row.guardian_consented_at is not None


def test_from_fourteen_on_the_rule_centre_decides(world):
    Parameter.objects.create(name="guardian_age", value=14, valid_from=date(2020, 1, 1), by=world.city)
    session = asking(world, minimum_age=0)
    row = operations.register_participant(session, **WANG, birth_date=born(15), guardian_name="不用填")
    assert (row.state, row.guardian_name) == ("registered", "")
    refused("未满14周岁", operations.register_participant, session, name="小明", phone=PHONE, birth_date=born(13))


# Proven phones


def code_in_the_message():
    return re.search(r"\d{6}", TextMessage.objects.latest("pk").body).group()


def test_a_code_proves_the_phone(world):
    session = asking(world, verifies_phone=True)
    refused("手机号没有验证", operations.register_participant, session, **WANG)
    send_code(PHONE)
    proof = pass_for(PHONE, code_in_the_message())
    row = operations.register_participant(session, **WANG, phone_pass=proof)
    assert row.phone_verified_at is not None
    refused("没有验证", operations.register_participant, session, name="李强", phone="13800000002", phone_pass=proof)
    assert operations.register_participant(session, by=world.worker, name="李强", phone="13800000002").pk


def test_a_code_is_good_once_and_for_five_tries(db):
    send_code(PHONE)
    code = code_in_the_message()
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(TRIES - 1):
        refused("验证码不对", pass_for, PHONE, wrong)
    check_phone_pass(PHONE, pass_for(PHONE, f" {code[:3]} {code[3:]}"))
    refused("已过期", pass_for, PHONE, code)


def test_after_five_wrong_tries_the_right_code_is_void(db):
    send_code(PHONE)
    code = code_in_the_message()
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(TRIES):
        refused("验证码不对", pass_for, PHONE, wrong)
    refused("次数太多", pass_for, PHONE, code)
    refused("已过期", pass_for, PHONE, code)


def test_codes_are_limited_by_minute_day_and_address(db, settings):
    send_code(PHONE)
    refused("一分钟内只能发一次", send_code, PHONE)
    for _ in range(PER_DAY - 1):
        forget_the_minute()
        send_code(PHONE)
    forget_the_minute()
    refused(f"今天已发过{PER_DAY}次", send_code, PHONE)
    settings.SMS_CODES_PER_HOUR = 3
    refused("这个网络", send_code, "13800000002", asked_from=4)
    assert TextMessage.objects.count() == PER_DAY


def forget_the_minute():
    from services.phone_codes import _key

    cache.delete(f"{_key(PHONE)}:minute")


def test_the_cache_holds_no_phone_and_no_code(db):
    send_code(PHONE)
    client = cache._cache.get_client()
    held = {key.decode(): client.get(key) for key in client.keys("*phone:*")}
    assert held
    assert not [key for key, value in held.items() if PHONE in key or code_in_the_message().encode() in (value or b"")]


@pytest.mark.parametrize("proof", ["", "x", "a.b.c", "\x00"])
def test_a_made_up_pass_proves_nothing(db, proof):
    refused("没有验证", check_phone_pass, PHONE, proof)
