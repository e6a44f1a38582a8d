"""Sessions made, changed and called off together."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from core.errors import DomainError
from core.models import CalendarDay, Notification
from projects.enums import ProjectState
from services import operations
from services.enums import SessionState
from services.models import Series, Session, SessionEvent
from services.queries.series import series_slots, still_to_come
from tests.cast import make_activity, make_project
from tests.services.build_session import evening, make_lecturer, make_series, make_venue, meeting

QUERIES, UPDATES = 15, 9
LONG = {"starts_on": date(2026, 1, 1), "ends_on": date(2027, 12, 31)}


@pytest.fixture
def long(world):
    """An activity whose project runs for two years."""
    return make_activity(world, make_project(world, ProjectState.ACTIVE, **LONG))


def at(year, month, day, hour=14):
    return timezone.make_aware(datetime(year, month, day, hour))


def days(sessions):
    return [session.starts_on.isoformat() for session in sessions]


def test_a_series_is_one_record_with_its_sessions(world, long):
    venue, lecturer = make_venue(world), make_lecturer(world)
    sessions = operations.schedule_series(
        long, by=world.ngo, count=3, weekdays=[1, 3], place=venue, lecturer=lecturer, workers=[world.worker],
        topic="情绪管理", **meeting(at(2027, 3, 9), venue=""),
    )  # fmt: skip
    series = Series.objects.get()
    assert (series.title, series.by, series.activity) == ("每周二、四 14:00–16:00", world.ngo, long)
    assert days(sessions) == ["2027-03-09", "2027-03-11", "2027-03-16"]
    for row in Session.objects.all():
        assert (row.series, row.venue, row.place, row.lecturer) == (series, venue.name, venue, lecturer)
        assert (row.topic, list(row.workers.all()), row.time_band) == ("情绪管理", [world.worker], "inside")
        assert [(event.kind, event.by) for event in row.events.all()] == [("create", world.ngo)]
    assert [(note.recipient, note.title) for note in Notification.objects.all()] == [
        (world.worker, "安排您到场（共3场）：心理减压讲座")
    ]


def test_one_session_is_no_series(world, long):
    (session,) = operations.schedule_series(long, by=world.worker, count=1, **meeting(at(2027, 3, 9)))
    assert (session.series, Series.objects.count()) == (None, 0)


@pytest.mark.parametrize(
    ("rule", "title"),
    [
        ({"every": "biweekly"}, "隔周二 14:00–16:00"),
        ({"every": "monthly"}, "每月第二个周二 14:00–16:00"),
        ({"every": "weekly", "weekdays": [5, 6]}, "每周六、日 14:00–16:00"),
    ],
)
def test_titles(world, long, rule, title):
    operations.schedule_series(long, by=world.worker, count=2, **rule, **meeting(at(2027, 3, 9)))
    assert Series.objects.get().title == title


def test_sixty_four_lectures_take_the_same_statements_as_two(world, long, django_assert_num_queries):
    rule = {"by": world.ngo, "workers": [world.worker], "weekdays": [0, 1, 2, 3, 4]}
    with django_assert_num_queries(QUERIES):
        operations.schedule_series(long, count=2, **rule, **meeting(at(2027, 3, 8)))
    with django_assert_num_queries(QUERIES):
        assert len(operations.schedule_series(long, count=64, **rule, **meeting(at(2027, 3, 8, 9)))) == 64


def test_holidays_are_left_out_and_weekends_are_not(world, long):
    CalendarDay.objects.create(date=date(2027, 3, 20), is_workday=False, note="场馆检修", by=world.city)
    rule = {"starts_at": at(2027, 3, 13), "ends_at": at(2027, 3, 13, 16), "count": 3}
    slots = series_slots(long.project, skip_days_off=True, **rule)
    assert [(slot.on.day, slot.holiday, slot.is_skipped) for slot in slots] == [
        (13, "", False), (20, "场馆检修", True), (27, "", False), (3, "", False),
    ]  # fmt: skip
    assert [slot.holiday for slot in series_slots(long.project, **rule)] == ["", "场馆检修", ""]
    sessions = operations.schedule_series(
        long, by=world.worker, count=3, skip_days_off=True, **meeting(at(2027, 3, 13))
    )
    assert days(sessions) == ["2027-03-13", "2027-03-27", "2027-04-03"]


def test_published_holidays_have_names(world, long):
    slots = series_slots(long.project, starts_at=at(2026, 9, 24), ends_at=at(2026, 9, 24, 16), count=3)
    assert [slot.holiday for slot in slots] == ["", "国庆节", ""]


@pytest.mark.parametrize(("count", "said"), [(0, "一次可安排1至100场"), (101, "一次可安排"), (-1, "一次可安排")])
def test_count(world, long, count, said):
    with pytest.raises(DomainError, match=said):
        operations.schedule_series(long, by=world.worker, count=count, **meeting(at(2027, 3, 9)))


def test_a_series_that_does_not_fit_leaves_nothing(world, long):
    with pytest.raises(DomainError, match="只能排出3场，不足4场"):
        operations.schedule_series(long, by=world.worker, count=4, **meeting(at(2027, 12, 14)))
    assert (Session.objects.count(), Series.objects.count(), SessionEvent.objects.count()) == (0, 0, 0)


def test_update_series_changes_what_is_still_to_come(world):
    series = make_series(world, count=4)
    first, second, third, fourth = series.sessions.order_by("starts_at")
    Session.objects.filter(pk=fourth.pk).update(state=SessionState.CANCELLED)
    changed = operations.update_series(
        series, by=world.ngo, from_session=second, starts=time(18), capacity=50, workers=[world.worker]
    )
    assert changed == [second, third]
    rows = [
        (
            timezone.localtime(row.starts_at).hour,
            timezone.localtime(row.ends_at).hour,
            row.capacity,
            row.workers.count(),
        )
        for row in series.sessions.order_by("starts_at")
    ]
    assert rows == [(19, 20, 40, 0), (18, 20, 50, 1), (18, 20, 50, 1), (19, 20, 40, 0)]
    assert [(event.kind, event.by) for event in second.events.all()] == [("reschedule", world.ngo)]
    assert "40个名额改为50个名额；到场社工：worker" in second.events.get().note
    assert (first.events.count(), fourth.events.count()) == (0, 0)
    titles = set(Notification.objects.filter(recipient=world.community).values_list("title", flat=True))
    assert titles == {"系列场次调整（共2场）：心理减压讲座"}


def test_update_series_keeps_the_place_unless_told(world):
    venue = make_venue(world)
    series = make_series(world, place=venue, venue=venue.name)
    operations.update_series(series, by=world.worker, capacity=20)
    assert {(row.place, row.venue, row.capacity) for row in series.sessions.all()} == {(venue, venue.name, 20)}
    operations.update_series(series, by=world.worker, venue="文化广场")
    assert {(row.place, row.venue) for row in series.sessions.all()} == {(None, "文化广场")}
    assert {event.kind for row in series.sessions.all() for event in row.events.all()} == {"update", "reschedule"}


def test_update_series_recomputes_the_band(world, long):
    series = make_series(world, long, starts_at=at(2027, 3, 9, 19))
    operations.update_series(series, by=world.worker, starts=time(10), ends=time(11))
    assert {row.time_band for row in series.sessions.all()} == {"inside"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ends": time(8)}, "结束时间早于"),
        ({"capacity": 0}, "名额须在"),
        ({"capacity": 10**6}, "名额须在"),
        ({"venue": "", "place": None}, "请选择阵地"),
    ],
)
def test_update_series_is_all_or_nothing(world, changes, said):
    series = make_series(world)
    before = list(Session.objects.order_by("pk").values())
    with pytest.raises(DomainError, match=said):
        operations.update_series(series, by=world.worker, **changes)
    assert list(Session.objects.order_by("pk").values()) == before
    assert (SessionEvent.objects.count(), Notification.objects.count()) == (0, 0)


def test_update_series_keeps_everybody_who_signed_up(world):
    series = make_series(world)
    last = series.sessions.order_by("starts_at").last()
    for number in range(2):
        operations.register_participant(last, name=f"职工{'一二'[number]}", phone=f"1390000000{number}")
    with pytest.raises(DomainError, match="已有2人报名"):
        operations.update_series(series, by=world.worker, capacity=1)
    assert {row.capacity for row in series.sessions.all()} == {40}


def test_nothing_left_of_a_series(world):
    series = make_series(world)
    operations.cancel_series(series, by=world.worker, note="讲师生病")
    for operation, fields in (
        (operations.update_series, {"capacity": 9}),
        (operations.cancel_series, {"note": "再取消"}),
    ):
        with pytest.raises(DomainError, match="没有还可以"):
            operation(series, by=world.worker, **fields)


def test_cancel_series_from_one_on(world):
    series = make_series(world)
    _, second, third = series.sessions.order_by("starts_at")
    assert operations.cancel_series(series, by=world.worker, note="讲师生病", from_session=second) == [second, third]
    assert [row.state for row in series.sessions.order_by("starts_at")] == ["planned", "cancelled", "cancelled"]
    assert [(row.kind, row.note) for row in second.events.all()] == [("cancel", "讲师生病")]


def test_attended_sessions_are_left_alone(world, come):
    series = make_series(world, starts_at=timezone.now() - timedelta(minutes=10))
    first = series.sessions.order_by("starts_at").first()
    come(first)
    assert first not in still_to_come(series)
    assert len(operations.update_series(series, by=world.worker, capacity=60)) == 2
    first.refresh_from_db()
    assert first.capacity == 40


def test_update_series_queries_do_not_grow(world, django_assert_num_queries):
    few, many = make_series(world, count=2), make_series(world, count=6, starts_at=evening(days=4))
    for series in (few, many):
        with django_assert_num_queries(UPDATES):
            operations.update_series(series, by=world.worker, capacity=50)
