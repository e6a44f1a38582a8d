"""场次, 人次, 人数: worked by hand, and on random attendance."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import F, Value
from django.db.models.functions import Concat, TruncMonth
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from orgs.models import Person
from services.counting import ServiceFigures, grouped_figures, participations, service_figures
from services.enums import AttendanceRole, CheckInMethod, SessionState, TimeBand
from services.models import Attendance, Session
from services.queries.attendance import participants
from tests.cast import make_activity, make_session, make_world

NOTHING = ServiceFigures()


def person(w, number):
    return Person.objects.get_or_create(name=f"职工{number}", defaults={"organization": w.community_union})[0]


def came(session, who=None, headcount=1, role=AttendanceRole.PARTICIPANT, reverses=None):
    method = CheckInMethod.QR if who else CheckInMethod.HEADCOUNT
    return Attendance.objects.create(
        session=session, person=who, headcount=headcount, role=role, method=method, at=timezone.now(), reverses=reverses
    )


def held_session(w, activity, **fields):
    return make_session(w, activity, state=SessionState.HELD, **fields)


def test_one_person_at_two_sessions_is_two_times_and_one_person(world, activity):
    for _ in range(2):
        came(held_session(world, activity), person(world, 1))
    figures = service_figures(Session.objects.all())
    assert (figures.sessions, figures.person_times, figures.persons) == (2, 2, 1)


def test_headcounts_are_times_but_never_persons(world, activity):
    session = held_session(world, activity)
    came(session, person(world, 1))
    came(session, headcount=30)
    figures = service_figures(Session.objects.all())
    assert (figures.person_times, figures.named_times, figures.unnamed_times, figures.persons) == (31, 1, 30, 1)


def test_a_reversal_takes_its_headcount_back(world, activity):
    session = held_session(world, activity)
    wrong = came(session, headcount=300)
    came(session, headcount=-300, reverses=wrong)
    came(session, headcount=30)
    assert service_figures(Session.objects.all()).person_times == 30


def test_staff_and_volunteers_do_not_count(world, activity):
    session = held_session(world, activity)
    came(session, person(world, 1), role=AttendanceRole.STAFF)
    came(session, person(world, 2), role=AttendanceRole.VOLUNTEER)
    came(session, person(world, 3))
    figures = service_figures(Session.objects.all())
    assert (figures.person_times, figures.persons) == (1, 1)


def test_only_held_sessions_count(world, activity):
    came(make_session(world, activity), person(world, 1))
    came(make_session(world, activity, state=SessionState.CANCELLED), headcount=5)
    assert service_figures(Session.objects.all()) == NOTHING


def test_outside_share(world, activity):
    for band in (TimeBand.INSIDE, TimeBand.OUTSIDE, TimeBand.OUTSIDE):
        came(held_session(world, activity, time_band=band), headcount=1)
    figures = service_figures(Session.objects.all())
    assert (figures.outside_sessions, figures.outside_share) == (2, Decimal(2) / 3)
    assert service_figures(Session.objects.none()).outside_share is None


def test_persons_are_recounted_per_month_and_not_additive(world, activity):
    """The same worker in two months is one person a month and one person in both months together."""
    march = timezone.make_aware(timezone.datetime(2026, 3, 4, 19))
    for starts_at in (march, march + timedelta(days=30), march + timedelta(days=31)):
        came(held_session(world, activity, starts_at=starts_at), person(world, 1))
    months = grouped_figures(Session.objects.all(), lambda session: TruncMonth(f"{session}starts_on"))
    counts = {month.month: (f.sessions, f.person_times, f.persons) for month, f in months.items()}
    assert counts == {3: (1, 1, 1), 4: (2, 2, 1)}
    assert service_figures(Session.objects.all()).persons == 1


def test_groups_follow_any_expression_over_the_session(world, activity):
    came(held_session(world, activity), person(world, 1))
    came(held_session(world, activity, organization=world.neighbour), headcount=4)
    groups = grouped_figures(
        Session.objects.all(), lambda session: Concat(F(f"{session}organization__code"), Value("!"))
    )
    assert {key: f.person_times for key, f in groups.items()} == {"210102001002!": 1, "210102001003!": 4}


def test_two_queries(world, activity, django_assert_num_queries):
    came(held_session(world, activity), person(world, 1))
    with django_assert_num_queries(2):
        service_figures(Session.objects.all())
    with django_assert_num_queries(2):
        grouped_figures(Session.objects.all(), lambda session: F(f"{session}time_band"))


# One attendance: which of three sessions, and a person's number, or None with a headcount.
ATTENDANCES = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.one_of(st.integers(0, 4), st.none()),
        st.integers(1, 500),
        st.sampled_from(AttendanceRole.values),
    ),
    max_size=25,
)


@pytest.mark.django_db
class RandomAttendanceTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.world = make_world()
        cls.activity = make_activity(cls.world)

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(rows=ATTENDANCES, states=st.tuples(*[st.sampled_from(SessionState.values)] * 3))
    def test_agrees_with_plain_python(self, rows, states):
        sessions = [make_session(self.world, self.activity, state=state) for state in states]
        distinct = {(s, p): (s, p, 1, role) for s, p, _, role in rows if p is not None}
        rows = [*distinct.values(), *(row for row in rows if row[1] is None)]
        for number, who, headcount, role in rows:
            came(sessions[number], None if who is None else person(self.world, who), headcount, role)
        mine = Session.objects.filter(pk__in=[session.pk for session in sessions])
        figures = service_figures(mine)
        counted = [r for r in rows if states[r[0]] == "held" and r[3] == "participant"]
        assert figures.sessions == sum(state == "held" for state in states)
        assert figures.person_times == sum(headcount for _, _, headcount, _ in counted)
        assert figures.named_times == sum(who is not None for _, who, _, _ in counted)
        assert figures.persons == len({who for _, who, _, _ in counted} - {None})
        assert figures.persons <= figures.named_times <= figures.person_times
        self.parts_and_whole(sessions, figures)
        assert participants(participations(mine)).count() == figures.persons

    def parts_and_whole(self, sessions, whole):
        """Sessions and times add up over parts; persons need not, but never exceed the sum."""
        parts = [service_figures(Session.objects.filter(pk=session.pk)) for session in sessions]
        assert whole.sessions == sum(part.sessions for part in parts)
        assert whole.person_times == sum(part.person_times for part in parts)
        assert whole.persons <= sum(part.persons for part in parts)
        assert whole.persons >= max(part.persons for part in parts)
