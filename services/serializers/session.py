"""What the API shows and takes: session."""

from rest_framework import serializers

from orgs.models import Organization, User, Venue
from services.enums import ClashKind
from services.models import Activity, Lecturer, Session
from services.operations.meeting import CAPACITY_LIMIT
from services.queries.activity import plannable_activities
from services.queries.session import lecturers_for, places_for, venues_for, workers_for
from services.serializers.fields import MomentField, NarrowedField


class SessionSerializer(serializers.ModelSerializer):
    state_label = serializers.CharField(source="get_state_display", read_only=True)
    time_band_label = serializers.CharField(source="get_time_band_display", read_only=True)
    activity_name = serializers.CharField(source="activity.name", read_only=True)
    organization_name = serializers.CharField(source="organization.name", read_only=True)
    lecturer_name = serializers.CharField(source="lecturer.name", read_only=True, default=None)
    registered = serializers.IntegerField(read_only=True)
    person_times = serializers.IntegerField(read_only=True)
    public_url = serializers.CharField(source="get_public_url", read_only=True)

    class Meta:
        model = Session
        fields = [
            "id",
            "activity",
            "activity_name",
            "organization",
            "organization_name",
            "series",
            "topic",
            "venue",
            "place",
            "lecturer",
            "lecturer_name",
            "workers",
            "is_online",
            "starts_at",
            "ends_at",
            "starts_on",
            "time_band",
            "time_band_label",
            "capacity",
            "registered",
            "person_times",
            "state",
            "state_label",
            "public_url",
        ]
        read_only_fields = fields


class MeetingBody(serializers.Serializer):
    """When, where, how many."""

    venue = serializers.CharField(max_length=60, required=False, help_text="缺省为阵地名称")
    place = NarrowedField(
        venues_for,
        queryset=Venue.objects.all(),  # unscoped: the field narrows it
        required=False,
        allow_null=True,
        help_text="阵地",
    )
    topic = serializers.CharField(max_length=60, required=False, allow_blank=True)
    lecturer = NarrowedField(
        lecturers_for,
        queryset=Lecturer.objects.all(),  # unscoped: the field narrows it
        required=False,
        allow_null=True,
        help_text="试讲通过的讲师",
    )
    workers = NarrowedField(
        workers_for,
        queryset=User.objects.all(),  # unscoped: the field narrows it
        required=False,
        many=True,
        help_text="到场社工",
    )
    is_online = serializers.BooleanField(required=False)
    starts_at = MomentField()
    ends_at = MomentField()
    capacity = serializers.IntegerField(min_value=1, max_value=CAPACITY_LIMIT)

    def validate(self, values):
        if values["ends_at"] <= values["starts_at"]:
            raise serializers.ValidationError({"ends_at": "结束时间须晚于开始时间。"})
        return values


class SessionCreateBody(MeetingBody):
    activity = NarrowedField(plannable_activities, queryset=Activity.objects.all())  # unscoped: the field narrows it
    organization = NarrowedField(
        places_for,
        queryset=Organization.objects.all(),  # unscoped: the field narrows it
        required=False,
        help_text="缺省为项目的实施社区",
    )


class ClashSerializer(serializers.Serializer):
    """``session`` is null when the reader may not see what is in the way."""

    kind = serializers.ChoiceField(choices=ClashKind.choices)
    session = serializers.IntegerField(source="session.pk", read_only=True, allow_null=True, default=None)
    text = serializers.CharField()
