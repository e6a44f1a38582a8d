"""服务小时, 社工投入工时, 折算工时 and 覆盖率: the same figures on the list, the project, the dashboard and the API."""

import re
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from services import operations
from services.counting import Effort, effort
from services.models import ServiceBase, Session
from tests.cast import ROLE_NAMES
from tests.services.build_after import make_held

BASES = "/api/v1/service-bases/"


@pytest.fixture
def sessions(world, activity):
    """Two sessions of 90 minutes with three named people; two workers at one of them."""
    first, _ = make_held(world, activity, people=2), make_held(world, activity, people=1, unnamed=60)
    first.workers.set([world.worker, world.supervisor])
    return activity.project


def facts(world, **fields) -> dict:
    return {
        "organization": world.community_union, "number": 1200, "source": "社区工会会员名册",
        "as_of": timezone.localdate() - timedelta(days=100),
    } | fields  # fmt: skip


def test_the_list_adds_up_to_the_figures(world, sessions, signed_in):
    assert effort(Session.objects.all()) == Effort(Decimal(3), Decimal(3), Decimal(24))
    client = signed_in(world.leader)
    page = client.get(reverse("services:session-hours"), {"project": sessions.pk})
    footers = {column.name: column.footer for column in page.context["table"].columns}
    assert [footers[name] for name in ("length", "present", "worked", "converted")] == ["3", "2", "3", "24"]
    with ZipFile(BytesIO(client.get(reverse("services:session-hours"), {"export": 1}).content)) as book:
        cells = re.findall(r'<c r="([GH]\d)"><v>([\d.]+)</v>', book.read("xl/worksheets/sheet1.xml").decode())
    assert sorted(Decimal(number) for _, number in cells) == [0, 3, 8, 16]  # numbers, not text
    room = client.get(reverse("services:project-services-fragment", args=[sessions.pk]))
    assert room.context["effort"] == effort(Session.objects.all())
    assert room.context["hours_url"] == f"{reverse('services:session-hours')}?project={sessions.pk}"


def test_api(world, sessions, api):
    operations.state_base(by=world.community, **facts(world))
    found = api(world.leader).get("/api/v1/sessions/effort/", {"project": sessions.pk}).json()
    assert found == {"sessions": 2, "hours": "3.0", "worker_hours": "3.0", "converted_hours": "24.0"}
    shown = api(world.community).get("/api/v1/statistics/").json()
    assert (shown["worker_hours"], shown["coverage"], shown["base"]["number"]) == ("3.0", 0.0025, 1200)
    assert api(world.city).get("/api/v1/statistics/").json()["coverage"] is None  # no base of its own


def test_coverage_is_shown_with_its_base(world, sessions, signed_in):
    url = reverse("services:project-services-fragment", args=[sessions.pk])
    assert "没有登记底数" in signed_in(world.worker).get(url).content.decode()
    operations.state_base(by=world.community, **facts(world))
    operations.state_base(by=world.community, **facts(world, number=300))  # the one entered last stands
    page = signed_in(world.worker).get(url).content.decode()
    assert "覆盖率 1.0%" in page and "底数300人，社区工会会员名册" in page
    dashboard = signed_in(world.community).get(reverse("reports:dashboard"))
    cards = {card["label"]: (card["value"], card["note"]) for card in dashboard.context["efforts"][3:]}
    assert cards["覆盖率"][0] == "1.0%" and cards["覆盖率"][1].startswith("3人；底数300人")


def test_who_states_a_base(world, api):
    body = facts(world, organization=world.community_union.pk, as_of=str(timezone.localdate()))
    codes = {role: api(getattr(world, role)).post(BASES, body).status_code for role in ROLE_NAMES}
    unions = {"city", "district", "street", "community"}
    assert {role for role, code in codes.items() if code == 201} == unions
    assert set(codes.values()) == {201, 400, 403}  # 400: the organization does not exist for them
    seen = {role: api(getattr(world, role)).get(BASES).json()["count"] for role in ("leader", "ngo", "stranger")}
    assert seen == {"leader": 4, "ngo": 0, "stranger": 0}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"number": 0}, "底数须在1至"),
        ({"number": 10**9}, "底数须在1至"),
        ({"source": " \u3000 "}, "来源"),
        ({"as_of": timezone.localdate() + timedelta(days=2)}, "截至日期"),
        ({"organization": "contractor"}, "请选择工会"),
    ],
)
def test_what_a_base_cannot_be(world, change, words):
    if change.get("organization"):
        change = {"organization": world.contractor}
    with pytest.raises(DomainError, match=words):
        operations.state_base(by=world.community, **facts(world, **change))
    assert ServiceBase.objects.count() == 0


@pytest.mark.parametrize("number", ["１２３", "1e9", "-0.00", "NaN", "1\x00", "9" * 10_000])
def test_nonsense_on_the_form_changes_nothing(world, signed_in, number):
    data = facts(world, organization=world.community_union.pk, number=number)
    page = signed_in(world.community).post(reverse("services:servicebase-create"), data)
    saved = ServiceBase.objects.count()
    assert (page.status_code, saved) == ((302, 1) if number == "１２３" else (200, 0))


def test_an_endless_key_is_no_organization(world, signed_in):
    data = facts(world, organization="9" * 10_000)
    assert signed_in(world.community).post(reverse("services:servicebase-create"), data).status_code == 200
    assert ServiceBase.objects.count() == 0
