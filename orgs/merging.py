"""What follows when two rows of the registry turn out to be one human being.

Apps above register how their records move (``register``); ``orgs.operations.merge_people`` runs them all in one
transaction. Records that are otherwise append-only let exactly this change through (``append_only_across_merges``).
"""

from collections.abc import Callable

import pgtrigger

_movers: dict[str, Callable] = {}

FOLLOWS_MERGE = """
    IF TG_OP = 'UPDATE'
        AND to_jsonb(NEW) - 'person_id' = to_jsonb(OLD) - 'person_id'
        AND NEW.person_id = (SELECT merged_into_id FROM orgs_person WHERE id = OLD.person_id)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
"""


def register(label: str, move: Callable) -> None:
    """``move(source, target, by=)`` gives the records of ``source`` to ``target`` and returns how many moved."""
    _movers[label] = move


def movers() -> dict[str, Callable]:
    """Label → mover, in the order they were registered."""
    return dict(_movers)


def append_only_across_merges() -> pgtrigger.Trigger:
    """Like ``core.workflow.append_only``, but a row may follow its person into the one they were merged into."""
    return pgtrigger.Trigger(
        name="append_only",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=FOLLOWS_MERGE,
    )
