"""Headers every answer carries."""

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
