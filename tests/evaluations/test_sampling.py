"""The evidence sample: its size, that it can be drawn again, that it is drawn once."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from evaluations.models import EvidenceSample
from evaluations.operations import draw_sample
from evaluations.sampling import drawn, size
from projects.enums import ExpenseState
from services.enums import SessionState
from tests.cast import make_activity, make_session
from tests.evaluations.actors import make_evaluation, make_open_session
from tests.projects.build_money import make_expense


@pytest.mark.parametrize(
    ("total", "expected"), [(0, 0), (1, 1), (3, 3), (4, 3), (30, 3), (31, 4), (40, 4), (720, 72), (721, 73)]
)
def test_a_tenth_of_the_sessions_at_least_three(total, expected):
    assert size(total, share=10, minimum=3) == expected


@pytest.mark.parametrize(("total", "expected"), [(0, 0), (1, 1), (3, 1), (4, 2), (10, 3), (11, 4), (100, 30)])
def test_three_tenths_of_the_vouchers(total, expected):
    assert size(total, share=30, minimum=1) == expected


@given(st.sets(st.integers(1, 10_000), min_size=1), st.text(min_size=1), st.randoms())
def test_anybody_draws_the_same_again(keys, seed, shuffle):
    number = size(len(keys), share=30, minimum=1)
    listed = list(keys)
    shuffle.shuffle(listed)
    sample = drawn(seed, listed, number)
    assert sample == drawn(seed, keys, number) and set(sample) <= keys and len(set(sample)) == number


pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluation(world):
    """Twelve held sessions, one planned; ten vouchers handed in, a draft and a disallowed one."""
    row = make_evaluation(world)
    activity = make_activity(world, row.project)
    for _ in range(12):
        make_open_session(world, activity)
    make_session(world, activity, state=SessionState.PLANNED)
    for number in range(10):
        make_expense(world, row.project, state=ExpenseState.SUBMITTED, invoice_number=f"F{number}")
    make_expense(world, row.project, state=ExpenseState.DRAFT, invoice_number="F10")
    return row


def test_drawn_once_and_recorded(world, evaluation, signed_in):
    sample = draw_sample(evaluation, by=world.expert)
    assert (len(sample.session_pks), sample.sessions_total) == (3, 12)
    assert (len(sample.expense_pks), sample.expenses_total) == (3, 10)
    event = evaluation.events.get(kind="sample")
    assert event.note == f"场次 3/12，凭证 3/10，种子 {sample.seed}"
    with pytest.raises(DomainError, match="不能重抽"):
        draw_sample(evaluation, by=world.expert)
    page = signed_in(world.expert).get(evaluation.get_absolute_url()).context["sample"]
    assert sorted(row.pk for row in page["sessions"]) == sample.session_pks
    assert sorted(row.pk for row in page["expenses"]) == sample.expense_pks
    for row in (*page["sessions"], *page["expenses"]):
        assert signed_in(world.expert).get(row.get_absolute_url()).status_code == 200


def test_only_by_the_evaluator_before_the_score(world, evaluation):
    with pytest.raises(DomainError, match="由评估人在评分之前抽取"):
        draw_sample(evaluation, by=world.district)
    assert not EvidenceSample.objects.exists()


def test_page_and_api(world, evaluation, signed_in, api):
    url = reverse("evaluations:evaluation-sample", args=[evaluation.pk])
    assert signed_in(world.district).get(url).status_code == 403
    assert signed_in(world.expert).post(url).status_code == 302
    assert api(world.expert).post(f"/api/v1/evaluations/{evaluation.pk}/sample/").status_code == 409
