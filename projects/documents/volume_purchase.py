"""Parts 01 to 05 of a volume: how the project came about."""

from collections.abc import Iterator
from pathlib import PurePath

from django.utils.timezone import localdate as local_day

from core.templatetags.ui import count, day, minute, money
from projects.documents.plain import Table
from projects.documents.procurement_record import record_of
from projects.documents.supply import file, form, with_total, word
from projects.enums import ApplicationState, NegativeItem
from projects.enums import ArchivePart as Part
from projects.models import Call, Project
from projects.sources import VolumeDocument

MOST_OTHERS = 60  # applications of others that are printed with a volume; more stay with the call alone


def budget(project: Project) -> Iterator[VolumeDocument]:
    facts = [
        ("项目编号", project.code), ("项目名称", project.name), ("类别", project.get_category_display()),
        ("实施社区", project.organization), ("承接单位", project.contractor), ("执行社工", project.worker),
        ("期限", f"{day(project.starts_on)} 至 {day(project.ends_on)}"), ("资金来源", project.fund),
        ("预算总额（元）", money(project.budget)), ("自筹配套（元）", money(project.own_contribution or "")),
        ("采购计划", project.plan_item.plan if project.plan_item_id else ""),
        ("定向委托依据", project.get_direct_basis_display()), ("比价结果或纪要文号", project.direct_note),
        ("总目标", project.goal),
    ]  # fmt: skip
    yield word(
        Part.BUDGET, "立项与预算表", facts, budget_tables(project), project.created_by, local_day(project.created_at)
    )
    if project.direct_file:
        extension = PurePath(project.direct_file.name).suffix.lstrip(".") or "pdf"
        yield VolumeDocument(Part.BUDGET, f"定向委托依据 {project.direct_file_name}", str(project.created_by),
                             local_day(project.created_at),
                             build=lambda: (extension, project.direct_file.open("rb").read()))  # fmt: skip


def budget_tables(project: Project) -> list[Table]:
    """Needs, aims, how the money was worked out, and the negative list."""
    needs = project.needs.select_related("organization")
    aims = [(row.title, f"{count(row.target)}{row.unit}") for row in project.indicators.all()]
    lines = list(project.budget_lines.all())
    rows = [
        (row.get_category_display(), row.item, money(row.unit_price), count(row.quantity), money(row.amount),
         row.basis or "—")
        for row in lines
    ]  # fmt: skip
    headings = ("科目", "明细", "单价（元）", "数量", "小计（元）", "测算依据")
    return [
        Table(
            "对应需求", ("需求", "社区", "约数"), [(row.title, row.organization, count(row.people)) for row in needs]
        ),
        Table("绩效目标", ("指标", "目标值"), aims),
        Table("预算测算", headings, with_total(rows, (row.amount for row in lines), 4)),
        Table("负面清单自查", ("事项", "是否属于"), negative_list(project)),
    ]


def negative_list(project: Project) -> list[tuple]:
    """The six answers of the call, with who gave them; a direct commission answers none."""
    call = project.application.call if project.application_id else None
    if call is None or call.negative_checked_at is None:
        return []
    answers = [(item.label, "是" if item in call.negative_items else "否") for item in NegativeItem]
    return [*answers, (f"自查人：{call.negative_checked_by}", day(call.negative_checked_at))]


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
    yield from others(call, project)
    if project.application.score is not None:
        yield form(Part.REVIEW, "评审报告", "review_report", call, call.organization, ranked_on(call))
    yield word(Part.REVIEW, "采购活动记录", *record_of(call), call.organization, ranked_on(call))
    sheets = project.application.sheets.counting().select_related("panelist__expert")
    for number, sheet in enumerate(sheets.order_by("pk"), start=1):
        title = f"独立评分表{number}"
        yield form(Part.REVIEW, title, "score_sheet", sheet, sheet.panelist.expert, local_day(sheet.signed_at))


def ranked_on(call: Call):
    event = call.events.filter(kind="rank").order_by("pk").last()
    return local_day(event.at) if event else None


def others(call: Call, project: Project) -> Iterator[VolumeDocument]:
    """The register of every application of the call, and the others' applications. SECURITY: they stand in the part
    for the purchaser's side alone, for the contractor is their competitor."""
    rows = call.applications.exclude(state=ApplicationState.DRAFT).select_related("contractor").order_by("rank", "pk")
    handed_in = [(row, row.revisions.order_by("-number").first()) for row in rows]
    table = Table("申报与审查", ("申报编号", "申报单位", "项目", "申请金额（元）", "提交", "得分", "名次", "结果"), [
        (row.code, row.contractor, row.name, money(row.amount), day(revision.at if revision else None),
         row.score, row.rank, row.get_state_display()) for row, revision in handed_in
    ])  # fmt: skip
    facts = [("批次", call.title), ("批次编号", call.code), ("申报数", f"{len(handed_in)} 份"),
             ("截止时间", minute(call.closes_at))]  # fmt: skip
    yield word(Part.REVIEW, "全部申报登记表", facts, [table], call.organization, local_day(call.closes_at))
    rest = [(row, revision) for row, revision in handed_in if revision and row.pk != project.application_id]
    for row, revision in rest[:MOST_OTHERS]:
        title = f"其他申报书 {row.code} {row.contractor}"
        yield form(Part.REVIEW, title, "application", revision, row.contractor, local_day(revision.at))


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
