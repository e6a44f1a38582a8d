"""What pages and API mix in to tell names by the rule of ``orgs.names``."""

from core.api import VisibleRelatedField


class NamingPage:
    """Mixed into a page about rows with names."""

    def get_queryset(self):
        return super().get_queryset().naming(self.request.user)


class NamingViewSet:
    """Mixed into the API of rows with names."""

    def for_reader(self, rows):
        return rows.naming(self.request.user)


class NamedRelatedField(VisibleRelatedField):
    """A key of a row about a person: one whose name the reader is told, for what is refused says who it was."""

    def get_queryset(self):
        rows, request = super().get_queryset(), self.context.get("request")
        return rows.told_to(request.user) if request else rows
