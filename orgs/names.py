"""Names kept apart from figures: whoever meets the people served is told who they are, everybody else how many.

One rule for pages, API, exports, filters and search. A figure leads everybody it is for to the rows behind it; a row
tells its ``shown_name`` in full only where a role in ``MEETING`` reaches it, else the family name and stars (张**).
Personal records (a person, a volunteer, a registration) exist for those who are told the name and for nobody else.
"""

from django.db.models import BooleanField, Case, F, Value, When
from django.db.models.functions import Greatest, Left, Length, RPad

from orgs.enums import Role
from orgs.scope import OrgScopedQuerySet, org_paths

FIGURES_ONLY = (Role.EXPERT, Role.FINANCE, Role.AUDITOR, Role.LEADER)  # they need how many, not who
MEETING = tuple(role for role in Role if role not in FIGURES_ONLY)


def masked(name: str) -> str:
    """The family name only; as long as the name, two characters at least."""
    return name[:1].ljust(max(len(name), 2), "*")


class NamedQuerySet(OrgScopedQuerySet):
    """Rows about one person each, whose name is at ``name_field``."""

    name_field = "person__name"

    def naming(self, user):
        """With ``is_told``, whether ``user`` is told who it is, and ``shown_name`` as ``user`` may read it.

        SECURITY: filters and orders of a list work on ``shown_name`` too, else a hidden name could be guessed by them.
        """
        name = F(self.name_field)
        hidden = RPad(Left(self.name_field, 1), Greatest(Length(self.name_field), Value(2)), Value("*"))
        told = self._is_told(user)
        return self.annotate(is_told=told).annotate(shown_name=Case(When(is_told=True, then=name), default=hidden))

    def told_to(self, user):
        """Only the rows whose names ``user`` is told."""
        return self.filter(self.within(org_paths(user, MEETING)))

    def _is_told(self, user):
        """Most readers have one role and need no look at the row."""
        meeting = org_paths(user, MEETING)
        if len(meeting) in (0, len(org_paths(user))):
            return Value(bool(meeting), output_field=BooleanField())
        return Case(When(self.within(meeting), then=True), default=False, output_field=BooleanField())
