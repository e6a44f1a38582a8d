"""What the API shows and takes: the volunteer street."""

from rest_framework import serializers

from core.api import VisibleRelatedField
from orgs.models import Organization
from services.models import Merchant, StreetDay, StreetDuty


class MerchantSerializer(serializers.ModelSerializer):
    organization_name = serializers.CharField(source="organization.name", read_only=True)

    class Meta:
        model = Merchant
        fields = [
            "id",
            "organization",
            "organization_name",
            "name",
            "service",
            "address",
            "in_joint_union",
            "is_active",
        ]
        read_only_fields = fields


class StreetDutySerializer(serializers.ModelSerializer):
    merchant_name = serializers.CharField(source="merchant.name", read_only=True)

    class Meta:
        model = StreetDuty
        fields = ["id", "merchant", "merchant_name", "served"]


class StreetDaySerializer(serializers.ModelSerializer):
    organization_name = serializers.CharField(source="organization.name", read_only=True)
    state_label = serializers.CharField(source="get_state_display", read_only=True)
    duties = StreetDutySerializer(many=True, read_only=True)

    class Meta:
        model = StreetDay
        fields = [
            "id", "organization", "organization_name", "street", "starts_at", "ends_at", "duties", "state",
            "state_label",
        ]  # fmt: skip
        read_only_fields = fields


class RotaBody(serializers.Serializer):
    organization = VisibleRelatedField(queryset=Organization.objects.all())  # unscoped: narrowed by the field
    street = serializers.CharField(max_length=60)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    days = serializers.IntegerField(min_value=1)
    every = serializers.IntegerField(min_value=1)
    merchants = serializers.IntegerField(min_value=1)


class StreetDayHoldBody(serializers.Serializer):
    """``served``: number of people by the id of the duty; null means the merchant did not come."""

    served = serializers.DictField(child=serializers.IntegerField(min_value=0, allow_null=True))
    note = serializers.CharField(required=False, allow_blank=True, max_length=1000, default="")

    def validate_served(self, value):
        if not all(key.isascii() and key.isdigit() for key in value):
            raise serializers.ValidationError("请用轮值的编号作键。")
        return {int(key): number for key, number in value.items()}
