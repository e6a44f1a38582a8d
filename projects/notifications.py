"""Who is told what about needs, projects and money.

SECURITY: texts name records only. Reasons stay on the page, behind its scope, because mail leaves the house.
"""

from core.notifications import notify
from orgs.enums import Role
from orgs.models import User
from projects.enums import NeedState
from projects.models import Instalment, Need, Project
from projects.permissions import PURCHASERS


def _key(obj, kind: str) -> str:
    """``need:7:match``, and ``need:7:match:2`` when it happens again; asked before the event is written."""
    earlier = obj.events.filter(kind=kind).count()
    return f"{obj._meta.model_name}:{obj.pk}:{kind}" + (f":{earlier + 1}" if earlier else "")


NEED_NEWS = {
    "create": "已收到，等待街道工会核实。",
    "verify": "已核实，等待社会组织据此申报项目。",
    "reject": "不予采纳，原因见需求页面。",
    "match": "已列入项目申报。",
    "release": "不再列入原项目，重新等待匹配。",
    "start": "对应项目已立项，进入实施。",
    "meet": "对应项目已结项，需求满足。",
}


def need_changed(need: Need, kind: str) -> None:
    """需求反馈: the person who raised it hears of every change; the street hears of new ones."""
    about = {"key": _key(need, kind), "url": need.get_absolute_url()}
    notify([need.raised_by], title=f"需求“{need}”", body=NEED_NEWS[kind], **about)
    if need.state == NeedState.COLLECTED and kind == "create":
        street = User.objects.holding(need.organization, Role.STREET_UNION).exclude(pk=need.raised_by_id)
        notify(street, title="有新需求待核实", body=f"{need.organization}提出“{need}”，请核实。", **about)


def purchasers(project: Project) -> list[User]:
    """The district that decides on the project; the city where no district can."""
    reaching = User.objects.holding(project.organization, *PURCHASERS)
    district = User.objects.holding(project.organization, Role.DISTRICT_UNION)
    return list(district) or list(reaching)


def contractor_side(project: Project) -> list[User]:
    return [*User.objects.holding(project.contractor, Role.NGO), project.worker, project.created_by]


def community_side(project: Project) -> list[User]:
    local = User.objects.filter(memberships__organization=project.organization)
    return list(User.objects.holding(project.organization, Role.COMMUNITY_UNION).filter(pk__in=local))


def finance(project: Project) -> list[User]:
    return list(User.objects.holding(project.fund.organization, Role.FINANCE)) if project.fund else []


# kind → (title, what to do, who is told)
PROJECT_NEWS = {
    "submit": ("有项目待审核", "请审核。", (purchasers,)),
    "return": ("项目被退回修改", "请按项目页面上的意见修改后重新提交。", (contractor_side,)),
    "reject": ("项目不予立项", "原因见项目页面。", (contractor_side,)),
    "approve": (
        "项目已立项",
        "承接单位可启动实施，财务可拨付首期款。",
        (contractor_side, community_side, finance),
    ),
    "activate": ("项目已启动实施", "三方可在项目页面查看计划和进度。", (contractor_side, community_side)),
    "conclude": ("项目申请结项", "请委派末期评估。", (purchasers, community_side)),
    "record_final_score": ("末期评分已记入", "可以确认结项。", (purchasers, contractor_side)),
    "complete": ("项目已结项", "结果见项目页面。", (contractor_side, community_side, finance)),
}


def project_changed(project: Project, kind: str, *, by: User) -> None:
    """Tell the responsible people of one step; whoever made it needs no message."""
    title, todo, audiences = PROJECT_NEWS[kind]
    people = [person for audience in audiences for person in audience(project) if person != by]
    notify(
        people,
        key=_key(project, kind),
        title=title,
        body=f"“{project}”（{project.code}）：{todo}",
        url=project.get_absolute_url(),
    )


def instalment_paid(instalment: Instalment, *, by: User) -> None:
    project = instalment.project
    notify(
        [person for person in contractor_side(project) if person != by],
        key=_key(instalment, "pay"),
        title="款项已拨付",
        body=f"“{project}”第{instalment.number}期款已拨付，请查收。",
        url=project.get_absolute_url(),
    )


def instalment_due(instalment: Instalment) -> None:
    """Once per instalment, however often the timer asks."""
    project = instalment.project
    notify(
        [*finance(project), *User.objects.holding(project.contractor, Role.NGO)],
        key=f"instalment:{instalment.pk}:due",
        title="分期款即将到期",
        body=f"“{project}”第{instalment.number}期款应于{instalment.due_on}前拨付。",
        url=project.get_absolute_url(),
    )
