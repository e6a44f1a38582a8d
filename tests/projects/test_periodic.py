"""The timer: once per instalment, one bad row does not stop the others."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import timezone

from core.models import Notification
from projects import notifications, operations
from projects.models import Instalment
from projects.periodic import _remind, meet_conditions, remind_instalments, remind_payments
from tests.cast import make_project
from tests.projects.build_money import make_instalment, register_contract


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
    due = instalment(world, 1)
    remind_instalments()
    row = Notification.objects.first()
    assert (row.title, row.url) == ("分期款即将到期", due.project.get_part_url("money"))
    assert "100" not in row.body


def ready(world):
    """An active project with a registered contract, its first instalment planned."""
    project = make_project(world, "active")
    register_contract(world, project)
    return make_instalment(world, project)


def test_met_conditions_are_told_once(world):
    row, waits = ready(world), make_instalment(world)
    make_instalment(world, row.project)  # comes after the first
    meet_conditions()
    meet_conditions()
    assert list(Instalment.objects.filter(state="condition_met")) == [row]
    assert told() == {(name, f"instalment:{row.pk}:meet_conditions") for name in ("ngo", "worker")}
    assert waits.events.count() == 0


def test_one_bad_instalment_does_not_stop_the_others(world, monkeypatch, caplog):
    bad, good = ready(world), ready(world)
    meet = operations.meet_conditions_instalment

    def fail_once(row):
        if row == bad:
            raise RuntimeError("broken row")
        return meet(row)

    monkeypatch.setattr(operations, "meet_conditions_instalment", fail_once)
    meet_conditions()
    assert list(Instalment.objects.filter(state="condition_met")) == [good]
    assert f"instalment {bad.pk} could not be checked" in caplog.text


@pytest.mark.parametrize(("workdays", "people"), [(6, set()), (7, {"district", "finance"})])
def test_the_days_to_pay_run_from_the_application(world, monkeypatch, workdays, people):
    row = ready(world)
    operations.apply_instalment(row, by=world.ngo, note="首期")
    Notification.objects.all().delete()
    monkeypatch.setattr("projects.periodic.workdays_until", lambda start, end: workdays)
    remind_payments()
    remind_payments()
    assert told() == {(name, f"instalment:{row.pk}:late:1") for name in people}
