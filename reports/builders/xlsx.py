"""The Excel file: the same content with numbers as numbers."""

from dataclasses import astuple
from decimal import Decimal
from io import BytesIO

import xlsxwriter

from core.templatetags.ui import moment
from reports.monthly import (
    PART_COLUMNS,
    PROJECT_COLUMNS,
    SESSION_COLUMNS,
    SIGNATURES,
    MonthlyReport,
    part_cells,
)
from reports.recount import RATES, Comparison

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIGURE_COLUMNS = ("指标", "数值", "单位", "与上月比较", "备注", "口径")


def build_excel(report: MonthlyReport) -> bytes:
    """The report as ``.xlsx``: overview, places, projects, sessions.

    SECURITY: text starting with ``=`` stays text, so that a name cannot become a formula.
    """
    written = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(written, options) as book:
        book.set_properties({"title": report.title, "author": "三联服务平台"})
        sheets = Sheets(book)
        overview(sheets, report)
        sheets.add(report.parts_title, PART_COLUMNS, [part_cells(part) for part in report.parts], (24, *[13] * 9))
        projects = [astuple(line) for line in report.projects]
        sheets.add("项目清单", PROJECT_COLUMNS, projects, (16, 30, 30, 16, 12, 16, 10, 10, 16))
        sessions = [astuple(line) for line in report.sessions]
        if report.snapshot:
            recount(sheets, report.snapshot)
        sheets.add("场次清单", SESSION_COLUMNS, sessions, (12, 34, 18, 30, 10, 10, 10, 14))
    return written.getvalue()


def overview(sheets: "Sheets", report: MonthlyReport) -> None:
    """Title, source, figures with their definitions, doubts, and the line for signatures."""
    sheet = sheets.book.add_worksheet("主要数据")
    sheets.dress(sheet, (16, 18, 8, 22, 28, 70))
    sheet.write(0, 0, report.title, sheets.title)
    source = (("单位", report.organization.name), ("月份", report.month), ("生成人", report.author))
    for row, (label, value) in enumerate((*source, ("取数时点", f"{report.taken_at:%Y-%m-%d %H:%M}")), start=1):
        sheet.write_row(row, 0, (label, value))
    sheet.write_row(6, 0, FIGURE_COLUMNS, sheets.head)
    row = 7
    for figure in report.figures:
        texts = (figure["delta"], figure.get("note", ""), figure["definition"])
        sheet.write(row, 0, figure["label"])
        sheets.write(sheet, row, 1, figure["number"], is_share=figure["name"] in RATES)
        sheet.write_row(row, 2, (figure.get("unit", ""), *texts))
        row += 1
    for sentence in report.warnings:
        row += 1
        sheet.write(row, 0, f"提示：{sentence}")
    sheet.write_row(row + 3, 0, [part for role in SIGNATURES for part in (f"{role}：", "")])


def recount(sheets: "Sheets", snapshot: Comparison) -> None:
    """What the month's first report said, beside what is counted now."""
    sheet = sheets.book.add_worksheet("快照版与重算版")
    sheets.dress(sheet, (18, 18, 18, 18))
    sheet.write(0, 0, f"快照版取数时点：{moment(snapshot.taken_at)}")
    sheet.write_row(1, 0, ("指标", "快照版", "重算版", "差异"), sheets.head)
    for number, line in enumerate(snapshot.rows, start=2):
        is_share = line.name in RATES
        sheet.write(number, 0, line.label)
        for column, value in enumerate((line.before, line.now, line.difference), start=1):
            sheets.write(sheet, number, column, value, is_share=is_share)


class Sheets:
    """A workbook with the house's formats; every sheet prints on A4 with its head repeated."""

    def __init__(self, book):
        self.book = book
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.head = book.add_format({"bold": True, "bg_color": "#F0F0F0", "border": 1, "align": "center"})
        self.money = book.add_format({"num_format": "#,##0.00"})
        self.share = book.add_format({"num_format": "0.0%"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.count = book.add_format({"num_format": "#,##0"})

    def add(self, name: str, columns, rows, widths) -> None:
        sheet = self.book.add_worksheet(name)
        self.dress(sheet, widths)
        sheet.write_row(0, 0, columns, self.head)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        for number, cells in enumerate(rows, start=1):
            for column, value in enumerate(cells):
                self.write(sheet, number, column, value, is_share=columns[column] in ("满意率", "8小时外占比"))

    def dress(self, sheet, widths) -> None:
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)

    def write(self, sheet, row: int, column: int, value, *, is_share: bool = False) -> None:
        """Numbers stay numbers; money keeps its two places; a share with no base stays empty."""
        if value is None:
            sheet.write_blank(row, column, None)
        elif isinstance(value, Decimal):
            sheet.write_number(row, column, value, self.share if is_share else self.money)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, self.count)
        elif isinstance(value, str):
            sheet.write_string(row, column, value)
        else:
            sheet.write_datetime(row, column, value, self.day)
