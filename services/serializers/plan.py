"""What the API shows and takes: plan."""

from rest_framework import serializers

from core.api import VisibleRelatedField
from orgs.enums import ServiceGroup
from projects.enums import BudgetCategory
from projects.forms.row import MOST
from projects.models import Indicator, Need, Project
from projects.serializers.base import MoneySerializerField
from services.enums import ActivityScale, InsuranceCover
from services.models import Activity, ActivityPlan, Insurance, PlanCost, PlanObjective, PlanStep
from services.operations.plan import MOST_PEOPLE, MOST_ROWS, TEXTS
from services.queries.activity import plannable_projects
from services.queries.plan import approval_reasons, plan_of, publishing_gaps
from services.serializers.fields import NarrowedField


class ObjectiveSerializer(serializers.ModelSerializer):
    need = VisibleRelatedField(queryset=Need.objects.all(), required=False, allow_null=True)  # unscoped: field narrows
    indicator = VisibleRelatedField(
        queryset=Indicator.objects.all(),  # unscoped: the field narrows it
        required=False,
        allow_null=True,
    )

    class Meta:
        model = PlanObjective
        fields = ["text", "need", "indicator"]


class StepSerializer(serializers.ModelSerializer):
    class Meta:
        model = PlanStep
        fields = ["time", "content", "materials", "responsible"]


class CostSerializer(serializers.ModelSerializer):
    category = serializers.ChoiceField(choices=BudgetCategory.choices)
    unit_price = MoneySerializerField()
    quantity = serializers.IntegerField(min_value=1, max_value=MOST)
    amount = serializers.DecimalField(max_digits=24, decimal_places=2, read_only=True)

    class Meta:
        model = PlanCost
        fields = ["category", "item", "unit_price", "quantity", "amount"]


class InsuranceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Insurance
        fields = ["id", "insurer", "policy_number", "cover", "starts_on", "ends_on", "is_void", "name", "uploaded_at"]
        read_only_fields = fields


class ActivityPlanSerializer(serializers.ModelSerializer):
    """The whole plan of an activity; ``costs`` are empty for who may not see the project's money."""

    texts = serializers.SerializerMethodField()
    objectives = ObjectiveSerializer(many=True)
    steps = StepSerializer(many=True)
    costs = serializers.SerializerMethodField()
    insurances = serializers.SerializerMethodField()
    approval_reasons = serializers.SerializerMethodField()
    gaps = serializers.SerializerMethodField()

    class Meta:
        model = Activity
        fields = [
            "id", "name", "state", "scale", "groups", "expected_people", "is_dangerous", "is_template", "texts",
            "objectives", "steps", "costs", "insurances", "approval_reasons", "gaps",
        ]  # fmt: skip

    def get_texts(self, activity) -> dict[str, str]:
        plan = plan_of(activity)
        return {name: getattr(plan, name) for name in TEXTS}

    def get_costs(self, activity) -> list[dict]:
        rows = PlanCost.objects.visible_to(self.context["request"].user).filter(activity=activity)
        return CostSerializer(rows, many=True).data

    def get_insurances(self, activity) -> list[dict]:
        rows = Insurance.objects.visible_to(self.context["request"].user).filter(activity=activity)
        return InsuranceSerializer(rows, many=True).data

    def get_approval_reasons(self, activity) -> list[str]:
        return approval_reasons(activity)

    def get_gaps(self, activity) -> list[str]:
        return publishing_gaps(activity)


class PlanTextsBody(serializers.ModelSerializer):
    """What is left out stays as it is."""

    class Meta:
        model = ActivityPlan
        fields = TEXTS


class PlanBody(PlanTextsBody):
    scale = serializers.ChoiceField(choices=ActivityScale.choices, required=False)
    groups = serializers.MultipleChoiceField(choices=ServiceGroup.choices, required=False)
    expected_people = serializers.IntegerField(min_value=1, max_value=MOST_PEOPLE, required=False, allow_null=True)
    is_dangerous = serializers.BooleanField(required=False)
    objectives = ObjectiveSerializer(many=True, required=False, max_length=MOST_ROWS)
    steps = StepSerializer(many=True, required=False, max_length=MOST_ROWS)
    costs = CostSerializer(many=True, required=False, max_length=MOST_ROWS)

    class Meta(PlanTextsBody.Meta):
        fields = (
            *TEXTS, "scale", "groups", "expected_people", "is_dangerous", "objectives", "steps", "costs",
        )  # fmt: skip

    def validate_groups(self, value):
        return sorted(value)


class CopyBody(serializers.Serializer):
    project = NarrowedField(plannable_projects, queryset=Project.objects.all())  # unscoped: the field narrows it
    name = serializers.CharField(max_length=60)


class InsureBody(serializers.Serializer):
    insurer = serializers.CharField(max_length=60)
    policy_number = serializers.CharField(max_length=40)
    cover = serializers.ChoiceField(choices=InsuranceCover.choices, required=False)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    file = serializers.FileField()
