"""Instalments, vouchers and settlements as the API shows them, and the bodies their operations take."""

from rest_framework import serializers

from core.api import VisibleRelatedField
from projects.enums import BalanceUse
from projects.models import BudgetLine, Expense, Instalment, Project, ServiceItem, Settlement, SettlementLine
from projects.operations.expense import MOST
from projects.queries.expense import recordable_projects
from projects.serializers.base import ChosenField, MoneySerializerField


class InstalmentSerializer(serializers.ModelSerializer):
    state_label = serializers.CharField(source="get_state_display")

    class Meta:
        model = Instalment
        fields = [
            "id", "project", "number", "ratio", "amount", "due_on", "is_final", "request_note", "voucher_number",
            "receipt_number", "clawed_back", "state", "state_label",
        ]  # fmt: skip


class ApplySerializer(serializers.Serializer):
    note = serializers.CharField(max_length=200)


class PaySerializer(serializers.Serializer):
    voucher_number = serializers.CharField(required=False, allow_blank=True, max_length=40, default="")
    note = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")


class ReceiptSerializer(serializers.Serializer):
    receipt_number = serializers.CharField(max_length=40)
    note = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")


class ClawBackSerializer(serializers.Serializer):
    amount = MoneySerializerField()
    note = serializers.CharField(max_length=1000)


class ExpenseSerializer(serializers.ModelSerializer):
    state_label = serializers.CharField(source="get_state_display")

    class Meta:
        model = Expense
        fields = [
            "id", "project", "line", "category", "service_item", "invoice_number", "on", "payee", "purpose",
            "unit_price", "quantity", "amount", "name", "verdict", "state", "state_label",
        ]  # fmt: skip


class ExpenseUpdateSerializer(serializers.ModelSerializer):
    line = VisibleRelatedField(queryset=BudgetLine.objects)
    service_item = VisibleRelatedField(queryset=ServiceItem.objects, required=False, allow_null=True, default=None)
    unit_price = MoneySerializerField()
    quantity = serializers.IntegerField(min_value=1, max_value=MOST, default=1)
    file = serializers.FileField(required=False, default=None)
    invoice_number = serializers.CharField(max_length=60)

    class Meta:
        model = Expense
        fields = [
            "line", "service_item", "invoice_number", "on", "payee", "purpose", "unit_price", "quantity", "file",
        ]  # fmt: skip


class ExpenseCreateSerializer(ExpenseUpdateSerializer):
    project = ChosenField(queryset=Project.objects.none(), choices=recordable_projects)
    file = serializers.FileField()

    class Meta(ExpenseUpdateSerializer.Meta):
        fields = ["project", *ExpenseUpdateSerializer.Meta.fields]


class SettlementLineSerializer(serializers.ModelSerializer):
    difference = serializers.DecimalField(16, 2)

    class Meta:
        model = SettlementLine
        fields = ["category", "budget", "adjusted", "actual", "difference", "note", "vouchers"]


class SettlementSerializer(serializers.ModelSerializer):
    state_label = serializers.CharField(source="get_state_display")
    lines = SettlementLineSerializer(many=True)

    class Meta:
        model = Settlement
        fields = [
            "id", "project", "paid", "spent", "balance", "use", "explanation", "opinion", "audited_on", "returned_on",
            "state", "state_label", "lines",
        ]  # fmt: skip


class SettlementUpdateSerializer(serializers.Serializer):
    use = serializers.ChoiceField(BalanceUse.choices, required=False, allow_blank=True, default="")
    explanation = serializers.CharField(required=False, allow_blank=True, max_length=2000, default="")

    notes = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=200), required=False)


class SettlementCreateSerializer(SettlementUpdateSerializer):
    project = VisibleRelatedField(queryset=Project.objects)


class AuditSerializer(serializers.Serializer):
    opinion = serializers.CharField(max_length=2000)


class ReturnBalanceSerializer(serializers.Serializer):
    voucher_number = serializers.CharField(max_length=40)
    note = serializers.CharField(required=False, allow_blank=True, max_length=100, default="")
