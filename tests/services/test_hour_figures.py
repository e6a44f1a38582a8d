"""Hours by community, project and social worker, each leading to its claims."""

from decimal import Decimal

import pytest

from projects.enums import ProjectState
from services.enums import HourClaimState, HourSource, ShiftSignUpState
from services.queries.hour_figures import (
    HourFigures,
    confirmed_hours_of,
    hour_figures,
    hours_by_place,
    hours_by_project,
    hours_by_worker,
)
from tests.cast import make_project
from tests.services.build_hour import at, make_claim
from tests.services.build_volunteer import make_shift, make_sign_up, make_volunteer
from tests.services.pages import url

CONFIRMED = HourClaimState.CONFIRMED


@pytest.fixture
def served(world):
    """Three hours of one's own, two under a project, four on a shift; one more waits."""
    project = make_project(world, ProjectState.ACTIVE)
    volunteer, other = make_volunteer(world), make_volunteer(world, "周小满", organization=world.neighbour)
    make_claim(world, volunteer, 9, 12, CONFIRMED)
    make_claim(world, volunteer, 13, 15, CONFIRMED, source=HourSource.PROJECT, project=project)
    shift = make_shift(world, project=project, starts_at=at(8), lead=world.supervisor)
    sign_up = make_sign_up(shift, other, ShiftSignUpState.SIGNED_OUT)
    make_claim(world, other, 8, 12, CONFIRMED, source=HourSource.SHIFT, sign_up=sign_up, project=project)
    make_claim(world, other, 14, 15)
    return project


def names(parts):
    return [(part.name, part.hours, part.volunteers) for part in parts]


def test_hours_are_added_up_by_place_project_and_worker(world, served):
    claims = confirmed_hours_of(world.district)
    assert hour_figures(claims) == HourFigures(Decimal(9), 2)
    assert hour_figures(claims).per_volunteer == Decimal("4.5")
    assert names(hours_by_place(claims)) == [("水源地社区联合工会", 5, 1), ("河畔社区联合工会", 4, 1)]
    assert names(hours_by_project(claims)) == [(served.name, 6, 2)]
    assert names(hours_by_worker(claims)) == [("supervisor", 4, 1), ("worker", 2, 1)]


def test_place_and_period_narrow_them(world, served):
    day = at(0).date()
    assert hour_figures(confirmed_hours_of(world.district, organization=world.neighbour)).hours == 4
    assert hour_figures(confirmed_hours_of(world.district, organization=world.contractor)).hours == 6
    assert hour_figures(confirmed_hours_of(world.district, end=day.replace(year=2020))).hours == 0
    assert hour_figures(confirmed_hours_of(world.stranger)).per_volunteer is None


def test_every_number_of_the_page_leads_to_its_rows(world, signed_in, served):
    client = signed_in(world.district)
    page = client.get(url("volunteer-figures"))
    assert [card["value"] for card in page.context["hour_cards"]] == ["9.0", "4.5"]
    for group in page.context["hour_groups"]:
        for row in group["rows"]:
            rows = client.get(row["url"]).context["table"].data.data
            assert sum(claim.hours for claim in rows) == row["part"].hours
    assert [group["rest"] for group in page.context["hour_groups"]] == [0, 3, 3]  # of one's own, under no project
    assert client.get(page.context["hour_cards"][0]["url"]).context["total"] == 3


def test_the_dashboard_shows_the_hours_and_leads_to_them(world, signed_in, served):
    client = signed_in(world.district)
    page = client.get("/dashboard/", {"organization": world.district_union.code})
    cards = {card["label"]: card for card in page.context["teamwork"]}
    assert (cards["志愿服务时长"]["value"], cards["在册志愿者"]["value"]) == ("9.0", "2")
    assert client.get(cards["志愿服务时长"]["url"]).context["total"] == 3
    assert client.get(cards["在册志愿者"]["url"]).context["total"] == 2
