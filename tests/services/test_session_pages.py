"""Pages of series, the calendar of sessions, and the feed for a phone."""

from datetime import date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from orgs.models import Venue
from projects.enums import ProjectState
from services import tickets
from services.enums import SessionState
from services.models import Series, Session
from tests.cast import ROLE_NAMES, make_activity, make_project, make_session
from tests.services.build_session import evening, make_lecturer, make_series, make_venue
from tests.services.pages import said, url

CONTRACTOR = {"ngo", "worker"}
SEES = set(ROLE_NAMES) - {"expert", "stranger", "rival_head"}
CALENDAR_QUERIES = 12  # with the frame of the page


def sheet(activity, **fields):
    """What the schedule page sends."""
    on = (timezone.localtime() + timedelta(days=3)).date()
    data = {"activity": activity.pk, "on": on, "starts": "19:00", "ends": "20:30", "venue": "职工之家"}
    return data | {"capacity": 30, "count": 1} | fields


def keys(response):
    fields = response.context["form"].fields
    widgets = {name: getattr(fields[name].widget, "key", "") for name in ("despite", "previewed") if name in fields}
    return {name: key for name, key in widgets.items() if key}


# Scheduling


def test_a_session_with_everything(world, signed_in, activity):
    venue, lecturer = make_venue(world), make_lecturer(world)
    data = sheet(activity, venue="", place=venue.pk, lecturer=lecturer.pk, workers=[world.worker.pk], topic="睡眠")
    response = signed_in(world.worker).post(url("session-create"), data)
    session = Session.objects.get()
    assert response.url == session.get_absolute_url()
    assert (session.place, session.venue, session.lecturer, session.topic) == (venue, venue.name, lecturer, "睡眠")
    assert list(session.workers.all()) == [world.worker]
    shown = {row["label"]: str(row["value"]) for row in signed_in(world.worker).get(response.url).context["rows"]}
    assert (shown["阵地"], shown["讲师"], shown["到场社工"]) == (venue.name, "赵启明", "worker")


def test_the_clash_box_lets_pass_only_what_was_shown(world, signed_in, activity):
    make_session(world, activity, starts_at=evening(3), venue="职工之家")
    client, data = signed_in(world.worker), sheet(activity)
    refused = client.post(url("session-create"), data)
    (warning,) = refused.context["form"].warnings
    assert warning.startswith("地点冲突：职工之家，")
    assert list(refused.context["form"].errors) == ["despite"]
    other = client.post(url("session-create"), data | {"despite": "on"})
    assert (list(other.context["form"].errors), Session.objects.count()) == (["despite"], 1)
    client.post(url("session-create"), data | keys(refused))
    assert Session.objects.count() == 2


def test_more_places_than_the_venue_holds_is_a_warning(world, signed_in, activity):
    venue = make_venue(world, capacity=20)
    response = signed_in(world.worker).post(url("session-create"), sheet(activity, venue="", place=venue.pk))
    assert response.context["form"].warnings == ["名额30人，超过“社区职工之家”可容纳的20人"]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"venue": ""}, "venue"),
        ({"place": "99999"}, "place"),
        ({"lecturer": "x"}, "lecturer"),
        ({"workers": ["99999"]}, "workers"),
        ({"count": "１２３"}, "count"),
        ({"count": "NaN"}, "count"),
        ({"weekdays": ["7"]}, "weekdays"),
        ({"every": "daily"}, "every"),
        ({"topic": "长" * 10_000}, "topic"),
        ({"venue": "\0"}, "venue"),
        ({"on": "0001-01-01"}, "on"),
        ({"count": 100}, "count"),
    ],
)
def test_nonsense(world, signed_in, activity, fields, name):
    response = signed_in(world.worker).post(url("session-create"), sheet(activity, **fields))
    assert (response.status_code, list(response.context["form"].errors)) == (200, [name])
    assert Session.objects.count() == 0


def test_only_lecturers_who_passed_and_ones_own_venues_are_offered(world, signed_in, activity):
    make_lecturer(world, name="未试讲", passed_on=None)
    make_lecturer(world, name="已出库", is_active=False)
    make_lecturer(world, name="别家的", organization=world.rival)
    good, venue = make_lecturer(world), make_venue(world)
    make_venue(world, organization=world.stranger_union)
    hall = make_venue(world, organization=world.street_union, name="街道礼堂")
    form = signed_in(world.worker).get(url("session-create")).context["form"]
    assert list(form.fields["lecturer"].queryset) == [good]
    assert set(form.fields["place"].queryset) == {venue, hall}
    assert set(form.fields["workers"].queryset) == {world.ngo, world.worker, world.supervisor}


def test_the_day_and_the_place_come_with_the_link(world, signed_in, activity):
    venue = make_venue(world)
    page = signed_in(world.worker).get(url("session-create", on="2026-12-01", place=venue.pk))
    assert page.context["form"].initial == {"on": "2026-12-01", "place": str(venue.pk), "count": 1}


# Moving


def test_moving_names_what_is_in_the_way_but_not_itself(world, signed_in, session):
    other = make_session(world, session.activity, starts_at=evening(5), venue="礼堂")
    client = signed_in(world.worker)
    data = {"on": other.starts_on, "starts": "19:30", "ends": "20:00", "venue": "礼堂", "capacity": 40}
    response = client.post(url("session-update", session.pk), data)
    assert [text[:8] for text in response.context["form"].warnings] == ["地点冲突：礼堂，"]
    data |= {"on": session.starts_on}
    assert client.post(url("session-update", session.pk), data).status_code == 302


def test_postpone_and_resume_pages(world, signed_in, session):
    client = signed_in(world.worker)
    client.post(url("session-postpone", session.pk), {"note": "暴雨红色预警"})
    session.refresh_from_db()
    assert session.state == SessionState.POSTPONED
    page = client.get(session.get_absolute_url())
    assert [row["label"] for row in page.context["transitions"]] == ["确定新时间", "取消本场"]
    data = {
        "on": session.starts_on + timedelta(days=7),
        "starts": "19:00",
        "ends": "20:30",
        "venue": "x",
        "capacity": 40,
    }
    client.post(url("session-resume", session.pk), data)
    session.refresh_from_db()
    assert (session.state, session.starts_on) == (SessionState.PLANNED, data["on"])


# Series


@pytest.mark.parametrize("name", ROLE_NAMES)
def test_who_reaches_the_pages_of_a_series(world, signed_in, name):
    series, client = make_series(world), signed_in(getattr(world, name))
    codes = [client.get(url(f"series-{page}", series.pk)).status_code for page in ("detail", "update", "cancel")]
    acts = 200 if name in CONTRACTOR else 403
    assert codes == ([200, acts, acts] if name in SEES else [404, 404, 404])


def test_only_what_was_touched_is_changed(world, signed_in):
    venue = make_venue(world)
    series = make_series(world, place=venue, venue=venue.name)
    _, second, third = series.sessions.order_by("starts_at")
    Session.objects.filter(pk=third.pk).update(capacity=55)
    client, page = signed_in(world.worker), url("series-update", series.pk)
    form = client.get(page).context["form"]
    data = {name: value for name, value in form.initial.items() if value not in (None, [], False)}
    data |= {"from_session": second.pk, "starts": "18:00", "ends": "20:30"}
    assert client.post(page, data).status_code == 302
    rows = [
        (timezone.localtime(row.starts_at).hour, row.capacity, row.place)
        for row in series.sessions.order_by("starts_at")
    ]
    assert rows == [(19, 40, venue), (18, 40, venue), (18, 55, venue)]


def test_nothing_touched_is_said(world, signed_in):
    series = make_series(world)
    client, page = signed_in(world.worker), url("series-update", series.pk)
    initial = client.get(page).context["form"].initial
    response = client.post(page, {name: value for name, value in initial.items() if value not in (None, [], False)})
    assert response.context["form"].non_field_errors() == ["没有改动。请修改时间、地点、名额或人员后再保存。"]


def test_cancel_the_rest(world, signed_in):
    series = make_series(world)
    second = series.sessions.order_by("starts_at")[1]
    client = signed_in(world.worker)
    client.post(url("series-cancel", series.pk), {"from_session": second.pk, "note": "经费调整"})
    assert [row.state for row in series.sessions.order_by("starts_at")] == ["planned", "cancelled", "cancelled"]
    client.post(url("series-cancel", series.pk), {"from_session": series.sessions.last().pk, "note": "经费调整"})
    response = client.get(url("series-cancel", series.pk), follow=True)
    assert said(response)[-1:] == ["这个系列没有还可以调整的场次：都已举办、已延期、已取消或已有签到。"]


def test_series_page_queries_do_not_grow(world, signed_in, django_assert_num_queries):
    client = signed_in(world.worker)
    few, many = make_series(world, count=2), make_series(world, count=6)
    client.get(url("series-detail", few.pk))
    for series in (few, many):
        with django_assert_num_queries(8):
            client.get(url("series-detail", series.pk))


# Calendar


def cells(response):
    return {
        cell["day"]: [entry["session"] for entry in cell["entries"]]
        for row in response.context["rows"]
        for cell in row["cells"]
        if cell["entries"]
    }


@pytest.fixture
def march(world):
    """Two sessions of one worker in one hall in March 2027, the second in the way of a third."""
    activity = make_activity(
        world, make_project(world, ProjectState.ACTIVE, starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31))
    )
    venue = make_venue(world)

    def at(day, hour, **fields):
        starts_at = timezone.make_aware(datetime(2027, 3, day, hour))
        return make_session(world, activity, starts_at=starts_at, **fields)

    rows = [at(1, 9, place=venue), at(9, 14, place=venue), at(9, 15, place=venue, topic="睡眠")]
    rows[0].workers.add(world.worker)
    at(10, 9, state=SessionState.CANCELLED)
    return rows


def test_month(world, signed_in, march):
    page = signed_in(world.worker).get(url("session-calendar", on="2027-03-15"))
    assert page.context["title"] == "2027年3月"
    assert cells(page) == {date(2027, 3, 1): march[:1], date(2027, 3, 9): march[1:]}
    days = [cell["day"] for row in page.context["rows"] for cell in row["cells"]]
    assert (days[0], days[-1], len(days)) == (date(2027, 3, 1), date(2027, 4, 4), 35)
    assert page.context["clash_count"] == 2
    assert (
        "session-create" not in page.content.decode()
        and "/services/sessions/create/?on=2027-03-15" in page.content.decode()
    )


def test_week_by_place_organization_and_worker(world, signed_in, march):
    client = signed_in(world.worker)
    for by, on, labels in (
        ("place", "2027-03-09", ["社区职工之家"]),
        ("organization", "2027-03-09", ["水源地社区"]),
        ("worker", "2027-03-09", ["未安排社工"]),
        ("worker", "2027-03-02", ["worker"]),
    ):
        page = client.get(url("session-calendar", view="week", by=by, on=on))
        assert [row["label"] for row in page.context["rows"]] == labels


def test_calendar_narrows_and_links_to_the_same_list(world, signed_in, march):
    client = signed_in(world.worker)
    page = client.get(url("session-calendar", on="2027-03-15", worker=world.worker.pk))
    assert cells(page) == {date(2027, 3, 1): march[:1]}
    listed = client.get(page.context["links"]["list"])
    assert list(listed.context["table"].data.data) == march[:1]
    clashes = client.get(client.get(url("session-calendar", on="2027-03-15")).context["links"]["clashes"])
    assert set(clashes.context["table"].data.data) == set(march[1:])


@pytest.mark.parametrize("on", ["", "x", "2027-02-30", "0001-01-01", "9999-12-31", "１２３", "\0"])
def test_a_day_that_is_none_is_today(world, signed_in, on):
    page = signed_in(world.worker).get(reverse("services:session-calendar"), {"on": on, "view": "x", "by": "y"})
    assert (page.status_code, page.context["on"]) == (200, timezone.localdate())


def test_a_day_with_many_sessions_links_to_the_rest(world, signed_in):
    activity = make_activity(world)
    for hour in range(8, 17):
        make_session(world, activity, starts_at=evening(hour=hour), venue=f"{hour}号房")
    page = signed_in(world.worker).get(url("session-calendar", on=evening().date()))
    (cell,) = [cell for row in page.context["rows"] for cell in row["cells"] if cell["entries"]]
    assert (len(cell["entries"]), cell["more"]) == (6, 3)
    assert signed_in(world.worker).get(cell["more_url"]).context["total"] == 9


def test_calendar_shows_only_what_one_sees(world, signed_in, march):
    for name in ("stranger", "rival_head", "expert"):
        page = signed_in(getattr(world, name)).get(url("session-calendar", on="2027-03-15"))
        assert (cells(page), page.context["clash_count"]) == ({}, 0)


def test_calendar_queries_do_not_grow(world, signed_in, march, django_assert_num_queries):
    client, page = signed_in(world.worker), url("session-calendar", on="2027-03-15")
    client.get(page)
    with django_assert_num_queries(CALENDAR_QUERIES):
        client.get(page)
    for hour in range(8, 20):
        row = make_session(world, march[0].activity, starts_at=march[0].starts_at.replace(hour=hour), venue=str(hour))
        row.workers.add(world.worker, world.ngo)
    with django_assert_num_queries(CALENDAR_QUERIES):
        client.get(page)


# Feed


def feed(client, user):
    cache.clear()
    return client.get(reverse("public:calendar-feed", args=[tickets.feed_ticket(user)]))


def test_the_feed_of_a_worker(world, client, session):
    session.workers.add(world.ngo)
    response = feed(client, world.ngo)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert not response.cookies
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert str(event["SUMMARY"]) == "心理减压讲座"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (session.starts_at, session.ends_at)
    assert (str(event["LOCATION"]), str(event["STATUS"])) == ("水源地社区 社区职工之家", "CONFIRMED")
    assert str(event["UID"]) == f"session-{session.pk}@sanlian"


@pytest.mark.parametrize(
    ("state", "status", "prefix"), [("cancelled", "CANCELLED", "（已取消）"), ("postponed", "TENTATIVE", "（已延期）")]
)
def test_the_feed_says_what_became_of_it(world, client, activity, state, status, prefix):
    make_session(world, activity, state=state)
    (event,) = Calendar.from_ical(feed(client, world.worker).content).walk("VEVENT")
    assert (str(event["STATUS"]), str(event["SUMMARY"])) == (status, f"{prefix}心理减压讲座")


def test_the_feed_holds_only_ones_own(world, client, session):
    assert Calendar.from_ical(feed(client, world.supervisor).content).walk("VEVENT") == []
    assert len(Calendar.from_ical(feed(client, world.worker).content).walk("VEVENT")) == 1  # leads the activity


def test_a_new_password_or_a_leave_closes_the_address(world, client, session):
    address = reverse("public:calendar-feed", args=[tickets.feed_ticket(world.worker)])
    assert client.get(address).status_code == 200
    world.worker.set_password("another-password-1")
    world.worker.save()
    assert client.get(address).status_code == 404
    world.worker.is_active = False
    world.worker.save()
    assert feed(client, world.worker).status_code == 404


@pytest.mark.parametrize("ticket", ["1", "1.x", "x.y", "．", "9" * 400 + ".a", "1." + "0" * 40, "１.a"])
def test_a_wrong_address_opens_nothing(world, client, ticket):
    assert client.get(reverse("public:calendar-feed", args=[ticket])).status_code == 404


def test_feed_queries_do_not_grow(world, client, activity, django_assert_num_queries):
    make_session(world, activity)
    with django_assert_num_queries(3):
        feed(client, world.worker)
    for day in range(4, 9):
        make_session(world, activity, starts_at=evening(day))
    with django_assert_num_queries(3):
        feed(client, world.worker)


# Venues


def test_the_sessions_of_a_venue(world, signed_in, march):
    page = signed_in(world.worker).get(url("venue-sessions-fragment", Venue.objects.get().pk))
    assert (list(page.context["coming"]), list(page.context["past"])) == (march, [])


def test_series_count(world, signed_in, activity):
    client, data = signed_in(world.worker), sheet(activity, count=64, weekdays=[0, 1, 2, 3, 4])
    shown = client.post(url("session-create"), data)
    assert (len(shown.context["form"].preview), Session.objects.count()) == (64, 0)
    client.post(url("session-create"), data | keys(shown))
    assert (Session.objects.count(), Series.objects.count()) == (64, 1)
