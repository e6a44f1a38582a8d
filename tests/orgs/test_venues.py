"""Venues: who keeps them, who sees them, what is refused."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core.errors import DomainError
from orgs import operations
from orgs.enums import VenueKind
from orgs.models import Venue, VenueEvent
from tests.cast import ROLE_NAMES, make_project
from tests.services.build_session import make_venue

KEEPS = {"city", "district", "street", "community"}
SERVES = {"ngo", "worker", "supervisor"}  # once they have a project there
INSIDE = set(ROLE_NAMES) - {"stranger", "rival_head", "expert"} - SERVES
HALL = {"name": "社区职工之家", "kind": VenueKind.HOME}


def page(name, *args):
    return reverse(f"orgs:venue-{name}", args=args)


def trail(venue):
    return [(row.kind, row.by, row.note) for row in venue.events.all()]


def test_create_venue(world):
    venue = operations.create_venue(by=world.community, organization=world.community_union, capacity=60, **HALL)
    assert (venue.organization, venue.capacity, venue.is_open, venue.radius) == (world.community_union, 60, True, 300)
    assert trail(venue) == [("create", world.community, "")]


def test_a_contractor_registers_its_own_rooms_only(world):
    room = operations.create_venue(by=world.ngo, organization=world.contractor, name="社工室", kind="social_work")
    assert room.organization == world.contractor
    with pytest.raises(DomainError, match="不在您的管理范围内"):
        operations.create_venue(by=world.ngo, organization=world.community_union, **HALL)


@pytest.mark.parametrize("place", ["neighbour", "street_union", "stranger_union"])
def test_not_outside_ones_subtree(world, place):
    with pytest.raises(DomainError, match="不在您的管理范围内"):
        operations.create_venue(by=world.community, organization=getattr(world, place), **HALL)
    assert (Venue.objects.count(), VenueEvent.objects.count()) == (0, 0)


def test_one_name_once_in_an_organization(world):
    make_venue(world)
    with pytest.raises(DomainError, match="已登记“社区职工之家”"):
        operations.create_venue(
            by=world.community, organization=world.community_union, **HALL | {"name": " 社区职工之家 "}
        )
    operations.create_venue(by=world.street, organization=world.neighbour, **HALL)
    assert Venue.objects.count() == 2


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"name": "  "}, "名称不能为空"),
        ({"kind": "castle"}, "没有这种阵地类型"),
        ({"capacity": 0}, "容纳人数须在1至"),
        ({"area": 10**8}, "面积须在1至"),
        ({"radius": 5}, "签到范围须在20至5000米"),
        ({"latitude": Decimal("41.8")}, "须同时填写"),
        ({"latitude": Decimal("123.4"), "longitude": Decimal("41.8")}, "是否填反"),
    ],
)
def test_impossible_facts_change_nothing(world, facts, said):
    venue = make_venue(world)
    before = Venue.objects.values().get()
    with pytest.raises(DomainError, match=said):
        operations.update_venue(venue, by=world.community, **facts)
    assert (Venue.objects.values().get(), venue.events.count()) == (before, 0)


def test_update_venue(world):
    venue = make_venue(world)
    fields = {"opening_hours": "每日 9:00–17:00", "latitude": Decimal("41.79512"), "longitude": Decimal("123.42933")}
    venue = operations.update_venue(venue, by=world.street, capacity=60, **fields)
    assert trail(venue) == [("update", world.street, "开放时间、纬度、经度")]
    operations.update_venue(venue, by=world.street, capacity=60)
    assert venue.events.count() == 1


@pytest.mark.parametrize("name", ROLE_NAMES)
def test_who_sees_and_who_keeps(world, signed_in, name):
    venue, client = make_venue(world), signed_in(getattr(world, name))
    detail, update = (client.get(page(verb, venue.pk)).status_code for verb in ("detail", "update"))
    acts = 200 if name in KEEPS else 403
    assert (detail, update) == ((200, acts) if name in INSIDE else (404, 404))
    may = KEEPS | {"ngo", "stranger", "rival_head"}
    assert client.get(page("create")).status_code == (200 if name in may else 403)


@pytest.mark.parametrize("name", [*sorted(SERVES), "rival_head"])
def test_a_contractor_sees_those_of_the_communities_it_serves_and_above(world, signed_in, name):
    make_project(world)
    here, above = make_venue(world), make_venue(world, organization=world.street_union)
    make_venue(world, organization=world.neighbour)
    page_ = signed_in(getattr(world, name)).get(page("list"))
    seen = {here, above} if name in SERVES else set()
    assert set(page_.context["table"].data.data) == seen


def test_pages(world, signed_in):
    client = signed_in(world.community)
    data = HALL | {"organization": world.community_union.pk, "radius": 300, "is_open": "on", "capacity": "６０"}
    response = client.post(page("create"), data)
    venue = Venue.objects.get()
    assert (response.url, venue.capacity, venue.is_open) == (venue.get_absolute_url(), 60, True)
    response = client.post(page("update", venue.pk), data | {"longitude": "12"})
    assert response.context["form"].non_field_errors() == ["纬度和经度须同时填写，或都留空。"]
    client.post(page("update", venue.pk), data | {"is_open": "", "facilities": "投影"})
    venue.refresh_from_db()
    assert (venue.is_open, venue.facilities) == (False, "投影")


@pytest.mark.parametrize("capacity", ["NaN", "-1", "1e9", "\0", "9" * 30])
def test_nonsense_stays_on_the_form(world, signed_in, capacity):
    data = HALL | {"organization": world.community_union.pk, "radius": 300, "capacity": capacity}
    response = signed_in(world.community).post(page("create"), data)
    assert (response.status_code, Venue.objects.count()) == (200, 0)


def test_list_filters_and_queries(world, signed_in, django_assert_num_queries):
    client = signed_in(world.street)
    make_venue(world)
    client.get(page("list"))
    with django_assert_num_queries(8):
        assert client.get(page("list")).context["total"] == 1
    make_venue(world, name="三楼心理室", kind=VenueKind.PSYCHOLOGY, is_open=False)
    make_venue(world, organization=world.neighbour)
    with django_assert_num_queries(8):
        assert client.get(page("list")).context["total"] == 3
    for asked, total in (({"kind": "psychology"}, 1), ({"is_open": "true"}, 2), ({"q": "心理"}, 1), ({"q": "河畔"}, 1)):
        assert client.get(page("list"), asked).context["total"] == total


def test_api(world, api):
    client = api(world.community)
    body = HALL | {"organization": world.community_union.pk, "capacity": 60}
    made = client.post("/api/v1/venues/", body, format="json")
    assert (made.status_code, made.data["name"], made.data["kind_label"]) == (201, "社区职工之家", "职工之家")
    again = client.post("/api/v1/venues/", body, format="json")
    assert (again.status_code, Venue.objects.count()) == (409, 1)
    address = f"/api/v1/venues/{made.data['id']}/"
    assert client.patch(address, {"capacity": 80}, format="json").data["capacity"] == 80
    assert client.patch(address, {"capacity": "NaN"}, format="json").status_code == 400
    assert api(world.leader).patch(address, {"capacity": 1}, format="json").status_code == 403
    assert api(world.stranger).get(address).status_code == 404
