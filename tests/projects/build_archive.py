"""Projects that are over, and their volumes."""

from django.core.files.base import ContentFile

from projects.enums import ArchiveState, ProjectState
from projects.models import Archive
from projects.operations.archive import open_archive, seal_archive, waive_archive_item
from projects.queries.archive import missing, volume
from tests.cast import make_project

PDF = b"%PDF-1.4 signed on paper"


def pdf(name="移交材料.pdf", content=PDF) -> ContentFile:
    return ContentFile(content, name=name)


def make_archive(w, project=None, state=ArchiveState.OPEN, **fields) -> Archive:
    """The volume of an audited project; a sealed one has a reason for every part the records leave empty."""
    project = project or make_project(w, ProjectState.AUDITED)
    archive = open_archive(project, by=w.district, **fields)
    if state == ArchiveState.SEALED:
        waive_missing(w, archive)
        archive = seal_archive(archive, by=w.district)
    return archive


def waive_missing(w, archive) -> None:
    for part in missing(volume(archive)):
        waive_archive_item(archive, by=w.district, part=part.key, note="本项目没有这类文件")
