"""Contracts and changes as the API shows them, and the bodies their operations take."""

from rest_framework import serializers

from core.api import ReasonSerializer
from projects.enums import ChangeKind, ConditionKind, ReportKind
from projects.models import Change, Contract, ContractItem, Supplement
from projects.serializers.base import MOST, BriefSerializer, MoneySerializerField, PersonInChargeSerializer
from projects.serializers.bond import BondEntrySerializer


class ContractItemSerializer(serializers.ModelSerializer):
    unit_price = MoneySerializerField()
    quantity = serializers.IntegerField(min_value=1, max_value=MOST)

    class Meta:
        model = ContractItem
        fields = ["name", "unit", "requirement", "unit_price", "quantity"]


class SupplementSerializer(serializers.ModelSerializer):
    class Meta:
        model = Supplement
        fields = ["id", "number", "amount", "signed_on", "change"]


class ContractSerializer(serializers.ModelSerializer):
    party_a = BriefSerializer()
    party_b = BriefSerializer()
    party_c = BriefSerializer(allow_null=True)
    state_label = serializers.CharField(source="get_state_display")
    items = ContractItemSerializer(many=True)
    supplements = SupplementSerializer(many=True)
    bond_entries = BondEntrySerializer(many=True)

    class Meta:
        model = Contract
        fields = [
            "id", "project", "number", "procurement_number", "party_a", "party_b", "party_c", "signer_a", "signer_b",
            "signer_c", "amount", "own_contribution", "bond_amount", "bond_form", "bond_return", "starts_on", "ends_on",
            "acceptance", "personal_data", "breach", "dispute", "signed_on", "registered_on", "registration_number",
            "announced_on", "data_returned_on", "state", "state_label", "items", "supplements",
            "bond_entries",
        ]  # fmt: skip


class ConditionSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(ConditionKind.choices)
    value = MoneySerializerField(required=False)
    report_kind = serializers.ChoiceField(ReportKind.choices, required=False)


class PlanRowSerializer(serializers.Serializer):
    ratio = MoneySerializerField()
    due_on = serializers.DateField()
    conditions = ConditionSerializer(many=True, required=False)


class ContractUpdateSerializer(serializers.ModelSerializer):
    amount = MoneySerializerField()
    own_contribution = MoneySerializerField(signed=True, default="0")
    bond_amount = MoneySerializerField(signed=True, default="0")
    items = ContractItemSerializer(many=True)
    plan = PlanRowSerializer(many=True)
    targets = serializers.DictField(child=serializers.IntegerField(min_value=1, max_value=MOST), required=False)

    class Meta:
        model = Contract
        fields = [
            "procurement_number", "signer_a", "signer_b", "signer_c", "amount", "own_contribution", "bond_amount",
            "bond_form", "bond_return", "starts_on", "ends_on", "term_reason", "target_reason", "acceptance",
            "personal_data", "breach", "dispute", "items", "plan", "targets",
        ]  # fmt: skip

    def validate_targets(self, targets):
        if not all(key.isascii() and key.isdigit() for key in targets):
            raise serializers.ValidationError("请用指标编号作为键。")
        return {int(key): target for key, target in targets.items()}


class SignSerializer(serializers.Serializer):
    """Sent as multipart, with the signed copy."""

    signed_on = serializers.DateField()
    file = serializers.FileField()
    note = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")


class RegisterSerializer(serializers.Serializer):
    number = serializers.CharField(max_length=40)
    note = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")


class AnnounceSerializer(serializers.Serializer):
    on = serializers.DateField()
    note = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")


class TerminateSerializer(ReasonSerializer):
    """``is_breach``: the contractor broke the contract, and takes part in no call for some years."""

    is_breach = serializers.BooleanField(default=False)


class DataReturnSerializer(serializers.Serializer):
    on = serializers.DateField()
    note = serializers.CharField(max_length=1000)


class ChangeSerializer(serializers.ModelSerializer):
    requested_by = PersonInChargeSerializer()
    state_label = serializers.CharField(source="get_state_display")

    class Meta:
        model = Change
        fields = ["id", "project", "kind", "reason", "content", "requested_by", "requested_at", "state", "state_label"]


class ChangeRequestSerializer(serializers.Serializer):
    """``content`` by kind: ``{"worker": 1}``, ``{"organization": 1}``, ``{"ends_on": "2027-03-31"}``,
    ``{"moves": [{"line": 1, "amount": "-500.00"}]}``, ``{"amount": "5000.00", "line": 1}``,
    ``{"add": [{"name", "form", "sessions", "people"}], "update": [{"item", "sessions", "people"}], "remove": [1]}``."""

    kind = serializers.ChoiceField(ChangeKind.choices)
    reason = serializers.CharField(max_length=1000)
    content = serializers.DictField()


class SupplementSignSerializer(serializers.Serializer):
    """Sent as multipart, with the signed copy."""

    signed_on = serializers.DateField()
    file = serializers.FileField()
