"""Projects as the API shows them, and the bodies their operations take."""

from rest_framework import serializers

from core.api import VisibleRelatedField
from orgs.models import Organization, User
from projects.enums import BudgetCategory, DirectBasis, Measure
from projects.models import BudgetLine, Fund, Indicator, Need, PlanItem, Project
from projects.queries import (
    need_communities,
    open_needs,
    own_contractors,
    own_workers,
)
from projects.queries.room import may_see
from projects.serializers.base import MOST, BriefSerializer, ChosenField, MoneySerializerField, PersonInChargeSerializer
from projects.serializers.instalment import InstalmentSerializer


class ApplicationField(VisibleRelatedField):
    """A key out of ``choices(user, project_pk)``: what an application may take up, with what it already has."""

    def __init__(self, *, choices=None, **kwargs):
        self.offered = choices
        super().__init__(**kwargs)

    def get_queryset(self):
        view, request = self.context.get("view"), self.context.get("request")
        return self.offered(request.user, view.kwargs.get("pk")) if request else super().get_queryset()


class IndicatorSerializer(serializers.ModelSerializer):
    measure = serializers.ChoiceField(Measure.choices)
    target = serializers.IntegerField(min_value=1, max_value=MOST)

    class Meta:
        model = Indicator
        fields = ["measure", "target"]


class BudgetLineSerializer(serializers.ModelSerializer):
    category = serializers.ChoiceField(BudgetCategory.choices)
    unit_price = MoneySerializerField()
    quantity = serializers.IntegerField(min_value=1, max_value=MOST)

    class Meta:
        model = BudgetLine
        fields = ["category", "item", "unit_price", "quantity"]


class ProjectSerializer(serializers.ModelSerializer):
    organization = BriefSerializer()
    contractor = BriefSerializer()
    worker = PersonInChargeSerializer()
    state_label = serializers.CharField(source="get_state_display")
    fund = serializers.CharField(allow_null=True)
    paid = serializers.DecimalField(16, 2, allow_null=True)
    indicators = IndicatorSerializer(many=True)
    budget_lines = BudgetLineSerializer(many=True)
    instalments = InstalmentSerializer(many=True)

    class Meta:
        model = Project
        fields = [
            "id", "code", "name", "category", "organization", "contractor", "worker", "goal", "starts_on", "ends_on",
            "budget", "paid", "fund", "final_score", "created_at", "state", "state_label", "indicators",
            "budget_lines", "instalments",
        ]  # fmt: skip

    def to_representation(self, project):
        """SECURITY: the money of a project is empty for whoever does not see that section of its page."""
        shown = super().to_representation(project)
        if not may_see(self.context["request"].user, project, "money"):
            shown |= {"paid": None, "fund": None, "budget_lines": [], "instalments": []}
        return shown


class ProjectUpdateSerializer(serializers.ModelSerializer):
    needs = ApplicationField(many=True, queryset=Need.objects.none(), choices=open_needs, allow_empty=False)
    organization = ApplicationField(queryset=Organization.objects.none(), choices=need_communities)
    worker = ChosenField(queryset=User.objects.none(), choices=own_workers)
    indicators = IndicatorSerializer(many=True, allow_empty=False)
    budget_lines = BudgetLineSerializer(many=True, allow_empty=False)

    class Meta:
        model = Project
        fields = [
            "name", "category", "organization", "worker", "needs", "goal", "starts_on", "ends_on", "indicators",
            "budget_lines",
        ]  # fmt: skip

    def validate(self, values):
        if values["ends_on"] < values["starts_on"]:
            raise serializers.ValidationError({"ends_on": "结束日期早于开始日期，请核对。"})
        return values


class ProjectCreateSerializer(ProjectUpdateSerializer):
    contractor = ChosenField(queryset=Organization.objects.none(), choices=own_contractors)

    class Meta(ProjectUpdateSerializer.Meta):
        fields = [*ProjectUpdateSerializer.Meta.fields, "contractor"]


class ApproveSerializer(serializers.Serializer):
    """``direct_basis``: what the direct commission rests on, with the quotes compared or the number of the minutes."""

    fund = VisibleRelatedField(queryset=Fund.objects)
    direct_basis = serializers.ChoiceField(DirectBasis.choices)
    direct_note = serializers.CharField(max_length=200)
    direct_file = serializers.FileField(required=False, allow_null=True)
    plan_item = VisibleRelatedField(queryset=PlanItem.objects, required=False, allow_null=True)
    note = serializers.CharField(required=False, allow_blank=True, max_length=1000, default="")
