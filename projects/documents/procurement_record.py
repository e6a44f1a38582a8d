"""采购活动记录: what 政府采购法第42条 asks to be written down about a purchase, with the reason for every choice."""

from django.utils.timezone import localdate as local_day

from core.templatetags.ui import day, money
from projects.documents.plain import Table, plain_document
from projects.documents.review_report import method_of, reason_of
from projects.enums import ApplicationState
from projects.models import Application, Call, Contract
from projects.models.contract import UNSIGNED
from projects.queries.call import due_procedure

UNSEEN = (ApplicationState.DRAFT, ApplicationState.WITHDRAWN)
SELECTED = ("名次", "项目", "申报单位", "得分", "申请金额（元）", "合同价（元）", "结果")
CRITERIA = ("序号", "评分项", "分值", "评分要点")


def procurement_record_document(call: Call) -> bytes:
    """The record as Word."""
    return plain_document("采购活动记录", *record_of(call))


def record_of(call: Call) -> tuple[list[tuple], list[Table]]:
    """Facts and tables, in the order of the article."""
    prices = prices_of(call)
    facts = [
        ("采购项目名称", f"{call.title}（{call.code}）"),
        ("采购项目类别", call.get_category_display()),
        ("采购主体", call.organization),
        ("采购预算（元）", money(call.amount)),
        ("资金构成", f"{call.fund.get_kind_display()}：{call.fund}"),
        ("合同价合计（元）", money(sum(prices.values())) if prices else "尚未签订合同"),
        ("采购方式", call.get_procedure_display()),
        ("采用该方式的原因", call.procedure_reason or reason_for_procedure(call)),
        ("邀请和选择供应商的条件", call.requirements),
        ("选择方式", f"公开发布征集公告，{day(call.opens_at)} 至 {day(call.closes_at)} 接受申报"),
        ("评审办法", method_of(call)),
        ("确定承接单位的原因", reason_of(call) or "尚未汇总评分"),
        ("递补、废止及原因", "；".join(endings_of(call)) or "没有"),
    ]
    rows = call.applications.exclude(state__in=UNSEEN).select_related("contractor").defer("content")
    rows = rows.order_by("rank", "pk")
    criteria = [(row.number, row.title, row.points, row.guidance) for row in call.scorecard.items.all()]
    return facts, [
        Table("申报、名次与合同价", SELECTED, [row_of(row, prices) for row in rows]),
        Table(f"评审标准：{call.scorecard}", CRITERIA, criteria),
    ]


def row_of(row: Application, prices: dict) -> tuple:
    price = money(prices[row.pk]) if row.pk in prices else "—"
    return row.rank, row.name, row.contractor, row.score, money(row.amount), price, row.get_state_display()


def prices_of(call: Call) -> dict:
    """Application → the price of its signed contract."""
    signed = Contract.objects.filter(project__application__call=call).exclude(state__in=UNSIGNED)
    return dict(signed.values_list("project__application_id", "amount"))


def reason_for_procedure(call: Call) -> str:
    """What the thresholds of the day asked for."""
    return due_procedure(call.fund, call.amount, call.organization, on=local_day(call.opens_at)).reason


def endings_of(call: Call) -> list[str]:
    moves = call.events.filter(kind__in=["promote", "cancel"]).order_by("pk")
    return [f"{day(move.at)} {move.label}：{move.note}" for move in moves]
