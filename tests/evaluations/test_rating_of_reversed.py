"""Only attendance that stands and counts may rate; a session's rating never gives a small group away."""

import pytest
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from evaluations.models import Rating
from evaluations.operations import rate_session
from evaluations.queries import attendances_by_phone
from orgs.operations import register_person
from services.tickets import ticket_of
from tests.cast import make_activity
from tests.services.build_after import make_attendance, make_held, make_person
from tests.services.build_after import reverse as take_back


@pytest.fixture
def attendance(world):
    person = register_person(organization=world.community_union, name="王小芳", phone="13712345678")
    return make_attendance(make_held(world, people=0), person)


def test_a_reversed_attendance_does_not_rate_until_it_stands_again(attendance):
    correction = take_back(attendance)
    with pytest.raises(DomainError, match="已被冲正"):
        rate_session(attendance, score=1)
    assert not attendances_by_phone(attendance.session, "13712345678").exists()
    assert not Rating.objects.exists()
    take_back(correction)
    rate_session(attendance, score=5)
    assert attendances_by_phone(attendance.session, "13712345678").get() == attendance


def test_an_online_visit_that_was_too_short_does_not_rate(world):
    session = make_held(world, people=0, is_online=True)
    short = make_attendance(session, make_person(world), is_counted=False, online_minutes=2, method="online")
    long = make_attendance(session, make_person(world, "李建国"), online_minutes=30, method="online")
    with pytest.raises(DomainError, match="停留时间太短"):
        rate_session(short, score=1)
    assert rate_session(long, score=4).score == 4


def test_the_reversed_page_says_so(client, attendance):
    take_back(attendance)
    page = client.get(reverse("rate:ticket", args=[ticket_of(attendance)]))
    assert "已被冲正" in page.content.decode()


# The fragment on a summary


def rated(session, *scores):
    Rating.objects.bulk_create([Rating(session=session, score=score, on=timezone.localdate()) for score in scores])


def fragment(client, user, session):
    client.force_login(user)
    return client.get(reverse("evaluations:session-rating-fragment", args=[session.pk]))


def test_five_and_more_are_shown(client, world):
    session = make_held(world)
    rated(session, 5, 5, 4, 3, 5)
    summary = fragment(client, world.worker, session).context["summary"]
    assert (summary.is_hidden, summary.satisfaction.valid, summary.satisfaction.satisfied) == (False, 5, 4)


def test_fewer_than_five_are_hidden(client, world):
    session = make_held(world)
    rated(session, 1, 5, 5, 5)
    response = fragment(client, world.worker, session)
    assert response.context["summary"].is_hidden and "共 4 份评价" in response.content.decode()


def test_a_session_is_hidden_when_the_rest_of_the_project_would_be_a_small_group(client, world):
    activity = make_activity(world)
    large, small = make_held(world, activity), make_held(world, activity)
    rated(large, 5, 5, 5, 5, 5, 5)
    rated(small, 1)
    assert [fragment(client, world.worker, one).context["summary"].is_hidden for one in (large, small)] == [True, True]


def test_others_do_not_see_it(client, world):
    session = make_held(world)
    assert fragment(client, world.rival_head, session).status_code == 404
    assert fragment(client, world.community, session).status_code == 200
