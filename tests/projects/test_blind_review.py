"""An expert who holds another post at the purchaser judges as blindly and as independently as the others."""

from datetime import date

import pytest
from django.urls import reverse

from orgs.enums import Role
from orgs.models import Membership, User
from projects.enums import CallState
from projects.models import Application, Call, Panelist, ScoreSheet
from tests.projects.build_review import make_review

pytestmark = pytest.mark.django_db


def posted(user, organization, role) -> User:
    """The user, read anew, with one more post; without an identity chosen all posts act at once, as with a token."""
    Membership.objects.create(user=user, organization=organization, role=role, valid_from=date(2020, 1, 1))
    return User.objects.get(pk=user.pk)


@pytest.fixture
def review(world):
    found = make_review(world)
    Call.objects.filter(pk=found.call.pk).update(is_blind=True)
    return found


@pytest.mark.parametrize("role", [Role.FINANCE, Role.AUDITOR, Role.LEADER, Role.DISTRICT_UNION])
def test_a_second_post_opens_no_blind_application(world, review, api, role):
    expert = posted(review.panel[0].expert, world.district_union, role)
    assert not Application.objects.open_to(expert).exists()
    assert Application.objects.visible_to(expert).count() == review.call.applications.count()  # to score them
    assert api(expert).get(reverse("api:application-list")).json()["count"] == 0
    seat = Panelist.objects.filter(pk=review.panel[0].pk)
    Call.objects.filter(pk=review.call.pk).update(state=CallState.PUBLICITY)
    assert Application.objects.open_to(expert).exists() and seat.exists()  # the result is public


def test_an_auditor_on_the_panel_reads_no_peers(world, review, signed_in, api):
    expert = posted(review.panel[0].expert, world.district_union, Role.AUDITOR)
    expert.act_as(Membership.objects.get(user=expert, role=Role.AUDITOR))
    assert not expert.has_perm("projects.read_review", Call.objects.get(pk=review.call.pk))
    everybody = User.objects.get(pk=expert.pk)
    url = reverse("api:review-detail", args=[review.call.pk])
    assert (api(everybody).get(url).status_code, api(world.auditor).get(url).status_code) == (404, 200)
    own = set(ScoreSheet.objects.visible_to(everybody).values_list("panelist_id", flat=True))
    assert own == {review.panel[0].pk}


def test_sheets_and_panels_are_for_purchaser_and_auditor(world, review):
    Application.objects.update(score=80)
    readers = {
        name
        for name in ("city", "district", "auditor", "finance", "leader", "street", "ngo")
        if ScoreSheet.objects.visible_to(getattr(world, name)).exists()
        and Panelist.objects.visible_to(getattr(world, name)).exists()
    }
    assert readers == {"city", "district", "auditor"}
    for name in ("finance", "leader"):
        assert not Panelist.objects.visible_to(getattr(world, name)).exists()
