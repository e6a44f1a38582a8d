"""Whatever happens in whatever order: never overbooked, the line keeps its order, no place is free while one waits."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import DomainError
from services import operations
from services.models import Registration, Session
from tests.cast import make_activity, make_session
from tests.services.build_registration import make_person

STEPS = st.lists(
    st.tuples(st.sampled_from(["come", "cancel", "raise", "expire", "accept"]), st.integers(0, 20)),
    min_size=5,
    max_size=25,
)


@given(steps=STEPS, capacity=st.integers(1, 3), hold=st.sampled_from([0, 24]), favoured=st.sets(st.integers(0, 20)))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_waiting_list_holds(world, steps, capacity, hold, favoured):
    with transaction.atomic():
        activity = make_activity(world, hold_hours=hold, priority_groups=["hardship"])
        session = make_session(world, activity, capacity=capacity)
        people = [make_person(world.community_union, groups=["hardship"] if n in favoured else []) for n in range(21)]
        for what, number in steps:
            line = list(session.registrations.in_line().values_list("pk", flat=True))
            act(world, session, people[number], what)
            check(session, line)
        transaction.set_rollback(True)


def act(world, session, person, what):
    """One thing somebody does; what is refused changes nothing."""
    session = Session.objects.get(pk=session.pk)
    row = session.registrations.live().filter(person=person).first()
    try:
        if what == "come":
            operations.register_participant(session, name=person.name, phone=person.phone)
        elif what == "raise" and session.capacity < 8:
            operations.reschedule_session(
                session, by=world.worker, venue=session.venue, starts_at=session.starts_at, ends_at=session.ends_at,
                capacity=session.capacity + 1,
            )  # fmt: skip
        elif what == "expire" and row and row.state == "offered":
            Registration.objects.filter(pk=row.pk).update(offered_until=timezone.now() - timedelta(seconds=1))
            operations.expire_offer(row)
        elif what == "accept" and row:
            operations.accept_registration(row)
        elif what == "cancel" and row:
            operations.cancel_registration(row)
    except DomainError:
        pass


def check(session, before):
    session = Session.objects.get(pk=session.pk)
    by_state = {state: session.registrations.filter(state=state).count() for state in ("registered", "offered")}
    assert (session.registered, session.offered) == (by_state["registered"], by_state["offered"])
    assert session.registered + session.offered <= session.capacity
    line = list(session.registrations.in_line().values_list("pk", flat=True))
    assert session.waiting == len(line)
    assert not (session.left and line)
    assert [pk for pk in line if pk in before] == [pk for pk in before if pk in line]
    left = set(before) - set(line)
    given = [pk for pk in before if pk in left and Registration.objects.get(pk=pk).state != "cancelled"]
    still = [pk for pk in before if pk in line]
    assert all(before.index(pk) < before.index(other) for pk in given for other in still)
