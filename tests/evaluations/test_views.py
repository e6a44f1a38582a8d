"""The pages behind the login."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluations.enums import EvaluationState as State
from evaluations.models import Evaluation
from evaluations.operations import submit_evaluation
from orgs.enums import Role
from orgs.models import Membership
from projects.enums import ProjectState
from tests.cast import make_activity, make_project, make_user
from tests.evaluations.actors import make_evaluation, make_open_session, make_ratings

pytestmark = pytest.mark.django_db
LIST = "/evaluations/"
RATINGS = "/evaluations/ratings/"


def soon() -> str:
    return str(timezone.localdate() + timedelta(days=10))


def test_assign_page_offers_independent_experts_only(world, signed_in):
    project = make_project(world, ProjectState.FINAL_REVIEW)
    tied = make_user("tied", world.city_union, Role.EXPERT)
    Membership.objects.create(user=tied, organization=world.contractor, role=Role.WORKER)
    make_user("far", world.other_district, Role.EXPERT)
    page = signed_in(world.district).get(reverse("evaluations:evaluation-assign", args=[project.pk]))
    assert list(page.context["form"].fields["evaluator"].queryset) == [world.expert]


def test_assign_on_the_page(world, signed_in):
    project = make_project(world, ProjectState.FINAL_REVIEW)
    url = reverse("evaluations:evaluation-assign", args=[project.pk])
    answer = signed_in(world.district).post(url, {"evaluator": world.expert.pk, "due_on": soon()})
    assert (answer.status_code, answer.url) == (302, project.get_absolute_url())
    assert Evaluation.objects.get().evaluator == world.expert


@pytest.mark.parametrize(
    ("field", "value"), [("evaluator", "0"), ("evaluator", "x"), ("due_on", "2020-01-01"), ("due_on", "")]
)
def test_bad_input_stays_on_the_assign_page(world, signed_in, field, value):
    project = make_project(world, ProjectState.FINAL_REVIEW)
    url = reverse("evaluations:evaluation-assign", args=[project.pk])
    body = {"evaluator": world.expert.pk, "due_on": soon(), field: value}
    page = signed_in(world.district).post(url, body)
    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    assert not Evaluation.objects.exists()


def test_a_refused_assignment_is_shown_on_the_form(world, signed_in):
    project = make_project(world, ProjectState.ACTIVE)
    url = reverse("evaluations:evaluation-assign", args=[project.pk])
    page = signed_in(world.district).post(url, {"evaluator": world.expert.pk, "due_on": soon()})
    assert len(page.context["form"].non_field_errors()) == 1
    assert not Evaluation.objects.exists()


def test_submit_on_the_page_shows_score_and_grade(world, signed_in):
    evaluation = make_evaluation(world)
    client = signed_in(world.expert)
    url = reverse("evaluations:evaluation-submit", args=[evaluation.pk])
    answer = client.post(url, {"score": "88.50", "comment": "台账齐全。"}, follow=True)
    assert answer.redirect_chain == [(evaluation.get_absolute_url(), 302)]
    assert "88.50" in answer.content.decode()
    assert answer.context["grade"].label == "良好"
    assert [event.kind for event in answer.context["events"]] == ["submit"]


@pytest.mark.parametrize("score", ["", "abc", "-1", "101", "1e3", "NaN", "88.888"])
def test_a_bad_score_stays_on_the_page(world, signed_in, score):
    evaluation = make_evaluation(world)
    url = reverse("evaluations:evaluation-submit", args=[evaluation.pk])
    page = signed_in(world.expert).post(url, {"score": score, "comment": "台账齐全。"})
    assert list(page.context["form"].errors) == ["score"]
    assert Evaluation.objects.get().state == State.ASSIGNED


def test_withdraw_on_the_page(world, signed_in):
    evaluation = make_evaluation(world)
    url = reverse("evaluations:evaluation-withdraw", args=[evaluation.pk])
    answer = signed_in(world.district).post(url, {"note": "专家出差"})
    assert (answer.status_code, Evaluation.objects.get().state) == (302, State.WITHDRAWN)


def test_detail_says_when_the_deadline_has_passed(world, signed_in):
    evaluation = make_evaluation(world, due_on=timezone.localdate() - timedelta(days=1))
    page = signed_in(world.district).get(evaluation.get_absolute_url())
    assert page.context["is_overdue"] is True
    assert "已超过完成期限" in page.content.decode()


def test_detail_buttons_follow_the_role(world, signed_in):
    evaluation = make_evaluation(world)
    page = signed_in(world.expert).get(evaluation.get_absolute_url())
    assert [(move["label"], move["allowed"]) for move in page.context["transitions"]] == [
        ("提交评分", True),
        ("撤销委派", False),
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["乙", "甲"]),
        ("?q=甲", ["甲"]),
        ("?state=scored", ["甲"]),
        ("?organization=210102", ["乙", "甲"]),
        ("?organization=SO-0001", ["乙", "甲"]),
        ("?organization=210102001003", []),
        ("?end=2020-01-01", []),
    ],
)
def test_evaluation_list_filters(world, signed_in, query, names):
    for name in ("甲", "乙"):
        make_evaluation(world, make_project(world, ProjectState.FINAL_REVIEW, name=name))
    submit_evaluation(
        Evaluation.objects.get(project__name="甲"), by=world.expert, score=Decimal(95), comment="台账齐全。"
    )
    page = signed_in(world.district).get(LIST + query)
    assert sorted(row.record.project.name for row in page.context["table"].rows) == sorted(names)


@pytest.mark.parametrize("rows", [1, 3])
def test_evaluation_list_query_count(world, signed_in, django_assert_num_queries, rows):
    for _ in range(rows):
        make_evaluation(world)
    client = signed_in(world.district)
    client.get(LIST)
    with django_assert_num_queries(8):
        client.get(LIST)


@pytest.mark.parametrize("rows", [1, 3])
def test_rating_list_query_count(world, signed_in, django_assert_num_queries, rows):
    activity = make_activity(world)
    for _ in range(rows):
        make_ratings(make_open_session(world, activity), 5, 5, 4, 3, 1)
    client = signed_in(world.district)
    client.get(RATINGS)
    with django_assert_num_queries(10):
        client.get(RATINGS)


def shown(page):
    summary = page.context["summary"]
    return len(page.context["table"].rows), summary.satisfaction.valid, page.context["withheld"], summary.is_hidden


def test_small_groups_count_but_are_not_listed(world, signed_in):
    activity = make_activity(world)
    make_ratings(make_open_session(world, activity), 5, 5, 4, 4, 1)
    make_ratings(make_open_session(world, activity), 5, 4, 3)
    make_ratings(make_open_session(world, activity), 5, 2)
    page = signed_in(world.district).get(RATINGS)
    assert shown(page) == (5, 10, 5, False)
    assert page.context["summary"].satisfaction.rate == Decimal("0.7")


def test_a_group_that_subtraction_would_reveal_takes_another_with_it(world, signed_in):
    activity = make_activity(world)
    make_ratings(make_open_session(world, activity), 5, 5, 4, 4, 1)
    make_ratings(make_open_session(world, activity), 5, 5, 4, 4, 3, 2)
    make_ratings(make_open_session(world, activity), 1)
    assert shown(signed_in(world.district).get(RATINGS)) == (6, 12, 6, False)


def test_fewer_than_five_show_their_number_only(world, signed_in):
    make_ratings(make_open_session(world), 5, 1, 1, 1)
    page = signed_in(world.district).get(RATINGS)
    assert shown(page) == (0, 4, 4, True)
    assert "非常不满意" not in page.content.decode()
    assert "%" not in page.content.decode().split('aria-label="满意度"')[1].split("</section>")[0]


def test_rating_list_narrows_by_place_and_session_date(world, signed_in):
    activity = make_activity(world)
    make_ratings(make_open_session(world, activity), *[5] * 5)
    earlier = make_open_session(world, activity, starts_at=timezone.now() - timedelta(days=40))
    make_ratings(earlier, *[4] * 6)
    client = signed_in(world.city)
    queries = ("", f"?end={earlier.starts_on}", "?organization=210103", "?organization=SO-0001", "?start=not-a-day")
    assert [shown(client.get(RATINGS + query))[:2] for query in queries] == [(11, 11), (6, 6), (0, 0), (11, 11), (0, 0)]


def test_strangers_see_nothing(world, signed_in):
    evaluation = make_evaluation(world)
    make_ratings(make_open_session(world), *[5] * 5)
    client = signed_in(world.stranger)
    assert client.get(evaluation.get_absolute_url()).status_code == 404
    assert shown(client.get(RATINGS)) == (0, 0, 0, True)
    assert client.get(LIST).context["total"] == 0


def test_the_project_page_shows_score_and_satisfaction(world, signed_in):
    evaluation = make_evaluation(world)
    submit_evaluation(evaluation, by=world.expert, score=Decimal(85), comment="台账齐全。")
    make_ratings(make_open_session(world, make_activity(world, evaluation.project)), *[5] * 4, 2)
    url = reverse("evaluations:project-evaluation-fragment", args=[evaluation.project_id])
    for user in (world.district, world.ngo, world.expert):
        page = signed_in(user).get(url)
        shown = [(row["row"], row["grade"].label) for row in page.context["evaluations"]]
        assert shown == [(evaluation, "良好")]
        assert page.context["summary"].satisfaction.rate == Decimal("0.8")
    assert signed_in(world.stranger).get(url).status_code == 404


def test_a_changed_filter_replaces_the_figures_too(world, signed_in):
    make_ratings(make_open_session(world), *[5] * 5)
    html = signed_in(world.district).get(RATINGS, HTTP_HX_REQUEST="true").content.decode()
    assert html.count('id="rating-summary"') == 1
    assert 'hx-swap-oob="true"' in html.split('id="rating-summary"')[1].split(">")[0]
