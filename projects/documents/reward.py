"""以奖代补核算表 as Excel."""

from io import BytesIO

from xlsxwriter import Workbook

from core.export import OPTIONS
from core.templatetags.ui import day
from projects.models import RewardSheet

HEADINGS = ("序号", "案号", "受奖单位", "办结日期", "等级", "依据", "材料件数", "是否计入", "金额（元）", "说明")
WIDTHS = (6, 22, 24, 12, 8, 40, 10, 10, 14, 40)


def sheet_excel(sheet: RewardSheet, lines) -> bytes:
    """Title, period, every line, the total, and places for three signatures."""
    buffer = BytesIO()
    with Workbook(buffer, OPTIONS) as book:
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
        page = book.add_worksheet("核算表")
        page.set_landscape()
        for column, width in enumerate(WIDTHS):
            page.set_column(column, column, width)
        page.write(0, 0, f"{sheet.scheme.organization}以奖代补核算表", bold)
        page.write(1, 0, f"{sheet.scheme}；取数期间 {day(sheet.starts_on)} 至 {day(sheet.ends_on)}；{state_of(sheet)}")
        page.write_row(2, 0, HEADINGS, bold)
        row = 2
        for number, line in enumerate(lines, start=1):
            row += 1
            page.write_row(row, 0, [number, line.record_number, str(line.payee), day(line.closed_on), line.grade,
                                    line.basis, line.documents, "计入" if line.is_counted else "不计入"])  # fmt: skip
            page.write_number(row, 8, line.amount, money)
            page.write(row, 9, "；".join(line.remarks))
        page.write(row + 1, 0, "合计", bold)
        page.write_number(row + 1, 8, sheet.amount, money)
        page.write(row + 3, 0, "核算人：　　　　　　复核人：　　　　　　批准人：")
    return buffer.getvalue()


def state_of(sheet: RewardSheet) -> str:
    return f"状态：{sheet.get_state_display()}"
