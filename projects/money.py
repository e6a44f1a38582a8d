"""Yuan as people type them, read once for pages, API and operations."""

import re
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
WHOLE_DIGITS = 12  # what the money columns hold in front of the point
FIGURE_DIGITS = 10  # what the columns of figures hold
PLAIN = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
SEPARATED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－＋。￥", "0123456789.,-+.¥")


def to_money(value) -> Decimal:
    """``value`` in yuan with two places; full-width digits, ``¥`` and thousands separators are understood.

    Raises ``ValueError`` with a Chinese sentence for anything that is not a plain amount: scientific
    notation, NaN, fractions of a cent, more than twelve digits.
    """
    text = str(value).translate(FULL_WIDTH).strip().removeprefix("¥").removesuffix("元").strip()
    if SEPARATED.fullmatch(text):
        text = text.replace(",", "")
    if not PLAIN.fullmatch(text):
        raise ValueError("请填写数字金额，例如 128000.00。")
    amount = Decimal(text)
    if abs(amount) >= Decimal(10) ** WHOLE_DIGITS:
        raise ValueError(f"金额过大，整数部分最多 {WHOLE_DIGITS} 位，请核对。")
    if amount != amount.quantize(CENT):
        raise ValueError("金额最多保留两位小数（分），请核对。")
    return amount.quantize(CENT)


def positive_money(value) -> Decimal:
    """``to_money`` for amounts that must be above zero."""
    amount = to_money(value)
    if amount <= 0:
        raise ValueError("金额必须大于 0，请核对。")
    return amount


def shares(total: Decimal, ratios: list[Decimal]) -> list[Decimal]:
    """``total`` split by per-cent ``ratios``, each rounded to the cent; the last takes the difference."""
    parts = [(total * ratio / 100).quantize(CENT, ROUND_HALF_UP) for ratio in ratios[:-1]]
    return [*parts, total - sum(parts)]


def to_figure(value) -> Decimal:
    """A count or measurement above zero, read by the same rules, of at most ten digits in front of the point."""
    try:
        figure = positive_money(value)
    except ValueError:
        figure = None
    if figure is None or figure >= Decimal(10) ** FIGURE_DIGITS:
        raise ValueError(f"请填写大于 0 的数字，整数最多 {FIGURE_DIGITS} 位，小数最多两位。")
    return figure
