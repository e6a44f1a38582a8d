"""The benchmark's set keeps the rules of the operations, and its bare views show what the lists show. No times here."""

import random
import re

import pytest
from django.db.models import Count, F
from django.test import Client

from benchmarks import generate, measure
from benchmarks.size import Size
from benchmarks.table import Row, render
from evaluations.models import Rating, RatingReceipt
from orgs.models import Organization, Person, PersonOrganization, User
from services.models import Attendance, Session
from services.time_band import band_of

SIZE = Size(sessions=120, attendances=600, people=90)


@pytest.fixture
def loaded(db):
    generate.load(SIZE, random.Random(1))


def test_the_set_keeps_the_rules(loaded):
    assert (Organization.objects.count(), Person.objects.count()) == (2907 + generate.CONTRACTORS, 90)
    assert (Session.objects.held().count(), Attendance.objects.count()) == (120, 600)
    assert Attendance.objects.aggregate(people=Count("person", distinct=True))["people"] == 90
    assert Session.objects.filter(person_times=5, named_times=5).count() == 120
    known = PersonOrganization.objects.filter(person=F("person__pk"), organization=F("person__organization"))
    assert known.count() == 90
    assert not Attendance.objects.exclude(person__organization=F("session__organization")).exists()
    assert (Rating.objects.count(), RatingReceipt.objects.count()) == (240, 240)
    assert all(session.time_band == band_of(session.starts_at) for session in Session.objects.all())
    assert generate.is_loaded(SIZE)
    assert not generate.is_loaded(Size(sessions=121, attendances=605, people=90))
    assert Person.objects.create(name="下一个", organization=Organization.objects.first()).pk == 91


def test_bare_views_show_what_the_lists_show(loaded, settings):
    settings.ROOT_URLCONF = "benchmarks.bare"
    client = Client()
    client.force_login(User.objects.get(username=generate.USERNAME), backend=settings.AUTHENTICATION_BACKENDS[-1])
    for query in ("page=2", "q=讲座", measure.narrowed()):
        page = client.get(f"/services/sessions/?{query}")
        shown = [row.record.activity.name for row in page.context["table"].paginated_rows]
        assert re.findall(r"<tr><td>(.*?)</td>", client.get(f"/bare/?{query}").content.decode()) == shown != []
    assert len(client.get("/bare/api/").json()["results"]) == len(client.get("/api/v1/sessions/").json()["results"])


def test_the_table_says_what_was_met():
    rows = [
        Row("list", 50, 31, "ms", "≤ 2 × limit", met=True),
        Row("check-ins", 10, 60, "/s", "≥ limit / 3", met=False),
    ]
    assert [line.split()[-1] for line in render(rows).splitlines()] == ["met", "yes", "NO"]
