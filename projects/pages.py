"""How many pages a stored file has, where that can be told without drawing it."""

import re
from typing import BinaryIO

PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
PICTURES = ("jpg", "jpeg", "png")
MOST = 9999


def page_count(name: str, content: BinaryIO) -> int | None:
    """One for a picture, the page objects of a PDF; ``None`` for everything else, and for a PDF that packs them."""
    extension = name.rpartition(".")[2].lower()
    if extension in PICTURES:
        return 1
    found = len(PAGE.findall(content.read())) if extension == "pdf" else 0
    return min(found, MOST) or None
