"""Pages of monthly reports, from asking to the download."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from reports import operations, tasks
from reports.enums import ReportState
from reports.models import ReportRun


@pytest.fixture
def run(world, settings, tmp_path):
    """A finished report of the street, asked for by its union."""
    settings.MEDIA_ROOT = tmp_path
    month = timezone.localdate().replace(day=1)
    run = operations.request_report(world.street_union, by=world.street, month=month)
    tasks.build_report(run.pk)
    run.refresh_from_db()
    return run


def test_asking_on_the_page_builds_the_report(world, signed_in, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    client = signed_in(world.street)
    page = client.get("/report-runs/create/")
    assert page.context["form"].initial["organization"] == world.street_union
    month = timezone.localdate().replace(day=1)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/report-runs/create/", {"organization": world.community_union.pk, "month": month})
    run = ReportRun.objects.get()
    assert response.url == f"/report-runs/{run.pk}/"
    assert (run.organization, run.state, run.identity.user) == (world.community_union, ReportState.DONE, world.street)
    assert "下载 Word" in client.get(response.url).content.decode()
    assert client.get("/report-runs/").context["total"] == 1


@pytest.mark.parametrize(
    ("organization", "month", "field"),
    [
        ("stranger_union", "2026-10-01", "organization"),
        ("street_union", "2999-01-01", "month"),
        ("street_union", "", "month"),
        ("street_union", "x", "month"),
    ],
)
def test_asking_for_nonsense_is_refused_by_field(world, signed_in, organization, month, field):
    body = {"organization": getattr(world, organization).pk, "month": month}
    page = signed_in(world.street).post("/report-runs/create/", body)
    assert list(page.context["form"].errors) == [field]
    assert ReportRun.objects.count() == 0


def test_downloads_have_a_type_and_a_chinese_name(run, world, signed_in):
    client = signed_in(world.street)
    word = client.get(reverse("reports:reportrun-word", args=[run.pk]))
    name = f"浑河湾街道总工会{run.month:%Y年%m月}月报"
    assert word["Content-Type"] == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert word.filename == f"{name}.docx"
    assert word["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert b"".join(word.streaming_content)[:2] == b"PK"
    excel = client.get(reverse("reports:reportrun-excel", args=[run.pk]))
    assert excel.filename == f"{name}.xlsx"
    assert excel["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert excel["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("city", 200),
        ("district", 200),
        ("street", 200),
        ("finance", 200),
        ("leader", 200),
        ("community", 404),
        ("party", 404),
        ("ngo", 404),
        ("expert", 404),
        ("stranger", 404),
        ("rival_head", 404),
    ],
)
def test_only_who_reaches_the_place_may_download(run, world, signed_in, name, status):
    client = signed_in(getattr(world, name))
    for page in ("detail", "word", "excel", "progress"):
        assert client.get(reverse(f"reports:reportrun-{page}", args=[run.pk])).status_code == status


def test_progress_polls_until_the_end_and_then_fetches_the_page(world, run, signed_in):
    client = signed_in(world.street)
    assert client.get(f"/report-runs/{run.pk}/progress/").headers["HX-Refresh"] == "true"
    queued = operations.request_report(world.community_union, by=world.street, month=run.month)
    page = client.get(f"/report-runs/{queued.pk}/progress/")
    assert "HX-Refresh" not in page.headers and 'hx-trigger="every 1s"' in page.content.decode()
    assert "正在排队" in client.get(f"/report-runs/{queued.pk}/").content.decode()
    assert client.get(f"/report-runs/{queued.pk}/word/").status_code == 404


def test_only_the_requester_retries(world, signed_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    run = operations.request_report(world.street_union, by=world.street, month=date(2026, 1, 1))
    from reports import building

    building.fail(run, note="生成中断")
    assert signed_in(world.district).post(f"/report-runs/{run.pk}/retry/").status_code == 403
    assert signed_in(world.stranger).post(f"/report-runs/{run.pk}/retry/").status_code == 404
    assert signed_in(world.street).post(f"/report-runs/{run.pk}/retry/", {"note": ""}).status_code == 302
    run.refresh_from_db()
    assert run.state == ReportState.QUEUED


def test_report_list_costs_the_same_with_more_rows(world, signed_in, django_assert_num_queries):
    client = signed_in(world.city)
    for organization in (world.street_union, world.community_union, world.neighbour):
        operations.request_report(organization, by=world.city, month=date(2026, 1, 1))
        if organization != world.community_union:
            with django_assert_num_queries(7):
                client.get("/report-runs/")
