"""Word files from templates people can replace."""

from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from docxtpl import DocxTemplate

from core.export import as_download

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def template_path(shipped: Path) -> Path:
    """``templates/<name>`` in the data directory when somebody put one there, else the shipped one."""
    own = settings.VAR_DIR / "templates" / shipped.name
    return own if own.exists() else shipped


def build_word(shipped: Path, context: dict) -> bytes:
    """The filled template as ``.docx``; values are escaped, so that ``<`` or ``&`` in one cannot break the file."""
    template = DocxTemplate(template_path(shipped))
    template.render(context, autoescape=True)
    written = BytesIO()
    template.save(written)
    return written.getvalue()


def word_response(name: str, content: bytes) -> HttpResponse:
    """``content`` as a download called ``name`` (without extension)."""
    return as_download(HttpResponse(content, content_type=CONTENT_TYPE), f"{name}.docx")
