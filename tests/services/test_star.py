"""Stars are applied for, publicised and awarded by people."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.calendar import add_workdays
from core.errors import DomainError
from services import operations
from services.enums import HourClaimState, VolunteerState
from services.models import HourClaim, StarApplication
from services.queries.star import star_within_reach
from tests.cast import ROLE_NAMES
from tests.services.build_hour import give_hours, make_star
from tests.services.build_volunteer import make_volunteer
from tests.services.pages import url

MANAGERS = {"city", "district", "street"}
SEES = {"city", "district", "street", "community", "party"}  # whoever meets the people where the volunteer lives


@pytest.fixture
def volunteer(world):
    return give_hours(world, make_volunteer(world), 100)


def over(application):
    """Its publicity ended yesterday."""
    StarApplication.objects.update(publicity_ends_on=timezone.localdate() - timedelta(days=1))
    application.refresh_from_db()
    return application


def test_a_star_takes_application_publicity_and_award(world, volunteer):
    assert star_within_reach(volunteer) == 1
    application = operations.apply_for_star(volunteer, by=None, star=1)
    application = operations.publicise_star(application, by=world.street)
    assert application.publicity_ends_on == add_workdays(timezone.localdate(), 5)
    with pytest.raises(DomainError, match="期满后才能评定"):
        operations.award_star(application, by=world.street)
    application = operations.award_star(over(application), by=world.street)
    volunteer.refresh_from_db()
    assert (application.state, volunteer.stars, star_within_reach(volunteer)) == ("awarded", 1, 0)
    assert [event.kind for event in application.events.all()] == ["create", "publicise", "award"]
    assert (volunteer.events.last().kind, volunteer.events.last().note) == ("star", "评定为1星")


def test_hours_never_give_a_star_by_themselves(world, volunteer):
    assert (volunteer.stars, StarApplication.objects.count()) == (0, 0)


def test_apply_for_star_refuses(world, volunteer):
    fresh = make_volunteer(world, "周小满")
    paused = make_volunteer(world, "钱来", VolunteerState.PAUSED)
    for who, star, text in (
        (fresh, 1, "须有100小时"),
        (volunteer, 2, "须有300小时"),
        (volunteer, 6, "一星至五星"),
        (paused, 1, "暂停"),
    ):
        with pytest.raises(DomainError, match=text):
            operations.apply_for_star(who, by=None, star=star)
    operations.apply_for_star(volunteer, by=None, star=1)
    with pytest.raises(DomainError, match="已有一项星级申请在办"):
        operations.apply_for_star(volunteer, by=None, star=1)
    assert StarApplication.objects.count() == 1


def test_hours_that_were_voided_meanwhile_do_not_count(world, volunteer):
    application = operations.apply_for_star(volunteer, by=None, star=1)
    claim = HourClaim.objects.filter(state=HourClaimState.CONFIRMED).first()
    operations.void_hours(claim, by=world.street, note="查无此事")
    with pytest.raises(DomainError, match="不足100小时"):
        operations.publicise_star(application, by=world.street)


def test_whoever_applies_for_others_does_not_decide(world, volunteer):
    application = operations.apply_for_star(volunteer, by=world.street, star=1)
    with pytest.raises(DomainError, match="由其他人办理"):
        operations.publicise_star(application, by=world.street)


def test_a_false_report_costs_the_star_and_bars_for_a_year(world, volunteer):
    application = make_star(world, volunteer, "publicised")
    application = operations.award_star(application, by=world.city)
    application = operations.revoke_star(application, by=world.city, note="查实虚报", false_report=True)
    volunteer.refresh_from_db()
    assert (volunteer.stars, application.state) == (0, "revoked")
    assert application.barred_until.year == timezone.localdate().year + 1
    with pytest.raises(DomainError, match="因虚报服务时长"):
        operations.apply_for_star(volunteer, by=None, star=1)


def test_a_refusal_without_a_false_report_bars_nobody(world, volunteer):
    application = operations.apply_for_star(volunteer, by=None, star=1)
    operations.reject_star(application, by=world.street, note="材料不全")
    assert operations.apply_for_star(volunteer, by=None, star=1).state == "submitted"


def test_revoking_falls_back_to_the_star_before(world, volunteer):
    make_star(world, volunteer, "awarded", 1)
    second = make_star(world, volunteer, "awarded", 2)
    operations.revoke_star(second, by=world.city, note="计算有误", false_report=False)
    volunteer.refresh_from_db()
    assert volunteer.stars == 1


@pytest.mark.parametrize(("star", "allowed"), [(1, MANAGERS), (2, MANAGERS), (3, {"city"}), (5, {"city"})])
@pytest.mark.parametrize("verb", ["publicise", "award", "reject", "revoke"])
def test_who_decides_about_which_star(world, star, allowed, verb):
    row = make_star(world, star=star)
    able = {role for role in ROLE_NAMES if getattr(world, role).has_perm(f"services.{verb}_star", row)}
    assert able == allowed


def test_pages(world, signed_in, volunteer):
    row = make_star(world, volunteer)
    codes = {
        role: signed_in(getattr(world, role)).get(url("starapplication-detail", row.pk)).status_code
        for role in ROLE_NAMES
    }
    assert {role for role, code in codes.items() if code == 200} == SEES
    client = signed_in(world.street)
    assert client.post(url("starapplication-publicise", row.pk)).status_code == 302
    row.refresh_from_db()
    assert row.state == "publicised"
    assert client.get(url("starapplication-list", state="publicised", star=1)).context["total"] == 1


def test_an_application_from_the_volunteers_page(world, signed_in, volunteer):
    client = signed_in(world.community)
    for bad in ({}, {"star": "9"}, {"star": "NaN"}):
        assert client.post(url("volunteer-star", volunteer.pk), bad).context["form"].errors
    client.post(url("volunteer-star", volunteer.pk), {"star": 1})
    assert StarApplication.objects.get().by == world.community


def test_the_public_page_masks_names(client, world, volunteer):
    make_star(world, volunteer, "publicised", publicity_ends_on=timezone.localdate())
    page = client.get("/p/stars/")
    text = page.content.decode()
    assert "孙**" in text and "孙有成" not in text and volunteer.number not in text
    assert not page.cookies


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_the_same_number_of_questions(world, signed_in, client, django_assert_num_queries, number):
    for _ in range(number):
        make_star(world, state="publicised", publicity_ends_on=timezone.localdate())
    staff = signed_in(world.street)
    staff.get(url("starapplication-list"))
    with django_assert_num_queries(8):
        staff.get(url("starapplication-list"))
    client.logout()
    with django_assert_num_queries(1):
        client.get("/p/stars/")


def test_api(world, api, volunteer):
    made = api(world.community).post("/api/v1/star-applications/", {"volunteer": volunteer.pk, "star": 1})
    assert made.status_code == 201
    path = f"/api/v1/star-applications/{made.data['id']}/"
    assert api(world.community).post(f"{path}publicise/", {}).status_code == 403
    assert api(world.street).post(f"{path}publicise/", {}).data["state"] == "publicised"
    assert api(world.street).post(f"{path}award/", {}).status_code == 409
    assert api(world.street).post(f"{path}reject/", {"note": "虚报", "false_report": True}).data["state"] == "rejected"
