"""The timer: once per instalment, one bad row does not stop the others."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import timezone

from core.models import Notification
from projects import notifications
from projects.periodic import _remind, remind_instalments
from tests.cast import make_project


def instalment(world, days: int, project=None, state="planned", number=1):
    project = project or make_project(world, "active")
    return project.instalments.create(
        number=number, ratio=50, amount=Decimal("100"), state=state, due_on=timezone.localdate() + timedelta(days=days)
    )


def told():
    return set(Notification.objects.values_list("recipient__username", "key"))


def test_running_twice_tells_once(world):
    row = instalment(world, 3)
    remind_instalments()
    remind_instalments()
    key = f"instalment:{row.pk}:due"
    assert (Notification.objects.count(), told()) == (2, {("finance", key), ("ngo", key)})


@pytest.mark.parametrize(
    ("days", "reminders"),
    [(-400, 2), (0, 2), (settings.REMIND_INSTALMENT_DAYS, 2), (settings.REMIND_INSTALMENT_DAYS + 1, 0)],
)
def test_which_are_due(world, days, reminders):
    instalment(world, days)
    remind_instalments()
    assert Notification.objects.count() == reminders


def test_paid_ones_are_silent(world):
    instalment(world, 1, state="paid")
    remind_instalments()
    assert Notification.objects.count() == 0


def test_one_bad_row_does_not_silence_the_rest(world, monkeypatch, caplog):
    bad, good = instalment(world, 1), instalment(world, 2)
    tell = notifications.instalment_due

    def fail_once(row):
        tell(row)
        if row == bad:
            raise RuntimeError("broken row")

    monkeypatch.setattr(notifications, "instalment_due", fail_once)
    remind_instalments()
    assert {key for _, key in told()} == {f"instalment:{good.pk}:due"}
    assert f"instalment {bad.pk} could not be reminded of" in caplog.text


def test_paid_since_the_list_was_read(world):
    row = instalment(world, 1, state="paid")
    _remind(row.pk)
    assert Notification.objects.count() == 0


def test_texts_name_no_amount_or_reason(world):
    instalment(world, 1)
    remind_instalments()
    row = Notification.objects.first()
    assert (row.title, row.url) == ("分期款即将到期", f"/projects/{row.url.split('/')[2]}/")
    assert "100" not in row.body
