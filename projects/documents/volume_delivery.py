"""Parts 06 to 13 of a volume: contract, money, services, reports, results and books."""

from collections.abc import Iterator

from django.utils.timezone import localdate as local_day

from core.templatetags.ui import count, day, money
from projects.documents.plain import Table
from projects.documents.supply import file, form, with_total, word
from projects.enums import ArchivePart as Part
from projects.enums import ExpenseState, ReportKind
from projects.models import Contract, Project
from projects.queries.bond import bond_of
from projects.queries.instalment import asked_on, plain, result_share
from projects.sources import VolumeDocument, services

PART_OF_REPORT = {
    ReportKind.MONTHLY: Part.PROCESS, ReportKind.MIDTERM: Part.MIDTERM, ReportKind.FINAL: Part.FINAL,
}  # fmt: skip


def contract(project: Project) -> Iterator[VolumeDocument]:
    contract = getattr(project, "contract", None)
    if contract:
        yield form(Part.CONTRACT, "服务合同", "contract", contract, contract.party_a, contract.signed_on)
        for stored in contract.files.select_related("uploaded_by"):
            yield file(Part.CONTRACT, f"合同附件 {stored.name}", stored)
    changes = [
        (day(row.requested_at), row.get_kind_display(), row.reason, row.get_state_display(), row.requested_by)
        for row in project.changes.select_related("requested_by").order_by("pk")
    ]
    if changes:
        table = Table("变更", ("日期", "类型", "理由", "结果", "申请人"), changes)
        yield word(Part.CONTRACT, "变更登记表", [("项目", project.name)], [table], project.contractor)
    if contract:
        yield from supplements(contract)
        yield from bond(contract)
    if contract and contract.data_returned_on:
        facts = [
            ("合同编号", contract.number), ("受托处理者", project.contractor),
            ("条款", contract.personal_data), ("确认日期", day(contract.data_returned_on)),
        ]  # fmt: skip
        title = "个人信息返还删除确认单"
        yield word(Part.INFORMATION, title, facts, (), project.contractor, contract.data_returned_on)


def supplements(contract: Contract) -> Iterator[VolumeDocument]:
    """Each supplementary agreement with what the contract comes to after it."""
    amount = contract.amount
    for row in contract.supplements.select_related("change", "by").order_by("number"):
        amount += row.amount
        facts = [
            ("合同编号", contract.number), ("增加金额（元）", money(row.amount)),
            ("增加后合同金额（元）", money(amount)), ("理由", row.change.reason), ("签署日期", day(row.signed_on)),
            ("登记人", row.by),
        ]  # fmt: skip
        yield word(Part.CONTRACT, f"补充协议{row.number}", facts, (), contract.party_a, row.signed_on)


def bond(contract: Contract) -> Iterator[VolumeDocument]:
    """What became of the performance bond; its papers are among those of the contract."""
    found = bond_of(contract)
    if found is None or not found.entries:
        return
    facts = [
        ("合同编号", contract.number), ("约定金额（元）", money(contract.bond_amount)),
        ("形式", contract.get_bond_form_display()), ("退还约定", contract.bond_return),
        ("交存人", found.handed_in.handed_by), ("保函或票据号码", found.handed_in.number),
        ("尚在保管（元）", money(found.held)),
    ]  # fmt: skip
    rows = [
        (row.get_kind_display(), money(row.amount), day(row.on), row.note or "—", row.by, row.file or "—")
        for row in found.entries
    ]
    table = Table("登记", ("事项", "金额（元）", "日期", "说明", "登记人", "凭证"), rows)
    yield word(Part.CONTRACT, "履约保证金登记表", facts, [table], contract.party_a, found.entries[-1].on)


def payment(project: Project) -> Iterator[VolumeDocument]:
    plan = list(project.instalments.order_by("number"))
    rows = [
        (f"第{row.number}期", f"{plain(row.ratio)}%", money(row.amount), row.get_state_display(),
         row.voucher_number or "—", row.receipt_number or "—", money(row.clawed_back))
        for row in plan
    ]  # fmt: skip
    if not rows:
        return
    facts = [("项目", project.name), ("资金来源", project.fund), ("已拨付（元）", money(project.paid))]
    headings = ("期次", "比例", "金额（元）", "状态", "支付凭证号", "收据号", "追回（元）")
    ledger = [
        (day(row.on), row.get_kind_display(), money(row.amount), row.note or "—", row.by)
        for row in project.entries.select_related("by").exclude(kind="expense").order_by("pk")
    ]
    rows = with_total(rows, (row.amount for row in plan), 2)
    tables = [Table("分期拨付", headings, rows), Table("台账", ("日期", "类别", "金额（元）", "说明", "经办"), ledger)]
    yield word(Part.PAYMENT, "拨付凭证登记表", facts, tables, project.fund.organization)
    for row in project.instalments.filter(events__kind="apply").distinct().order_by("number"):
        yield form(Part.PAYMENT, f"第{row.number}期拨款申请", "payment_request", row, project.contractor, asked_on(row))


def reports(project: Project) -> Iterator[VolumeDocument]:
    for report in project.progress_reports.exclude(submitted_at=None).prefetch_related("files__uploaded_by"):
        name = str(report).removeprefix(str(project))
        part, day_in = PART_OF_REPORT[report.kind], local_day(report.submitted_at)
        yield form(part, name, "report", report, project.contractor, day_in)
        for stored in report.files.all():
            yield file(PART_OF_REPORT[report.kind], f"{report.get_kind_display()}附件 {stored.name}", stored)


def process(project: Project) -> Iterator[VolumeDocument]:
    records = services().records(project, project.starts_on, project.ends_on)
    rows = [(day(row.on), row.title, row.place, count(row.person_times)) for row in records]
    if rows:
        rows.append(("合计", f"{len(rows)} 场", "", count(sum(row.person_times for row in records))))
        table = Table("场次", ("日期", "活动", "地点", "人次"), rows)
        yield word(Part.PROCESS, "服务过程记录", [("项目", project.name)], [table], project.worker)


def scored_on(project: Project):
    event = project.events.filter(kind="record_final_score").order_by("pk").last()
    return local_day(event.at) if event else None


def midterm(project: Project) -> Iterator[VolumeDocument]:
    if project.midterm_score is not None:
        facts = [("项目", project.name), ("中期评分", f"{project.midterm_score} 分")]
        yield word(Part.MIDTERM, "中期评分记录", facts, (), project.evaluator or "")


def performance(project: Project) -> Iterator[VolumeDocument]:
    """What the final score is, and what follows from it for the money."""
    if project.final_score is None:
        return
    facts = [
        ("项目", project.name), ("末期评分", f"{project.final_score} 分"),
        ("合格线", f"{plain(project.pass_mark)} 分"), ("结论", "合格" if project.has_passed else "不合格"),
        ("结果应用", f"末期款可拨比例 {plain(result_share(project))}%"),
    ]  # fmt: skip
    yield word(Part.PERFORMANCE, "绩效评价结果", facts, (), project.evaluator or "", scored_on(project))


def settlement(project: Project) -> Iterator[VolumeDocument]:
    settled = getattr(project, "settlement", None)
    if settled:
        yield form(Part.SETTLEMENT, "决算表", "settlement", settled, project.contractor, settled.audited_on)
    if settled and settled.opinion:
        facts = [
            ("项目", project.name), ("结余（元）", money(settled.balance)), ("结余处理", settled.get_use_display()),
            ("退回日期", day(settled.returned_on)), ("审计意见", settled.opinion),
        ]  # fmt: skip
        yield word(Part.SETTLEMENT, "审计意见与结余处理单", facts, (), settled.audited_by or "", settled.audited_on)
    expenses = list(project.expenses.filter(state=ExpenseState.ACCEPTED).select_related("uploaded_by").order_by("on"))
    rows = [(day(row.on), row.get_category_display(), row.purpose, row.invoice_number, row.payee, money(row.amount))
            for row in expenses]  # fmt: skip
    if rows:
        rows = with_total(rows, (row.amount for row in expenses), 5)
        table = Table("凭证", ("日期", "科目", "用途", "发票号码", "收款方", "金额（元）"), rows)
        facts = [("项目", project.name), ("认可支出（元）", money(project.spent))]
        yield word(Part.SETTLEMENT, "支出凭证登记表", facts, [table], project.contractor)
    for row in expenses:
        if row.file:
            yield file(Part.SETTLEMENT, f"凭证 {row.invoice_number} {row.purpose}", row)
