"""Activities, sessions, attendance and registrations over the API: the operations of the pages: calendar."""

from rest_framework import generics
from rest_framework.exceptions import PermissionDenied

from core.models import CalendarDay
from services import operations
from services.filters.calendar import CalendarDayFilter
from services.serializers.calendar import CalendarDaySerializer


class CalendarDayView(generics.ListCreateAPIView):
    queryset = CalendarDay.objects.all()  # unscoped: dates of the whole country, everybody may look
    serializer_class = CalendarDaySerializer
    filterset_class = CalendarDayFilter

    def perform_create(self, serializer):
        if not self.request.user.has_perm("services.declare_day"):
            raise PermissionDenied
        serializer.instance = operations.declare_day(by=self.request.user, **serializer.validated_data)
