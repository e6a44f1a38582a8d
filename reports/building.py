"""From a queued run to its two files, in the scope of the person who asked."""

import logging
import traceback
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone

from core.errors import DomainError
from core.workflow import step
from reports.builders.docx import build_word
from reports.builders.xlsx import build_excel
from reports.enums import ReportState
from reports.models import ReportRun
from reports.monthly import MonthlyReport, gather
from reports.notifications import report_failed, report_finished
from reports.recount import snapshot_of, viewer_of
from reports.workflow import FAIL_REPORT, FINISH_REPORT, START_REPORT

logger = logging.getLogger(__name__)


def build(pk: int) -> None:
    """Make the files of run ``pk``; a run that is not queued any more is left alone.

    Safe to run twice: whoever makes the step to RUNNING builds, everybody else goes home.
    """
    run = ReportRun.objects.select_related("organization", "requested_by", "identity").get(pk=pk)
    try:
        with step(run, START_REPORT, by=None) as started:
            started.progress = 5
            started.save(update_fields=["progress"])
    except DomainError:
        return
    try:
        finish(run, gather(run, viewer_of(run)))
    except Exception as error:  # whatever went wrong, the person waiting must be told
        logger.error("report run %s failed: %s\n%s", pk, type(error).__name__, where(error))
        fail(run, note=str(error) if isinstance(error, DomainError) else "生成时出错")


def write_files(run: ReportRun, report: MonthlyReport) -> tuple[bytes, bytes]:
    """Word and Excel; the progress moves along."""
    advance(run, 50)
    word = build_word(report)
    advance(run, 75)
    excel = build_excel(report)
    advance(run, 90)
    return word, excel


def advance(run: ReportRun, percent: int) -> None:
    """A plain update: others read it while the work goes on, and a run stopped meanwhile keeps its state."""
    ReportRun.objects.filter(pk=run.pk, state=ReportState.RUNNING).update(progress=percent)


def finish(run: ReportRun, report: MonthlyReport) -> None:
    """Store the files and the figures they say and tell the requester, together or not at all; names nobody can guess,
    although no address serves the folder without asking for scope.
    """
    word, excel = write_files(run, report)
    with step(run, FINISH_REPORT, by=None) as done:
        name = uuid4().hex
        done.word.save(f"{name}.docx", ContentFile(word), save=False)
        done.excel.save(f"{name}.xlsx", ContentFile(excel), save=False)
        done.progress, done.finished_at = 100, timezone.now()
        done.snapshot, done.taken_at = snapshot_of(report.now), report.taken_at
        done.save(update_fields=["word", "excel", "progress", "finished_at", "snapshot", "taken_at"])
        report_finished(done)


def fail(run: ReportRun, *, note: str) -> None:
    """Stop a run and tell the requester; one that ended meanwhile stays as it is."""
    try:
        with step(run, FAIL_REPORT, by=None, note=note) as stopped:
            report_failed(stopped)
    except DomainError:
        logger.warning("report run %s had ended already", run.pk)


def where(error: Exception) -> str:
    """SECURITY: the frames without the message, which may quote data."""
    return "".join(traceback.format_tb(error.__traceback__))
