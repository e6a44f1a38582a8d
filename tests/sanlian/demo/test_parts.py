"""The parts the demo is made with: the clock, invented numbers, the progress shown."""

import io
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.utils import timezone
from stdnum.cn import uscc

from core.models import Notification
from orgs.enums import Gender
from orgs.identity_number import parse_identity_number
from sanlian.demo import clock, names, plan
from sanlian.demo.people import People
from sanlian.demo.progress import Progress

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_the_clock_is_set_back_and_forward_again():
    with clock.at(NOON):
        assert (timezone.now(), timezone.localdate().isoformat()) == (NOON, "2026-03-01")
    assert timezone.now() > NOON


def test_the_clock_recovers_from_an_error():
    with pytest.raises(KeyError), clock.at(NOON):
        raise KeyError
    assert timezone.now() > NOON


def test_stories_happen_in_the_order_of_time():
    told = []

    def story(name, *moments):
        for moment in moments:
            yield moment
            told.append((name, timezone.now()))

    stories = [story("a", NOON, NOON + 3 * HOUR), story("b", NOON + HOUR, NOON + 9 * HOUR)]
    steps = sum(1 for _ in clock.play(stories, until=NOON + 5 * HOUR))
    assert steps == 4
    assert told == [("a", NOON), ("b", NOON + HOUR), ("a", NOON + 3 * HOUR), ("b", NOON + 5 * HOUR)]


def test_a_story_never_runs_backwards():
    told = []

    def story():
        for moment in (NOON, NOON - HOUR):
            yield moment
            told.append(timezone.now())

    list(clock.play([story()], until=NOON + HOUR))
    assert told == [NOON, NOON + clock.MINUTE]


def test_stamps_are_kept_only_inside_backdated():
    field = Notification._meta.get_field("created_at")
    with clock.backdated():
        assert field.auto_now_add is False
    assert field.auto_now_add is True


@pytest.mark.parametrize("number", [0, 7, 123, 99_999])
@pytest.mark.parametrize("kind", ["51", "52", "91"])
def test_credit_codes_are_valid(kind, number):
    assert uscc.is_valid(names.credit_code(kind, number))


@pytest.mark.parametrize(("seed", "gender"), [(1, Gender.MALE), (2, Gender.FEMALE), (3, Gender.MALE)])
def test_identity_numbers_are_valid_and_say_what_is_recorded(seed, gender):
    text, born = names.identity_number(Random(seed), gender)
    number = parse_identity_number(text)
    assert (number.text, number.birth_date, number.gender) == (text, born, gender)


def test_telephones_differ_and_belong_to_no_person():
    numbers = {names.phone(number) for number in range(10_000)}
    assert len(numbers) == 10_000
    assert {(len(number), number[:3]) for number in numbers} == {(11, "141")}


def test_the_same_seed_invents_the_same_people():
    first, second = People(Random(5)).pool(300), People(Random(5)).pool(300)
    assert [(row.name, row.phone, row.id_number) for row in first] == [
        (row.name, row.phone, row.id_number) for row in second
    ]


def test_the_plan_adds_up_to_the_year_of_the_seeds():
    held = {}
    for project in plan.PURCHASED:
        held[project.kind] = held.get(project.kind, 0) + project.held
    assert (len(plan.PURCHASED), sum(held.values()), held["psychology"], held["performance"]) == (12, 720, 64, 18)


def test_progress_writes_lines_without_a_terminal():
    out = io.StringIO()
    progress = Progress(out, total=2)
    progress.begin("people")
    progress.step("people", 1234)
    assert out.getvalue() == "[############............]  1/2 people: 1,234\n"


def test_progress_redraws_on_a_terminal():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    out = Terminal()
    progress = Progress(out, total=2)
    progress.begin("people")
    progress.step("people", 5)
    assert out.getvalue().count("\r\x1b[K") == 2
    assert out.getvalue().count("\n") == 1
