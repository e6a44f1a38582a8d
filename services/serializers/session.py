"""What the API shows and takes: session."""

from rest_framework import serializers

from orgs.models import Organization
from services.models import Activity, Session
from services.operations.meeting import CAPACITY_LIMIT
from services.queries.activity import plannable_activities
from services.queries.session import places_for
from services.serializers.columns import MomentField, NarrowedField


class SessionSerializer(serializers.ModelSerializer):
    state_label = serializers.CharField(source="get_state_display", read_only=True)
    time_band_label = serializers.CharField(source="get_time_band_display", read_only=True)
    activity_name = serializers.CharField(source="activity.name", read_only=True)
    organization_name = serializers.CharField(source="organization.name", read_only=True)
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
            "venue",
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

    venue = serializers.CharField(max_length=60)
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
