"""Totals kept beside the ledger: what its trigger adds with every new row (``core.totals``: nobody else may)."""

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
