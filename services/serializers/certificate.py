"""What the API shows and takes: certificate."""

from rest_framework import serializers

from orgs.naming import NamedRelatedField
from services.models import Attendance, Certificate


class CertificateSerializer(serializers.ModelSerializer):
    kind_label = serializers.CharField(source="get_kind_display", read_only=True)
    state_label = serializers.CharField(source="get_state_display", read_only=True)
    organization_name = serializers.CharField(source="organization.name", read_only=True)
    public_url = serializers.CharField(source="get_public_url", read_only=True)

    class Meta:
        model = Certificate
        fields = [
            "id", "kind", "kind_label", "number", "name", "organization", "organization_name", "attendance",
            "volunteer", "starts_on", "ends_on", "hours", "lines", "issued_on", "requested_at", "public_url", "state",
            "state_label",
        ]  # fmt: skip
        read_only_fields = fields


class CertifyBody(serializers.Serializer):
    attendance = NamedRelatedField(queryset=Attendance.objects.all())  # unscoped: narrowed by the field
