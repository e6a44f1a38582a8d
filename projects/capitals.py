"""Amounts as contracts write them: 128000.50 → 壹拾贰万捌仟元伍角."""

from decimal import Decimal

import cn2an

GROUPS = ((10**8, "亿"), (10**4, "万"), (1, ""))


def in_capitals(amount: Decimal) -> str:
    """``amount`` yuan (not negative, two places) in Chinese capitals, ``整`` where there are no cents.

    The library writes the groups of four digits; the 零 between groups, which it forgets, is set here.
    """
    yuan, cents = divmod(int(amount * 100), 100)
    if not cents:
        return f"{whole(yuan) or '零'}元整"
    jiao, fen = divmod(cents, 10)
    text = f"{whole(yuan)}元" if yuan else ""
    if jiao:
        text += f"{digits(jiao)}角"
    elif yuan:
        text += "零"
    return text + (f"{digits(fen)}分" if fen else "")


def whole(yuan: int) -> str:
    text, skipped = "", False
    for size, unit in GROUPS:
        group, yuan = divmod(yuan, size)
        if group:
            gap = text and (skipped or group < 1000)
            text += f"{'零' if gap else ''}{digits(group)}{unit}"
        skipped = bool(text) and not group
    return text


def digits(number: int) -> str:
    return cn2an.an2cn(str(number), "up")
