"""The rule centre as the API shows it; it is changed on the pages only."""

from rest_framework import serializers

from projects.models import BudgetRule, BudgetRuleSet, Parameter, Scorecard, ScorecardItem, Threshold
from projects.serializers.base import BriefSerializer


class ThresholdSerializer(serializers.ModelSerializer):
    organization = BriefSerializer()

    class Meta:
        model = Threshold
        fields = ["id", "organization", "level", "category", "kind", "amount", "valid_from", "source_text"]


class ParameterSerializer(serializers.ModelSerializer):
    class Meta:
        model = Parameter
        fields = ["id", "name", "value", "valid_from", "source_text"]


class SettingSerializer(serializers.Serializer):
    """What applies on a day: a registered value or, with ``is_default``, the shipped one."""

    name = serializers.CharField()
    label = serializers.CharField(source="name.label")
    value = serializers.DecimalField(max_digits=12, decimal_places=2)
    valid_from = serializers.DateField(allow_null=True)
    source_text = serializers.CharField()
    is_default = serializers.BooleanField()


class ScorecardItemSerializer(serializers.ModelSerializer):
    class Meta:
        model = ScorecardItem
        fields = ["number", "title", "points", "guidance"]


VERSION = ["id", "name", "version", "valid_from", "source_text", "published_at", "standing"]


class ScorecardSerializer(serializers.ModelSerializer):
    standing = serializers.CharField()
    items = ScorecardItemSerializer(many=True)

    class Meta:
        model = Scorecard
        fields = [*VERSION, "items"]


class BudgetRuleSerializer(serializers.ModelSerializer):
    class Meta:
        model = BudgetRule
        fields = ["kind", "categories", "keyword", "value", "tiers", "message", "source_text"]


class BudgetRuleSetSerializer(serializers.ModelSerializer):
    standing = serializers.CharField()
    rules = BudgetRuleSerializer(many=True)

    class Meta:
        model = BudgetRuleSet
        fields = [*VERSION, "rules"]
