"""Template context: who the user is acting as, and where that is."""

from django.utils.functional import SimpleLazyObject

from orgs.models import Organization
from orgs.scope import ancestor_paths


def identity(request):
    user = getattr(request, "user", None)
    if not user or not user.is_authenticated or not user.identity:
        return {}
    organization = user.identity.organization
    above = Organization.objects.filter(path__in=ancestor_paths([organization.path]))
    return {
        "identity": user.identity,
        "identities": user.memberships_today,
        "scope_trail": SimpleLazyObject(lambda: [*above, organization]),  # a part of a page shows none
    }
