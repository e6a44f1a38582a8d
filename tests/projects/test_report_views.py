"""Pages and API of progress reports."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from projects.enums import ReportKind, ReportState
from projects.models import ProgressReport
from projects.queries.report import sections_for
from reports.todo import todos
from tests.cast import ROLE_NAMES
from tests.projects.build_report import PDF, days_ago, make_actual, make_report

pytestmark = pytest.mark.django_db
WRITERS, JUDGES = {"ngo", "worker"}, {"city", "district"}
OUTSIDE = {"stranger", "rival_head", "expert"}
EVERYBODY = set(ROLE_NAMES) - OUTSIDE
PAGES = {
    "detail": EVERYBODY,
    "word": EVERYBODY,
    "update": WRITERS,
    "attach": WRITERS,
    "explain": WRITERS,
    "submit": WRITERS,
    "comment": JUDGES,
    "accept": JUDGES,
    "return": JUDGES,
}


def url(page: str, report: ProgressReport) -> str:
    return reverse(f"projects:progressreport-{page}", args=[report.pk])


@pytest.mark.parametrize("page", PAGES)
def test_pages(world, signed_in, page):
    address = url(page, make_report(world))
    answers = {name: signed_in(getattr(world, name)).get(address).status_code for name in ROLE_NAMES}
    assert answers == {name: 200 if name in PAGES[page] else 404 if name in OUTSIDE else 403 for name in ROLE_NAMES}


def test_written_submitted_commented_returned_accepted(world, signed_in):
    report = make_report(world, kind=ReportKind.MIDTERM)
    body = {section.key: "已完成。" for section in sections_for(report)}
    writer = signed_in(world.worker)
    assert writer.post(url("update", report), body).url == report.get_absolute_url()
    writer.post(url("attach", report), {"file": SimpleUploadedFile("照片.pdf", PDF)})
    writer.post(url("submit", report), {})
    judge = signed_in(world.district)
    judge.post(url("comment", report), {"section": "work", "text": "补充签到表"})
    judge.post(url("return", report), {"note": "见批注"})
    page = signed_in(world.worker).get(report.get_absolute_url()).context
    assert [str(row) for row in page["sections"][0]["comments"]] == ["补充签到表"]
    assert [action["label"] for action in page["actions"]] == ["下载 Word", "填写", "上传附件", "说明逾期原因"]
    file = signed_in(world.district).get(reverse("projects:reportfile-file", args=[report.files.get().pk]))
    assert b"".join(file.streaming_content) == PDF
    signed_in(world.worker).post(url("submit", report), {})
    signed_in(world.district).post(url("accept", report), {"note": ""})
    report.refresh_from_db()
    assert (report.state, report.snapshots.count()) == ("accepted", 1)


def test_an_error_stays_on_the_page(world, signed_in):
    report = make_report(world, due_on=days_ago(1))
    response = signed_in(world.worker).post(url("submit", report), {"late_reason": ""})
    assert response.status_code == 200
    assert response.context["form"].non_field_errors() == [
        "还没有填写：工作进展、问题与调整、下月计划。请补充后再提交。"
    ]


def test_the_list_filters_what_is_due(world, signed_in):
    late = make_report(world, due_on=days_ago(1))
    soon = make_report(world, due_on=days_ago(-7))
    make_report(world, due_on=days_ago(-8))
    make_report(world, state=ReportState.ACCEPTED, due_on=days_ago(1))
    client, address = signed_in(world.district), reverse("projects:progressreport-list")
    found = {
        due: [row.pk for row in client.get(address, {"due": due}).context["table"].data.data]
        for due in ("overdue", "soon", "")
    }
    assert (found["overdue"], found["soon"], len(found[""])) == ([late.pk], [late.pk, soon.pk], 4)
    assert signed_in(world.stranger).get(address).context["total"] == 0


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_list_do_not_grow(world, signed_in, django_assert_num_queries, number):
    for _ in range(number):
        make_report(world)
    client, address = signed_in(world.district), reverse("projects:progressreport-list")
    client.get(address)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(address)


LIST_QUERIES = 8


def test_the_project_page_lists_what_is_owed_first(world, signed_in):
    done = make_report(world, state=ReportState.ACCEPTED)
    owed = make_report(world, done.project, due_on=days_ago(1))
    fragment = reverse("projects:project-reports-fragment", args=[done.project_id])
    page = signed_in(world.community).get(fragment).context
    assert [(row["report"], row["is_overdue"]) for row in page["owed"]] == [(owed, True)]
    assert list(page["reports"]) == [done]
    assert signed_in(world.stranger).get(fragment).status_code == 404


def test_work_waits_where_it_belongs(world):
    report = make_report(world, due_on=days_ago(-1))
    make_report(world, report.project, state=ReportState.SUBMITTED)
    make_actual(world)
    titles = {name: {row.title: row.total for row in todos(getattr(world, name))} for name in ("worker", "district")}
    assert titles["worker"]["7天内应提交的报告（含逾期）"] == 1
    assert (titles["district"]["待审核的项目报告"], titles["district"]["待核定的指标填报"]) == (1, 1)


def test_over_the_api(world, api):
    report = make_report(world)
    address = f"/api/v1/progress-reports/{report.pk}"
    texts = {"work": "三场讲座", "problems": "无", "plan": "继续"}
    assert api(world.district).post(f"{address}/save/", {"content": texts}).status_code == 403
    assert api(world.worker).post(f"{address}/submit/").status_code == 409
    assert api(world.worker).post(f"{address}/save/", {"content": {"x": "y"}}).status_code == 409
    assert api(world.worker).post(f"{address}/save/", {"content": texts}).data["content"] == texts
    body = {"file": SimpleUploadedFile("照片.pdf", PDF)}
    assert api(world.worker).post(f"{address}/attach/", body, format="multipart").status_code == 200
    assert api(world.worker).post(f"{address}/explain/", {"reason": "停电"}).data["late_reason"] == "停电"
    assert api(world.worker).post(f"{address}/submit/").data["state"] == "submitted"
    commented = api(world.district).post(f"{address}/comment/", {"section": "work", "text": "好"})
    assert [row["text"] for row in commented.data["comments"]] == ["好"]
    assert api(world.district).post(f"{address}/return/", {}).status_code == 400
    assert api(world.district).post(f"{address}/accept/").data["state"] == "accepted"
    assert api(world.district).post(f"{address}/accept/").status_code == 409
    assert api(world.stranger).get(f"{address}/").status_code == 404
