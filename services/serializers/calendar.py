"""What the API shows and takes: calendar."""

from rest_framework import serializers

from core.models import CalendarDay


class CalendarDaySerializer(serializers.ModelSerializer):
    class Meta:
        model = CalendarDay
        fields = ["id", "date", "is_workday", "note"]
        extra_kwargs = {"date": {"validators": []}}  # declaring a day again replaces what was declared
