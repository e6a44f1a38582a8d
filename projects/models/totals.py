"""Totals kept beside the ledger: one trigger adds every new row to its fund and project, and nobody else may."""

import pgtrigger


def totals_by_ledger_only(table: str, *columns: str) -> pgtrigger.Trigger:
    """Refuses a change of ``columns`` that does not come from the ledger's own trigger."""
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
    return pgtrigger.Trigger(
        name="totals_by_ledger_only",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF pg_trigger_depth() < 2 AND ({changed}) THEN
                RAISE EXCEPTION '{table}: totals come from the ledger'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'totals_by_ledger_only';
            END IF;
            RETURN NEW;
        """,
    )


# One row added to the ledger moves the totals of its fund and its project. The updates take the row locks, so two
# entries wait for each other, and the check constraints of both tables refuse what must not happen:
# fund_not_overdrawn, project_paid_within_commitment, project_spent_within_paid.
ADD_TO_TOTALS = """
    UPDATE projects_fund SET
        appropriated = appropriated + CASE NEW.kind WHEN 'appropriation' THEN NEW.amount ELSE 0 END,
        committed = committed + CASE NEW.kind WHEN 'commitment' THEN NEW.amount ELSE 0 END,
        paid = paid + CASE NEW.kind WHEN 'payment' THEN NEW.amount ELSE 0 END
    WHERE id = NEW.fund_id AND NEW.kind <> 'expense';
    UPDATE projects_project SET
        committed = committed + CASE NEW.kind WHEN 'commitment' THEN NEW.amount ELSE 0 END,
        paid = paid + CASE NEW.kind WHEN 'payment' THEN NEW.amount ELSE 0 END,
        spent = spent + CASE NEW.kind WHEN 'expense' THEN NEW.amount ELSE 0 END
    WHERE id = NEW.project_id;
    RETURN NULL;
"""
