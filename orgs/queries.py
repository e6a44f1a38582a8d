"""Noun phrases over organisations and people."""

from django.db.models import Q

from orgs.models.organization import OrganizationQuerySet


def matching_organizations(rows: OrganizationQuerySet, text: str) -> OrganizationQuerySet:
    """Rows whose name or place contains ``text``, or whose initials or code begin with it."""
    text = text.strip()
    if not text:
        return rows
    return rows.filter(
        Q(name__icontains=text)
        | Q(place__icontains=text)
        | Q(initials__startswith=text.lower())
        | Q(code__istartswith=text)
    )
