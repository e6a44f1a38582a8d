"""决算表 as an Excel file: the figures of the page, with the columns the auditors ask for."""

import io

from django.utils import timezone
from xlsxwriter import Workbook

from core.export import OPTIONS
from core.templatetags.ui import day
from projects.models import Settlement
from projects.queries.settlement import SettlementFigures, shown_figures

HEADINGS = ("科目", "预算", "调整后预算", "实际支出", "差异", "差异率", "说明", "凭证号区间")
WIDTHS = (20, 16, 16, 16, 16, 10, 30, 16)


def build_settlement(settlement: Settlement) -> bytes:
    """One sheet: who and what on top, a line per category, the total, what becomes of the balance."""
    buffer, figures = io.BytesIO(), shown_figures(settlement)
    with Workbook(buffer, OPTIONS | {"constant_memory": False}) as book:
        sheet = book.add_worksheet("决算表")
        styles = styles_of(book)
        for number, width in enumerate(WIDTHS):
            sheet.set_column(number, number, width)
        sheet.merge_range(0, 0, 0, len(HEADINGS) - 1, "购买服务项目决算表", styles["title"])
        row = 1
        for label, value in facts(settlement):
            sheet.write_row(row, 0, [label, value])
            row += 1
        sheet.write_row(row, 0, HEADINGS, styles["head"])
        for cells in table(figures):
            row += 1
            write_line(sheet, row, cells, styles)
        row += 1
        for label, value in outcome(settlement, figures):
            row += 1
            sheet.write(row, 0, label)
            sheet.write(row, 1, value, None if isinstance(value, str) else styles["amount"])
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    return buffer.getvalue()


def styles_of(book: Workbook) -> dict:
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center"}),
        "head": book.add_format({"bold": True, "border": 1, "align": "center"}),
        "text": book.add_format({"border": 1, "text_wrap": True}),
        "money": book.add_format({"border": 1, "num_format": "#,##0.00"}),
        "amount": book.add_format({"num_format": "#,##0.00"}),
        "share": book.add_format({"border": 1, "num_format": "0.00%"}),
    }


def facts(settlement: Settlement) -> list[tuple[str, str]]:
    project = settlement.project
    return [
        ("项目", f"{project.name}（{project.code}）"),
        ("承接单位", project.contractor.name),
        ("项目期限", f"{day(project.starts_on)} 至 {day(project.ends_on)}"),
        ("状态", f"{settlement.get_state_display()}，打印日期 {day(timezone.localdate())}，单位：元"),
    ]


def table(figures: SettlementFigures) -> list[tuple]:
    """The lines and their total; 差异率 is the difference per adjusted budget."""
    rows = [
        (
            line.label, line.budget, line.adjusted, line.actual, line.difference,
            share(line.difference, line.adjusted), line.note, line.vouchers,
        )
        for line in figures.lines
    ]  # fmt: skip
    names = ("budget", "adjusted", "actual", "difference")
    sums = [sum(getattr(line, name) for line in figures.lines) for name in names]
    return [*rows, ("合计", *sums, share(sums[3], sums[1]), "", "")]


def share(difference, adjusted):
    return difference / adjusted if adjusted else ""


def outcome(settlement: Settlement, figures: SettlementFigures) -> list[tuple[str, object]]:
    returned = f"，已于 {day(settlement.returned_on)} 退回" if settlement.returned_on else ""
    return [
        ("已拨付", figures.paid),
        ("自筹配套", settlement.project.own_contribution),
        ("认可支出", figures.spent),
        ("结余（负数为承接单位垫付）" if figures.balance < 0 else "结余", figures.balance),
        ("结余处理", (settlement.get_use_display() or "无") + returned),
        ("决算说明", settlement.explanation or "—"),
        ("审计意见", settlement.opinion or "尚未审计"),
        ("审计人", f"{settlement.audited_by} {day(settlement.audited_on)}" if settlement.audited_by else "—"),
    ]


def write_line(sheet, row: int, cells: tuple, styles: dict) -> None:
    for column, value in enumerate(cells):
        style = "text" if column in (0, 6, 7) else "share" if column == 5 else "money"
        sheet.write(row, column, value, styles[style])
