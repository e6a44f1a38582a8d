"""Pages: what they show, what their forms do, how many queries they take."""

from datetime import timedelta

import pytest
from django.utils import timezone

from projects.enums import ProjectState
from projects.models import Project
from services import operations
from services.counting import service_figures
from services.enums import ActivityState, SessionState
from services.models import Activity, Attendance, Series, Session
from services.tables.activity import ActivityTable
from services.tables.attendance import AttendanceTable, ParticipantTable
from services.tables.registration import RegistrationTable
from services.tables.session import SessionTable
from tests.cast import make_activity, make_project, make_session
from tests.services.pages import footer, said, url


def fill(world, count, come):
    """So many held sessions with people, a headcount and a registration each."""
    for number in range(count):
        session = make_session(world, starts_at=timezone.now() - timedelta(hours=1))
        operations.register_participant(session, name=f"报名{number}", phone=f"1380000000{number}")
        come(session, f"职工{number}")
        come(session, "张师傅")
        operations.record_headcount(session, by=world.worker, headcount=10)
        come(session, "社工", role="staff")
        operations.hold_session(session, by=world.worker)
    unconfirmed = make_session(world, starts_at=timezone.now() - timedelta(hours=1), organization=world.stranger_union)
    come(unconfirmed, "张师傅")


# Lists


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("page", "queries"),
    [
        ("activity-list", 8),
        ("session-list", 9),
        ("attendance-list", 9),
        ("participant-list", 10),
        ("registration-list", 8),
    ],
)
def test_lists_take_the_same_queries_for_any_number_of_rows(
    world, signed_in, come, django_assert_num_queries, page, queries, rows
):
    fill(world, rows, come)
    client = signed_in(world.worker)
    with django_assert_num_queries(queries):
        assert client.get(url(page)).status_code == 200


def test_totals_of_sessions_are_not_multiplied(world, signed_in, come):
    fill(world, 2, come)
    response = signed_in(world.community).get(url("session-list"))
    assert (footer(response, "registered"), footer(response, "person_times")) == ("2", "24")  # not the neighbour's


@pytest.mark.parametrize("viewer", ["city", "community", "ngo"])
@pytest.mark.parametrize("place", ["2101", "210102", "210102001002", "SO-0001", ""])
def test_lists_behind_the_figures_agree_with_them(world, signed_in, come, viewer, place):
    """人次 is the total of the attendance list, 人数 the length of the participant list, 场次 that of the sessions."""
    fill(world, 2, come)
    user = getattr(world, viewer)
    today = timezone.localdate()
    period = {"start": today - timedelta(days=1), "end": today} | ({"organization": place} if place else {})
    client = signed_in(user)
    sessions = client.get(url("session-list", **period, state="held"))
    if sessions.context["filter"].form.errors:  # a place this user does not see
        assert (viewer, place) not in {("city", "2101"), ("community", "210102001002"), ("ngo", "SO-0001")}
        return
    figures = service_figures(Session.objects.visible_to(user).starting_between(period["start"], period["end"]))
    attendances, people = client.get(url("attendance-list", **period)), client.get(url("participant-list", **period))
    assert (sessions.context["total"], footer(sessions, "person_times")) == (2, "24")
    assert (figures.sessions, figures.person_times, figures.persons) == (2, 24, 3)
    assert (footer(attendances, "headcount"), people.context["total"]) == ("24", 3)
    assert footer(people, "times") == str(figures.named_times)


def test_the_attendance_list_hides_what_does_not_count_until_asked(world, signed_in, running, come):
    come(running, "职工一")
    client = signed_in(world.worker)
    assert client.get(url("participant-list")).context["total"] == 0
    assert client.get(url("attendance-list")).context["total"] == 0
    assert client.get(url("attendance-list", counted="all")).context["total"] == 1
    assert client.get(url("attendance-list", counted="all", session=running.pk)).context["total"] == 1


@pytest.mark.parametrize("page", ["session-list", "attendance-list", "participant-list"])
def test_a_foreign_place_is_an_error_that_tells_nothing(world, signed_in, held, page):
    response = signed_in(world.stranger).get(url(page, organization="210102001002"))
    assert response.context["total"] == 0
    assert "没有这个组织" in response.content.decode()


def test_a_foreign_session_in_a_filter_does_not_exist(world, signed_in, held):
    response = signed_in(world.stranger).get(url("attendance-list", session=held.pk))
    assert response.context["filter"].form.errors["session"] == ["没有这条记录，或者它不在您能看到的范围内。"]


def test_phones_are_masked(world, signed_in, held):
    person = Attendance.objects.get().person
    for page in ("attendance-list", "participant-list"):
        text = signed_in(world.community).get(url(page)).content.decode()
        assert person.masked_phone in text
        assert person.phone not in text


@pytest.mark.parametrize(
    ("query", "found"),
    [({"q": "心理"}, 1), ({"q": "无"}, 0), ({"time_band": "inside"}, 0), ({"kind": "psychology"}, 1)],
)
def test_session_filters(world, signed_in, session, query, found):
    assert signed_in(world.worker).get(url("session-list", **query)).context["total"] == found


@pytest.mark.parametrize("sort", ["", "registered", "-person_times", "starts_at"])
def test_pages_of_sessions_follow_one_another(world, signed_in, activity, come, sort):
    """Every session on exactly one page, in the order of the whole list, whatever it is sorted by."""
    for number in range(25):
        session = make_session(world, activity, starts_at=timezone.now() - timedelta(minutes=number % 3))
        for name in ("职工一", "职工二")[: number % 3]:
            come(session, name)
    client = signed_in(world.worker)

    def keys(**query):
        response = client.get(url("session-list", **query, **({"sort": sort} if sort else {})))
        return [row.record.pk for row in response.context["table"].paginated_rows]

    assert keys(per_page=20, page=1) + keys(per_page=20, page=2) == keys(per_page=50)
    assert len(set(keys(per_page=50))) == 25


def test_activities_by_day_have_a_session_between_both_days(world, signed_in, activity):
    """Sessions before and after a period do not make an activity of that period."""
    today = timezone.localdate()
    for days in (-10, 10):
        make_session(world, activity, starts_at=timezone.now() + timedelta(days=days))

    def found(start, end):
        period = {"start": today + timedelta(days=start), "end": today + timedelta(days=end)}
        return signed_in(world.worker).get(url("activity-list", **period)).context["total"]

    assert [found(-11, -9), found(-5, 5), found(-11, 11)] == [1, 0, 1]


@pytest.mark.parametrize(
    ("page", "q", "found"),
    [
        ("activity-list", "心理", 1),
        ("activity-list", "无此活动", 0),
        ("attendance-list", "王小", 1),
        ("attendance-list", "无此人", 0),
        ("participant-list", "王小", 1),
        ("participant-list", "无此人", 0),
        ("registration-list", "心理", 0),
    ],
)
def test_search(world, signed_in, held, page, q, found):
    assert signed_in(world.worker).get(url(page, q=q)).context["total"] == found


# Activities


def test_create_activity_page(world, signed_in):
    project = make_project(world, ProjectState.ACTIVE)
    data = {"project": project.pk, "name": "情绪急救课", "kind": "psychology", "lead": world.worker.pk}
    response = signed_in(world.worker).post(url("activity-create"), data, follow=True)
    activity = Activity.objects.get()
    assert (response.redirect_chain[-1][0], said(response)) == (
        activity.get_absolute_url(),
        ["活动已建立，请安排场次后发布"],
    )
    assert (activity.project, activity.lead, activity.state) == (project, world.worker, ActivityState.DRAFT)


def test_a_rival_cannot_plan_under_a_foreign_project(world, signed_in):
    project = make_project(world, ProjectState.ACTIVE)
    data = {"project": project.pk, "name": "情绪急救课", "kind": "psychology", "lead": world.rival_head.pk}
    response = signed_in(world.rival_head).post(url("activity-create"), data)
    assert response.context["form"].errors["project"] == ["没有这个项目，或者它目前不能安排活动。"]
    assert Activity.objects.count() == 0


def test_update_activity_page(world, signed_in, activity):
    data = {"name": "新名称", "kind": "law", "lead": world.ngo.pk, "description": ""}
    signed_in(world.ngo).post(url("activity-update", activity.pk), data)
    activity.refresh_from_db()
    assert (activity.name, activity.kind, activity.lead) == ("新名称", "law", world.ngo)


def test_publish_page_says_why_not(world, signed_in):
    activity = make_activity(world, make_project(world, ProjectState.APPROVED), ActivityState.DRAFT)
    response = signed_in(world.worker).post(url("activity-publish", activity.pk))
    assert response.context["form"].non_field_errors() == ["项目还没有启动实施，不能发布活动。请先在项目页面启动实施。"]


def test_activity_page_has_the_code_once_published(world, signed_in, activity):
    draft = make_activity(world, state=ActivityState.DRAFT)
    client = signed_in(world.worker)
    assert "<svg" in client.get(activity.get_absolute_url()).context["sign_up_code"]
    assert client.get(draft.get_absolute_url()).context["sign_up_code"] == ""


# Sessions


def test_schedule_page_makes_a_series(world, signed_in, activity):
    on = timezone.localdate() + timedelta(days=3)
    data = {"activity": activity.pk, "on": on, "starts": "19:00", "ends": "20:30", "venue": "职工之家"}
    data |= {"capacity": 30, "count": 3}
    client = signed_in(world.worker)
    preview = client.post(url("session-create"), data)
    assert (len(preview.context["form"].preview), Session.objects.count()) == (3, 0)
    data["previewed"] = preview.context["form"].fields["previewed"].widget.key
    response = client.post(url("session-create"), data, follow=True)
    series = Series.objects.get()
    assert (response.redirect_chain[-1][0], said(response)) == (series.get_absolute_url(), ["已安排3场"])
    days = list(Session.objects.order_by("starts_on").values_list("starts_on", flat=True))
    assert days == [on, on + timedelta(days=7), on + timedelta(days=14)]


def test_schedule_page_wants_the_end_after_the_start(world, signed_in, activity):
    data = {"activity": activity.pk, "on": timezone.localdate(), "starts": "19:00", "ends": "18:00"}
    response = signed_in(world.worker).post(url("session-create"), data | {"venue": "x", "capacity": 1, "count": 1})
    assert response.context["form"].errors["ends"] == ["结束时间须晚于开始时间。"]
    assert Session.objects.count() == 0


def test_schedule_page_keeps_to_the_project_period(world, signed_in, activity):
    data = {"activity": activity.pk, "on": "2099-01-01", "starts": "18:00", "ends": "19:00", "count": 1}
    response = signed_in(world.worker).post(url("session-create"), data | {"venue": "x", "capacity": 1})
    assert response.context["form"].non_field_errors()[0].startswith("2099-01-01不在项目期")
    assert Session.objects.count() == 0


def test_schedule_page_offers_only_places_one_serves(world, signed_in, activity):
    data = {"activity": activity.pk, "on": timezone.localdate(), "starts": "18:00", "ends": "19:00", "count": 1}
    data |= {"venue": "x", "capacity": 1, "organization": world.stranger_union.pk}
    response = signed_in(world.worker).post(url("session-create"), data)
    assert list(response.context["form"].errors) == ["organization"]


def test_reschedule_page_starts_from_what_is(world, signed_in, session):
    client = signed_in(world.worker)
    initial = client.get(url("session-update", session.pk)).context["form"].initial
    assert (initial["venue"], initial["on"], initial["starts"].hour) == ("社区职工之家", session.starts_on, 19)
    data = {"on": session.starts_on, "starts": "18:00", "ends": "19:00", "venue": "广场", "capacity": 5}
    client.post(url("session-update", session.pk), data)
    session.refresh_from_db()
    assert (session.venue, timezone.localtime(session.starts_at).hour) == ("广场", 18)


def test_the_next_step_follows_the_clock(world, signed_in, session, running, held):
    """Two days ahead the session can be moved but not confirmed; on the day check-in comes first."""
    client = signed_in(world.worker)

    def steps(row):
        return [(step["label"], step["allowed"]) for step in client.get(row.get_absolute_url()).context["transitions"]]

    running = make_session(world, running.activity, starts_at=timezone.now())
    assert steps(session) == [("改期", True), ("确认已举办", False), ("延期", True), ("取消本场", True)]
    assert steps(running) == [("登记签到", True), ("确认已举办", True), ("取消本场", True)]
    assert steps(held) == []


def test_a_session_leads_to_the_pages_of_its_moment(world, signed_in, session, running, held):
    def labels(user, row):
        return [action["label"] for action in signed_in(user).get(row.get_absolute_url()).context["actions"]]

    running = make_session(world, running.activity, starts_at=timezone.now())
    door = ["手机扫码签到", "签到大屏"]
    assert labels(world.worker, session) == ["代报名", "单位集体报名", "登记签到", *door, "招募志愿者"]
    assert labels(world.worker, running) == [*door, "登记志愿服务时长"]
    assert labels(world.community, running) == [*door, "登记志愿服务时长"]
    assert labels(world.worker, held)[-2:] == ["登记签到", "登记志愿服务时长"]
    assert labels(world.leader, running) == []


def test_approving_comes_first_while_somebody_waits_for_it(world, signed_in, session):
    operations.update_sign_up(session.activity, by=world.worker, needs_approval=True)
    operations.register_participant(session, name="王小芳", phone="13800000001")
    first = signed_in(world.worker).get(session.get_absolute_url()).context["actions"][0]
    assert (first["label"], first["primary"]) == ("审核报名（1人）", True)
    assert first["url"] == url("session-approve-registrations", session.pk)


def test_nobody_signs_up_for_what_is_not_published(world, signed_in):
    draft = make_session(world, make_activity(world, state=ActivityState.DRAFT))
    actions = signed_in(world.worker).get(draft.get_absolute_url()).context["actions"]
    assert [action["label"] for action in actions] == ["登记签到", "手机扫码签到", "签到大屏", "招募志愿者"]


def test_a_session_leads_to_its_hours(world, signed_in, running):
    page = signed_in(world.community).get(running.get_absolute_url())
    address = page.context["actions"][-1]["url"]
    assert address == f"{url('hourclaim-create')}?session={running.pk}&project={running.activity.project_id}"
    assert signed_in(world.community).get(address).context["form"].initial["session"] == running.pk


def test_cancelling_is_never_the_first_step_of_an_activity(world, signed_in, activity):
    draft = make_activity(world, state=ActivityState.DRAFT)
    client = signed_in(world.worker)

    def steps(row):
        return [step["label"] for step in client.get(row.get_absolute_url()).context["transitions"]]

    assert steps(activity) == ["安排场次", "办结", "取消活动"]
    assert steps(draft) == ["安排场次", "发布", "取消活动"]
    make_session(world, draft)
    assert steps(draft) == ["发布", "安排场次", "取消活动"]
    operations.cancel_activity(draft, by=world.ngo, note="x")
    assert steps(draft) == []


def test_cancel_page_says_how_many_must_be_told(world, signed_in, session):
    operations.register_participant(session, name="王小芳", phone="13800000001")
    warning = signed_in(world.worker).get(url("session-cancel", session.pk)).context["warning"]
    assert warning.endswith("已有1人报名，会短信通知他们。")


def test_session_page_queries_do_not_grow(world, signed_in, running, come, django_assert_num_queries):
    client = signed_in(world.worker)
    for names in (["职工一"], ["职工二", "职工三"]):
        for name in names:
            come(running, name)
            operations.register_participant(running, name=name, phone="13800000001")
        with django_assert_num_queries(13):  # one of them counts the shifts, one asks for the order behind it
            client.get(running.get_absolute_url())


def test_hold_page(world, signed_in, running, come):
    come(running)
    response = signed_in(world.worker).post(url("session-hold", running.pk), {"note": ""}, follow=True)
    running.refresh_from_db()
    assert (running.state, said(response)) == (SessionState.HELD, ["已确认举办"])


def test_cancel_page_needs_a_reason(world, signed_in, session):
    response = signed_in(world.worker).post(url("session-cancel", session.pk), {"note": ""})
    assert list(response.context["form"].errors) == ["note"]
    session.refresh_from_db()
    assert session.state == SessionState.PLANNED


# On the project page


def test_the_section_of_a_project_counts_what_was_held(world, signed_in, held):
    project = held.activity.project
    response = signed_in(world.community).get(url("project-services-fragment", project.pk))
    figures = response.context["figures"]
    assert (figures.sessions, figures.person_times) == (1, 1)
    leads = [(lead["label"], lead["count"]) for lead in response.context["leads"]]
    assert (leads, response.context["create_url"]) == ([("活动", 1), ("场次", 1)], "")
    assert signed_in(world.worker).get(url("project-services-fragment", project.pk)).context["create_url"] != ""
    assert signed_in(world.stranger).get(url("project-services-fragment", project.pk)).status_code == 404


def test_the_evaluator_counts_people_without_being_led_to_them(world, signed_in, held):
    project = held.activity.project
    Project.objects.filter(pk=project.pk).update(evaluator=world.expert)
    pages = {who: signed_in(getattr(world, who)).get(url("project-services-fragment", project.pk)).content.decode()
             for who in ("community", "expert")}  # fmt: skip
    assert {who: url("participant-list") in page for who, page in pages.items()} == {"community": True, "expert": False}


def test_every_sortable_column_breaks_ties():
    """Or two pages of the same list could show a row twice and another never."""
    tables = (ActivityTable, SessionTable, AttendanceTable, ParticipantTable, RegistrationTable)
    columns = [column for table in tables for column in table([]).columns if column.orderable]
    assert [column.name for column in columns if "pk" not in column.order_by] == []


def test_participants_sorted_by_how_often_they_came(world, signed_in, come):
    fill(world, 2, come)
    table = signed_in(world.worker).get(url("participant-list", sort="-times")).context["table"]
    first = next(iter(table.paginated_rows)).record
    assert (first.name, first.times) == ("张师傅", 2)
