"""The timer picks up what a killed worker left behind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import Notification
from core.workflow import step
from reports import operations, periodic, tasks
from reports.enums import ReportState
from reports.workflow import START_REPORT


@pytest.fixture
def run(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return operations.request_report(world.street_union, by=world.street, month=timezone.localdate())


@pytest.fixture
def later(monkeypatch):
    monkeypatch.setattr(periodic, "PATIENCE", -timedelta(minutes=1))


def test_fresh_runs_are_left_alone(run):
    periodic.recover_reports()
    run.refresh_from_db()
    assert run.state == ReportState.QUEUED


def test_a_lost_run_is_built_once(run, later):
    periodic.recover_reports()
    periodic.recover_reports()
    run.refresh_from_db()
    assert run.state == ReportState.DONE
    assert list(run.events.values_list("kind", flat=True)) == ["create", "start", "finish"]


def test_a_dead_run_is_stopped_and_its_requester_told_once(run, later, world):
    with step(run, START_REPORT, by=None):
        pass
    periodic.recover_reports()
    periodic.recover_reports()
    run.refresh_from_db()
    assert (run.state, run.events.last().note) == (ReportState.FAILED, "生成中断")
    assert list(Notification.objects.values_list("recipient", flat=True)) == [world.street.pk]
    tasks.build_report(run.pk)  # the dead worker's task comes back: the run is not queued any more
    run.refresh_from_db()
    assert run.state == ReportState.FAILED
