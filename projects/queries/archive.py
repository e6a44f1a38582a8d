"""What a volume holds, part by part, and what it still lacks."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from orgs.scope import has_role_over
from projects import deadlines, parameters
from projects.documents.volume import supplies
from projects.enums import ArchivePart, ArchiveState, ParameterName
from projects.models import Archive, ArchiveItem, Project
from projects.models.archive import KEEPERS, MONEY_PARTS, PARTNERS, REVIEW_PARTS
from projects.sources import VolumeDocument
from projects.workflow import ARCHIVE

EXPECTED = {
    ArchivePart.BUDGET: "立项申请、预算测算、绩效目标、负面清单自查、会议纪要",
    ArchivePart.CALL: "征集公告、评分标准、答疑纪要",
    ArchivePart.APPLICATION: "申报书、资格审查表、附件",
    ArchivePart.REVIEW: "专家抽取记录、回避声明、独立评分表、汇总表、评审报告",
    ArchivePart.PUBLICITY: "公示稿、异议登记与答复",
    ArchivePart.CONTRACT: "服务合同、附件、变更与补充协议",
    ArchivePart.PAYMENT: "拨款申请、发票或收据、支付凭证",
    ArchivePart.PROCESS: "月报，活动、个案、小组档案",
    ArchivePart.MIDTERM: "中期报告、评估意见、整改单",
    ArchivePart.FINAL: "结项报告、服务对象意见、满意度问卷",
    ArchivePart.SETTLEMENT: "决算表、审计意见、支出凭证、结余处理单",
    ArchivePart.PERFORMANCE: "绩效评价报告、结果应用",
    ArchivePart.INFORMATION: "个人信息返还删除确认单",
    ArchivePart.HANDOVER: "移交单",
}
COMMISSIONED = (ArchivePart.CALL, ArchivePart.APPLICATION, ArchivePart.REVIEW, ArchivePart.PUBLICITY)
NO_CALL = "定向委托项目，没有征集、申报、评审和公示环节"


@dataclass
class Part:
    """One of the fourteen parts: what is expected, what the records supply, what was put in, or why it is missing."""

    key: str
    label: str
    expected: str
    supplied: list[VolumeDocument] = field(default_factory=list)
    items: list[ArchiveItem] = field(default_factory=list)
    waivers: list[ArchiveItem] = field(default_factory=list)
    excuse: str = ""  # the system's own reason for an empty part
    is_hidden: bool = False  # the reader may not look into it

    @property
    def is_complete(self) -> bool:
        return bool(self.supplied or self.items or self.waivers or self.excuse)


def volume(archive: Archive, items=None, hidden: set[str] = frozenset()) -> list[Part]:
    """The fourteen parts in order. Until it is sealed the records supply what they hold at this moment.

    ``items`` narrows what was put in to what the reader may see; ``hidden`` parts show neither documents nor titles.
    """
    parts = {key: Part(key, label, EXPECTED[ArchivePart(key)]) for key, label in ArchivePart.choices}
    for item in archive.items.select_related("uploaded_by") if items is None else items:
        (parts[item.part].items if item.file else parts[item.part].waivers).append(item)
    if archive.state == ArchiveState.OPEN:
        for document in supplies(archive.project):
            parts[document.part].supplied.append(document)
        for key, reason in excuses(archive.project).items():
            parts[key].excuse = "" if parts[key].supplied or parts[key].items else reason
    for key in hidden:
        parts[key] = Part(key, parts[key].label, parts[key].expected, is_hidden=True)
    return list(parts.values())


def excuses(project: Project) -> dict[str, str]:
    """Parts that cannot have documents, and the one made when the volume is sealed."""
    known = {ArchivePart.HANDOVER: "封卷时自动生成"}
    return known | dict.fromkeys(COMMISSIONED, NO_CALL) if project.application_id is None else known


def hidden_parts(archive: Archive, user) -> set[str]:
    """Parts the reader may not look into; the same rule as ``ArchiveItem.objects.visible_to``."""
    project = archive.project
    if has_role_over(user, project.organization, *KEEPERS):
        return set()
    is_partner = has_role_over(user, project.organization, *PARTNERS)
    if is_partner or has_role_over(user, project.contractor, *PARTNERS):
        return set(REVIEW_PARTS)
    return {*REVIEW_PARTS, *MONEY_PARTS}


def missing(parts: list[Part]) -> list[Part]:
    return [part for part in parts if not part.is_complete and not part.is_hidden]


def closed_on(project: Project) -> date:
    """When the purchase ended: the audit or the termination, else the last day of service."""
    closing = project.events.filter(kind__in=["audit", "terminate"]).order_by("-at").first()
    return timezone.localdate(closing.at) if closing else project.ends_on


def keep_until(project: Project) -> date:
    """政府采购法第42条: purchase files are kept at least fifteen years from the end of the purchase (the years are a
    configurable default that may only be longer)."""
    ended = closed_on(project)
    years = parameters.days(ParameterName.RETENTION_YEARS, on=ended)
    return deadlines.kept_until(ended, max(deadlines.RETENTION_YEARS, years))


def archivable_projects(user):
    """Projects that are over and have no volume yet."""
    return Project.objects.visible_to(user).filter(state__in=ARCHIVE.sources, archive=None)
