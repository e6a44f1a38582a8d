"""Two people confirm at the same moment: one hour stays one hour."""

import pytest

from services import operations
from services.enums import HourClaimState, HourSource
from services.models import HourClaim, HourEntry
from tests.cast import make_world
from tests.racing import together, verdicts
from tests.services.build_hour import at, make_claim
from tests.services.build_volunteer import make_volunteer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("first", [HourSource.SELF, HourSource.PROJECT])
def test_two_overlapping_claims_confirmed_at_once(first):
    w = make_world()
    volunteer = make_volunteer(w)
    one = make_claim(w, volunteer, source=first)
    other = make_claim(w, volunteer, source=HourSource.CALL_OUT)
    results = together(
        lambda: operations.confirm_hours(one, by=w.worker), lambda: operations.confirm_hours(other, by=w.community)
    )
    assert verdicts(results) == ["ok", "ok"]
    volunteer.refresh_from_db()
    assert (volunteer.hours, [row.pk for row in HourClaim.objects.confirmed()]) == (3, [other.pk])
    assert HourClaim.objects.get(pk=one.pk).state == HourClaimState.VOID


def test_the_same_claim_confirmed_twice_at_once():
    w = make_world()
    claim = make_claim(w)
    results = together(*[lambda: operations.confirm_hours(claim, by=w.worker)] * 2)
    assert sorted(verdict[:5] for verdict in verdicts(results)) == ["ok", "这笔时长目"]
    assert HourEntry.objects.count() == 1


def test_the_same_claim_made_twice_at_once():
    w = make_world()
    volunteer = make_volunteer(w)
    fields = {
        "by": None, "source": HourSource.SELF, "starts_at": at(9), "ends_at": at(11), "content": "送餐",
        "organization": w.community_union,
    }  # fmt: skip
    results = together(*[lambda: operations.claim_hours(volunteer, **fields)] * 2)
    assert (sum(verdict == "ok" for verdict in verdicts(results)), HourClaim.objects.count()) == (1, 1)


def test_a_correction_and_a_better_claim_at_once():
    w = make_world()
    volunteer = make_volunteer(w)
    claim = make_claim(w, volunteer, 9, 11, HourClaimState.CONFIRMED)
    better = make_claim(w, volunteer, 11, 13, source=HourSource.PROJECT)
    correction = operations.propose_correction(claim, by=w.worker, starts_at=at(9), ends_at=at(13), reason="记错")
    together(
        lambda: operations.approve_correction(correction, by=w.community),
        lambda: operations.confirm_hours(better, by=w.community),
    )
    volunteer.refresh_from_db()
    assert volunteer.hours == 4
