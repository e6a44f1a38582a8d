"""Progress reports: what is written, submitted, judged; figures that stay; lateness; the moves from every state."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from docx import Document

from core.calendar import add_workdays
from core.errors import DomainError
from core.models import Notification
from orgs.enums import Role
from orgs.models import Membership
from projects import periodic, workflow
from projects.documents.report import report_document
from projects.enums import Measure, ProjectState, ReportKind, ReportState
from projects.models import IndicatorSnapshot, ProgressReport, Project, Result
from projects.operations.report import (
    accept_report,
    attach_report_file,
    comment_report,
    explain_report,
    fail_report,
    return_report,
    save_report,
    submit_report,
)
from projects.queries.report import REPORTING, WRITABLE, sections_for
from projects.reporting import LONGEST
from services.enums import CheckInMethod, SessionState
from services.models import Attendance
from tests.cast import ROLE_NAMES, make_activity, make_project, make_session
from tests.projects.build_application import make_application
from tests.projects.build_call import make_call
from tests.projects.build_report import PDF, days_ago, make_actual, make_indicator, make_report
from tests.racing import together, verdicts

pytestmark = pytest.mark.django_db
TEXTS = {"work": "开展讲座三场。", "problems": "无", "plan": "继续。"}


def filled(w, report: ProgressReport) -> ProgressReport:
    return save_report(report, by=w.worker, content={section.key: "已完成。" for section in sections_for(report)})


def hold(w, project, day, *, crowd=10, minutes=90):
    starts = timezone.localtime().replace(hour=9, minute=0) - timedelta(days=day)
    activity = project.activities.first() or make_activity(w, project)
    ends = starts + timedelta(minutes=minutes)
    session = make_session(w, activity, starts, ends_at=ends, state=SessionState.HELD)
    return Attendance.objects.create(session=session, headcount=crowd, method=CheckInMethod.HEADCOUNT, at=starts)


def test_writing_keeps_what_was_written(world):
    report = make_report(world)
    save_report(report, by=world.worker, content={"work": " 三场讲座 \0"})
    saved = save_report(report, by=world.ngo, content={"problems": "无"})
    assert (saved.content, saved.state) == ({"work": "三场讲座", "problems": "无"}, "planned")


@pytest.mark.parametrize("content", [{"nothing": "x"}, {"work": 1}, {"work": "字" * (LONGEST + 1)}, ["work"]])
def test_texts_that_are_refused(world, content):
    report = make_report(world)
    with pytest.raises(DomainError):
        save_report(report, by=world.worker, content=content)
    report.refresh_from_db()
    assert report.content == {}


def test_a_final_report_argues_aim_by_aim(world):
    project = make_project(world, ProjectState.ACTIVE)
    report = make_report(world, project, ReportKind.FINAL)
    assert [section.key for section in sections_for(report)][:2] == ["work", "goal"]
    aims = [Result.objects.create(project=project, number=number, text="减压") for number in (1, 2)]
    keys = [section.key for section in sections_for(report)]
    assert keys[:3] == ["work", *(f"result-{aim.pk}" for aim in aims)]
    assert keys[3:] == ["cases", "problems", "experience", "opinions", "publicity", "balance"]


def test_submitting_states_what_the_records_say(world):
    project = make_project(world, ProjectState.ACTIVE, starts_on=days_ago(60), ends_on=days_ago(-39))
    make_indicator(world, project, Measure.PERSON_TIMES, target=100)
    manual = make_indicator(world, project, target=50)
    make_actual(world, manual, "approved", "12.50", on=days_ago(10))
    hold(world, project, 45, crowd=7)  # before the report's days: counted to date, not as theirs
    hold(world, project, 20, crowd=13, minutes=100)
    report = submit_report(filled(world, make_report(world, project)), by=world.worker)
    rows = {
        row["title"]: (row["target"], row["lately"], row["actual"], row["rate"]) for row in report.figures["indicators"]
    }
    assert rows == {
        "场次": (18, "1", "2", "0.111111"),
        "人次": (100, "13", "20", "0.200000"),
        "满意员工": (50, None, "12.5", "0.250000"),
    }
    assert report.figures["services"] == {"sessions": "1", "person_times": "13", "persons": "0", "hours": "1.5"}
    assert (report.figures["until"], report.figures["records_total"]) == (days_ago(1).isoformat(), 1)
    assert report.figures["satisfaction"] is None  # months are never compared
    assert (report.state, report.submitted_by) == ("submitted", world.worker)
    assert Notification.objects.filter(recipient=world.district, title="有报告待审核").count() == 1


def test_a_report_needs_its_sections(world):
    report = save_report(make_report(world), by=world.worker, content={"work": "三场讲座"})
    not_submitted(report, world, "还没有填写：问题与调整、下月计划")


def test_a_month_is_reported_after_its_end(world):
    report = filled(world, make_report(world, ends_on=days_ago(-3)))
    not_submitted(report, world, "报告期到")
    assert submit_report(filled(world, make_report(world, kind=ReportKind.MIDTERM, ends_on=days_ago(-3))), by=world.ngo)


def not_submitted(report, w, match, **fields):
    before = report.events.count()
    with pytest.raises(DomainError, match=match):
        submit_report(report, by=w.worker, **fields)
    report.refresh_from_db()
    assert (report.state, report.figures, report.events.count()) == ("planned", {}, before)


def test_late_needs_a_reason(world):
    report = filled(world, make_report(world, due_on=days_ago(1)))
    not_submitted(report, world, "已经逾期")
    not_submitted(report, world, "最多200字", late_reason="字" * 201)
    assert submit_report(report, by=world.worker, late_reason="停电").late_reason == "停电"


def test_on_the_last_day_it_is_in_time(world):
    report = submit_report(filled(world, make_report(world, due_on=days_ago(0))), by=world.worker)
    assert (report.state, report.late_reason) == ("submitted", "")


@pytest.mark.parametrize("state", [state for state in ProjectState if state not in REPORTING])
def test_a_project_that_is_over_takes_no_reports(world, state):
    report = make_report(world, make_project(world, state), content=TEXTS)
    not_submitted(report, world, "不再接收报告")
    for call in (
        lambda: save_report(report, by=world.worker, content=TEXTS),
        lambda: attach_report_file(report, by=world.worker, file=SimpleUploadedFile("a.pdf", PDF)),
        lambda: explain_report(report, by=world.worker, reason="停电"),
    ):
        with pytest.raises(DomainError, match="不再接收报告"):
            call()


def test_accepted_figures_stay_whatever_is_recorded_later(world):
    project = make_project(world, ProjectState.ACTIVE, starts_on=days_ago(60), ends_on=days_ago(-39))
    make_indicator(world, project, Measure.CASES, target=5)
    hold(world, project, 20)
    report = accept_report(
        submit_report(filled(world, make_report(world, project)), by=world.worker), by=world.district
    )
    hold(world, project, 19)
    report.refresh_from_db()
    assert list(IndicatorSnapshot.objects.values_list("indicator__measure", "value")) == [("sessions", Decimal("1.00"))]
    assert [row["actual"] for row in report.figures["indicators"]] == ["1", None]


def test_a_return_gives_time_and_the_figures_are_computed_anew(world):
    project = make_project(world, ProjectState.ACTIVE)
    report = submit_report(filled(world, make_report(world, project, due_on=days_ago(0))), by=world.worker)
    comment_report(report, by=world.district, section="work", text="补充签到表")
    returned = return_report(report, by=world.district, note="见批注")
    assert (returned.state, returned.due_on) == ("returned", add_workdays(timezone.localdate(), 5))
    hold(world, project, 3)
    again = submit_report(returned, by=world.ngo)
    assert again.figures["indicators"][0]["actual"] == "1"
    kinds = list(again.events.values_list("kind", flat=True))
    assert kinds == ["submit", "comment", "return", "submit"]


@pytest.mark.parametrize(
    ("section", "text", "match"), [("cases", "好", "没有这个章节"), ("", " ", "批注应有内容"), ("", "字" * 501, "500")]
)
def test_comments_that_are_refused(world, section, text, match):
    report = make_report(world, state=ReportState.SUBMITTED)
    with pytest.raises(DomainError, match=match):
        comment_report(report, by=world.district, section=section, text=text)
    assert (report.comments.count(), report.events.count()) == (0, 0)


@pytest.mark.parametrize("state", [state for state in ReportState if state != ReportState.SUBMITTED])
def test_only_submitted_reports_are_commented(world, state):
    with pytest.raises(DomainError, match="只能批注待审核的报告"):
        comment_report(make_report(world, state=state), by=world.district, text="好")


@pytest.mark.parametrize("judge", [accept_report, return_report], ids=["accept", "return"])
def test_nobody_judges_their_own_unit(world, judge):
    Membership.objects.create(
        user=world.ngo, organization=world.district_union, role=Role.DISTRICT_UNION, valid_from=days_ago(9)
    )
    own = make_report(world, state=ReportState.SUBMITTED, submitted_by=world.district)
    for by, report in ((world.ngo, make_report(world, state=ReportState.SUBMITTED)), (world.district, own)):
        with pytest.raises(DomainError, match="请由其他人员办理"):
            judge(report, by=by, note="理由")
    assert set(ProgressReport.objects.values_list("state", flat=True)) == {"submitted"}


MOVES = {"submit": submit_report, "accept": accept_report, "return": return_report, "fail": fail_report}
WRONG = [(move, state) for move in workflow.REPORT for state in ReportState if state not in move.sources]


@pytest.mark.parametrize(("move", "state"), WRONG, ids=lambda value: getattr(value, "name", value))
def test_every_move_from_every_other_state_is_refused(world, move, state):
    report = make_report(world, state=state)
    with pytest.raises(DomainError, match="目前是"):
        MOVES[move.name](report, by=world.district, **({"note": "理由"} if move.name == "return" else {}))
    report.refresh_from_db()
    assert (report.state, report.events.count(), report.snapshots.count()) == (state, 0, 0)


@pytest.mark.parametrize("state", [state for state in ReportState if state not in WRITABLE])
def test_what_is_handed_in_is_not_rewritten(world, state):
    report = make_report(world, state=state)
    for call in (
        lambda: save_report(report, by=world.worker, content=TEXTS),
        lambda: attach_report_file(report, by=world.worker, file=SimpleUploadedFile("a.pdf", PDF)),
        lambda: explain_report(report, by=world.worker, reason="停电"),
    ):
        with pytest.raises(DomainError, match="不能修改"):
            call()
    assert report.files.count() == 0


def test_attachments_are_judged_by_their_content(world):
    report = make_report(world)
    with pytest.raises(DomainError, match="不是 PDF"):
        attach_report_file(report, by=world.worker, file=SimpleUploadedFile("photo.jpg", b"MZ"))
    kept = attach_report_file(report, by=world.worker, file=SimpleUploadedFile("照片.pdf", PDF))
    assert (kept.name, kept.size, report.files.count()) == ("照片.pdf", len(PDF), 1)


@pytest.mark.django_db(transaction=True)
def test_two_judges_at_once(world):
    report = make_report(world, state=ReportState.SUBMITTED)
    results = verdicts(
        together(
            lambda: accept_report(ProgressReport.objects.get(), by=world.district),
            lambda: return_report(ProgressReport.objects.get(), by=world.city, note="理由"),
        )
    )
    assert sorted(result == "ok" for result in results) == [False, True]
    assert report.events.count() == 1


# The timer


def late_report(w, days=30, fails=True, **fields) -> ProgressReport:
    """Of a project won in a call that does (or does not) count unexplained lateness as failure."""
    call = make_call(w, late_report_fails=fails)
    project = make_project(w, ProjectState.ACTIVE, application=make_application(w, call))
    return make_report(w, project, **({"due_on": days_ago(days)} | fields))


def test_a_report_that_does_not_come_fails(world):
    report = late_report(world)
    periodic.fail_late_reports()
    report.refresh_from_db()
    assert (report.state, [event.by for event in report.events.all()]) == ("failed", [None])
    told = set(Notification.objects.filter(title__startswith="报告逾期未交").values_list("recipient", flat=True))
    assert told == {world.ngo.pk, world.worker.pk, world.district.pk}


def test_who_explains_or_has_no_such_rule_does_not_fail(world):
    reports = [late_report(world, days=2), late_report(world, fails=False), late_report(world, late_reason="停电")]
    reports += [
        make_report(world, due_on=days_ago(30)),
        late_report(world, starts_on=days_ago(-400), ends_on=days_ago(-401)),
    ]
    explained = explain_report(late_report(world), by=world.worker, reason="暴雪封路")
    periodic.fail_late_reports()
    assert set(ProgressReport.objects.values_list("state", flat=True)) == {"planned"}
    for report in (*reports, explained):
        with pytest.raises(DomainError, match="没有逾期，或已经说明原因"):
            fail_report(report)


def test_one_bad_row_does_not_stop_the_rest(world, monkeypatch):
    first, second = late_report(world, days=31), late_report(world)
    original = periodic.operations.fail_report

    def sometimes(report, **fields):
        if report == first:
            raise RuntimeError("broken")
        return original(report, **fields)

    monkeypatch.setattr(periodic.operations, "fail_report", sometimes)
    periodic.fail_late_reports()
    assert [ProgressReport.objects.get(pk=row.pk).state for row in (first, second)] == ["planned", "failed"]


def test_reminded_once_before_and_once_after(world):
    report = make_report(world, due_on=days_ago(-3))
    make_report(world, due_on=days_ago(-4))
    make_report(world, state=ReportState.SUBMITTED, due_on=days_ago(-1))
    for _ in range(2):
        periodic.remind_reports()
    assert set(Notification.objects.values_list("recipient", "title")) == {
        (world.ngo.pk, "报告即将到期"), (world.worker.pk, "报告即将到期"),
    }  # fmt: skip
    ProgressReport.objects.filter(pk=report.pk).update(due_on=days_ago(1))
    periodic.remind_reports()
    assert Notification.objects.filter(title="报告已逾期").count() == 2


# Word


@pytest.mark.parametrize("kind", ReportKind.values)
def test_the_word_file_says_what_the_report_says(world, kind):
    project = make_project(
        world, ProjectState.ACTIVE, starts_on=days_ago(60), ends_on=days_ago(-39), name="心理<关爱>&"
    )
    make_indicator(world, project, Measure.PERSON_TIMES, target=100)
    hold(world, project, 20, crowd=13)
    report = submit_report(filled(world, make_report(world, project, kind)), by=world.worker)
    document = Document(BytesIO(report_document(report)))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    assert tables[0][0] == ["项目名称", "心理<关爱>&", "项目编号", project.code]
    assert tables[1][1:] == [["场次", "18", "1", "1", percent(1, 18)], ["人次", "100", "13", "13", percent(13, 100)]]
    assert tables[2][1:] == [["活动费", "50,000.00", "0.00"], ["合计", "50,000.00", "0.00"]]
    assert tables[3][1][1:] == ["心理减压讲座", "水源地社区 社区职工之家", "13"]
    assert "预算 50,000.00 元，已拨付 0.00 元，认可支出 0.00 元，执行率 —。" in paragraphs
    assert paragraphs.count("已完成。") == len(sections_for(report))
    assert any("满意度" in text for text in paragraphs) == (kind != ReportKind.MONTHLY)


def percent(part, whole) -> str:
    """In time on this day: six tenths of the days are gone, so both are behind."""
    return f"{Decimal(part) / whole:.1%}（滞后）"


def test_a_draft_says_so(world):
    document = Document(BytesIO(report_document(make_report(world))))
    assert any("草稿" in paragraph.text for paragraph in document.paragraphs)


ALLOWED = {
    "save_report": {"ngo", "worker"},
    "submit_report": {"ngo", "worker"},
    "explain_report": {"ngo", "worker"},
    "attach_report_file": {"ngo", "worker"},
    "comment_report": {"city", "district"},
    "return_report": {"city", "district"},
    "accept_report": {"city", "district"},
    "submit_progressreport": {"ngo", "worker"},
    "accept_progressreport": {"city", "district"},
    "return_progressreport": {"city", "district"},
}


@pytest.mark.parametrize("operation", ALLOWED)
def test_who_may(world, operation):
    report = make_report(world)
    assert {name for name in ROLE_NAMES if getattr(world, name).has_perm(f"projects.{operation}", report)} == ALLOWED[
        operation
    ]


def test_visible_to_everybody_who_sees_the_project(world):
    report = make_report(world)
    Project.objects.filter(pk=report.project_id).update(evaluator=world.expert)
    sees = {name for name in ROLE_NAMES if ProgressReport.objects.visible_to(getattr(world, name)).exists()}
    assert sees == set(ROLE_NAMES) - {"stranger", "rival_head"}
