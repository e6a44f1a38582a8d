"""What the API shows and takes: hour."""

from rest_framework import serializers

from core.api import VisibleRelatedField
from orgs.naming import NamedRelatedField
from projects.models import Project
from services.enums import HourSource
from services.models import HourClaim, HourCorrection, Session, Volunteer
from services.operations.session import RECORDING

CLAIMS = [(source, HourSource(source).label) for source in (HourSource.SELF, HourSource.PROJECT)]


RUNNING = Project.objects.filter(state__in=RECORDING)  # unscoped: narrowed by the field


class HourClaimBody(serializers.Serializer):
    volunteer = NamedRelatedField(queryset=Volunteer.objects.select_related("organization"))
    source = serializers.ChoiceField(choices=CLAIMS)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    content = serializers.CharField(max_length=200)
    project = VisibleRelatedField(queryset=RUNNING, required=False, default=None)
    session = VisibleRelatedField(
        queryset=Session.objects.select_related("activity__project"), required=False, default=None
    )


class CorrectionBody(serializers.Serializer):
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    reason = serializers.CharField(max_length=200)


class CountedPeriodSerializer(serializers.Serializer):
    """One part of the claimed time that counts."""

    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()

    def to_representation(self, period):
        return super().to_representation(dict(zip(("starts_at", "ends_at"), period, strict=True)))


class HourCorrectionSerializer(serializers.ModelSerializer):
    class Meta:
        model = HourCorrection
        fields = [
            "id",
            "claim",
            "state",
            "old_starts_at",
            "old_ends_at",
            "old_hours",
            "new_starts_at",
            "new_ends_at",
            "new_hours",
            "reason",
            "created_at",
        ]
        read_only_fields = fields


class HourClaimSerializer(serializers.ModelSerializer):
    volunteer_name = serializers.CharField(source="shown_name", read_only=True)
    volunteer_number = serializers.CharField(source="volunteer.number", read_only=True)
    counted = CountedPeriodSerializer(many=True, read_only=True)

    class Meta:
        model = HourClaim
        fields = [
            "id",
            "volunteer",
            "volunteer_name",
            "volunteer_number",
            "state",
            "source",
            "served_on",
            "starts_at",
            "ends_at",
            "hours",
            "counted",
            "content",
            "organization",
            "project",
            "session",
            "duplicate_of",
        ]
        read_only_fields = fields
