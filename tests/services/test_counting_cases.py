"""统计口径, case by case: what happened, and the figures worked out by hand."""

from datetime import date, timedelta

import pytest
from django.db.models import F, Sum, Value

from orgs.operations import merge_people
from services.counting import (
    ServiceFigures,
    counting_rows,
    grouped_figures,
    participations,
    service_figures,
)
from services.crossing import crossed_figures
from services.models import Attendance, Session
from services.queries.activity import with_session_counts
from services.sources import records
from tests.cast import make_session
from tests.services.build_counting import (
    DAY,
    came,
    holding,
    make_person,
    reverse,
    the_triggers_agree,
    watched,
)


def of_day(prefix: str):
    return F(f"{prefix}starts_on")


def same_person_twice(w, held):
    who = make_person(w)
    came(held(), who)
    came(held(DAY + timedelta(days=7)), who)


def two_sessions_in_a_day(w, held):
    who = make_person(w)
    came(held(), who)
    came(held(), who)


def crowd(w, held):
    session = held()
    came(session, make_person(w))
    came(session, headcount=30)


def crowd_taken_back(w, held):
    session = held()
    wrong = came(session, headcount=300)
    reverse(wrong)
    came(session, headcount=30)


def crowd_put_back(w, held):
    reverse(reverse(came(held(), headcount=30)))


def name_taken_back(w, held):
    session = held()
    came(session, make_person(w, "甲"))
    reverse(came(session, make_person(w, "乙")))


def name_put_back(w, held):
    reverse(reverse(came(held(), make_person(w))))


def name_taken_back_again(w, held):
    session = held()
    came(session, headcount=2)
    reverse(reverse(reverse(came(session, make_person(w)))))


def taken_back_at_one_of_two(w, held):
    who = make_person(w)
    came(held(), who)
    session = held(DAY + timedelta(days=1))
    reverse(came(session, who))
    came(session, headcount=1)


def staff_and_volunteers(w, held):
    session = held()
    came(session, make_person(w, "甲"))
    came(session, make_person(w, "乙"), role="staff")
    came(session, make_person(w, "丙"), role="volunteer")


def staff_taken_back(w, held):
    session = held()
    came(session, make_person(w, "甲"))
    reverse(came(session, make_person(w, "乙"), role="staff"))


def not_held(w, held):
    came(make_session(w, held.activity), make_person(w))
    came(make_session(w, held.activity, state="cancelled"), headcount=9)


def several_days(w, held):
    """A festival of three days: each day is a session; two people come every day, forty others on the last."""
    people = [make_person(w, name) for name in ("甲", "乙")]
    for number in range(3):
        session = held(DAY + timedelta(days=number))
        for who in people:
            came(session, who)
    came(session, headcount=40)


def online(w, held):
    session = held(is_online=True)
    watched(session, make_person(w, "甲"), 40)
    watched(session, make_person(w, "乙"), 5)
    watched(session, make_person(w, "丙"), 4)


def online_and_on_site(w, held):
    who = make_person(w)
    came(held(), who)
    watched(held(is_online=True), who, 40)


def online_taken_back(w, held):
    session = held(is_online=True)
    watched(session, make_person(w, "甲"), 40)
    reverse(watched(session, make_person(w, "乙"), 40))
    reverse(watched(session, make_person(w, "丙"), 3))


def merged_at_different_sessions(w, held):
    one, other = make_person(w, "王小芳"), make_person(w, "王晓芳")
    came(held(), one)
    came(held(DAY + timedelta(days=1)), other)
    merge_people(other, by=w.street, into=one, reason="本人电话确认")


def merged_at_the_same_session(w, held):
    one, other = make_person(w, "王小芳"), make_person(w, "王晓芳")
    session = held()
    came(session, one)
    came(session, other)
    came(session, make_person(w, "李强"))
    merge_people(other, by=w.street, into=one, reason="本人电话确认")


def merged_where_the_kept_name_was_taken_back(w, held):
    one, other = make_person(w, "王小芳"), make_person(w, "王晓芳")
    session = held()
    came(session, headcount=1)
    reverse(came(session, one))
    came(session, other)
    merge_people(other, by=w.street, into=one, reason="本人电话确认")


def merged_where_the_other_name_was_taken_back(w, held):
    one, other = make_person(w, "王小芳"), make_person(w, "王晓芳")
    session = held()
    came(session, one)
    reverse(came(session, other))
    merge_people(other, by=w.street, into=one, reason="本人电话确认")


#   what happened                               场次 人次 实名 人数  线上场次 观看人次 观看人数
CASES = [
    (same_person_twice,                          2,   2,   2,   1,   0, 0, 0),
    (two_sessions_in_a_day,                      2,   2,   2,   1,   0, 0, 0),
    (crowd,                                      1,  31,   1,   1,   0, 0, 0),
    (crowd_taken_back,                           1,  30,   0,   0,   0, 0, 0),
    (crowd_put_back,                             1,  30,   0,   0,   0, 0, 0),
    (name_taken_back,                            1,   1,   1,   1,   0, 0, 0),
    (name_put_back,                              1,   1,   1,   1,   0, 0, 0),
    (name_taken_back_again,                      1,   2,   0,   0,   0, 0, 0),
    (taken_back_at_one_of_two,                   2,   2,   1,   1,   0, 0, 0),
    (staff_and_volunteers,                       1,   1,   1,   1,   0, 0, 0),
    (staff_taken_back,                           1,   1,   1,   1,   0, 0, 0),
    (not_held,                                   0,   0,   0,   0,   0, 0, 0),
    (several_days,                               3,  46,   6,   2,   0, 0, 0),
    (online,                                     1,   0,   0,   0,   1, 2, 2),
    (online_and_on_site,                         2,   1,   1,   1,   1, 1, 1),
    (online_taken_back,                          1,   0,   0,   0,   1, 1, 1),
    (merged_at_different_sessions,               2,   2,   2,   1,   0, 0, 0),
    (merged_at_the_same_session,                 1,   2,   2,   2,   0, 0, 0),
    (merged_where_the_kept_name_was_taken_back,  1,   2,   1,   1,   0, 0, 0),
    (merged_where_the_other_name_was_taken_back, 1,   1,   1,   1,   0, 0, 0),
]  # fmt: skip


@pytest.fixture
def held(world, activity):
    return holding(world, activity)


@pytest.mark.parametrize(
    ("happened", "sessions", "times", "named", "persons", "watching", "views", "viewers"),
    CASES,
    ids=[case[0].__name__ for case in CASES],
)
def test_by_hand(world, held, happened, sessions, times, named, persons, watching, views, viewers):
    happened(world, held)
    expected = ServiceFigures(
        sessions=sessions,
        person_times=times,
        named_times=named,
        persons=persons,
        outside_sessions=sessions,
        online_sessions=watching,
        online_times=views,
        online_persons=viewers,
    )
    assert service_figures(Session.objects.all()) == expected
    crossed = crossed_figures(Session.objects.all(), step=of_day, part=lambda session: Value("all"))
    assert crossed.total == expected
    assert crossed.by_step == grouped_figures(Session.objects.all(), of_day)
    the_lists_agree(expected)
    the_triggers_agree()


def the_lists_agree(figures):
    """The rows behind each figure add up to it."""
    rows = Attendance.objects.all()
    assert (counting_rows(rows).aggregate(total=Sum("headcount"))["total"] or 0) == figures.person_times
    assert (counting_rows(rows, online=True).aggregate(total=Sum("headcount"))["total"] or 0) == figures.online_times
    people = participations(Session.objects.filter(is_online=False)).values("person").distinct()
    assert people.count() == figures.persons
    activity = with_session_counts(Session.objects.first().activity.project.activities.all()).first()
    assert (activity.held, activity.person_times, activity.online_times) == (
        figures.sessions,
        figures.person_times,
        figures.online_times,
    )


def test_a_late_entry_counts_in_the_month_it_happened(world, held):
    """Entered today for a session of March: March has it, today's month has not."""
    came(held(date(2026, 3, 31)), make_person(world))
    march = Session.objects.starting_between(date(2026, 3, 1), date(2026, 3, 31))
    assert service_figures(march).person_times == 1
    assert service_figures(Session.objects.starting_between(date(2026, 4, 1), date(2027, 12, 31))).person_times == 0


def test_the_records_of_a_project_add_up_to_its_figure(world, held):
    """Of its report and its archive: who watched is named beside the session and not added to who came."""
    online_and_on_site(world, held)
    found = records(held.activity.project, date.min, date.max)
    assert sum(row.person_times for row in found) == service_figures(Session.objects.all()).person_times
    assert sum("观看" in row.title for row in found) == service_figures(Session.objects.all()).online_sessions


def test_the_split_costs_no_query(world, held, django_assert_num_queries):
    online_and_on_site(world, held)
    with django_assert_num_queries(2):
        service_figures(Session.objects.all())
    with django_assert_num_queries(2):
        grouped_figures(Session.objects.all(), of_day)
