"""评审报告: panel, draws, recusals, scores, ranking and recommendation; and all score lines as rows."""

from collections.abc import Iterator
from pathlib import Path

from django.utils import timezone

from core import word
from core.templatetags.ui import day, minute, money
from orgs.models import User
from projects.models import Call, Panelist, ScoreLine, ScoreSheet
from projects.panel import drops
from projects.queries.ranking import Standing, added_by, standing, what_if

SHIPPED = Path(__file__).resolve().parent.parent / "templates_docx" / "review_report.docx"


def review_report_document(call: Call) -> bytes:
    """The filled template; the call has been ranked."""
    return word.build_word(SHIPPED, context_of(call))


def context_of(call: Call) -> dict:
    """What the template may name; everything is text, ready to print."""
    found = standing(call)
    return {
        "title": call.title,
        "code": call.code,
        "organization": call.organization.name,
        "procedure": call.get_procedure_display(),
        "amount": money(call.amount),
        "closes_at": minute(call.closes_at),
        "round": call.review_round,
        "method": method_of(call),
        "draws": draws_of(call),
        "recusals": recusals_of(call),
        "experts": [str(seat.expert) for seat in found.seats],
        "rows": [row_of(row, found) for row in found.rows],
        "notes": [{"project": row.application.name, "spread": f"{row.spread:.2f}", "text": row.explanation}
                  for row in found.rows if row.explanation],
        "comments": comments_of(found),
        "result": result_of(found),
        "reason": reason_of(call),
        "today": day(ranked_at(call)),
    }  # fmt: skip


def method_of(call: Call) -> str:
    """How the average came about, in words."""
    average = "去掉一个最高分和一个最低分后" if drops(call.procedure, call.drops_extremes) else ""
    ties = "得分相同的依次按已建会优先、薄弱社区优先、报价低优先、提交时间先后排序"
    blind = "专家评审时看不到申报单位名称。" if call.is_blind else ""
    return f"各专家独立评分，{average}取算术平均值（保留两位小数）；{ties}。{blind}"


def draws_of(call: Call) -> list[dict]:
    draws = list(call.draws.order_by("number"))
    names = dict(User.objects.filter(pk__in={pk for draw in draws for pk in draw.candidates}).values_list("pk", "name"))
    return [
        {
            "number": draw.number, "at": minute(draw.at), "reason": draw.reason, "seed": draw.seed,
            "candidates": "、".join(f"{names.get(pk, '')}（{pk}）" for pk in draw.candidates),
            "chosen": "、".join(f"{names.get(pk, '')}（{pk}）" for pk in draw.chosen),
        }
        for draw in draws
    ]  # fmt: skip


def recusals_of(call: Call) -> list[dict]:
    gone = Panelist.objects.filter(call=call, recused_at__isnull=False).select_related("expert")
    return [
        {"expert": str(seat.expert), "tie": seat.get_tie_display(), "note": seat.note, "at": day(seat.recused_at)}
        for seat in gone
    ]


def row_of(row, found: Standing) -> dict:
    scores = "；".join(f"{seat.expert} {total:.2f}" for seat, total in zip(found.seats, row.totals, strict=True))
    return {
        "rank": row.place.rank, "name": row.application.name, "contractor": row.application.contractor.name,
        "amount": money(row.application.amount), "scores": scores, "spread": f"{row.spread:.2f}",
        "average": f"{row.average:.2f}", "tie": row.place.decided_by,
        "result": row.application.get_state_display(),
    }  # fmt: skip


def comments_of(found: Standing) -> list[dict]:
    """What the experts wrote, without saying who."""
    said: dict[int, list[str]] = {}
    keys = [pk for row in found.rows for pk in row.sheets if pk]
    lines = ScoreSheet.objects.filter(pk__in=keys).exclude(comment="").order_by("pk")
    for application, comment in lines.values_list("application_id", "comment"):
        said.setdefault(application, []).append(comment)
    return [
        {"project": row.application.name, "text": joined(said[row.application.pk])}
        for row in found.rows
        if row.application.pk in said
    ]


def joined(comments: list[str]) -> str:
    """Comments in one sentence, whatever mark each of them ends with."""
    return "；".join(comment.rstrip("。；") for comment in comments) + "。"


def result_of(found: Standing) -> str:
    chosen = found.selection
    effect = what_if(found.call, *added_by(found))
    fairness = "" if effect.after is None else f"，立项后公平系数（按已分级社区数）{effect.after:.2f}"
    return (
        f"拟立项{len(chosen.proposed)}个，金额{money(chosen.amount)}元；备选{len(chosen.reserve)}个，"
        f"未入选{len(chosen.not_selected)}个。其中薄弱社区{money(chosen.weak_amount)}元，占{chosen.weak_part:.1%}，"
        f"专项额度{money(chosen.quota)}元{fairness}。"
    )


def ranking_of(call: Call):
    """The last time the scores were put together."""
    return call.events.filter(kind="rank").order_by("-at", "-pk").first()


def ranked_at(call: Call):
    """The report's own date: the day of the ranking, whenever it is printed."""
    event = ranking_of(call)
    return event.at if event else timezone.now()


def reason_of(call: Call) -> str:
    """The minutes of the last ranking, with the reason where less than the quota goes to weak communities."""
    event = ranking_of(call)
    return event.note if event else ""


def sheet_rows(call: Call) -> Iterator[tuple]:
    """Headings, then one row for each criterion of each counted sheet."""
    yield ("名次", "项目", "申报单位", "专家", "序号", "评分项", "分值", "得分", "评分表总分", "签署时间")
    found = standing(call)
    ranks = {row.application.pk: row.place.rank for row in found.rows if row.place}
    keys = [pk for row in found.rows for pk in row.sheets if pk]
    lines = ScoreLine.objects.filter(sheet_id__in=keys).select_related(
        "item", "sheet__panelist__expert", "sheet__application__contractor"
    )
    ordered = sorted(lines, key=lambda one: (ranks[one.sheet.application_id], one.sheet_id, one.item.number))
    for line in ordered:
        sheet = line.sheet
        yield (
            ranks[sheet.application_id], sheet.application.name, sheet.application.contractor.name,
            str(sheet.panelist.expert), line.item.number, line.item.title, float(line.item.points), float(line.points),
            float(sheet.total), minute(sheet.signed_at),
        )  # fmt: skip
