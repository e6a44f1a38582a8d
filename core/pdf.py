"""PDF files from typst templates people can replace: drawn by a library, without a browser or an office suite."""

import json
from functools import cache
from pathlib import Path

import typst
from django.conf import settings
from django.http import HttpResponse

from core.errors import DomainError
from core.export import as_download
from core.word import template_path

# The first that is there; the first of all comes with the front end's packages, so that every machine draws the same.
CHINESE = ("Noto Sans S Chinese", "Noto Serif SC", "Noto Serif CJK SC", "SimSun", "Songti SC", "Noto Sans CJK SC")
NO_FONT = "服务器上没有中文字体，不能生成 PDF。请系统管理员安装思源黑体（Noto Sans SC）后再试。"
SHIPPED = settings.BASE_DIR / "node_modules" / "@embedpdf" / "fonts-sc" / "fonts"


@cache
def fonts() -> typst.Fonts:
    """Those shipped, those in ``fonts`` of the data directory and the machine's, looked for once per process."""
    folders = [SHIPPED, settings.VAR_DIR / "fonts"]
    return typst.Fonts(font_paths=[str(folder) for folder in folders if folder.is_dir()])


@cache
def chinese_fonts() -> tuple[str, ...]:
    """Those of ``CHINESE`` that are there."""
    known = set(fonts().families())
    return tuple(name for name in CHINESE if name in known)


def build_pdf(shipped: Path, values: dict) -> bytes:
    """The template with ``values`` (plain data) as ``data``; names of Chinese fonts come as ``data.fonts``.

    SECURITY: values enter as JSON, never as markup: a name such as ``#read("/etc/passwd")`` is printed as it is. The
    template can read nothing but its own folder.
    """
    names = chinese_fonts()
    if not names:
        raise DomainError(NO_FONT)
    path = template_path(shipped)
    inputs = {"data": json.dumps(values | {"fonts": names}, ensure_ascii=False)}
    return typst.compile(str(path), root=str(path.parent), font_paths=fonts(), sys_inputs=inputs)


def pdf_response(name: str, content: bytes) -> HttpResponse:
    """``content`` as a download called ``name`` (without extension)."""
    return as_download(HttpResponse(content, content_type="application/pdf"), f"{name}.pdf")
