"""我的待办: what waits for the viewer, told by their roles and the states of the records."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet, Window
from django.urls import reverse
from django.utils import timezone

from core.models import Notification
from core.templatetags.ui import day, moment, money
from evaluations.enums import EvaluationState, RectificationState
from evaluations.models import Evaluation, Rectification
from orgs.enums import Role
from orgs.scope import grants_of, in_subtrees, org_paths
from projects.enums import (
    ActualState,
    ApplicationState,
    ArchiveState,
    BalanceUse,
    CallState,
    ChangeState,
    ContractState,
    ExpenseState,
    InstalmentState,
    NeedState,
    ObjectionState,
    PlanState,
    ProjectState,
    PublicityState,
    ReportState,
    RewardSheetState,
    SettlementState,
)
from projects.filters.report import SOON
from projects.models import (
    Application,
    Archive,
    Call,
    Change,
    Contract,
    Expense,
    Instalment,
    ManualActual,
    Need,
    Objection,
    Plan,
    ProgressReport,
    Project,
    Publicity,
    Question,
    RewardSheet,
    Settlement,
)
from projects.permissions import CONTRACTOR_STAFF, PURCHASERS
from projects.queries.archive import archivable_projects
from projects.queries.contract import awaiting_data_return, awaiting_supplement
from projects.queries.need import needs_to_feed_back
from projects.queries.report import due_within
from projects.queries.review import sheets_owed
from projects.queries.settlement import balances_to_return
from services.enums import ActivityState, SessionState
from services.models import Session

SHOWN = 5


@dataclass(frozen=True)
class Todo:
    """One kind of waiting things: how many, the first few, and the list of all."""

    title: str
    total: int
    rows: list[dict]
    url: str


def todos(user) -> list[Todo]:
    """Everything that waits for ``user``, the empty kinds left out; one query for each kind."""
    roles = {grant.role for grant in grants_of(user)}
    asked = [kind for role, kinds in WAITING.items() if role in roles for kind in kinds]
    found = [todo for kind in dict.fromkeys((*asked, unread)) for todo in kind(user)]
    return [todo for todo in found if todo.total]


def needs_to_verify(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, (Role.STREET_UNION,)), "organization")
    rows = Need.objects.visible_to(user).filter(here, state=NeedState.COLLECTED)
    rows = rows.select_related("organization").order_by("raised_at", "pk")
    yield todo("待核实的需求", rows, "projects:need-list", {"state": NeedState.COLLECTED}, need_note)


def needs_to_tell(user) -> Iterator[Todo]:
    """Only where the user serves as a street or community: the district does not phone for every community."""
    here = in_subtrees(org_paths(user, (Role.STREET_UNION, Role.COMMUNITY_UNION)), "organization")
    rows = needs_to_feed_back(user).filter(here).select_related("organization").order_by("moved_at", "pk")
    yield todo("待回告反映人的需求", rows, "projects:need-list", {"only": "to_feed_back"}, need_note)


def needs_to_answer(user) -> Iterator[Todo]:
    rows = Need.objects.visible_to(user).filter(state=NeedState.VERIFIED)
    rows = rows.select_related("organization").order_by("-raised_at", "-pk")
    yield todo("可以申报项目的需求", rows, "projects:need-list", {"state": NeedState.VERIFIED}, need_note)


def projects_to_decide(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, PURCHASERS), "organization")
    rows = Project.objects.visible_to(user).filter(here).order_by("pk")
    final = rows.filter(state=ProjectState.FINAL_REVIEW)
    yield project_todo("待审核立项的项目", rows.filter(state=ProjectState.SUBMITTED), ProjectState.SUBMITTED)
    yield project_todo("待委派评估人的项目", final.filter(evaluator=None), ProjectState.FINAL_REVIEW)
    middle = rows.filter(state=ProjectState.MIDTERM_REVIEW)
    yield project_todo("待委派中期评估人的项目", middle.filter(evaluator=None), ProjectState.MIDTERM_REVIEW)
    scored = middle.filter(midterm_score__isnull=False)
    yield project_todo("待确认中期结论的项目", scored, ProjectState.MIDTERM_REVIEW)
    yield project_todo("待确认结项的项目", final.filter(final_score__isnull=False), ProjectState.FINAL_REVIEW)


def calls_to_decide(user) -> Iterator[Todo]:
    """Nobody approves what they wrote; questions wait in the order in which their calls close."""
    here = in_subtrees(org_paths(user, PURCHASERS), "organization")
    plans = Plan.objects.visible_to(user).filter(here, state=PlanState.SUBMITTED).exclude(created_by=user)
    submitted = {"state": PlanState.SUBMITTED}
    rows = plans.select_related("organization").order_by("pk")
    yield todo("待审批的采购计划", rows, "projects:plan-list", submitted, lambda row: row.organization.short_name)
    calls = Call.objects.visible_to(user).filter(here).select_related("organization").order_by("opens_at", "pk")
    drafts = calls.filter(state=CallState.DRAFT)
    checked = drafts.filter(negative_checked_at__isnull=False).exclude(created_by=user)
    yield call_todo("待批准预算的征集批次", checked, {"state": CallState.DRAFT})
    unchecked = drafts.filter(negative_checked_at=None, created_by=user)
    yield call_todo("待自查的征集批次", unchecked, {"state": CallState.DRAFT})
    yield call_todo("待发布的征集批次", calls.filter(state=CallState.APPROVED), {"state": CallState.APPROVED})
    asked = Question.objects.visible_to(user).filter(answered_at=None)
    asked_about = calls.filter(state=CallState.PUBLISHED, closes_at__gt=timezone.now(), pk__in=asked.values("call_id"))
    asked_about = asked_about.order_by("closes_at", "pk")
    yield call_todo("有提问待答复的征集批次", asked_about, {"questions": "open"})


def calls_to_answer(user) -> Iterator[Todo]:
    now = timezone.now()
    rows = Call.objects.visible_to(user).filter(state=CallState.PUBLISHED, opens_at__lte=now, closes_at__gt=now)
    rows = rows.select_related("organization").order_by("closes_at", "pk")
    yield call_todo("正在受理申报的征集批次", rows, {"open": 1})


def call_todo(title: str, rows: QuerySet[Call], filters: dict) -> Todo:
    return todo(title, rows, "projects:call-list", filters, lambda row: f"{moment(row.closes_at)} 截止")


def projects_to_move(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, (Role.NGO,)), "contractor")
    rows = Project.objects.visible_to(user).filter(here).order_by("pk")
    yield project_todo("被退回、待修改的项目", rows.filter(state=ProjectState.RETURNED), ProjectState.RETURNED)
    yield project_todo("还没有提交的项目草稿", rows.filter(state=ProjectState.DRAFT), ProjectState.DRAFT)
    yield project_todo("已签约、待启动的项目", rows.filter(state=ProjectState.SIGNED), ProjectState.SIGNED)
    ended = rows.filter(state=ProjectState.ACTIVE, ends_on__lt=timezone.localdate())
    yield project_todo("已到期、待申请结项的项目", ended, ProjectState.ACTIVE)


def payments_to_decide(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, PURCHASERS), "project__organization")
    for state, title in ((InstalmentState.APPLIED, "待复核的拨款"), (InstalmentState.CHECKED, "待批准的拨款")):
        yield instalment_todo(title, Instalment.objects.visible_to(user).filter(here, state=state), state)
    vouchers = Expense.objects.visible_to(user).filter(here, state=ExpenseState.SUBMITTED)
    yield expense_todo("待初审的支出凭证", vouchers, ExpenseState.SUBMITTED)
    asked = {"state": SettlementState.SUBMITTED, "use": BalanceUse.CARRY_OVER}
    yield settlement_todo("申请结转的决算", Settlement.objects.visible_to(user).filter(here, **asked), asked)


def money_to_ask_for(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, (Role.NGO,)), "project__contractor")
    rows = Instalment.objects.visible_to(user).filter(here)
    for state, title in (
        (InstalmentState.CONDITION_MET, "可以申请的拨款"),
        (InstalmentState.PAID, "待确认收款的拨款"),
        (InstalmentState.REJECTED, "未通过、可重新申请的拨款"),
    ):
        yield instalment_todo(title, rows.filter(state=state), state)
    drafts = Expense.objects.visible_to(user).filter(here, state=ExpenseState.DRAFT)
    yield expense_todo("还没有提交的支出凭证", drafts, ExpenseState.DRAFT)


def books_to_keep(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, (Role.FINANCE,)), "project__fund__organization")
    vouchers = Expense.objects.visible_to(user).filter(here, state=ExpenseState.CHECKED)
    yield expense_todo("待列支的支出凭证", vouchers, ExpenseState.CHECKED)
    due = balances_to_return(Settlement.objects.visible_to(user).filter(here))
    yield settlement_todo("待退回的结余", due, {"returned": "0"})


def settlements_to_audit(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, (Role.AUDITOR,)), "project__fund__organization")
    asked = {"state": SettlementState.SUBMITTED}
    yield settlement_todo("待审计的决算", Settlement.objects.visible_to(user).filter(here, **asked), asked)


def instalments_to_pay(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, (Role.FINANCE,)), "project__fund__organization")
    rows = Instalment.objects.visible_to(user).filter(here, state=InstalmentState.APPROVED)
    yield instalment_todo("待拨付的款项", rows, InstalmentState.APPROVED)


def instalment_todo(title: str, rows: QuerySet[Instalment], state: str) -> Todo:
    rows = rows.select_related("project").order_by("due_on", "pk")
    return todo(
        title, rows, "projects:instalment-list", {"state": state},
        lambda row: f"{money(row.amount)} 元，应付 {day(row.due_on)}",
    )  # fmt: skip


def expense_todo(title: str, rows: QuerySet[Expense], state: str) -> Todo:
    rows = rows.select_related("project").order_by("on", "pk")
    return todo(
        title, rows, "projects:expense-list", {"state": state}, lambda row: f"{row.project}，{money(row.amount)} 元"
    )


def settlement_todo(title: str, rows: QuerySet[Settlement], query: dict) -> Todo:
    rows = rows.select_related("project").order_by("pk")
    return todo(title, rows, "projects:settlement-list", query, lambda row: f"结余 {money(row.balance)} 元")


def evaluations_to_submit(user) -> Iterator[Todo]:
    rows = Evaluation.objects.visible_to(user).filter(evaluator=user, state=EvaluationState.ASSIGNED)
    rows = rows.select_related("project").order_by("due_on")
    yield todo(
        "待评分的项目",
        rows,
        "evaluations:evaluation-list",
        {"state": EvaluationState.ASSIGNED},
        lambda row: f"期限 {day(row.due_on)}",
    )


def sessions_to_run(user) -> Iterator[Todo]:
    own = Q(activity__lead=user) | Q(activity__project__worker=user)
    own |= in_subtrees(org_paths(user, (Role.NGO,)), "activity__project__contractor")
    yield from session_todos(user, own, is_runner=True)


def sessions_here(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, (Role.COMMUNITY_UNION, Role.PARTY)), "organization")
    yield from session_todos(user, here, is_runner=False)


def contracts_to_handle(user) -> Iterator[Todo]:
    """From the award to the signature, and what is owed when a contract has ended."""
    roles = org_paths(user, PURCHASERS)
    projects = Project.objects.visible_to(user).filter(in_subtrees(roles, "organization")).order_by("pk")
    yield project_todo("待起草合同的项目", projects.filter(state=ProjectState.APPROVED), ProjectState.APPROVED)
    rows = Contract.objects.visible_to(user).filter(in_subtrees(roles, "project__organization"))
    rows = rows.select_related("project").order_by("pk")
    kinds = (
        ("待签署的合同", rows.filter(state=ContractState.DRAFT), {"state": ContractState.DRAFT}),
        ("待登记备案的合同", rows.filter(state=ContractState.SIGNED), {"state": ContractState.SIGNED}),
        ("待确认个人信息返还删除", awaiting_data_return(rows), {"data": "owed"}),
    )
    for title, waiting, filters in kinds:
        yield todo(
            title, waiting, "projects:contract-list", filters, lambda row: f"{row.project}，到期 {day(row.ends_on)}"
        )


def changes_to_decide(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, PURCHASERS), "project__organization")
    rows = Change.objects.visible_to(user).filter(here).select_related("project").order_by("requested_at", "pk")
    kinds = (
        ("待审批的变更", rows.filter(state=ChangeState.SUBMITTED), {"state": ChangeState.SUBMITTED}),
        ("待登记补充协议的变更", awaiting_supplement(rows), {"supplement": "owed"}),
    )
    for title, waiting, filters in kinds:
        yield todo(title, waiting, "projects:change-list", filters, lambda row: f"{day(row.requested_at)} 申请")


def unread(user) -> Iterator[Todo]:
    rows = Notification.objects.visible_to(user).unread().order_by("-created_at", "-pk")
    yield todo(
        "未读通知",
        rows,
        "notification-list",
        {},
        lambda row: moment(row.created_at),
        address=lambda row: reverse("notification-open", args=[row.pk]),
    )


def reports_to_write(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, CONTRACTOR_STAFF), "project__contractor")
    rows = due_within(ProgressReport.objects.visible_to(user).filter(here), SOON).order_by("due_on", "pk")
    yield todo(
        f"{SOON}天内应提交的报告（含逾期）",
        rows.select_related("project"),
        "projects:progressreport-list",
        {"due": "soon"},
        lambda row: f"期限 {day(row.due_on)}",
    )
    ordered = Rectification.objects.visible_to(user).filter(
        in_subtrees(org_paths(user, CONTRACTOR_STAFF), "project__contractor"), state=RectificationState.OPEN
    )
    yield rectification_todo("待办理的整改", ordered, RectificationState.OPEN)


def reports_to_review(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, PURCHASERS), "project__organization")
    rows = ProgressReport.objects.visible_to(user).filter(here, state=ReportState.SUBMITTED).order_by("due_on", "pk")
    yield todo(
        "待审核的项目报告",
        rows.select_related("project"),
        "projects:progressreport-list",
        {"state": ReportState.SUBMITTED},
        lambda row: f"期限 {day(row.due_on)}",
    )
    figures = ManualActual.objects.visible_to(user).filter(
        in_subtrees(org_paths(user, PURCHASERS), "indicator__project__organization"), state=ActualState.SUBMITTED
    )
    yield todo(
        "待核定的指标填报",
        figures.select_related("indicator__project").order_by("pk"),
        "projects:manualactual-list",
        {"state": ActualState.SUBMITTED},
        lambda row: row.indicator.project.name,
    )
    yield rectification_todo(
        "待复核的整改", Rectification.objects.visible_to(user).filter(here, state=RectificationState.SUBMITTED),
        RectificationState.SUBMITTED,
    )  # fmt: skip


def rectifications_to_review(user) -> Iterator[Todo]:
    rows = Rectification.objects.visible_to(user).filter(evaluation__evaluator=user, state=RectificationState.SUBMITTED)
    yield rectification_todo("待复核的整改", rows, RectificationState.SUBMITTED)


def rectification_todo(title: str, rows: QuerySet[Rectification], state: str) -> Todo:
    rows = rows.select_related("project", "evaluation").order_by("due_on", "pk")
    note = "期限 {}".format
    return todo(title, rows, "evaluations:rectification-list", {"state": state}, lambda row: note(day(row.due_on)))


def applications_to_write(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, CONTRACTOR_STAFF), "contractor")
    rows = Application.objects.visible_to(user).filter(here).select_related("call")
    returned = rows.filter(state=ApplicationState.RETURNED, correct_by__gte=timezone.localdate())
    yield todo(
        "待补正的申报", returned.order_by("correct_by", "pk"), "projects:application-list",
        {"state": ApplicationState.RETURNED}, lambda row: f"补正期限 {day(row.correct_by)}",
    )  # fmt: skip
    drafts = rows.filter(state=ApplicationState.DRAFT, call__closes_at__gt=timezone.now())
    yield todo(
        "还没有提交的申报草稿", drafts.order_by("call__closes_at", "pk"), "projects:application-list",
        {"state": ApplicationState.DRAFT}, lambda row: f"{moment(row.call.closes_at)} 截止",
    )  # fmt: skip


def applications_to_check(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, PURCHASERS), "call__organization")
    rows = Application.objects.visible_to(user).filter(here).select_related("contractor").order_by("submitted_at", "pk")
    for title, state in (
        ("待受理审查的申报", ApplicationState.SUBMITTED), ("资格审查中的申报", ApplicationState.CHECKING),
    ):  # fmt: skip
        waiting = rows.filter(state=state, call__closes_at__lte=timezone.now())
        yield todo(title, waiting, "projects:application-list", {"state": state}, lambda row: row.contractor.name)


def sheets_to_sign(user) -> Iterator[Todo]:
    yield todo(
        "待评分、签署的申报", sheets_owed(user), "projects:review-list", {}, lambda row: str(row.call),
        address=lambda row: reverse("projects:application-score", args=[row.pk]),
    )  # fmt: skip


def reviews_to_run(user) -> Iterator[Todo]:
    """Objections to answer, publicities to close, calls to seat a panel for or to rank."""
    here = in_subtrees(org_paths(user, PURCHASERS), "organization")
    waiting = Objection.objects.visible_to(user).filter(state=ObjectionState.RECEIVED)
    yield todo(
        "待答复的异议", waiting.select_related("publicity__call").order_by("reply_by", "pk"), "projects:objection-list",
        {"state": ObjectionState.RECEIVED}, lambda row: f"{day(row.reply_by)} 前答复",
    )  # fmt: skip
    past = Publicity.objects.visible_to(user).filter(state=PublicityState.OPEN, ends_on__lt=timezone.localdate())
    yield todo(
        "公示期满、待办结的公示", past.select_related("call").order_by("ends_on", "pk"), "projects:publicity-list",
        {"over": "true"}, lambda row: f"{day(row.ends_on)} 期满",
    )  # fmt: skip
    calls = Call.objects.visible_to(user).filter(here).order_by("pk")
    panel = lambda row: reverse("projects:call-panel", args=[row.pk])  # noqa: E731
    ranking = lambda row: reverse("projects:call-ranking", args=[row.pk])  # noqa: E731
    for title, state, address in (
        ("已截止、待组织评审的批次", CallState.CLOSED, panel), ("评审中的批次", CallState.REVIEWING, ranking),
    ):  # fmt: skip
        rows = calls.filter(state=state)
        yield todo(title, rows, "projects:call-list", {"state": state}, lambda row: row.code, address=address)


def archives_to_fill(user) -> Iterator[Todo]:
    """Projects that are over and have no volume, and volumes nobody has sealed."""
    paths = org_paths(user, PURCHASERS)
    over = archivable_projects(user).filter(in_subtrees(paths, "organization")).select_related("organization")
    url = lambda row: reverse("projects:archive-open", args=[row.pk])  # noqa: E731
    note = lambda row: f"{row.organization.short_name}，{row.get_state_display()}"  # noqa: E731
    stage = {"stage": "to_open"}
    yield todo("待建卷归档的项目", over.order_by("pk"), "projects:project-list", stage, note, address=url)
    rows = Archive.objects.visible_to(user).filter(in_subtrees(paths, "project__organization"), state=ArchiveState.OPEN)
    rows = rows.select_related("project").order_by("pk")
    yield todo("待整理的案卷", rows, "projects:archive-list", {"state": ArchiveState.OPEN}, lambda row: row.number)


def rewards_to_decide(user) -> Iterator[Todo]:
    rows = RewardSheet.objects.visible_to(user).filter(in_subtrees(org_paths(user, PURCHASERS), "scheme__organization"))
    yield reward_todo("待复核的奖补核算表", rows, RewardSheetState.COMPUTED)
    yield reward_todo("待公示的奖补核算表", rows, RewardSheetState.CHECKED)
    over = rows.filter(publicity_ends_on__lt=timezone.localdate())
    yield reward_todo("公示期满、待批准的奖补核算表", over, RewardSheetState.PUBLICITY, {"over": "1"})


def rewards_to_pay(user) -> Iterator[Todo]:
    here = in_subtrees(org_paths(user, (Role.FINANCE,)), "scheme__fund__organization")
    rows = RewardSheet.objects.visible_to(user).filter(here)
    yield reward_todo("待支付的奖补", rows, RewardSheetState.APPROVED)


def reward_todo(title: str, rows: QuerySet[RewardSheet], state: str, filters: dict | None = None) -> Todo:
    rows = rows.filter(state=state).select_related("scheme").order_by("pk")
    filters = filters or {"state": state}
    return todo(title, rows, "projects:rewardsheet-list", filters, lambda row: f"{money(row.amount)} 元")


WAITING: dict[str, tuple[Callable, ...]] = {
    Role.CITY_ADMIN: (
        projects_to_decide,
        contracts_to_handle,
        changes_to_decide,
        calls_to_decide,
        applications_to_check,
        reports_to_review,
        reviews_to_run,
        archives_to_fill,
        rewards_to_decide,
        payments_to_decide,
    ),
    Role.DISTRICT_UNION: (
        projects_to_decide,
        contracts_to_handle,
        changes_to_decide,
        calls_to_decide,
        applications_to_check,
        reports_to_review,
        reviews_to_run,
        archives_to_fill,
        rewards_to_decide,
        payments_to_decide,
    ),
    Role.STREET_UNION: (needs_to_verify, needs_to_tell),
    Role.COMMUNITY_UNION: (sessions_here, needs_to_tell),
    Role.PARTY: (sessions_here,),
    Role.NGO: (
        calls_to_answer,
        applications_to_write,
        projects_to_move,
        sessions_to_run,
        needs_to_answer,
        reports_to_write,
        money_to_ask_for,
    ),
    Role.WORKER: (applications_to_write, sessions_to_run, reports_to_write),
    Role.FINANCE: (instalments_to_pay, rewards_to_pay, books_to_keep),
    Role.AUDITOR: (settlements_to_audit,),
    Role.EXPERT: (sheets_to_sign, evaluations_to_submit, rectifications_to_review),
}


def session_todos(user, mine: Q, *, is_runner: bool) -> Iterator[Todo]:
    """Sessions of today and tomorrow; for those who run them also the past ones nobody has confirmed."""
    today = timezone.localdate()
    planned = Session.objects.visible_to(user).filter(mine, state=SessionState.PLANNED)
    planned = planned.select_related("activity", "organization")
    soon = planned.filter(starts_on__range=(today, today + timedelta(days=1)), activity__state=ActivityState.PUBLISHED)
    days = {"start": today, "end": today + timedelta(days=1), "state": SessionState.PLANNED}
    yield todo("今明两天的场次", soon.order_by("starts_at", "pk"), "services:session-list", days, session_note)
    if is_runner:
        past = planned.filter(starts_on__lt=today).order_by("starts_at", "pk")
        over = {"end": today - timedelta(days=1), "state": SessionState.PLANNED}
        yield todo("已过日期、待确认是否举办的场次", past, "services:session-list", over, session_note)


def project_todo(title: str, rows: QuerySet[Project], state: str) -> Todo:
    rows = rows.select_related("organization")
    return todo(title, rows, "projects:project-list", {"state": state}, lambda row: row.organization.short_name)


def need_note(need: Need) -> str:
    return f"{need.organization.short_name}，{day(need.raised_at)} 提出"


def contract_note(contract: Contract) -> str:
    return f"{contract.project}，到期 {day(contract.ends_on)}"


def session_note(session: Session) -> str:
    return f"{moment(session.starts_at)}，{session.organization.short_name}，{session.venue}"


def todo(
    title: str,
    rows: QuerySet,
    url_name: str,
    filters: dict,
    note: Callable,
    address: Callable = lambda row: row.get_absolute_url(),
) -> Todo:
    """One query for the first rows and, counted beside them, for how many there are."""
    first = list(rows.annotate(total=Window(Count(F("pk"))))[:SHOWN])
    return Todo(
        title=title,
        total=first[0].total if first else 0,
        rows=[{"title": str(row), "note": note(row), "url": address(row)} for row in first],
        url=f"{reverse(url_name)}?{urlencode(filters)}",
    )
