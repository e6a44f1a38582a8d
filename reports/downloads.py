"""A finished report as a download, the same for pages and API."""

from django.http import FileResponse, Http404

from reports.builders import docx, xlsx
from reports.models import ReportRun


def download(run: ReportRun, kind: str) -> FileResponse:
    """The stored file under a readable name; 404 while there is none. The door has checked the scope."""
    file, content_type = (run.word, docx.CONTENT_TYPE) if kind == "docx" else (run.excel, xlsx.CONTENT_TYPE)
    if not file:
        raise Http404("The report has not been made.")
    return FileResponse(
        file.open("rb"),
        as_attachment=True,
        filename=f"{run}.{kind}",
        content_type=content_type,
        headers={"Cache-Control": "private, no-store"},
    )
