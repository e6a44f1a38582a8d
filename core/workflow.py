"""One way to change a state: lock the row, check the source, run the body, record the event."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pgtrigger
from django.db import models, transaction

from core.errors import DomainError


@dataclass(frozen=True)
class Transition:
    """A named move between states. ``actor`` says in Chinese who may make it.

    A ``retreat`` refuses or undoes something: it is never offered as the obvious next step.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    actor: str = ""
    retreat: bool = False


def locked(obj):
    """``obj`` read again under a row lock; the caller holds the transaction."""
    return type(obj)._base_manager.select_for_update(of=("self",)).get(pk=obj.pk)


@contextmanager
def step(obj, transition: Transition, *, by, note: str = "") -> Iterator:
    """Yield ``obj`` freshly locked; on a clean exit move it to ``transition.target``.

    The source state is checked after the lock is held, so two clicks on the same button cannot
    both win. Everything in the body commits or rolls back together with the state and its event.
    Raises ``DomainError`` when the current state is not one of the transition's sources.
    """
    with transaction.atomic():
        row = locked(obj)
        if row.state not in transition.sources:
            raise DomainError(
                f"{row}目前是“{row.get_state_display()}”，不能{transition.label}。请刷新页面查看最新状态。"
            )
        yield row
        before, row.state = row.state, transition.target
        row.save(update_fields=["state"])
        row.events.create(kind=transition.name, from_state=before, to_state=row.state, by=by, note=note)


def step_all(rows: models.QuerySet, transition: Transition, *, by, note: str = "") -> list:
    """``step`` for all of ``rows`` at once, with a fixed number of queries; returns them locked and moved.

    They are locked in one order, every source is checked, and one row that may not move stops all of them
    (``DomainError``). The caller holds the transaction.
    """
    ordered = rows.order_by("pk").select_for_update(of=("self",))
    moving = list(ordered)
    for row in moving:
        if row.state not in transition.sources:
            raise DomainError(
                f"{row}目前是“{row.get_state_display()}”，不能{transition.label}。请刷新页面查看最新状态。"
            )
    events = rows.model._meta.get_field("events").related_model
    events.objects.bulk_create(
        events(subject=row, kind=transition.name, from_state=row.state, to_state=transition.target, by=by, note=note)
        for row in moving
    )
    rows.model._base_manager.filter(pk__in=[row.pk for row in moving]).update(state=transition.target)
    for row in moving:
        row.state = transition.target
    return moving


def known_states(name: str, states: type[models.TextChoices]) -> models.CheckConstraint:
    """The constraint every ``state`` column carries."""
    return models.CheckConstraint(condition=models.Q(state__in=states.values), name=name)


def guarded_states(*transitions: Transition) -> pgtrigger.FSM:
    """A database trigger that refuses any change of ``state`` no transition declares."""
    moves = {(source, transition.target) for transition in transitions for source in transition.sources}
    return pgtrigger.FSM(name="guarded_states", field="state", transitions=sorted(moves))


def append_only() -> pgtrigger.Protect:
    """A database trigger that refuses update and delete; corrections are new rows."""
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


def labels(transitions: tuple[Transition, ...]) -> dict[str, str]:
    """Transition name → Chinese label, for timelines."""
    return {transition.name: transition.label for transition in transitions}
