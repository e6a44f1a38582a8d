"""What the API shows and takes: call-out."""

from rest_framework import serializers

from core.api import VisibleRelatedField
from orgs.models import Organization
from orgs.naming import NamedRelatedField
from services.enums import CallOutKind
from services.models import CallOut, Team, Volunteer

FACTS = ("kind", "place", "cause", "departed_at", "arrived_at", "ended_at", "people", "equipment", "helped", "result")


class CallOutSerializer(serializers.ModelSerializer):
    team_name = serializers.CharField(source="team.name", read_only=True)
    organization_name = serializers.CharField(source="organization.name", read_only=True)
    state_label = serializers.CharField(source="get_state_display", read_only=True)

    class Meta:
        model = CallOut
        fields = [
            "id", "number", "team", "team_name", "organization", "organization_name", "alarm_at", *FACTS, "state",
            "state_label",
        ]  # fmt: skip
        read_only_fields = fields


class CallOutBody(serializers.ModelSerializer):
    """Any of the facts; what is left out stays as it is."""

    members = NamedRelatedField(queryset=Volunteer.objects.all(), many=True, required=False)  # unscoped: by the field

    class Meta:
        model = CallOut
        fields = [*FACTS, "members"]
        extra_kwargs = {name: {"required": False} for name in FACTS}


class CallOutCreateBody(serializers.Serializer):
    team = VisibleRelatedField(queryset=Team.objects.all())  # unscoped: narrowed by the field
    organization = VisibleRelatedField(queryset=Organization.objects.all())  # unscoped: narrowed by the field
    kind = serializers.ChoiceField(choices=CallOutKind.choices)
    place = serializers.CharField(max_length=60)
    alarm_at = serializers.DateTimeField()
    cause = serializers.CharField(max_length=500)
