"""Who is told that a volume is sealed."""

from core.notifications import notify
from orgs.models import User
from projects.models import Archive, Project
from projects.notifications.people import community_side, contractor_side, event_key, purchasers


def project_archived(project: Project, archive: Archive, *, by: User) -> None:
    people = {*purchasers(project), *contractor_side(project), *community_side(project)} - {by}
    notify(
        people,
        key=event_key(project, "archive"),
        title="项目已归档",
        body=f"“{project}”（{project.code}）：档号 {archive.number}，此后只读，需要补充的文件走补充归档。",
        url=project.get_part_url("archive"),
    )
