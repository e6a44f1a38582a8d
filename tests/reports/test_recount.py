"""快照版 and 重算版: what a finished report said, beside what the month amounts to now."""

from datetime import datetime, time
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import Error, transaction
from django.utils import timezone
from docx import Document
from python_calamine import CalamineWorkbook

from orgs.models import Membership
from reports import operations, tasks
from reports.models import ReportRun
from reports.periods import DAY, month_of
from reports.recount import Line, first_snapshot, recounted
from services.enums import CheckInMethod, SessionState
from services.models import Attendance
from tests.cast import make_activity, make_session


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def month():
    return month_of(month_of(timezone.localdate()).start - DAY)


def held(world, day, headcount, **fields):
    moment = timezone.make_aware(datetime.combine(day, time(19)))
    session = make_session(world, make_activity(world), moment, state=SessionState.HELD, **fields)
    Attendance.objects.create(session=session, headcount=headcount, method=CheckInMethod.HEADCOUNT, at=timezone.now())
    return session


def report(world, month, user=None) -> ReportRun:
    user = user or world.street
    user.act_as(user.memberships_today[0])
    run = operations.request_report(world.street_union, by=user, month=month.start)
    tasks.build_report(run.pk)
    run.refresh_from_db()
    return run


def changed(run) -> dict:
    return {row.name: (row.before, row.now, row.difference) for row in recounted(run).rows if row.is_changed}


def test_a_finished_report_keeps_its_figures_and_the_recount_shows_late_entries(world, media, month):
    held(world, month.start, 12)
    run = report(world, month)
    assert run.snapshot["person_times"] == "12" and run.taken_at <= run.finished_at
    assert changed(run) == {}
    held(world, month.end, 30)  # entered after the month's report
    held(world, month.end + DAY, 99)  # the next month's
    run.refresh_from_db()
    assert run.snapshot["person_times"] == "12"
    late = changed(run)
    assert (late["sessions"], late["person_times"]) == ((1, 2, 1), (12, 42, 30))
    assert "persons" not in late


def test_the_snapshot_never_changes_again(world, media, month):
    run = report(world, month)
    for change in ({"snapshot": {}}, {"taken_at": timezone.now()}, {"snapshot": None}):
        with pytest.raises(Error, match="stand"), transaction.atomic():
            ReportRun.objects.filter(pk=run.pk).update(**change)


def test_the_page_shows_both_versions_and_leads_to_the_rows(world, media, month, signed_in):
    held(world, month.start, 12)
    run = report(world, month)
    held(world, month.end, 30)
    client = signed_in(world.street)
    page = client.get(run.get_absolute_url())
    rows = {row["line"].name: row for row in page.context["lines"]}
    assert rows["person_times"]["line"].texts == ["服务人次", "12", "42", "+30"]
    assert rows["persons"]["line"].texts == ["服务人数", "0", "0", "—"]
    listed = client.get(rows["person_times"]["url"]).context["table"]
    assert sum(row.headcount for row in listed.data) == 42
    sessions = client.get(rows["sessions"]["url"]).context
    assert sessions["total"] == rows["sessions"]["line"].now == 2
    assert "生成以后有补录或更正" in page.content.decode()


def test_views_online_have_their_own_line_and_list(world, media, month, signed_in):
    held(world, month.start, 12)
    run = report(world, month)
    held(world, month.start, 500, is_online=True)
    page = signed_in(world.street).get(run.get_absolute_url())
    rows = {row["line"].name: row for row in page.context["lines"]}
    assert [rows[name]["line"].now for name in ("person_times", "online_times", "sessions")] == [12, 500, 2]
    listed = signed_in(world.street).get(rows["online_times"]["url"]).context["table"]
    assert sum(row.headcount for row in listed.data) == 500


def test_a_report_from_before_snapshots_has_no_comparison(world, media, month, signed_in):
    run = report(world, month)
    old = ReportRun.objects.create(
        organization=run.organization, month=run.month, requested_by=world.street, identity=run.identity, state="done",
        word=run.word.name, excel=run.excel.name, finished_at=run.finished_at, progress=100,
    )  # fmt: skip
    assert recounted(old) is None
    assert "comparison" not in signed_in(world.street).get(old.get_absolute_url()).context


def test_no_recount_in_a_scope_that_has_ended(world, media, month):
    run = report(world, month)
    Membership.objects.filter(pk=run.identity_id).update(valid_to=timezone.localdate() - DAY)
    assert recounted(ReportRun.objects.get(pk=run.pk)) is None


def test_the_next_report_of_the_month_shows_the_difference_in_word_and_excel(world, media, month):
    held(world, month.start, 12)
    first = report(world, month)
    held(world, month.end, 30)
    again = report(world, month)
    assert first_snapshot(again) == first and first_snapshot(first) == again

    document = Document(BytesIO(again.word.read()))
    rows = [[cell.text for cell in row.cells] for row in document.tables[2].rows]
    assert rows[0] == ["指标", "快照版", "重算版", "差异"]
    assert ["服务人次", "12", "42", "+30"] in rows
    assert any("快照版" in paragraph.text for paragraph in document.paragraphs)
    book = CalamineWorkbook.from_filelike(BytesIO(again.excel.read()))
    sheet = book.get_sheet_by_name("快照版与重算版").to_python()
    assert ["服务人次", 12, 42, 30] in sheet
    document = Document(BytesIO(first.word.read()))
    assert not any("快照版" in paragraph.text for paragraph in document.paragraphs)


def test_another_role_is_another_scope(world, media, month):
    first = report(world, month)
    other = report(world, month, world.district)
    assert first_snapshot(other) is None and first.snapshot is not None


@pytest.mark.parametrize(
    ("name", "before", "now", "text"),
    [
        ("persons", 3, 2, "−1"),
        ("paid", "100.00", "1250.50", "+1,150.50"),
        ("satisfaction", "0.9000", "0.9250", "+2.5 个百分点"),
        ("satisfaction", None, "0.9250", "有变化"),
        ("satisfaction", None, None, "—"),
    ],
)
def test_differences_as_people_read_them(name, before, now, text):
    read = {"persons": int}.get(name, lambda value: value and Decimal(value))
    assert Line(name, "", read(before), read(now)).written_difference == text
