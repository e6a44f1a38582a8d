"""What the timer does."""

import logging

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from core.calendar import workdays_until
from core.errors import DomainError
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

logger = logging.getLogger(__name__)
PAYMENT_WARNING = 3  # working days before the days to pay are over


@shared_task
def remind_instalments() -> None:
    """Tell finance and the contractor of unpaid instalments due soon or overdue, once each.

    A row that cannot be handled is logged and left for the next round; the others are told.
    """
    for pk in instalments_to_remind().order_by("due_on").values_list("pk", flat=True):
        try:
            with transaction.atomic():
                _remind(pk)
        except Exception:  # one bad row must not silence the rest
            logger.exception("instalment %s could not be reminded of", pk)


def _remind(pk: int) -> None:
    """Ask again right before telling: the instalment may have been paid since the list was read."""
    due = instalments_to_remind().select_related("project__fund__organization", "project__contractor")
    instalment: Instalment | None = due.filter(pk=pk).first()
    if instalment:
        notifications.instalment_due(instalment)


@shared_task
def close_calls() -> None:
    """Close every published call whose time has come; a call that cannot be closed is logged and the others go on."""
    for call in calls_to_close(timezone.now()):
        try:
            operations.close_call(call)
        except DomainError:
            pass  # closed or cancelled by somebody since the list was read
        except Exception:  # one bad row must not keep the rest open
            logger.exception("call %s could not be closed", call.pk)


@shared_task
def expire_contracts() -> None:
    """End every registered contract whose last day has passed; one that cannot be ended is logged."""
    today = timezone.localdate()
    for contract in contracts_to_expire(today):
        try:
            operations.expire_contract(contract, today=today)
        except DomainError:
            pass  # prolonged or terminated since the list was read
        except Exception:  # one bad row must not keep the rest in force
            logger.exception("contract %s could not be expired", contract.pk)


@shared_task
def remind_reports() -> None:
    """Tell contractors of reports due soon or overdue, once before the day and once after it."""
    due = reports_to_remind().select_related("project__contractor", "project__worker", "project__created_by")
    for report in due.order_by("due_on", "pk"):
        try:
            with transaction.atomic():
                report_due(report)
        except Exception:  # one bad row must not silence the rest
            logger.exception("report %s could not be reminded of", report.pk)


@shared_task
def fail_late_reports() -> None:
    """Record reports that did not come, beyond grace and without a reason, where their call says that this counts."""
    for pk in reports_that_may_fail().order_by("due_on").values_list("pk", flat=True):
        try:
            _fail(pk)
        except DomainError:  # submitted or explained since the list was read
            continue
        except Exception:  # one bad row must not stop the rest
            logger.exception("report %s could not be marked as failed", pk)


def _fail(pk: int) -> None:
    report = ProgressReport.objects.get(pk=pk)
    if has_failed(report):
        operations.fail_report(report)


@shared_task
def meet_conditions() -> None:
    """Tell contractors whose next instalment has every condition met; one that cannot be asked is logged."""
    for instalment in next_instalments():
        try:
            if not unmet_conditions(instalment):
                operations.meet_conditions_instalment(instalment)
        except DomainError:  # asked for since the list was read
            continue
        except Exception:  # one bad row must not silence the rest
            logger.exception("instalment %s could not be checked", instalment.pk)


@shared_task
def remind_payments() -> None:
    """Tell purchasers and finance of instalments asked for, some working days before the days to pay are over.

    收到发票后 10 个工作日内付款 is a configurable default.
    """
    days, today = parameters.days(ParameterName.PAYMENT_DAYS), timezone.localdate()
    for instalment in instalments_asked_for():
        try:
            since = asked_on(instalment)
            if since and workdays_until(since, today) >= days - PAYMENT_WARNING:
                notifications.instalment_waits_for_payment(instalment, days)
        except Exception:  # one bad row must not silence the rest
            logger.exception("instalment %s could not be reminded of", instalment.pk)


@shared_task
def check_books() -> None:
    """Every night: totals against rows."""
    book.check_books()


@shared_task
def fail_missed_corrections() -> None:
    """Applications returned for correction and not handed in again in time are not eligible; each by itself."""
    for application in overdue_corrections():
        try:
            operations.fail_application(application, by=None, note="补正期限已过，没有补正。")
        except DomainError:
            pass  # handed in or decided by somebody since the list was read
        except Exception:  # one bad row must not keep the others waiting
            logger.exception("application %s could not be closed", application.pk)
