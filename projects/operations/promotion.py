"""递补: when an awarded project falls through before it has begun, the next in reserve take its place."""

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked, step, step_all
from orgs.models import User
from projects import workflow
from projects.enums import CallState
from projects.models import Application, Call, Publicity
from projects.notifications.application import application_changed
from projects.operations.barring import DECLINE, check_not_barred
from projects.operations.duties import check_neutral
from projects.operations.need import require_reason
from projects.operations.publicity import publicise_proposed
from projects.queries.promotion import next_in_reserve, room_in


def promote_call(call: Call, *, by: User, note: str, days: int | None = None, text: str = "") -> Publicity:
    """Publicise those in reserve whom the freed money covers, in the order of the ranking; ``note`` says why.

    Whoever refuses to sign, or whose contract fails before it is begun, is followed by the next candidate of the
    review report (政府采购法实施条例第49条、第71条第三项). The publicity is one like the first, and ``finish_call``
    awards after it. Raises ``DomainError`` while every award stands, when nobody in reserve fits into what is left of
    the call or the fund, when the next is barred for an earlier project, and when a project would be over before it
    could begin.
    """
    note = require_reason(note)
    with step(call, workflow.PROMOTE_CALL, by=by, note=note) as call:
        check_neutral(call, by)
        chosen = next_in_reserve(call)
        _check(call, chosen)
        rows = call.applications.filter(pk__in=[one.pk for one in chosen]).defer("content")
        step_all(rows, workflow.PROPOSE_APPLICATION, by=by, note=f"递补：{note}")
        publicity = publicise_proposed(call, by=by, days=days, text=text)
    return publicity


def _check(call: Call, chosen: list[Application]) -> None:
    room = room_in(call)
    if not room.fallen:
        raise DomainError("本批次立项的项目没有在启动前终止的，不能递补。承接单位放弃或签约不成的，请先终止项目。")
    if not chosen:
        raise DomainError(f"本批次腾出 {room.amount:,.2f} 元，没有放得下的备选申报，不能递补。")
    check_not_barred(*[one.contractor for one in chosen], act="递补", instead=DECLINE)
    amount, fund = sum(one.amount for one in chosen), locked(call.fund)
    if fund.available < amount:
        raise DomainError(f"“{fund}”可用余额 {fund.available:,.2f} 元，不足递补的 {amount:,.2f} 元。请先追加安排。")
    for one in chosen:
        if one.ends_on <= timezone.localdate():
            raise DomainError(f"“{one}”的项目期限到{one.ends_on}，已经不能实施。请先对它办理放弃递补。")


def decline_application(application: Application, *, by: User, note: str) -> Application:
    """Take an application off the reserve list of a finished call, because its applicant gives up or no longer
    qualifies; the next in order may then be promoted."""
    note = require_reason(note)
    with transaction.atomic():
        call = locked(application.call)
        check_neutral(call, by)
        with step(application, workflow.DECLINE_APPLICATION, by=by, note=note) as application:
            if call.state != CallState.DONE:
                raise DomainError(f"批次目前是“{call.get_state_display()}”，确认立项以后才能办理放弃递补。")
            application_changed(application, "decline", by=by)
    return application
