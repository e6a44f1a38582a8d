"""答疑: asked by social organisations, answered before the closing time, published without a name."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import Notification
from projects import operations
from projects.enums import CallState
from projects.models import Question
from tests.projects.build_call import make_call
from tests.projects.leaving import refusal

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_ask_and_answer(world):
    call = make_call(world)
    question = operations.ask_question(call, by=world.ngo, text=" 能否联合申报？ ")
    assert (question.text, question.asked_by, question.answered_at) == ("能否联合申报？", world.ngo, None)
    assert list(Notification.objects.values_list("recipient__username", "title")) == [
        ("district", "征集批次有新的提问")
    ]
    operations.answer_question(question, by=world.district, answer="可以，须明确牵头单位。")
    question = Question.objects.get()
    assert (question.answer, question.answered_by) == ("可以，须明确牵头单位。", world.district)
    assert Notification.objects.filter(recipient=world.ngo).values_list("title", flat=True).get() == "提问已答复"


def test_no_message_names_the_asker(world):
    operations.ask_question(make_call(world), by=world.ngo, text="能否联合申报？")
    told = Notification.objects.get()
    assert "晨光" not in told.title + told.body and world.ngo.name not in (told.title + told.body).split()


def test_questions_end_with_the_closing_time(world):
    call = make_call(world)
    question = operations.ask_question(call, by=world.ngo, text="问题", now=call.closes_at - SECOND)
    with refusal("已经截止"):
        operations.ask_question(call, by=world.ngo, text="问题", now=call.closes_at)
    with refusal("已经截止"):
        operations.answer_question(question, by=world.district, answer="答复", now=call.closes_at)
    operations.answer_question(question, by=world.district, answer="答复", now=call.closes_at - SECOND)
    with refusal("已经答复并公布"):
        operations.answer_question(question, by=world.district, answer="更正")


@pytest.mark.parametrize("state", [state for state in CallState.values if state != "published"])
def test_only_published_calls_take_questions(world, state):
    call = make_call(world, state, closes_at=timezone.now() + timedelta(days=1))
    question = Question.objects.create(call=call, text="问题", asked_by=world.ngo)
    with refusal("没有在征集"):
        operations.ask_question(call, by=world.ngo, text="问题")
    with refusal("没有在征集"):
        operations.answer_question(question, by=world.district, answer="答复")


def test_blank_texts_are_refused(world):
    call = make_call(world)
    question = Question.objects.create(call=call, text="问题", asked_by=world.ngo)
    with refusal("请写明问题"):
        operations.ask_question(call, by=world.ngo, text=" \n")
    with refusal("请写明答复"):
        operations.answer_question(question, by=world.district, answer=" ")


def test_who_reads_what(world):
    """The open question is known to its asker and the purchaser; the answered one to everybody."""
    call = make_call(world)
    Question.objects.create(call=call, text="公开的", asked_by=world.ngo, answer="是", answered_at=timezone.now())
    Question.objects.create(call=call, text="未答复的", asked_by=world.ngo)
    readers = {name: Question.objects.visible_to(getattr(world, name)).count() for name in
               ("ngo", "district", "city", "rival_head", "stranger", "expert")}  # fmt: skip
    assert readers == {"ngo": 2, "district": 2, "city": 2, "rival_head": 1, "stranger": 1, "expert": 0}
