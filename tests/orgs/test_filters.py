"""The place and period every list shares."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from orgs import choices
from orgs.filters import PlaceFilterSet
from projects.models import Project
from services.models import Session
from tests.cast import make_project, make_session


class ProjectPlaceFilter(PlaceFilterSet):
    place_paths = ("organization", "contractor")
    day_field = "starts_on"
    last_day_field = "ends_on"

    class Meta:
        model = Project
        fields = ["state"]


class SessionPlaceFilter(PlaceFilterSet):
    place_paths = ("organization", "activity__project__contractor")
    day_field = "starts_on"

    class Meta:
        model = Session
        fields = []


def filtered(filterset, user, **query):
    request = RequestFactory().get("/", query)
    request.user = user
    rows = filterset._meta.model.objects.visible_to(user)
    return filterset(request.GET, queryset=rows, request=request)


@pytest.mark.parametrize(
    ("code", "found"),
    [("2101", 1), ("210102", 1), ("210102001003", 0), ("DZ-0001", 1), ("SO-0001", 1), ("SO-0002", 0)],
)
def test_organization_narrows_by_territory_or_by_contractor(world, code, found):
    make_session(world)
    assert filtered(SessionPlaceFilter, world.city, organization=code).qs.count() == found
    assert filtered(ProjectPlaceFilter, world.city, organization=code).qs.count() == found


@pytest.mark.parametrize("code", ["210103014001", "nonsense"])
def test_foreign_and_unknown_codes_get_the_same_answer(world, code):
    form = filtered(SessionPlaceFilter, world.community, organization=code).form
    assert form.errors == {"organization": ["没有这个组织，或者它不在您能看到的范围内。"]}


@pytest.mark.parametrize(("start", "end", "found"), [(0, 0, 1), (-1, 0, 1), (0, 1, 1), (1, 2, 0), (-2, -1, 0)])
def test_days_are_inclusive(world, start, end, found):
    day = make_session(world).starts_on
    days = {"start": day + timedelta(days=start), "end": day + timedelta(days=end)}
    assert filtered(SessionPlaceFilter, world.city, **days).qs.count() == found


@pytest.mark.parametrize(
    ("start", "end", "found"), [(-40, -30, 1), (-40, -31, 0), (300, 310, 1), (301, 310, 0), (0, 0, 1)]
)
def test_lasting_rows_match_when_they_overlap(world, start, end, found):
    make_project(world)
    today = timezone.localdate()
    days = {"start": today + timedelta(days=start), "end": today + timedelta(days=end)}
    assert filtered(ProjectPlaceFilter, world.city, **days).qs.count() == found


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ({"start": "2026-02-30"}, {"start": ["请填写日期，例如 2026-03-01。"]}),
        ({"start": "2026-03-02", "end": "2026-03-01"}, {"end": ["结束日期早于开始日期，请改正后再查询。"]}),
    ],
)
def test_bad_periods_are_errors(world, query, errors):
    assert filtered(SessionPlaceFilter, world.city, **query).form.errors == errors


def test_place_and_period_come_last_and_the_chosen_option_is_rendered(world, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(choices, "LISTED", 3)
    form = filtered(ProjectPlaceFilter, world.city, organization="210102001002").form
    assert list(form.fields) == ["state", "organization", "start", "end"]
    with django_assert_num_queries(2):  # the chosen one validated, the short list rendered
        html = str(form["organization"])
    assert '<option value="210102001002" selected>水源地社区联合工会</option>' in html
    assert html.count("<option") == 5  # the empty choice, the three uppermost, the chosen
