"""A call (批次): drawn up from an approved plan, checked, approved, published, closed or cancelled."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked, step
from orgs.models import User
from projects import notifications, parameters, workflow
from projects.enums import CallState, NegativeItem, ParameterName, PlanState, Procedure
from projects.models import Application, BudgetRuleSet, Call, CallFile, Fund, PlanItem, Project, Scorecard
from projects.models.rule import plain
from projects.operations.duties import changed_since_approval, check_not_author
from projects.operations.need import require_reason
from projects.operations.numbers import reserve_pk
from projects.operations.plan import yuan
from projects.procedures import STATUTORY
from projects.queries.call import called_for, left_of, publicity_floor, workdays_open
from projects.uploads import stored

EDITABLE = (CallState.DRAFT, CallState.APPROVED)
CHECKED_TEXTS = ("title", "description", "requirements")  # what the negative list is answered for
MOST_INSTALMENTS = 6
FARTHEST = timedelta(days=2 * 366)  # a year mistyped would keep bids sealed for good
HUNDRED = Decimal(100)


def create_call(*, by: User, item: PlanItem, title: str, **terms) -> Call:
    """Draw up a call of at most what is left of an approved plan item, which fixes fund and procedure.

    ``terms`` are those of ``checked_terms``. Raises ``DomainError`` when the item's plan is not approved, when it is
    meant for a direct commission, or when a term does not hold.
    """
    with transaction.atomic():
        item = PlanItem.objects.select_for_update(of=("self",)).select_related("plan").get(pk=item.pk)
        if item.plan.state != PlanState.APPROVED:
            raise DomainError("采购计划还没有批准，不能编制征集批次。请先完成计划审批。")
        if item.procedure == Procedure.DIRECT:
            raise DomainError("这条明细是定向委托，不需要征集：由承接单位申报项目后批准立项。请选择其他明细。")
        values = checked_terms(item, **terms)
        pk = reserve_pk(Call)
        call = Call.objects.create(
            pk=pk, code=f"ZJ-{timezone.localdate():%Y}-{pk:05d}", item=item, organization=item.plan.organization,
            fund=item.fund, category=item.category, procedure=item.procedure, procedure_reason=item.reason,
            title=title, created_by=by, **values,
        )  # fmt: skip
        call.events.create(kind="create", to_state=call.state, by=by)
    return call


def update_call(call: Call, *, by: User, title: str, **terms) -> Call:
    """Rewrite a call that is not published yet; once the budget is approved its amount stands. The negative list was
    answered for the text as it was: a draft with another text is to be checked anew."""
    with transaction.atomic():
        call = locked_editable(call)
        item = PlanItem.objects.select_for_update(of=("self",)).get(pk=call.item_id)
        values = checked_terms(item, without=call, **terms) | {"title": title}
        if call.state == CallState.APPROVED and values["amount"] != call.amount:
            raise DomainError("预算已经批准，批次总额不能再改。确需调整的，请废止后重新编制。")
        if call.state == CallState.DRAFT and any(getattr(call, field) != values[field] for field in CHECKED_TEXTS):
            values |= {"negative_checked_by": None, "negative_checked_at": None}
        for field, value in values.items():
            setattr(call, field, value)
        call.save(update_fields=values)
        call.events.create(kind="update", by=by)
    return call


def checked_terms(
    item: PlanItem,
    *,
    description: str,
    requirements: str,
    contact: str,
    supervision_phone: str,
    opens_at: datetime,
    closes_at: datetime,
    amount: Decimal,
    max_amount: Decimal,
    scorecard: Scorecard,
    rule_set: BudgetRuleSet,
    instalment_ratios: list[Decimal],
    weak_share: Decimal | None = None,
    weak_share_reason: str = "",
    panel_size: int = 3,
    is_blind: bool = False,
    drops_extremes: bool = False,
    late_report_fails: bool = True,
    without: Call | None = None,
) -> dict:
    """The columns of a call, or a ``DomainError``. Amounts are yuan, ratios and ``weak_share`` per cent; without a
    share the configured default applies."""
    values = {
        "description": description, "requirements": requirements, "contact": contact,
        "supervision_phone": supervision_phone, "opens_at": opens_at, "closes_at": closes_at, "scorecard": scorecard,
        "rule_set": rule_set, "is_blind": is_blind, "late_report_fails": late_report_fails,
    }  # fmt: skip
    if closes_at <= opens_at:
        raise DomainError("截止时间应晚于开始时间，请核对。")
    if closes_at > timezone.now() + FARTHEST:
        raise DomainError("截止时间在两年以后，请核对年份。")
    values |= _checked_money(item, yuan(amount), yuan(max_amount), without)
    values |= _checked_share(weak_share, weak_share_reason)
    values |= _checked_panel(item.procedure, panel_size, drops_extremes)
    return values | {"instalment_ratios": _checked_ratios(instalment_ratios)}


def self_check_call(call: Call, *, by: User, items: Mapping[str, bool]) -> Call:
    """负面清单自查: six answers, every one 否 (财政部令第102号). Kept with who answered and when.

    Raises ``DomainError`` when an answer is missing or one is 是: such a service may not be purchased.
    """
    missing = [item.label for item in NegativeItem if not isinstance(items.get(item.value), bool)]
    if missing:
        raise DomainError(f"请逐项回答负面清单，还缺：{'、'.join(missing)}。")
    hit = [item.label for item in NegativeItem if items[item.value]]
    if hit:
        raise DomainError(f"属于不得购买的事项：{'、'.join(hit)}。这个批次不能实施，请调整内容或废止。")
    with transaction.atomic():
        call = locked(call)
        if call.state != CallState.DRAFT:
            raise DomainError(f"批次目前是“{call.get_state_display()}”，编制中才需要自查。")
        call.negative_items, call.negative_checked_by, call.negative_checked_at = [], by, timezone.now()
        call.save(update_fields=["negative_items", "negative_checked_by", "negative_checked_at"])
        notifications.call_changed(call, "self_check", by=by)
        call.events.create(kind="self_check", by=by, note="六项均为“否”")
    return call


def approve_call(call: Call, *, by: User, note: str = "") -> Call:
    """Approve the budget: the plan stands, the negative list has been answered, the fund reaches.

    Raises ``DomainError`` when ``by`` wrote or changed the call (职责分离).
    """
    with step(call, workflow.APPROVE_CALL, by=by, note=note) as call:
        check_not_author(call, by)
        if call.negative_checked_at is None:
            raise DomainError("还没有完成负面清单自查，不能批准。请编制人先自查。")
        check_budget(call)
        notifications.call_changed(call, "approve", by=by)
    return call


def publish_call(call: Call, *, by: User, note: str = "", now: datetime | None = None) -> Call:
    """Publish the announcement. 未列入预算不得实施 (财政部令第102号): plan and budget must still stand.

    Raises ``DomainError`` when ``by`` changed it after the approval (职责分离), when the dates have passed, when the
    scorecard or rule set is not published and in force,
    or when a single source at the tender threshold would be public for less than five working days
    (政府采购法实施条例第38条).
    """
    now = now or timezone.now()
    with step(call, workflow.PUBLISH_CALL, by=by, note=note) as call:
        if changed_since_approval(call, by):
            raise DomainError("批准以后您修改过公告或附件，不能自己发布。请由其他人员核对后发布。")
        check_budget(call)
        if call.opens_at <= now or call.closes_at <= now:
            raise DomainError("开始时间和截止时间都要晚于现在，请先修改时间再发布。")
        check_in_force(call, timezone.localdate(now))
        floor = publicity_floor(call)
        if workdays_open(call, now) < floor:
            raise DomainError(f"达到公开招标数额标准的单一来源采购，公示不得少于{floor}个工作日，请推后截止时间。")
        notifications.call_published(call)
    return call


def close_call(call: Call, *, by: User | None = None, note: str = "", now: datetime | None = None) -> Call:
    """Close at the closing time, never before; ``by`` is nobody when the timer does it."""
    now = now or timezone.now()
    with step(call, workflow.CLOSE_CALL, by=by, note=note) as call:
        if now < call.closes_at:
            raise DomainError(f"还没有到截止时间 {timezone.localtime(call.closes_at):%Y-%m-%d %H:%M}，不能提前截止。")
        notifications.call_changed(call, "close", by=by)
    return call


def cancel_call(call: Call, *, by: User, note: str) -> Call:
    """Cancel with a reason (流标、废标必填理由); a publicity under way stops, applicants are told.

    A call from which a project has been awarded stands.
    """
    with step(call, workflow.CANCEL_CALL, by=by, note=require_reason(note)) as call:
        if Project.objects.filter(application__call=call).exists():
            raise DomainError("本批次已有项目立项，不能废止。个别项目有问题的，请按项目终止办理。")
        for publicity in call.publicities.filter(state__in=workflow.STOP_PUBLICITY.sources):
            with step(publicity, workflow.STOP_PUBLICITY, by=by, note="批次已废止"):
                pass
        notifications.call_cancelled(call, applicants_of(call), by=by)
    return call


def attach_call_file(call: Call, *, by: User, file: File) -> CallFile:
    """Add an attachment, judged by its content, to a call that is not published yet."""
    columns = stored(file, by=by)
    with transaction.atomic():
        call = locked_editable(call)
        row = CallFile.objects.create(call=call, **columns)
        call.events.create(kind="update", by=by, note=f"上传附件“{row}”")
    return row


def remove_call_file(call: Call, *, by: User, file: CallFile) -> Call:
    """Take an attachment off a call that is not published yet."""
    with transaction.atomic():
        call = locked_editable(call)
        row = call.files.filter(pk=file.pk).first()
        if row is None:
            raise DomainError("附件不在本批次里，或者已经删除。请刷新页面。")
        call.events.create(kind="update", by=by, note=f"删除附件“{row}”")
        row.delete()
    return call


def applicants_of(call: Call):
    """Applications whose people are told; drafts belong to them too."""
    return Application.objects.filter(call=call).select_related("contractor")


def locked_editable(call: Call) -> Call:
    call = locked(call)
    if call.state not in EDITABLE:
        raise DomainError(f"批次目前是“{call.get_state_display()}”，不能修改。发布以后内容不再变动。")
    return call


def check_budget(call: Call) -> None:
    """The plan is approved, and the fund holds the call besides what other live calls have been promised."""
    item = PlanItem.objects.select_for_update(of=("self",)).select_related("plan").get(pk=call.item_id)
    if item.plan.state != PlanState.APPROVED:
        raise DomainError("采购计划还没有批准，未列入预算的不能实施。请先完成计划审批。")
    left = left_of(item, without=call)
    if call.amount > left:
        raise DomainError(f"“{item}”还剩 {left:,.2f} 元，不足本批次 {call.amount:,.2f} 元。请核对金额。")
    fund = Fund.objects.select_for_update().get(pk=call.fund_id)
    free = fund.available - called_for(fund, call)
    if call.amount > free:
        raise DomainError(
            f"“{fund}”可用余额扣除其他批次后还剩 {free:,.2f} 元，不足本批次 {call.amount:,.2f} 元。请先追加安排。"
        )


def check_in_force(call: Call, day: date) -> None:
    for rule in (call.scorecard, call.rule_set):
        if rule.published_at is None or rule.valid_from > day:
            raise DomainError(f"“{rule}”还没有发布或还没有生效，不能用于征集。请换一个版本。")


def _checked_money(item: PlanItem, amount: Decimal, max_amount: Decimal, without: Call | None) -> dict:
    if max_amount > amount:
        raise DomainError("单个项目上限不能超过批次总额，请核对。")
    left = left_of(item, without=without)
    if amount > left:
        raise DomainError(f"“{item}”还剩 {left:,.2f} 元，批次总额不能超过它。请核对金额。")
    return {"amount": amount, "max_amount": max_amount}


def _checked_share(share: Decimal | None, reason: str) -> dict:
    """薄弱社区专项额度: the default (configurable) or more; less only for a reason that is published."""
    default = parameters.value(ParameterName.WEAK_SHARE)
    share = default if share is None else Decimal(share)
    if not (share.is_finite() and 0 <= share <= HUNDRED and share == share.quantize(Decimal("0.01"))):
        raise DomainError("薄弱社区专项额度应在 0 到 100 之间，最多两位小数。")
    if share < default and not reason.strip():
        raise DomainError(f"薄弱社区专项额度低于默认的 {plain(default)}%，请写明理由。")
    return {"weak_share": share, "weak_share_reason": reason.strip() if share < default else ""}


def _checked_panel(procedure: str, size: int, drops_extremes: bool) -> dict:
    if size < 3 or size % 2 == 0:
        raise DomainError("评审专家应为三人以上单数，请核对人数。")
    if drops_extremes and procedure in STATUTORY:
        raise DomainError(f"{Procedure(procedure).label}是法定采购方式，评分不能去掉最高分和最低分。")
    return {"panel_size": size, "drops_extremes": drops_extremes}


def _checked_ratios(ratios: list[Decimal]) -> list[Decimal]:
    try:
        parts = [yuan(ratio) for ratio in ratios]
    except DomainError:
        raise DomainError("分期比例请填写大于 0 的数字，最多两位小数。") from None
    if not 1 <= len(parts) <= MOST_INSTALMENTS or sum(parts) != HUNDRED:
        raise DomainError(f"分期比例合计应为 100，最多{MOST_INSTALMENTS}期，请核对。")
    return parts
