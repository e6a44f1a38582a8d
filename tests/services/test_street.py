"""The volunteer street: turns that go round, days that are held, and what was counted."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from services import operations, workflow
from services.enums import StreetDayState
from services.models import Merchant, StreetDay
from tests.cast import ROLE_NAMES, make_project
from tests.services.build_rescue import make_merchants, make_street_day

pytestmark = pytest.mark.django_db


def rota(w, **fields):
    start = timezone.now().replace(microsecond=0) + timedelta(days=1)
    asked = {
        "organization": w.community_union, "street": "水源街", "starts_at": start,
        "ends_at": start + timedelta(hours=3), "days": 3, "every": 7, "merchants": 2,
    }  # fmt: skip
    return operations.plan_street_days(by=w.community, **(asked | fields))


def names(day):
    return [duty.merchant.name[-1] for duty in day.duties.all()]


def test_turns_go_round_and_go_on_next_time(world):
    make_merchants(world, 3)
    days = rota(world)
    assert [names(day) for day in days] == [["1", "2"], ["3", "1"], ["2", "3"]]
    assert [(day.starts_at - days[0].starts_at).days for day in days] == [0, 7, 14]
    later = rota(
        world, starts_at=days[-1].starts_at + timedelta(days=7), ends_at=days[-1].ends_at + timedelta(days=7), days=1
    )
    assert names(later[0]) == ["1", "2"]


def test_the_turn_goes_on_where_a_merchant_has_left(world):
    merchants = make_merchants(world, 3)
    days = rota(world, days=1)
    Merchant.objects.filter(pk=merchants[1].pk).update(is_active=False)
    later = rota(
        world, days=1, starts_at=days[0].starts_at + timedelta(days=7), ends_at=days[0].ends_at + timedelta(days=7)
    )
    assert (names(days[0]), names(later[0])) == (["1", "2"], ["3", "1"])


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"days": 0}, "一次可排1至60天"),
        ({"every": 400}, "间隔1至366天"),
        ({"merchants": 4}, "有3家"),
        ({"ends_at": timezone.now()}, "结束时间早于"),
    ],
)
def test_a_rota_that_cannot_be_is_refused_whole(world, fields, sentence):
    make_merchants(world, 3)
    with pytest.raises(DomainError, match=sentence):
        rota(world, **fields)
    assert StreetDay.objects.count() == 0


def test_a_day_is_planned_once(world):
    make_merchants(world, 3)
    first = rota(world, days=1)[0]
    with pytest.raises(DomainError, match="已经排过班"):
        rota(world, days=3, starts_at=first.starts_at - timedelta(days=7))
    assert StreetDay.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        make_street_day(world, first.duties.first() and [], starts_at=first.starts_at)


def test_a_held_day_counts_who_came(world):
    day = make_street_day(world)
    first, second = day.duties.all()
    held = operations.hold_street_day(day, by=world.community, served={first.pk: 23, second.pk: None})
    assert (held.state, [duty.served for duty in held.duties.all()]) == (StreetDayState.HELD, [23, None])
    assert [event.kind for event in held.events.all()] == ["hold"]


@pytest.mark.parametrize("number", [-1, 10_001, 0])
def test_numbers_nobody_believes_are_refused(world, number):
    day = make_street_day(world)
    with pytest.raises(DomainError):
        operations.hold_street_day(day, by=world.community, served={duty.pk: number for duty in day.duties.all()})
    day.refresh_from_db()
    assert (day.state, {duty.served for duty in day.duties.all()}) == (StreetDayState.PLANNED, {None})


def test_nothing_is_held_before_it_begins(world):
    day = make_street_day(world, starts_at=timezone.now() + timedelta(hours=1))
    with pytest.raises(DomainError, match="还没有到服务时间"):
        operations.hold_street_day(day, by=world.community, served={duty.pk: 3 for duty in day.duties.all()})


def test_other_merchants_take_the_turn(world):
    merchants = make_merchants(world, 3)
    day = make_street_day(world, merchants[:2])
    operations.swap_street_duty(day, by=world.community, merchants=merchants[1:])
    assert names(day) == ["2", "3"]
    far = Merchant.objects.create(organization=world.neighbour, name="河畔修车铺", service="修车")
    with pytest.raises(DomainError, match="不在本社区"):
        operations.swap_street_duty(day, by=world.community, merchants=[far])
    assert names(day) == ["2", "3"]


def test_each_merchant_is_offered_once_however_often_it_served(signed_in, world):
    merchants = make_merchants(world, 3)
    Merchant.objects.filter(pk=merchants[2].pk).update(is_active=False)
    days = rota(world, days=3)
    page = signed_in(world.community).get(reverse("services:streetday-swap", args=[days[0].pk]))
    assert [row.pk for row in page.context["form"].fields["merchants"].queryset] == [row.pk for row in merchants[:2]]


def test_a_merchant_is_listed_once(world):
    make_merchants(world, 1)
    with pytest.raises(DomainError, match="已经登记过"):
        operations.create_merchant(
            by=world.community, organization=world.community_union, name="水源地便民店1", service="修鞋"
        )
    with pytest.raises(DomainError, match="按社区登记"):
        operations.create_merchant(by=world.district, organization=world.district_union, name="x", service="y")
    assert Merchant.objects.count() == 1


@pytest.mark.parametrize("state", StreetDayState.values)
@pytest.mark.parametrize("move", workflow.STREET_DAY, ids=lambda move: move.name)
def test_every_move_from_every_other_state_is_refused(world, state, move):
    if state in move.sources:
        return
    day = make_street_day(world, state=state)
    extra = {"served": {duty.pk: 3 for duty in day.duties.all()}} if move.name == "hold" else {}
    with pytest.raises(DomainError):
        getattr(operations, f"{move.name}_street_day")(day, by=world.community, note="试", **extra)
    day.refresh_from_db()
    assert (day.state, day.events.count()) == (state, 0)


def test_who_may_keep_the_street(world):
    day = make_street_day(world)
    unions = {"city", "district", "street", "community"}
    allowed = {name for name in ROLE_NAMES if getattr(world, name).has_perm("services.hold_street_day", day)}
    assert allowed == unions
    make_project(world, "active")
    allowed = {name for name in ROLE_NAMES if getattr(world, name).has_perm("services.hold_streetday", day)}
    assert allowed == unions | {"ngo", "worker", "supervisor"}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("streetday", 8), ("merchant", 8)])
def test_list_queries_do_not_grow(signed_in, world, django_assert_num_queries, name, queries, count):
    merchants = make_merchants(world, count)
    for number in range(count):
        make_street_day(world, merchants, starts_at=timezone.now() + timedelta(days=number))
    client = signed_in(world.community)
    client.get(reverse(f"services:{name}-list"))
    with django_assert_num_queries(queries):
        client.get(reverse(f"services:{name}-list"))


def test_from_the_merchant_to_the_held_day_on_pages(signed_in, world):
    client = signed_in(world.community)
    client.post(
        reverse("services:merchant-create"),
        {"organization": world.community_union.pk, "name": "老周家电", "service": "家电维修", "phone": "13900000021",
         "is_active": "on"},
    )  # fmt: skip
    today = timezone.localdate()
    made = client.post(
        reverse("services:streetday-create"),
        {"organization": world.community_union.pk, "street": "水源街", "on": today, "starts": "00:00", "ends": "23:59",
         "days": 2, "every": 7, "merchants": 1},
    )  # fmt: skip
    assert made.url == reverse("services:streetday-list")
    day = StreetDay.objects.order_by("starts_at").first()
    duty = day.duties.get()
    client.post(reverse("services:streetday-hold", args=[day.pk]), {f"duty_{duty.pk}": "17", "note": ""})
    listed = client.get(reverse("services:streetday-list"), {"state": "held"})
    assert [(row.pk, row.merchants, row.served) for row in listed.context["table"].data] == [(day.pk, 1, 17)]
    assert client.get(duty.merchant.get_absolute_url()).context["may_see_contact"] is True


@pytest.mark.parametrize("number", ["１７人", "1e3", "-1", "NaN"])
def test_bad_numbers_on_the_page(signed_in, world, number):
    day = make_street_day(world)
    duty = day.duties.first()
    page = signed_in(world.community).post(
        reverse("services:streetday-hold", args=[day.pk]), {f"duty_{duty.pk}": number, "note": ""}
    )
    assert list(page.context["form"].errors) == [f"duty_{duty.pk}"]


def test_over_the_api(api, world):
    merchants = make_merchants(world, 2)
    day = make_street_day(world, merchants)
    served = {str(duty.pk): 5 for duty in day.duties.all()}
    held = api(world.community).post(f"/api/v1/street-days/{day.pk}/hold/", {"served": served}, format="json")
    assert (held.status_code, [duty["served"] for duty in held.data["duties"]]) == (200, [5, 5])
    assert api(world.rival_head).get(f"/api/v1/street-days/{day.pk}/").status_code == 404


def test_a_merchant_entered_twice_is_told_so(signed_in, world):
    facts = {"organization": world.community_union.pk, "name": "老张理发", "service": "义剪"}
    client = signed_in(world.community)
    pages = [client.post(reverse("services:merchant-create"), facts) for _ in range(2)]
    assert pages[1].context["form"].non_field_errors() == ["本社区已经登记过这家商户，请直接修改。"]
    assert Merchant.objects.count() == 1
