"""月报, 中期报告 and 结项报告 as Word, from one template people can replace."""

from datetime import date
from pathlib import Path

from core.templatetags.ui import day, figure, minute, money, percent
from core.word import build_word
from projects.enums import ReportKind
from projects.models import ProgressReport, Project
from projects.queries.expense import COUNTED
from projects.queries.instalment import TAKEN
from projects.queries.report import SERVICES, figures_for, sections_for
from projects.sources import services

SHIPPED = Path(__file__).resolve().parent.parent / "templates_docx" / "progress_report.docx"


def report_document(report: ProgressReport) -> bytes:
    """The report as ``.docx``; what was submitted, or a draft with the figures of this moment."""
    return build_word(SHIPPED, context_of(report))


def context_of(report: ProgressReport) -> dict:
    """What the template may name; everything is text, ready to print."""
    project, figures = report.project, report.figures or figures_for(report)
    return {
        "title": str(report),
        "is_draft": not report.figures,
        "is_monthly": report.kind == ReportKind.MONTHLY,
        "project": project.name,
        "code": project.code,
        "contractor": project.contractor.name,
        "organization": project.organization.name,
        "worker": project.worker.name,
        "period": f"{day(report.starts_on)} 至 {day(report.ends_on)}",
        "due_on": day(report.due_on),
        "submitted": f"{report.submitted_by.name} {minute(report.submitted_at)}" if report.submitted_by else "未提交",
        "late_reason": report.late_reason,
        "until": day(date.fromisoformat(figures["until"])),
        "indicators": [indicator_cells(row) for row in figures["indicators"]],
        "services": "，".join(
            f"{measure.label} {figure(figures['services'][measure])}"
            for measure in SERVICES
            if measure in figures["services"]
        )
        or "没有服务记录",
        "satisfaction": satisfaction_text(figures["satisfaction"]),
        "money": money_texts(figures["money"]),
        "records": [[row["on"], row["title"], row["place"], figure(row["person_times"])] for row in figures["records"]],
        "records_total": figures["records_total"],
        "attachments": "、".join(file.name for file in report.files.all()) or "没有附件",
        "catalogue": catalogue(project) if report.kind == ReportKind.FINAL else "",
        "sections": [
            {"title": section.title, "text": report.content.get(section.key) or "（未填写）"}
            for section in sections_for(report)
        ],
    }


def catalogue(project: Project) -> str:
    """档案目录 of a final report: what the records hold of the project, for whoever checks that it is complete."""
    contract = getattr(project, "contract", None)
    held = (
        ("合同及附件", 1 + contract.files.count() if contract else 0, "件"),
        ("项目报告", project.progress_reports.exclude(submitted_at=None).count(), "份"),
        ("场次记录", len(services().records(project, project.starts_on, project.ends_on)), "场"),
        ("拨付", project.instalments.filter(state__in=TAKEN).count(), "期"),
        ("支出凭证", project.expenses.filter(state__in=COUNTED).count(), "张"),
    )
    return "，".join(f"{label} {count:,} {unit}" for label, count, unit in held if count)


def indicator_cells(row: dict) -> list[str]:
    """指标, 目标值, 本期完成, 累计完成, 完成率."""
    if row["actual"] is None:
        return [row["title"], figure(row["target"]), "—", row["note"], "—"]
    unit = row["unit"]
    return [
        row["title"], figure(row["target"]) + unit, figure(row["lately"]), figure(row["actual"]) + unit,
        percent(row["rate"]) + ("（滞后）" if row["is_behind"] else ""),
    ]  # fmt: skip


def money_texts(found: dict) -> dict:
    return {
        "budget": money(found["budget"]),
        "paid": money(found["paid"]),
        "spent": money(found["spent"]),
        "execution": percent(found["execution"]),
        "categories": [[row["label"], money(row["budget"]), money(row["spent"])] for row in found["categories"]],
    }


def satisfaction_text(found: dict | None) -> str:
    if not found or not found["valid"]:
        return "没有有效评价"
    if found["rate"] is None:
        return f"有效评价 {found['valid']} 份，份数过少，为保护匿名不显示满意率"
    small = "（样本不足，仅供参考）" if found["is_small"] else ""
    return f"有效评价 {found['valid']} 份，满意率 {percent(found['rate'])}{small}"
