"""定向委托: what allows a project to be commissioned without a call."""

from django.core.files.base import File

from core.errors import DomainError
from projects.enums import DirectBasis, PlanState, Procedure
from projects.models import Fund, PlanItem, Project
from projects.queries.call import left_of, verdict_on
from projects.uploads import check_upload, shown_name, stored_name

RECORDED = ("direct_basis", "direct_note", "direct_file", "direct_file_name", "plan_item")


def rest_on(
    project: Project, fund: Fund, *, basis: str, note: str, file: File | None, plan_item: PlanItem | None
) -> None:
    """Record on ``project`` what its direct commission rests on; the caller holds the lock and saves ``RECORDED``.

    Three quotes or the minutes of a meeting (internal rule, configurable), below the open-call threshold of the
    fund's union where one is set, and never where the procurement law asks for competition (政府采购法第26、27条).
    """
    if basis not in DirectBasis.values or not note.strip():
        raise DomainError("定向委托必须有依据：请选择三家比价或集体决策纪要，并写明比价结果或纪要文号。")
    verdict = verdict_on(fund, project.budget, fund.organization)
    if Procedure.DIRECT in verdict.refused:
        raise DomainError(f"{verdict.reason}，应当采用{verdict.procedure.label}，不能定向委托。请列入采购计划后征集。")
    if plan_item:
        _check_item(project, fund, plan_item)
    if file:
        extension = check_upload(file)
        project.direct_file_name = shown_name(file, extension)
        project.direct_file.save(stored_name(extension), file, save=False)
    project.direct_basis, project.direct_note, project.plan_item = basis, note.strip(), plan_item


def _check_item(project: Project, fund: Fund, item: PlanItem) -> None:
    """Locked, so that two commissions cannot both take what is left of it."""
    item = PlanItem.objects.select_for_update(of=("self",)).select_related("plan").get(pk=item.pk)
    if item.plan.state != PlanState.APPROVED or item.procedure != Procedure.DIRECT:
        raise DomainError("所选的采购计划明细不是已批准的定向委托，请重新选择。")
    if item.fund_id != fund.pk:
        raise DomainError(f"采购计划明细列的是“{item.fund}”，与所选资金来源不一致。请换一个。")
    left = left_of(item)
    if project.budget > left:
        raise DomainError(f"“{item}”还剩 {left:,.2f} 元，不足项目预算 {project.budget:,.2f} 元。请核对。")
