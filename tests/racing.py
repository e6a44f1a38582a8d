"""Real threads on a real PostgreSQL: everybody starts at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

from django.db import connection, connections

from core.errors import DomainError


def together(*calls: Callable) -> list:
    """Run every call in a thread and connection of its own, all starting together.

    Returns, in the order of ``calls``, what each returned, or the ``DomainError`` it was refused with.
    """
    barrier = Barrier(len(calls))

    def run(call):
        try:
            barrier.wait()
            return call()
        except DomainError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def verdicts(results: list) -> list[str]:
    """``ok`` or the refusal's sentence, for each result."""
    return [str(result) if isinstance(result, DomainError) else "ok" for result in results]


def at_once(*calls: Callable) -> list[str]:
    """``together``, as verdicts."""
    return verdicts(together(*calls))


def until_somebody_waits() -> None:
    """Return once another connection to this database waits for a lock; ``AssertionError`` when nobody ever does."""
    with connection.cursor() as cursor:
        for _ in range(500):
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # else the transaction sees what it saw first
            cursor.execute(
                "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone():
                return
            Event().wait(0.01)
    raise AssertionError("nobody waits for a lock")
