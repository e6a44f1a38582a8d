"""Putting the scores together: explanations of wide spreads, ranks, recommendation."""

from django.db import transaction

from core.errors import DomainError
from core.workflow import locked, step_all
from orgs.models import User
from projects import parameters, workflow
from projects.enums import ApplicationState, CallState, ParameterName
from projects.models import Application, Call, SpreadNote
from projects.operations.barring import STRIKE, check_not_barred
from projects.operations.duties import check_neutral
from projects.operations.need import require_reason
from projects.operations.panel import check_panel
from projects.queries.publicity import unanswered
from projects.queries.ranking import Standing, communities_over_limit, standing
from projects.queries.review import rule_day


def explain_spread(application: Application, *, by: User, text: str) -> SpreadNote:
    """Say why the experts' totals lie further apart than the limit (configurable default 20 points), once a round."""
    text = require_reason(text)
    if len(text) > 500 or "\0" in text:
        raise DomainError("复核说明最多500字，且不能含有特殊字符。")
    with transaction.atomic():
        call = locked(application.call)
        check_neutral(call, by)
        found = standing(call)
        row = next((row for row in found.rows if row.application.pk == application.pk), None)
        if row is None or call.state != CallState.REVIEWING or row.application.state != ApplicationState.REVIEWING:
            raise DomainError("申报目前不在评审中，不用说明分差。")
        if not row.is_complete:
            raise DomainError("还有专家没有签署这份申报的评分表，签齐后再说明。")
        if row.spread <= found.limit:
            raise DomainError(f"极差{row.spread}分，没有超过{found.limit.normalize():f}分，不用说明。")
        if row.explanation:
            raise DomainError("本轮已经说明过，不能更改。")
        return SpreadNote.objects.create(application=application, round=call.review_round, text=text, by=by)


def rank_call(call: Call, *, by: User, note: str = "") -> Call:
    """Write score and rank on every application and recommend within the money and the weak-community quota.

    Raises ``DomainError`` while a sheet is unsigned, a seat free, a wide spread unexplained or an objection
    unanswered; and without a reason when less than the quota would reach weak communities or one community would have
    more projects at a time than it may (均衡性, configurable default).
    """
    with transaction.atomic():
        call = locked(call)
        check_neutral(call, by)
        if call.state != CallState.REVIEWING:
            raise DomainError(f"批次目前是“{call.get_state_display()}”，不能汇总评分。")
        if unanswered(call).exists():
            raise DomainError("还有异议没有答复，不能汇总评分。请先答复异议。")
        check_panel(call)
        found = standing(call)
        _check_ready(found, note)
        proposed = [row.application.contractor for row in found.rows if row.application.pk in found.selection.proposed]
        check_not_barred(*proposed, act="推荐立项", instead=STRIKE)
        _record(found)
        for keys, move in (
            (found.selection.proposed, workflow.PROPOSE_APPLICATION),
            (found.selection.reserve, workflow.RESERVE_APPLICATION),
            (found.selection.not_selected, workflow.PASS_OVER_APPLICATION),
        ):
            step_all(call.applications.filter(pk__in=keys).defer("content"), move, by=by)
        call.events.create(kind="rank", by=by, note=_summary(found, note))
    return call


def _check_ready(found: Standing, note: str) -> None:
    if not found.rows or any(row.application.state != ApplicationState.REVIEWING for row in found.rows):
        raise DomainError("评分已经汇总过，或者没有待汇总的申报。")
    if found.missing:
        raise DomainError(f"还有{found.missing}份评分表没有签署，不能汇总。")
    if found.unexplained:
        names = "、".join(str(row.application) for row in found.unexplained[:3])
        limit = f"{found.limit.normalize():f}"
        raise DomainError(f"{names}等{len(found.unexplained)}份申报的评分极差超过{limit}分，请先填写复核说明。")
    if found.selection.below_quota and not note.strip():
        raise DomainError(
            f"拟立项中薄弱社区资金{found.selection.weak_amount:,.2f}元，低于专项额度"
            f"{found.selection.quota:,.2f}元。请写明理由。"
        )
    crowded = communities_over_limit(found)
    if crowded and not note.strip():
        names = "、".join(f"{place}（{number}个）" for place, number in crowded[:3])
        limit = parameters.days(ParameterName.COMMUNITY_LIMIT, rule_day(found.call))
        raise DomainError(f"按拟立项名单，{names}的同期项目超过上限 {limit} 个。确需立项的，请写明理由。")


def _record(found: Standing) -> None:
    for row in found.rows:
        row.application.score, row.application.rank = row.average, row.place.rank
    Application.objects.bulk_update([row.application for row in found.rows], ["score", "rank"], batch_size=500)


def _summary(found: Standing, note: str) -> str:
    chosen = found.selection
    counts = f"拟立项{len(chosen.proposed)}个，备选{len(chosen.reserve)}个，未入选{len(chosen.not_selected)}个"
    money = f"拟立项金额{chosen.amount:,.2f}元，其中薄弱社区{chosen.weak_amount:,.2f}元"
    return f"{counts}；{money}。{note.strip()}"
