"""Pages, lists, permissions and API of needs after they are raised."""

from datetime import timedelta
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from projects import operations
from projects.models import Need, NeedFeedback, Project
from reports.todo import todos
from tests.cast import ROLE_NAMES, make_activity, make_need, make_project
from tests.projects.build import corrected, need_fields

RAISER = "李师傅 13900001111"
MANAGERS = {"city", "district", "street"}
UNIONS = MANAGERS | {"community"}
ALLOWED = {
    "update_need": UNIONS,
    "merge_need": MANAGERS,
    "serve_need": MANAGERS,
    "close_need": MANAGERS,
    "feed_back_need": UNIONS,
    "read_raiser": UNIONS,
}
PAGES = {"update": UNIONS, "merge": MANAGERS, "serve": MANAGERS, "close": MANAGERS, "feed-back": UNIONS}
OUTSIDE = {"stranger", "rival_head", "expert"}
UNSEEN = OUTSIDE | {"ngo", "worker", "supervisor"}  # who does not see a need nobody has verified yet


def sheet_of(response) -> list[list[str]]:
    """The cells of the exported sheet as text, row by row."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with ZipFile(BytesIO(response.content)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    return [["".join(cell.itertext()) for cell in row] for row in sheet.iter(f"{space}row")]


@pytest.mark.parametrize("operation", ALLOWED)
def test_who_may(world, operation):
    need = make_need(world)
    may = {name for name in ROLE_NAMES if getattr(world, name).has_perm(f"projects.{operation}", need)}
    assert may == ALLOWED[operation]


def test_whoever_raised_it_may_correct_it_and_nothing_else(world):
    need = make_need(world, raised_by=world.party)
    may = {operation for operation in ALLOWED if world.party.has_perm(f"projects.{operation}", need)}
    assert may == {"update_need"}
    world.party.memberships.update(valid_to=timezone.localdate() - timedelta(days=1))
    assert not type(world.party).objects.get(pk=world.party.pk).has_perm("projects.update_need", need)


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_one_need(world, client, page):
    need = make_need(world, "collected", raiser=RAISER)
    answers = {}
    for name in ROLE_NAMES:
        client.force_login(getattr(world, name))
        answers[name] = client.get(reverse(f"projects:need-{page}", args=[need.pk])).status_code
    assert answers == {name: 200 if name in PAGES[page] else 404 if name in UNSEEN else 403 for name in ROLE_NAMES}


BODIES = {
    "update": lambda w: corrected(w),
    "merge": lambda w: {"into": make_need(w).pk, "note": "相同"},
    "serve": lambda w: {"project": make_project(w, "active").pk},
    "close": lambda w: {"note": "没有经费"},
    "feed-back": lambda w: {"channel": "phone", "text": "已告知"},
}
START = {"update": "collected", "merge": "verified", "serve": "verified", "close": "verified", "feed-back": "met"}
END = {"update": "collected", "merge": "merged", "serve": "in_project", "close": "unmet_closed", "feed-back": "met"}


@pytest.mark.parametrize("action", BODIES)
def test_the_api_asks_for_the_same_right(world, api, action):
    need, body = make_need(world, START[action], raiser=RAISER), BODIES[action](world)
    url = f"/api/v1/needs/{need.pk}/{action}/"
    refused = {api(getattr(world, name)).post(url, body, "json").status_code
               for name in ROLE_NAMES if name not in PAGES[action]}  # fmt: skip
    assert refused <= {403, 404} and Need.objects.get(pk=need.pk).state == START[action]
    response = api(world.street).post(url, body, "json")
    assert (response.status_code, response.json()["state"]) == (200, END[action])
    assert "raiser" not in response.json() and RAISER not in response.content.decode()


@pytest.mark.parametrize("action", ["merge", "serve", "close"])
def test_a_second_press_is_409(world, api, action):
    need, body = make_need(world), BODIES[action](world)
    url = f"/api/v1/needs/{need.pk}/{action}/"
    assert [api(world.street).post(url, body, "json").status_code for _ in range(2)] == [200, 409]


@pytest.mark.parametrize(
    ("action", "body", "field"),
    [
        ("merge", {"note": "相同"}, "into"),
        ("merge", {"into": 0, "note": "相同"}, "into"),
        ("merge", {"into": "x", "note": "相同"}, "into"),
        ("close", {}, "note"),
        ("close", {"note": "字" * 1001}, "note"),
        ("serve", {"project": 0}, "project"),
        ("feed-back", {"channel": "pigeon", "text": "已告知"}, "channel"),
        ("feed-back", {"channel": "phone", "text": "字" * 201}, "text"),
        ("update", {"people": 0}, "people"),
        ("update", {"raiser": "字" * 121}, "raiser"),
    ],
)
def test_bad_bodies_answer_400_by_field(world, api, action, body, field):
    need = make_need(world, START[action], raiser=RAISER)
    body = corrected(world) | body if action == "update" else body
    response = api(world.street).post(f"/api/v1/needs/{need.pk}/{action}/", body, "json")
    assert (response.status_code, list(response.json())) == (400, [field])
    assert (Need.objects.get().state, Need.objects.get().events.count()) == (START[action], 0)


def test_nobody_merges_into_what_they_do_not_see(world, api):
    need, far = make_need(world), make_need(world, organization=world.stranger_union)
    response = api(world.street).post(f"/api/v1/needs/{need.pk}/merge/", {"into": far.pk, "note": "相同"})
    assert (response.status_code, list(response.json())) == (400, ["into"])


def test_who_raised_it_is_written_and_never_read(world, api):
    body = need_fields(world, organization=world.community_union.pk, raiser=RAISER)
    created = api(world.community).post("/api/v1/needs/", body, "json")
    need = Need.objects.get()
    assert (created.status_code, need.raiser) == (201, RAISER)
    url = f"/api/v1/needs/{need.pk}/"
    api(world.community).post(f"{url}update/", corrected(world), "json")
    assert Need.objects.get().raiser == RAISER
    shown = created.content + api(world.city).get(url).content + api(world.city).get("/api/v1/needs/").content
    assert RAISER not in shown.decode() and b"raiser" not in shown
    Need.objects.update(raised_by=world.party)
    refused = api(world.party).post(f"{url}update/", corrected(world, raiser="别人"), "json")
    assert (refused.status_code, list(refused.json()), Need.objects.get().raiser) == (400, ["raiser"], RAISER)


def test_who_raised_it_on_the_pages(world, client):
    need = make_need(world, raiser=RAISER)
    shown = set()
    for name in ROLE_NAMES:
        client.force_login(getattr(world, name))
        listed = client.get(reverse("projects:need-list"))
        exported = client.get(reverse("projects:need-list"), {"export": "1"})
        cells = [cell for row in sheet_of(exported) for cell in row]
        assert RAISER not in listed.content.decode() and RAISER not in cells
        if RAISER in client.get(need.get_absolute_url()).content.decode():
            shown.add(name)
    assert shown == UNIONS


def test_the_party_corrects_without_seeing_who_raised_it(world, signed_in):
    need = make_need(world, "collected", raised_by=world.party, raiser=RAISER)
    client, url = signed_in(world.party), reverse("projects:need-update", args=[need.pk])
    assert "raiser" not in client.get(url).context["form"].fields
    assert client.post(url, corrected(world, title="改过", raiser="别人")).status_code == 302
    need.refresh_from_db()
    assert (need.title, need.raiser) == ("改过", RAISER)


def test_a_correction_keeps_the_file_until_there_is_a_new_one(world, signed_in):
    file = SimpleUploadedFile("问卷.pdf", b"%PDF-1.7 x")
    fields = need_fields(world, evidence_file=file, raiser=RAISER)
    need = operations.create_need(by=world.community, **fields)
    client, url = signed_in(world.community), reverse("projects:need-update", args=[need.pk])
    assert client.get(url).context["form"]["raiser"].value() == RAISER
    client.post(url, corrected(world, raiser=RAISER))
    need.refresh_from_db()
    assert (need.evidence_name, bool(need.evidence_file)) == ("问卷.pdf", True)
    forged = client.post(url, corrected(world, evidence_file=SimpleUploadedFile("a.pdf", b"MZ\x90 no pdf")))
    assert "evidence_file" in forged.context["form"].errors
    client.post(url, corrected(world, evidence_file=SimpleUploadedFile("新.pdf", b"%PDF-1.7 y")))
    need.refresh_from_db()
    assert (need.evidence_name, need.raiser) == ("新.pdf", "")


def test_merging_on_the_page(world, signed_in):
    need, into = make_need(world), make_need(world, title="骑手减压", people=70)
    far = make_need(world, organization=world.stranger_union)
    client, url = signed_in(world.street), reverse("projects:need-merge", args=[need.pk])
    assert "约 70 人" in client.get(url).content.decode()
    assert "into" in client.post(url, {"into": far.pk, "note": "相同"}).context["form"].errors
    assert client.post(url, {"into": into.pk, "note": "相同"}).status_code == 302
    page = client.get(need.get_absolute_url()).content.decode()
    assert "已并入" in page and into.get_absolute_url() in page
    page = client.get(into.get_absolute_url())
    assert list(page.context["merged"]) == [need] and "人数各自保留" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "titles"),
    [("", ["甲", "乙", "收集中"]), ("乙", ["乙"]), ("%", []), ("\0", ["甲", "乙", "收集中"])],
)
def test_what_a_need_may_be_merged_into(world, signed_in, query, titles):
    need = make_need(world, title="自己")
    make_need(world, title="甲"), make_need(world, title="乙"), make_need(world, "collected", title="收集中")
    make_need(world, "met", title="满足"), make_need(world, title="远", organization=world.stranger_union)
    response = signed_in(world.street).get(reverse("projects:need-options"), {"merge": need.pk, "q": query})
    found = {row["text"].partition("（")[0] for row in response.json()["results"]}
    assert found == set(titles)


@pytest.mark.parametrize("key", ["", "0", "x", "²", "9" * 40])
@pytest.mark.parametrize("parameter", ["merge", "near"])
def test_options_of_nothing(world, signed_in, parameter, key):
    make_need(world)
    response = signed_in(world.street).get(reverse("projects:need-options"), {parameter: key})
    assert response.json() == {"results": []}


def test_an_activity_answers_a_need_on_its_page(world, signed_in, api):
    activity, need = make_activity(world), make_need(world, title="夜班歇脚")
    far = make_need(world, organization=world.stranger_union)
    client, url = signed_in(world.street), reverse("services:activity-match", args=[activity.pk])
    labels = [action["label"] for action in client.get(activity.get_absolute_url()).context["actions"]]
    assert labels == ["用来满足需求", "下载策划书"]
    near = client.get(reverse("projects:need-options"), {"near": world.community_union.pk}).json()["results"]
    assert str(need.pk) in [row["id"] for row in near] and str(far.pk) not in [row["id"] for row in near]
    assert "need" in client.post(url, {"need": far.pk}).context["form"].errors
    assert client.post(url, {"need": need.pk}).status_code == 302
    page = client.get(need.get_absolute_url()).content.decode()
    assert "活动“心理减压讲座”" in page
    other = make_need(world)
    response = api(world.street).post(f"/api/v1/activities/{activity.pk}/match/", {"need": other.pk})
    assert (response.status_code, Need.objects.get(pk=other.pk).state) == (200, "in_project")
    assert api(world.worker).post(f"/api/v1/activities/{activity.pk}/match/", {"need": other.pk}).status_code == 403


def told_about(world, **fields):
    need = make_need(world, raiser=RAISER, **fields)
    need.events.create(kind="verify", from_state="collected", to_state="verified", by=world.street)
    return need


def found(client, **filters) -> list:
    return [row.pk for row in client.get(reverse("projects:need-list"), filters).context["table"].data]


def test_who_is_to_be_told(world, signed_in, client):
    need, silent = told_about(world), make_need(world, raiser=RAISER)
    titles = {}
    for name in ROLE_NAMES:
        user = getattr(world, name)
        titles[name] = [todo.total for todo in todos(user) if todo.title == "待回告反映人的需求"]
    assert titles == {name: [1] if name in ("street", "community") else [] for name in ROLE_NAMES}
    assert found(signed_in(world.street), only="to_feed_back") == [need.pk]
    assert found(signed_in(world.ngo), only="to_feed_back") == []
    client = signed_in(world.community)
    assert "待回告" in client.get(need.get_absolute_url()).content.decode()
    assert "待回告：" not in client.get(silent.get_absolute_url()).content.decode()
    url = reverse("projects:need-feed-back", args=[need.pk])
    assert client.post(url, {"channel": "phone", "text": ""}).status_code == 200
    assert client.post(url, {"channel": "phone", "text": "已告知核实"}).status_code == 302
    assert NeedFeedback.objects.get().by == world.community
    assert found(client, only="to_feed_back") == []
    assert "已告知核实" in client.get(need.get_absolute_url()).content.decode()


def aged(world, days, **fields):
    need = make_need(world, **fields)
    Need.objects.filter(pk=need.pk).update(raised_at=timezone.now() - timedelta(days=days))
    return need


def test_filters_by_age_source_and_list(world, signed_in):
    old, new = aged(world, 31, source="hotline"), make_need(world)
    make_need(world, "met")
    client = signed_in(world.district)
    assert found(client, only="uncovered") == [new.pk, old.pk]
    assert found(client, only="uncovered", age=30) == found(client, source="hotline") == [old.pk]
    assert found(client, only="uncovered", age=32) == []
    for nonsense in ("-1", "x", "1e9", "NaN", "99999999999"):
        response = client.get(reverse("projects:need-list"), {"age": nonsense})
        assert (response.status_code, "age" in response.context["filter"].form.errors) == (200, True)


def test_every_figure_of_the_matrix_equals_its_list(world, signed_in):
    make_need(world, groups=["elder", "woman"])
    aged(world, 40, groups=["woman"])
    aged(world, 50, groups=["single"], organization=world.neighbour)
    make_need(world, "met")
    make_project(world, "active", need=make_need(world, "in_project"))
    client, url = signed_in(world.district), reverse("projects:need-uncovered")
    for query in ({}, {"age": 30}, {"organization": world.neighbour.code}, {"category": "psychology"}):
        page = client.get(url, query).context
        figures = [(page["matrix"].total, page["total_url"])]
        figures += [(column["count"], column["url"]) for column in page["columns"]]
        for row in page["rows"]:
            figures += [(row["total"], row["url"]), *((cell["count"], cell["url"]) for cell in row["cells"])]
        assert [number for number, _ in figures] == [client.get(link).context["total"] for _, link in figures]
    assert client.get(url).context["matrix"].total == 3


@pytest.mark.parametrize("query", [{"age": "x"}, {"organization": "999"}, {"category": "weapons"}])
def test_nonsense_narrows_to_nothing(world, signed_in, query):
    make_need(world)
    page = signed_in(world.district).get(reverse("projects:need-uncovered"), query)
    assert (page.status_code, page.context["matrix"].total) == (200, 0)


def test_the_matrix_exports_what_it_shows(world, signed_in):
    make_need(world, groups=["elder"])
    response = signed_in(world.district).get(reverse("projects:need-uncovered"), {"export": "1"})
    assert sheet_of(response) == [["社区", "老年居民", "需求（条）"], ["水源地社区", "1", "1"], ["合计", "1", "1"]]


def test_everybody_sees_the_uncovered_needs_they_see_anyway(world, client):
    make_need(world)
    totals = {}
    for name in ROLE_NAMES:
        client.force_login(getattr(world, name))
        totals[name] = client.get(reverse("projects:need-uncovered")).context["matrix"].total
    # A social organization answers needs wherever it is registered: both of them sit at the city.
    assert totals == {name: 0 if name in ("stranger", "expert") else 1 for name in ROLE_NAMES}
    client.logout()
    assert client.get(reverse("projects:need-uncovered")).status_code == 302


def test_a_street_goes_from_one_need_to_the_next(world, signed_in):
    first, second = (make_need(world, "collected", title=title) for title in ("早的", "晚的"))
    following = {
        name: [
            action["url"]
            for action in signed_in(getattr(world, name)).get(first.get_absolute_url()).context["actions"]
            if action["label"] == "下一条待核实需求"
        ]
        for name in ("street", "community", "city")
    }
    assert following == {"street": [second.get_absolute_url()], "community": [], "city": []}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_matrix_asks_the_same_whatever_it_holds(world, signed_in, django_assert_num_queries, rows):
    for _ in range(rows):
        make_need(world)
    client, url = signed_in(world.district), reverse("projects:need-uncovered")
    client.get(url)
    with django_assert_num_queries(6):
        client.get(url, headers={"HX-Request": "true"})


@pytest.mark.parametrize("rows", [1, 3])
def test_a_need_asks_the_same_whatever_it_holds(world, signed_in, django_assert_num_queries, rows):
    need = told_about(world)
    for _ in range(rows):
        make_need(world, "merged", merged_into=need)
        make_project(world, need=need)
        need.feedbacks.create(channel="phone", text="已告知", by=world.street)
    client = signed_in(world.street)
    client.get(need.get_absolute_url())
    with django_assert_num_queries(14):
        client.get(need.get_absolute_url())


def test_what_was_said_to_the_raiser_is_not_for_whoever_may_answer(world, signed_in):
    need = told_about(world)
    operations.feed_back_need(need, by=world.community, channel="phone", text="已电话告知王淑芬")
    told = {
        name
        for name in ("city", "district", "street", "community", "party", "ngo", "worker", "finance", "leader")
        if "王淑芬" in signed_in(getattr(world, name)).get(need.get_absolute_url()).content.decode()
    }
    assert told == {"city", "district", "street", "community"}


def test_projects_one_may_not_see_are_counted_all_the_same(world, signed_in):
    """Served by a project of the neighbours: the community is not told that nobody answers its need."""
    project = make_project(world, "active")
    Project.objects.filter(pk=project.pk).update(organization=world.neighbour)
    need = make_need(world, "in_project")
    project.needs.add(need)
    page = signed_in(world.community).get(need.get_absolute_url()).content.decode()
    assert "由 1 个项目对应，在您的查看范围以外。" in page
    assert "还没有项目对应这条需求" not in page
