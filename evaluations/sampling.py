"""Which records an evaluator looks at: a sample anybody can draw again. Pure functions, no database.

Sizes are configurable defaults from local practice: sessions a tenth, at least three; vouchers three tenths.
"""

import random
from collections.abc import Iterable
from math import ceil

SESSION_SHARE, SESSION_MINIMUM = 10, 3  # per cent, rows
EXPENSE_SHARE, EXPENSE_MINIMUM = 30, 1


def size(total: int, *, share: int, minimum: int) -> int:
    """``share`` per cent of ``total`` rounded up, at least ``minimum``, never more than there is."""
    return min(total, max(minimum, ceil(total * share / 100)))


def drawn(seed: str, keys: Iterable[int], number: int) -> list[int]:
    """``number`` of ``keys``; the same seed and keys give the same sample, whatever order they come in."""
    return sorted(random.Random(seed).sample(sorted(keys), number))
