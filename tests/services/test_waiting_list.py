"""The waiting list: order, offers, expiry, what frees a place, and that no place is ever given twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import DomainError
from core.models import TextMessage
from orgs.models import Person
from services import operations
from services.group_lists import Line
from services.models import Activity, Registration
from services.periodic import expire_offers
from tests.cast import make_activity, make_session, make_world
from tests.racing import together, verdicts
from tests.services.build_registration import make_person, make_registration


def sign_up(session, number):
    return operations.register_participant(session, name=f"职工{number}", phone=f"138000000{number:02}")


def full(world, capacity=1, **fields):
    """A full session two days ahead, with its first registration."""
    session = make_session(world, make_activity(world, **fields), capacity=capacity)
    return session, [sign_up(session, number) for number in range(capacity)]


def states(*rows):
    return [Registration.objects.get(pk=row.pk).state for row in rows]


def told(phone):
    return [row.body for row in TextMessage.objects.all() if row.phone == phone]


def test_a_free_place_is_offered_to_the_first_in_line(world):
    session, (first,) = full(world)
    second, third = sign_up(session, 8), sign_up(session, 9)
    assert states(first, second, third) == ["registered", "waiting", "waiting"]
    operations.cancel_registration(first)
    assert states(first, second, third) == ["cancelled", "offered", "waiting"]
    second.refresh_from_db()
    assert timedelta(hours=23, minutes=59) < second.offered_until - timezone.now() <= timedelta(hours=24)
    assert [(event.kind, event.by) for event in second.events.all()] == [("create", None), ("offer", None)]
    session.refresh_from_db()
    assert (session.registered, session.offered, session.waiting, session.left) == (0, 1, 1, 0)
    assert ["有空位了" in body for body in told("13800000008")] == [True]


def test_without_a_hold_the_first_in_line_is_in_at_once(world):
    session, (first,) = full(world, hold_hours=0)
    second = sign_up(session, 8)
    operations.cancel_registration(first)
    assert states(second) == ["registered"]
    assert "由候补转为正式报名" in told("13800000008")[0]


def test_priority_groups_of_the_registry_go_first(world):
    session, (first,) = full(world, priority_groups=["hardship"])
    plain = sign_up(session, 8)
    make_person(world.community_union, "周明", "13900000001", groups=["hardship"])
    late = operations.register_participant(session, name="周明", phone="13900000001")
    operations.cancel_registration(first)
    assert states(plain, late) == ["waiting", "offered"]


def test_an_offer_never_outlives_the_start(world):
    soon = timezone.now() + timedelta(hours=3)
    session = make_session(world, make_activity(world), starts_at=soon, capacity=1)
    first, second = sign_up(session, 1), sign_up(session, 2)
    operations.cancel_registration(first)
    second.refresh_from_db()
    assert second.offered_until == soon


def test_nothing_is_given_after_the_start(world):
    begun = timezone.now() - timedelta(minutes=5)
    session = make_session(world, make_activity(world), starts_at=begun, capacity=1)
    make_registration(session)
    waiting = make_registration(session, "waiting")
    operations.reject_registration(make_registration(session, "pending"), by=world.worker, note="名额有限")
    assert states(waiting) == ["waiting"]


def test_accept_takes_the_held_place(world):
    session, (first,) = full(world)
    second = sign_up(session, 8)
    operations.cancel_registration(first)
    operations.accept_registration(second)
    assert states(second) == ["registered"]
    with pytest.raises(DomainError, match="已报名"):
        operations.accept_registration(second)


def test_accept_too_late_even_before_the_timer(world):
    session = make_session(world, capacity=1)
    late = make_registration(session, "offered", offered_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(DomainError, match="已经过了时间"):
        operations.accept_registration(late)
    assert (states(late), late.events.count()) == (["offered"], 0)


def test_an_expired_offer_goes_to_the_next(world):
    session = make_session(world, capacity=1)
    late = make_registration(session, "offered", offered_until=timezone.now() - timedelta(seconds=1))
    waiting = make_registration(session, "waiting")
    expire_offers()
    assert states(late, waiting) == ["expired", "offered"]
    expire_offers()
    assert (states(late, waiting), late.events.count()) == (["expired", "offered"], 1)


def test_offers_of_a_postponed_session_wait_for_the_new_time(world):
    session = make_session(world, capacity=1)
    row = make_registration(session, "offered", offered_until=timezone.now() + timedelta(minutes=5))
    operations.postpone_session(session, by=world.worker, note="台风")
    Registration.objects.filter(pk=row.pk).update(offered_until=timezone.now() - timedelta(minutes=5))
    expire_offers()
    assert states(row) == ["offered"]
    starts_at = session.starts_at + timedelta(days=7)
    ends_at = starts_at + timedelta(hours=1)
    operations.resume_session(
        session, by=world.worker, starts_at=starts_at, ends_at=ends_at, venue=session.venue, capacity=1
    )
    row.refresh_from_db()
    assert row.offered_until > timezone.now() + timedelta(hours=23)


def test_more_places_move_the_line_up(world):
    session, _ = full(world)
    waiting = [sign_up(session, number) for number in (7, 8, 9)]
    operations.reschedule_session(
        session, by=world.worker, venue=session.venue, starts_at=session.starts_at, ends_at=session.ends_at, capacity=3
    )
    assert states(*waiting) == ["offered", "offered", "waiting"]


def test_giving_places_costs_the_same_for_one_and_many(world, django_assert_num_queries):
    for number in (1, 3):
        session, _ = full(world)
        for one in range(40, 40 + number):
            sign_up(session, one)
        with django_assert_num_queries(16):
            operations.reschedule_session(
                session, by=world.worker, venue=session.venue, starts_at=session.starts_at, ends_at=session.ends_at,
                capacity=1 + number,
            )  # fmt: skip


@pytest.mark.parametrize("what", ["cancel", "postpone", "move"])
def test_everybody_signed_up_is_told(world, what):
    session = make_session(world)
    rows = [make_registration(session, state) for state in ("registered", "waiting", "offered", "pending")]
    make_registration(session, "cancelled")
    starts_at = session.starts_at + timedelta(days=1)
    if what == "cancel":
        operations.cancel_session(session, by=world.worker, note="停电")
    elif what == "postpone":
        operations.postpone_session(session, by=world.worker, note="台风")
    else:
        operations.reschedule_session(
            session, by=world.worker, venue=session.venue, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1),
            capacity=40,
        )  # fmt: skip
    assert {row.phone for row in TextMessage.objects.all()} == {row.person.phone for row in rows}


# Races


@pytest.mark.django_db(transaction=True)
def test_ten_accept_cancel_and_arrive_at_once():
    world = make_world()
    session, taken = full(world, capacity=5)
    waiting = [sign_up(session, number) for number in range(50, 55)]
    together(
        *[lambda row=row: operations.cancel_registration(row) for row in taken],
        *[lambda number=number: sign_up(session, number) for number in range(60, 65)],
    )
    session.refresh_from_db()
    assert (session.registered, session.offered, session.waiting) == (0, 5, 5)
    assert states(*waiting) == ["offered"] * 5


@pytest.mark.django_db(transaction=True)
def test_accepting_and_expiring_at_once_has_one_winner():
    world = make_world()
    session = make_session(world, make_activity(world), capacity=1)
    row = make_registration(session, "offered", offered_until=timezone.now() + timedelta(hours=1))
    waiting = make_registration(session, "waiting")
    results = together(lambda: operations.accept_registration(row), lambda: operations.cancel_registration(row))
    assert verdicts(results).count("ok") >= 1  # accepted and then cancelled is fine, both at once is not
    session.refresh_from_db()
    assert session.registered + session.offered == 1
    assert states(waiting)[0] == ("waiting" if states(row) == ["registered"] else "offered")


@pytest.mark.django_db(transaction=True)
def test_two_timers_expire_an_offer_once():
    world = make_world()
    session = make_session(world, make_activity(world), capacity=1)
    make_registration(session, "offered", offered_until=timezone.now() - timedelta(seconds=1))
    waiting = [make_registration(session, "waiting") for _ in range(3)]
    together(expire_offers, expire_offers)
    assert states(*waiting) == ["offered", "waiting", "waiting"]


# Nobody waits in vain


def test_a_full_session_that_has_started_takes_nobody_into_the_line(world, activity):
    """Nothing is given after the start: who is there checks in without a registration."""
    started = timezone.now() - timedelta(minutes=20)
    session = make_session(world, activity, starts_at=started, capacity=1)
    Activity.objects.filter(pk=activity.pk).update(takes_groups=True)
    session.refresh_from_db()
    first = operations.register_participant(session, name="王小芳", phone="13800000001")
    with pytest.raises(DomainError, match="不再候补"):
        operations.register_participant(session, name="李强", phone="13800000002")
    lines = [Line(number, f"职工{number}", f"1380000001{number}") for number in range(2)]
    outcome = operations.sign_up_group(
        session, by=world.worker, enterprise="甲", contact_name="乙", contact_phone="13800000003", lines=lines
    )
    assert (outcome.group, [line.verdict for line in outcome.lines]) == (None, ["错误", "错误"])
    assert list(session.registrations.all()) == [first]
    assert Person.objects.filter(name="李强").count() == 0


def test_the_page_of_a_full_session_that_has_started_offers_no_line(world, client, activity):
    session = make_session(world, activity, starts_at=timezone.now() - timedelta(minutes=20), capacity=1)
    assert "form" in client.get(session.get_public_url()).context
    make_registration(session)
    answer = client.get(session.get_public_url())
    assert ("form" in answer.context, "不再候补" in answer.content.decode()) == (False, True)
