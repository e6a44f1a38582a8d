"""The pages: every figure leads to its rows, and nothing of a stranger's."""

import pytest
from django.utils import timezone

from evaluations.models import Rating
from orgs.models import Membership
from projects.enums import ProjectState
from reports.periods import DAY, last_twelve_months
from services.enums import CheckInMethod, SessionState
from services.models import Attendance
from tests.cast import ROLE_NAMES, make_activity, make_project, make_session
from tests.reports.worlds import make_random_world

DASHBOARD = "/dashboard/"


def footer(response, column: str) -> str:
    return str(response.context["table"].columns[column].footer)


READ_BACK = {
    "projects": lambda page: page.context["total"],
    "committed": lambda page: footer(page, "amount") or "0.00",  # no rows, no footer
    "paid": lambda page: footer(page, "amount") or "0.00",
    "sessions": lambda page: page.context["total"],
    "person_times": lambda page: footer(page, "headcount"),
    "persons": lambda page: page.context["total"],
    "satisfaction": lambda page: page.context["summary"].satisfaction.rate,
    "outside_share": lambda page: page.context["total"],
}


@pytest.mark.parametrize(
    ("seed", "name"), [(0, "community"), (0, "ngo"), (1, "city"), (1, "street"), (2, "party"), (2, "finance")]
)
def test_each_figure_equals_the_list_behind_it(world, signed_in, seed, name):
    make_random_world(world, seed)
    client = signed_in(getattr(world, name))
    page = client.get(DASHBOARD)
    outside = page.context["figures"][-1]["note"]
    for figure in page.context["figures"]:
        rows = client.get(figure["url"])
        assert rows.status_code == 200, figure["url"]
        found, shown = READ_BACK[figure["name"]](rows), figure["number"]
        if figure["name"] == "outside_share":
            found, shown = f"{found:,} 场", outside
        elif figure["name"] in ("committed", "paid", "person_times"):
            shown = figure["value"]
        assert found == shown, (figure["name"], figure["url"])


@pytest.mark.parametrize("name", ROLE_NAMES)
def test_every_role_has_a_workbench_and_a_dashboard(world, signed_in, name):
    make_random_world(world, 2, sessions=8)
    client = signed_in(getattr(world, name))
    assert client.get("/").status_code == 200
    assert client.get(DASHBOARD).status_code == 200


@pytest.mark.parametrize("address", ["/", DASHBOARD, "/dashboard/places/", "/search/", "/report-runs/"])
def test_login_is_required(client, db, address):
    assert client.get(address).url == f"/login/?next={address}"


def test_dashboard_starts_at_home_with_the_last_twelve_months(world, signed_in):
    page = signed_in(world.party).get(DASHBOARD)
    assert page.context["organization"] == world.community_union
    assert page.context["period"] == last_twelve_months(timezone.localdate())


@pytest.mark.parametrize(
    ("name", "code", "status"),
    [
        ("city", "210103014001", 200),
        ("district", "210102001002", 200),
        ("district", "2101", 404),
        ("district", "210103", 404),
        ("community", "210102001003", 404),
        ("ngo", "SO-0001", 200),
        ("ngo", "SO-0002", 404),
        ("ngo", "210102001002", 404),
        ("expert", "2101", 200),  # home, showing only what is assigned
        ("expert", "210102", 404),
        ("city", "nonsense", 404),
        ("city", "%00", 404),
    ],
)
def test_dashboard_of_a_place_out_of_reach_does_not_exist(world, signed_in, name, code, status):
    assert signed_in(getattr(world, name)).get(f"{DASHBOARD}?organization={code}").status_code == status


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ("start=2026-13-40", "start", "请填写日期，例如 2026-03-01。"),
        ("start=2026-05-01&end=2026-04-01", "end", "截止日期早于起始日期，请改正后再查询。"),
        ("start=0001-01-01", "start", "请填写2000年以后的日期。"),
        ("start=2001-01-01&end=9999-12-31", "end", "请填写2100年以前的日期。"),
        ("start=2001-01-01&end=2026-12-31", "start", "一次最多查询十年，请缩短期间。"),
    ],
)
def test_dashboard_names_a_bad_period_and_shows_the_usual_one(world, signed_in, query, field, words):
    page = signed_in(world.city).get(f"{DASHBOARD}?{query}")
    assert page.context["form"].errors == {field: [words]}
    assert page.context["period"] == last_twelve_months(timezone.localdate())
    assert words in page.content.decode()


def test_dashboard_leads_down_and_up(world, signed_in):
    make_random_world(world, 0)
    client = signed_in(world.city)
    page = client.get(DASHBOARD)
    below = {line["part"].code: line["url"] for line in page.context["parts"]}
    page = client.get(below["210102"])
    assert page.context["organization"] == world.district_union
    assert [place["name"] for place in page.context["trail"]] == ["沈阳市"]
    assert client.get(page.context["trail"][0]["url"]).context["organization"] == world.city_union
    page = signed_in(world.district).get(DASHBOARD)
    assert page.context["trail"] == []


@pytest.mark.parametrize(("name", "queries"), [("city", 31), ("street", 32), ("community", 30), ("ngo", 30)])
def test_dashboard_costs_the_same_with_more_rows(world, signed_in, django_assert_num_queries, name, queries):
    client = signed_in(getattr(world, name))
    for seed in (1, 2):
        make_random_world(world, seed, sessions=10)
        with django_assert_num_queries(queries):
            client.get(DASHBOARD)


def test_dashboard_of_nobody_says_what_to_do(world, signed_in):
    Membership.objects.filter(user=world.leader).delete()
    client = signed_in(world.leader)
    assert "您还没有任职" in client.get(DASHBOARD).content.decode()
    assert "您还没有任职" in client.get("/").content.decode()


def test_wall_screen_renews_itself(world, signed_in):
    page = signed_in(world.city).get(f"{DASHBOARD}?wall=1").content.decode()
    assert '<div hx-get="/dashboard/?wall=1" hx-trigger="every 300s" hidden></div>' in page


def test_places_without_projects_are_listed_for_the_period(world, signed_in):
    make_project(world, ProjectState.ACTIVE)
    client = signed_in(world.city)
    page = client.get(DASHBOARD)
    assert page.context["places_total"] == 2
    rows = client.get(page.context["places_url"])
    assert [row.name for row in rows.context["table"].data.data] == ["河畔社区联合工会", "凯旋社区联合工会"]
    assert client.get("/dashboard/places/?start=2020-01-01&end=2020-02-01").context["total"] == 3
    assert client.get("/dashboard/places/?organization=210103").context["total"] == 1
    assert client.get("/dashboard/places/?q=河畔").context["total"] == 1
    assert client.get("/dashboard/places/?tier=weak").context["total"] == 0
    assert signed_in(world.stranger).get("/dashboard/places/").context["total"] == 1


def test_places_cost_the_same_with_more_rows(world, signed_in, django_assert_num_queries):
    client = signed_in(world.city)
    with django_assert_num_queries(8):
        client.get("/dashboard/places/")
    make_project(world, ProjectState.ACTIVE)
    make_project(world, ProjectState.ACTIVE, organization=world.neighbour)
    with django_assert_num_queries(8):
        client.get("/dashboard/places/")


def test_a_community_sees_its_projects_instead_of_places(world, signed_in):
    session = make_session(world, starts_at=timezone.now() - DAY, state=SessionState.HELD)
    Attendance.objects.create(session=session, headcount=4, method=CheckInMethod.HEADCOUNT, at=timezone.now())
    page = signed_in(world.community).get(DASHBOARD)
    (line,) = page.context["parts"]
    assert (line["part"].name, line["url"]) == (
        session.activity.project.name,
        session.activity.project.get_absolute_url(),
    )
    assert (page.context["parts_title"], "places" in page.context) == ("各项目", False)


def test_an_expert_sees_the_projects_assigned_and_nothing_else(world, signed_in):
    project = make_project(world, ProjectState.FINAL_REVIEW, evaluator=world.expert)
    for owner in (project, make_project(world, ProjectState.ACTIVE)):
        session = make_session(
            world, make_activity(world, owner), starts_at=timezone.now() - DAY, state=SessionState.HELD
        )
        Attendance.objects.create(session=session, headcount=7, method=CheckInMethod.HEADCOUNT, at=timezone.now())
        Rating.objects.bulk_create(Rating(session=session, score=5, on=session.starts_on) for _ in range(6))
    client = signed_in(world.expert)
    page = client.get(DASHBOARD)
    shown = {figure["name"]: figure for figure in page.context["figures"]}
    assert [shown[name]["number"] for name in ("projects", "sessions", "person_times", "persons")] == [1, 1, 7, 0]
    assert {"committed", "paid"} & set(shown) == set()  # the ledger is not an evaluator's business
    assert "parts" not in page.context and "charts" not in page.context
    assert [name for name, figure in shown.items() if not figure["url"]] == ["person_times", "persons"]
    for name, figure in shown.items():
        if figure["url"] and name != "outside_share":
            assert READ_BACK[name](client.get(figure["url"])) == figure["number"], name
