"""What the parties do with a submitted project, up to its completion."""

from django.core.files.base import File
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked, step
from orgs.models import User
from projects import notifications, parameters, workflow
from projects.enums import EntryKind, NeedState, ParameterName, ReportKind, ReportState
from projects.models import Fund, Instalment, PlanItem, Project
from projects.operations.barring import check_not_barred, hold
from projects.operations.direct import RECORDED, rest_on
from projects.operations.duties import check_not_applicant, check_outside_contractor
from projects.operations.ledger import available_in, post_entry
from projects.operations.need import move_needs, needs_ending_with, require_reason
from projects.operations.report_plan import schedule_reports
from projects.queries import planned_instalments
from projects.queries.plan import at_the_same_time, promised_of

ANOTHER = "请不予立项，另选承接单位；或者列入采购计划，重新采购。"


def approve_project(
    project: Project,
    *,
    by: User,
    fund: Fund,
    direct_basis: str,
    direct_note: str,
    direct_file: File | None = None,
    plan_item: PlanItem | None = None,
    note: str = "",
) -> Project:
    """Approve a direct commission, commit the budget from ``fund`` and plan the instalments: together or not at all.

    Raises ``DomainError`` when ``by`` prepared the application or belongs to the contractor (职责分离), when an earlier
    project bars the contractor, when the fund belongs to none of the unions over the community or has less left than
    the budget besides what approved plans promise, when the commission has no basis or is too large for one
    (``projects.operations.direct``), or when the community has as many projects as it may and ``note`` does not say
    why it gets another.
    """
    with step(project, workflow.APPROVE, by=by, note=note) as project:
        check_not_applicant(project, by)
        check_outside_contractor(project, by)
        check_not_barred(project.contractor, act="承接定向委托", instead=ANOTHER)
        fund = _fund_for(project, fund)
        check_unpromised(project, fund, plan_item)
        check_community_limit(project, note)
        rest_on(project, fund, basis=direct_basis, note=direct_note, file=direct_file, plan_item=plan_item)
        _commit(project, fund, by)
        notifications.project_changed(project, "approve", by=by)
    return project


def _fund_for(project: Project, fund: Fund) -> Fund:
    """The fund, locked: it may pay for this community and holds the budget."""
    if not fund.organization.contains(project.organization):
        raise DomainError(f"“{fund}”属于{fund.organization}，不能用于{project.organization}的项目。请换一个资金来源。")
    # Locked before anything refers to it: two approvals holding a reference each would wait for one another.
    fund = locked(fund)
    available = available_in(fund)
    if available < project.budget:
        raise DomainError(
            f"“{fund}”可用余额 {available:,.2f} 元，不足项目预算 {project.budget:,.2f} 元。"
            "请追加安排、换一个资金来源，或退回修改预算。"
        )
    return fund


def _commit(project: Project, fund: Fund, by: User) -> None:
    """The budget leaves what the fund has available, the instalments are planned, the needs are under way."""
    project.fund = fund
    project.save(update_fields=["fund", *RECORDED])
    post_entry(fund, EntryKind.COMMITMENT, project.budget, key=f"commitment:{project.pk}", by=by, project=project)
    Instalment.objects.bulk_create(planned_instalments(project, timezone.localdate()))
    reserved = project.needs.filter(state=NeedState.MATCHED)
    move_needs(reserved, workflow.START_NEED, by=by, note=f"项目“{project}”已立项")


def return_project(project: Project, *, by: User, note: str) -> Project:
    """Send the application back with what has to change; its needs stay reserved."""
    with step(project, workflow.RETURN, by=by, note=require_reason(note)) as project:
        check_outside_contractor(project, by)
        notifications.project_changed(project, "return", by=by)
    return project


def reject_project(project: Project, *, by: User, note: str) -> Project:
    """Decline the application for good; its needs are free for others."""
    with step(project, workflow.REJECT, by=by, note=require_reason(note)) as project:
        check_outside_contractor(project, by)
        # A need that an awarded project has taken up in the meantime stays with it.
        reserved = project.needs.filter(state=NeedState.MATCHED)
        move_needs(reserved, workflow.RELEASE_NEED, by=by, note=f"项目“{project}”不予立项")
        notifications.project_changed(project, "reject", by=by)
    return project


def activate_project(project: Project, *, by: User, note: str = "") -> Project:
    """Start carrying out a project whose contract is signed; its reports are planned."""
    with step(project, workflow.ACTIVATE, by=by, note=note) as project:
        schedule_reports(project, by=by)
        notifications.project_changed(project, "activate", by=by)
    return project


def conclude_project(project: Project, *, by: User, note: str = "") -> Project:
    """Ask for completion; the final evaluation follows."""
    with step(project, workflow.CONCLUDE, by=by, note=note) as project:
        notifications.project_changed(project, "conclude", by=by)
    return project


def complete_project(project: Project, *, by: User, note: str = "") -> Project:
    """Close a project that has its final score and whose final report has been judged. Its needs are met, or free
    again when the score is below the pass mark (configurable default)."""
    with step(project, workflow.COMPLETE, by=by, note=note) as project:
        check_outside_contractor(project, by)
        if project.final_score is None:
            raise DomainError("还没有末期评分，不能结项。请先委派评估人完成末期评估。")
        check_final_report(project)
        hold([project.contractor])  # a failed project bars it from what is being decided at this moment
        move = workflow.MEET_NEED if project.has_passed else workflow.RELEASE_NEED
        result = "合格" if project.has_passed else "不合格"
        needs = needs_ending_with(project, met=project.has_passed)
        move_needs(needs, move, by=by, note=f"项目“{project}”已结项，末期评估{result}")
        notifications.project_changed(project, "complete", by=by)
    return project


def check_final_report(project: Project) -> None:
    """The final report is accepted, or has failed by not coming (domain practice: the last payment waits for 结项、决算
    and 服务对象意见)."""
    judged = [ReportState.ACCEPTED, ReportState.FAILED]
    waiting = project.progress_reports.filter(kind=ReportKind.FINAL).exclude(state__in=judged).first()
    if waiting:
        raise DomainError(
            f"结项报告目前是“{waiting.get_state_display()}”，不能确认结项。"
            "请承接单位提交结项报告，审核通过后再办理；一直不交的，可以责令整改或终止项目。"
        )


def check_community_limit(project: Project, note: str) -> None:
    """均衡性: more than the limit (configurable default) of projects at a time in one community needs a reason."""
    limit = parameters.days(ParameterName.COMMUNITY_LIMIT)
    running = at_the_same_time(project.organization, project.starts_on, project.ends_on).exclude(pk=project.pk).count()
    if running >= limit and not note.strip():
        raise DomainError(
            f"{project.organization}同期已有 {running} 个项目，达到上限 {limit} 个。"
            "请优先安排其他社区；确需批准的，请在审核意见里写明理由。"
        )


def check_unpromised(project: Project, fund: Fund, plan_item: PlanItem | None) -> None:
    """The fund holds the budget besides what approved plans, and so the calls under them, still mean to spend."""
    promised = promised_of(fund, besides=plan_item)
    free = available_in(fund) - promised
    if free < project.budget:
        raise DomainError(
            f"“{fund}”可用余额 {fund.available:,.2f} 元，其中已批准的采购计划还要用 {promised:,.2f} 元，"
            f"不足项目预算 {project.budget:,.2f} 元。请追加安排、选择对应的采购计划明细，或换一个资金来源。"
        )
