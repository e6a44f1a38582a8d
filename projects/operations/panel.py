"""The panel of a call: declared ties, the draw, recusals, and the start of the review."""

import secrets
from datetime import date

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked, step, step_all
from orgs.enums import Role
from orgs.models import Membership, Organization, User
from projects import panel, workflow
from projects.enums import ApplicationState, CallState, Procedure, TieKind
from projects.models import Call, Draw, ExpertTie, Panelist
from projects.notifications import review as notifications
from projects.operations.duties import check_neutral
from projects.operations.need import require_reason
from projects.queries.review import UNCHECKED, applicants, expert_pool, is_ranked, ties_to

# How many must still be in the running: 政府采购法第36条 (public tender), 第38条 (negotiation);
# a consultation about services may go on with two (财库〔2015〕124号, configurable default).
LEAST_APPLICATIONS = {Procedure.PUBLIC_TENDER: 3, Procedure.NEGOTIATION: 3, Procedure.CONSULTATION: 2}
SEATING = (CallState.CLOSED, CallState.REVIEWING)


def declare_tie(
    *, by: User, expert: User, organization: Organization, kind: str, until: date | None = None
) -> ExpertTie:
    """Record why an expert must step aside when ``organization`` applies (回避); rows are never changed.

    ``until`` is the day the tie ended; it counts for three more years. A later row for the same tie replaces the
    earlier one. Raises ``DomainError`` when the person is no expert or the day lies ahead.
    """
    if kind not in TieKind.values:
        raise DomainError("请选择关联的种类。")
    if not Membership.objects.current().filter(user=expert, role=Role.EXPERT).exists():
        raise DomainError(f"{expert}不是评审专家，不能登记关联。")
    if until and until > timezone.localdate():
        raise DomainError("离任日期不能晚于今天。仍在任的请不填。")
    return ExpertTie.objects.create(expert=expert, organization=organization, kind=kind, until=until, by=by)


def draw_panel(call: Call, *, by: User, note: str = "") -> Draw:
    """Draw by lot as many experts as seats are free, from those without a tie to any applicant.

    Seed, candidates and result are kept, so that anybody can repeat the draw (``panel.draw``). The panel is odd and
    has at least three members (政府采购法第38条 on negotiations, kept for all). Raises ``DomainError`` before the
    call has closed, when every seat is taken, or when there are too few candidates.
    """
    with transaction.atomic():
        call = locked(call)
        check_neutral(call, by)
        if call.state not in SEATING:
            raise DomainError(f"批次目前是“{call.get_state_display()}”，征集截止后、评审结束前才能抽取专家。")
        if call.panel_size < panel.LEAST_SEATS or call.panel_size % 2 == 0:
            raise DomainError("评审专家应为 3 人以上单数，请先修改批次的专家人数。")
        if is_ranked(call):
            raise DomainError("评分已经汇总，不能再抽取专家。")
        free = free_seats(call)
        if free == 0:
            raise DomainError(f"{call.panel_size}名专家已经抽齐，不能重复抽取。有专家需要回避的，请先办理回避。")
        candidates = candidates_for(call)
        if len(candidates) < free:
            raise DomainError(
                f"需要抽取{free}名专家，排除回避后只有{len(candidates)}名候选人，没有抽取。请先补充专家。"
            )
        return seat(call, candidates, free, by=by, reason=note.strip() or "首次抽取")


def recuse_panelist(panelist: Panelist, *, by: User, tie: str, note: str) -> Panelist:
    """Take an expert off the panel, at their own request or by the purchaser; sheets they signed no longer count.

    One seat is drawn again at once; with nobody left to draw it stays free until the pool has grown.
    Raises ``DomainError`` once the scores have been put together, or for a seat given up before.
    """
    note = require_reason(note)[:200]
    if tie not in TieKind.values:
        raise DomainError("请选择回避原因。")
    with transaction.atomic():
        call = locked(panelist.call)
        panelist = locked(panelist)
        if panelist.expert_id != by.pk:
            check_neutral(call, by)
        if panelist.recused_at:
            raise DomainError(f"{panelist}已经回避，不用再次办理。")
        if call.state not in SEATING or is_ranked(call):
            raise DomainError("评分已经汇总，不能再办理回避。对结果有疑问的，请在公示期提出异议。")
        panelist.recused_at, panelist.tie, panelist.note = timezone.now(), tie, note
        panelist.save(update_fields=["recused_at", "tie", "note"])
        call.events.create(kind="recuse", by=by, note=f"{panelist}：{panelist.get_tie_display()}")
        candidates = candidates_for(call)
        if candidates:
            seat(call, candidates, 1, by=by, reason=f"{panelist}回避后补抽")
        notifications.expert_recused(panelist, filled=bool(candidates), by=by)
    return panelist


def start_review(call: Call, *, by: User, note: str = "") -> Call:
    """Put every eligible application before the panel.

    Raises ``DomainError`` while an eligibility check is unfinished, a seat is free, a seated expert has a tie to an
    applicant, or fewer applications are left than the procedure demands.
    """
    with step(call, workflow.REVIEW_CALL, by=by, note=note) as call:
        check_neutral(call, by)
        unfinished = call.applications.filter(state__in=UNCHECKED).count()
        if unfinished:
            raise DomainError(f"还有{unfinished}份申报没有完成资格审查，不能开始评审。")
        eligible = call.applications.filter(state=ApplicationState.ELIGIBLE)
        least = LEAST_APPLICATIONS.get(call.procedure, 1)
        if eligible.count() < least:
            raise DomainError(
                f"{call.get_procedure_display()}至少要有{least}份资格合格的申报，目前不足，不能评审。请依规定废止批次。"
            )
        check_panel(call)
        step_all(eligible, workflow.REVIEW_APPLICATION, by=by)
        notifications.review_started(call)
    return call


def check_panel(call: Call) -> None:
    """Every seat is taken, by somebody without a tie to an applicant."""
    if free_seats(call):
        raise DomainError(f"评审专家应为{call.panel_size}人，还缺{free_seats(call)}人。请先抽取专家。")
    seats = list(call.panelists.seated().select_related("expert"))
    tied = ties_to(applicants(call), [one.expert_id for one in seats])
    for one in seats:
        if one.expert_id in tied:
            raise DomainError(f"专家{one}与申报单位有关联（{tied[one.expert_id]}），应当回避。请先办理回避。")


def free_seats(call: Call) -> int:
    return max(call.panel_size - call.panelists.seated().count(), 0)


def candidates_for(call: Call) -> list[int]:
    """Experts of the pool who have no tie to an applicant and never sat on this panel, by number."""
    pool = list(expert_pool(call).exclude(panels__call=call).values_list("pk", flat=True))
    tied = ties_to(applicants(call), pool)
    return [pk for pk in pool if pk not in tied]


def seat(call: Call, candidates: list[int], size: int, *, by: User, reason: str) -> Draw:
    """One draw and the seats that come of it. The caller holds the lock of the call."""
    seed = secrets.token_hex(16)
    chosen = panel.draw(seed, candidates, size)
    made = Draw.objects.create(
        call=call, number=call.draws.count() + 1, seed=seed, candidates=candidates, chosen=chosen,
        reason=reason[:200], by=by,
    )  # fmt: skip
    seats = Panelist.objects.bulk_create(Panelist(call=call, expert_id=pk, draw=made) for pk in chosen)
    call.events.create(kind="draw", by=by, note=f"第{made.number}次抽取，候选{len(candidates)}人，抽中{size}人")
    notifications.experts_seated(seats)
    return made
