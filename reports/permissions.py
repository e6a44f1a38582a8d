"""Who may ask for a report."""

import rules

from orgs.permissions import reaches

rules.add_perm("reports.request_report", reaches)  # asked with the organization


@rules.predicate
def asked_for(user, run):
    return run is not None and run.requested_by_id == user.pk


rules.add_perm("reports.retry_report", asked_for)
