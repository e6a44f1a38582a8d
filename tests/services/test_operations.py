"""What each operation does, and that a refused one leaves nothing behind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import DomainError
from services import operations
from services.enums import SessionState


def test_hold_session_records_who_and_when(world, running, come):
    come(running)
    operations.hold_session(running, by=world.worker, note="现场照片已归档")
    running.refresh_from_db()
    assert running.state == SessionState.HELD
    assert [(e.kind, e.by, e.note) for e in running.events.all()] == [("hold", world.worker, "现场照片已归档")]


def test_hold_session_needs_somebody(world, running):
    with pytest.raises(DomainError, match="还没有签到或点数"):
        operations.hold_session(running, by=world.worker)
    running.refresh_from_db()
    assert (running.state, running.events.count()) == (SessionState.PLANNED, 0)
