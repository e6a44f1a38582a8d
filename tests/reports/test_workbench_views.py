"""The workbench and the search: what waits for whom, and what each may find."""

import pytest
from django.utils import timezone

from core.notifications import notify
from orgs.models import Organization, Person
from orgs.operations import register_person
from projects.enums import NeedState, ProjectState
from reports.periods import DAY
from tests.cast import ROLE_NAMES, make_activity, make_need, make_project, make_session


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
    with django_assert_num_queries(43):
        client.get("/")
    make_waiting_things(world)
    with django_assert_num_queries(43):
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
