"""QR codes as inline SVG: no file to serve, no script, fine under a strict content policy."""

import segno
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def address(request, path: str) -> str:
    """The full address people's phones open."""
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


def subscription(request, path: str) -> str:
    """The same for a calendar: phones keep it up to date instead of taking the events of today."""
    return f"webcal://{address(request, path).partition('://')[2]}"


def code(request, path: str, label: str) -> SafeString:
    """The QR code of ``path``, dark on white in every theme; ``label`` is read out instead of the picture."""
    picture = segno.make(address(request, path), error="m", micro=False)
    svg = picture.svg_inline(scale=4, border=3, dark="#000", light="#fff", omitsize=True, svgclass="w-100 h-auto")
    # Safe: segno draws paths, and the address is not part of the drawing.
    return format_html('<div role="img" aria-label="{}">{}</div>', label, mark_safe(svg))
