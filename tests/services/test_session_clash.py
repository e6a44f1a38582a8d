"""What two sessions at the same time both need, and who learns of it."""

from datetime import timedelta

import pytest

from services.enums import ClashKind, SessionState
from services.models import Session
from services.queries.clash import TAKEN, Needs, clashes_among, clashing, needs_of
from tests.cast import make_activity, make_project, make_session, make_user
from tests.services.build_session import evening, make_lecturer, make_venue

HALF = timedelta(minutes=30)
HOUR = 2 * HALF


@pytest.fixture
def planned(world):
    """Tomorrow's neighbour in time: a hall, a lecturer, a worker, 19:00 to 20:30."""
    venue = make_venue(world)
    row = make_session(world, place=venue, venue=venue.name, lecturer=make_lecturer(world), starts_at=evening())
    row.workers.add(world.worker)
    return row


def found(world, user=None, shift=timedelta(), **needs):
    start = evening() + shift
    return [(row.kind, row.session) for row in in_the_way((start, start + HOUR), user or world.worker, **needs)]


def in_the_way(slot, user, **needs):
    return clashes_among([slot], Needs(**needs), user=user)[0]


def test_the_same_venue(world, planned):
    assert found(world, place=planned.place) == [(ClashKind.PLACE, planned)]
    (clash,) = in_the_way((planned.starts_at, planned.ends_at), world.worker, place=planned.place)
    assert clash.text == f"地点冲突：社区职工之家，{planned.when}已安排“心理减压讲座”"


def test_the_same_text_in_the_same_community(world, planned):
    assert found(world, organization=world.community_union, venue="社区职工之家") == [(ClashKind.PLACE, planned)]
    assert found(world, organization=world.neighbour, venue="社区职工之家") == []
    assert found(world, organization=world.community_union, venue="文化广场") == []


def test_the_same_lecturer_and_worker(world, planned):
    assert found(world, lecturer=planned.lecturer) == [(ClashKind.LECTURER, planned)]
    assert found(world, workers=[world.worker, world.ngo]) == [(ClashKind.WORKER, planned)]
    assert found(world, workers=[world.ngo]) == []


def test_needs_of_nothing_clash_with_nothing(world, planned):
    assert found(world) == []
    assert clashes_among([], Needs(place=planned.place), user=world.worker) == []


@pytest.mark.parametrize(("minutes", "meets"), [(-60, False), (-59, True), (89, True), (90, False)])
def test_only_overlapping_hours(world, planned, minutes, meets):
    assert bool(found(world, shift=timedelta(minutes=minutes), place=planned.place)) == meets


@pytest.mark.parametrize(
    ("state", "meets"),
    [("planned", True), ("held", True), ("postponed", False), ("cancelled", False)],
)
def test_only_what_takes_place(world, planned, state, meets):
    row = make_session(world, place=planned.place, state=SessionState(state), starts_at=evening(days=9))
    assert bool(found(world, shift=timedelta(days=6), place=row.place)) == meets


def test_online_takes_no_place_but_its_people(world, planned):
    needs = {"place": planned.place, "lecturer": planned.lecturer, "is_online": True}
    assert found(world, **needs) == [(ClashKind.LECTURER, planned)]


def test_a_session_is_not_in_its_own_way(world, planned):
    slot = (planned.starts_at, planned.ends_at)
    assert clashes_among([slot], needs_of(planned), user=world.worker, exclude=[planned]) == [[]]


def test_names_are_not_shown_to_who_may_not_see_them(world, planned):
    """The rival books the same hall: it learns that the time is taken, and nothing else."""
    (clash,) = in_the_way((planned.starts_at, planned.ends_at), world.rival_head, place=planned.place)
    assert (clash.session, clash.text) == (None, f"地点冲突：{TAKEN}")


def test_many_slots_take_the_same_queries(world, planned, django_assert_num_queries):
    needs = Needs(place=planned.place, lecturer=planned.lecturer, workers=[world.worker])
    for number in (1, 60):
        slots = [(evening(3 + week), evening(3 + week) + HOUR) for week in range(number)]
        world.worker = type(world.worker).objects.get(pk=world.worker.pk)
        with django_assert_num_queries(4):
            assert len(clashes_among(slots, needs, user=world.worker)[0]) == 3


def test_the_list_of_clashes(world, planned):
    other = make_activity(world, make_project(world, "active"))
    at_once = make_session(world, other, starts_at=planned.starts_at + HALF, venue="别处", lecturer=planned.lecturer)
    make_session(world, other, starts_at=planned.ends_at, place=planned.place)
    same_worker = make_session(world, other, starts_at=planned.starts_at, venue="三楼")
    same_worker.workers.add(world.worker, make_user("second", world.contractor, "worker"))
    assert set(clashing(Session.objects.all())) == {planned, at_once, same_worker}
    assert set(clashing(Session.objects.filter(venue="别处"))) == {at_once}


def test_a_place_is_shared_online(world, planned):
    make_session(world, planned.activity, starts_at=planned.starts_at, place=planned.place, is_online=True)
    assert set(clashing(Session.objects.all())) == set()
