"""Claims of hours: who confirms them, what counts, and the ledger behind it."""

from decimal import Decimal

import pytest

from core.errors import DomainError
from services import operations
from services.enums import HourClaimState, HourSource, ShiftSignUpState, VolunteerState
from services.models import HourClaim, HourEntry
from tests.cast import make_world
from tests.services.build_hour import at, make_claim
from tests.services.build_volunteer import make_shift, make_sign_up, make_volunteer

pytestmark = pytest.mark.django_db
CONFIRMED = HourClaimState.CONFIRMED


@pytest.fixture
def w():
    return make_world()


def claim(w, volunteer, start=9, end=12, **fields):
    defaults = {
        "by": None, "source": HourSource.SELF, "content": "为独居老人送餐", "organization": w.community_union,
        "starts_at": at(start), "ends_at": at(end),
    }  # fmt: skip
    return operations.claim_hours(volunteer, **(defaults | fields))


def ledger(volunteer) -> list[tuple[str, Decimal]]:
    return [(entry.kind, entry.hours) for entry in volunteer.entries.order_by("pk")]


def hours(volunteer) -> Decimal:
    volunteer.refresh_from_db()
    return volunteer.hours


def test_claim_hours_counts_for_nothing_before_it_is_confirmed(w):
    volunteer = make_volunteer(w)
    row = claim(w, volunteer)
    assert (row.state, row.hours, row.counted, hours(volunteer)) == (HourClaimState.PENDING, Decimal(3), (), 0)
    assert [(event.kind, event.by) for event in row.events.all()] == [("create", None)]


def test_confirm_hours_enters_them_once(w):
    volunteer = make_volunteer(w)
    row = operations.confirm_hours(claim(w, volunteer), by=w.worker)
    assert (row.state, row.counted, hours(volunteer)) == (CONFIRMED, ((at(9), at(12)),), Decimal(3))
    assert ledger(volunteer) == [("confirm", Decimal(3))]
    with pytest.raises(DomainError, match="不能再确认"):
        operations.confirm_hours(row, by=w.worker)
    assert hours(volunteer) == 3


def test_a_better_source_takes_the_time_of_a_weaker_one(w):
    volunteer = make_volunteer(w)
    weak = make_claim(w, volunteer, 9, 12, CONFIRMED)
    shift = make_shift(w, starts_at=at(9), ends_at=at(12))
    sign_up = make_sign_up(shift, volunteer, ShiftSignUpState.SIGNED_OUT)
    better = operations.confirm_hours(operations.claim_shift_hours(sign_up, by=w.worker), by=w.worker)
    weak.refresh_from_db()
    assert (better.state, weak.state, weak.duplicate_of, weak.counted) == (CONFIRMED, "void", better, ())
    assert ledger(volunteer) == [("confirm", 3), ("void", -3), ("confirm", 3)]
    assert hours(volunteer) == 3


def test_a_weaker_source_is_void_when_a_better_one_counts_already(w):
    volunteer = make_volunteer(w)
    better = make_claim(w, volunteer, 9, 12, CONFIRMED, source=HourSource.PROJECT)
    weak = operations.confirm_hours(claim(w, volunteer, 10, 11), by=w.worker)
    assert (weak.state, weak.duplicate_of, hours(volunteer)) == ("void", better, 3)
    assert weak.events.last().note == f"这段时间已由项目申报（第{better.pk}号）计入，同一小时只计一次"


def test_of_a_weaker_claim_what_is_left_over_counts(w):
    volunteer = make_volunteer(w)
    make_claim(w, volunteer, 10, 11, CONFIRMED, source=HourSource.PROJECT)
    row = operations.confirm_hours(claim(w, volunteer, 9, 12), by=w.worker)
    assert (row.counted, row.hours, hours(volunteer)) == (((at(9), at(10)), (at(11), at(12))), 2, 3)
    assert (row.starts_at, row.ends_at) == (at(9), at(12))


def test_a_better_claim_cuts_a_weaker_confirmed_one(w):
    volunteer = make_volunteer(w)
    weak = make_claim(w, volunteer, 9, 12, CONFIRMED)
    better = claim(w, volunteer, 10, 14, source=HourSource.PROJECT, by=w.worker, project=make_shift(w).project)
    operations.confirm_hours(better, by=w.community)
    weak.refresh_from_db()
    assert (weak.state, weak.counted, weak.hours, hours(volunteer)) == (CONFIRMED, ((at(9), at(10)),), 1, 5)
    assert ledger(volunteer) == [("confirm", 3), ("correct", -2), ("confirm", 4)]
    assert weak.events.last().kind == "cover"


@pytest.mark.parametrize("source", [HourSource.SELF, HourSource.PROJECT])
def test_whoever_made_the_claim_does_not_confirm_it(w, source):
    volunteer = make_volunteer(w)
    row = make_claim(w, volunteer, source=source, claimed_by=w.worker)
    with pytest.raises(DomainError, match="登记人不能确认"):
        operations.confirm_hours(row, by=w.worker)
    row.refresh_from_db()
    assert (row.state, row.events.count(), HourEntry.objects.count()) == ("pending", 1, 0)


def test_volunteers_do_not_confirm_their_own_hours(w):
    w.worker.phone = "13600001234"
    volunteer = make_volunteer(w, name="张某", phone="13600001234")
    with pytest.raises(DomainError, match="自己的服务时长"):
        operations.confirm_hours(make_claim(w, volunteer), by=w.worker)


def test_a_day_beyond_the_limit_needs_a_manager_with_a_note(w):
    volunteer = make_volunteer(w)
    make_claim(w, volunteer, 8, 14, CONFIRMED)
    row = make_claim(w, volunteer, 15, 18)
    for by, note in ((w.worker, "抢险"), (w.community, "抢险"), (w.street, "")):
        with pytest.raises(DomainError, match=r"合计9\.0小时，超过单日8小时的上限"):
            operations.confirm_hours(row, by=by, note=note)
    assert hours(volunteer) == 6
    operations.confirm_hours(row, by=w.street, note="汛期抢险")
    assert hours(volunteer) == 9


def test_void_hours_takes_them_off_again(w):
    volunteer = make_volunteer(w)
    row = operations.void_hours(make_claim(w, volunteer, state=CONFIRMED), by=w.community, note="登记错人")
    assert (row.state, hours(volunteer), ledger(volunteer)) == ("void", 0, [("confirm", 3), ("void", -3)])
    with pytest.raises(DomainError):
        operations.void_hours(row, by=w.community, note="再来一次")


def test_claim_shift_hours_is_called_twice_and_claims_once(w):
    sign_up = make_sign_up(make_shift(w, starts_at=at(9)), make_volunteer(w), ShiftSignUpState.SIGNED_OUT)
    first = operations.claim_shift_hours(sign_up, by=w.worker)
    assert operations.claim_shift_hours(sign_up, by=w.worker) == first
    assert (first.hours, first.content, first.project, HourClaim.objects.count()) == (
        3, "义诊引导", sign_up.shift.project, 1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"start": 12, "end": 9}, "结束时间须晚于开始时间"),
        ({"start": 9, "end": 9.2}, "不足15分钟"),
        ({"start": 9, "end": 34}, "一次最多登记24小时"),
        ({"start": 9, "end": 24 * 9}, "服务还没有结束"),
        ({"content": "　 "}, "没有写服务内容"),
        ({"source": HourSource.SHIFT}, "签退时自动登记"),
        ({"source": HourSource.PROJECT}, "须选择项目或场次"),
    ],
)
def test_claim_hours_refuses(w, fields, text):
    with pytest.raises(DomainError, match=text):
        claim(w, make_volunteer(w), **fields)
    assert HourClaim.objects.count() == 0


def test_the_same_time_is_claimed_once_by_one_source(w):
    volunteer = make_volunteer(w)
    claim(w, volunteer)
    with pytest.raises(DomainError, match="已有一笔本人申报"):
        claim(w, volunteer, 11, 13)
    assert HourClaim.objects.count() == 1


def test_only_volunteers_in_service_claim(w):
    with pytest.raises(DomainError, match="暂停"):
        claim(w, make_volunteer(w, state=VolunteerState.PAUSED))


def propose(w, row, start, end, by=None, reason="签退时间记错"):
    return operations.propose_correction(row, by=by or w.worker, starts_at=at(start), ends_at=at(end), reason=reason)


def test_a_correction_takes_two_people_and_keeps_both_values(w):
    volunteer = make_volunteer(w)
    row = make_claim(w, volunteer, state=CONFIRMED)
    correction = propose(w, row, 9, 11)
    assert hours(volunteer) == 3
    with pytest.raises(DomainError, match="不能自己复核"):
        operations.approve_correction(correction, by=w.worker)
    correction = operations.approve_correction(correction, by=w.community)
    row.refresh_from_db()
    assert (correction.old_hours, correction.new_hours, row.hours, hours(volunteer)) == (3, 2, 2, 2)
    assert (row.counted, row.ends_at, ledger(volunteer)) == (
        ((at(9), at(11)),), at(11), [("confirm", 3), ("correct", -1)],
    )  # fmt: skip
    assert row.events.last().kind == "correct"
    assert HourEntry.objects.get(kind="correct").key == f"correct:{correction.pk}"


def test_a_correction_does_not_take_what_better_claims_count(w):
    volunteer = make_volunteer(w)
    make_claim(w, volunteer, 12, 14, CONFIRMED, source=HourSource.PROJECT)
    row = make_claim(w, volunteer, 9, 12, CONFIRMED)
    correction = operations.approve_correction(propose(w, row, 9, 13), by=w.community)
    row.refresh_from_db()
    assert (row.hours, correction.new_hours, hours(volunteer)) == (3, 3, 5)
    with pytest.raises(DomainError, match="没有可以计入的时长"):
        operations.approve_correction(propose(w, row, 12, 13), by=w.community)
    assert hours(volunteer) == 5


def test_a_rejected_correction_changes_nothing(w):
    volunteer = make_volunteer(w)
    row = make_claim(w, volunteer, state=CONFIRMED)
    correction = operations.reject_correction(propose(w, row, 9, 11), by=w.community, note="签退记录无误")
    assert (correction.state, correction.decided_by, hours(volunteer)) == ("rejected", w.community, 3)


def test_one_open_correction_of_confirmed_hours_only(w):
    row = make_claim(w, state=CONFIRMED)
    propose(w, row, 9, 11)
    with pytest.raises(DomainError, match="待复核"):
        propose(w, row, 9, 10)
    with pytest.raises(DomainError, match="待复核"):
        operations.void_hours(row, by=w.community, note="登记错人")
    with pytest.raises(DomainError, match="只有已确认"):
        propose(w, make_claim(w), 9, 11)
    with pytest.raises(DomainError, match="与原来相同"):
        propose(w, make_claim(w, state=CONFIRMED), 9, 12)
    with pytest.raises(DomainError, match="更正原因"):
        propose(w, make_claim(w, state=CONFIRMED), 9, 11, reason="  ")


def test_hours_that_changed_since_the_proposal_are_looked_at_again(w):
    volunteer = make_volunteer(w)
    row = make_claim(w, volunteer, state=CONFIRMED)
    correction = propose(w, row, 9, 11)
    better = make_claim(w, volunteer, 11, 13, source=HourSource.PROJECT)
    operations.confirm_hours(better, by=w.community)
    with pytest.raises(DomainError, match="又有变动"):
        operations.approve_correction(correction, by=w.community)
    assert hours(volunteer) == 4
