"""The left navigation, in the model's own terms, only what the role can use."""

from dataclasses import dataclass

from django.urls import reverse

from orgs.enums import Role
from orgs.scope import grants_of

EVERYBODY = frozenset(Role.values)
EXPERT = frozenset({Role.EXPERT})
SERVICE = frozenset({Role.NGO, Role.WORKER, Role.SUPERVISOR})
MANAGERS = frozenset({Role.CITY_ADMIN, Role.DISTRICT_UNION, Role.STREET_UNION})
UNIONS = MANAGERS | {Role.COMMUNITY_UNION}
INSIDERS = EVERYBODY - EXPERT
FIELD = UNIONS | SERVICE | {Role.PARTY}  # who meets the people served; leaders and accountants see figures only
MONEY = frozenset({Role.CITY_ADMIN, Role.DISTRICT_UNION, Role.FINANCE, Role.LEADER})
PURCHASERS = frozenset({Role.CITY_ADMIN, Role.DISTRICT_UNION})
PURCHASE = PURCHASERS | {Role.AUDITOR, Role.LEADER}  # who runs or watches a purchase
BOOKS = MONEY | {Role.AUDITOR}


@dataclass(frozen=True)
class Entry:
    """One address of the menu and the roles that have a use for it."""

    label: str
    url_name: str
    roles: frozenset = EVERYBODY
    icon: str = ""
    group: str = ""  # entries of one group stand under its heading


@dataclass(frozen=True)
class Section:
    """One of the seven parts; with ``url_name`` it is itself the entry."""

    label: str
    icon: str
    entries: tuple[Entry, ...] = ()
    url_name: str = ""


SECTIONS = (
    Section("工作台", icon="home", url_name="workbench"),
    Section(
        "组织联建",
        icon="sitemap",
        entries=(
            Entry("组织", "orgs:organization-list", INSIDERS),
            Entry("人员", "orgs:person-list", FIELD),
            Entry("阵地", "orgs:venue-list", FIELD | {Role.LEADER}),
        ),
    ),
    Section(
        "资源联合",
        icon="coins",
        entries=(
            Entry("需求", "projects:need-list", INSIDERS, group="需求与采购"),
            Entry(
                "未满足需求",
                "projects:need-uncovered",
                UNIONS | {Role.NGO, Role.PARTY, Role.LEADER},
                group="需求与采购",
            ),
            Entry("采购计划", "projects:plan-list", MONEY | {Role.AUDITOR}, group="需求与采购"),
            Entry("征集批次", "projects:call-list", group="需求与采购"),
            Entry("申报", "projects:application-list", PURCHASE | {Role.NGO, Role.WORKER}, group="需求与采购"),
            Entry("评审", "projects:review-list", PURCHASERS | EXPERT | {Role.AUDITOR}, group="需求与采购"),
            Entry("专家库", "projects:expert-list", PURCHASERS, group="需求与采购"),
            Entry("公示", "projects:publicity-list", PURCHASE, group="需求与采购"),
            Entry("异议", "projects:objection-list", PURCHASERS, group="需求与采购"),
            Entry("项目", "projects:project-list", group="项目实施"),
            Entry("合同", "projects:contract-list", INSIDERS, group="项目实施"),
            Entry("变更", "projects:change-list", INSIDERS, group="项目实施"),
            Entry("指标进度", "projects:indicator-list", group="项目实施"),
            Entry("项目报告", "projects:progressreport-list", group="项目实施"),
            Entry("项目档案", "projects:archive-list", BOOKS | UNIONS | {Role.NGO}, group="项目实施"),
            Entry("资金来源", "projects:fund-list", MONEY | {Role.AUDITOR}, group="资金"),
            Entry("分期拨付", "projects:instalment-list", BOOKS | {Role.NGO}, group="资金"),
            Entry("支出", "projects:expense-list", BOOKS | {Role.NGO, Role.WORKER}, group="资金"),
            Entry("决算", "projects:settlement-list", BOOKS | {Role.NGO}, group="资金"),
            Entry("资金台账", "projects:ledgerentry-list", BOOKS | {Role.NGO}, group="资金"),
            Entry("账务核对", "projects:bookcheck-list", BOOKS - {Role.LEADER}, group="资金"),
            Entry("以奖代补", "projects:rewardsheet-list", BOOKS, group="资金"),
            Entry("奖补明细", "projects:rewardline-list", frozenset({Role.NGO}), group="资金"),
            Entry("规则中心", "projects:rule-overview", group="规则"),
        ),
    ),
    Section(
        "服务联动",
        icon="heart-handshake",
        entries=(
            Entry("活动", "services:activity-list", INSIDERS, group="活动"),
            Entry("场次", "services:session-list", INSIDERS, group="活动"),
            Entry("场次日历", "services:session-calendar", INSIDERS, group="活动"),
            Entry("报名", "services:registration-list", FIELD, group="活动"),
            Entry("签到", "services:attendance-list", FIELD, group="活动"),
            Entry("服务对象", "services:participant-list", FIELD, group="活动"),
            Entry("应服务对象底数", "services:servicebase-list", UNIONS | {Role.LEADER}, group="活动"),
            Entry("活动总结", "services:summary-list", INSIDERS, group="活动"),
            Entry("跟进事项", "services:followup-list", UNIONS | SERVICE, group="活动"),
            Entry("证明", "services:certificate-list", UNIONS | SERVICE, group="活动"),
            Entry("服务目录", "services:catalogueitem-list", UNIONS | SERVICE, group="点单"),
            Entry("点单", "services:order-list", UNIONS | SERVICE | {Role.LEADER}, group="点单"),
            Entry("讲师", "services:lecturer-list", MANAGERS | SERVICE, group="点单"),
            Entry("志愿者", "services:volunteer-list", FIELD | {Role.LEADER}, group="志愿服务"),
            Entry("队伍", "services:team-list", FIELD, group="志愿服务"),
            Entry("志愿班次", "services:shift-list", INSIDERS, group="志愿服务"),
            Entry("志愿者培训", "services:training-list", FIELD, group="志愿服务"),
            Entry("服务时长", "services:hourclaim-list", UNIONS | SERVICE, group="志愿服务"),
            Entry("星级申请", "services:starapplication-list", UNIONS, group="志愿服务"),
            Entry("志愿服务排行", "services:ranking-list", UNIONS | SERVICE, group="志愿服务"),
            Entry("双工联动指标", "services:volunteer-figures", FIELD | {Role.LEADER}, group="志愿服务"),
            Entry("应急响应", "services:callout-list", FIELD, group="应急与街区"),
            Entry("志愿服务一条街", "services:streetday-list", FIELD, group="应急与街区"),
            Entry("商户", "services:merchant-list", UNIONS, group="应急与街区"),
            Entry("通知公告", "services:notice-list", UNIONS, group="社区公开"),
        ),
    ),
    Section(
        "评估",
        icon="clipboard-check",
        entries=(
            Entry("项目评估", "evaluations:evaluation-list"),
            Entry("整改单", "evaluations:rectification-list"),
            Entry("满意度评价", "evaluations:rating-list", INSIDERS),
        ),
    ),
    Section(
        "报表",
        icon="chart-bar",
        entries=(
            Entry("数据看板", "reports:dashboard"),
            Entry("月报", "reports:reportrun-list", INSIDERS),
        ),
    ),
    Section(
        "系统",
        icon="settings",
        entries=(
            Entry("工作人员", "orgs:user-list", UNIONS | {Role.NGO}),
            Entry("导入区划", "orgs:division-import", frozenset({Role.CITY_ADMIN})),
            Entry("工作日历", "services:calendarday-list", frozenset({Role.CITY_ADMIN})),
            Entry("通知", "notification-list"),
        ),
    ),
)

HOME = Entry("工作台", "workbench", icon="home")
FIGURES = Entry("看板", "reports:dashboard", icon="chart-bar")
INBOX = Entry("通知", "notification-list", icon="bell")
NEEDS = Entry("需求", "projects:need-list", icon="bulb")
PROJECTS = Entry("项目", "projects:project-list", icon="folder")
SESSIONS = Entry("场次", "services:session-list", icon="calendar-event")
ACTIVITIES = Entry("活动", "services:activity-list", icon="checklist")
FUNDS = Entry("资金", "projects:fund-list", icon="coins")
INSTALMENTS = Entry("拨付", "projects:instalment-list", icon="cash")
EVALUATIONS = Entry("评估", "evaluations:evaluation-list", icon="clipboard-check")
# Five at most: what this role does with a phone in the hand.
AT_THE_THUMB = {
    Role.COMMUNITY_UNION: (HOME, NEEDS, SESSIONS, FIGURES, INBOX),
    Role.PARTY: (HOME, NEEDS, SESSIONS, FIGURES, INBOX),
    Role.NGO: (HOME, PROJECTS, ACTIVITIES, SESSIONS, INBOX),
    Role.WORKER: (HOME, SESSIONS, ACTIVITIES, PROJECTS, INBOX),
    Role.SUPERVISOR: (HOME, SESSIONS, PROJECTS, FIGURES, INBOX),
    Role.EXPERT: (HOME, EVALUATIONS, PROJECTS, INBOX),
    Role.FINANCE: (HOME, INSTALMENTS, FUNDS, FIGURES, INBOX),
}
USUAL = (HOME, NEEDS, PROJECTS, FIGURES, INBOX)


def navigation(request):
    """Context: ``navigation`` for the sidebar, ``mobile_navigation`` for the bar at the thumb."""
    user = getattr(request, "user", None)
    if not user or not user.is_authenticated:
        return {}
    roles = [grant.role for grant in grants_of(user)]
    thumb = AT_THE_THUMB.get(roles[0], USUAL) if roles else (HOME, INBOX)
    here = current(request.path, [entry for section in SECTIONS for entry in (section, *section.entries)])
    sections = [section_of(section, set(roles), here) for section in SECTIONS]
    return {
        "navigation": [section for section in sections if section],
        "mobile_navigation": [link_to(entry, here) for entry in thumb],
    }


def section_of(section: Section, roles: set[str], here: str) -> dict | None:
    """The section as the sidebar draws it; ``None`` when nothing in it is for these roles."""
    if section.url_name:
        return link_to(section, here) | {"items": ()}
    items = [link_to(entry, here) | {"group": entry.group} for entry in section.entries if roles & entry.roles]
    active = any(item["active"] for item in items)
    return {"label": section.label, "icon": section.icon, "items": items, "active": active} if items else None


def link_to(entry: Entry | Section, here: str) -> dict:
    url = address(entry)
    return {"label": entry.label, "icon": entry.icon, "url": url, "active": url == here}


def current(path: str, entries: list[Entry | Section]) -> str:
    """The longest address ``path`` lies under: /projects/needs/3/ belongs to the needs, not to the projects."""
    urls = [url for url in map(address, entries) if url and (path == url or (url != "/" and path.startswith(url)))]
    return max(urls, key=len, default="")


def address(entry: Entry | Section) -> str:
    """Empty for a section that only holds entries."""
    return reverse(entry.url_name) if entry.url_name else ""
