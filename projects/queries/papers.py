"""The people who answer for a project, and every document of it that a reader may open."""

from dataclasses import dataclass

from orgs.enums import OrganizationKind, Role
from orgs.models import Membership, Organization, User
from projects.models import (
    Application,
    ApplicationFile,
    ArchiveItem,
    CallFile,
    ContractFile,
    Expense,
    ManualActual,
    Project,
    ReportFile,
)
from projects.models.report import ProgressReport
from projects.queries.room import address, may_see

SHOWN = 8


@dataclass(frozen=True)
class Party:
    """One line of the people card."""

    duty: str
    organization: str
    person: str = ""
    phone: str = ""


def people_of(project: Project) -> list[Party]:
    """三方四方: purchaser, community, its party organization, contractor, worker, evaluator. Three queries."""
    contract = getattr(project, "contract", None)
    purchaser = contract.party_a if contract else project.fund.organization if project.fund_id else None
    party = Organization.objects.filter(kind=OrganizationKind.PARTY, path__startswith=project.organization.path).first()
    bodies = [
        ("购买主体", purchaser, Role.DISTRICT_UNION), ("实施社区", project.organization, Role.COMMUNITY_UNION),
        ("党组织", party, Role.PARTY), ("承接单位", project.contractor, Role.NGO),
    ]  # fmt: skip
    heads = heads_of([(body.pk, role) for _, body, role in bodies if body])
    found = [line(duty, body, heads.get((body.pk, role))) for duty, body, role in bodies if body]
    found.append(line("执行社工", project.contractor, project.worker))
    if project.evaluator_id:
        found.append(Party("评估人", "", str(project.evaluator), project.evaluator.phone))
    return found


def line(duty: str, organization: Organization, person: User | None) -> Party:
    return Party(duty, organization.name, str(person or ""), person.phone if person else "")


def heads_of(wanted: list[tuple[int, str]]) -> dict[tuple[int, str], User]:
    """The longest-serving holder of each (organization, role) today."""
    held = Membership.objects.current().filter(
        organization__in=[pk for pk, _ in wanted], role__in=[role for _, role in wanted], user__is_active=True
    )
    found: dict[tuple[int, str], User] = {}
    for row in held.select_related("user").order_by("valid_from", "pk"):
        found.setdefault((row.organization_id, row.role), row.user)
    return found


@dataclass(frozen=True)
class Kind:
    """Stored files of one model: how they hang on the project, where one is opened, whose section they belong to."""

    title: str
    model: type
    path: str
    url_name: str
    part: str


KINDS = (
    Kind("公告附件", CallFile, "call__applications__project", "projects:callfile-file", "contract"),
    Kind("申报附件", ApplicationFile, "application__project", "projects:applicationfile-file", "contract"),
    Kind("合同附件", ContractFile, "contract__project", "projects:contractfile-file", "contract"),
    Kind("报告附件", ReportFile, "report__project", "projects:reportfile-file", "reports"),
    Kind("指标佐证", ManualActual, "indicator__project", "projects:manualactual-file", "indicators"),
    Kind("支出凭证", Expense, "project", "projects:expense-file", "expenses"),
    Kind("案卷文件", ArchiveItem, "archive__project", "projects:archiveitem-file", "archive"),
)


def stored_documents(project: Project, user) -> list[dict]:
    """The latest files of every kind the reader may open; a kind without any is left out."""
    groups = []
    for kind in KINDS:
        if not (may_see(user, project, kind.part) and address(kind.url_name, 0)):
            continue
        rows = kind.model.objects.visible_to(user).filter(**{kind.path: project}).exclude(file="")
        rows = list(rows.select_related("uploaded_by").order_by("-uploaded_at", "-pk")[: SHOWN + 1])
        files = [
            {"name": getattr(row, "title", None) or row.name, "by": row.uploaded_by, "at": row.uploaded_at,
             "size": row.size, "url": address(kind.url_name, row.pk)}
            for row in rows[:SHOWN]
        ]  # fmt: skip
        if files:
            groups.append({"title": kind.title, "files": files, "has_more": len(rows) > SHOWN})
    return groups


def generated_documents(project: Project, user) -> list[dict]:
    """Word and Excel files made from the records on demand."""
    contract, settlement = getattr(project, "contract", None), getattr(project, "settlement", None)
    application = Application.objects.open_to(user).filter(project=project).first() if project.application_id else None
    wanted = [
        ("服务合同（Word）", "contract", "projects:contract-word", contract),
        ("申报书（Word）", "contract", "projects:application-word", application),
        ("决算表（Excel）", "settlement", "projects:settlement-excel", settlement),
    ]
    if may_see(user, project, "reports"):
        handed_in = ProgressReport.objects.visible_to(user).filter(project=project, submitted_at__isnull=False)
        for report in handed_in.select_related("project").order_by("-ends_on", "-pk")[:SHOWN]:
            name = str(report).removeprefix(str(project))
            wanted.append((f"{name}（Word）", "reports", "projects:progressreport-word", report))
    found = [
        {"label": label, "url": address(url_name, row.pk)}
        for label, part, url_name, row in wanted
        if row is not None and may_see(user, project, part)
    ]
    return [row for row in found if row["url"]]
