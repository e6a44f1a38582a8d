"""The only place where the demo pretends it is another day.

A year of history cannot be typed in today: every operation stamps what it records with the present moment, as it
must. ``play`` therefore runs the real operations under a clock set back, so that rules, events, ledger keys and
notifications are the operations' own. ``backdated`` is for the few tables with tens of thousands of rows, which are
written in bulk: each row brings its own moment instead of being stamped.
"""

import heapq
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.apps import apps
from django.utils import timezone

APPS = ("core", "orgs", "projects", "services", "evaluations")
MINUTE = timedelta(minutes=1)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """``timezone.now()`` and everything built on it answer ``moment``. One thread, one process."""
    real = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = real


@contextmanager
def backdated() -> Iterator[None]:
    """Fields that stamp themselves keep what they are given; one that is given nothing violates NOT NULL."""
    stamps = [
        field
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.local_concrete_fields
        if getattr(field, "auto_now_add", False)
    ]
    for field in stamps:
        field.auto_now_add = False
    try:
        yield
    finally:
        for field in stamps:
            field.auto_now_add = True


def play(stories: Iterable[Iterator[datetime]], until: datetime) -> Iterator[None]:
    """Let several stories happen interleaved, in the order of time; yields after each step.

    A story is a generator: it yields the moment of its next step and is resumed with the clock set to it. Its
    steps never run backwards and never past ``until``.
    """
    waiting = []
    for number, story in enumerate(stories):
        _queue(waiting, number, story, earliest=datetime.min.replace(tzinfo=until.tzinfo), until=until)
    while waiting:
        moment, number, story = heapq.heappop(waiting)
        with at(moment):
            _queue(waiting, number, story, earliest=moment + MINUTE, until=until)
        yield


def _queue(waiting: list, number: int, story: Iterator[datetime], *, earliest: datetime, until: datetime) -> None:
    """Run ``story`` up to its next moment and remember it for then."""
    moment = next(story, None)
    if moment is not None:
        heapq.heappush(waiting, (min(max(moment, earliest), until), number, story))
