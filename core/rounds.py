"""Rounds of the timer: many rows, each by itself."""

import logging
from collections.abc import Callable, Iterable

from django.db import transaction

from core.errors import DomainError

logger = logging.getLogger(__name__)


def each(rows: Iterable, act: Callable, trouble: str) -> None:
    """``act`` on every row in a transaction of its own.

    A ``DomainError`` means that somebody was there since the list was read. Whatever else goes wrong with one row is
    logged as ``trouble`` with the row's key and left for the next round: it must not keep the others waiting.
    """
    for row in rows:
        try:
            with transaction.atomic():
                act(row)
        except DomainError:
            continue
        except Exception:
            logger.exception(trouble, getattr(row, "pk", row))
