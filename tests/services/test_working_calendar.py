"""The working calendar: what the administrator declares wins, and the bands follow."""

from datetime import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import CalendarDay
from services import operations
from services.enums import SessionState, TimeBand
from services.models import Session
from tests.cast import make_session

MONDAY = datetime(2026, 11, 23, 10)


@pytest.fixture
def session(world):
    session = make_session(world, starts_at=timezone.make_aware(MONDAY), time_band=TimeBand.INSIDE)
    Session.objects.filter(pk=session.pk).update(starts_on=MONDAY.date())
    return session


def test_a_declared_day_off_moves_its_sessions(world, session):
    operations.declare_day(by=world.city, date=MONDAY.date(), is_workday=False, note="停产放假")
    session.refresh_from_db()
    assert (session.time_band, session.state) == (TimeBand.OUTSIDE, SessionState.PLANNED)


def test_declaring_again_replaces(world, session):
    operations.declare_day(by=world.city, date=MONDAY.date(), is_workday=False)
    operations.declare_day(by=world.city, date=MONDAY.date(), is_workday=True, note="照常上班")
    session.refresh_from_db()
    assert session.time_band == TimeBand.INSIDE
    assert [(day.is_workday, day.note, day.by) for day in CalendarDay.objects.all()] == [(True, "照常上班", world.city)]


def test_pages(world, session, signed_in):
    client = signed_in(world.city)
    form = {"date": "2026-11-23", "is_workday": "0", "note": "停产放假"}
    answer = client.post(reverse("services:calendarday-create"), form)
    assert (answer.status_code, answer.url) == (302, reverse("services:calendarday-list"))
    page = client.get(answer.url)
    assert page.context["total"] == 1
    assert client.get(answer.url, {"year": "2025"}).context["total"] == 0


@pytest.mark.parametrize(("name", "status"), [("city", 201), ("district", 403), ("ngo", 403), ("leader", 403)])
def test_only_the_city_declares(world, api, name, status):
    body = {"date": "2026-11-23", "is_workday": False, "note": ""}
    assert api(getattr(world, name)).post("/api/v1/calendar-days/", body).status_code == status
    assert CalendarDay.objects.count() == (status == 201)


def test_a_page_for_the_city_only(world, signed_in):
    assert signed_in(world.district).get(reverse("services:calendarday-create")).status_code == 403
