"""One expert's score sheet as Word."""

from core.templatetags.ui import minute
from projects.documents.plain import Table, plain_document
from projects.models import ScoreSheet


def score_sheet_document(sheet: ScoreSheet) -> bytes:
    """Criteria, points, total, comment, signature; an unsigned sheet says so."""
    application, call = sheet.application, sheet.application.call
    facts = [
        ("征集批次", f"{call}（{call.code}）"),
        ("申报项目", f"{application.name}（{application.code}）"),
        ("申报单位", "盲评，不显示" if call.is_blind else application.contractor.name),
        ("评审轮次", f"第{sheet.round}轮，申报第{sheet.revision.number}版"),
        ("评审专家", str(sheet.panelist.expert)),
        ("总分", f"{sheet.total:.2f}"),
        ("评审意见", sheet.comment or "无"),
        ("签署", minute(sheet.signed_at) if sheet.signed_at else "尚未签署"),
    ]
    lines = sheet.lines.select_related("item").order_by("item__number")
    rows = [(line.item.number, line.item.title, f"{line.item.points:.2f}", f"{line.points:.2f}") for line in lines]
    return plain_document("项目评审评分表", facts, [Table("评分明细", ("序号", "评分项", "分值", "得分"), rows)])
