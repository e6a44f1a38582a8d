"""Score sheets: each expert alone, criterion by criterion, frozen by the signature."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.workflow import locked, step
from orgs.models import User
from projects import panel, workflow
from projects.enums import ApplicationState, CallState, SheetState
from projects.models import Application, ScorecardItem, ScoreLine, ScoreSheet
from projects.notifications import review as notifications
from projects.queries.review import seat_of, unfinished_panels

MOST_WORDS = 1000


def open_sheet(application: Application, *, by: User) -> ScoreSheet:
    """The expert's one sheet for the application in the round under way, begun if there is none yet.

    Raises ``DomainError`` for who has no seat on the panel, and outside a review.
    """
    with transaction.atomic():
        call = locked(application.call)
        application = Application.objects.select_related("call").get(pk=application.pk)
        seat = seat_of(call, by)
        if seat is None:
            raise DomainError("您不是这个批次的评审专家，或者已经回避，不能评分。")
        _check_under_review(application)
        revision = application.revisions.order_by("-number").first()
        if revision is None:
            raise DomainError("申报没有提交记录，不能评分。请告知购买主体。")
        sheet, is_new = ScoreSheet.objects.get_or_create(
            application=application, panelist=seat, round=call.review_round, defaults={"revision": revision}
        )
        if is_new:
            sheet.events.create(kind="create", to_state=sheet.state, by=by)
    return sheet


def save_sheet(sheet: ScoreSheet, *, by: User, points: Mapping[int, object], comment: str = "") -> ScoreSheet:
    """Keep points by criterion (``ScorecardItem`` key → 0 to what it is worth, at most two places; ``None`` clears).

    The total is added up here. Raises ``DomainError`` for a stranger's or signed sheet and for points out of range;
    then nothing of it is kept.
    """
    with transaction.atomic():
        sheet = locked(sheet)
        _check_own(sheet, by)
        if sheet.state != SheetState.DRAFT:
            raise DomainError("评分表已经签署，不能再改。")
        _write_lines(sheet, _read_points(sheet, points))
        sheet.comment = _read_comment(comment)
        sheet.total = total_of(sheet)
        sheet.save(update_fields=["comment", "total"])
    return sheet


def sign_sheet(
    sheet: ScoreSheet,
    *,
    by: User,
    note: str = "",
    points: Mapping[int, object] | None = None,
    comment: str = "",
) -> ScoreSheet:
    """Sign: nothing on the sheet can change any more. Every criterion needs its points.

    With ``points`` exactly these and ``comment`` are signed, whatever an earlier save still under way holds; without,
    what was saved last. Waits for a ranking under way and is refused after it.
    """
    with transaction.atomic():
        call = locked(sheet.application.call)
        if points is not None:
            save_sheet(sheet, by=by, points=points, comment=comment)
        with step(sheet, workflow.SIGN_SHEET, by=by, note=note) as sheet:
            _check_own(sheet, by)
            missing = call.scorecard.items.exclude(pk__in=sheet.lines.values("item_id"))
            if missing:
                names = "、".join(item.title for item in missing)
                raise DomainError(f"还有评分项没有评分：{names}。请评完再签署。")
            sheet.total, sheet.signed_at = total_of(sheet), timezone.now()
            sheet.save(update_fields=["total", "signed_at"])
        if unfinished_panels(call) == 0:
            notifications.sheets_complete(call)
    return sheet


def total_of(sheet: ScoreSheet) -> Decimal:
    return panel.total(sheet.lines.values_list("points", flat=True))


def _check_own(sheet: ScoreSheet, by: User) -> None:
    """The signer's own seat, still with a vote, in the round under way."""
    if sheet.panelist.expert_id != by.pk:
        raise DomainError("这是其他专家的评分表，不能代为填写或签署。")
    if sheet.panelist.recused_at:
        raise DomainError("您已经回避，评分表不再计入，不能填写或签署。")
    application = Application.objects.select_related("call").get(pk=sheet.application_id)
    if sheet.round != application.call.review_round:
        raise DomainError("这是上一轮的评分表，请填写本轮的评分表。")
    _check_under_review(application)


def _check_under_review(application: Application) -> None:
    if application.call.state != CallState.REVIEWING or application.state != ApplicationState.REVIEWING:
        raise DomainError("申报目前不在评审中，或者评分已经汇总，不能评分。")


def _read_points(sheet: ScoreSheet, points: Mapping[int, object]) -> dict[ScorecardItem, Decimal | None]:
    items = {item.pk: item for item in sheet.application.call.scorecard.items.all()}
    read = {}
    for key, value in points.items():
        if key not in items:
            raise DomainError("评分项不在本批次的评分卡上，请刷新页面。")
        try:
            read[items[key]] = None if value is None else panel.to_points(value, items[key].points)
        except ValueError as error:
            raise DomainError(f"“{items[key]}”：{error}") from None
    return read


def _read_comment(comment: str) -> str:
    comment = comment.strip()
    if len(comment) > MOST_WORDS or "\0" in comment:
        raise DomainError(f"评审意见最多{MOST_WORDS}字，且不能含有特殊字符。")
    return comment


def _write_lines(sheet: ScoreSheet, points: dict[ScorecardItem, Decimal | None]) -> None:
    cleared = [item.pk for item, value in points.items() if value is None]
    sheet.lines.filter(item_id__in=cleared).delete()
    ScoreLine.objects.bulk_create(
        [ScoreLine(sheet=sheet, item=item, points=value) for item, value in points.items() if value is not None],
        update_conflicts=True, unique_fields=["sheet", "item"], update_fields=["points"],
    )  # fmt: skip
