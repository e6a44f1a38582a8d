"""What holds for every request: no body too large, and the headers of every answer."""

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat

# Everything is bundled, nothing is inline: a script that slips into a page does not run.
POLICY = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; form-action 'self'; base-uri 'none'"
# Swagger UI starts itself with an inline script; it shows the schema, no records.
DOCS = "/api/v1/docs/"
DOCS_POLICY = f"{POLICY}; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'"


def content_security_policy(get_response):
    def middleware(request):
        response = get_response(request)
        policy = DOCS_POLICY if request.path == DOCS else POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        return response

    return middleware


def body_limit(get_response):
    """SECURITY: a body that is too large is refused by its announced length, before anybody reads a byte of it into
    memory or onto the disk; Django reads no more than was announced, and nothing of what was not."""

    def middleware(request):
        too_large = announced(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        return refuse_body(request) if too_large else get_response(request)

    return middleware


def announced(request) -> int:
    """How many bytes Django would read: by its own rule, what is no number is nothing."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def refuse_body(request):
    limit = settings.UPLOAD_MAX_BYTES
    if request.path.startswith("/api/"):
        text = f"内容太大，没有上传。每个附件不超过 {filesizeformat(limit)}。"
        return JsonResponse({"detail": text}, status=413)
    return render(request, "413.html", {"limit": limit}, status=413)
