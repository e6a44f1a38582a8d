"""Opening, filling and sealing volumes: guards, events, what is kept."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import DomainError
from core.models import Notification
from projects import workflow
from projects.enums import ArchivePart, ProjectState
from projects.models import Archive, ArchiveItem, Project, Settlement
from projects.operations.archive import (
    add_archive_item,
    download_archive,
    open_archive,
    seal_archive,
    waive_archive_item,
)
from projects.queries.archive import keep_until, missing, volume
from tests.cast import make_project
from tests.projects.build_archive import PDF, make_archive, pdf, waive_missing

pytestmark = pytest.mark.usefixtures("media")


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def stored_files(media) -> list:
    return [path for path in media.rglob("*") if path.is_file()]


@pytest.mark.parametrize("state", ProjectState.values)
def test_only_projects_that_are_over_are_archived(world, state):
    project = make_project(world, state)
    if state in workflow.ARCHIVE.sources:
        archive = open_archive(project, by=world.district, note="年度归档")
        assert archive.number == f"SL-{timezone.localdate():%Y}-{archive.pk:05d}"
        assert [(e.kind, e.to_state, e.note) for e in archive.events.all()] == [("create", "open", "年度归档")]
        return
    with pytest.raises(DomainError, match="不能建卷"):
        open_archive(project, by=world.district)
    assert Archive.objects.count() == 0


def test_one_volume_per_project_and_none_by_the_contractor(world):
    project = make_project(world, "audited")
    with pytest.raises(DomainError, match="承接单位"):
        open_archive(project, by=world.ngo)
    with pytest.raises(DomainError, match="密级"):
        open_archive(project, by=world.district, secrecy="x")
    open_archive(project, by=world.district)
    with pytest.raises(DomainError, match="已经建卷"):
        open_archive(project, by=world.district)
    assert Archive.objects.count() == 1


def test_what_the_records_supply_is_not_missing(world):
    archive = make_archive(world)
    parts = {part.key: part for part in volume(archive)}
    assert list(parts) == [f"{number:02d}" for number in range(1, 15)]
    assert [document.title for document in parts["01"].supplied] == ["立项与预算表"]
    assert parts["02"].excuse == parts["05"].excuse != "" and parts["14"].excuse == "封卷时自动生成"
    lacking = {part.key for part in missing(volume(archive))}
    assert lacking == {"06", "07", "08", "09", "10", "11", "13"}


def test_a_part_is_filled_by_an_upload_or_a_reason(world):
    archive = make_archive(world)
    item = add_archive_item(archive, by=world.district, part="13", title=" 返还确认 ", file=pdf(), pages=3)
    assert (item.title, item.pages, item.responsible, item.is_supplement) == ("返还确认", 3, "district", False)
    waive_archive_item(archive, by=world.district, part="08", note=" 未要求月报 ")
    assert {part.key for part in missing(volume(archive))} == {"06", "07", "09", "10", "11"}
    assert [event.kind for event in archive.events.all()] == ["create", "add", "waive"]
    for part, sentence in (("13", "已有文件"), ("08", "已有文件"), ("01", "已有文件"), ("99", "请选择")):
        with pytest.raises(DomainError, match=sentence):
            waive_archive_item(archive, by=world.district, part=part, note="原因")
    assert archive.items.count() == 2


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"part": "15"}, "归入哪一部分"),
        ({"title": "  "}, "题名"),
        ({"title": "长" * 101}, "题名"),
        ({"responsible": "长" * 61}, "题名"),
        ({"pages": 0}, "页数"),
        ({"pages": 10_000}, "页数"),
        ({"file": pdf("x.pdf", b"MZ not a pdf")}, "附件不是"),
    ],
)
def test_bad_uploads_leave_nothing(world, media, fields, sentence):
    archive = make_archive(world)
    with pytest.raises(DomainError, match=sentence):
        add_archive_item(archive, by=world.district, **({"part": "13", "title": "确认单", "file": pdf()} | fields))
    assert (archive.items.count(), archive.events.count(), stored_files(media)) == (0, 1, [])


@pytest.mark.parametrize("note", ["", "  ", "长" * 201])
def test_a_waiver_needs_its_reason(world, note):
    archive = make_archive(world)
    with pytest.raises(DomainError):
        waive_archive_item(archive, by=world.district, part="13", note=note)
    assert archive.items.count() == 0


def test_sealing_stores_what_was_generated_and_archives_the_project(world, media):
    archive = make_archive(world)
    add_archive_item(archive, by=world.district, part="13", title="返还确认", file=pdf())
    waive_missing(world, archive)
    sealed = seal_archive(archive, by=world.district, note="年度归档")
    project = Project.objects.get()
    assert (sealed.state, project.state, sealed.responsible) == ("sealed", "archived", world.district)
    assert sealed.keep_until == keep_until(project)
    assert [e.kind for e in project.events.all()] == ["archive"]
    generated = {(item.part, item.title) for item in archive.items.filter(is_generated=True).exclude(file="")}
    assert generated == {("01", "立项与预算表"), ("12", "绩效评价结果"), ("14", "移交单")}
    assert {item.part for item in archive.items.exclude(waiver="")} >= {"02", "03", "04", "05"}
    assert set(archive.items.values_list("part", flat=True)) == set(ArchivePart.values)
    assert len(stored_files(media)) == 4
    assert Notification.objects.filter(title="项目已归档", recipient=world.ngo).count() == 1


def test_an_incomplete_volume_stays_open(world, media):
    archive = make_archive(world)
    with pytest.raises(DomainError, match="还缺7个部分：合同与变更、"):
        seal_archive(archive, by=world.district)
    archive.refresh_from_db()
    assert (archive.state, archive.items.count(), stored_files(media)) == ("open", 0, [])


def test_a_damaged_file_stops_the_seal_and_leaves_nothing(world, media):
    archive = make_archive(world)
    item = add_archive_item(archive, by=world.district, part="13", title="返还确认", file=pdf())
    waive_missing(world, archive)
    before = archive.items.count()
    (media / item.file.name).write_bytes(b"%PDF-1.4 forged later")
    with pytest.raises(DomainError, match="不一致"):
        seal_archive(archive, by=world.district)
    default_storage.delete(item.file.name)
    with pytest.raises(DomainError, match="缺失"):
        seal_archive(archive, by=world.district)
    archive.refresh_from_db()
    assert (archive.state, archive.items.count(), stored_files(media)) == ("open", before, [])


def test_a_project_that_moved_meanwhile_keeps_the_volume_open(world, media):
    archive = make_archive(world)
    waive_missing(world, archive)
    stale = Archive.objects.select_related("project").get()
    seal_archive(Archive.objects.get(), by=world.district)
    count = len(stored_files(media))
    with pytest.raises(DomainError, match="已归档"):
        seal_archive(stale, by=world.district)
    assert len(stored_files(media)) == count


@pytest.mark.parametrize("source", ["audited", "terminated", "clawback"])
def test_every_end_can_be_sealed(world, source):
    archive = make_archive(world, make_project(world, source))
    waive_missing(world, archive)
    seal_archive(archive, by=world.district)
    assert Project.objects.get().state == "archived"


def test_after_sealing_only_supplements_with_a_reason(world):
    archive = make_archive(world, state="sealed")
    with pytest.raises(DomainError, match="写明原因"):
        add_archive_item(archive, by=world.district, part="13", title="补件", file=pdf())
    item = add_archive_item(archive, by=world.district, part="13", title="补件", file=pdf(), note="漏归")
    assert (item.is_supplement, archive.events.last().kind) == (True, "supplement")
    with pytest.raises(DomainError, match="已归档"):
        waive_archive_item(archive, by=world.district, part="13", note="原因")
    with pytest.raises(DomainError, match="已归档"):
        seal_archive(archive, by=world.district)


def test_the_database_keeps_a_sealed_volume(world):
    archive = make_archive(world, state="sealed")
    columns = {"archive": archive, "part": "13", "title": "x", "size": 0, "uploaded_by": world.district}
    with pytest.raises(IntegrityError), transaction.atomic():
        ArchiveItem.objects.create(waiver="改", **columns)
    with pytest.raises(Exception, match="annot"), transaction.atomic():
        archive.items.first().delete()
    with pytest.raises(Exception, match="ransition"), transaction.atomic():
        Archive.objects.update(state="open")


def test_the_contractor_puts_nothing_in(world):
    archive = make_archive(world)
    waive_missing(world, archive)
    for refused in (
        lambda: add_archive_item(archive, by=world.ngo, part="13", title="x", file=pdf()),
        lambda: waive_archive_item(archive, by=world.ngo, part="13", note="x"),
        lambda: seal_archive(archive, by=world.ngo),
    ):
        with pytest.raises(DomainError, match="承接单位"):
            refused()


def test_taking_the_volume_out_is_written_down(world):
    archive = make_archive(world)
    with pytest.raises(DomainError, match="归档后才能"):
        download_archive(archive, by=world.auditor)
    waive_missing(world, archive)
    download_archive(seal_archive(archive, by=world.district), by=world.auditor)
    event = archive.events.last()
    assert (event.kind, event.by) == ("download", world.auditor)


def test_kept_fifteen_years_from_the_end_and_never_less(world):
    project = make_project(world, "audited", starts_on=date(2023, 3, 1), ends_on=date(2024, 2, 29))
    assert keep_until(project) == date(2039, 3, 1)
    from projects.models import Parameter

    Parameter.objects.create(name="retention_years", value=30, valid_from=date(2024, 1, 1), source_text="本市规定")
    assert keep_until(project) == date(2054, 3, 1)
    project.events.create(kind="audit", by=world.auditor)
    assert keep_until(project) > timezone.localdate() + timedelta(days=30 * 365)
    Parameter.objects.create(name="retention_years", value=3, valid_from=timezone.localdate(), source_text="误填")
    assert keep_until(project).year == timezone.localdate().year + 15


def test_money_on_its_way_keeps_the_volume_open(world):
    archive = make_archive(world)
    waive_missing(world, archive)
    project = archive.project
    row = project.instalments.create(number=1, ratio=100, amount=100, due_on=project.ends_on, state="applied")
    with pytest.raises(DomainError, match="第1期款“已申请”"):
        seal_archive(archive, by=world.district)
    type(row).objects.filter(pk=row.pk).update(state="rejected")
    settled = Settlement.objects.create(project=project, created_by=world.ngo, balance=50, use="return")
    with pytest.raises(DomainError, match=r"结余 50\.00 元还没有退回"):
        seal_archive(Archive.objects.get(), by=world.district)
    Settlement.objects.filter(pk=settled.pk).update(returned_on=timezone.localdate(), state="submitted")
    assert Project.objects.get().state == "audited"


def test_pdf_is_what_the_builder_says():
    assert pdf().read() == PDF
