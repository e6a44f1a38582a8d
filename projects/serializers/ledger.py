"""Funds and ledger entries as the API shows them, and the bodies their operations take."""

from rest_framework import serializers

from orgs.models import Organization
from projects.enums import FundKind
from projects.models import Fund, LedgerEntry
from projects.queries import (
    funding_bodies,
)
from projects.serializers.base import BriefSerializer, ChosenField, MoneySerializerField, PersonInChargeSerializer


class FundSerializer(serializers.ModelSerializer):
    organization = BriefSerializer()
    appropriated = serializers.DecimalField(16, 2)
    committed = serializers.DecimalField(16, 2)
    paid = serializers.DecimalField(16, 2)
    available = serializers.DecimalField(16, 2)

    class Meta:
        model = Fund
        fields = ["id", "name", "year", "kind", "organization", "appropriated", "committed", "paid", "available"]


class FundCreateSerializer(serializers.Serializer):
    organization = ChosenField(queryset=Organization.objects.none(), choices=funding_bodies)
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    kind = serializers.ChoiceField(FundKind.choices)
    name = serializers.CharField(max_length=60)
    amount = MoneySerializerField()


class AppropriateSerializer(serializers.Serializer):
    amount = MoneySerializerField(signed=True)
    note = serializers.CharField(max_length=200)
    key = serializers.CharField(
        required=False, max_length=100, default="", help_text="请求编号：同一编号重复提交只入账一次"
    )


class LedgerEntrySerializer(serializers.ModelSerializer):
    by = PersonInChargeSerializer()

    class Meta:
        model = LedgerEntry
        fields = ["id", "fund", "project", "instalment", "kind", "amount", "note", "by", "on", "at"]
