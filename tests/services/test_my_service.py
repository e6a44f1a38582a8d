"""A volunteer's own page: behind a proven phone, without an account."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from core.models import TextMessage
from services import operations
from services.enums import HourClaimState
from services.models import Certificate, HourClaim, HourCorrection, StarApplication
from services.views.my_service import TICKET
from tests.services.build_hour import at, give_hours, make_claim
from tests.services.build_volunteer import make_volunteer

CONFIRMED = HourClaimState.CONFIRMED


@pytest.fixture
def volunteer(world):
    cache.clear()
    return make_volunteer(world, phone="13600000001", agrees_to_ranking=True)


@pytest.fixture
def page(volunteer):
    return reverse("public:my-service", args=[TICKET.sign(volunteer.pk)])


def claim_form(**fields):
    return {"do": "claim", "on": at(0).date(), "starts": "09:00", "ends": "11:00", "content": "送餐"} | fields


def test_name_and_proven_phone_open_the_page(client, volunteer):
    find = reverse("public:my-service-find")
    client.post(find, {"step": "phone", "phone": "13600000001"})
    code = re.search(r"\d{6}", TextMessage.objects.get().body)[0]
    response = client.post(find, {"step": "code", "phone": "13600000001", "code": code})
    phone_pass = response.context["form"].fields["phone_pass"].initial
    response = client.post(find, {"phone": "13600000001", "name": "孙有成", "phone_pass": phone_pass})
    assert response.status_code == 302 and response.url.startswith("/p/w/mine/")
    assert "13600000001" not in response.url
    assert "孙有成" in client.get(response.url).content.decode()
    for stolen in ({"phone": "13600000002"}, {"phone_pass": "x"}, {"phone_pass": ""}):
        form = {"phone": "13600000001", "name": "孙有成", "phone_pass": phone_pass} | stolen
        assert client.post(find, form).status_code == 200


def test_without_a_gateway_nobody_sees_a_record(client, volunteer, settings):
    settings.SMS_BACKEND, settings.SMS_URL = "core.sms.Gateway", ""
    find = reverse("public:my-service-find")
    for response in (client.get(find), client.post(find, {"phone": "13600000001", "name": "孙有成"})):
        assert "没有开通短信" in response.content.decode()


@pytest.mark.parametrize("ticket", ["x", "1", "1.2.3", "１.２"])
def test_a_forged_ticket_opens_nothing(client, db, ticket):
    assert client.get(reverse("public:my-service", args=[ticket])).status_code == 404


def test_a_ticket_lasts_a_day(client, page, monkeypatch):
    monkeypatch.setattr("services.views.my_service.TICKET_SECONDS", -1)
    assert client.get(page).status_code == 404


def test_the_page_is_small_and_sets_no_cookie(client, world, volunteer, page):
    for number in range(25):
        make_claim(world, volunteer, days_ago=number + 2, state=CONFIRMED)
    response = client.get(page)
    assert (len(response.content) < 60_000, dict(response.cookies)) == (True, {})


def test_hours_are_claimed_and_wait(client, world, volunteer, page):
    response = client.post(page, claim_form())
    claim = HourClaim.objects.get()
    assert (claim.state, claim.source, claim.claimed_by, claim.organization) == (
        "pending", "self", None, world.community_union,
    )  # fmt: skip
    assert "申报2.0小时" in response.content.decode()
    assert "不用重复登记" in client.post(page, claim_form()).content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"on": "NaN"},
        {"on": "９９９９-01-01"},
        {"content": "送\0餐"},
        {"content": "送" * 10_000},
        {"ends": "09:01"},
        {"do": "x"},
    ],
)
def test_bad_input_claims_nothing(client, page, fields):
    assert client.post(page, claim_form(**fields)).status_code == 200
    assert HourClaim.objects.count() == 0


def test_a_certificate_is_asked_for_and_fetched(client, world, volunteer, page):
    make_claim(world, volunteer, state=CONFIRMED)
    client.post(page, {"do": "record", "starts_on": "2020-01-01", "ends_on": timezone.localdate()})
    certificate = operations.issue_certificate(Certificate.objects.get(), by=world.community)
    link = reverse("public:my-certificate", args=[page.split("/")[-2], certificate.pk])
    assert link in client.get(page).content.decode()
    assert client.get(link)["Content-Type"] == "application/pdf"
    other = make_volunteer(world, "周小满")
    assert client.get(reverse("public:my-certificate", args=[TICKET.sign(other.pk), certificate.pk])).status_code == 404


def test_a_mistake_is_pointed_out(client, world, volunteer, page):
    claim = make_claim(world, volunteer, state=CONFIRMED)
    link = reverse("public:my-correction", args=[page.split("/")[-2], claim.pk])
    assert client.get(link).status_code == 200
    form = {"on": claim.served_on, "starts": "09:00", "ends": "13:00", "reason": "其实到一点"}
    client.post(link, form)
    correction = HourCorrection.objects.get()
    assert (correction.proposed_by, correction.new_hours) == (None, 4)
    operations.approve_correction(correction, by=world.community)
    volunteer.refresh_from_db()
    assert volunteer.hours == 4
    foreign = make_claim(world, state=CONFIRMED)
    assert client.get(reverse("public:my-correction", args=[page.split("/")[-2], foreign.pk])).status_code == 404


def test_a_star_within_reach_may_be_applied_for(client, world, volunteer, page):
    assert "还不够" in client.post(page, {"do": "star"}).content.decode()
    give_hours(world, volunteer, 100)
    client.post(page, {"do": "star"})
    assert (StarApplication.objects.get().star, StarApplication.objects.get().by) == (1, None)


def test_the_ranking_is_left_and_entered(client, volunteer, page):
    for agrees in (False, True):
        client.post(page, {"do": "ranking"})
        volunteer.refresh_from_db()
        assert volunteer.agrees_to_ranking is agrees
    assert timezone.now() - volunteer.events.last().at < timedelta(minutes=1)
