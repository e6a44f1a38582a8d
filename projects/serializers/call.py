"""Plans, calls and questions as the API shows them, and the bodies their operations take."""

from rest_framework import serializers

from core.api import VisibleRelatedField
from core.errors import DomainError
from orgs.models import Organization
from projects.enums import NeedCategory, NegativeItem, Procedure
from projects.models import BudgetRuleSet, Call, CallFile, Fund, Plan, PlanItem, Question, Scorecard
from projects.queries.call import callable_items
from projects.queries.plan import purchasing_bodies
from projects.serializers.base import BriefSerializer, ChosenField, MoneySerializerField
from projects.uploads import check_upload


class PlanItemSerializer(serializers.ModelSerializer):
    fund_name = serializers.CharField(source="fund")

    class Meta:
        model = PlanItem
        fields = ["id", "name", "category", "fund", "fund_name", "amount", "procedure", "reason"]


class PlanSerializer(serializers.ModelSerializer):
    organization = BriefSerializer()
    state_label = serializers.CharField(source="get_state_display")
    amount = serializers.DecimalField(16, 2)
    items = PlanItemSerializer(many=True)

    class Meta:
        model = Plan
        fields = ["id", "name", "year", "organization", "state", "state_label", "amount", "items", "created_at"]


class PlanCreateSerializer(serializers.ModelSerializer):
    organization = ChosenField(queryset=Organization.objects.none(), choices=purchasing_bodies)
    year = serializers.IntegerField(min_value=2000, max_value=2100)

    class Meta:
        model = Plan
        fields = ["organization", "year", "name"]
        validators: list = []  # the operation answers with a sentence


class PlanItemCreateSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=60)
    category = serializers.ChoiceField(NeedCategory.choices)
    fund = VisibleRelatedField(queryset=Fund.objects)
    amount = MoneySerializerField()
    procedure = serializers.ChoiceField(Procedure.choices)
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class PlanItemChoiceSerializer(serializers.Serializer):
    item = VisibleRelatedField(queryset=PlanItem.objects)


class CallFileSerializer(serializers.ModelSerializer):
    class Meta:
        model = CallFile
        fields = ["id", "name", "size", "sha256"]


class CallSerializer(serializers.ModelSerializer):
    """No count of applications: the call is sealed until it closes."""

    organization = BriefSerializer()
    state_label = serializers.CharField(source="get_state_display")
    public_url = serializers.CharField(source="get_public_url")
    files = CallFileSerializer(many=True)

    class Meta:
        model = Call
        fields = [
            "id", "code", "title", "organization", "category", "procedure", "procedure_reason", "amount", "max_amount",
            "weak_share", "weak_share_reason", "description", "requirements", "contact", "supervision_phone",
            "opens_at", "closes_at", "scorecard", "rule_set", "panel_size", "is_blind", "drops_extremes",
            "instalment_ratios", "late_report_fails", "state", "state_label", "public_url", "files",
        ]  # fmt: skip


class CallUpdateSerializer(serializers.ModelSerializer):
    amount = MoneySerializerField()
    max_amount = MoneySerializerField()
    scorecard = VisibleRelatedField(queryset=Scorecard.objects)
    rule_set = VisibleRelatedField(queryset=BudgetRuleSet.objects)
    weak_share = serializers.DecimalField(5, 2, min_value=0, max_value=100, required=False, allow_null=True)
    panel_size = serializers.IntegerField(min_value=3, max_value=99, required=False)
    instalment_ratios = serializers.ListField(child=serializers.CharField(max_length=10), min_length=1, max_length=12)

    class Meta:
        model = Call
        fields = [
            "title", "description", "requirements", "contact", "supervision_phone", "opens_at", "closes_at", "amount",
            "max_amount", "weak_share", "weak_share_reason", "scorecard", "rule_set", "panel_size", "is_blind",
            "drops_extremes", "instalment_ratios", "late_report_fails",
        ]  # fmt: skip

    def validate(self, values):
        if values["closes_at"] <= values["opens_at"]:
            raise serializers.ValidationError({"closes_at": "截止时间应晚于开始时间，请核对。"})
        return values


class CallCreateSerializer(CallUpdateSerializer):
    item = ChosenField(queryset=PlanItem.objects.none(), choices=callable_items)

    class Meta(CallUpdateSerializer.Meta):
        fields = ["item", *CallUpdateSerializer.Meta.fields]


class SelfCheckSerializer(serializers.Serializer):
    """``items``: every entry of the negative list → whether the service falls under it."""

    items = serializers.DictField(child=serializers.BooleanField())

    def validate_items(self, items):
        unknown = set(items) - set(NegativeItem.values)
        if unknown:
            raise serializers.ValidationError("负面清单里没有这一项。")
        return items


class CallFileCreateSerializer(serializers.Serializer):
    file = serializers.FileField()

    def validate_file(self, file):
        try:
            check_upload(file)
        except DomainError as error:
            raise serializers.ValidationError(str(error)) from None
        return file


class CallFileChoiceSerializer(serializers.Serializer):
    file = VisibleRelatedField(queryset=CallFile.objects)


class QuestionSerializer(serializers.ModelSerializer):
    """SECURITY: never who asked; it would tell who applies."""

    class Meta:
        model = Question
        fields = ["id", "call", "text", "asked_at", "answer", "answered_at"]


class AskSerializer(serializers.Serializer):
    text = serializers.CharField(max_length=500)


class AnswerSerializer(serializers.Serializer):
    answer = serializers.CharField(max_length=1000)
