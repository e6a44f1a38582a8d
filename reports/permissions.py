"""Who may ask for a report."""

import rules

from orgs.permissions import reaches
from orgs.scope import org_paths


@rules.predicate
def may_ask(user, organization):
    """Over one's own territory; without an organization: whether there is any."""
    return bool(org_paths(user)) if organization is None else reaches(user, organization)


@rules.predicate
def asked_for(user, run):
    return run is not None and run.requested_by_id == user.pk


rules.add_perm("reports.request_report", may_ask)  # asked with the organization
rules.add_perm("reports.retry_report", asked_for)
