"""Records as the API shows them, and the bodies its operations take."""

from rest_framework import serializers

from core.errors import DomainError
from orgs.enums import ServiceGroup
from orgs.models import Organization
from projects.models import Need
from projects.queries import (
    filing_communities,
)
from projects.serializers.base import MOST, BriefSerializer, ChosenField, PersonInChargeSerializer
from projects.uploads import check_upload


class NeedSerializer(serializers.ModelSerializer):
    organization = BriefSerializer()
    raised_by = PersonInChargeSerializer()
    state_label = serializers.CharField(source="get_state_display")

    class Meta:
        model = Need
        fields = [
            "id", "title", "organization", "category", "groups", "frequency", "source", "people", "evidence",
            "evidence_name", "raised_by", "raised_at", "state", "state_label",
        ]  # fmt: skip


class NeedCreateSerializer(serializers.ModelSerializer):
    organization = ChosenField(queryset=Organization.objects.none(), choices=filing_communities)
    groups = serializers.ListField(child=serializers.ChoiceField(ServiceGroup.choices), allow_empty=False)
    people = serializers.IntegerField(min_value=1, max_value=MOST)
    evidence_file = serializers.FileField(required=False)

    class Meta:
        model = Need
        fields = [
            "title", "organization", "category", "groups", "frequency", "source", "people", "evidence",
            "evidence_file",
        ]  # fmt: skip
        extra_kwargs = {"source": {"required": True}}

    def validate_evidence_file(self, file):
        try:
            check_upload(file)
        except DomainError as error:
            raise serializers.ValidationError(str(error)) from None
        return file
