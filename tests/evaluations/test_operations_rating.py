"""Rating a session: once, anonymously, in time."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from core.errors import DomainError
from evaluations.models import Rating, RatingReceipt
from evaluations.operations import rate_session
from services.enums import AttendanceRole, CheckInMethod, SessionState
from services.models import Attendance
from tests.cast import make_world
from tests.evaluations.actors import make_attendance, make_open_session, make_ratings
from tests.racing import together, verdicts

pytestmark = pytest.mark.django_db


def nothing_stored() -> bool:
    return (Rating.objects.count(), RatingReceipt.objects.count()) == (0, 0)


def test_a_rating_and_its_receipt_are_stored(world):
    attendance = make_attendance(world)
    rating = rate_session(attendance, score=5)
    assert list(Rating.objects.values_list("pk", "session", "score", "on")) == [
        (rating.pk, attendance.session_id, 5, timezone.localdate())
    ]
    assert list(RatingReceipt.objects.values_list("attendance", flat=True)) == [attendance.pk]


def test_nothing_but_the_session_leads_from_rating_to_receipt():
    assert {field.name for field in Rating._meta.get_fields()} == {"id", "session", "score", "on"}
    assert {field.name for field in RatingReceipt._meta.get_fields()} == {"attendance"}


def test_a_second_rating_is_refused(world):
    attendance = make_attendance(world)
    rate_session(attendance, score=5)
    with pytest.raises(DomainError, match="您已评价过本场活动"):
        rate_session(attendance, score=1)
    assert list(Rating.objects.values_list("score", flat=True)) == [5]


@pytest.mark.parametrize("score", [0, 6, -1, None, "5"])
def test_a_score_off_the_scale_is_refused(world, score):
    with pytest.raises(DomainError, match="没有这个选项"):
        rate_session(make_attendance(world), score=score)
    assert nothing_stored()


@pytest.mark.parametrize("role", [AttendanceRole.STAFF, AttendanceRole.VOLUNTEER])
def test_only_participants_rate(world, role):
    with pytest.raises(DomainError, match="只有实名签到的服务对象可以评价"):
        rate_session(make_attendance(world, role=role), score=5)
    assert nothing_stored()


def test_a_headcount_cannot_rate(world):
    session = make_open_session(world)
    crowd = Attendance.objects.create(
        session=session, headcount=30, method=CheckInMethod.HEADCOUNT, at=session.starts_at
    )
    with pytest.raises(DomainError, match="只有实名签到的服务对象可以评价"):
        rate_session(crowd, score=5)
    assert nothing_stored()


def test_not_before_the_start(world):
    session = make_open_session(world, starts_at=timezone.now() + timedelta(hours=1), state=SessionState.PLANNED)
    with pytest.raises(DomainError, match="还没有开始"):
        rate_session(make_attendance(world, session), score=5)
    assert nothing_stored()


def test_not_at_a_cancelled_session(world):
    session = make_open_session(world, state=SessionState.CANCELLED)
    with pytest.raises(DomainError, match="已取消"):
        rate_session(make_attendance(world, session), score=5)
    assert nothing_stored()


def test_on_the_fourteenth_day_but_not_after(world):
    last = make_open_session(world, starts_at=timezone.now() - timedelta(days=14))
    rate_session(make_attendance(world, last), score=4)
    late = make_open_session(world, starts_at=timezone.now() - timedelta(days=15))
    with pytest.raises(DomainError, match="截止"):
        rate_session(make_attendance(world, late), score=4)
    assert Rating.objects.count() == 1


@pytest.mark.parametrize("statement", ["update evaluations_rating set score = 1", "delete from evaluations_rating"])
def test_ratings_are_append_only(world, statement):
    make_ratings(make_open_session(world), 5)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Rating.objects.get().score == 5


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_rating():
    attendance = make_attendance(make_world())
    results = together(*(lambda score=score: rate_session(attendance, score=score) for score in (5, 1)))
    assert sorted(verdicts(results)) == ["ok", "您已评价过本场活动，谢谢。"]
    assert (Rating.objects.count(), RatingReceipt.objects.count()) == (1, 1)
