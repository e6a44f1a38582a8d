"""Pages and API of volumes: who sees which part, the ZIP opened and compared, doors that refuse in words."""

import hashlib
import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from python_calamine import CalamineWorkbook

from core.errors import DomainError
from projects.documents.archive import entry_name, safe
from projects.enums import ArchivePart
from projects.models import Archive, ArchiveItem, Project
from projects.operations.archive import add_archive_item
from tests.cast import ROLE_NAMES, make_project
from tests.projects.build_archive import PDF, make_archive, pdf, waive_missing

OUTSIDE = {"stranger", "rival_head", "expert"}
KEEPERS = {"city", "district", "finance", "auditor", "leader"}
PARTNERS = {"street", "ngo", "worker", "supervisor"}
MAY = {
    "add_archive_item": {"city", "district"},
    "waive_archive_item": {"city", "district"},
    "seal_archive": {"city", "district"},
    "download_archive": {"city", "district", "street", "finance", "auditor", "leader", "ngo"},
}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def filled(world):
    """A volume with one upload in each part that somebody may not see."""
    archive = make_archive(world)
    for part in ("04", "05", "07", "11", "13"):
        add_archive_item(archive, by=world.district, part=part, title=f"扫描件{part}", file=pdf(), pages=2)
    return archive


def sealed(world):
    archive = filled(world)
    waive_missing(world, archive)
    return seal(world, archive)


def seal(world, archive):
    from projects.operations.archive import seal_archive

    return seal_archive(archive, by=world.district)


@pytest.mark.parametrize("operation", MAY)
def test_who_may(world, operation):
    archive = make_archive(world)
    may = {name for name in ROLE_NAMES if getattr(world, name).has_perm(f"projects.{operation}", archive)}
    assert may == MAY[operation]


def test_who_may_open_one(world):
    project = make_project(world, "audited")
    may = {name for name in ROLE_NAMES if getattr(world, name).has_perm("projects.open_archive", project)}
    assert may == {"city", "district"}


def test_each_role_sees_its_parts(world):
    archive = filled(world)
    seen = {}
    for name in ROLE_NAMES:
        rows = ArchiveItem.objects.visible_to(getattr(world, name)).filter(archive=archive)
        seen[name] = "".join(sorted(rows.values_list("part", flat=True)))
    wanted = dict.fromkeys(KEEPERS, "0405071113") | dict.fromkeys(PARTNERS, "071113")
    wanted |= dict.fromkeys(("community", "party"), "13") | dict.fromkeys(OUTSIDE, "")
    assert seen == wanted


def test_a_confidential_volume_is_for_its_keepers(world):
    archive = filled(world)
    Archive.objects.update(secrecy="confidential")
    seen = {name for name in ROLE_NAMES if Archive.objects.visible_to(getattr(world, name)).exists()}
    items = {name for name in ROLE_NAMES if ArchiveItem.objects.visible_to(getattr(world, name)).exists()}
    assert seen == items == KEEPERS
    assert archive.items.count() == 5


def test_the_evaluator_of_a_project_never_sees_its_volume(world, signed_in):
    archive = filled(world)
    Project.objects.update(evaluator=world.expert)
    assert not Archive.objects.visible_to(world.expert).exists()
    assert signed_in(world.expert).get(archive.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", ROLE_NAMES)
def test_the_page_hides_what_the_reader_may_not_see(world, signed_in, name):
    archive = sealed(world)
    page = signed_in(getattr(world, name)).get(archive.get_absolute_url())
    if name in OUTSIDE:
        assert page.status_code == 404
        return
    text = page.content.decode()
    assert ("扫描件04" in text) == (name in KEEPERS)
    assert ("扫描件07" in text) == (name in KEEPERS | PARTNERS)
    assert "扫描件13" in text
    hidden = [part.key for part in page.context["parts"] if part.is_hidden]
    assert hidden == ([] if name in KEEPERS else ["04", "05"] if name in PARTNERS else ["04", "05", "07", "11"])
    assert page.context["may_download"] == (name in MAY["download_archive"])


def opened(response) -> zipfile.ZipFile:
    assert response.status_code == 200 and response["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def test_the_zip_holds_every_document_under_its_digest(world, signed_in, media):
    archive = sealed(world)
    response = signed_in(world.auditor).post(reverse("projects:archive-download", args=[archive.pk]))
    assert response["Cache-Control"] == "private, no-store"
    content = opened(response)
    assert content.testzip() is None
    lines = dict(line.split("  ")[::-1] for line in content.read("校验值.txt").decode().splitlines())
    excuses = {name for name in content.namelist() if name.endswith("缺件说明.txt")}
    names = set(content.namelist()) - {"归档目录.docx", "归档目录.xlsx", "校验值.txt"} - excuses
    assert len(excuses) == archive.items.filter(file="").count()
    assert all(content.read(name).decode().startswith("缺件：") for name in excuses)
    assert {name[:2] for name in names | excuses} == set(ArchivePart.values)  # fourteen folders, whatever is in them
    assert set(lines) == names and len(names) == archive.items.exclude(file="").count()
    assert {name: hashlib.sha256(content.read(name)).hexdigest() for name in names} == lines
    assert sum(content.read(name) == PDF for name in names) == 5
    assert {name.split("/")[0][:2] for name in names} <= set(ArchivePart.values)
    assert any(re.fullmatch(r"13信息返还删除确认/\d{3} 扫描件13\.pdf", name) for name in names)
    assert archive.events.last().kind == "download" and archive.events.last().by == world.auditor


def test_the_contents_page_in_word_and_excel(world, signed_in):
    archive = sealed(world)
    content = opened(signed_in(world.district).post(reverse("projects:archive-download", args=[archive.pk])))
    table = Document(io.BytesIO(content.read("归档目录.docx"))).tables[0]
    word = [[cell.text for cell in row.cells] for row in table.rows]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content.read("归档目录.xlsx"))).get_sheet_by_index(0)
    excel = [[str(int(cell)) if isinstance(cell, float) else str(cell) for cell in row] for row in sheet.to_python()]
    assert word[0] == excel[0] == ["序号", "题名", "责任者", "日期", "页数", "密级", "保管期限"]
    assert word[1:] == excel[1:] and len(word) == archive.items.count() + 1
    pages = [row[4] for row in word[1:] if "扫描件" in row[1]]
    assert pages == ["2"] * 5
    assert any("缺件：" in row[1] for row in word)
    assert archive.number in "".join(p.text for p in Document(io.BytesIO(content.read("归档目录.docx"))).paragraphs)


def test_the_contractor_gets_the_volume_without_the_review(world, signed_in):
    archive = sealed(world)
    content = opened(signed_in(world.ngo).post(reverse("projects:archive-download", args=[archive.pk])))
    parts = {name[:2] for name in content.namelist() if "/" in name}
    assert "04" not in parts and "05" not in parts and {"01", "07", "13"} <= parts
    assert "评审" not in "".join(row for row in content.namelist())


def test_an_open_volume_or_a_lost_file_is_not_given_out(world, signed_in, media):
    archive = filled(world)
    client, url = signed_in(world.district), reverse("projects:archive-download", args=[archive.pk])
    assert "归档后才能" in client.post(url, follow=True).content.decode()
    assert client.get(url).status_code == 405
    waive_missing(world, archive)
    seal(world, archive)
    next(path for path in media.rglob("*.pdf")).unlink()
    before = archive.events.count()
    assert "不见了" in client.post(url, follow=True).content.decode()
    assert archive.events.count() == before


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..", "文件"),
        ("/绝对路径", "_绝对路径"),
        ("C:\\windows\\x", "C__windows_x"),
        ("a\x00b\u202ecod", "abcod"),
        ("  . ", "文件"),
        ("合同（签署件）", "合同（签署件）"),
        ("长" * 200, "长" * 60),
    ],
)
def test_names_cannot_leave_their_folder(title, name):
    assert safe(title) == name
    item = ArchiveItem(part="06", title=title, file="files/x.PDF")
    entry = entry_name(7, item)
    assert entry == f"06合同与变更/007 {name}.pdf" and ".." not in entry.split("/")
    assert entry_name(1, ArchiveItem(part="06", title="x", file="files/x.exe")).endswith(".bin")


def test_the_way_through_the_pages(world, signed_in):
    project = make_project(world, "audited")
    client = signed_in(world.district)
    response = client.post(reverse("projects:archive-open", args=[project.pk]), {"secrecy": "internal"})
    archive = Archive.objects.get()
    assert response.url == archive.get_absolute_url()
    url = reverse("projects:archive-add", args=[archive.pk])
    assert client.get(f"{url}?part=13").context["form"].initial["part"] == "13"
    file = SimpleUploadedFile("确认.pdf", PDF)
    client.post(url, {"part": "13", "title": "确认单", "file": file, "pages": "3"})
    bad = client.post(url, {"part": "13", "title": "", "file": SimpleUploadedFile("x.pdf", b"MZ")})
    assert set(bad.context["form"].errors) == {"title", "file"}
    client.post(reverse("projects:archive-waive", args=[archive.pk]), {"part": "08", "note": "无"})
    page = client.get(archive.get_absolute_url())
    assert [part.key for part in page.context["lacking"]] == ["06", "07", "09", "10", "11"]
    refused = client.post(reverse("projects:archive-seal", args=[archive.pk]))
    assert "还缺5个部分" in refused.content.decode()
    waive_missing(world, archive)
    client.post(reverse("projects:archive-seal", args=[archive.pk]), {"note": ""})
    assert Project.objects.get().state == "archived"
    form = client.get(url).context["form"]
    assert "note" in form.fields
    client.post(url, {"part": "13", "title": "补件", "file": SimpleUploadedFile("b.pdf", PDF), "note": "漏归"})
    assert archive.items.filter(is_supplement=True).get().title == "补件"


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_the_same(world, signed_in, django_assert_num_queries, rows):
    for _ in range(rows):
        make_archive(world)
    client, url = signed_in(world.district), reverse("projects:archive-list")
    client.get(url)
    with django_assert_num_queries(5):
        response = client.get(url, headers={"HX-Request": "true"})
    assert response.context["total"] == rows


def test_the_list_can_be_narrowed(world, signed_in):
    archive = make_archive(world)
    client, url = signed_in(world.district), reverse("projects:archive-list")

    def found(**query):
        return len(client.get(url, query).context["table"].data)

    assert (found(q=archive.number), found(q="晨光"), found(q="没有"), found(state="sealed")) == (1, 1, 0, 0)
    assert (found(secrecy="internal"), found(organization=world.other_district.code)) == (1, 0)


def test_the_api_walks_the_same_way(world, api):
    project = make_project(world, "audited")
    client = api(world.district)
    assert api(world.ngo).post("/api/v1/archives/", {"project": project.pk}).status_code == 403
    assert api(world.stranger).post("/api/v1/archives/", {"project": project.pk}).status_code == 400
    made = client.post("/api/v1/archives/", {"project": project.pk})
    assert (made.status_code, made.data["state"]) == (201, "open")
    assert client.post("/api/v1/archives/", {"project": project.pk}).status_code == 409
    url = f"/api/v1/archives/{made.data['id']}/"
    body = {"part": "04", "title": "评审材料", "file": SimpleUploadedFile("x.pdf", PDF)}
    added = client.post(f"{url}add/", body, format="multipart")
    assert [item["title"] for item in added.data["items"]] == ["评审材料"]
    assert client.post(f"{url}seal/", {}).status_code == 409
    assert client.post(f"{url}waive/", {"part": "77", "note": "x"}).status_code == 400
    assert client.post(f"{url}waive/", {"part": "08", "note": "无"}).status_code == 200
    assert api(world.ngo).get(url).data["items"][0]["part"] == "08"
    assert api(world.ngo).post(f"{url}waive/", {"part": "09", "note": "x"}).status_code == 403
    waive_missing(world, Archive.objects.get())
    assert client.post(f"{url}seal/", {}).data["state"] == "sealed"
    assert opened(api(world.ngo).post(f"{url}download/")).testzip() is None
    assert api(world.community).post(f"{url}download/").status_code == 403


def test_the_fragment_offers_to_open_one(world, signed_in):
    project = make_project(world, "audited")
    url = reverse("projects:project-archive-fragment", args=[project.pk])
    assert signed_in(world.district).get(url).context["may_open"] is True
    assert signed_in(world.ngo).get(url).context["may_open"] is False
    make_archive(world, project)
    page = signed_in(world.district).get(url)
    assert (page.context["complete"], page.context["total"]) == (7, 14)


def test_a_second_volume_over_the_page_is_refused(world, signed_in):
    project = make_archive(world).project
    response = signed_in(world.district).post(
        reverse("projects:archive-open", args=[project.pk]), {"secrecy": "internal"}
    )
    assert "已经建卷" in response.content.decode()
    with pytest.raises(DomainError):
        make_archive(world, project)
