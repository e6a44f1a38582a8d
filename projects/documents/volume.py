"""What the records of a project supply for the fourteen parts of its volume (归档目录)."""

from collections.abc import Iterator
from importlib import import_module

from django.utils.timezone import localdate as local_day

from core.templatetags.ui import day, money
from projects.documents.plain import Table, plain_document
from projects.enums import ArchivePart as Part
from projects.enums import ExpenseState, ReportKind
from projects.models import Project
from projects.models.columns import StoredFile
from projects.queries.instalment import asked_on
from projects.sources import VolumeDocument, services, volume_documents

# The forms other nouns have of their own, imported when a volume asks: name → (module, function, extension).
FORMS = {
    "application": ("projects.documents.application", "application_word", "docx"),
    "review_report": ("projects.documents.review_report", "review_report_document", "docx"),
    "score_sheet": ("projects.documents.score_sheet", "score_sheet_document", "docx"),
    "contract": ("projects.documents.contract", "build_contract", "docx"),
    "payment_request": ("projects.documents.payment_request", "build_request", "docx"),
    "report": ("projects.documents.report", "report_document", "docx"),
    "settlement": ("projects.documents.settlement", "build_settlement", "xlsx"),
}


def supplies(project: Project) -> list[VolumeDocument]:
    """Every document the records hold for the volume, in the order of the parts. Nothing is built yet."""
    own = [document for section in SECTIONS for document in section(project)]
    return sorted([*own, *volume_documents(project)], key=lambda document: document.part)


def form(part: str, title: str, name: str, row, responsible="", on=None) -> VolumeDocument:
    """A document in the form of its own noun."""

    def build() -> tuple[str, bytes]:
        module, function, extension = FORMS[name]
        return extension, getattr(import_module(module), function)(row)

    return VolumeDocument(part, title, str(responsible), on, build=build)


def word(part: str, title: str, facts, tables=(), responsible="", on=None) -> VolumeDocument:
    return VolumeDocument(
        part, title, str(responsible), on, build=lambda: ("docx", plain_document(title, facts, tables))
    )


def file(part: str, title: str, stored: StoredFile) -> VolumeDocument:
    return VolumeDocument(part, title, str(stored.uploaded_by), local_day(stored.uploaded_at), stored=stored)


def budget(project: Project) -> Iterator[VolumeDocument]:
    facts = [
        ("项目编号", project.code), ("项目名称", project.name), ("类别", project.get_category_display()),
        ("实施社区", project.organization), ("承接单位", project.contractor), ("执行社工", project.worker),
        ("期限", f"{day(project.starts_on)} 至 {day(project.ends_on)}"), ("资金来源", project.fund),
        ("预算总额（元）", money(project.budget)), ("总目标", project.goal),
    ]  # fmt: skip
    tables = [
        Table("对应需求", ("需求", "社区", "约数"),
              [(need.title, need.organization, need.people) for need in project.needs.select_related("organization")]),
        Table("绩效目标", ("指标", "目标值"), [(row.title, row.target) for row in project.indicators.all()]),
        Table("预算测算", ("科目", "明细", "单价（元）", "数量", "小计（元）", "测算依据"),
              [(row.get_category_display(), row.item, money(row.unit_price), row.quantity, money(row.amount), row.basis)
               for row in project.budget_lines.all()]),
    ]  # fmt: skip
    yield word(Part.BUDGET, "立项与预算表", facts, tables, project.created_by, local_day(project.created_at))


def call(project: Project) -> Iterator[VolumeDocument]:
    if project.application is None:
        return
    call = project.application.call
    facts = [
        ("批次编号", call.code), ("公告标题", call.title), ("购买主体", call.organization),
        ("采购方式", call.get_procedure_display()), ("采用理由", call.procedure_reason),
        ("批次总额（元）", money(call.amount)), ("单个项目上限（元）", money(call.max_amount)),
        ("征集说明", call.description), ("资格要求", call.requirements),
        ("征集时间", f"{day(call.opens_at)} 至 {day(call.closes_at)}"),
    ]  # fmt: skip
    tables = [
        Table("评分标准", ("序号", "评分项", "分值", "评分要点"),
              [(row.number, row.title, row.points, row.guidance) for row in call.scorecard.items.all()]),
        Table("答疑纪要", ("问题", "答复"), [(row.text, row.answer) for row in call.questions.all()]),
    ]  # fmt: skip
    yield word(Part.CALL, "征集公告与评分标准", facts, tables, call.organization, local_day(call.opens_at))
    for stored in call.files.select_related("uploaded_by"):
        yield file(Part.CALL, f"公告附件 {stored.name}", stored)


def application(project: Project) -> Iterator[VolumeDocument]:
    application = project.application
    if application is None:
        return
    revision = application.revisions.order_by("-number").select_related("by").first()
    if revision:
        yield form(Part.APPLICATION, "申报书", "application", revision, application.contractor, local_day(revision.at))
    checks = application.checks.select_related("by", "file")
    rows = [(row.get_item_display(), row.get_result_display(), row.note, row.by, day(row.at)) for row in checks]
    if rows:
        table = Table("审查结论", ("资格条件", "结论", "说明", "审查人", "日期"), rows)
        facts = [("申报编号", application.code), ("申报单位", application.contractor)]
        yield word(Part.APPLICATION, "资格审查表", facts, [table], checks[0].by, local_day(checks[0].at))
    for stored in application.files.select_related("uploaded_by"):
        yield file(Part.APPLICATION, f"申报附件 {stored.name}", stored)


def review(project: Project) -> Iterator[VolumeDocument]:
    if project.application is None:
        return
    call = project.application.call
    if project.application.score is not None:
        yield form(Part.REVIEW, "评审报告", "review_report", call, call.organization)
    sheets = project.application.sheets.counting().select_related("panelist__expert")
    for number, sheet in enumerate(sheets.order_by("pk"), start=1):
        title = f"独立评分表{number}"
        yield form(Part.REVIEW, title, "score_sheet", sheet, sheet.panelist.expert, local_day(sheet.signed_at))


def publicity(project: Project) -> Iterator[VolumeDocument]:
    if project.application is None:
        return
    for row in project.application.call.publicities.select_related("by"):
        facts = [("公示期", f"{day(row.starts_on)} 至 {day(row.ends_on)}"), ("状态", row.get_state_display()),
                 ("公示说明", row.text)]  # fmt: skip
        entries = [(e.rank, e.project_name, e.contractor_name, money(e.amount), e.score) for e in row.entries.all()]
        objections = [(day(o.received_at), o.text, o.get_state_display(), o.reply) for o in row.objections.all()]
        tables = [Table("公示名单", ("名次", "项目", "拟承接单位", "金额（元）", "得分"), entries),
                  Table("异议与答复", ("收到", "异议", "结论", "答复"), objections)]  # fmt: skip
        yield word(Part.PUBLICITY, f"第{row.round}轮公示与异议", facts, tables, row.by, row.starts_on)


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
    if contract and contract.data_returned_on:
        facts = [
            ("合同编号", contract.number), ("受托处理者", project.contractor),
            ("条款", contract.personal_data), ("确认日期", day(contract.data_returned_on)),
        ]  # fmt: skip
        title = "个人信息返还删除确认单"
        yield word(Part.INFORMATION, title, facts, (), project.contractor, contract.data_returned_on)


def payment(project: Project) -> Iterator[VolumeDocument]:
    rows = [
        (f"第{row.number}期", f"{row.ratio}%", money(row.amount), row.get_state_display(), row.voucher_number,
         row.receipt_number, money(row.clawed_back))
        for row in project.instalments.order_by("number")
    ]  # fmt: skip
    if not rows:
        return
    facts = [("项目", project.name), ("资金来源", project.fund), ("已拨付（元）", money(project.paid))]
    headings = ("期次", "比例", "金额（元）", "状态", "支付凭证号", "收据号", "追回（元）")
    ledger = [
        (day(row.on), row.get_kind_display(), money(row.amount), row.note, row.by)
        for row in project.entries.select_related("by").exclude(kind="expense").order_by("pk")
    ]
    tables = [Table("分期拨付", headings, rows), Table("台账", ("日期", "类别", "金额（元）", "说明", "经办"), ledger)]
    yield word(Part.PAYMENT, "拨付凭证登记表", facts, tables, project.fund.organization)
    for row in project.instalments.filter(events__kind="apply").distinct().order_by("number"):
        yield form(Part.PAYMENT, f"第{row.number}期拨款申请", "payment_request", row, project.contractor, asked_on(row))


PART_OF_REPORT = {
    ReportKind.MONTHLY: Part.PROCESS, ReportKind.MIDTERM: Part.MIDTERM, ReportKind.FINAL: Part.FINAL,
}  # fmt: skip


def reports(project: Project) -> Iterator[VolumeDocument]:
    for report in project.progress_reports.exclude(submitted_at=None).prefetch_related("files__uploaded_by"):
        name = str(report).removeprefix(str(project))
        part, day_in = PART_OF_REPORT[report.kind], local_day(report.submitted_at)
        yield form(part, name, "report", report, project.contractor, day_in)
        for stored in report.files.all():
            yield file(PART_OF_REPORT[report.kind], f"{report.get_kind_display()}附件 {stored.name}", stored)


def process(project: Project) -> Iterator[VolumeDocument]:
    records = services().records(project, project.starts_on, project.ends_on)
    rows = [(day(row.on), row.title, row.place, row.person_times) for row in records]
    if rows:
        table = Table("场次", ("日期", "活动", "地点", "人次"), rows)
        yield word(Part.PROCESS, "服务过程记录", [("项目", project.name)], [table], project.worker)


def midterm(project: Project) -> Iterator[VolumeDocument]:
    if project.midterm_score is not None:
        facts = [("项目", project.name), ("中期评分", f"{project.midterm_score} 分")]
        yield word(Part.MIDTERM, "中期评分记录", facts, (), project.evaluator or "")


def performance(project: Project) -> Iterator[VolumeDocument]:
    if project.final_score is not None:
        result = "合格" if project.has_passed else "不合格"
        facts = [("项目", project.name), ("末期评分", f"{project.final_score} 分"), ("结论", result)]
        yield word(Part.PERFORMANCE, "绩效评价结果", facts, (), project.evaluator or "")


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
        table = Table("凭证", ("日期", "科目", "用途", "发票号码", "收款方", "金额（元）"), rows)
        facts = [("项目", project.name), ("认可支出（元）", money(project.spent))]
        yield word(Part.SETTLEMENT, "支出凭证登记表", facts, [table], project.contractor)
    for row in expenses:
        if row.file:
            yield file(Part.SETTLEMENT, f"凭证 {row.invoice_number} {row.purpose}", row)


SECTIONS = (
    budget, call, application, review, publicity, contract, payment, process, reports, midterm, performance,
    settlement,
)  # fmt: skip
