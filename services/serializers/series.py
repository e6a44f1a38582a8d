"""What the API shows and takes: series."""

from rest_framework import serializers

from orgs.models import User, Venue
from services.enums import SeriesRule
from services.models import Lecturer, Series, Session
from services.operations.meeting import CAPACITY_LIMIT
from services.operations.series import SERIES_LIMIT
from services.queries.session import lecturers_for, venues_for, workers_for
from services.serializers.fields import NarrowedField
from services.serializers.session import ClashSerializer, SessionCreateBody


class SeriesSerializer(serializers.ModelSerializer):
    activity_name = serializers.CharField(source="activity.name", read_only=True)
    sessions = serializers.PrimaryKeyRelatedField(many=True, read_only=True)

    class Meta:
        model = Series
        fields = ["id", "activity", "activity_name", "title", "by", "created_at", "sessions"]
        read_only_fields = fields


class SeriesCreateBody(SessionCreateBody):
    count = serializers.IntegerField(min_value=1, max_value=SERIES_LIMIT)
    every = serializers.ChoiceField(choices=SeriesRule.choices, default=SeriesRule.WEEKLY)
    weekdays = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=6), default=list, max_length=7, help_text="0为周一"
    )
    skip_days_off = serializers.BooleanField(default=False, help_text="遇法定节假日顺延")


class SlotSerializer(serializers.Serializer):
    """One day of a series before it is saved."""

    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    holiday = serializers.CharField()
    is_skipped = serializers.BooleanField()
    clashes = ClashSerializer(many=True)


class FromSessionBody(serializers.Serializer):
    from_session = NarrowedField(
        Session.objects.visible_to,
        queryset=Session.objects.all(),  # unscoped: the field narrows it
        required=False,
        help_text="从哪一场起，缺省为全部未举办的场次",
    )


class SeriesCancelBody(FromSessionBody):
    note = serializers.CharField(max_length=1000)


class SeriesChangeBody(FromSessionBody):
    """Whatever is left out stays."""

    starts = serializers.TimeField(required=False)
    ends = serializers.TimeField(required=False)
    venue = serializers.CharField(max_length=60, required=False)
    place = NarrowedField(
        venues_for,
        queryset=Venue.objects.all(),  # unscoped: the field narrows it
        required=False,
        allow_null=True,
    )
    capacity = serializers.IntegerField(min_value=1, max_value=CAPACITY_LIMIT, required=False)
    lecturer = NarrowedField(
        lecturers_for,
        queryset=Lecturer.objects.all(),  # unscoped: the field narrows it
        required=False,
        allow_null=True,
    )
    workers = NarrowedField(
        workers_for,
        queryset=User.objects.all(),  # unscoped: the field narrows it
        required=False,
        many=True,
    )
    is_online = serializers.BooleanField(required=False)
