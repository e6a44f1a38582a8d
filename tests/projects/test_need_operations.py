"""Filing, verifying and rejecting needs."""

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from core.errors import DomainError
from core.models import Notification
from projects import notifications, operations
from projects.models import Need, NeedEvent
from tests.cast import make_need, make_user
from tests.projects.build import need_fields


def office_file(inner: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(inner, "<xml/>")
    return content.getvalue()


def damaged(content: bytes, old: bytes, new: bytes) -> bytes:
    """``content`` with the last ``old`` overwritten: the archive's directory stands at its end."""
    start = content.rindex(old)
    return content[:start] + new + content[start + len(new) :]


DOCX = office_file("word/document.xml")
FROM_THE_FUTURE = damaged(DOCX, b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\xf0")
NOT_UTF8 = damaged(
    damaged(DOCX, b"word/", b"\xff\xfe"), b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x00\x08"
)


def told(user) -> list[str]:
    return list(Notification.objects.filter(recipient=user).order_by("pk").values_list("key", flat=True))


def test_create_need(world):
    need = operations.create_need(by=world.community, **need_fields(world, groups=["new_form", "new_form", "migrant"]))
    event = need.events.get()
    assert (need.state, need.groups, need.raised_by) == ("collected", ["new_form", "migrant"], world.community)
    assert (event.kind, event.to_state, event.by) == ("create", "collected", world.community)
    assert told(world.community) == told(world.street) == [f"need:{need.pk}:create"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"groups": []}, "服务对象"),
        ({"groups": ["aliens"]}, "服务对象"),
        ({"people": 0}, "涉及人数"),
        ({"people": -5}, "涉及人数"),
        ({"organization": "street_union"}, "具体社区"),
        ({"organization": "contractor"}, "具体社区"),
        ({"evidence_file": SimpleUploadedFile("a.pdf", b"MZ\x90\x00 not a pdf")}, "附件不是"),
        ({"evidence_file": SimpleUploadedFile("a.docx", b"PK\x03\x04 broken")}, "附件不是"),
        ({"evidence_file": SimpleUploadedFile("a.docx", office_file("anything.js"))}, "附件不是"),
        ({"evidence_file": SimpleUploadedFile("a.docx", FROM_THE_FUTURE)}, "附件不是"),
        ({"evidence_file": SimpleUploadedFile("a.docx", NOT_UTF8)}, "附件不是"),
    ],
)
def test_refused_needs_leave_nothing(world, fields, sentence):
    fields = {key: getattr(world, value) if key == "organization" else value for key, value in fields.items()}
    with pytest.raises(DomainError, match=sentence):
        operations.create_need(by=world.community, **need_fields(world, **fields))
    assert (Need.objects.count(), NeedEvent.objects.count(), Notification.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (b"%PDF-1.7 x", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (office_file("word/document.xml"), "docx"),
        (office_file("xl/workbook.xml"), "xlsx"),
    ],
)
def test_evidence_is_kept_under_a_random_name(world, content, extension):
    file = SimpleUploadedFile("../../问卷 汇总.exe", content)
    need = operations.create_need(by=world.community, **need_fields(world, evidence_file=file))
    stored = Path(need.evidence_file.path)
    assert need.evidence_name == f"问卷 汇总.{extension}"
    assert stored.is_relative_to(settings.MEDIA_ROOT) and len(stored.stem) == 32 and stored.suffix == f".{extension}"
    assert stored.read_bytes() == content
    stored.unlink()


def test_too_large_a_file(world, settings):
    settings.UPLOAD_MAX_BYTES = 10
    with pytest.raises(DomainError, match="附件超过"):
        file = SimpleUploadedFile("a.pdf", b"%PDF-1.7 longer than ten")
        operations.create_need(by=world.community, **need_fields(world, evidence_file=file))


def test_verify_need(world):
    need = make_need(world, state="collected")
    assert operations.verify_need(need, by=world.street, note="已电话回访").state == "verified"
    event = need.events.get()
    assert (event.kind, event.from_state, event.to_state, event.by, event.note) == (
        "verify", "collected", "verified", world.street, "已电话回访",
    )  # fmt: skip
    assert told(world.community) == [f"need:{need.pk}:verify"]


def test_nobody_verifies_their_own_need(world):
    need = make_need(world, state="collected", raised_by=world.street)
    with pytest.raises(DomainError, match="不能核实自己提出的需求"):
        operations.verify_need(need, by=world.street)
    need.refresh_from_db()
    assert (need.state, need.events.count(), Notification.objects.count()) == ("collected", 0, 0)


def test_nobody_verifies_what_they_rewrote(world):
    need = make_need(world, "collected")
    fields = {name: value for name, value in need_fields(world).items() if name != "organization"}
    operations.update_need(need, by=world.street, **fields)
    with pytest.raises(DomainError, match="您修改过这条需求"):
        operations.verify_need(need, by=world.street)
    assert operations.verify_need(need, by=world.district).state == "verified"


def test_reject_need_asks_for_a_reason(world):
    need = make_need(world, state="collected")
    with pytest.raises(DomainError, match="写明原因"):
        operations.reject_need(need, by=world.street, note="  ")
    operations.reject_need(need, by=world.street, note="与已有项目重复")
    need.refresh_from_db()
    assert (need.state, need.events.get().note, told(world.community)) == (
        "rejected", "与已有项目重复", [f"need:{need.pk}:reject"],
    )  # fmt: skip


def test_reasons_stay_out_of_mail(world):
    need = make_need(world, state="collected")
    operations.reject_need(need, by=world.street, note="张三反映的情况不属实")
    assert "张三" not in "".join(Notification.objects.values_list("title", "body").get())


@pytest.mark.parametrize("state", ["verified", "rejected", "matched", "in_project", "met"])
def test_verify_only_what_is_new(world, state):
    need = make_need(world, state=state)
    with pytest.raises(DomainError, match="不能核实"):
        operations.verify_need(need, by=world.street)
    assert need.events.count() == 0


def test_a_second_round_is_news_again(world):
    other = make_user("other-worker", world.contractor, "worker")
    need = make_need(world)
    for kind in ("match", "release", "match"):
        notifications.need_changed(need, kind)
        need.events.create(kind=kind, by=other)
    assert told(world.community) == [
        f"need:{need.pk}:match", f"need:{need.pk}:release", f"need:{need.pk}:match:2",
    ]  # fmt: skip
