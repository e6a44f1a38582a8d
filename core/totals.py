"""Totals kept beside the rows they sum: a trigger adds every row, and nobody else may write them."""

import pgtrigger


def written_by_triggers_only(*columns: str) -> pgtrigger.Trigger:
    """Refuses a change of ``columns`` that does not come from another trigger."""
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
    return pgtrigger.Trigger(
        name="written_by_triggers_only",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF pg_trigger_depth() < 2 AND ({changed}) THEN
                RAISE EXCEPTION '%: totals are kept by triggers', TG_TABLE_NAME
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'written_by_triggers_only';
            END IF;
            RETURN NEW;
        """,
    )
