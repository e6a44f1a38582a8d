"""Evidence files: accepted by what they contain, kept under a name nobody can guess."""

import hashlib
import secrets
import zipfile

from django.conf import settings
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat

from core.errors import DomainError
from orgs.models import User

MAGIC = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
# What zipfile raises for archives that are damaged, made for something else, or made up.
UNREADABLE = (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, OverflowError, ValueError)
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def check_upload(file: File) -> str:
    """The extension that fits the content; raises ``DomainError`` for anything else or too large."""
    if file.size > settings.UPLOAD_MAX_BYTES:
        limit = filesizeformat(settings.UPLOAD_MAX_BYTES)
        raise DomainError(f"附件超过 {limit}，未上传。请压缩或拆分后再试。")
    file.seek(0)
    head = file.read(8)
    found = next((extension for magic, extension in MAGIC.items() if head.startswith(magic)), "")
    found = found or (office_kind(file) if head.startswith(b"PK\x03\x04") else "")
    file.seek(0)
    if not found:
        raise DomainError("附件不是 PDF、PNG、JPG、Word（docx）或 Excel（xlsx）文件，未上传。请换一种格式。")
    return found


def office_kind(file: File) -> str:
    """``docx``, ``xlsx`` or nothing, from the names inside the archive; nothing is unpacked."""
    try:
        names = set(zipfile.ZipFile(file).namelist())
    except UNREADABLE:
        return ""
    return next((extension for name, extension in OFFICE.items() if name in names), "")


def stored_name(extension: str) -> str:
    """SECURITY: the visitor's file name never becomes a path."""
    return f"{secrets.token_hex(16)}.{extension}"


def shown_name(file: File, extension: str) -> str:
    """What the visitor called the file, without folders and control characters, with the true extension."""
    base = str(file.name).replace("\\", "/").rsplit("/", 1)[-1]
    stem = "".join(mark for mark in base.rpartition(".")[0] or base if mark.isprintable()).strip()
    return f"{stem[:100] or '附件'}.{extension}"


def stored(file: File, *, by: User) -> dict:
    """The columns of a ``StoredFile`` for an upload: content checked, digest taken, name made safe."""
    extension = check_upload(file)
    name = shown_name(file, extension)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    file.name = stored_name(extension)
    return {"file": file, "name": name, "size": file.size, "sha256": digest.hexdigest(), "uploaded_by": by}
