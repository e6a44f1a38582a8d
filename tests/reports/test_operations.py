"""Asking for a report, from the click to two files whose cells are read back."""

from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from docx import Document
from python_calamine import CalamineWorkbook

from core.errors import DomainError
from core.models import Notification
from orgs.enums import Role
from orgs.models import Membership, User
from reports import building, operations, tasks
from reports.enums import ReportState
from reports.models import ReportRun
from reports.monthly import gather
from reports.periods import DAY, month_of
from services.enums import CheckInMethod, SessionState
from services.models import Attendance
from tests.cast import make_activity, make_session
from tests.racing import together
from tests.reports.worlds import make_random_world


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def last_month():
    return month_of(month_of(timezone.localdate()).start - DAY).start


def held_session(world, day: date, name="心理减压讲座", headcount=12):
    moment = timezone.make_aware(datetime.combine(day, time(19)))
    session = make_session(world, make_activity(world, name=name), moment, state=SessionState.HELD)
    Attendance.objects.create(session=session, headcount=headcount, method=CheckInMethod.HEADCOUNT, at=timezone.now())
    return session


def acting(user) -> User:
    user.act_as(user.memberships_today[0])
    return user


def test_request_report_queues_one_run_with_its_event(world, last_month, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as later:
        run = operations.request_report(world.street_union, by=acting(world.street), month=last_month + DAY)
    assert (run.organization, run.month, run.state) == (world.street_union, last_month, ReportState.QUEUED)
    assert run.identity == world.street.memberships_today[0]
    assert list(run.events.values_list("kind", "to_state", "by")) == [("create", "queued", world.street.pk)]
    assert len(later) == 1


def test_request_report_refuses_a_month_before_our_time(world):
    with pytest.raises(DomainError, match="2000年以后"):
        operations.request_report(world.street_union, by=world.street, month=date(1, 1, 1))
    assert ReportRun.objects.count() == 0


def test_request_report_refuses_a_month_that_has_not_begun(world, django_capture_on_commit_callbacks):
    coming = month_of(timezone.localdate()).end + DAY
    with django_capture_on_commit_callbacks() as later, pytest.raises(DomainError, match="还没有开始"):
        operations.request_report(world.street_union, by=world.street, month=coming)
    assert (ReportRun.objects.count(), later) == (0, [])


def test_request_report_refuses_the_same_report_under_way(world, last_month):
    operations.request_report(world.street_union, by=world.street, month=last_month)
    with pytest.raises(DomainError, match="正在生成"):
        operations.request_report(world.street_union, by=world.street, month=last_month)
    operations.request_report(world.street_union, by=world.district, month=last_month)
    operations.request_report(world.community_union, by=world.street, month=last_month)
    assert ReportRun.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_clicks_ask_once(world, last_month, media):
    def click():
        return operations.request_report(world.street_union, by=User.objects.get(pk=world.street.pk), month=last_month)

    # Built in another process in real life: here only the asking is raced.
    original, tasks.build_report.delay_on_commit = tasks.build_report.delay_on_commit, lambda pk: None
    try:
        results = together(click, click)
    finally:
        tasks.build_report.delay_on_commit = original
    assert {type(result) for result in results} == {ReportRun, DomainError}
    assert ReportRun.objects.count() == 1


def asked(world, user, organization, month, django_capture_on_commit_callbacks) -> ReportRun:
    """Ask and let the task run for real."""
    with django_capture_on_commit_callbacks(execute=True):
        run = operations.request_report(organization, by=acting(user), month=month)
    run.refresh_from_db()
    return run


def table_rows(document, number: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[number].rows]


def test_the_files_say_what_the_database_says(world, last_month, media, django_capture_on_commit_callbacks):
    held_session(world, last_month + 4 * DAY, name="心理减压 <讲座> & 沙龙", headcount=1234)
    held_session(world, last_month - DAY, headcount=7)  # the month before
    run = asked(world, world.street, world.street_union, last_month, django_capture_on_commit_callbacks)
    assert (run.state, run.progress) == (ReportState.DONE, 100)

    document = Document(BytesIO(run.word.read()))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    month = f"{last_month.year}年{last_month.month}月"
    assert document.paragraphs[0].text == f"浑河湾街道总工会{month}服务月报"
    assert "{{" not in text and "{%" not in text
    source, figures, parts, _, sessions, signatures = (table_rows(document, n) for n in range(6))
    assert source[0] == ["单位", "浑河湾街道总工会", "月份", month]
    assert figures[5] == ["服务人次", "1,234", "人次", "比上期 +1,227", "实名 0，未实名 1,234"]
    assert parts[1][0] == "水源地社区" and parts[1][4:7] == ["1", "1,234", "0"]
    assert parts[2][0] == "河畔社区" and parts[2][4:7] == ["0", "0", "0"]
    day = f"{last_month + 4 * DAY}"
    assert sessions[1:] == [[day, "心理减压 <讲座> & 沙龙", "水源地社区", "社区职工之家", "8小时外", "1,234", "0", "0"]]
    assert signatures == [["填报人：", "审核人：", "签发人："]]

    book = CalamineWorkbook.from_filelike(BytesIO(run.excel.read()))
    assert book.sheet_names == ["主要数据", "各下级组织", "项目清单", "场次清单"]
    overview = book.get_sheet_by_name("主要数据").to_python()
    assert overview[0][0] == f"浑河湾街道总工会{month}服务月报"
    assert [row[:3] for row in overview if row[0] == "服务人次"] == [["服务人次", 1234, "人次"]]
    assert book.get_sheet_by_name("各下级组织").to_python()[1][:7] == ["水源地社区", 2, 0, 0, 1, 1234, 0]
    (line,) = book.get_sheet_by_name("场次清单").to_python()[1:]
    assert line == [last_month + 4 * DAY, "心理减压 <讲座> & 沙龙", "水源地社区", "社区职工之家", "8小时外", 1234, 0, 0]


@pytest.mark.parametrize("seed", range(2))
def test_word_and_excel_agree_with_the_gathered_report(
    world, media, seed, last_month, django_capture_on_commit_callbacks
):
    make_random_world(world, seed, days=80)
    run = asked(world, world.city, world.city_union, last_month, django_capture_on_commit_callbacks)
    report = gather(run, acting(world.city))
    book = CalamineWorkbook.from_filelike(BytesIO(run.excel.read()))
    lines = book.get_sheet_by_name("场次清单").to_python()[1:]
    assert sum(line[5] for line in lines) == report.now.services.person_times
    assert len(lines) == report.now.services.sessions
    projects = book.get_sheet_by_name("项目清单").to_python()[1:]
    assert [row[0] for row in projects] == [line.code for line in report.projects]
    document = Document(BytesIO(run.word.read()))
    assert [row[0] for row in table_rows(document, 3)[1:]] == [line.code for line in report.projects]
    assert len(table_rows(document, 4)) - 1 == report.now.services.sessions


def test_a_name_never_becomes_a_formula(world, last_month, media, django_capture_on_commit_callbacks):
    held_session(world, last_month, name='=HYPERLINK("http://x.test")')
    run = asked(world, world.street, world.street_union, last_month, django_capture_on_commit_callbacks)
    book = CalamineWorkbook.from_filelike(BytesIO(run.excel.read()))
    assert book.get_sheet_by_name("场次清单").to_python()[1][1] == '=HYPERLINK("http://x.test")'


def test_done_tells_the_requester_once(world, last_month, media, django_capture_on_commit_callbacks):
    run = asked(world, world.street, world.street_union, last_month, django_capture_on_commit_callbacks)
    tasks.build_report(run.pk)  # a redelivered task finds nothing to do
    run.refresh_from_db()
    assert list(run.events.values_list("kind", flat=True)) == ["create", "start", "finish"]
    told = Notification.objects.values_list("recipient", "title", "url")
    assert list(told) == [(world.street.pk, f"{run}已生成", f"/report-runs/{run.pk}/")]


def test_an_ended_membership_stops_the_report(world, last_month, media, django_capture_on_commit_callbacks):
    Membership.objects.create(
        user=world.street, organization=world.city_union, role=Role.LEADER, valid_from="2020-01-01"
    )
    run = operations.request_report(world.street_union, by=acting(world.street), month=last_month)
    Membership.objects.filter(pk=run.identity_id).update(valid_to=timezone.localdate() - timedelta(days=1))
    tasks.build_report(run.pk)
    run.refresh_from_db()
    last = run.events.last()
    assert (run.state, bool(run.word), last.kind) == (ReportState.FAILED, False, "fail")
    assert last.note == "申请时的任职已结束或范围已变，不能再生成。请由现任人员重新申请。"
    assert Notification.objects.get().title == f"{run}没有生成"


def test_a_failure_is_told_without_quoting_data(world, last_month, media, caplog, monkeypatch):
    phone = "".join(["138", "0013", "8000"])

    def broken(report):
        raise ValueError(phone)

    monkeypatch.setattr(building, "build_excel", broken)
    run = operations.request_report(world.street_union, by=acting(world.street), month=last_month)
    tasks.build_report(run.pk)
    run.refresh_from_db()
    assert (run.state, run.events.last().note) == (ReportState.FAILED, "生成时出错")
    assert "ValueError" in caplog.text and phone not in caplog.text
    assert [file for file in media.rglob("*") if file.is_file()] == []


def test_retry_builds_a_failed_run(world, last_month, media, monkeypatch, django_capture_on_commit_callbacks):
    run = operations.request_report(world.street_union, by=acting(world.street), month=last_month)
    building.fail(run, note="生成中断")
    with django_capture_on_commit_callbacks(execute=True):
        operations.retry_report(run, by=world.street)
    run.refresh_from_db()
    assert run.state == ReportState.DONE
    assert list(run.events.values_list("kind", flat=True)) == ["create", "fail", "retry", "start", "finish"]
    with pytest.raises(DomainError, match="已完成"):
        operations.retry_report(run, by=world.street)
    assert run.events.count() == 5


def test_a_run_stopped_meanwhile_leaves_no_files(world, last_month, media, monkeypatch):
    run = operations.request_report(world.street_union, by=acting(world.street), month=last_month)
    original = building.build_excel

    def stopped_meanwhile(report):
        building.fail(run, note="生成中断")
        return original(report)

    monkeypatch.setattr(building, "build_excel", stopped_meanwhile)
    tasks.build_report(run.pk)
    run.refresh_from_db()
    assert (run.state, run.events.last().note) == (ReportState.FAILED, "生成中断")
    assert [file for file in media.rglob("*") if file.is_file()] == []
    assert not default_storage.exists(run.word.name or "none")


def test_a_template_in_the_data_directory_takes_precedence(world, last_month, media, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    (tmp_path / "templates").mkdir()
    own = Document()
    own.add_paragraph("{{ organization }}快报")
    own.save(tmp_path / "templates" / "monthly.docx")
    run = operations.request_report(world.street_union, by=acting(world.street), month=last_month)
    tasks.build_report(run.pk)
    run.refresh_from_db()
    assert [paragraph.text for paragraph in Document(BytesIO(run.word.read())).paragraphs] == ["浑河湾街道总工会快报"]


def test_a_month_without_anything_says_so(world, last_month, media):
    run = operations.request_report(world.contractor, by=acting(world.ngo), month=last_month)
    tasks.build_report(run.pk)
    run.refresh_from_db()
    document = Document(BytesIO(run.word.read()))
    text = [paragraph.text for paragraph in document.paragraphs]
    assert [line for line in text if line.startswith(("提示", "没有", "本月没有", "二、"))] == [
        "提示：本月没有已举办的场次。",
        "二、各实施社区",
        "没有可以分列的下级组织。",
        "本月没有在实施的项目。",
        "本月没有已举办的场次。",
    ]
    assert [len(table_rows(document, number)) for number in (2, 3, 4)] == [1, 1, 1]
    assert CalamineWorkbook.from_filelike(BytesIO(run.excel.read())).sheet_names[1] == "各实施社区"
