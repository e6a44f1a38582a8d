"""Activities, sessions, attendance and registrations over the API: the operations of the pages: attendance."""

from rest_framework.decorators import action

from core.api import EmptySerializer, ScopedViewSet
from orgs.naming import NamingViewSet
from services import operations
from services.filters.attendance import AttendanceFilter
from services.models import Attendance
from services.serializers.attendance import AttendanceSerializer, CheckOutBody


class AttendanceViewSet(NamingViewSet, ScopedViewSet):
    """What counts as 人次; ``?counted=all`` for every row. Names as the reader is told them."""

    queryset = Attendance.objects.select_related("person", "check_out", "session__activity__project__contractor")
    serializer_class = AttendanceSerializer
    filterset_class = AttendanceFilter

    def filter_queryset(self, queryset):
        """The default narrows lists; a single row is addressed by its number."""
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    @action(detail=True, methods=["post"], serializer_class=EmptySerializer)
    def reverse(self, request, pk):
        return self.perform(operations.reverse_attendance)

    @action(detail=True, methods=["post"], url_path="check-out", serializer_class=CheckOutBody)
    def check_out(self, request, pk):
        return self.perform(operations.check_out)
