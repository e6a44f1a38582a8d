"""The pages: every figure leads to its rows, and nothing of a stranger's."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from core.notifications import notify
from evaluations.models import Rating
from orgs.models import Membership, Organization, Person
from orgs.operations import register_person
from projects.enums import NeedState, ProjectState
from reports import operations, tasks
from reports.enums import ReportState
from reports.models import ReportRun
from reports.periods import DAY, last_twelve_months
from services.enums import CheckInMethod, SessionState
from services.models import Attendance
from tests.cast import ROLE_NAMES, make_activity, make_need, make_project, make_session
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
        ("start=2026-13-40", "start", "输入一个有效的日期。"),
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


@pytest.mark.parametrize(("name", "queries"), [("city", 17), ("street", 18), ("community", 16), ("ngo", 16)])
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


def todo_titles(client) -> dict[str, int]:
    return {todo.title: todo.total for todo in client.get("/").context["todos"]}


def make_waiting_things(w):
    """One of everything that waits for somebody."""
    today = timezone.localdate()
    make_need(w, NeedState.COLLECTED)
    make_project(w, ProjectState.SUBMITTED)
    make_project(w, ProjectState.RETURNED)
    make_project(w, ProjectState.DRAFT)
    make_project(w, ProjectState.FINAL_REVIEW)
    make_project(w, ProjectState.FINAL_REVIEW, evaluator=w.expert, final_score=90)
    ended = make_project(w, ProjectState.ACTIVE, starts_on=today - 90 * DAY, ends_on=today - DAY)
    activity = make_activity(w, ended)
    make_session(w, activity, timezone.now() - 3 * DAY)
    make_session(w, activity, timezone.localtime().replace(hour=23, minute=30) + DAY)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("city", {"待审核立项的项目": 1, "待委派评估人的项目": 1, "待确认结项的项目": 1}),
        ("district", {"待审核立项的项目": 1, "待委派评估人的项目": 1, "待确认结项的项目": 1}),
        ("street", {"待核实的需求": 1}),
        ("community", {"今明两天的场次": 1}),
        ("party", {"今明两天的场次": 1}),
        (
            "ngo",
            {
                "被退回、待修改的项目": 1,
                "还没有提交的项目草稿": 1,
                "已到期、待申请结项的项目": 1,
                "今明两天的场次": 1,
                "已过日期、待确认是否举办的场次": 1,
                "可以申报项目的需求": 6,
            },
        ),
        ("worker", {"今明两天的场次": 1, "已过日期、待确认是否举办的场次": 1}),
        ("supervisor", {}),
        ("expert", {}),
        ("leader", {}),
        ("stranger", {}),
        ("rival_head", {"可以申报项目的需求": 6}),
    ],
)
def test_workbench_shows_each_role_what_waits_for_it(world, signed_in, name, expected):
    make_waiting_things(world)
    assert todo_titles(signed_in(getattr(world, name))) == expected


def test_every_waiting_thing_leads_to_its_record_and_its_list(world, signed_in):
    make_waiting_things(world)
    for name in ROLE_NAMES:
        client = signed_in(getattr(world, name))
        for todo in client.get("/").context["todos"]:
            assert client.get(todo.url).status_code == 200, todo.url
            assert all(client.get(row["url"]).status_code == 200 for row in todo.rows), todo.title


def test_unread_notifications_wait_for_everybody(world, signed_in):
    notify([world.leader], key="k", title="请看", url="/dashboard/")
    client = signed_in(world.leader)
    (todo,) = client.get("/").context["todos"]
    assert (todo.title, todo.total, todo.rows[0]["title"]) == ("未读通知", 1, "请看")
    client.get(todo.rows[0]["url"])
    assert client.get("/").context["todos"] == []
    assert "没有等您办理的事" in client.get("/").content.decode()


def test_workbench_costs_the_same_with_more_rows(world, signed_in, django_assert_num_queries):
    client = signed_in(world.ngo)
    make_waiting_things(world)
    with django_assert_num_queries(19):
        client.get("/")
    make_waiting_things(world)
    with django_assert_num_queries(19):
        client.get("/")


def found(response) -> dict[str, list[str]]:
    return {group.title: [row["title"] for row in group.rows] for group in response.context["groups"]}


def test_search_finds_within_scope(world, signed_in):
    project = make_project(world, ProjectState.ACTIVE, name="凯旋计划")
    make_activity(world, project, name="凯旋讲座")
    Organization.objects.filter(pk=world.stranger_union.pk).update(initials="kxsqlhgh")
    expected = {"组织": ["凯旋社区联合工会"], "项目": ["凯旋计划"], "活动": ["凯旋讲座"]}
    assert found(signed_in(world.city).get("/search/?q=凯旋")) == expected
    assert found(signed_in(world.city).get("/search/?q=kxsq")) == {"组织": ["凯旋社区联合工会"]}
    assert found(signed_in(world.city).get(f"/search/?q={project.code}")) == {"项目": ["凯旋计划"]}
    assert found(signed_in(world.community).get("/search/?q=凯旋")) == {"项目": ["凯旋计划"], "活动": ["凯旋讲座"]}
    assert found(signed_in(world.stranger).get("/search/?q=凯旋")) == {"组织": ["凯旋社区联合工会"]}
    assert found(signed_in(world.city).get("/search/?q=没有的")) == {}


def test_search_finds_people_by_whole_numbers_only_when_posted(world, signed_in):
    register_person(by=world.community, organization=world.community_union, name="王晓明", phone="13912345678")
    client = signed_in(world.community)
    assert found(client.get("/search/?q=王晓")) == {"人员": ["王晓明"]}
    assert found(client.post("/search/", {"q": "139 1234 5678"})) == {"人员": ["王晓明"]}
    assert found(client.get("/search/?q=13912345678")) == {}
    assert found(client.post("/search/", {"q": "1391234"})) == {}
    assert found(signed_in(world.stranger).post("/search/", {"q": "13912345678"})) == {}
    assert found(signed_in(world.expert).post("/search/", {"q": "王晓明"})) == {}


@pytest.mark.parametrize("words", ["", "   ", "%", "_", "'; DROP TABLE", "\0", "长" * 5000])
def test_search_takes_anything(world, signed_in, words):
    assert signed_in(world.city).post("/search/", {"q": words}).status_code == 200


def test_search_shows_ten_and_the_way_to_more(world, signed_in):
    Person.objects.bulk_create(Person(name=f"赵{n}", organization=world.community_union) for n in range(12))
    for n in range(11):
        make_project(world, name=f"减压{n}")
    page = signed_in(world.city).get("/search/?q=减压")
    (group,) = page.context["groups"]
    assert (len(group.rows), group.has_more) == (10, True)
    assert signed_in(world.city).get(group.url).context["total"] == 11


@pytest.fixture
def run(world, settings, tmp_path):
    """A finished report of the street, asked for by its union."""
    settings.MEDIA_ROOT = tmp_path
    month = timezone.localdate().replace(day=1)
    run = operations.request_report(world.street_union, by=world.street, month=month)
    tasks.build_report(run.pk)
    run.refresh_from_db()
    return run


def test_asking_on_the_page_builds_the_report(world, signed_in, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    client = signed_in(world.street)
    page = client.get("/report-runs/create/")
    assert page.context["form"].initial["organization"] == world.street_union
    month = timezone.localdate().replace(day=1)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/report-runs/create/", {"organization": world.community_union.pk, "month": month})
    run = ReportRun.objects.get()
    assert response.url == f"/report-runs/{run.pk}/"
    assert (run.organization, run.state, run.identity.user) == (world.community_union, ReportState.DONE, world.street)
    assert "下载 Word" in client.get(response.url).content.decode()
    assert client.get("/report-runs/").context["total"] == 1


@pytest.mark.parametrize(
    ("organization", "month", "field"),
    [
        ("stranger_union", "2026-10-01", "organization"),
        ("street_union", "2999-01-01", "month"),
        ("street_union", "", "month"),
        ("street_union", "x", "month"),
    ],
)
def test_asking_for_nonsense_is_refused_by_field(world, signed_in, organization, month, field):
    body = {"organization": getattr(world, organization).pk, "month": month}
    page = signed_in(world.street).post("/report-runs/create/", body)
    assert list(page.context["form"].errors) == [field]
    assert ReportRun.objects.count() == 0


def test_downloads_have_a_type_and_a_chinese_name(run, world, signed_in):
    client = signed_in(world.street)
    word = client.get(reverse("reports:reportrun-word", args=[run.pk]))
    name = f"浑河湾街道总工会{run.month:%Y年%m月}月报"
    assert word["Content-Type"] == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert word.filename == f"{name}.docx"
    assert word["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert b"".join(word.streaming_content)[:2] == b"PK"
    excel = client.get(reverse("reports:reportrun-excel", args=[run.pk]))
    assert excel.filename == f"{name}.xlsx"
    assert excel["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert excel["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("city", 200),
        ("district", 200),
        ("street", 200),
        ("finance", 200),
        ("leader", 200),
        ("community", 404),
        ("party", 404),
        ("ngo", 404),
        ("expert", 404),
        ("stranger", 404),
        ("rival_head", 404),
    ],
)
def test_only_who_reaches_the_place_may_download(run, world, signed_in, name, status):
    client = signed_in(getattr(world, name))
    for page in ("detail", "word", "excel", "progress"):
        assert client.get(reverse(f"reports:reportrun-{page}", args=[run.pk])).status_code == status


def test_progress_polls_until_the_end_and_then_fetches_the_page(world, run, signed_in):
    client = signed_in(world.street)
    assert client.get(f"/report-runs/{run.pk}/progress/").headers["HX-Refresh"] == "true"
    queued = operations.request_report(world.community_union, by=world.street, month=run.month)
    page = client.get(f"/report-runs/{queued.pk}/progress/")
    assert "HX-Refresh" not in page.headers and 'hx-trigger="every 1s"' in page.content.decode()
    assert "正在排队" in client.get(f"/report-runs/{queued.pk}/").content.decode()
    assert client.get(f"/report-runs/{queued.pk}/word/").status_code == 404


def test_only_the_requester_retries(world, signed_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    run = operations.request_report(world.street_union, by=world.street, month=date(2026, 1, 1))
    from reports import building

    building.fail(run, note="生成中断")
    assert signed_in(world.district).post(f"/report-runs/{run.pk}/retry/").status_code == 403
    assert signed_in(world.stranger).post(f"/report-runs/{run.pk}/retry/").status_code == 404
    assert signed_in(world.street).post(f"/report-runs/{run.pk}/retry/", {"note": ""}).status_code == 302
    run.refresh_from_db()
    assert run.state == ReportState.QUEUED


def test_report_list_costs_the_same_with_more_rows(world, signed_in, django_assert_num_queries):
    client = signed_in(world.city)
    for organization in (world.street_union, world.community_union, world.neighbour):
        operations.request_report(organization, by=world.city, month=date(2026, 1, 1))
        if organization != world.community_union:
            with django_assert_num_queries(7):
                client.get("/report-runs/")


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
    assert [shown[name]["number"] for name in ("projects", "committed", "sessions", "person_times", "persons")] == [
        1, project.budget, 1, 7, 0,
    ]  # fmt: skip
    assert "parts" not in page.context and "charts" not in page.context
    assert [name for name, figure in shown.items() if not figure["url"]] == ["person_times", "persons"]
    for name, figure in shown.items():
        if figure["url"] and name != "outside_share":
            found = READ_BACK[name](client.get(figure["url"]))
            assert found in (figure["number"], figure["value"]), name
