"""The project room: who somebody is to a project, what they see of it, where it stands, what comes next."""

from dataclasses import dataclass
from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from orgs.enums import Role
from orgs.scope import ASSIGNED_ONLY, grants_of
from projects.enums import BalanceUse, InstalmentState, ProjectState, ReportState
from projects.models import Project
from projects.permissions import PURCHASERS
from projects.queries.instalment import PAYABLE, still_owed
from projects.queries.settlement import carry_over_approval, owes_balance
from projects.sections import INSIDERS, READERS, tab_of


@dataclass(frozen=True)
class Part:
    """One section of the room, answered by a view of its own; ``projects.sections`` says for whose eyes."""

    name: str
    title: str
    url_name: str

    @property
    def roles(self) -> frozenset:
        return READERS[self.name]


PARTS = (
    Part("indicators", "指标", "projects:project-indicators-fragment"),
    Part("services", "服务", "services:project-services-fragment"),
    Part("reports", "报告", "projects:project-reports-fragment"),
    Part("money", "资金", "projects:project-money-fragment"),
    Part("expenses", "支出", "projects:project-expenses-fragment"),
    Part("contract", "合同", "projects:project-contract-fragment"),
    Part("changes", "变更", "projects:project-changes-fragment"),
    Part("evaluation", "评估", "evaluations:project-evaluation-fragment"),
    Part("settlement", "决算", "projects:project-settlement-fragment"),
    Part("archive", "归档", "projects:project-archive-fragment"),
    Part("documents", "文书", "projects:project-documents-fragment"),
)
OVERVIEW = "概况"


@dataclass(frozen=True)
class Tab:
    """What the room shows at a time: the overview, which has no name, or a section with what is read beside it."""

    name: str
    title: str
    url: str
    sections: tuple[str, ...] = ()  # the addresses the sections answer at
    is_current: bool = False


def roles_on(user, project: Project) -> set[str]:
    """The roles by which the user reaches the project; the evaluator by name."""
    held = {
        grant.role
        for grant in grants_of(user)
        if grant.role not in ASSIGNED_ONLY
        and any(body.path.startswith(grant.organization.reach) for body in (project.organization, project.contractor))
    }
    return held | ({Role.EXPERT} if project.evaluator_id == user.pk else set())


def may_see(user, project: Project, name: str) -> bool:
    """Whether the section is for one of the user's roles on this project."""
    return bool(READERS[name] & roles_on(user, project))


def address(url_name: str, *args) -> str:
    """Empty where no such page exists."""
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return ""


def tabs(user, project: Project, asked: str = "") -> list[Tab]:
    """The overview and the sections the user sees. ``asked`` names a section; whatever the user is not offered is
    answered like the overview."""
    roles = roles_on(user, project)
    seen: dict[str, list[Part]] = {}
    for part in PARTS:
        if part.roles & roles and address(part.url_name, project.pk):
            seen.setdefault(tab_of(part.name), []).append(part)
    current = tab_of(asked) if tab_of(asked) in seen else ""
    found = [
        Tab(
            name=name, title=parts[0].title, url=project.get_part_url(name), is_current=name == current,
            sections=tuple(address(part.url_name, project.pk) for part in parts),
        )
        for name, parts in seen.items()
    ]  # fmt: skip
    return [Tab("", OVERVIEW, project.get_absolute_url(), is_current=not current), *found]


RAIL = ("需求", "立项", "签约", "实施", "中期", "末期", "决算", "归档")
AT = {  # state → the step it stands at
    ProjectState.APPROVED: 2, ProjectState.CONTRACTING: 2, ProjectState.SIGNED: 3, ProjectState.ACTIVE: 3,
    ProjectState.CHANGE_PENDING: 3, ProjectState.SUSPENDED: 3, ProjectState.MIDTERM_REVIEW: 4,
    ProjectState.FINAL_REVIEW: 5, ProjectState.COMPLETED: 6, ProjectState.SETTLING: 6, ProjectState.AUDITED: 7,
    ProjectState.TERMINATED: 7, ProjectState.CLAWBACK: 7, ProjectState.ARCHIVED: 8,
}  # fmt: skip
ENDED_EARLY = (ProjectState.TERMINATED, ProjectState.CLAWBACK)


def rail(project: Project) -> list[dict]:
    """The eight steps as done, current, ahead or skipped. A midterm that is over stays done while services go on."""
    here = AT.get(project.state, 1)
    if project.state == ProjectState.RECTIFYING:
        here = 4 if project.final_score is None else 5
    had_midterm = project.midterm_score is not None
    steps = [{"label": label, "status": status_of(number, here)} for number, label in enumerate(RAIL)]
    if had_midterm and here == 3:
        steps[4]["status"] = "done"
    if here > 4 and not had_midterm:
        steps[4]["status"] = "skipped"
    if project.state in ENDED_EARLY:
        for step, is_known in ((5, project.final_score is not None), (6, False)):
            steps[step]["status"] = "done" if is_known else "skipped"
    return steps


def status_of(number: int, here: int) -> str:
    return "done" if number < here else "current" if number == here else "ahead"


@dataclass(frozen=True)
class NextStep:
    """What is due, by when, from whom; ``is_mine`` when it waits for the reader."""

    label: str
    who: str
    due_on: date | None = None
    url: str = ""
    is_mine: bool = False

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < timezone.localdate()


CONTRACTOR, PURCHASER, FINANCE, AUDITOR, EVALUATOR = "承接单位", "区县工会", "财务", "经审委员", "评估人"
ACTORS = {
    CONTRACTOR: {Role.NGO}, PURCHASER: set(PURCHASERS), FINANCE: {Role.FINANCE}, AUDITOR: {Role.AUDITOR},
    EVALUATOR: {Role.EXPERT},
}  # fmt: skip
# state → (what to do, who does it, page); the page's pk is the project's.
MOVES = {
    ProjectState.DRAFT: ("提交审核", CONTRACTOR, "projects:project-submit"),
    ProjectState.RETURNED: ("修改后重新提交", CONTRACTOR, "projects:project-update"),
    ProjectState.SUBMITTED: ("审核立项", PURCHASER, "projects:project-approve"),
    ProjectState.APPROVED: ("起草合同", PURCHASER, "projects:project-draft-contract"),
    ProjectState.SUSPENDED: ("恢复实施或终止", PURCHASER, "projects:project-resume"),
    ProjectState.RECTIFYING: ("按整改单整改", CONTRACTOR, ""),
    ProjectState.COMPLETED: ("编制决算", CONTRACTOR, "projects:settlement-create"),
    ProjectState.TERMINATED: ("建卷归档", PURCHASER, "projects:archive-open"),
    ProjectState.CLAWBACK: ("追回余款后建卷归档", PURCHASER, "projects:archive-open"),
    ProjectState.AUDITED: ("建卷归档", PURCHASER, "projects:archive-open"),
}
INSTALMENT_MOVES = {
    InstalmentState.PLANNED: ("满足条件后申请{}", CONTRACTOR), InstalmentState.CONDITION_MET: ("申请{}", CONTRACTOR),
    InstalmentState.APPLIED: ("复核{}申请", PURCHASER), InstalmentState.CHECKED: ("批准拨付{}", PURCHASER),
    InstalmentState.APPROVED: ("拨付{}", FINANCE), InstalmentState.PAID: ("确认收到{}", CONTRACTOR),
    InstalmentState.REJECTED: ("补充后重新申请{}", CONTRACTOR), InstalmentState.HELD: ("解除{}暂缓", PURCHASER),
}  # fmt: skip
ASSIGN, ORDER = "evaluations:evaluation-assign", "evaluations:rectification-order"  # decisions kept by another app
UNASKED = (InstalmentState.PLANNED, InstalmentState.CONDITION_MET)
FIELD = (ProjectState.ACTIVE, ProjectState.CHANGE_PENDING, ProjectState.MIDTERM_REVIEW)


def next_steps(project: Project, user, limit: int = 6) -> list[NextStep]:
    """What is due when by whom, by date; without a date the reader's own count as today, others come last.

    Three queries.
    """
    mine = {actor for actor, roles in ACTORS.items() if roles & roles_on(user, project)}
    found = [*of_state(project), *of_contract(project), *of_change(project)]
    found += [*of_reports(project), *of_instalments(project)] if roles_on(user, project) & INSIDERS else []
    steps = [
        NextStep(label, who, due_on, url if who in mine or not is_action(url, project) else "", who in mine)
        for label, who, due_on, url in found
    ]
    today = timezone.localdate()
    return sorted(steps, key=lambda step: step.due_on or (today if step.is_mine else date.max))[:limit]


def is_action(url: str, project: Project) -> bool:
    """A page that asks for a decision, refused to everybody else; records may be read by all."""
    own = url.startswith(project.get_absolute_url()) and "?" not in url
    return own or url in (address(ASSIGN, project.pk), address(ORDER, project.pk))


def of_state(project: Project):
    """The move the project itself waits for."""
    if project.state in MOVES:
        label, who, url_name = MOVES[project.state]
        archive, settlement = related(project, "archive"), related(project, "settlement")
        if project.state == ProjectState.AUDITED and settlement and owes_balance(settlement):
            yield "退回结余", FINANCE, None, settlement.get_absolute_url()
        if archive and url_name == "projects:archive-open":
            yield "整理案卷并归档", who, None, archive.get_absolute_url()
        elif settlement and url_name == "projects:settlement-create":
            yield "提交决算", who, None, settlement.get_absolute_url()
        else:
            yield label, who, None, address(url_name, project.pk) if url_name else ""
    elif project.state == ProjectState.ACTIVE:
        yield "申请结项", CONTRACTOR, project.ends_on, address("projects:project-conclude", project.pk)
        halfway = project.starts_on + (project.ends_on - project.starts_on) / 2
        if project.midterm_score is None and timezone.localdate() >= halfway:
            yield "进入中期评估", PURCHASER, None, address("projects:project-start-midterm", project.pk)
    elif project.state in (ProjectState.FINAL_REVIEW, ProjectState.MIDTERM_REVIEW):
        yield of_review(project)
    elif project.state == ProjectState.SETTLING:
        settlement = related(project, "settlement")
        yield "审计决算", AUDITOR, None, settlement.get_absolute_url() if settlement else ""
        if settlement and settlement.use == BalanceUse.CARRY_OVER and not carry_over_approval(settlement):
            yield "批准结转", PURCHASER, None, settlement.get_absolute_url()


def of_review(project: Project) -> tuple:
    is_final = project.state == ProjectState.FINAL_REVIEW
    word, score = ("末期", project.final_score) if is_final else ("中期", project.midterm_score)
    if project.evaluator_id is None:
        return f"委派{word}评估", PURCHASER, None, address(ASSIGN, project.pk)
    if score is None:
        return f"完成{word}评估", EVALUATOR, None, project.get_part_url("evaluation")
    if is_final:
        return "确认结项", PURCHASER, None, address("projects:project-complete", project.pk)
    if score < project.pass_mark:
        return "责令整改", PURCHASER, None, address(ORDER, project.pk)
    return "确认中期结果", PURCHASER, None, address("projects:project-pass-midterm", project.pk)


def of_contract(project: Project):
    """Signing, then registering, then starting."""
    contract = related(project, "contract")
    if project.state == ProjectState.CONTRACTING and contract:
        yield "核对并登记签署合同", PURCHASER, None, contract.get_absolute_url()
    if project.state == ProjectState.SIGNED and contract:
        if contract.registered_on is None:
            yield "登记合同", PURCHASER, None, contract.get_absolute_url()
        else:
            yield "启动实施", CONTRACTOR, contract.starts_on, address("projects:project-activate", project.pk)


def of_change(project: Project):
    if project.state == ProjectState.CHANGE_PENDING:
        change = project.changes.filter(state="submitted").first()
        if change:
            yield f"审批{change.get_kind_display()}", PURCHASER, None, change.get_absolute_url()


def of_reports(project: Project):
    """The next reports owed, and those handed in that wait for a reader."""
    waiting = (ReportState.PLANNED, ReportState.RETURNED, ReportState.SUBMITTED)
    rows = project.progress_reports.filter(state__in=waiting).order_by("due_on", "pk")
    for report in rows[:3] if project.state in (*FIELD, ProjectState.FINAL_REVIEW, ProjectState.RECTIFYING) else ():
        report.project = project
        name = str(report).removeprefix(str(project))
        if report.state == ReportState.SUBMITTED:
            yield f"审核{name}", PURCHASER, None, report.get_absolute_url()
        else:
            yield f"提交{name}", CONTRACTOR, report.due_on, report.get_absolute_url()


def of_instalments(project: Project):
    """The first instalment that is not over; none where nothing is paid any more."""
    rows = project.instalments.filter(state__in=INSTALMENT_MOVES).order_by("number")
    instalment = rows.first() if project.fund_id and project.state in PAYABLE else None
    if instalment and instalment.state in UNASKED and project.state == ProjectState.AUDITED:
        instalment = still_owed(project)  # what the audit cut to nothing is not asked for
    if instalment:
        label, who = INSTALMENT_MOVES[instalment.state]
        instalment.project = project
        due_on = None if instalment.state == InstalmentState.PAID else instalment.due_on
        yield label.format(f"第{instalment.number}期款"), who, due_on, instalment.get_absolute_url()


def related(project: Project, name: str):
    """The one record beside the project, or none; free when the page selected it."""
    return getattr(project, name, None)
