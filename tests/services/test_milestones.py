"""Figures as they stood on several days at once are those of each day by itself."""

from datetime import timedelta

import pytest

from services.counting import effort, service_figures
from services.milestones import figures_until
from services.models import Session
from tests.cast import make_activity, make_session
from tests.services.build_counting import came, make_held, make_person, watched

pytestmark = pytest.mark.django_db


def test_every_day_is_counted_as_if_alone(world, django_assert_num_queries):
    activity, one, other = make_activity(world), make_person(world, "甲"), make_person(world, "乙")
    first = activity.project.starts_on
    sessions = [make_held(world, activity, first + timedelta(days=7 * number)) for number in range(3)]
    for session in sessions:
        came(session, one)
        came(session, headcount=5)
    came(sessions[1], other)
    online = make_held(world, activity, first, is_online=True)
    watched(online, other, 30)
    make_session(world, activity)
    days = [first - timedelta(days=1), first, first + timedelta(days=8), first + timedelta(days=90)]
    with django_assert_num_queries(2):
        found = figures_until(Session.objects.filter(activity=activity), days)
    for day in days:
        rows = Session.objects.filter(activity=activity, starts_on__lte=day)
        assert found[day] == (service_figures(rows), effort(rows).hours)
    assert [found[day][0].persons for day in days] == [0, 1, 2, 2]
