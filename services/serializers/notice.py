"""What the API shows and takes: notice."""

from rest_framework import serializers

from core.api import VisibleRelatedField
from orgs.models import Organization
from services.models import Notice


class NoticeSerializer(serializers.ModelSerializer):
    organization_name = serializers.CharField(source="organization.name", read_only=True)
    state_label = serializers.CharField(source="get_state_display", read_only=True)

    class Meta:
        model = Notice
        fields = [
            "id", "organization", "organization_name", "title", "body", "shown_from", "shown_until", "state",
            "state_label",
        ]  # fmt: skip
        read_only_fields = fields


class NoticeBody(serializers.Serializer):
    title = serializers.CharField(max_length=60)
    body = serializers.CharField(max_length=2000)
    shown_from = serializers.DateField()
    shown_until = serializers.DateField(required=False, allow_null=True, default=None)


class NoticeCreateBody(NoticeBody):
    organization = VisibleRelatedField(queryset=Organization.objects.all())  # unscoped: narrowed by the field
