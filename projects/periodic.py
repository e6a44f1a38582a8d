"""What the timer does."""

from functools import partial

from celery import shared_task
from django.utils import timezone

from core.calendar import workdays_until
from core.rounds import each
from projects import notifications, operations, parameters
from projects.enums import ParameterName
from projects.models import Instalment, ProgressReport
from projects.notifications.report import report_due
from projects.operations import book
from projects.queries import instalments_to_remind
from projects.queries.application import overdue_corrections
from projects.queries.call import calls_to_close
from projects.queries.contract import contracts_to_expire
from projects.queries.instalment import asked_on, instalments_asked_for, next_instalments, unmet_conditions
from projects.queries.report import has_failed, reports_that_may_fail, reports_to_remind

PAYMENT_WARNING = 3  # working days before the days to pay are over


@shared_task
def remind_instalments() -> None:
    """Tell finance and the contractor of unpaid instalments due soon or overdue, once each."""
    due = instalments_to_remind().order_by("due_on").values_list("pk", flat=True)
    each(due, _remind, "instalment %s could not be reminded of")


def _remind(pk: int) -> None:
    """Ask again right before telling: the instalment may have been paid since the list was read."""
    due = instalments_to_remind().select_related("project__fund__organization", "project__contractor")
    instalment: Instalment | None = due.filter(pk=pk).first()
    if instalment:
        notifications.instalment_due(instalment)


@shared_task
def close_calls() -> None:
    """Close every published call whose time has come."""
    each(calls_to_close(timezone.now()), operations.close_call, "call %s could not be closed")


@shared_task
def expire_contracts() -> None:
    """End every registered contract whose last day has passed."""
    today = timezone.localdate()
    expire = partial(operations.expire_contract, today=today)
    each(contracts_to_expire(today), expire, "contract %s could not be expired")


@shared_task
def remind_reports() -> None:
    """Tell contractors of reports due soon or overdue, once before the day and once after it."""
    due = reports_to_remind().select_related("project__contractor", "project__worker", "project__created_by")
    each(due.order_by("due_on", "pk"), report_due, "report %s could not be reminded of")


@shared_task
def fail_late_reports() -> None:
    """Record reports that did not come, beyond grace and without a reason, where their call says that this counts."""
    late = reports_that_may_fail().order_by("due_on").values_list("pk", flat=True)
    each(late, _fail, "report %s could not be marked as failed")


def _fail(pk: int) -> None:
    report = ProgressReport.objects.get(pk=pk)
    if has_failed(report):
        operations.fail_report(report)


@shared_task
def meet_conditions() -> None:
    """Tell contractors whose next instalment has every condition met."""
    each(next_instalments(), _meet, "instalment %s could not be checked")


def _meet(instalment: Instalment) -> None:
    if not unmet_conditions(instalment):
        operations.meet_conditions_instalment(instalment)


@shared_task
def remind_payments() -> None:
    """Tell purchasers and finance of instalments asked for, some working days before the days to pay are over.

    收到发票后 10 个工作日内付款 is a configurable default.
    """
    days, today = parameters.days(ParameterName.PAYMENT_DAYS), timezone.localdate()

    def remind(instalment: Instalment) -> None:
        since = asked_on(instalment)
        if since and workdays_until(since, today) >= days - PAYMENT_WARNING:
            notifications.instalment_waits_for_payment(instalment, days)

    each(instalments_asked_for(), remind, "instalment %s could not be reminded of")


@shared_task
def check_books() -> None:
    """Every night: totals against rows."""
    book.check_books()


@shared_task
def fail_missed_corrections() -> None:
    """Applications returned for correction and not handed in again in time are not eligible."""
    fail = partial(operations.fail_application, by=None, note="补正期限已过，没有补正。")
    each(overdue_corrections(), fail, "application %s could not be closed")
