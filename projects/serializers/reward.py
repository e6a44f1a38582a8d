"""Rewards as the API shows them, and the bodies their operations take."""

from rest_framework import serializers

from core.api import VisibleRelatedField
from orgs.models import Organization
from projects.models import Fund, RewardLine, RewardScheme, RewardSheet
from projects.queries.reward import reward_funds, rewarding_bodies
from projects.serializers.base import BriefSerializer, ChosenField, MoneySerializerField, PersonInChargeSerializer


class RewardSchemeSerializer(serializers.ModelSerializer):
    organization = BriefSerializer()

    class Meta:
        model = RewardScheme
        fields = [
            "id", "name", "version", "organization", "fund", "source", "grades", "yearly_cap", "required_documents",
            "publicity_days", "valid_from", "source_text", "published_at",
        ]  # fmt: skip


class RewardSchemeCreateSerializer(serializers.Serializer):
    organization = ChosenField(queryset=Organization.objects.none(), choices=rewarding_bodies)
    fund = ChosenField(queryset=Fund.objects.none(), choices=reward_funds)
    name = serializers.CharField(max_length=60)
    source = serializers.CharField(max_length=30)
    grades = serializers.JSONField()
    yearly_cap = MoneySerializerField()
    valid_from = serializers.DateField()
    source_text = serializers.CharField(max_length=200)
    required_documents = serializers.IntegerField(min_value=0, max_value=60, default=12)
    publicity_days = serializers.IntegerField(min_value=1, max_value=60, default=5)


class RewardLineSerializer(serializers.ModelSerializer):
    payee = BriefSerializer()

    class Meta:
        model = RewardLine
        fields = [
            "id", "payee", "record_number", "closed_on", "grade", "basis", "documents", "amount", "is_counted",
            "remarks",
        ]  # fmt: skip


class RewardSheetSerializer(serializers.ModelSerializer):
    computed_by = PersonInChargeSerializer()
    state_label = serializers.CharField(source="get_state_display")
    lines = RewardLineSerializer(many=True)

    class Meta:
        model = RewardSheet
        fields = [
            "id", "scheme", "starts_on", "ends_on", "amount", "publicity_ends_on", "computed_by", "computed_at",
            "state", "state_label", "lines",
        ]  # fmt: skip


class ComputeSerializer(serializers.Serializer):
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()


class SheetCreateSerializer(ComputeSerializer):
    scheme = VisibleRelatedField(queryset=RewardScheme.objects)
