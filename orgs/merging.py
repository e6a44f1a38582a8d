"""What follows when two rows of the registry turn out to be one human being.

Apps above register how their records move (``register``); ``orgs.operations.merge_people`` runs them all in one
transaction. Records that are otherwise append-only let exactly this change through (``append_only_across_merges``),
and what is written for a merged row at the same moment goes to the one it was merged into (``follow_merged_person``).
"""

from collections.abc import Callable

import pgtrigger

_movers: dict[type, Callable] = {}

FOLLOWS_MERGE = """
    IF TG_OP = 'UPDATE'
        AND to_jsonb(NEW) - 'person_id' = to_jsonb(OLD) - 'person_id'
        AND NEW.person_id = (SELECT merged_into_id FROM orgs_person WHERE id = OLD.person_id)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
"""
# The share lock waits for a merge under way and sees what it did; without it a row could be left with the merged one.
FOLLOW_MERGED_PERSON = """
    IF NEW.person_id IS NOT NULL THEN
        SELECT COALESCE(merged_into_id, id) INTO NEW.person_id FROM orgs_person WHERE id = NEW.person_id FOR KEY SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'no such person' USING ERRCODE = 'foreign_key_violation';
        END IF;
    END IF;
    RETURN NEW;
"""


def register(model, move: Callable | None = None) -> None:
    """``move(source, target, *, by)`` gives the rows of ``model`` that ``source`` has to ``target`` and returns how
    many moved; by default each row of ``model`` gets the other person."""
    _movers[model] = move or _repoint(model)


def movers() -> dict[type, Callable]:
    """Model → mover, in the order they were registered."""
    return dict(_movers)


def _repoint(model) -> Callable:
    def move(source, target, *, by) -> int:
        return model._base_manager.filter(person=source).update(person=target)

    return move


def append_only_across_merges() -> pgtrigger.Trigger:
    """Like ``core.workflow.append_only``, but a row may follow its person into the one they were merged into."""
    return pgtrigger.Trigger(
        name="append_only",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=FOLLOWS_MERGE,
    )


def follow_merged_person() -> pgtrigger.Trigger:
    """A row written while its person is merged belongs to the survivor."""
    return pgtrigger.Trigger(
        name="follow_merged_person", when=pgtrigger.Before, operation=pgtrigger.Insert, func=FOLLOW_MERGED_PERSON
    )
