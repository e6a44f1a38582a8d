"""An Idempotency-Key: one request, however often it is sent."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.models import IdempotencyKey
from core.tasks import forget_keys
from projects.models import Fund, LedgerEntry
from tests.cast import make_fund, make_world
from tests.racing import together

pytestmark = pytest.mark.django_db
BODY = {"amount": "100.00", "note": "年初下达"}


def post(api, user, fund, key="a-1", body=BODY):
    return api(user).post(f"/api/v1/funds/{fund.pk}/appropriate/", body, headers={"Idempotency-Key": key})


@pytest.fixture
def fund(world):
    return make_fund(world)


def booked(fund) -> list[Decimal]:
    rows = LedgerEntry.objects.filter(fund=fund, amount=Decimal("100.00"))
    return [row.amount for row in rows]


def test_a_repeat_books_nothing_and_says_so(world, api, fund):
    first, repeat = post(api, world.district, fund), post(api, world.district, fund)
    at = timezone.localtime(IdempotencyKey.objects.get().at)
    assert (first.status_code, first.data["id"]) == (200, fund.pk)
    said = f"这个请求已于{at:%Y-%m-%d %H:%M:%S}办理，没有重复办理。"
    assert (repeat.status_code, repeat.data) == (200, {"detail": said})
    assert booked(fund) == [Decimal("100.00")]


def test_without_a_key_every_request_counts(world, api, fund):
    for _ in range(2):
        api(world.district).post(f"/api/v1/funds/{fund.pk}/appropriate/", BODY)
    assert (len(booked(fund)), IdempotencyKey.objects.count()) == (2, 0)


def test_another_key_or_another_person_is_another_request(world, api, fund):
    answers = [post(api, world.district, fund), post(api, world.district, fund, "a-2"), post(api, world.city, fund)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len(booked(fund)) == 3


def test_a_refused_request_may_be_mended_and_sent_again(world, api, fund):
    refused = post(api, world.district, fund, body={"amount": "NaN", "note": "年初下达"})
    forbidden = post(api, world.worker, fund)
    assert (refused.status_code, forbidden.status_code, IdempotencyKey.objects.count()) == (400, 404, 0)
    assert post(api, world.district, fund).status_code == 200
    assert len(booked(fund)) == 1


def test_one_key_for_two_requests_is_a_mistake(world, api, fund):
    post(api, world.district, fund)
    other = post(api, world.district, fund, body=BODY | {"amount": "200.00"})
    assert (other.status_code, other.data) == (400, {"Idempotency-Key": ["这个幂等键已用于另一个请求，请换一个。"]})


@pytest.mark.parametrize("key", ["", "x" * 65, "é", "a\tb"])
def test_a_strange_key_is_refused(world, api, fund, key):
    answer = post(api, world.district, fund, key)
    assert (answer.status_code, list(answer.data)) == (400, ["Idempotency-Key"])
    assert booked(fund) == []


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_book_once(api):
    world = make_world()
    fund = make_fund(world)
    answers = together(*[lambda: post(api, world.district, fund)] * 2)
    assert sorted("detail" in answer.data for answer in answers) == [False, True]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert booked(Fund.objects.get(pk=fund.pk)) == [Decimal("100.00")]


def test_keys_are_forgotten_after_a_week(world, api, fund):
    post(api, world.district, fund)
    IdempotencyKey.objects.update(at=timezone.now() - timedelta(days=8))
    post(api, world.district, fund, "a-2")
    forget_keys()
    assert [row.key for row in IdempotencyKey.objects.all()] == ["a-2"]
