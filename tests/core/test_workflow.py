"""step(), and the triggers that hold when somebody goes around it. Played with needs and evaluations."""

import pytest
from django.db import DatabaseError, connection, transaction

from core.errors import DomainError
from core.models import Notification
from core.notifications import notify
from core.workflow import labels, locked, step
from projects.enums import NeedState
from projects.models import Need, NeedEvent
from projects.workflow import NEED, REJECT_NEED, VERIFY_NEED
from tests.cast import make_need, make_world
from tests.racing import together

pytestmark = pytest.mark.django_db


@pytest.fixture
def need(world):
    return make_need(world, NeedState.COLLECTED)


def test_a_step_moves_the_state_and_writes_one_event(world, need):
    with step(need, VERIFY_NEED, by=world.street, note="已走访") as row:
        assert row.state == NeedState.COLLECTED
    need.refresh_from_db()
    assert need.state == NeedState.VERIFIED
    assert list(need.events.values_list("kind", "from_state", "to_state", "by__username", "note")) == [
        ("verify", "collected", "verified", "street", "已走访")
    ]


def test_a_wrong_source_is_refused_in_words(world):
    need = make_need(world, NeedState.MET)
    with pytest.raises(DomainError) as refusal, step(need, VERIFY_NEED, by=world.street):
        pytest.fail("the body must not run")
    assert str(refusal.value) == "快递员心理减压目前是“已满足”，不能核实。请刷新页面查看最新状态。"
    assert not need.events.exists()


def test_the_source_is_checked_on_the_row_not_on_the_object_in_hand(world, need):
    stale = Need.objects.get(pk=need.pk)
    with step(need, VERIFY_NEED, by=world.street):
        pass
    with pytest.raises(DomainError), step(stale, VERIFY_NEED, by=world.street):
        pytest.fail("the body must not run")
    assert need.events.count() == 1


def test_a_failing_body_takes_everything_back(world, need):
    with pytest.raises(DomainError), step(need, VERIFY_NEED, by=world.street) as row:
        row.people = 7
        row.save(update_fields=["people"])
        notify([world.community], key="need:1", title="需求已核实")
        raise DomainError("不行。")
    need.refresh_from_db()
    assert (need.state, need.people) == (NeedState.COLLECTED, 120)
    assert (NeedEvent.objects.count(), Notification.objects.count()) == (0, 0)


def test_only_the_state_column_is_saved_by_the_step_itself(world, need):
    with step(need, VERIFY_NEED, by=world.street) as row:
        Need.objects.filter(pk=need.pk).update(people=300)
        row.people = 1
    need.refresh_from_db()
    assert need.people == 300


@pytest.mark.parametrize("transition", NEED, ids=lambda transition: transition.name)
@pytest.mark.parametrize("state", NeedState)
def test_every_move_from_every_state(world, transition, state):
    need = make_need(world, state, merged_into=make_need(world))  # where a merged one went; others ignore it
    try:
        with step(need, transition, by=world.street):
            pass
    except DomainError:
        assert state not in transition.sources
    need.refresh_from_db()
    moved = state in transition.sources
    assert (need.state, need.events.count()) == ((transition.target, 1) if moved else (state, 0))


@pytest.mark.django_db(transaction=True)
def test_two_threads_one_wins():
    w = make_world()
    need = make_need(w, NeedState.COLLECTED)

    def move():
        with step(need, VERIFY_NEED, by=w.street):
            pass

    results = together(move, move)
    assert {type(result) for result in results} == {type(None), DomainError}
    assert need.events.count() == 1


def test_locked_reads_the_row_again(world, need):
    stale = Need.objects.get(pk=need.pk)
    Need.objects.filter(pk=need.pk).update(people=5)
    with transaction.atomic():
        assert locked(stale).people == 5


def test_an_undeclared_move_is_refused_by_the_database(need):
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        Need.objects.filter(pk=need.pk).update(state=NeedState.MET)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update projects_need set state = 'met' where id = %s", [need.pk])
    need.refresh_from_db()
    assert need.state == NeedState.COLLECTED


def test_an_unknown_state_is_refused_by_the_database(world):
    with pytest.raises(DatabaseError), transaction.atomic():
        make_need(world, "nonsense")


@pytest.mark.parametrize("statement", ["update projects_needevent set note = 'x'", "delete from projects_needevent"])
def test_events_are_append_only_in_sql(world, need, statement):
    need.events.create(kind="create", by=world.community, note="原文")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert need.events.get().note == "原文"


@pytest.mark.parametrize("change", [lambda rows: rows.update(note="x"), lambda rows: rows.delete()])
def test_events_are_append_only_in_querysets(world, need, change):
    need.events.create(kind="create", by=world.community, note="原文")
    with pytest.raises(DatabaseError), transaction.atomic():
        change(need.events.all())
    assert need.events.get().note == "原文"


def test_labels_for_timelines(world, need):
    assert labels((VERIFY_NEED, REJECT_NEED)) == {"verify": "核实", "reject": "不予采纳"}
    with step(need, VERIFY_NEED, by=world.street):
        pass
    event = need.events.get()
    assert (event.label, event.from_label, event.to_label, str(event)) == ("核实", "待核实", "已核实", "核实")
