"""Photos are drawn anew before they are kept: smaller, and without what the camera wrote into them (EXIF, place)."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.template.defaultfilters import filesizeformat
from PIL import Image, ImageOps, UnidentifiedImageError

from core.errors import DomainError

EDGE, THUMBNAIL = 1600, 400  # pixels of the longer side
MOST_PIXELS = 60_000_000  # configurable default: beyond any phone's camera; a bomb says more
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 82
UNREADABLE = (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, EOFError)
NO_PHOTO = "“{name}”不是可以打开的照片，没有上传。请选择 JPG、PNG 或 WebP 照片。"


@dataclass(frozen=True)
class Photo:
    """A photo as it is kept."""

    image: ContentFile
    thumbnail: ContentFile
    width: int
    height: int


def redrawn(file: File) -> Photo:
    """The photo as JPEG with at most ``EDGE`` pixels a side, and its thumbnail.

    SECURITY: only pixels survive; the size is read from the header before anything is unpacked.
    Raises ``DomainError`` for what is no photo, too large a file, or more pixels than a camera has.
    """
    name = PurePath(str(file.name).replace("\\", "/")).name[:60]
    if file.size > settings.UPLOAD_MAX_BYTES:
        raise DomainError(f"“{name}”超过 {filesizeformat(settings.UPLOAD_MAX_BYTES)}，没有上传。请压缩后再试。")
    try:
        file.seek(0)
        with Image.open(file, formats=FORMATS) as source:
            if source.width * source.height > MOST_PIXELS:
                raise DomainError(f"“{name}”的像素太多，没有上传。请缩小后再试。")
            source.draft("RGB", (EDGE, EDGE))
            picture = ImageOps.exif_transpose(source).convert("RGB")
    except UNREADABLE:
        raise DomainError(NO_PHOTO.format(name=name)) from None
    picture.thumbnail((EDGE, EDGE))
    image = ContentFile(_jpeg(picture), name=f"{PurePath(name).stem or '照片'}.jpg")
    width, height = picture.size
    picture.thumbnail((THUMBNAIL, THUMBNAIL))
    return Photo(image, ContentFile(_jpeg(picture), name="thumbnail.jpg"), width, height)


def _jpeg(picture: Image.Image) -> bytes:
    written = BytesIO()
    clean = Image.new("RGB", picture.size)  # a fresh picture: nothing but pixels comes along
    clean.paste(picture)
    clean.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()
