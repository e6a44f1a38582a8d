"""What became of a performance bond as the API shows it, and what its operations take (multipart with a paper)."""

from rest_framework import serializers

from projects.models import BondEntry
from projects.serializers.base import MoneySerializerField


class BondEntrySerializer(serializers.ModelSerializer):
    kind_label = serializers.CharField(source="get_kind_display")

    class Meta:
        model = BondEntry
        fields = ["id", "kind", "kind_label", "form", "number", "handed_by", "amount", "on", "note", "file"]


class TakeBondSerializer(serializers.Serializer):
    handed_by = serializers.CharField(max_length=30)
    number = serializers.CharField(max_length=60)
    on = serializers.DateField()
    file = serializers.FileField()
    note = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")


class ReturnBondSerializer(serializers.Serializer):
    amount = MoneySerializerField()
    on = serializers.DateField()
    note = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")
    file = serializers.FileField(required=False)


class CallBondSerializer(ReturnBondSerializer):
    note = serializers.CharField(max_length=200)
